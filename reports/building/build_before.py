"""So với cùng kỳ: what stands in this period beside the same period a year earlier.

Where nothing was recorded then, nothing is compared. A figure that one of both lacks is "–", never a change from zero.
"""

from dataclasses import dataclass

from reports.building import cells
from reports.building.build_context import CLASS_NAMES
from reports.building.narrative import Outline, join, percent, prose, trend, upper_first
from reports.document import Block, Cell, Column, Figure, FigureKind, Line, Paragraph, Row, Table
from reports.summary import Summary, minus, rate

CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One thing in both periods. `key` names the figures: "before.support_vnd" and "before.support_vnd.change"."""

    key: str
    label: str
    unit: str
    kind: FigureKind
    now: int | None
    then: int | None
    ref: str = ""
    then_ref: str = ""

    @property
    def change(self) -> int | None:
        return minus(self.now, self.then)


def build_before(summary: Summary, outline: Outline) -> list[Block]:
    """The section; nothing where no cùng kỳ was asked for, and of a campaign that had none."""
    before = summary.before
    if before is None or (before.totals is None and summary.scope.type == CAMPAIGN):
        return []
    head = outline.section("So với cùng kỳ năm trước")
    if before.totals is None:
        words = f"Chưa có số liệu {before.term.label} trong phạm vi báo cáo nên không so sánh với cùng kỳ."
        return [head, Paragraph((words,), key="results.before")]
    rows = compared(summary)
    return [head, Paragraph(_told(summary, rows), key="results.before"), _table(summary, rows, outline)]


def _told(summary: Summary, rows: list[Compared]) -> Line:
    """What rose, what fell and what did not change, a sentence for the support and one for the households."""
    assert summary.before is not None  # noqa: S101 - the caller has looked
    known = [row for row in rows if row.change is not None]
    given = [_sentence(row) for row in known if row.unit != "hộ"]
    poor = [_sentence(row) for row in known if row.unit == "hộ"]
    since = f"so với {summary.before.term.label}, "
    told: list[Line] = [(since, *join(given, last="; ", between="; "))] if given else []
    if poor:
        told.append(("" if given else since, *join(poor, last=", ")))
    return prose(told)


def compared(summary: Summary) -> list[Compared]:
    """Support, loans, records, houses and poor households at the end: what either period has."""
    now, before = summary.totals, summary.before
    then = before.totals if before else None
    if then is None:
        return []
    grants = [sums.supports - sums.loans for sums in (now, then)]
    made = [
        Compared(key="before.support_vnd", label="Giá trị hỗ trợ", unit="đồng", kind="money", now=now.support_vnd,
                 then=then.support_vnd, ref=now.support_ref, then_ref=then.support_ref),
        Compared(key="before.grants", label="Số khoản hỗ trợ", unit="khoản", kind="count", now=grants[0],
                 then=grants[1], ref=now.support_ref, then_ref=then.support_ref),
        Compared(key="before.loan_vnd", label="Vốn vay", unit="đồng", kind="money", now=now.loan_vnd,
                 then=then.loan_vnd, ref=now.loan_ref, then_ref=then.loan_ref),
        Compared(key="before.houses", label="Nhà ở xây mới", unit="căn", kind="count", now=now.houses,
                 then=then.houses, ref=now.houses_ref, then_ref=then.houses_ref),
    ]  # fmt: skip
    made += [
        Compared(key=f"before.{row.poverty_class}", label=upper_first(CLASS_NAMES[row.poverty_class]) + " cuối kỳ",
                 unit="hộ", kind="count", now=row.end, then=row.before, ref=row.ref)
        for row in summary.poverty if row.end is not None and row.before is not None
    ]  # fmt: skip
    return [row for row in made if row.now or row.then]


def _sentence(row: Compared) -> Line:
    name = row.label[:1].lower() + row.label[1:]
    if not row.change:
        return (f"{name} không thay đổi",)
    change = Figure(value=abs(row.change), kind=row.kind, unit=row.unit, key=f"{row.key}.change", ref=row.ref,
                    pad=row.kind == "count")  # fmt: skip
    line: Line = (f"{name} {trend(row.change)} ", change)
    share = rate(row.change, row.then)
    return line if share is None else (*line, " (", percent(abs(share), key=f"{row.key}.percent", ref=row.ref), ")")


def _table(summary: Summary, rows: list[Compared], outline: Outline) -> Table:
    assert summary.before is not None  # noqa: S101 - the caller has looked
    widest = cells.money_width(*(value for row in rows for value in (row.now, row.then)))
    return Table(
        label=outline.table(),
        caption=f"So sánh {summary.period.label} với {summary.before.term.label}",
        sheet="So với cùng kỳ",
        columns=(
            cells.INDEX,
            Column(title="Nội dung", kind="text"),
            Column(title="ĐVT", kind="unit", width_mm=14),
            Column(title=upper_first(summary.before.term.label), kind="money", width_mm=widest),
            Column(title=upper_first(summary.period.label), kind="money", width_mm=widest),
            Column(title="Tăng (+), giảm (−)", kind="money", width_mm=widest),
            Column(title="Tỷ lệ (%)", kind="percent", width_mm=19),
        ),
        rows=tuple(_row(number, row) for number, row in enumerate(rows, 1)),
    )


def _row(number: int, row: Compared) -> Row:
    def cell(value: int | None, key: str, ref: str, *, signed: bool = False) -> Cell:
        figure = Figure(value=value, kind=row.kind, key=key, ref=ref, signed=signed)
        return cells.MISSING if value is None else Cell(((figure,),))

    return Row(
        cells=(
            cells.index(number),
            cells.text(row.label),
            cells.text(row.unit),
            cell(row.then, f"{row.key}.then", row.then_ref),
            cell(row.now, f"{row.key}.now", row.ref),
            cell(row.change, f"{row.key}.change", row.ref, signed=True),
            cells.percent(rate(row.change, row.then), f"{row.key}.percent", row.ref, signed=True),
        )
    )
