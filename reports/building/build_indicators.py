"""The statistical appendix: the indicators of the groups A–L, one table a group. Nothing known is "–", never 0.

Whether a value was counted from records or typed, how many communes made it, and what is only estimated, stand in the
last column and are explained over the first table.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

from reports.building import cells
from reports.building.narrative import count, lower_first, plain, tie
from reports.document import Block, Cell, Column, Figure, Line, Paragraph, Row, Table
from reports.summaries.rows_indicators import IndicatorRow, Reporting
from reports.summary import Summary, trim

MAX_NAMED = 20
T = TypeVar("T")


def build_indicators(summary: Summary) -> tuple[Block, ...]:
    """What was reported by how many, a table for each group in the order of the catalogue, the marks explained."""
    groups = [(key, tuple(rows)) for key, rows in groupby(summary.indicators, lambda row: (row.group, row.group_name))]
    tables = (_group(letter, name, rows, summary) for (letter, name), rows in groups)
    return (*_reported(summary.reporting), *_explained(summary), *tables)


def _reported(found: Reporting | None) -> tuple[Block, ...]:
    """How many of how many communes handed in what is typed, and who did not."""
    if found is None:
        return ()
    full = Figure(value=found.full, key="reporting.full", ref=found.ref, pad=True)
    expected = count(found.expected, "xã", key="reporting.expected", ref=found.ref)
    line: Line = ("Có " if found.full else "Chưa có xã nào báo cáo đủ các chỉ tiêu phải nhập (",)
    line += (full, "/", expected, " đã báo cáo đủ các chỉ tiêu phải nhập" if found.full else ")")
    if found.part:
        line += ("; mới báo cáo một phần: ", count(found.part, "xã", key="reporting.part", ref=found.ref))
    if found.none and found.none < found.expected:
        line += ("; chưa báo cáo: ", count(found.none, "xã", key="reporting.none", ref=found.ref))
    if found.behind and len(found.behind) < found.expected:
        rest = len(found.behind) - MAX_NAMED
        named = "; ".join(tie(lower_first(name)) for name in found.behind[:MAX_NAMED])
        line += (f". Các xã chưa báo cáo đủ: {named}" + (f" và {rest} xã khác" if rest > 0 else ""),)
    return (Paragraph((*line, "."), key="indicators.reported"),)


def _group(letter: str, name: str, rows: tuple[IndicatorRow, ...], summary: Summary) -> Block:
    caption = f"{letter}. {name}" if letter else name
    if not any(row.known for row in rows):
        return Paragraph(
            (
                f"{caption}: ",
                count(len(rows), "chỉ tiêu", key=f"indicators.{letter}.all"),
                f", chưa có số liệu {summary.period.label}.",
            ),
            key=f"indicators.{letter}.none",
        )
    numbers: dict[str, int] = {}
    for row in rows:
        numbers.setdefault(row.code, len(numbers) + 1)
    return Table(
        caption=caption,
        sheet=f"Nhóm {letter}" if letter else "Nhóm khác",
        columns=_columns(rows),
        rows=tuple(_row(row, numbers[row.code], rows) for row in rows),
        together=len(rows) <= 5,
    )


def _columns(rows: Sequence[IndicatorRow]) -> tuple[Column, ...]:
    """The form's columns without those that no row of the group has anything for: plan, cùng kỳ, notes."""
    values = [value for row in rows for value in (row.actual, row.planned_max, row.last_year) if value is not None]
    wide = max((len(str(abs(int(value)))) for value in values), default=1)
    width = 29 if wide > 9 else 25 if wide > 6 else 22
    last = "So cùng kỳ năm trước"
    columns = (
        Column(title="TT", kind="index", width_mm=9),
        Column(title="Nội dung", kind="text"),
        Column(title="ĐVT", kind="unit", width_mm=24),
        Column(title="Kế hoạch", kind="decimal", width_mm=width),
        Column(title="Thực hiện", kind="decimal", width_mm=width),
        Column(title="% KH", kind="percent", width_mm=17),
        Column(title="Cùng kỳ", kind="decimal", width_mm=width, group=last),
        Column(title="Tăng (+), giảm (−)", kind="decimal", width_mm=width, group=last),
        Column(title="Ghi chú", kind="text", width_mm=44),
    )
    return _kept(columns, rows)


def _kept(of_columns: Sequence[T], rows: Sequence[IndicatorRow]) -> tuple[T, ...]:
    """Of nine columns, or of a row's nine cells, those that the group needs."""
    planned = any(row.plan.bounds is not None for row in rows)
    before = any(row.last_year is not None for row in rows)
    noted = any(_notes(row, "").lines for row in rows)
    needed = (True, True, True, planned, True, planned, before, before, noted)
    return tuple(one for one, there in zip(of_columns, needed, strict=True) if there)


def _row(row: IndicatorRow, number: int, rows: Sequence[IndicatorRow]) -> Row:
    key, plan = f"indicators.{row.code}{'.own' if row.own else ''}", row.plan
    ref = row.value_ref or row.ref
    made = (
        cells.EMPTY if row.own else cells.index(number),
        cells.text(tie(row.indicator), ref=row.ref),
        cells.text(row.unit),
        _plan(row, key),
        cells.decimal(plan.actual, f"{key}.actual", ref),
        cells.percent(plan.percent, f"{key}.percent", ref),
        cells.decimal(trim(row.last_year), f"{key}.last_year", row.ref),
        cells.decimal(trim(row.change), f"{key}.change", row.ref, signed=True),
        _notes(row, key),
    )
    return Row(cells=_kept(made, rows))


def _plan(row: IndicatorRow, key: str) -> Cell:
    if row.plan.bounds is None:
        return cells.MISSING
    low, high = row.plan.bounds
    if low == high:
        return cells.decimal(low, f"{key}.planned", row.ref)
    ends = (plain(low, key=f"{key}.planned_min", ref=row.ref), plain(high, key=f"{key}.planned_max", ref=row.ref))
    return Cell(((ends[0], "–", ends[1]),))


def _notes(row: IndicatorRow, key: str) -> Cell:
    """ "bản ghi; 12/16 xã", "ước cả năm 1.200", why somebody typed another value than the records come to."""
    first: Line = tuple(filter(None, ({"records": "bản ghi", "typed": "nhập", "": ""}[row.value_from],)))
    if row.expected and row.reported:
        first += (
            *("; " for _ in first),
            Figure(value=row.reported, key=f"{key}.reported", ref=row.ref),
            "/",
            Figure(value=row.expected, key=f"{key}.expected", ref=row.ref),
            " xã",
        )
    lines: list[Line] = [first] if first else []
    if row.estimate is not None:
        lines.append(("ước cả năm ", plain(trim(row.estimate), key=f"{key}.estimate", ref=row.ref)))
    if row.counted is not None:
        lines.append(("tính từ bản ghi ", plain(trim(row.counted), key=f"{key}.counted", ref=row.ref)))
        if row.reason:
            lines.append((row.reason,))
    return Cell(tuple(lines))


def _explained(summary: Summary) -> tuple[Block, ...]:
    """What the marks mean, said once."""
    if not any(row.known for row in summary.indicators):
        return ()
    words = (
        "Ở cột Ghi chú, “bản ghi” là số tính từ các bản ghi đã tiếp nhận; “nhập” là số đơn vị báo cáo đã được tiếp "
        "nhận; “ước cả năm” là ước thực hiện, không cộng vào số thực hiện. Dấu (–) là chưa có số liệu, không phải số "
        "không; nhóm không có cột Kế hoạch là nhóm chưa được giao kế hoạch."
    )
    if any(row.expected for row in summary.indicators):
        words += (
            " “12/16 xã” là 12 trong 16 xã có số; tăng, giảm so với cùng kỳ chỉ tính khi cùng những xã ấy có số ở cả "
            "hai kỳ. Dòng “Số của …” là số của chính cấp ấy, gồm cả phần không phân về xã."
        )
    return (Paragraph((words,), key="indicators.explained"),)
