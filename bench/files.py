"""Files of a long report: the whole district's year as preview and as issued, a hundred pages, and the same again."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from unittest.mock import patch

from django.core.cache import cache
from django.urls import reverse

from bench import table as printed
from bench.base import Ground
from bench.reports import chromium, pages
from bench.table import Row
from bench.timing import Work, in_turns
from movements.models import Portal
from reports.asked import Asked
from reports.composing import document_of, summary_of
from reports.document import Appendix, Document, Table
from reports.files import jobs
from reports.files.outputs import OUTPUTS
from reports.files.rendering import render
from reports.files.views_files import SHORT
from reports.models import RenderJob
from reports.renderers import paper
from reports.renderers.fonts import FontsMissing
from reports.renderers.paper import Attached
from reports.summaries.summarize_reader import Reader

ASKED = Asked(period="2022")
ENOUGH = 100
Make = Callable[[Document], bytes]


def measure(ground: Ground) -> list[printed.Table]:
    summary = summary_of(ASKED, Reader.system(), Portal.current())
    whole = document_of(ASKED, summary)
    table = printed.Table("Files of the whole district's report")
    try:
        from reports.renderers import pdf

        data = [Attached(name="so-lieu.json", content=OUTPUTS["json"].make(summary, whole))]
        count = _file(ground, table, "preview", whole, pdf.render)
        if not ground.sizes.quick:
            issued = partial(pdf.render, attachments=data)
            _file(ground, table, "issued, PDF/A-3a", whole, issued)
            _file(ground, table, "issued, PDF/A-3a", _longer(whole, count), issued)
            _apart(ground, table, whole, pdf.render)
    except (OSError, FontsMissing) as reason:
        table.notes.append(f"no PDF here: {reason}")
    _again(ground, table)
    return [table]


def _file(ground: Ground, table: printed.Table, what: str, document: Document, make: Make) -> int:
    """A row: our PDF beside Chromium's of the same page. Returns how many pages ours has."""
    rounds = max(1, ground.sizes.rounds // 4)
    made: dict[str, bytes] = {}
    works: dict[str, Work] = {"ours": lambda: made.update(ours=make(document))}
    with chromium(ground.folder, paper.render(document)) as printing:
        if printing is None:
            table.notes.append(f"{what}: no Chromium here, so it has no peer and is not printed")
            return 0
        spent = in_turns({**works, "theirs": lambda: made.update(theirs=printing())}, rounds)
    count, other = pages(made["ours"]), pages(made["theirs"])
    peer = f"Chromium, the same HTML, {other} pages"
    table.rows.append(Row(f"{what}, {count} pages", spent["ours"], peer, spent["theirs"], rounds))
    return count


def _longer(document: Document, count: int) -> Document:
    """The same with its appendices over and over, past a hundred pages; every table keeps a name of its own."""
    times = -(-ENOUGH // max(count, 1)) + 1
    return replace(
        document, appendices=tuple(_named(one, f" {n}") for n in range(times) for one in document.appendices)
    )


def _named(appendix: Appendix, more: str) -> Appendix:
    blocks = (replace(one, sheet=one.sheet + more) if isinstance(one, Table) else one for one in appendix.blocks)
    return replace(appendix, blocks=tuple(blocks))


def _apart(ground: Ground, table: printed.Table, document: Document, inside: Make) -> None:
    """What a process of its own costs."""
    rounds = max(1, ground.sizes.rounds // 4)
    spent = in_turns({"apart": lambda: render(document, "pdf"), "inside": lambda: inside(document)}, rounds)
    table.rows.append(Row("preview as the worker makes it", spent["apart"], "in one process", spent["inside"], rounds))


def _again(ground: Ground, table: printed.Table) -> None:
    """A workbook asked for again, answered from memory and from the job that made it; beside making it anew."""
    client, url = ground.clients["front"], f"{reverse('reports:download', args=['xlsx'])}?nam=2022"
    with patch.dict(SHORT, xlsx=0):
        client.get(url)
    jobs.run(RenderJob.objects.latest("pk").pk)

    def ask() -> None:
        if client.get(url).status_code != 200:
            raise RuntimeError("the file that was made is not offered")

    def ask_afresh() -> None:
        cache.clear()
        ask()

    def anew() -> None:
        summary = summary_of(ASKED, Reader.system(), Portal.current())
        OUTPUTS["xlsx"].make(summary, document_of(ASKED, summary))

    rounds = ground.sizes.rounds
    spent = in_turns({"memory": ask, "job": ask_afresh, "anew": anew}, rounds)
    table.rows += [
        Row("Excel again, from memory", spent["memory"], "made anew", spent["anew"], rounds),
        Row("Excel again, from its job", spent["job"], "made anew", spent["anew"], rounds),
    ]
