"""So sánh: this year of a place, an organisation or a campaign beside another year or another of its kind.

The address says it all: `noi`, `to-chuc`, `dot` or `toan-cong` with `nam`, beside `voi` (another code of the same
kind, else the same) with `voi-nam` (else the year before); `ranh-gioi` chooses the borders, `phan=chi-tieu` the
indicators of a place.
What lies outside the reader's reach is not there (404). Twelve queries at most.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import access, require
from danvan.context import Bar, context_of, known_years, year_in
from danvan.downloads import download
from danvan.shell import shell_of
from movements import restating
from movements.models import Campaign, Indicator, Organization
from reports.pages import compare, compare_sides
from reports.summaries.choices import WHOLE
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject
from reports.targets.target_asked import Shown, in_group

BODY, CAMPAIGN = "to-chuc", "dot"
INDICATORS = "chi-tieu"


@dataclass(frozen=True)
class Asked:
    """The two that are compared, and what may be chosen instead as (code, label)."""

    parameter: str
    pair: tuple[Any, Any]
    choices: list[tuple[str, str]]
    years: tuple[int, int]
    offered: list[int]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The two sides, a line a figure; `xuat` downloads them."""
    require(request.user, "report.view")
    reader = Reader.of(request.user)
    asked = _asked(request, reader)
    now = restating.asked(request) == restating.NOW
    part = INDICATORS if request.GET.get("phan") == INDICATORS and asked.parameter == "noi" else ""
    group = in_group(request, list(Indicator.objects.order_by("group", "sort_key", "pk"))) if part else None
    pair = compare_sides.with_open_years(_pair(request, reader, asked, now, group), timezone.localdate())
    found = compare.lines(*pair)
    illustrative = any(side.illustrative for side in pair)
    if fmt := request.GET.get("xuat"):
        columns, rows = compare.exported(found, *pair)
        mark = ", có số liệu minh họa" if illustrative else ""
        title = f"So sánh {pair[0].title} với {pair[1].title}{mark}"
        return download(request, "compare", title, columns, rows, fmt, len(rows))
    same = asked.pair[0] == asked.pair[1]
    return render(
        request,
        "reports/compare.html",
        {
            "asked": asked, "pair": pair, "lines": found, "now": now, "part": part, "same": same,
            "places": asked.parameter == "noi", "change": "Tăng, giảm" if same else "Chênh lệch",
            "illustrative": illustrative, "group": group, "whole": _whole(request, reader),
            "sides": [(side, side.short(beside)) for side, beside in (pair, pair[::-1])],
            "bar": Bar(parts=[pair[0].title, f"so với {pair[1].title}", "số đã tiếp nhận"]),
        },
    )  # fmt: skip


def _pair(request: HttpRequest, reader: Reader, asked: Asked, now: bool, group: Shown | None) -> compare_sides.Pair:
    mine = access(request.user)
    if asked.parameter == BODY:
        return compare_sides.of_bodies(mine, reader, asked.pair, asked.years)
    if asked.parameter == WHOLE:
        return compare_sides.of_whole(mine, reader, asked.pair[0].name, asked.years)
    if asked.parameter == CAMPAIGN:
        return compare_sides.of_campaigns(mine, reader, asked.pair, asked.years)
    if group:
        require(request.user, "target.view")
        return compare_sides.of_indicators(mine, group.indicators, asked.pair, asked.years)
    return compare_sides.of_places(mine, reader, asked.pair, asked.years, now)


def _asked(request: HttpRequest, reader: Reader) -> Asked:
    """Http404 for what is no year, and for a code that is not there or not in reach."""
    if WHOLE in request.GET:
        whole = _whole(request, reader)
        if whole is None:
            raise Http404
        return _of(request, WHOLE, [whole], WHOLE)
    if CAMPAIGN in request.GET:
        rows: list[Any] = list(Campaign.objects.order_by("sort_key"))
        return _of(request, CAMPAIGN, rows, request.GET[CAMPAIGN])
    context = context_of(request) if BODY not in request.GET else None
    if context is not None:
        places = [row for row in context.places
                  if reader.may_open(Subject(type="area", code="", name="", paths=(row.path,)))]  # fmt: skip
        own = request.GET.get("noi") or (context.area.code if context.area in places else "")
        if own or places:
            return _of(request, "noi", places, own, context.years, context.year)
    # Also for who answers for an organisation alone, and so for no place.
    bodies = Organization.objects.select_related("area").order_by("sort_key")
    return _of(request, BODY, [row for row in bodies if reader.may_open(_subject(row))], request.GET.get(BODY, ""))


@dataclass(frozen=True)
class Whole:
    """All that the portal holds, whatever its places were at the time."""

    name: str
    code: str = WHOLE


def _whole(request: HttpRequest, reader: Reader) -> Whole | None:
    """None for who does not reach all of it."""
    portal = shell_of(request).portal
    root = portal.root_area if portal else None
    subject = Subject(type="portal", code=None, name="", paths=(root.path,) if root else ())
    return Whole(f"Toàn cổng, {shell_of(request).root_name}") if reader.may_open(subject) else None


def _subject(body: Organization) -> Subject:
    return Subject(type="organization", code=body.code, name=body.name, pk=body.pk, paths=(body.area.path,))


def _of(
    request: HttpRequest, parameter: str, rows: list[Any], code: str, years: list[int] | None = None,
    year: int | None = None,
) -> Asked:  # fmt: skip
    if years is None:
        years, year = known_years()
    by_code = {row.code: row for row in rows}
    ours = by_code.get(code) if code else next(iter(rows), None)
    other = by_code.get(request.GET["voi"]) if request.GET.get("voi") else ours
    if ours is None or other is None:
        raise Http404
    first = _year(request.GET.get("nam"), year or years[0])
    second = _year(request.GET.get("voi-nam"), first - 1 if ours == other else first)
    offered = sorted({*years, first, second}, reverse=True)
    label = "label" if parameter == BODY else "title" if parameter == "noi" else "name"
    return Asked(parameter, (ours, other), [(row.code, getattr(row, label)) for row in rows], (first, second), offered)


def _year(given: str | None, default: int) -> int:
    if not given:
        return default
    found = year_in(given)
    if found is None:
        raise Http404
    return found
