"""Published against computed: what was stated somewhere, beside what the records say. Shown, never mended.

Pure: plain rows in, warnings out. A published figure contradicts when it does not hold of the computed one: exactly,
or as a bound where it was published with one ("trên", "gần", "khoảng"). The codes:

- published_total     a published total ≠ the total computed (difference = published − computed)
- published_sum       the published totals do not add up among themselves
- loan_in_support     the published support is support and loans together
- published_conflict  two publications give different values for the same figure
- stated_change       a published difference to the plan ≠ result − plan; stated_actual, stated_plan likewise
- stated_class        a poverty figure stands under one class and equals the computed figure of the other
- stated_poverty      a published poverty figure ≠ the recorded one
- poverty_standard    start and end were counted by different standards: the series is broken
- ambiguous_number    an amount was typed in a way that has two readings; which one holds was asked
- partial_scope       the reader sees a part of the subject only

and, as notes that contradict nothing: loan_apart (a published grand total holds loans), possible_cause (the difference
divides exactly by something that is not valued), month_unknown (records without a month).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from danvan.lib.numbers import format_decimal, format_money
from reports.summaries.reconcile_figures import TOTALS, Published, holds, published_totals, quantity
from reports.summaries.reconcile_notes import Typed, ambiguous, notes, partial_scope
from reports.summary import PovertyClass, PovertyRow, Summary, TargetRow, Warning_, trim

__all__ = ["NOTES", "Published", "contradictions", "partial_scope", "published_totals", "warnings"]

CLASSES: dict[PovertyClass, str] = {"poor": "hộ nghèo", "near_poor": "hộ cận nghèo"}
PARTS = {
    "difference": ("stated_change", "mức chênh so với kế hoạch đã công bố khác hiệu của kết quả và kế hoạch"),
    "actual": ("stated_actual", "kết quả đã công bố khác kết quả ghi nhận"),
    "planned": ("stated_plan", "kế hoạch đã công bố khác kế hoạch được giao"),
}
NOTES = frozenset({"loan_apart", "possible_cause", "month_unknown"})


def warnings(
    summary: Summary, figures: Sequence[Published], *, standards: tuple[str, str] = ("", ""),
    typed: Sequence[Typed] = (),
) -> tuple[Warning_, ...]:  # fmt: skip
    """All that the figures contradict, then the notes. `figures`: oldest first, so that the newest total stands.

    `standards`: those by which poverty was counted at the start and at the end, in words;
    `typed`: amounts of the ledger as they were written.
    """
    return (
        *_totals(summary, figures),
        *_targets(summary.targets, figures),
        *_poverty(summary.poverty, figures, summary.year),
        *_conflicts(figures),
        *_series(standards, summary.poverty),
        *ambiguous(typed),
        *notes(summary),
    )


def contradictions(summary: Summary) -> Summary:
    """The summary without the notes: a report tells those in its own words."""
    return replace(summary, warnings=tuple(item for item in summary.warnings if item.code not in NOTES))


def _totals(summary: Summary, figures: Sequence[Published]) -> Iterator[Warning_]:
    totals, found = summary.totals, {figure.key: figure for figure in figures if figure.key in TOTALS}
    support, loan, both = (found.get(key) for key in TOTALS)
    mixed = support is not None and totals.loan_vnd > 0 and support.value == totals.all_vnd
    if support is not None and mixed:
        yield Warning_(
            code="loan_in_support", message="Tổng hỗ trợ công bố gồm cả vốn vay; vốn vay không phải là hỗ trợ",
            stated=support.words, computed=quantity(totals.support_vnd, "đồng"), ref=totals.support_ref,
        )  # fmt: skip
    for key, figure in (("support_vnd", support), ("loan_vnd", loan)):
        computed = getattr(totals, key)
        if figure is not None and not mixed and not holds(figure.value, computed, figure.qualifier):
            yield _total(key, figure, computed, totals.support_ref if key == "support_vnd" else totals.loan_ref)
    if both is None or both.qualifier:
        return
    if support is not None and loan is not None and not (support.qualifier or loan.qualifier):
        if both.value != support.value + loan.value:
            yield Warning_(
                code="published_sum", message="Tổng công bố khác tổng của hỗ trợ và vốn vay cùng công bố",
                stated=both.words, computed=quantity(support.value + loan.value, "đồng"), ref=totals.ref,
            )  # fmt: skip
    elif both.value != totals.all_vnd:
        yield _total("all_vnd", both, totals.all_vnd, totals.ref)


def _total(key: str, figure: Published, computed: int, ref: str) -> Warning_:
    gap = format_money(abs(int(figure.value) - computed))
    return Warning_(
        code="published_total", message=f"{TOTALS[key]} công bố khác tổng tính từ bản ghi {gap} đồng",
        stated=figure.words, computed=quantity(computed, "đồng"), ref=ref,
    )  # fmt: skip


def _targets(targets: Iterable[TargetRow], figures: Sequence[Published]) -> Iterator[Warning_]:
    rows: dict[str, TargetRow] = {}
    for row in targets:
        rows.setdefault(row.code, row)
    for figure in figures:
        code, _, part = figure.key.rpartition(".")
        target = rows.get(code)
        if target is None or part not in PARTS:
            continue
        computed = _of_target(target, part, figure.value)
        if computed is None or holds(figure.value, computed, figure.qualifier):
            continue
        name, words = PARTS[part]
        places = max(_decimals(figure.value), _decimals(computed))
        yield Warning_(
            code=name, message=f"{target.indicator}: {words}",
            stated=f"{figure.qualifier} {quantity(figure.value, target.unit, places)}".strip(),
            computed=quantity(computed, target.unit, places), ref=target.ref,
        )  # fmt: skip


def _of_target(row: TargetRow, part: str, stated: Decimal) -> Decimal | None:
    """What the plan and the result say; of a planned range the bound that is nearer to what was stated."""
    if part == "difference":
        return row.difference
    if part == "actual":
        return trim(row.actual)
    if row.bounds is None:
        return None
    low, high = row.bounds
    return min(max(stated, low), high) if low <= stated <= high else low if stated < low else high


def _decimals(value: Decimal) -> int:
    exponent = (trim(value) or Decimal(0)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _poverty(rows: Iterable[PovertyRow], figures: Sequence[Published], year: int) -> Iterator[Warning_]:
    computed = {
        f"{row.poverty_class}.{when}": getattr(row, when) for row in rows for when in ("start", "end", "change")
    }
    refs = {row.poverty_class: row.ref for row in rows}
    for figure in figures:
        name, _, when = figure.key.partition(".")
        mine = computed.get(figure.key)
        kind = next((key for key in CLASSES if key == name), None)
        if kind is None or mine is None or holds(figure.value, mine, figure.qualifier):
            continue
        other: PovertyClass = "near_poor" if kind == "poor" else "poor"
        moment = {"start": f"cuối năm {year - 1}", "end": f"cuối năm {year}"}.get(when, f"trong năm {year}")
        number = format_decimal(trim(figure.value))
        if computed.get(f"{other}.{when}") == figure.value:
            yield Warning_(
                code="stated_class",
                message=f"Số {number} {moment} công bố là {CLASSES[kind]}, "
                f"đứng ở vị trí của {CLASSES[other]}; đề nghị xác nhận",
                stated=f"{number} {CLASSES[kind]}", computed=f"{number} {CLASSES[other]}", ref=refs[kind],
            )  # fmt: skip
        else:
            yield Warning_(
                code="stated_poverty", message=f"Số {CLASSES[kind]} {moment} công bố khác số đã ghi nhận",
                stated=f"{figure.qualifier} {number} hộ".strip(), computed=f"{mine} hộ", ref=refs[kind],
            )  # fmt: skip


def _conflicts(figures: Sequence[Published]) -> Iterator[Warning_]:
    """Two publications of one total or of one target's figure that cannot both hold; poverty is told by its class."""
    seen: dict[str, Published] = {}
    for figure in figures:
        first = seen.setdefault(figure.key, figure)
        poverty = figure.key.partition(".")[0] in CLASSES
        if not poverty and first.value != figure.value and not (first.qualifier or figure.qualifier):
            yield Warning_(
                code="published_conflict",
                message="Hai nguồn công bố khác nhau cho cùng một số; giữ cả hai, đề nghị xác nhận",
                stated=f"{first.words} ({first.source})", computed=f"{figure.words} ({figure.source})", ref=first.ref,
            )  # fmt: skip


def _series(standards: tuple[str, str], rows: Sequence[PovertyRow]) -> Iterator[Warning_]:
    start, end = standards
    if start and end and start != end:
        yield Warning_(
            code="poverty_standard",
            message="Số hộ nghèo đầu kỳ và cuối kỳ tính theo hai chuẩn khác nhau nên không so sánh trực tiếp được",
            stated=f"đầu kỳ: {start}", computed=f"cuối kỳ: {end}", ref=rows[0].ref if rows else "",
        )  # fmt: skip
