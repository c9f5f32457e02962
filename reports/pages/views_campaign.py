"""A campaign's page at /dot/<pk>/: the catalogue's facts, and over them the figures that come of its records.

It stands in the place of the desk's own page; those who may read no figures see the facts alone.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.scoping import Access, access
from danvan.context import Bar, year_in
from danvan.crud_views import DetailView
from danvan.records import files
from danvan.shell import shell_of
from movements.desks_campaigns import CampaignDesk, beside, in_campaign
from movements.models import Campaign, Portal, PublishedFigure
from reports.pages import campaign_page, credit_block, done, done_rows
from reports.summaries.choices import page_url
from reports.summaries.summarize import summarize_for
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Links, find_subject, words_of_places
from reports.summaries.term import Term

SHOWN_YEARS = 12


class CampaignView(DetailView):
    """The desk's page with a year's figures. Twelve queries at most, whatever the number of records."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = access(request.user)
        shell = shell_of(request)
        reader = Reader.of(request.user) if mine.may("report.view") else None
        campaigns: QuerySet[Campaign] = self.desk.visible(request.user)
        target: Any = get_object_or_404(_with_years(campaigns, reader) if reader else campaigns, pk=pk)
        near = beside(request.user, target)
        context: dict[str, Any] = {
            "target": target,
            "facts": self.desk.facts(request.user, target),
            "may_edit": self.desk.may_edit(request.user, target),
            "sees_attachments": files.sees(request.user, target),
            **near,
        }
        if reader:
            context |= _figures(request, reader, mine, target, shell.portal, near["programmes"])
        return self.page(request, "reports/campaign.html", context)


def _figures(
    request: HttpRequest, reader: Reader, mine: Access, target: Any, portal: Portal | None, programmes: list[Campaign]
) -> dict[str, Any]:
    """What the campaign's records of one year say, with the addresses of its reports and of its other years."""
    year = _asked(request, target)
    years = sorted({*_years(target), year})
    subject = find_subject(year=year, portal=portal, campaign=target.code)
    without_models = replace(reader, model_years=reader.model_years.none())  # they are read with what was done
    summary = summarize_for(without_models, subject, Term.of_year(year), portal)
    links = {kind: Links(subject.parameters(year), on=on) for kind, on in seen(reader, mine).items()}
    links["household"] = Links({"tham-gia": f"{year}.dot.{target.code}"}, on=links["household"].on)
    inside = in_campaign(target.pk)
    found = done.read(
        request.user, year, {"activity": inside, "work": inside, "model": inside},
        supports=reader.supports.filter(inside), joined=inside,
    )  # fmt: skip
    credits = [("grant", summary.joint), ("loan", summary.joint_loans)]
    credits += [(kind, found[kind].credit) for kind in ("activity", "work", "model") if kind in found]
    near = tuple(filter(None, (summary.context.root, summary.context.superior)))
    together = credit_block.blocks(credits, links.__getitem__, "toàn đợt", near)
    branches = [
        done_rows.Branch(one.name, one.get_absolute_url(), 0, done_rows.cells(found, [one.pk], links, one.code))
        for one in programmes
    ]
    report = page_url(year, "campaign", target.code)
    return {
        **campaign_page.draw(summary),
        "done": done_rows.rows(found, links),
        "branches": branches if any(cell.sum.n for branch in branches for cell in branch.cells) else (),
        "credits": together,
        "credits_says": credit_block.title(together) if together else "",
        "years": [(each, f"?{urlencode({'nam': each})}") for each in years],
        "last_year": target.last_year,
        "report_url": report,
        "excel_url": _excel(report) if mine.may("report.export") else "",
        "new_published_url": new_published(mine, year, campaign=target.pk),
        "bar": _bar(target, words_of_places(subject), year),
    }  # fmt: skip


def seen(reader: Reader, mine: Access) -> dict[str, bool]:
    """{kind of things: whether the reader may open its rows}."""
    kinds = {"activity": "activity", "work": "community_work", "model": "model_year", "household": "household"}
    rows = {kind: mine.may(f"{right}.view") for kind, right in kinds.items()}
    return {"grant": reader.sees_rows, "loan": reader.sees_rows, "house": reader.sees_rows, **rows}


def _with_years(campaigns: QuerySet[Campaign], reader: Reader) -> QuerySet[Campaign]:
    """Each with `first_year` and `last_year` of the approved records that this reader counts; None without any."""
    own = OuterRef("pk")
    inside = Q(campaign=own) | Q(campaign__parent=own) | Q(campaign__parent__parent=own)
    records = reader.supports.approved().filter(inside)
    return campaigns.annotate(
        first_year=Subquery(records.order_by("year").values("year")[:1]),
        last_year=Subquery(records.order_by("-year").values("year")[:1]),
    )


def _years(target: Any) -> list[int]:
    """The years of the campaign: of its dates, and of its records."""
    known = [year for year in (target.first_year, target.last_year) if year]
    known += [day.year for day in (target.start, target.end) if day]
    return list(range(min(known), max(known) + 1))[-SHOWN_YEARS:] if known else []


def _asked(request: HttpRequest, target: Any) -> int:
    """The year of the address; else the latest with records, else the one in which it began, else this one."""
    asked = request.GET.get("nam", "")
    if asked:
        year = year_in(asked)
        if year is None:
            raise Http404
        return year
    began = target.start.year if target.start else timezone.localdate().year
    return int(target.last_year or began)


def _bar(target: Campaign, place: str, year: int) -> Bar:
    """Where and when the figures stand. A campaign has its own places; its years are chosen on the page."""
    where = place or target.name
    return Bar(parts=[where[:1].upper() + where[1:], f"Năm {year}", "địa giới lúc đó", "số đã tiếp nhận"])


def _excel(report: str) -> str:
    return f"{reverse('reports:download', args=['xlsx'])}?{report.partition('?')[2]}"


def new_published(mine: Access, year: int, **subject: int) -> str:
    """Where to write down a published figure about a subject (campaign=7), for those who may."""
    if not mine.may(f"catalog.{PublishedFigure.catalog}"):
        return ""
    return f"{reverse('published:new')}?{urlencode({**subject, 'year': year})}"


show = CampaignView.as_view(desk=CampaignDesk())
