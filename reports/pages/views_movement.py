"""A movement's page at /phong-trao/<pk>/: the catalogue's facts, and its year as a tree of campaigns.

It stands in the place of the desk's own page; those who may read no figures see the facts and the campaigns.
"""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to
from danvan.context import Bar, year_in
from danvan.crud_views import DetailView
from models_programs.models import ModelYear
from movements.desks_base import may_read
from movements.desks_campaigns import MovementDesk
from movements.models import Activity, Campaign, CommunityWork, Movement
from reports.pages import campaign_page, done, movement_page
from reports.pages.views_campaign import SHOWN_YEARS, new_published, seen
from reports.summaries import summarize_facts as facts
from reports.summaries import summarize_targets
from reports.summaries.choices import page_url
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Links, Subject

LEVELS = ("", "parent__", "parent__parent__")


class MovementView(DetailView):
    """The desk's page with a year of the tree. Ten queries at most, whatever the number of records."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = access(request.user)
        reader = Reader.of(request.user) if mine.may("report.view") else None
        target: Any = self.desk.get(request.user, pk)
        context: dict[str, Any] = {
            "target": target,
            "facts": self.desk.facts(request.user, target),
            "may_edit": self.desk.may_edit(request.user, target),
            "campaigns": campaigns_of(target),
            "may_add": mine.may(f"catalog.{Campaign.catalog}"),
        }
        if reader:
            years = years_of(request.user, reader, target, context["campaigns"])
            year = asked(request, years)
            context |= _figures(request, reader, target, context["campaigns"], year)
            context["years"] = [
                (each, f"?{urlencode({'nam': each})}") for each in sorted({*years, year})[-SHOWN_YEARS:]
            ]
            context["last_year"] = years[-1] if years else None
        return self.page(request, "reports/movement.html", context)


def _figures(
    request: HttpRequest, reader: Reader, target: Movement, campaigns: list[Campaign], year: int
) -> dict[str, Any]:
    mine = access(request.user)
    parameters = {"phong-trao": target.code, "nam": str(year)}
    links = {kind: Links(parameters, on=on) for kind, on in seen(reader, mine).items()}
    links["household"] = Links({"tham-gia": f"{year}.phong-trao.{target.code}"}, on=links["household"].on)
    inside = in_movement(target.pk)
    found = done.read(
        request.user, year,
        {"activity": inside | Q(movement=target), "work": inside, "model": inside | Q(model__movement=target)},
        supports=reader.supports.filter(inside), joined=inside | Q(model__movement=target),
    )  # fmt: skip
    ids = tuple(one.pk for one in campaigns)
    tree = Subject(type="campaign", code=None, name=target.name, ids=ids)
    plan = summarize_targets.targets(reader.targets.filter(status="approved"), tree, year, request.user).rows
    published = facts.published(Q(movement=target), year, Links(parameters))
    root = mine.portal.root_area if mine.portal else None
    whole = reader.sees_whole(Subject(type="portal", code=None, name="", paths=(root.path,) if root else ()))
    near = tuple(str(place) for place in (root, root.parent if root else None) if place)
    return {
        **movement_page.draw(campaigns, found, links, published, whole=whole, near=near),
        "part": "" if whole else reader.places(),
        **campaign_page.plan(plan),
        "year": year,
        "report_url": page_url(year, "movement", target.code),
        "new_published_url": new_published(mine, year, movement=target.pk),
        "bar": Bar(parts=[str(target), f"Năm {year}", "địa giới lúc đó", "số đã tiếp nhận"]),
    }


def in_movement(pk: int) -> Q:
    """A condition on records: of the movement's campaigns or of a programme inside them."""
    found = Q(pk__in=())
    for level in LEVELS:
        found |= Q(**{f"campaign__{level}movement": pk})
    return found


def campaigns_of(target: Movement) -> list[Campaign]:
    """The movement's campaigns and the programmes inside them, newest first. One query."""
    found = Q(pk__in=())
    for level in LEVELS:
        found |= Q(**{f"{level}movement": target.pk})
    return list(Campaign.objects.filter(found).order_by("-start", "sort_key"))


def years_of(user: Any, reader: Reader, target: Movement, campaigns: list[Campaign]) -> list[int]:
    """The years of the campaigns, and those in which something of the movement was recorded that this reader counts.

    One query.
    """
    inside = in_movement(target.pk)
    own: dict[Any, Q] = {
        Activity: inside | Q(movement=target),
        ModelYear: inside | Q(model__movement=target),
        CommunityWork: inside,
    }
    parts: list[QuerySet[Any]] = [reader.supports.filter(inside), reader.targets.filter(inside)]
    parts += [visible_to(model.objects.filter(of), user) for model, of in own.items() if may_read(user, model)]
    first, *others = (part.filter(status="approved").order_by().values_list("year").distinct() for part in parts)
    known = {year for (year,) in first.union(*others) if year}
    known |= {day.year for one in campaigns for day in (one.start, one.end) if day}
    return sorted(year for year in known if year <= timezone.localdate().year)


def asked(request: HttpRequest, years: list[int]) -> int:
    """The year of the address; else the latest with something in it, else this one."""
    given = request.GET.get("nam", "")
    if not given:
        return years[-1] if years else timezone.localdate().year
    year = year_in(given)
    if year is None:
        raise Http404
    return year


show = MovementView.as_view(desk=MovementDesk())
