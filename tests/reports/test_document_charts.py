"""Charts: the geometry is right to the tenth of a millimetre, the labels stay on the sheet, the words say it all."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from reports.document import BarRow, BulletRow, ChartBlock, SlopeRow
from reports.renderers.charts import draw, lines_of, steps


def bullet(low: str, high: str, actual: str) -> dict[str, object]:
    row = BulletRow(label="Dâu", unit="ha", low=Decimal(low), high=Decimal(high), actual=Decimal(actual))
    return draw(ChartBlock(kind="bullet", caption="", alt="Biểu đồ", rows=(row,))).rows[0]


def test_a_bullet_is_drawn_to_its_own_scale() -> None:
    row = bullet("5.6", "5.6", "7.6")
    assert row["band"] == {"x": "64", "y": "4", "width": "53.2"}  # 76 mm × 5.6 / 8
    assert row["bar"] == {"x": "64", "y": "5.9", "width": "72.2"}
    assert row["ticks"] == ["117.2"]
    assert [mark["text"] for mark in row["axis"]] == ["0", "2", "4", "6", "8"]  # type: ignore[attr-defined]


def test_a_range_is_a_band_between_two_ticks() -> None:
    row = bullet("0.5", "1", "1")
    assert row["band"] == {"x": "102", "y": "4", "width": "38"}
    assert row["ticks"] == ["102", "140"]


@pytest.mark.parametrize(
    ("top", "end", "step"),
    [("7.6", "8", "2"), ("26", "30", "10"), ("1", "1", "0.25"), ("541", "600", "200"), ("0.12", "0.15", "0.05")],
)
def test_axes_end_on_a_round_number(top: str, end: str, step: str) -> None:
    assert steps(Decimal(top)) == (Decimal(end), Decimal(step))


def test_bars_share_one_scale_and_unvalued_things_have_words() -> None:
    rows = (
        BarRow(label="A", value=1_920_000_000),
        BarRow(label="B", value=960_000_000),
        BarRow(label="C", value=None, note=("50 ngày công",)),
    )
    drawing = draw(ChartBlock(kind="bars", caption="", alt="Biểu đồ thanh", rows=rows))
    assert [row["width"] for row in drawing.rows] == ["76", "38", ""]
    assert [row["text"] for row in drawing.rows] == ["1.920", "960", "chưa quy thành tiền (50 ngày công)"]
    assert drawing.title == "Biểu đồ thanh. A: 1.920; B: 960; C: chưa quy thành tiền (50 ngày công)."


def test_labels_of_a_slope_do_not_touch() -> None:
    rows = (SlopeRow(label="Hộ nghèo", start=43, end=37), SlopeRow(label="Hộ cận nghèo", start=38, end=37))
    drawing = draw(ChartBlock(kind="slope", caption="", alt="", rows=rows, ends=("2021", "2022")))
    heights = sorted(Decimal(row["right"]["y"]) for row in drawing.rows)  # type: ignore[index]
    assert heights[1] - heights[0] >= Decimal("4.6")
    assert [row["right"]["text"] for row in drawing.rows] == ["Hộ nghèo: 37", "Hộ cận nghèo: 37"]  # type: ignore[index]


def test_equal_values_are_no_division_by_zero() -> None:
    drawing = draw(ChartBlock(kind="slope", caption="", alt="", rows=(SlopeRow(label="x", start=5, end=5),)))
    assert drawing.rows[0]["y1"] == drawing.rows[0]["y2"]


def test_a_long_label_takes_two_lines_and_no_more() -> None:
    assert lines_of("Ủy ban MTTQ Việt Nam huyện Lâm Hà", 38) == ["Ủy ban MTTQ Việt Nam huyện Lâm Hà"]
    two = lines_of("Liên hiệp các tổ chức hữu nghị và các hội quần chúng của huyện Lâm Hà cũ", 34)
    assert len(two) == 2
    assert all(len(line) <= 35 for line in two)
    assert lines_of("x" * 200, 34) == ["x" * 25 + "…"]


def test_coordinates_are_not_localised() -> None:
    row = BulletRow(label="Dâu", unit="ha", low=Decimal("5.6"), high=Decimal("5.6"), actual=Decimal("7.6"))
    drawing = draw(ChartBlock(kind="bullet", caption="", alt="", rows=(row,)))
    markup = render_to_string("paper/chart_bullet.html", {"drawing": drawing, "links": False})
    assert 'width="53.2"' in markup
    assert "7,6\u00a0ha" in markup
    assert 'role="img"' in markup
