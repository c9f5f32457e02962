"""The appendices: all records behind the figures, the points in published figures that need to be made clear, and what
each commune reported of the indicators."""

from collections.abc import Callable, Sequence

from reports.building import cells
from reports.building.build_frame import MARK, marked_note
from reports.building.build_indicators import build_indicators
from reports.building.build_target_places import by_commune
from reports.building.narrative import NBSP, money, names, place, plain, quote, subject, tie, upper_first
from reports.document import Appendix, Block, Cell, Column, Figure, Line, Row, Table
from reports.summary import Quantity, Summary, SupportRow, trim


def _kinds(summary: Summary) -> list[str]:
    """What stands in appendices, in their order."""
    there = {"records": summary.supports, "points": summary.warnings, "targets": summary.target_places,
             "indicators": summary.indicators or summary.statistics_in_files}  # fmt: skip
    return [kind for kind, rows in there.items() if rows]


def appendix_names(summary: Summary, numbers: Sequence[str]) -> tuple[str, str]:
    """("Phụ lục I", "Phụ lục II") for records and open points; "" for what is not there, an only one bare."""
    kinds = _kinds(summary)
    names_of = {
        kind: f"Phụ lục{NBSP}{number}" if len(kinds) > 1 else "Phụ lục"
        for kind, number in zip(kinds, numbers, strict=False)
    }
    return names_of.get("records", ""), names_of.get("points", "")


def build_appendices(summary: Summary, numbers: Sequence[str]) -> tuple[Appendix, ...]:
    """The appendices that have something in them, numbered as the paper's form does."""
    kinds = _kinds(summary)
    made: dict[str, Callable[[], tuple[str, tuple[Block, ...], bool]]] = {
        "records": lambda: (_records_title(summary), (_records(summary),), True),
        "points": lambda: ("Các điểm cần làm rõ trong số liệu", (_points(summary),), False),
        "targets": lambda: (f"Kết quả chỉ tiêu của các xã {summary.period.label}", by_commune(summary), True),
        "indicators": lambda: (indicators_title(summary), build_indicators(summary), True),
    }
    result: list[Appendix] = []
    for kind, number in zip(kinds, numbers, strict=False):
        if kind == "indicators" and not summary.indicators:
            continue  # it has its number, and stands in the files
        title, blocks, landscape = made[kind]()
        result.append(
            Appendix(number=number if len(kinds) > 1 else "", title=title, blocks=blocks, landscape=landscape)
        )
    return tuple(result)


def indicators_title(summary: Summary) -> str:
    """The name of the statistical appendix, with its place and period."""
    where = place(summary) or tie(summary.scope.name)
    return f"Số liệu theo nhóm chỉ tiêu của {where} {summary.period.label}"


def _records_title(summary: Summary) -> str:
    """Short enough for one or two lines: a campaign or a movement by its name, the rest by place or body and period."""
    head, where = "Tổng hợp các khoản hỗ trợ, cho vay", place(summary)
    if summary.scope.type == "campaign":
        return f"{head} của đợt {quote(tie(summary.scope.name))}"
    if summary.scope.type == "movement":
        return f"{head} trong {subject(summary).removeprefix('kết quả ')} {summary.period.label}"
    if summary.scope.type == "organization":
        return f"{head} của {tie(summary.scope.name)} {summary.period.label}"
    return f"{head} tại {where} {summary.period.label}" if where else f"{head} {summary.period.label}"


def _records(summary: Summary) -> Table:
    several = len({row.area for row in summary.supports}) > 1
    rows = tuple(_record(summary, number, row, several) for number, row in enumerate(summary.supports, 1))
    totals = summary.totals
    total = Row(
        cells=(
            cells.EMPTY,
            cells.text("Tổng cộng"),
            *(cells.EMPTY,) * 5,
            cells.money(totals.support_vnd, "totals.support_vnd", totals.support_ref),
            cells.money(totals.loan_vnd, "totals.loan_vnd", totals.loan_ref),
            cells.EMPTY,
        ),
        total=True,
    )
    note: Line = (
        "Ghi chú: Dấu (–) ở cột (6) là nguồn số liệu không nêu; "
        "số hộ không cộng dồn vì một hộ có thể nhận nhiều khoản. Tổng hỗ trợ và cho vay: ",
        money(totals.all_vnd, key="totals.all_vnd", ref=totals.ref),
        ".",
    )
    return Table(
        caption="",
        sheet="Các khoản",
        unit_line="Đơn vị tính: đồng",
        columns=(
            Column(title="TT", kind="index", width_mm=9),
            Column(title="Đơn vị thực hiện", kind="text", width_mm=36 if several else 38),
            Column(title="Nội dung", kind="text", width_mm=39),
            Column(title="Số lượng", kind="decimal", width_mm=14),
            Column(title="ĐVT", kind="unit", width_mm=16),
            Column(title="Số hộ", kind="count", width_mm=11),
            Column(title="Nguồn kinh phí", kind="text", width_mm=43 if several else 39),
            Column(title="Hỗ trợ", kind="money", width_mm=cells.money_width(totals.support_vnd) - 3, group="Số tiền"),
            Column(title="Cho vay", kind="money", width_mm=cells.money_width(totals.loan_vnd) - 3, group="Số tiền"),
            Column(title="Địa bàn, thời gian, ghi chú" if several else "Ghi chú", kind="text"),
        ),
        rows=(*rows, total),
        notes=(note, *marked_note(summary.supports)),
        together=False,
        numbered=True,
    )


def _record(summary: Summary, number: int, row: SupportRow, with_area: bool) -> Row:
    where = [tie(row.area)] if with_area and row.area else []
    when = [row.date_label] if row.date_label and row.date_label != summary.period.code else []
    told = [upper_first(", ".join(where + when))]
    notes = [*(told if with_area else ()), upper_first(row.note)]
    mark = f" {MARK}" if row.illustrative else ""
    joint = [f"(cùng {names(row.joint)})"] if row.joint else []
    key = f"supports.{number - 1}"
    unvalued = row.kind == "grant" and row.support_vnd is None
    return Row(
        cells=(
            cells.index(number),
            cells.text(tie(row.organization), *joint),
            cells.text(row.description + mark, *(() if with_area else told), ref=row.ref),
            _amounts(row.quantities, row.ref),
            cells.text_or_missing(*(item.unit for item in row.quantities)),
            cells.count(row.households, f"{key}.households", row.ref),
            _sources(row),
            cells.UNVALUED if unvalued else cells.money(row.support_vnd, f"{key}.support_vnd", row.ref),
            cells.money(row.loan_vnd, f"{key}.loan_vnd", row.ref),
            cells.text(*notes),
        )
    )


def _amounts(items: tuple[Quantity, ...], ref: str) -> Cell:
    if not any(item.amount is not None for item in items):
        return cells.MISSING
    return Cell(tuple((plain(trim(item.amount), ref=ref),) for item in items))


def _sources(row: SupportRow) -> Cell:
    """One source by its name; several with what each gave, for the amount column has only their sum."""
    if len(row.sources) < 2:
        return cells.text_or_missing(*(tie(share.name) for share in row.sources))
    lines: list[Line] = []
    for position, share in enumerate(row.sources):
        end = ";" if position < len(row.sources) - 1 else ""
        if share.amount_vnd is None:
            lines.append((f"{tie(share.name)}: chưa quy thành tiền{end}",))
        else:
            lines.append((f"{tie(share.name)}: ", Figure(value=share.amount_vnd, kind="money", ref=row.ref), end))
    return Cell(tuple(lines))


def _points(summary: Summary) -> Table:
    rows = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(upper_first(item.message), ref=item.ref),
                cells.text_or_missing(tie(item.stated)),
                cells.text_or_missing(tie(item.computed)),
            )
        )
        for number, item in enumerate(summary.warnings, 1)
    )
    return Table(
        caption="",
        sheet="Điểm cần làm rõ",
        columns=(
            cells.INDEX,
            Column(title="Nội dung", kind="text"),
            Column(title="Số công bố", kind="state", width_mm=40),
            Column(title="Số tính từ bản ghi", kind="state", width_mm=40),
        ),
        rows=rows,
        together=False,
    )
