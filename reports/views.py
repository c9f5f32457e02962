"""Báo cáo: choose a kind, a period and a subject, read the report with every figure linked to its rows, download it.

The address says it all (see `Asked.parameters`), so that a report can be kept and sent. What
lies outside the reader's reach is not there (404).
"""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import access, require
from danvan.context import context_of, known_years
from danvan.shell import shell_of
from movements.models import ReportingPeriod
from reports.asked import DEFAULT_KIND, Asked, BadAddress
from reports.composing import document_of, summary_of
from reports.files.outputs import OUTPUTS
from reports.kinds import KINDS
from reports.renderers import html
from reports.summaries.choices import choices_of, chosen, url_of
from reports.summaries.period_choices import periods_of
from reports.summaries.reconcile import NOTES
from reports.summaries.summarize import UnknownSubject
from reports.summaries.summarize_reader import Reader
from reports.summaries.term_asked import among
from reports.summary import Summary
from reports.targets.group_links import appendix_link, group_links

DOWNLOADS = ("pdf", "docx", "xlsx", "json")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The reports of a kind and a period, ready to be opened. `pham-vi` ("dot:pretieng-2022") comes from the form and
    leads on.
    """
    require(request.user, "report.view")
    shell, mine = shell_of(request), access(request.user)
    context = context_of(request)
    kinds = [kind for kind in KINDS.values() if mine.may(kind.right)]
    asked = replace(asked_of(request, context.year), scope="portal", code=None)
    if asked.kind not in {kind.key for kind in kinds}:
        raise Http404
    if value := request.GET.get("pham-vi", ""):
        try:
            return HttpResponseRedirect(url_of(chosen(asked, value)))
        except KeyError as error:
            raise Http404 from error
    rows = list(ReportingPeriod.objects.all())
    term, _before = among(rows, asked.period)
    root = shell.portal.root_area if shell.portal else None
    choices = choices_of(Reader.of(request.user), asked, term, context.places, root, shell.root_name)
    return render(
        request,
        "reports/report_index.html",
        {
            "term": term, "kinds": kinds, "kind": KINDS[asked.kind], "groups": choices.groups(),
            "ready": choices.ready() if asked.kind == DEFAULT_KIND else choices.groups(),
            "summed": asked.kind == DEFAULT_KIND, "periods": periods_of(rows, context.years, term),
            "place": f"xa:{context.area.code}" if context.area and request.GET.get("noi") else "",
            "may_issuers": access(request.user).may("catalog.issuers"),
        },
    )  # fmt: skip


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One report as a page. Twelve queries at most, whatever the number of records."""
    require(request.user, "report.view")
    asked = asked_of(request)
    summary = counted(request, asked, screen=True)
    query = urlencode(replace(asked, group="").parameters())
    may_export = access(request.user).may("report.export")
    return render(
        request,
        "reports/report_page.html",
        {
            "summary": summary,
            "report": html.fragment(document_of(asked, summary)),
            "notes": [warning for warning in summary.warnings if warning.code in NOTES],
            "partial": [warning for warning in summary.warnings if warning.code == "partial_scope"],
            "illustrative": summary.illustrative,
            "groups": group_links(asked, summary),
            "appendix": appendix_link(asked),
            "asked": urlencode(asked.parameters()),
            "may_draft": access(request.user).may("report.draft"),
            "kind": KINDS[asked.kind],
            "back": urlencode(replace(asked, scope="portal", code=None, group="").parameters()),
            "downloads": [(_download(name, query), OUTPUTS[name].label) for name in DOWNLOADS if may_export],
        },
    )


def asked_of(request: HttpRequest, year: int | None = None) -> Asked:
    """What the address asks; the year, else the latest with figures when it names no period. Http404 for what asks
    nothing.
    """
    try:
        named = request.GET.get("ky") or request.GET.get("nam")
        return Asked.from_parameters(request.GET, period="" if named else str(year or known_years()[1]))
    except BadAddress as error:
        raise Http404 from error


def counted(request: HttpRequest, asked: Asked, *, screen: bool = False) -> Summary:
    """Its figures as this reader may see them; Http404 for what is not there or out of reach."""
    try:
        return summary_of(asked, Reader.of(request.user), shell_of(request).portal, screen=screen)
    except UnknownSubject as error:
        raise Http404 from error


def _download(name: str, query: str) -> str:
    return f"{reverse('reports:download', args=[name])}?{query}"
