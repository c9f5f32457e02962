"""Hostile data and a hostile page: text stays text, and a report reaches for nothing outside the project."""

import io
import unicodedata
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks

from reports.building.build import build
from reports.document import Document
from reports.renderers import fonts, html, paper, pdf, xlsx
from reports.summary import GroupRow, Warning_
from tests.reports.pretieng_summary import PRETIENG

SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(1)>'
FORMULA = '=cmd|"/c calc"!A1'
FULL_WIDTH = "＝1+1"
LONG = "Dài" * 400


@pytest.fixture(scope="module")
def hostile() -> Document:
    first = PRETIENG.supports[0]
    rows = (
        replace(first, description=SCRIPT, organization=FORMULA, note=PICTURE),
        replace(first, description=LONG, organization="@SUM(A1)", note=FULL_WIDTH),
        replace(first, description="a\u202eb\x00c\x1bd", organization="-2+3", note="+84 263"),
    )
    organizations = (replace(PRETIENG.by_organization[0], name=SCRIPT), GroupRow(name=LONG, support_vnd=5, supports=1))
    warnings = (Warning_(code="x", message=SCRIPT, stated=PICTURE, computed=FORMULA, ref="/x/?a=1&b=<i>"),)
    scope = replace(PRETIENG.scope, name=f"{SCRIPT} {PICTURE}")
    return build(replace(PRETIENG, scope=scope, supports=rows, by_organization=organizations, warnings=warnings))


def test_text_never_becomes_markup(hostile: Document) -> None:
    for page in (html.fragment(hostile), html.render(hostile), paper.render(hostile)):
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page


def test_text_never_becomes_a_formula(hostile: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(hostile)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink]
    starts = tuple("=+-@＝＋－＠")
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(starts)]
    assert f"'{FORMULA}" in [cell.value for cell in cells]


def test_hostile_text_still_makes_a_pdf(hostile: Document) -> None:
    assert pdf.render(hostile).startswith(b"%PDF-")


def test_decomposed_text_and_control_characters_are_mended() -> None:
    name = unicodedata.normalize("NFD", "Hội Liên hiệp Phụ nữ") + "\u202e\x00"
    row = replace(PRETIENG.by_organization[2], name=name)
    page = paper.render(build(replace(PRETIENG, by_organization=(row,))))
    assert unicodedata.is_normalized("NFC", page)
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "Hội Liên hiệp Phụ nữ" in page


def outside() -> list[str]:
    secret = Path(str(settings.STATICFILES_DIRS[0])).parent / "manage.py"
    static = Path(str(settings.STATICFILES_DIRS[0])).as_uri()
    return [
        "file:///etc/passwd",
        secret.as_uri(),
        f"{static}/../manage.py",
        f"{static}/%2e%2e/manage.py",
        "file://host/etc/passwd",
        "http://127.0.0.1:1/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
    ]


@pytest.mark.parametrize("address", outside())
def test_the_fetcher_refuses_what_is_not_the_projects(address: str) -> None:
    with pytest.raises(ValueError):
        pdf.StaticOnlyFetcher().fetch(address)


def test_the_fetcher_gives_static_files_and_data() -> None:
    style = Path(str(settings.STATICFILES_DIRS[0])) / "paper" / "report.css"
    assert b"@page" in pdf.StaticOnlyFetcher().fetch(style.as_uri()).read()
    assert pdf.StaticOnlyFetcher().fetch("data:text/plain,abc").read() == b"abc"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/x.png"])
@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}" alt="x">',
        '<link rel="stylesheet" href="{}">',
        '<style>@import url("{}");</style>',
        '<p style="background: url({})">x</p>',
        '<a rel="attachment" href="{}">x</a>',
    ],
)
def test_a_page_that_reaches_outside_is_refused_whole(markup: str, address: str) -> None:
    with pytest.raises(pdf.ForbiddenAddress):
        pdf.render_html(f'<!DOCTYPE html><html lang="vi"><title>x</title><body>{markup.format(address)}</body></html>')


def test_a_missing_typeface_stops_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.check_fonts.cache_clear()
    assert fonts.check_fonts() == ()
    fonts.check_fonts.cache_clear()
    monkeypatch.setattr(fonts, "_files", lambda: {})
    try:
        assert len(fonts.check_fonts()) == 4
        with pytest.raises(fonts.FontsMissing, match="fonts-croscore"):
            pdf.render_html("<title>x</title>")
    finally:
        fonts.check_fonts.cache_clear()


def test_an_incomplete_typeface_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = fonts._files()
    monkeypatch.setattr(fonts, "vietnamese_letters", lambda: "ấ\U0001f600")
    fonts.check_fonts.cache_clear()
    try:
        assert set(real) >= set(fonts.STYLES)
        assert all("thiếu 1 chữ" in problem for problem in fonts.check_fonts())
        assert len(fonts.check_fonts()) == 4
    finally:
        fonts.check_fonts.cache_clear()


def test_start_up_says_when_paper_cannot_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def warnings() -> list[str | None]:
        return [message.id for message in run_checks(tags=[Tags.compatibility])]

    fonts.check_fonts.cache_clear()
    assert "reports.W001" not in warnings()
    monkeypatch.setattr(fonts, "_files", lambda: {})
    fonts.check_fonts.cache_clear()
    try:
        assert warnings().count("reports.W001") == 4
    finally:
        fonts.check_fonts.cache_clear()
