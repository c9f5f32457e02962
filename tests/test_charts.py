"""Geometry of the charts, and what the templates make of it. Figures are computed by hand."""

import re
from decimal import Decimal

import pytest
from django.template import Context, Template

from danvan import charts

MILLION = 1_000_000


def number(attribute: str) -> float:
    return float(re.sub(r"(%|rem)$", "", attribute))


def draw(source: str, **context: object) -> str:
    return Template("{% load charts %}" + source).render(Context(context))


def year(*values: int | None, before: int | None = None) -> list[charts.MonthIn]:
    return [charts.MonthIn(str(i), v, before) for i, v in enumerate(values, 1)]


# --- columns ---


def test_columns_are_as_tall_as_their_share_of_the_highest() -> None:
    chart = charts.columns(year(50 * MILLION, 100 * MILLION, 0))
    tall = [number(column.height) for column in chart.columns]
    assert tall == [5.75, 11.5, 0.0]
    assert [number(c.y) + number(c.height) for c in chart.columns] == [13.0, 13.0, 13.0]


def test_last_years_tick_shares_the_scale_and_may_be_the_highest() -> None:
    chart = charts.columns([charts.MonthIn("1", 50, 100), charts.MonthIn("2", 25, None)], say=charts.plain)
    assert number(chart.columns[0].height) == 5.75
    assert number(chart.columns[0].tick_y) == 1.5
    assert chart.columns[1].tick_y == "" and chart.columns[1].before_text == "–"
    assert chart.has_before


def test_a_label_rises_over_last_years_tick_when_they_would_touch() -> None:
    close = charts.columns([charts.MonthIn("1", 95, 100), charts.MonthIn("2", 10, 100)], say=charts.plain)
    assert number(close.columns[0].text_y) == pytest.approx(1.5 - 0.4)
    assert number(close.columns[1].text_y) == pytest.approx(13 - 1.15 - 0.4)


def test_an_unknown_month_stands_apart_and_is_named_in_full() -> None:
    months = [*year(*[10] * 12), charts.MonthIn("chưa rõ", 40, unknown=True)]
    columns = charts.columns(months, say=charts.plain).columns
    step = number(columns[1].x) - number(columns[0].x)
    assert number(columns[12].x) - number(columns[11].x) == pytest.approx(step * 1.6, abs=0.02)
    assert [word for _, word in columns[12].labels] == ["chưa", "rõ"]
    assert columns[12].css == "b-b" and columns[12].says == "chưa rõ: 40"
    assert number(columns[12].x) + number(columns[12].width) < 100


def test_labels_that_would_touch_give_way_to_the_highest() -> None:
    four_digits = year(*[v * MILLION for v in (1184, 1396, 1312, 1428, 1240, 1190, 1638, 1571, 1486, 1742, 1968, 2640)])
    texts = [column.text for column in charts.columns(four_digits).columns]
    assert texts[11] == "2.640"
    assert "" in texts
    three_digits = year(*[v * MILLION for v in (100, 110, 120)])
    assert all(column.text for column in charts.columns(three_digits).columns)


@pytest.mark.parametrize("values", [[], [None] * 12])
def test_nothing_known_says_so_instead_of_drawing(values: list[None]) -> None:
    chart = charts.columns(year(*values))
    assert not chart.known and chart.desc == "Chưa có số liệu."
    html = draw('{% chart_columns chart key="k" title="T" %}', chart=chart)
    assert "<svg" not in html and "Chưa có số liệu" in html


def test_a_year_of_zeros_is_a_year_of_zeros() -> None:
    chart = charts.columns(year(*[0] * 12))
    assert chart.known
    assert {column.height for column in chart.columns} == {"0.00rem"}


def test_negative_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        charts.columns(year(-1))
    with pytest.raises(ValueError, match="negative"):
        charts.bars([charts.BarIn("x", 1, -5)])


# --- bars ---


def test_bars_are_shares_of_one_scale_and_add_up() -> None:
    chart = charts.bars([charts.BarIn("a", 200 * MILLION, 400 * MILLION), charts.BarIn("b", 100 * MILLION, None)])
    assert [row.width for row in chart.rows] == ["50.00%", "25.00%"]
    assert chart.rows[0].tick_x == "100.00%" and chart.rows[1].tick_x == ""
    assert [row.change for row in chart.rows] == ["−50 %", "–"]
    assert chart.total_text == "300"


def test_missing_is_not_zero_in_bars() -> None:
    chart = charts.bars([charts.BarIn("a", 5 * MILLION), charts.BarIn("b", None), charts.BarIn("c", 0)])
    assert [row.text for row in chart.rows] == ["5", "–", "0"]
    assert [row.width for row in chart.rows] == ["100.00%", "0.00%", "0.00%"]
    assert chart.reported == "2 trên 3 có số"


def test_beside_a_huge_outlier_a_small_figure_keeps_a_sliver() -> None:
    chart = charts.bars([charts.BarIn("a", 10**15), charts.BarIn("b", 1)])
    assert [row.width for row in chart.rows] == ["100.00%", "0.60%"]
    assert chart.rows[1].text == "< 1"


def test_one_row_and_no_row() -> None:
    assert charts.bars([charts.BarIn("a", 0)]).rows[0].width == "0.00%"
    none = charts.bars([])
    assert none.total_text == "–"
    assert "Chưa có số liệu" in draw('{% bars_table chart caption="c" head="h" %}', chart=none)


def test_folding_keeps_the_sum() -> None:
    rows = [charts.BarIn(str(v), v, v * 2) for v in range(1, 21)]
    folded = charts.fold(rows, keep=12, limit=16)
    assert len(folded) == 13 and folded[0].value == 20
    assert sum(row.value or 0 for row in folded) == 210
    assert folded[-1].label == "8 dòng còn lại" and folded[-1].value == 36 and folded[-1].before == 72
    assert len(charts.fold(rows[:16])) == 16


@pytest.mark.parametrize(
    ("now", "before", "places", "text"),
    [
        (9486, 8112, 1, "+16,9 %"),
        (737, 1105, 1, "−33,3 %"),
        (37, 43, 2, "−13,95 %"),
        (35, 38, 2, "−7,89 %"),
        (5, 5, 0, "0 %"),
        (5, 0, 0, "–"),
        (None, 5, 0, "–"),
        (5, None, 0, "–"),
        (1005, 1000, 0, "+1 %"),
    ],
)
def test_change_is_half_up_with_a_true_minus(now: int | None, before: int | None, places: int, text: str) -> None:
    assert charts.change(now, before, places) == text


def test_spark_has_its_own_scale_and_gaps() -> None:
    spark = charts.spark([0, None, 50, 100])
    assert [(y, h) for _, y, h in spark.bars] == [("50.00%", "50.00%"), ("0.00%", "100.00%")]
    assert spark.title == "Cao nhất tháng 4"
    assert charts.spark([None, 0]).bars == ()


# --- plans ---


@pytest.mark.parametrize(
    ("low", "high", "actual", "lower", "verdict"),
    [
        (Decimal("5.6"), Decimal("5.6"), Decimal("7.6"), False, ("ok", "135,7 %")),
        (14, 14, 14, False, ("ok", "100 %")),
        (1500, 1500, 1412, False, ("warn", "94,1 %")),
        (192, 192, 172, False, ("bad", "89,6 %")),
        (10000, 10000, 9999, False, ("warn", "99,9 %")),
        (Decimal("0.5"), 1, 1, False, ("ok", "Đạt mức trên")),
        (Decimal("1.5"), 2, Decimal("2.7"), False, ("ok", "Vượt khoảng")),
        (Decimal("0.5"), 1, Decimal("0.4"), False, ("warn", "Dưới khoảng")),
        (Decimal("0.2"), Decimal("0.2"), Decimal("0.12"), True, ("ok", "Trong mức")),
        (Decimal("0.2"), Decimal("0.2"), Decimal("0.21"), True, ("bad", "Vượt mức")),
        (0, 0, 0, False, ("ok", "Đạt")),
        (None, None, 37, False, ("none", "Chưa giao")),
        (10, 10, None, False, ("none", "Chưa có số")),
        (None, 10, 10, False, ("ok", "100 %")),
    ],
)
def test_judgement_of_a_plan(
    low: charts.Number | None, high: charts.Number | None, actual: charts.Number | None, lower: bool,
    verdict: tuple[str, str],
) -> None:  # fmt: skip
    assert charts.judge(low, high, actual, lower) == verdict


def test_a_plan_range_is_a_band_and_a_single_plan_a_tick() -> None:
    ranged, single = charts.plans(
        [
            charts.PlanIn("a", "%", Decimal("0.5"), Decimal(1), Decimal("0.75")),
            charts.PlanIn("b", "ha", Decimal("5.6"), Decimal("5.6"), Decimal("7.6")),
        ]
    )
    assert ranged.bullet and ranged.bullet.tick_x == "" and ranged.plan_text == "0,5–1"
    assert ranged.bullet.band_x == "45.45%" and ranged.bullet.band_width == "45.45%"
    assert single.bullet and single.bullet.band_x == "" and single.plan_text == "5,6"
    assert number(single.bullet.tick_x) == pytest.approx(5.6 / 8.36 * 100, abs=0.01)


def test_lower_is_better_has_a_band_from_zero_and_a_limit() -> None:
    (row,) = charts.plans([charts.PlanIn("nợ", "%", Decimal("0.2"), Decimal("0.2"), Decimal("0.12"), True)])
    assert row.plan_text == "≤ 0,2" and row.lower
    assert row.bullet and row.bullet.band_x == "0.00%" and row.bullet.tick_x == "90.91%"


def test_an_indicator_without_any_figure_draws_nothing() -> None:
    (row,) = charts.plans([charts.PlanIn("x", "hộ", None, None, None)])
    assert row.bullet is None and row.actual_text == "–"


def test_stages_stack_to_the_fullest() -> None:
    first, second = charts.stages([charts.StageIn("Đăng ký", 60, 20), charts.StageIn("Khen", 10, None)])
    assert (first.width, first.rest_x, first.rest_width, first.total) == ("75.00%", "75.00%", "25.00%", "80")
    assert (second.width, second.rest_width, second.individual, second.total) == ("12.50%", "0.00%", "–", "10")


# --- two dates ---


def test_slope_puts_the_higher_figure_higher_and_keeps_labels_apart() -> None:
    chart = charts.slope(
        [charts.SlopeIn("hộ nghèo", 43, 37, True), charts.SlopeIn("cận nghèo", 38, 36)], left="a", right="b"
    )
    poor, near = chart.lines
    assert number(poor.y1) < number(near.y1) and number(poor.y2) < number(near.y2)
    assert number(near.end_y) - number(poor.end_y) >= 1.35 - 0.001
    assert poor.end_text == "37 hộ nghèo" and poor.change == "−13,95 %"


def test_slope_with_an_unknown_end_draws_no_line() -> None:
    chart = charts.slope([charts.SlopeIn("hộ nghèo", 43, None)], left="a", right="b")
    html = draw('{% chart_slope chart key="k" title="T" %}', chart=chart)
    assert 'class="slope' not in html and "– hộ nghèo" in html


def test_flow_thickness_is_proportional_to_households() -> None:
    flow = charts.flow(1105, 421, 14, 39, 737)
    assert flow is not None
    assert float(flow.start_height) == 128.0
    assert float(flow.end_height) == pytest.approx(128 * 737 / 1105, abs=0.05)
    assert "421 hộ thoát" in flow.desc


@pytest.mark.parametrize(
    "figures",
    [(1105, 421, 14, 39, 700), (None, 1, 1, 1, 1), (10, 2, None, 0, 8), (5, 9, 0, 0, 0), (0, 0, 0, 0, 0)],
)
def test_a_flow_hides_no_gap(figures: tuple[int | None, ...]) -> None:
    assert charts.flow(*figures) is None  # type: ignore[arg-type]


# --- what the templates make of it ---


ALL = {
    "columns": (
        '{% chart_columns chart key="k" title="T" %}',
        lambda: charts.columns(
            [*year(*[1234 * MILLION] * 12, before=10**9), charts.MonthIn("chưa rõ", 1, unknown=True)]
        ),
    ),
    "bars": (
        '{% bars_table chart caption="c" head="h" versus="So với 2021" %}',
        lambda: charts.bars([charts.BarIn("a", 1234567890, 987654321, "/x/", monthly=tuple(range(12)))]),
    ),
    "plans": (
        '{% plans_table chart caption="c" %}',
        lambda: charts.plans(
            [charts.PlanIn("a", "%", Decimal("0.5"), 1, Decimal("0.75")), charts.PlanIn("b", "ha", 5, 5, 4)]
        ),
    ),
    "stages": ('{% stages_table chart caption="c" %}', lambda: charts.stages([charts.StageIn("a", 1234, 5678, "/x/")])),
    "slope": (
        '{% chart_slope chart key="k" title="T" %}',
        lambda: charts.slope([charts.SlopeIn("a", 43, 37), charts.SlopeIn("b", 1500, 2)], left="l", right="r"),
    ),
    "flow": ('{% chart_flow chart key="k" title="T" %}', lambda: charts.flow(11050, 4210, 140, 390, 7370)),
}  # fmt: skip
COORDINATE = re.compile(r'\s(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|d|viewBox)="([^"]*)"')


@pytest.mark.parametrize("name", ALL)
def test_no_comma_and_no_style_reaches_the_svg(name: str, settings: object) -> None:
    """Django's vi formats print 1.234,5: in an SVG attribute that would silently draw nothing."""
    settings.USE_THOUSAND_SEPARATOR = True  # type: ignore[attr-defined]
    source, make = ALL[name]
    html = draw(source, chart=make())
    coordinates = COORDINATE.findall(html)
    assert coordinates
    for value in coordinates:
        assert "," not in value and not re.search(r"\d\.\d+\.\d", value), value
    assert "style=" not in html and "<script" not in html


@pytest.mark.parametrize("name", ["columns", "slope", "flow"])
def test_a_drawing_speaks(name: str) -> None:
    source, make = ALL[name]
    html = draw(source, chart=make())
    assert 'role="img" aria-labelledby="k-t k-d"' in html
    assert '<title id="k-t">T</title>' in html and '<desc id="k-d">' in html


def test_names_are_escaped() -> None:
    chart = charts.bars([charts.BarIn("<b>K’Lũ</b>", 1)])
    assert "&lt;b&gt;K’Lũ&lt;/b&gt;" in draw('{% bars_table chart caption="c" head="h" %}', chart=chart)


def test_money_of_millions_is_drawn_in_millions_rows_of_one_indicator_alike():
    fund = charts.PlanIn("Thu quỹ", "đồng", Decimal("1500000000.0000"), Decimal(1_500_000_000), Decimal(1_412_500_000))
    small = charts.PlanIn("Phi Tô", "đồng", None, None, Decimal(250_000))
    (one,) = charts.plans([fund])
    assert (one.plan_text, one.actual_text, one.unit, one.word) == ("1.500", "1.412,5", "triệu đồng", "94,2 %")
    assert [row.actual_text for row in charts.plans([fund, small], same_scale=True)] == ["1.412,5", "0,25"]
    assert [row.unit for row in charts.plans([fund, small])] == ["triệu đồng", "đồng"]
