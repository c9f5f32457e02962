"""The tables of the programme's report: steps, boards, quotas, lives, stopped and recognised models."""

from reports.building import cells
from reports.building.build_frame import MARK, marked_note
from reports.building.narrative import Outline, lower_first, tie, upper_first
from reports.document import Block, Cell, Column, Line, Paragraph, Row, Table
from reports.summaries.rows_programme import Board, Pair, Programme, RecognisedRow
from reports.summary import Summary, trim

TYPES = ("Tập thể", "Cá nhân")


def steps(summary: Summary, found: Programme, outline: Outline) -> Table:
    """Models × year by the steps of the funnel, beside the year before."""
    rows = []
    for number, row in enumerate(found.steps, 1):
        key = f"programme.{row.code}"
        rows.append(
            Row(
                cells=(
                    cells.index(number),
                    cells.text(row.label),
                    *_pair(row.pair, key),
                    cells.count(row.pair.total, f"{key}.total"),
                    cells.count(row.before, f"{key}.before"),
                    cells.count(row.change, f"{key}.change", signed=True),
                )
            )
        )
    return Table(
        label=outline.table(),
        caption="Mô hình qua các bước trong năm",
        sheet="Các bước",
        columns=(
            cells.INDEX,
            Column(title="Bước", kind="text"),
            *_heads(f"Năm {summary.year}", 19),
            Column(title="Tổng số", kind="count", width_mm=19, group=f"Năm {summary.year}", inset_mm=4),
            Column(title=f"Năm {summary.year - 1}", kind="count", width_mm=22, inset_mm=5),
            Column(title="Tăng (+), giảm (−)", kind="count", width_mm=24, inset_mm=6),
        ),
        rows=tuple(rows),
    )


def words_of_steps(found: Programme) -> Paragraph:
    """What each step counts, once, under its table."""
    words = " ".join(f"“{row.label}” là {lower_first(row.words)}" for row in found.steps)
    return Paragraph((f"Ghi chú: {words}",), style="note", key="programme.steps")


def _heads(group: str, width: int) -> tuple[Column, ...]:
    return tuple(Column(title=kind, kind="count", width_mm=width, group=group, inset_mm=3) for kind in TYPES)


def _pair(pair: Pair, key: str) -> tuple[Cell, Cell]:
    return (
        cells.count(pair.collective, f"{key}.collective", pair.refs[0]),
        cells.count(pair.individual, f"{key}.individual", pair.refs[1]),
    )


def boards(found: Programme, board: Board, outline: Outline) -> Table:
    """One board of the year: by field, organisation or commune."""
    sheet = board.title
    rows = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(tie(upper_first(row.label))),
                *(
                    cell
                    for at, pair in enumerate(row.pairs)
                    for cell in _pair(pair, f"programme.{sheet}.{number}.{found.columns[at]}")
                ),
            )
        )
        for number, row in enumerate(board.rows, 1)
    )
    return Table(
        label=outline.table(),
        caption=f"Mô hình {lower_first(board.title)}",
        sheet=sheet,
        columns=(
            cells.INDEX,
            Column(title=board.head, kind="text"),
            *(
                Column(title=short, kind="count", width_mm=13, group=label, inset_mm=2)
                for label in found.columns
                for short in TYPES
            ),
        ),
        rows=rows,
        notes=(("Ghi chú: Dấu (–) là chưa có đăng ký nào được ghi nhận, không phải số không.",),),
        together=len(rows) <= 5,
    )


def published(found: Programme, outline: Outline) -> list[Block]:
    """What was published of the year, beside what is held; nothing where nothing was."""
    if not found.published:
        return []
    rows = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(row.label),
                cells.text(row.type),
                cells.decimal(trim(row.value), f"programme.published.{number}"),
                cells.count(row.held, f"programme.published.{number}.held"),
                cells.decimal(trim(row.difference), f"programme.published.{number}.difference", signed=True),
                cells.text(row.source),
            )
        )
        for number, row in enumerate(found.published, 1)
    )
    return [
        Table(
            label=outline.table(),
            caption="Đối chiếu với số đã công bố",
            sheet="Số công bố",
            columns=(
                cells.INDEX,
                Column(title="Bước", kind="text", width_mm=28),
                Column(title="Loại", kind="text", width_mm=20),
                Column(title="Số công bố", kind="decimal", width_mm=20, inset_mm=3),
                Column(title="Theo bản ghi", kind="count", width_mm=20, inset_mm=3),
                Column(title="Chênh lệch", kind="decimal", width_mm=20, inset_mm=3),
                Column(title="Nguồn", kind="text"),
            ),
            rows=rows,
            together=len(rows) <= 5,
        )
    ]


def quotas(found: Programme, outline: Outline) -> Table:
    """What each unit was asked for and has registered."""
    rows = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(tie(row.unit)),
                cells.count(row.any_type, f"programme.quotas.{number}.any"),
                cells.count(row.collective, f"programme.quotas.{number}.asked.collective"),
                cells.count(row.individual, f"programme.quotas.{number}.asked.individual"),
                *_pair(row.have, f"programme.quotas.{number}.have"),
                cells.count(row.short, f"programme.quotas.{number}.short"),
            )
        )
        for number, row in enumerate(found.quotas, 1)
    )
    return Table(
        label=outline.table(),
        caption="Chỉ tiêu giao và số mô hình đã đăng ký",
        sheet="Chỉ tiêu giao",
        columns=(
            cells.INDEX,
            Column(title="Đơn vị", kind="text"),
            Column(title="Mọi loại", kind="count", width_mm=17, group="Chỉ tiêu giao (ít nhất)", inset_mm=3),
            *_heads("Chỉ tiêu giao (ít nhất)", 17),
            *_heads("Đã đăng ký", 17),
            Column(title="Còn thiếu", kind="count", width_mm=19, inset_mm=4),
        ),
        rows=rows,
        notes=(("Ghi chú: Dấu (–) là không giao chỉ tiêu.",),),
        together=len(rows) <= 5,
    )


def cohorts(found: Programme, outline: Outline) -> Table:
    """Sức sống: of the models that began in a year, how many were alive after n years; "–" for years to come."""
    longest = max((len(row.after) for row in found.cohorts), default=0)
    rows = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(str(row.year)),
                cells.text(upper_first(row.type)),
                cells.count(row.began, f"programme.cohorts.{row.year}.{row.type}"),
                *(cells.count(n, f"programme.cohorts.{row.year}.{row.type}.{at}") for at, n in enumerate(row.after, 1)),
                *(cells.MISSING for _ in range(longest - len(row.after))),
            )
        )
        for number, row in enumerate(found.cohorts, 1)
    )
    return Table(
        label=outline.table(),
        caption="Số mô hình còn hoạt động theo năm bắt đầu",
        sheet="Sức sống",
        columns=(
            cells.INDEX,
            Column(title="Bắt đầu năm", kind="text", width_mm=25),
            Column(title="Loại", kind="text"),
            Column(title="Số mô hình", kind="count", width_mm=22, inset_mm=5),
            *(
                Column(title=f"Sau {n} năm", kind="count", width_mm=max(12, min(20, 90 // longest)), inset_mm=3)
                for n in range(1, longest + 1)
            ),
        ),
        rows=rows,
        together=len(rows) <= 5,
    )


def stopped(found: Programme, outline: Outline) -> Table:
    """The models that stopped in the year, each with its reason."""
    rows = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(row.name, ref=row.ref),
                cells.text(upper_first(row.type)),
                cells.text(tie(row.organization)),
                cells.text_or_missing(upper_first(row.reason)),
            )
        )
        for number, row in enumerate(found.stopped, 1)
    )
    return Table(
        label=outline.table(),
        caption="Mô hình ngừng và lý do",
        sheet="Mô hình ngừng",
        columns=(
            cells.INDEX,
            Column(title="Mô hình", kind="text"),
            Column(title="Loại", kind="text", width_mm=20),
            Column(title="Đơn vị", kind="text", width_mm=36),
            Column(title="Lý do", kind="text", width_mm=48),
        ),
        rows=rows,
        together=len(rows) <= 5,
    )


def recognised(found: Programme) -> Table:
    """The appendix: each with its decisions, by type."""
    rows = tuple(_recognised(number, row) for number, row in enumerate(found.recognised, 1))
    notes: tuple[Line, ...] = (
        ("Ghi chú: Dấu (–) là đã ghi công nhận nhưng chưa ghi quyết định.",),
        *marked_note(found.recognised),
    )
    return Table(
        caption="",
        sheet="Được công nhận",
        columns=(
            Column(title="TT", kind="index", width_mm=9),
            Column(title="Tên mô hình", kind="text"),
            Column(title="Loại", kind="text", width_mm=18),
            Column(title="Lĩnh vực", kind="text", width_mm=30),
            Column(title="Đơn vị chủ trì", kind="text", width_mm=36),
            Column(title="Địa bàn", kind="text", width_mm=34),
            Column(title="Quyết định công nhận", kind="text", width_mm=60),
        ),
        rows=rows,
        notes=notes,
        together=False,
    )


def _recognised(number: int, row: RecognisedRow) -> Row:
    decisions = [
        f"{one.number} ngày {one.date:%d/%m/%Y} của {one.body} ({one.level}{', tiêu biểu' if one.exemplary else ''})"
        for one in row.decisions
    ]
    return Row(
        cells=(
            cells.index(number),
            cells.text(f"{row.name} {MARK}" if row.illustrative else row.name, ref=row.ref),
            cells.text(upper_first(row.type)),
            cells.text(row.field),
            cells.text(tie(row.organization)),
            cells.text(tie(row.area)),
            cells.text_or_missing(*decisions),
        )
    )
