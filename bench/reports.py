"""The Pretieng campaign's summary and its formats; the PDF beside Chromium printing the same page."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings
from python_calamine import CalamineWorkbook

from bench.base import Ground
from bench.table import Row, Table
from bench.timing import Work, in_turns, queries, replay, rows
from reports.building.build import build
from reports.files.outputs import OUTPUTS, Unavailable
from reports.issuers.paper_form import STATE
from reports.renderers import paper, paper_style
from reports.summaries.reconcile import contradictions
from reports.summaries.summarize import summarize_all
from reports.summary import Summary

YEAR, CAMPAIGN = 2022, "pretieng-2022"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLOOR = """
    SELECT s.kind, s.form, s.organization_id, SUM(s.amount_vnd), COUNT(*), COUNT(s.amount_vnd)
      FROM beneficiaries_support s JOIN movements_campaign c ON c.id = s.campaign_id
     WHERE s.status = 'approved' AND s.year = %s AND c.code = %s GROUP BY s.kind, s.form, s.organization_id
"""


def measure(ground: Ground) -> list[Table]:
    table = Table(f"Report of {CAMPAIGN}")
    _of(ground.small, ground, table)
    table.notes.insert(
        0, "formats are timed from the summary on; Chromium is open already and prints one page after one"
    )
    return [table]


def _of(database: Path, ground: Ground, table: Table) -> None:
    n = ground.sizes.rounds
    with queries() as asked:
        summary = of_campaign()
    document = build(contradictions(summary))
    works: dict[str, Work] = {
        "summary": of_campaign, "database": lambda: replay(asked), "sql": lambda: rows(FLOOR, (YEAR, CAMPAIGN)),
        "document": lambda: build(contradictions(summary)), **{key: _made(key, summary) for key in ("json", "html")},
    }  # fmt: skip
    plain = json.loads(OUTPUTS["json"].make(summary, document))
    works["dumps"] = lambda: json.dumps(plain, ensure_ascii=False)
    sheets = cells_of(OUTPUTS["xlsx"].make(summary, document))
    works |= {"xlsx": _made("xlsx", summary), "cells": lambda: bare_workbook(sheets)}
    spent = in_turns(works, n)
    size = ground.name(database)
    sql = "one hand-written aggregate"
    table.rows += [
        Row(f"summarize, {size}", spent["summary"], sql, spent["sql"], n),
        Row(f"its database time, {len(asked)} queries", spent["database"], sql, spent["sql"], n),
        Row("JSON", spent["json"], "json.dumps of the same", spent["dumps"], n),
        Row("HTML", spent["html"], "building its document alone", spent["document"], n),
        Row("XLSX", spent["xlsx"], "the same cells, bare xlsxwriter", spent["cells"], n),
    ]
    table.notes.append(f"{size}: {summary.totals.supports} supports in the campaign, {len(asked)} queries")
    _pdf(summary, paper.render(document), ground, table)


def _pdf(summary: Summary, markup: str, ground: Ground, table: Table) -> None:
    rounds = max(1, ground.sizes.rounds // 3)
    made: dict[str, bytes] = {}

    def ours() -> None:
        made["ours"] = OUTPUTS["pdf"].make(summary, build(contradictions(summary)))

    with chromium(ground.folder, markup) as printing:
        if printing is None:
            table.notes.append("no Chromium here: the PDF has no peer and is not printed")
            return

        def theirs() -> None:
            made["theirs"] = printing()

        try:
            spent = in_turns({"pdf": ours, "chromium": theirs}, rounds)
        except Unavailable as reason:
            table.notes.append(f"no PDF here: {reason}")
            return
    table.rows.append(Row("PDF", spent["pdf"], "Chromium, the same HTML and style", spent["chromium"], rounds))
    table.notes.append(
        "; ".join(
            f"{who}: {pages(content)} pages, {len(content) // 1024} kB (tagged)"
            for who, content in (("PDF", made["ours"]), ("Chromium", made["theirs"]))
        )
    )


def of_campaign() -> Summary:
    return summarize_all(year=YEAR, campaign=CAMPAIGN)


def _made(key: str, summary: Summary) -> Work:
    return lambda: OUTPUTS[key].make(summary, build(contradictions(summary)))


def cells_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def bare_workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    """The floor of any writer: values without styles, widths or notes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
    return out.getvalue()


def pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


@contextmanager
def chromium(folder: Path, markup: str) -> Iterator[Any]:
    """A function that prints the page with the paper's style to PDF; None where there is no Chromium."""
    program = next((path for path in CHROMIUMS if Path(path).is_file()), None)
    if program is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    style = Path(settings.STATICFILES_DIRS[0]) / "paper" / "report.css"
    linked = f'<link rel="stylesheet" href="{style.as_uri()}">\n'
    file = folder / "report.html"
    file.write_text(markup.replace("</head>", f"{linked}<style>{paper_style.css(STATE)}</style>\n</head>"))
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=list(FLAGS))
        sheet = browser.new_page()

        def printing() -> bytes:
            sheet.goto(file.as_uri(), wait_until="load")
            return bytes(sheet.pdf(prefer_css_page_size=True, print_background=True, tagged=True))

        try:
            yield printing
        finally:
            browser.close()
