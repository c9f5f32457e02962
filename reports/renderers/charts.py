"""Where a chart's marks stand, in millimetres; the templates draw them. No markup is made here.

Plan = light band and a heavy tick, result = dark bar: clear on a black-and-white printer too. Numbers go to the
templates as text with a dot, for a localised "1,5" is no SVG coordinate.
"""

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import TypeAlias

from danvan.lib.numbers import format_decimal, format_int
from reports.document import BarRow, BulletRow, ChartBlock, SlopeRow
from reports.renderers.figures import UNVALUED, line_text

Mark: TypeAlias = dict[str, str]
WIDTH = 165
LABEL_END = Decimal("61.5")
PLOT_START, PLOT_WIDTH = Decimal(64), Decimal(76)
BULLET_HEIGHT, BAR_HEIGHT, SLOPE_HEIGHT = Decimal("16.5"), Decimal("7.4"), Decimal(28)
MILLION = 1_000_000
LINE_CHARS, BAR_CHARS = 32, 38
SHORT_UNIT = 4


@dataclass(slots=True)
class Drawing:
    """A chart ready to be drawn: its size, its words for those who cannot see it, its marks by kind."""

    kind: str
    height: str
    title: str
    rows: list[dict[str, object]] = field(default_factory=list)
    ends: list[Mark] = field(default_factory=list)
    axis_end: str = ""
    width: str = str(WIDTH)


def mm(value: Decimal) -> str:
    """A coordinate: two decimals at most, with a dot."""
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def lines_of(label: str, most: int = LINE_CHARS) -> list[str]:
    """A label in one line, or in two where it is long; the rest is cut, for the table has it whole."""
    lines = [""]
    for word in label.replace("\u00a0", " ").split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            if len(lines) == 2:
                lines[1] += "…"
                break
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    # Only a run without a space is longer than a line; its letters may be wider than words are.
    return [line if len(line) <= most + 1 else line[: most * 3 // 4] + "…" for line in lines]


def steps(top: Decimal) -> tuple[Decimal, Decimal]:
    """(end of the axis, step): about four steps of 1, 2, 2.5 or 5 × 10ⁿ that hold `top`."""
    power = Decimal(10) ** (top.adjusted() - 1)
    for factor in (
        Decimal(1),
        Decimal(2),
        Decimal("2.5"),
        Decimal(5),
        Decimal(10),
        Decimal(20),
        Decimal(25),
        Decimal(50),
    ):
        step = factor * power
        if top / step <= 4:
            return (top / step).to_integral_value(ROUND_CEILING) * step, step
    return top, top


def draw(chart: ChartBlock) -> Drawing:
    """The drawing of a chart block."""
    bullets = [row for row in chart.rows if isinstance(row, BulletRow)]
    bars = [row for row in chart.rows if isinstance(row, BarRow)]
    slopes = [row for row in chart.rows if isinstance(row, SlopeRow)]
    if chart.kind == "bullet":
        return _bullet(chart, bullets)
    return _bars(chart, bars) if chart.kind == "bars" else _slope(chart, slopes)


def _unit(unit: str) -> str:
    return unit if unit == "%" or not unit else f"\u00a0{unit}"


def _label_marks(label: str, middle: Decimal, below: str = "", most: int = LINE_CHARS) -> list[Mark]:
    lines = lines_of(label, most)
    marks = [*lines, below] if below else lines
    pitch = Decimal("3.5")
    start = middle - Decimal(len(marks) - 1) * pitch / 2 + Decimal("1.2")
    return [
        {"text": line, "x": mm(LABEL_END), "y": mm(start + pitch * position), "small": "1" if line is below else ""}
        for position, line in enumerate(marks)
    ]


def _bullet(chart: ChartBlock, rows: list[BulletRow]) -> Drawing:
    words = []
    drawing = Drawing(kind="bullet", height=mm(BULLET_HEIGHT * len(rows)), title="")
    for number, row in enumerate(rows):
        top = BULLET_HEIGHT * number
        end, step = steps(max(row.actual, row.high))
        low, high, actual = (PLOT_WIDTH * value / end for value in (row.low, row.high, row.actual))
        plan = (
            format_decimal(row.low) if row.low == row.high else f"{format_decimal(row.low)}–{format_decimal(row.high)}"
        )
        # A long unit stands under the label already and would run off the sheet beside a full bar.
        result = format_decimal(row.actual) + (_unit(row.unit) if len(row.unit) <= SHORT_UNIT else "")
        ticks = [step * position for position in range(int(end / step) + 1)]
        start = Decimal(0) if row.low == row.high else low
        drawing.rows.append(
            {
                "labels": _label_marks(row.label, top + Decimal("7.5"), f"({row.unit})" if row.unit else ""),
                "href": row.ref,
                "band": {"x": mm(PLOT_START + start), "y": mm(top + 4), "width": mm(high - start)},
                "bar": {"x": mm(PLOT_START), "y": mm(top + Decimal("5.9")), "width": mm(actual)},
                "ticks": [mm(PLOT_START + at) for at in dict.fromkeys((low, high))],
                "tick_top": mm(top + 3),
                "tick_end": mm(top + Decimal("11.6")),
                "plan": {
                    "text": f"Kế hoạch {plan}",
                    "x": mm(PLOT_START + min(max((low + high) / 2, Decimal(10)), PLOT_WIDTH)),
                    "y": mm(top + Decimal("2.6")),
                },
                "result": {"text": result, "x": mm(PLOT_START + max(high, actual) + 2), "y": mm(top + Decimal("8.8"))},
                "axis": [{"text": format_decimal(at), "x": mm(PLOT_START + PLOT_WIDTH * at / end)} for at in ticks],
                "axis_y": mm(top + Decimal("11.6")),
                "axis_tick": mm(top + Decimal("12.2")),
                "axis_text": mm(top + Decimal("14.7")),
            }
        )
        reached = f", đạt {format_decimal(row.percent, 2)}%" if row.percent is not None else ""
        unit = _unit(row.unit)
        done = f"{format_decimal(row.actual)}{unit}{reached}"
        words.append(f"{row.label}: kế hoạch {plan}{unit}, thực hiện {done}")
    drawing.title = f"{chart.alt}. {'; '.join(words)}."
    drawing.axis_end = mm(PLOT_START + PLOT_WIDTH)
    return drawing


def _bars(chart: ChartBlock, rows: list[BarRow]) -> Drawing:
    words = []
    top_value = max((row.value or 0 for row in rows), default=0) or 1
    drawing = Drawing(kind="bars", height=mm(BAR_HEIGHT * len(rows) + 1), title="")
    for number, row in enumerate(rows):
        top = BAR_HEIGHT * number
        width = PLOT_WIDTH * Decimal(row.value or 0) / top_value
        note = line_text(row.note)
        if row.value is None:
            shown = f"{UNVALUED} ({note})" if note else UNVALUED
        else:
            shown = format_decimal(Decimal(row.value) / MILLION)
        drawing.rows.append(
            {
                "labels": _label_marks(row.label, top + Decimal("3.8"), most=BAR_CHARS),
                "href": row.ref,
                "x": mm(PLOT_START),
                "y": mm(top + Decimal("1.4")),
                "width": mm(max(width, Decimal("0.3"))) if row.value else "",
                "text": shown,
                "text_x": mm(PLOT_START + width + Decimal("1.6")),
                "text_y": mm(top + Decimal("5.1")),
                "note": "1" if row.value is None else "",
            }
        )
        words.append(f"{row.label}: {shown}")
    drawing.title = f"{chart.alt}. {'; '.join(words)}."
    drawing.axis_end = mm(BAR_HEIGHT * len(rows))
    return drawing


def _slope(chart: ChartBlock, rows: list[SlopeRow]) -> Drawing:
    left, right, top, bottom = Decimal(62), Decimal(118), Decimal(9), SLOPE_HEIGHT - 3
    values = [value for row in rows for value in (row.start, row.end)]
    low, high = min(values), max(values)

    def height(value: int) -> Decimal:
        if high == low:
            return (top + bottom) / 2
        return bottom - (bottom - top) * Decimal(value - low) / (high - low)

    drawing = Drawing(kind="slope", height=mm(SLOPE_HEIGHT), title="")
    drawing.ends = [
        {"text": chart.ends[0], "x": mm(left), "y": "4"},
        {"text": chart.ends[1], "x": mm(right), "y": "4"},
    ]
    starts = _apart([height(row.start) for row in rows])
    ends = _apart([height(row.end) for row in rows])
    for row, start_y, end_y in zip(rows, starts, ends, strict=True):
        drawing.rows.append(
            {
                "href": row.ref,
                "x1": mm(left),
                "y1": mm(height(row.start)),
                "x2": mm(right),
                "y2": mm(height(row.end)),
                "left": {"text": f"{row.label}: {format_int(row.start)}", "x": mm(left - 3), "y": mm(start_y + 1)},
                "right": {"text": f"{row.label}: {format_int(row.end)}", "x": mm(right + 3), "y": mm(end_y + 1)},
            }
        )
    words = "; ".join(f"{row.label}: {format_int(row.start)} và {format_int(row.end)}" for row in rows)
    drawing.title = f"{chart.alt}. {words}."
    return drawing


def _apart(heights: list[Decimal], least: Decimal = Decimal("4.6")) -> list[Decimal]:
    """The same heights, pushed down where two labels would touch."""
    placed = dict[int, Decimal]()
    last: Decimal | None = None
    for position in sorted(range(len(heights)), key=lambda index: heights[index]):
        at = heights[position] if last is None else max(heights[position], last + least)
        placed[position] = last = at
    return [placed[position] for position in range(len(heights))]
