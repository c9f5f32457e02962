"""The paper held against the rules (`paper_rules.py`): positions, sizes and styles as read from the PDF."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from reports.building import cells
from reports.document import Column, Heading, Letterhead, Paragraph, Row, Table
from reports.issuers.letterheads import front
from reports.issuers.paper_form import FORMS, Letters, form_of
from reports.issuers.sample import sample
from reports.renderers import pdf
from tests.reports.paper_read import MM, Page, Run, read
from tests.reports.paper_rules import BANNER, BOLD, BOTH, FRONT_PARTS, ITALIC, PAPERS, ROOT, UPRIGHT, Part


def rendered(head: Letterhead) -> list[Page]:
    return read(pdf.render(sample(head)))


@pytest.fixture(scope="module")
def papers() -> dict[str, list[Page]]:
    return {name: rendered(head) for name, (head, _) in PAPERS.items()}


def faults(pages: list[Page], parts: list[Part]) -> Iterator[str]:
    """Every part that is not there, or not in its letters, or not on its side."""
    for part in parts:
        page = pages[part.page]
        run, box = page.run(part.text.split()[0] if part.text.startswith("a)") else part.text), page.box(part.text)
        if run is None or box is None:
            yield f"{part.name}: not found"
            continue
        if not part.low - 0.01 <= run.size <= part.high + 0.01:
            yield f"{part.name}: {run.size:.2f} pt"
        if run.font != part.font:
            yield f"{part.name}: {run.font}"
        middle, centre = (box.x0 + box.x1) / 2, page.width / 2 + (30 - 15) / 2 * MM
        sides = {"left": middle < centre, "right": middle > centre, "centre": abs(middle - centre) < 1, "": True}
        if not sides[part.side]:
            yield f"{part.name}: not at the {part.side}"


def outside(pages: list[Page], top: float, right: float, bottom: float, left: float) -> Iterator[str]:
    """Words outside the margins (mm), but for the page's number and the specimen's mark at the foot."""
    for number, page in enumerate(pages, 1):
        for word in page.words:
            in_head = word.y1 < top * MM and word.text == str(number_of(page))
            in_foot = word.text in BANNER.split() and word.y0 > page.height - bottom * MM
            inside = (
                word.x0 >= left * MM - 0.7
                and word.x1 <= page.width - right * MM + 0.7
                and word.y0 >= top * MM - 0.7
                and word.y1 <= page.height - bottom * MM + 0.7
            )
            if not (inside or in_head or in_foot):
                yield f"page {number}: {word}"


def line_steps(page: Page, top: float, bottom: float) -> list[float]:
    """From line to line in pt, between two heights in mm."""
    lines = sorted({round(run.baseline, 2) for run in page.runs if top * MM < run.baseline < bottom * MM})
    return [round(below - above, 1) for above, below in zip(lines, lines[1:], strict=False)]


def number_run(page: Page) -> Run | None:
    """What stands in the upper 15 mm."""
    return next((run for run in page.runs if run.baseline < 15 * MM), None)


def number_of(page: Page) -> int | None:
    run = number_run(page)
    return int(run.text) if run else None


@pytest.mark.parametrize("name", list(PAPERS))
def test_every_part_has_the_letters_and_the_side_of_its_form(name: str, papers: dict[str, list[Page]]) -> None:
    assert list(faults(papers[name], PAPERS[name][1])) == []


@pytest.mark.parametrize("name", list(PAPERS))
def test_the_pages_are_a4_within_their_margins_and_in_tinos_alone(name: str, papers: dict[str, list[Page]]) -> None:
    pages = papers[name]
    sizes = [(round(page.width), round(page.height)) for page in pages]
    upright, wide = (595, 842), (842, 595)
    assert sizes == [upright, upright, wide, wide, upright]
    assert list(outside(pages, 20, 15, 20, 30)) == []
    assert {run.font for page in pages for run in page.runs} <= {UPRIGHT, BOLD, ITALIC, BOTH}
    # The first line stands at the top margin, and a full line of text reaches from margin to margin.
    for page in pages:
        first = min(word.y0 for word in page.words if word.y0 > 15 * MM)
        assert 20 * MM - 0.5 <= first <= 20 * MM + 4
    line = pages[1].box("đã tiếp nhận, người")
    full = [word for word in pages[1].words if line and abs(word.y0 - line.y0) < 40]
    assert min(w.x0 for w in full) == pytest.approx(30 * MM, abs=0.5)
    assert max(w.x1 for w in full) == pytest.approx(195 * MM, abs=0.5)


@pytest.mark.parametrize("name", list(PAPERS))
def test_the_number_stands_in_the_top_margin_and_counts_each_appendix_anew(
    name: str, papers: dict[str, list[Page]]
) -> None:
    pages = papers[name]
    assert [number_of(page) for page in pages] == [None, 2, None, 2, None]
    for page in (pages[1], pages[3]):
        run, box = number_run(page), page.box("2")
        assert run and box
        assert (run.text, run.size, run.font) == ("2", pytest.approx(13, abs=0.01), UPRIGHT)
        # The middle of a digit is a third of its size above the line.
        assert run.baseline - 0.338 * run.size == pytest.approx(10 * MM, abs=0.5)
        assert (box.x0 + box.x1) / 2 == pytest.approx((page.width + 15 * MM) / 2, abs=1)


@pytest.mark.parametrize("name", list(PAPERS))
def test_what_belongs_side_by_side_stands_on_one_line(name: str, papers: dict[str, list[Page]]) -> None:
    first, last = papers[name][0], papers[name][1]
    number, day = first.run("Số"), first.run("Lâm Hà, ngày")
    assert number and day
    assert number.baseline == pytest.approx(day.baseline, abs=1.5)
    label = last.run("Nơi nhận:")
    power = last.run(next(p.text for p in PAPERS[name][1] if p.name == "quyền hạn"))
    assert label and power
    if name == "joint":  # both signatures side by side, the first body's at the right; copies below them
        other = last.run("TRƯỞNG BAN")
        assert other and other.baseline == pytest.approx(power.baseline, abs=0.1)
        names = [last.run("Trần Thị B"), last.run("Nguyễn Văn A")]
        assert names[0] and names[1] and names[0].baseline == pytest.approx(names[1].baseline, abs=0.1)
        assert label.baseline > power.baseline + 28 * MM
    else:
        assert label.baseline == pytest.approx(power.baseline, abs=0.5)


def test_text_is_indented_spaced_and_justified_as_the_decree_says(papers: dict[str, list[Page]]) -> None:
    page = papers["front"][1]
    starts = [run for run in page.runs if run.text.startswith("Đoạn này") and run.x < 45 * MM]
    assert {round(run.x / MM - 30, 1) for run in starts} == {12.7}
    steps = set(line_steps(page, 15, 120))
    assert steps == {18.0, 24.0}  # 1,12 of a single line; 6 pt more between paragraphs


def test_heads_of_a_long_table_repeat_and_the_total_stays_with_its_rows(papers: dict[str, list[Page]]) -> None:
    assert papers["front"][2].box("Cột mẫu 1") and papers["front"][3].box("Cột mẫu 1")
    assert papers["front"][3].run("(1)")


@pytest.mark.parametrize("filler", [2, 15, 17, 33])  # lengths at which a page ends inside the chain or the table
def test_headings_and_captions_stay_with_what_they_head(filler: int) -> None:
    columns = (cells.INDEX, Column(title="Nội dung", kind="text"), Column(title="Số", kind="count", width_mm=30))
    rows = tuple(Row(cells=(cells.index(n), cells.text("dòng"), cells.count(n))) for n in range(14))
    table = Table(
        caption="Bảng dài", columns=columns, rows=(*rows, cells.total(cells.count(91))), sheet="x", together=False,
        unit_line="Đơn vị tính: dòng", notes=(("Ghi chú: một dòng.",),),
    )  # fmt: skip
    chain = (Heading(2, "I.", "Mục"), Heading(3, "1.", "Khoản"), Heading(4, "a)", "Điểm"), table)
    document = replace(
        sample(front(ROOT)), blocks=(*[Paragraph(("Dòng",))] * filler, *chain), appendices=(), banner=""
    )  # fmt: skip
    pages = read(pdf.render(document))
    ends = [max(page.runs, key=lambda run: run.baseline).text for page in pages[:-1]]
    starts = [min((run for run in page.runs if run.baseline > 15 * MM), key=lambda r: r.baseline).text
              for page in pages[1:]]  # fmt: skip
    assert not [text for text in ends if text.startswith(("I. MỤC", "1. Khoản", "a)", "Bảng", "Đơn vị", "TT"))]
    assert not [text for text in starts if text.startswith(("Đơn vị", "Ghi chú", "Tổng cộng", "Nơi nhận"))]


def test_a_changed_measure_moves_the_paper() -> None:
    changes = {
        "margin_left": 35, "margin_top": 25, "body": 13, "indent": 10, "page_number_mm": 12, "page_number": 14,
        "wide_left": 20, "appendix_first_number": True, "dashed_page_number": True, "paragraph_gap": 9,
        "line_spacing": 1.5, "roman_appendices": False,
    }  # fmt: skip
    pages = rendered(replace(front(ROOT, "5"), paper=form_of("front", changes)))
    assert list(outside([pages[0]], 25, 15, 20, 35)) == []
    body = [run for run in pages[0].runs if run.text.startswith("Đoạn này")]
    assert {(round(run.size, 2), round(run.x / MM, 1)) for run in body} == {(13, 45)}
    wide = next(page for page in pages if page.width > page.height)
    assert min(word.x0 for word in wide.words if word.text != BANNER) == pytest.approx(20 * MM, abs=8)
    assert wide.run("- 1 -") and wide.run("Phụ lục 1")
    number = number_run(pages[1])
    assert number and (number.text, number.baseline - 0.338 * 14) == ("- 2 -", pytest.approx(12 * MM, abs=0.5))
    top = body[0].baseline / MM
    assert line_steps(pages[0], top - 0.1, top + 10)[0] == 22.4  # 13 pt · 1,149 · 1,5


def test_a_planted_fault_is_found() -> None:
    wrong = replace(
        FORMS["front"],
        nation=Letters(size=14, bold=True, capitals=True),
        copies_label=Letters(size=12, bold=True),
        margin_right=10,
        chapter=Letters(size=14, bold=True),
    )
    pages = rendered(replace(front(ROOT, "5"), paper=wrong))
    found = set(faults(pages, FRONT_PARTS))
    assert {"quốc hiệu: 14.00 pt", "mục: not found", "nơi nhận: Tinos-Bold", "tên loại: not at the centre"} <= found
    assert list(outside(pages[:2], 20, 15, 20, 30))
