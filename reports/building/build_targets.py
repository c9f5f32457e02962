"""Plan and result: the sentences, the table and the bullet chart."""

from danvan.lib.arithmetic import readable_unit
from reports.building import cells
from reports.building.narrative import Outline, plain, tie
from reports.building.targets_told import key_of, targets_told
from reports.document import Block, BulletRow, Cell, ChartBlock, Column, Paragraph, Row, Table
from reports.summary import Summary, TargetRow, trim

MAX_BULLETS = 6


def build_targets(summary: Summary, outline: Outline) -> list[Block]:
    """The section on indicators; without any it says so."""
    head = outline.section("Thực hiện các chỉ tiêu kế hoạch")
    if not summary.targets:
        return [head, Paragraph(("Chưa có chỉ tiêu nào được theo dõi trong phạm vi báo cáo.",), key="results.targets")]
    label = outline.table()
    blocks: list[Block] = [head, *targets_told(summary, label), _table(summary, label)]
    chart = _chart(summary, outline)
    return [*blocks, chart] if chart else blocks


def _table(summary: Summary, label: str) -> Table:
    # Sums of thousands of millions, written out, need all of their column.
    long = any(abs(value or 0) >= 10**9 for row in summary.targets for value in (*(row.bounds or ()), row.actual))
    width, inset = (28, 1) if long else (24, 3)
    return Table(
        label=label,
        caption="Kết quả thực hiện chỉ tiêu",
        sheet="Chỉ tiêu",
        columns=(
            cells.INDEX,
            Column(title="Chỉ tiêu", kind="text"),
            Column(title="ĐVT", kind="unit", width_mm=16),
            Column(title="Kế hoạch", kind="decimal", width_mm=width, inset_mm=inset),
            Column(title="Thực hiện", kind="decimal", width_mm=width, inset_mm=inset),
            Column(title="Tăng (+), giảm (−)", kind="decimal", width_mm=24, inset_mm=inset),
            Column(title="Tỷ lệ TH/KH (%)", kind="percent", width_mm=20 if long else 26, inset_mm=inset),
        ),
        rows=tuple(_row(number, row) for number, row in enumerate(summary.targets, 1)),
        notes=(("Ghi chú: Dấu (–) là chỉ tiêu không có kế hoạch hoặc nguồn số liệu không nêu.",),),
        together=len(summary.targets) <= 5,
    )


def _row(number: int, row: TargetRow) -> Row:
    key = key_of(row)
    return Row(
        cells=(
            cells.index(number),
            cells.text(tie(row.indicator)),
            cells.text(row.unit),
            _plan_cell(row),
            cells.decimal(trim(row.actual), f"{key}.actual", row.ref),
            cells.decimal(row.difference, f"{key}.difference", row.ref, signed=True),
            cells.percent(row.percent, f"{key}.percent", row.ref),
        )
    )


def _plan_cell(row: TargetRow) -> Cell:
    if row.bounds is None:
        return cells.MISSING
    (low, high), key = row.bounds, key_of(row)
    if low == high:
        return cells.decimal(low, f"{key}.planned", row.ref)
    lower = plain(low, key=f"{key}.planned_min", ref=row.ref)
    return Cell(((lower, "–", plain(high, key=f"{key}.planned_max", ref=row.ref)),))


def _bullets(summary: Summary) -> tuple[BulletRow, ...]:
    rows: list[BulletRow] = []
    for row in summary.targets:
        actual = trim(row.actual)
        # A bar needs a length: an indicator below zero or without plan stays in the table alone.
        if row.bounds is None or actual is None or min(actual, row.bounds[0]) < 0 or max(actual, row.bounds[1]) == 0:
            continue
        unit, by = readable_unit(row.unit, *row.bounds, actual)
        low, high = row.bounds
        rows.append(
            BulletRow(
                label=row.indicator,
                unit=unit,
                low=low / by,
                high=high / by,
                actual=actual / by,
                percent=row.percent,
                lower_is_better=row.lower_is_better,
                ref=row.ref,
            )
        )
    return tuple(rows)


def _chart(summary: Summary, outline: Outline) -> ChartBlock | None:
    rows = _bullets(summary)
    if not rows:
        return None
    first = f", {MAX_BULLETS} chỉ tiêu đầu" if len(rows) > MAX_BULLETS else ""
    return ChartBlock(
        kind="bullet",
        label=outline.chart(),
        caption=f"Kế hoạch (nền nhạt, vạch đứng) và thực hiện (thanh đậm){first}",
        alt="Biểu đồ kế hoạch và thực hiện",
        rows=rows[:MAX_BULLETS],
    )
