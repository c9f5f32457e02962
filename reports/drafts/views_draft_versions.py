"""Các bản của dự thảo: every version, two of them sentence by sentence, who wrote which sentence, one restored."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from danvan.records.data import Refused
from reports.drafts import drafting
from reports.drafts.draft_page import opening
from reports.drafts.sentences import Change, Written, blame, changes
from reports.drafts.views_draft import Read, found, read
from reports.drafts.wording import blocks_of, lenient
from reports.models import ReportText
from reports.renderers.figures import line_text


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A block that two versions have with other words: its sentences in one reading."""

    key: str
    opening: str
    sentences: list[Change]


@dataclass(frozen=True, slots=True)
class BlockBlame:
    """A rewritten block: each sentence with the version that first had it, None for the portal's own."""

    key: str
    sentences: list[Written[ReportText]]


@require_http_methods(["GET", "HEAD", "POST"])
def draft_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """`cu` and `moi` choose two versions by number (0 = as the portal composes). POST `ban`: restore that version."""
    report = found(request, pk)
    seen, error = read(request, report), ""
    if request.method == "POST":
        number, newest = _number(request.POST.get("ban")), _number(request.POST.get("moi-nhat"))
        try:
            made = drafting.restore(request.user, report, number, seen=newest)
        except Refused as refused:
            error = refused.message
        else:
            messages.success(request, f"Đã khôi phục bản {number}, thành bản {made.number}.")
            return HttpResponseRedirect(report.get_absolute_url())
    texts = list(report.texts.select_related("author").order_by("number"))
    newest = texts[-1].number if texts else 0
    old = _number(request.GET.get("cu"), max(newest - 1, 0))
    new = _number(request.GET.get("moi"), newest)
    by_number = {0: None, **{text.number: text for text in texts}}
    if old not in by_number or new not in by_number:
        raise Http404
    return render(
        request,
        "reports/draft_versions.html",
        {
            "report": report, "texts": texts[::-1], "old": old, "new": new, "newest": newest, "error": error,
            "numbers": sorted(by_number), "blocks": compared(seen, by_number[old], by_number[new]),
            "blame": blamed(seen, texts), "may_restore": drafting.may_draft(request.user, report)
            and report.status == report.Status.DRAFT,
        },
        status=422 if error else 200,
    )  # fmt: skip


def compared(seen: Read, old: ReportText | None, new: ReportText | None) -> list[BlockChange]:
    """The blocks in which the two differ, in the document's order; an untouched block is what the portal composes."""
    before, after = (old.words if old else {}), (new.words if new else {})
    found = []
    for key in _in_order(seen, {*before, *after}):
        texts = [kept[key]["text"] if key in kept else seen.composed(key) for kept in (before, after)]
        if texts[0] != texts[1]:
            said = [Change(one.how, _said(seen, one.sentence)) for one in changes(*texts)]
            found.append(BlockChange(key, _opening(seen, key), said))
    return found


def blamed(seen: Read, texts: list[ReportText]) -> list[BlockBlame]:
    """Every sentence of the blocks that stand rewritten."""
    found = []
    for key in _in_order(seen, set(seen.words)):
        versions = [(text, text.words[key]["text"]) for text in texts if key in text.words]
        bases = [text.words[key]["base"] for text in texts if key in text.words]
        written = blame(seen.words[key]["text"], bases, versions)
        found.append(BlockBlame(key, [Written(_said(seen, one.sentence), one.by) for one in written]))
    return found


def _in_order(seen: Read, keys: set[str]) -> list[str]:
    there = list(blocks_of(seen.document))
    return sorted(keys, key=lambda key: (there.index(key) if key in there else len(there), key))


def _said(seen: Read, sentence: str) -> str:
    return line_text(lenient(sentence, seen.figures))


def _opening(seen: Read, key: str) -> str:
    return opening(_said(seen, seen.composed(key).split("\n")[0]))


def _number(given: str | None, otherwise: int = 0) -> int:
    if given is None or given == "":
        return otherwise
    if not (given.isascii() and given.isdigit() and len(given) < 9):
        raise Http404
    return int(given)
