"""Plan and result: sentences, table and bullet chart. "đạt 135,71% kế hoạch" is result / plan, never "vượt 135,71%"."""

from danvan.lib.arithmetic import readable_unit
from reports.building import cells
from reports.building.narrative import (
    Outline,
    anchor,
    count,
    join,
    lower_first,
    percent,
    plain,
    plan,
    quantity,
    tie,
    trend,
    upper_first,
)
from reports.document import Block, BulletRow, Cell, ChartBlock, Column, Line, Paragraph, Row, Table
from reports.summary import Summary, TargetRow, trim

MAX_SENTENCES = 8
MAX_BULLETS = 6


def build_targets(summary: Summary, outline: Outline) -> list[Block]:
    """The section on indicators; without any it says so."""
    head = outline.section("Thực hiện các chỉ tiêu kế hoạch")
    if not summary.targets:
        return [head, Paragraph(("Chưa có chỉ tiêu nào được theo dõi trong phạm vi báo cáo.",), key="results.targets")]
    blocks: list[Block] = [head, *_sentences(summary), _table(summary, outline)]
    chart = _chart(summary, outline)
    return [*blocks, chart] if chart else blocks


def met_counts(summary: Summary) -> tuple[int, int]:
    """(reached, judged): of the indicators with a plan and a result, how many reached it."""
    judged = [row.met for row in summary.targets if row.met is not None]
    return sum(judged), len(judged)


def met_words(summary: Summary) -> Line:
    """ "02/03 chỉ tiêu": reached of judged, leading to the table."""
    met, judged = met_counts(summary)
    ref = anchor("Chỉ tiêu")
    return count(met, "", key="targets.met", ref=ref), "/", count(judged, "chỉ tiêu", key="targets.judged", ref=ref)


def key_of(row: TargetRow) -> str:
    """The stem of the keys of an indicator's figures."""
    return f"targets.{row.code or row.indicator}"


def _sentences(summary: Summary) -> list[Block]:
    parts = [_sentence(row) for row in summary.targets[:MAX_SENTENCES] if row.actual is not None]
    line: Line = ()
    if parts:
        text = join(parts, last="; ", between="; ")
        line = (upper_first(str(text[0])), *text[1:], ".")
    waiting = sum(row.actual is None for row in summary.targets)
    if waiting:
        number = count(waiting, "chỉ tiêu", key="targets.waiting", ref=anchor("Chỉ tiêu"))
        line += (" Có " if line else "Có ", number, " chưa có kết quả.")
    if met_counts(summary)[1]:
        line += (" Có ", *met_words(summary), " có kế hoạch đã đạt hoặc vượt kế hoạch.")
    return [Paragraph(line, key="results.targets")] if line else []


def _sentence(row: TargetRow) -> Line:
    key, name = key_of(row), tie(lower_first(row.indicator))
    line: Line = (f"{name}: ", quantity(trim(row.actual), row.unit, key=f"{key}.actual", ref=row.ref))
    if row.bounds is None or row.difference is None:
        return line
    low, high = row.bounds
    difference = row.difference
    if row.is_range:
        where = "nằm trong" if difference == 0 else "cao hơn" if difference > 0 else "thấp hơn"
        line += (f", {where} mức kế hoạch (", *plan(low, high, row.unit, f"{key}.planned", row.ref), ")")
    else:
        if row.percent is not None:
            line += (", đạt ", percent(row.percent, key=f"{key}.percent", ref=row.ref), " kế hoạch")
        if difference == 0:
            line += (", đúng bằng kế hoạch",)
        else:
            change = quantity(abs(difference), row.unit, key=f"{key}.difference", ref=row.ref)
            line += (f", {trend(difference)} ", change, " so với kế hoạch")
    return (*line, " (chỉ tiêu càng thấp càng tốt)") if row.lower_is_better else line


def _table(summary: Summary, outline: Outline) -> Table:
    # Sums of thousands of millions, written out, need all of their column.
    long = any(abs(value or 0) >= 10**9 for row in summary.targets for value in (*(row.bounds or ()), row.actual))
    width, inset = (28, 1) if long else (24, 3)
    return Table(
        label=outline.table(),
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
        together=len(summary.targets) <= 10,
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
