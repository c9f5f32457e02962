"""The tables on support: by organisation, source, form, place and month. Loans are in none of them."""

from collections.abc import Sequence
from decimal import Decimal

from danvan.lib.joint import said, whole_of
from reports.building import cells
from reports.building.narrative import NBSP, lower_first, money, plain, tie, upper_first
from reports.document import Cell, Column, Line, Row, Table
from reports.summary import GroupRow, MonthRow, Summary, rate, trim

UNIT_LINE = "Đơn vị tính: đồng"
SHORT = 5
ROUNDING: Line = ("Ghi chú: Tỷ lệ từng dòng được làm tròn nên tổng các dòng có thể chênh 0,01 so với 100.",)
JOINT: Line = ("Giá trị phối hợp là của các khoản do đơn vị khác chủ trì, đã tính ở đơn vị chủ trì.",)
VOLUME: Line = ("Ghi chú: Khối lượng gồm cả phần chưa quy thành tiền; giá trị chỉ gồm phần đã quy thành tiền.",)


def granted(rows: Sequence[GroupRow]) -> list[GroupRow]:
    """The rows that hold more than loans, largest value first; equals stay in the order in which they come."""
    kept = [
        row for row in rows if row.support_vnd or row.joint_vnd or row.unvalued or (row.grants and not row.loan_vnd)
    ]
    return sorted(kept, key=lambda row: -row.support_vnd)


def loans_counted(summary: Summary) -> int:
    """How many of the records are loans."""
    return summary.totals.loans or sum(row.kind == "loan" for row in summary.supports)


def organizations(summary: Summary, rows: list[GroupRow], label: str) -> Table:
    """By channel (đơn vị thực hiện), which adds up to the total; what a body joined in stands beside it.

    A column that would be empty in every row is left out; what a single body joined in is a note under the table.
    """
    totals, joined = summary.totals, [row for row in rows if row.joint_vnd]
    several = len(joined) > 1
    columns = [
        cells.INDEX,
        Column(title="Đơn vị thực hiện", kind="text"),
        Column(title="Số khoản", kind="count", width_mm=15, inset_mm=5),
        Column(title="Giá trị hỗ trợ", kind="money", width_mm=cells.money_width(totals.support_vnd)),
        Column(title="Tỷ lệ (%)", kind="percent", width_mm=15),
    ]
    if totals.unvalued:
        columns.append(Column(title="Chưa quy thành tiền", kind="count", width_mm=23, inset_mm=9))
    if several:
        width = cells.money_width(*(row.joint_vnd for row in joined))
        columns.append(Column(title="Giá trị phối hợp", kind="money", width_mm=width))
    lines = []
    for number, row in enumerate(rows, 1):
        key = _key("by_organization", row)
        line = _line(summary, row, number, key)
        if totals.unvalued:
            line += (cells.count(row.unvalued, f"{key}.unvalued", row.ref, zero=False),)
        if several:
            line += (cells.money(row.joint_vnd or None, f"{key}.joint_vnd", row.ref),)
        lines.append(Row(cells=line))
    last = _total(summary, totals.supports - loans_counted(summary))
    if totals.unvalued:
        last += (cells.count(totals.unvalued, "totals.unvalued", totals.unvalued_ref, zero=False),)
    return Table(
        label=label,
        caption="Giá trị hỗ trợ theo đơn vị thực hiện",
        sheet="Theo đơn vị",
        unit_line=UNIT_LINE,
        columns=tuple(columns),
        rows=(*lines, cells.total(*last, *([cells.EMPTY] if several else []))),
        notes=(ROUNDING, *_joined(joined), *_overlap(summary)),
        together=len(rows) <= SHORT,
    )


def _joined(rows: list[GroupRow]) -> tuple[Line, ...]:
    """What the column says, or, of one body alone, what it would hold."""
    if len(rows) != 1:
        return (JOINT,) if rows else ()
    row = rows[0]
    amount = money(row.joint_vnd, key=f"{_key('by_organization', row)}.joint_vnd", ref=row.ref)
    return ((f"{upper_first(tie(row.name))} còn phối hợp thực hiện ", amount,
             " của đơn vị khác chủ trì, đã tính ở đơn vị chủ trì."),)  # fmt: skip


def _overlap(summary: Summary) -> tuple[Line, ...]:
    """What adding up the organisations would count again, in a sentence."""
    whole = "toàn đợt" if summary.scope.type == "campaign" else whole_of(summary.scope.name)
    says = said(summary.joint, "khoản", whole) if summary.scope.type != "organization" else ""
    return ((says,),) if says else ()


def groups(
    summary: Summary, rows: list[GroupRow], stem: str, title: str, label: str, counted: str = "Số khoản"
) -> Table:
    """By source or by place: name, number, value, share. `stem`: the JSON key of the rows ("by_source")."""
    lines = tuple(Row(cells=_line(summary, row, number, _key(stem, row))) for number, row in enumerate(rows, 1))
    return Table(
        label=label,
        caption=f"Giá trị hỗ trợ theo {lower_first(title)}",
        sheet=f"Theo {lower_first(title)}",
        unit_line=UNIT_LINE,
        columns=(
            cells.INDEX,
            Column(title=title, kind="text"),
            Column(title=counted, kind="count", width_mm=20, inset_mm=8),
            Column(title="Giá trị hỗ trợ", kind="money", width_mm=36),
            Column(title="Tỷ lệ (%)", kind="percent", width_mm=20, inset_mm=2),
        ),
        rows=(*lines, cells.total(*_total(summary, sum(row.grants for row in rows)))),
        together=len(rows) <= SHORT,
    )


def forms(summary: Summary, rows: list[GroupRow], label: str) -> Table:
    """By form (hình thức), with what was given in its own units."""
    lines = []
    for number, row in enumerate(rows, 1):
        first, name, number_of, value, share = _line(summary, row, number, _key("by_form", row))
        lines.append(Row(cells=(first, name, number_of, _volume(summary, row), value, share)))
    number_of, value, share = _total(summary, sum(row.grants for row in rows))
    return Table(
        label=label,
        caption="Giá trị hỗ trợ theo hình thức",
        sheet="Theo hình thức",
        unit_line=UNIT_LINE,
        columns=(
            cells.INDEX,
            Column(title="Hình thức", kind="text"),
            Column(title="Số khoản", kind="count", width_mm=18, inset_mm=6),
            Column(title="Khối lượng", kind="text", width_mm=34),
            Column(title="Giá trị hỗ trợ", kind="money", width_mm=34),
            Column(title="Tỷ lệ (%)", kind="percent", width_mm=22, inset_mm=2),
        ),
        rows=(*lines, cells.total(number_of, cells.EMPTY, value, share)),
        notes=(VOLUME,),
        together=len(rows) <= SHORT,
    )


def months(summary: Summary, rows: list[MonthRow], label: str) -> Table:
    """By month; what has no known month stands in its own line."""
    total = summary.totals.support_vnd
    lines = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(month_name(row)),
                cells.money(row.support_vnd, f"by_month.{row.month}.support_vnd", row.ref),
                cells.percent(rate(row.support_vnd, total), ref=row.ref),
            )
        )
        for number, row in enumerate(rows, 1)
    )
    return Table(
        label=label,
        caption="Giá trị hỗ trợ theo tháng",
        sheet="Theo tháng",
        unit_line=UNIT_LINE,
        columns=(
            cells.INDEX,
            Column(title="Tháng", kind="text"),
            Column(title="Giá trị hỗ trợ", kind="money", width_mm=44),
            Column(title="Tỷ lệ (%)", kind="percent", width_mm=30, inset_mm=5),
        ),
        rows=(*lines, cells.total(*_total(summary, 0)[1:])),
        together=len(rows) <= SHORT,
    )


def month_name(row: MonthRow) -> str:
    """ "2022-03" → "Tháng 3/2022"; the year alone → "Chưa rõ tháng"."""
    year, _, month = row.month.partition("-")
    return f"Tháng {int(month)}/{year}" if month else "Chưa rõ tháng"


def _key(stem: str, row: GroupRow) -> str:
    return f"{stem}.{row.code or row.name}"


def _line(summary: Summary, row: GroupRow, number: int, key: str) -> tuple[Cell, ...]:
    """TT, name, number of grants, value, share. Words stand where nothing of it is valued, never a zero."""
    valued = row.support_vnd or not row.unvalued
    share = rate(row.support_vnd, summary.totals.support_vnd) if row.support_vnd else None
    return (
        cells.index(number),
        cells.text(upper_first(tie(row.name))),
        cells.count(row.grants, f"{key}.grants", row.ref),
        cells.money(row.support_vnd, f"{key}.support_vnd", row.ref) if valued else cells.UNVALUED,
        cells.percent(share, ref=row.ref),
    )


def _total(summary: Summary, number: int) -> tuple[Cell, ...]:
    totals = summary.totals
    return (
        cells.count(number, ref=totals.support_ref),
        cells.money(totals.support_vnd, "totals.support_vnd", totals.support_ref),
        cells.percent(rate(totals.support_vnd, totals.support_vnd), ref=totals.support_ref),
    )


def _volume(summary: Summary, row: GroupRow) -> Cell:
    """What was given in this form, added up by unit, in the order in which the units first appear."""
    sums: dict[str, Decimal] = {}
    for support in summary.supports:
        if support.kind == "grant" and support.form == row.name:
            for item in support.quantities:
                if item.amount is not None:
                    sums[item.unit] = sums.get(item.unit, Decimal(0)) + item.amount
    line: Line = ()
    for unit, amount in sums.items():
        line += ("; " if line else "", plain(trim(amount), key=f"{_key('by_form', row)}.{unit}", ref=row.ref))
        line += (f"{NBSP}{unit}",)
    return Cell((line,)) if line else cells.MISSING
