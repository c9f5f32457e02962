"""A draft: read it, rewrite a block with the portal's figures in it, comment, take a step.

`sua` in the address opens one block for rewriting, in its place. The figures are those that the reader may count.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts.scoping import access, require
from danvan.crud_views import form_key
from danvan.lines import number
from danvan.records.data import Refused
from danvan.shell import shell_of
from reports.composing import document_of, summary_of
from reports.document import Document, LetteredList, Paragraph
from reports.drafts import draft_steps, drafting
from reports.drafts.draft_page import Section, figure_rows, opening, sections_of, strayed
from reports.drafts.forms_draft import WordsForm
from reports.drafts.word_checks import Lines, findings_by_block
from reports.drafts.wording import (
    Figures,
    Words,
    block_text,
    blocks_of,
    figures_of,
    lenient,
    lines_of,
    lost,
    rewritten,
    shown,
    stored,
)
from reports.issuers.letterheads import letterhead_of
from reports.models import Report, ReportComment, ReportText
from reports.renderers.figures import line_text
from reports.summaries.audience import drafted_for
from reports.summaries.reconcile import contradictions
from reports.summaries.summarize import UnknownSubject
from reports.summaries.summarize_reader import Reader
from reports.summary import Summary


@dataclass(frozen=True, slots=True)
class Read:
    """A draft as this reader meets it: what the portal composes for them, and the words that stand."""

    report: Report
    summary: Summary
    document: Document
    figures: Figures

    @property
    def text(self) -> ReportText | None:
        return self.report.text

    @property
    def words(self) -> Words:
        return drafting.words_of(self.report)

    @property
    def number(self) -> int:
        """Of the version that stands; 0 while nobody rewrote anything."""
        return self.text.number if self.text else 0

    def composed(self, key: str) -> str:
        """What the portal composes for the block today; "" where it has no such block."""
        block = blocks_of(self.document).get(key)
        return stored(block_text(block)) if block else ""


def found(request: HttpRequest, pk: int) -> Report:
    """The draft, if it exists for this reader; else 404."""
    require(request.user, "report.view")
    report = drafting.reports_of(request.user).filter(pk=pk).first()
    if report is None:
        raise Http404
    return report


def read(request: HttpRequest, report: Report) -> Read:
    """Counted for this reader, with all its appendices, for the words name them as they are printed; 404 where the
    subject lies outside the reader's reach, 403 where a part of it does: the words speak of the whole.
    """
    shell = shell_of(request)
    try:
        summary = summary_of(report.asked, Reader.of(request.user), shell.portal)
    except UnknownSubject as error:
        raise Http404 from error
    if summary.is_partial:
        raise PermissionDenied("Bạn chỉ xem được một phần số liệu của báo cáo này nên không đọc được dự thảo.")
    summary = drafted_for(summary, report.audience)
    head = letterhead_of(report.issuer, root=summary.context.root)
    document = document_of(report.asked, summary, issuer=head)
    return Read(report, summary, document, figures_of(document))


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The document with its editor; POST saves one block (`doan`), or gives it back to the portal (`lam=soan-lai`)."""
    report = found(request, pk)
    seen = read(request, report)
    key = request.POST.get("doan") or request.GET.get("sua", "")
    block = blocks_of(seen.document).get(key)
    if request.method == "POST":
        return _save(request, seen, key, block)
    form = None
    if block is not None and _editable(request.user, report):
        form = _form(seen, key, None, {"loi": shown(_standing(seen, key), seen.figures)})
    return page(request, seen, form=form, key=key if form else "")


def _save(request: HttpRequest, seen: Read, key: str, block: Paragraph | LetteredList | None) -> HttpResponse:
    if not drafting.may_draft(request.user, seen.report):
        raise PermissionDenied(drafting.NOT_YOURS)
    given_back = request.POST.get("lam") == "soan-lai"
    if block is None and not (given_back and key in seen.words):
        raise Http404
    form = _form(seen, key, request.POST, {})
    if not given_back and not form.is_valid():
        return page(request, seen, form=form, key=key, status=422)
    text = None if given_back else form.cleaned_data["loi"]
    base = seen.composed(key)
    if text == base:
        text = None
    known = seen.number if request.POST.get("ghi_de") else number(request.POST.get("ban"))
    try:
        drafting.rewrite(request.user, seen.report, key, text, base=base, seen=known)
    except drafting.Moved as moved:
        return conflict(request, seen, key, moved, request.POST.get("loi", ""))
    except Refused as refused:
        form.add_error(None, refused.message)
        return page(request, seen, form=form, key=key, status=422)
    said = "Đoạn này do cổng soạn lại theo số liệu." if text is None else "Đã lưu lời của đoạn."
    messages.success(request, said)
    return HttpResponseRedirect(f"{seen.report.get_absolute_url()}#doan-{key}")


def conflict(request: HttpRequest, seen: Read, key: str, moved: drafting.Moved, mine: str) -> HttpResponse:
    """Both versions of the block, side by side."""
    standing = moved.theirs.words.get(key)
    theirs = _plain(seen, standing["text"] if standing else seen.composed(key))
    keep = [("doan", key), ("loi", mine), ("ban", str(moved.theirs.number)), ("giu", request.POST.get("giu", ""))]
    return render(
        request,
        "reports/draft_conflict.html",
        {
            "report": seen.report, "rows": [("Lời của đoạn", theirs, _plain(seen, mine), True)],
            "their_name": moved.theirs.author, "their_time": moved.theirs.at, "keep": keep,
            "reload_url": f"{seen.report.get_absolute_url()}#doan-{key}",
        },
        status=409,
    )  # fmt: skip


def page(
    request: HttpRequest, seen: Read, *, form: WordsForm | None = None, key: str = "", error: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The whole page. `form` stands open at the block `key`; `error` is of a comment or a step."""
    report = seen.report
    wrote = draft_steps.authors(report) if report.status == Report.Status.CHECKING else set()
    comments: dict[str, list[ReportComment]] = {}
    for one in report.comments.select_related("author", "resolved_by"):
        comments.setdefault(one.block, []).append(one)
    steps = [(step, draft_steps.why_not(request.user, report, step, wrote)) for step in draft_steps.STEPS.values()]
    open_steps = [(step, why) for step, why in steps if report.status in step.states]
    there = blocks_of(seen.document).keys()
    return render(
        request,
        "reports/draft.html",
        {
            "report": report, "sections": sections(seen, comments), "form": form, "key": key, "number": seen.number,
            "text": seen.text, "summary": seen.summary, "document": seen.document,
            "figures": figure_rows(seen.document, seen.figures) if form else [],
            "strayed": [(gone, opening(_plain(seen, seen.words[gone]["text"])))
                        for gone in strayed(seen.document, seen.words)], "error": error,
            "remarks": [one for block, several in comments.items() if block not in there for one in several],
            "may_edit": _editable(request.user, report),
            "may_remark": drafting.may_remark(request.user, report),
            "steps": open_steps, "closed": _one_reason([why for _, why in open_steps]),
            "may_sign": access(request.user).may_at("report.sign", report),
            "editions": report.editions.order_by("-pk").only("symbol", "dated", "report")
            if report.status == Report.Status.ISSUED else (),
            "slip": uuid.uuid4(),
        },
        status=status,
    )  # fmt: skip


def sections(seen: Read, comments: dict[str, list[ReportComment]]) -> list[Section]:
    """Block by block, with the checker's findings on what was rewritten."""
    return sections_of(seen.document, seen.words, seen.figures, findings(seen), comments)


def findings(seen: Read) -> dict[str, Any]:
    """By block; nothing is checked while nobody rewrote anything."""
    if not seen.words:
        return {}
    blocks = blocks_of(seen.document)
    composed: Lines = {key: lines_of(block) for key, block in blocks.items()}
    standing: Lines = {
        key: tuple(line for one in rewritten(block, seen.words, seen.figures) for line in lines_of(one))
        for key, block in blocks.items()
    }
    return findings_by_block(composed, standing, contradictions(seen.summary), seen.summary.year)


def _editable(user: Any, report: Report) -> bool:
    return report.status == Report.Status.DRAFT and drafting.may_draft(user, report)


def _one_reason(reasons: list[str]) -> str:
    """Why no step at all is this reader's, where one reason says it all; else ""."""
    return reasons[0] if len(reasons) > 1 and len(set(reasons)) == 1 else ""


def _plain(seen: Read, text: str) -> str:
    """As it is printed: figures as their values."""
    return line_text(lenient(stored(text), seen.figures))


def _standing(seen: Read, key: str) -> str:
    kept = seen.words.get(key)
    return kept["text"] if kept else seen.composed(key)


def _form(seen: Read, key: str, data: Any, initial: dict[str, str]) -> WordsForm:
    return WordsForm(
        data, figures=seen.figures, known=(seen.composed(key), _standing(seen, key)), initial=initial,
        auto_id="doan_%s",
    )  # fmt: skip


@require_POST
def draft_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """`y-kien` on the block `doan` ("" = the whole); or `xong`: the number of a comment that is settled."""
    report = found(request, pk)
    block, done = request.POST.get("doan", ""), request.POST.get("xong", "")
    try:
        if done:
            drafting.resolve(request.user, report, number(done))
        else:
            text, slip = request.POST.get("y-kien", ""), form_key(request)
            key = uuid.uuid5(slip, f"{block}\n{text}") if slip else None  # a page has a form for each block
            drafting.comment(request.user, report, block, text, key=key)
    except Refused as refused:
        return page(request, read(request, report), error=refused.message, status=422)
    return HttpResponseRedirect(f"{report.get_absolute_url()}#{f'doan-{block}' if block else 'y-kien'}")


@require_POST
def draft_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of the draft; `phien-ban` is the version that the reader had read, `ly-do` the reason."""
    report = found(request, pk)
    wanted = draft_steps.STEPS.get(step)
    if wanted is None:
        raise Http404
    try:
        draft_steps.require(request.user, report, wanted)
        if wanted.apart or wanted.slug == "gui":
            _live(read(request, report))
        version, reason = number(request.POST.get("phien-ban")), request.POST.get("ly-do", "")
        draft_steps.take(request.user, report, wanted, version=version, reason=reason)
    except Refused as refused:
        return page(request, read(request, report), error=refused.message, status=422)
    messages.success(request, wanted.done)
    return HttpResponseRedirect(report.get_absolute_url())


def _live(seen: Read) -> None:
    """Nobody sends, checks or signs what speaks of figures that are no more."""
    if gone := lost(seen.document, seen.words):
        names = ", ".join(f"{{{name}}}" for several in gone.values() for name in several)
        raise Refused(f"Có đoạn dùng số liệu không còn trong dữ liệu: {names}. Hãy sửa lời trước.")
