"""Published figures in their publishers' words, beside what the records say of the same. No database here.

Figures of one key stand together, so that two publishers who differ are read side by side; none of them is mended.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from models_programs import funnel
from models_programs.models import MobilizationModel
from reports.summaries.reconcile import CLASSES, Published
from reports.summaries.reconcile_figures import TOTALS
from reports.summary import PovertyRow, StatedRow, TargetRow, Totals

Computed = Mapping[str, tuple[Decimal | int | None, str]]
PARTS = {"actual": "kết quả", "planned": "kế hoạch", "difference": "chênh lệch với kế hoạch"}
MOMENTS = {"start": "đầu kỳ", "end": "cuối kỳ", "change": "thay đổi trong kỳ"}
TYPES = {kind.value: str(kind.label) for kind in MobilizationModel.Type} | {funnel.TOTAL: "cả hai loại"}


def rows(
    figures: Iterable[Published], totals: Totals | None = None, targets: Sequence[TargetRow] = (),
    poverty: Sequence[PovertyRow] = (), *, years: bool = False,
) -> tuple[StatedRow, ...]:  # fmt: skip
    """The figures by what they are of, oldest first within one. `years`: they are of several, and each says its own."""
    computed = dict(_computed(totals, targets, poverty))
    names = {row.code: row.indicator for row in targets}
    order = list(dict.fromkeys([*TOTALS, *computed]))
    ranked = sorted(figures, key=lambda f: (order.index(f.key) if f.key in order else len(order), f.key, f.year or 0))
    found = []
    for figure in ranked:
        value, ref = computed.get(figure.key, (None, ""))
        when = f", năm {figure.year}" if years else ""
        found.append(
            StatedRow(
                key=f"{figure.key}@{figure.year}", label=label(figure.key, names) + when, words=figure.said,
                value=figure.value,
                unit=figure.unit, qualifier=figure.qualifier, computed=None if value is None else Decimal(value),
                source=figure.source, on=figure.on, ref=figure.page, computed_ref=ref,
            )
        )  # fmt: skip
    return tuple(found)


def _computed(
    totals: Totals | None, targets: Sequence[TargetRow], poverty: Iterable[PovertyRow]
) -> Iterable[tuple[str, tuple[Decimal | int | None, str]]]:
    if totals is not None:
        yield "support_vnd", (totals.support_vnd, totals.support_ref)
        yield "loan_vnd", (totals.loan_vnd, totals.loan_ref)
        yield "all_vnd", (totals.all_vnd, totals.ref)
    for target in targets:
        yield (
            f"{target.code}.planned",
            (target.bounds[0] if target.bounds and not target.is_range else None, target.ref),
        )
        yield f"{target.code}.actual", (target.actual, target.ref)
        yield f"{target.code}.difference", (target.difference, target.ref)
    for row in poverty:
        for moment in MOMENTS:
            yield f"{row.poverty_class}.{moment}", (getattr(row, moment), row.ref)


def label(key: str, indicators: Mapping[str, str]) -> str:
    """What a key names, in words; a key that nothing here knows stands as it is."""
    first, _, last = key.rpartition(".")
    if key in TOTALS:
        return TOTALS[key]
    if first in CLASSES and last in MOMENTS:
        return f"{CLASSES[first].capitalize()}, {MOMENTS[last]}"
    if first in indicators and last in PARTS:
        return f"{indicators[first]}, {PARTS[last]}"
    start, _, step = first.partition(".")
    if start == funnel.KEY and step in funnel.ALL and last in TYPES:
        return f"Mô hình {funnel.ALL[step].label.lower()}, {TYPES[last]}"
    return key


def grouped(found: Sequence[StatedRow]) -> list[tuple[str, list[StatedRow], str]]:
    """(what, its figures, how they differ) for templates/reports/parts/published.html."""
    made = [list(same) for _key, same in groupby(found, key=lambda row: row.key)]
    return [(same[0].label, same, differ(same)) for same in made]


def differ(same: Sequence[StatedRow]) -> str:
    """ "Các nơi công bố khác nhau", "Một nơi ghi hai số"; "" where they agree."""
    if len({row.value for row in same}) < 2:
        return ""
    return "Các nơi công bố khác nhau" if len({row.source for row in same}) > 1 else "Cùng nơi công bố ghi khác nhau"


def says(found: Sequence[StatedRow]) -> str:
    """The finding over the table."""
    several = [f"{off}: {name.lower()}" for name, _same, off in grouped(found) if off]
    if several:
        return several[0]
    sources = {row.source for row in found}
    return "Số đã công bố" if len(sources) != 1 else f"{sources.pop()} đã công bố"
