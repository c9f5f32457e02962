"""A place's page at /dia-ban/<pk>/: what it is, came from and became, and its years through mergers.

It stands in the place of the desk's own page; those who may read no figures see the facts alone. `ranh-gioi` chooses
the borders: a place that was made of others shows their years too ("hien-nay"), unless asked for its own ("luc-do").
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from beneficiaries.poverty_rights import names_at
from danvan.accounts.scoping import Access, access
from danvan.context import Bar
from danvan.crud_views import DetailView
from danvan.downloads import download
from movements import restating
from movements.desks_base import may_read
from movements.desks_places import AreaDesk
from movements.forms_choices import valid_words
from movements.models import Area, AreaStanding
from reports.pages import beside_rows, campaign_page, place_lineage, place_page, place_poverty, place_years
from reports.pages.done import MODELS
from reports.pages.panels import year_of
from reports.pages.place_lineage import Lineage
from reports.pages.views_campaign import seen
from reports.pages.year_table import Table
from reports.summaries import summarize_targets
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject

SIZE = AreaStanding.Fact.SIZE
DESK = AreaDesk()


@dataclass(frozen=True)
class Size:
    """Households and people at a date, in words that say of what; None = not known."""

    households: int | None
    people: int | None
    said: str


class PlaceView(DetailView):
    """Twelve queries at most, whatever the number of records."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        mine = access(user)
        target = self.desk.get(user, pk)
        lineage = place_lineage.read(mine, target)
        now = on_todays_borders(request, lineage)
        context: dict[str, Any] = {}
        if mine.may("report.view"):
            reader = Reader.of(user)
            context = _years(request, reader, mine, lineage, now)
            if fmt := request.GET.get("xuat"):
                return take_out(request, "area_page", target.title, context["tables"], fmt)
        elif request.GET.get("xuat"):
            raise PermissionDenied("Tài khoản của bạn không xem số liệu tổng hợp.")
        inside = Q(area__in=lineage.whole) if now else Q(area__path__startswith=target.path)
        near = beside_rows.of_place(user, inside, target, [old.pk for old in lineage.olds])
        return self.page(request, "reports/place.html", {
            "target": target, "facts": self.desk.facts(user, target), "may_edit": self.desk.may_edit(user, target),
            "came_from": lineage.came_from, "became": lineage.became, "near": near,
            "standings": [(fact, "" if fact.place == pk else str(lineage.areas[fact.place])) for fact in near.facts],
            "size": size(lineage, near.facts), "bodies": near.bodies, "groups": near.groups, "photos": near.photos,
            "parts_now": [(part, valid_words(part.valid_from, part.valid_to)) for part in lineage.below],
            "panels": DESK.panels(request, target), **context,
        })  # fmt: skip


def on_todays_borders(request: HttpRequest, lineage: Lineage) -> bool:
    """Whether the earlier places' years are shown. Raises Http404 for another word in the address."""
    asked = restating.asked(request)
    return bool(lineage.olds) and (asked == restating.NOW or restating.PARAMETER not in request.GET)


def _years(request: HttpRequest, reader: Reader, mine: Access, lineage: Lineage, now: bool) -> dict[str, Any]:
    user, place = request.user, lineage.place
    years = place_years.read(user, reader, lineage, now)
    counts = place_poverty.read(user, lineage, now)
    span = place_page.span(lineage, years, counts)
    stands = place.is_valid_on(timezone.localdate())
    rows = seen(reader, mine) if stands or not now else {}
    borders = {restating.PARAMETER: restating.NOW} if now else {}
    ask = place_page.Ask(lineage, now, rows, names_at(mine, place.path), borders)
    kinds = {"grant", "loan", "house", *(kind for kind, model in MODELS.items() if may_read(user, model))}
    poor = place_page.poverty_table(ask, years, counts, span, linked=now or not lineage.olds)
    tables = [place_page.done_table(ask, years, span, kinds)] if span else []
    told = any(cell.value is not None for row in poor.rows for cell in row.cells)
    paths = (place.path, *(old.path for old in lineage.olds)) if now else (place.path,)
    whole = reader.sees_whole(Subject(type="area", code=place.code, name=str(place), paths=paths))
    shown = f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) if span else ""
    borders_said = ["quy về địa giới hiện nay" if now else "địa giới lúc đó"] if span else []
    return {
        "tables": [*tables, *([poor] if told else [])],
        "chart": place_page.poverty_chart(counts, years, ask.names),
        "now": now,
        "olds": lineage.olds,
        "part": "" if whole else reader.places(),
        "targets_year": span[-1] if span else timezone.localdate().year,
        "illustrative": any(one.illustrative for found in (years, counts) for one in found.values()),
        "bar": Bar(parts=[place.title, *([f"Năm {shown}"] if shown else []), *borders_said, "số đã tiếp nhận"]),
    }


def size(lineage: Lineage, facts: list[beside_rows.Fact]) -> Size | None:
    """The last count of the place; before it has one, its old communes' together where all came whole and are known."""
    last: dict[int, beside_rows.Fact] = {}
    for fact in facts:  # the newest first
        if fact.fact == SIZE:
            last.setdefault(fact.place, fact)
    if own := last.get(lineage.place.pk):
        return Size(own.households, own.people, f"tại {own.day:%d/%m/%Y}")
    olds = [last.get(old.pk) for old in lineage.olds]
    known = [fact for fact in olds if fact is not None]
    if not known or len(known) < len(olds) or set(lineage.parted) & last.keys():
        return None
    days = sorted({f"{fact.day:%d/%m/%Y}" for fact in known})

    def together(name: str) -> int | None:
        values = [getattr(fact, name) for fact in known]
        return None if None in values else sum(values)

    return Size(together("households"), together("people"), f"cộng {len(known)} nơi cũ, tại {', '.join(days)}")


def take_out(request: HttpRequest, name: str, title: str, tables: list[Table], fmt: str) -> HttpResponse:
    """One of the page's tables (`bang`, the first by default) as XLSX or CSV."""
    asked = request.GET.get("bang", "")
    table = next((one for one in tables if asked in ("", one.key)), None)
    if table is None:
        raise Http404
    heads, rows = table.exported()
    return download(request, name, f"{table.title}, {title}", heads, rows, fmt, len(rows))


@require_safe
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """The targets of one year (`nam`), plan against result, which the page fetches: it stays at its budget."""
    place: Area = DESK.get(request.user, pk)
    subject = Subject(type="area", code=place.code, name=str(place), pk=place.pk)
    return targets_of(request, subject, {"xa": place.code})


def targets_of(request: HttpRequest, subject: Subject, query: dict[str, str]) -> HttpResponse:
    """The plan and the result of one subject in the year of the address."""
    if not access(request.user).may("report.view") or not access(request.user).may("target.view"):
        raise PermissionDenied("Tài khoản của bạn không xem mục này.")
    year = year_of(request)
    if year is None:
        raise Http404
    reader = Reader.of(request.user)
    approved = reader.targets.filter(status="approved")
    rows = summarize_targets.targets(approved, subject, year, request.user).rows
    page = f"/chi-tieu/?{urlencode({**query, 'nam': str(year)})}"
    return render(request, "reports/parts/targets_told.html", {**campaign_page.plan(rows), "year": year, "page": page})


show = PlaceView.as_view(desk=DESK)
