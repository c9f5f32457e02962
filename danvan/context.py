"""The context (place and period): chosen in the URL (`noi`, `nam`), carried by the rail's links, never in a session.

A page of figures always has a year (the latest with approved figures when the URL names none); a list has one only
when the URL says so ("mọi năm").
"""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest
from django.utils import timezone

from danvan.accounts.scoping import access, became
from danvan.figures.models import EffectRow


@dataclass(frozen=True)
class Bar:
    """The context bar: a sentence, and the GET form that changes it (templates/parts/context_bar.html)."""

    parts: list[str]
    places: list[tuple[str, str]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    place: str = ""
    year: int | None = None
    any_year: bool = False
    action: str = ""
    compare: Any = None
    boundary: Any = None
    hidden: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Context:
    """The place and year that a page speaks of, and what may be chosen instead."""

    area: Any
    year: int | None
    places: list[Any]
    years: list[int]

    def bar(
        self, request: HttpRequest, *, any_year: bool = False, action: str = "", said: str = "", boundary: str = ""
    ) -> Bar:
        """`boundary`: which borders the page is on, where it can be on either ("luc-do", "hien-nay")."""
        own = {"noi", "nam", "page"} | ({"ranh-gioi"} if boundary else set())
        keep = [(k, str(v)) for k, v in request.GET.items() if k not in own] if not action else []
        year = f"Năm {self.year}" if self.year else "Mọi năm"
        return Bar(
            parts=[part for part in (self.area.title if self.area else "Toàn cổng", year, said) if part],
            places=[(a.code, a.title) for a in self.offered(boundary)],
            years=self.years,
            place=self.area.code if self.area else "",
            year=self.year,
            any_year=any_year,
            action=action,
            boundary=boundary or None,
            hidden=keep,
        )

    def offered(self, boundary: str = "") -> list[Any]:
        """The places that stood in the year (today's too, where figures are put on today's borders), and the one that
        is shown; all of any time without a year."""
        if self.year is None:
            return self.places
        years = {self.year} | ({timezone.localdate().year} if boundary == "hien-nay" else set())
        return [a for a in self.places if a == self.area or any(a.stood_in(year) for year in years)]


def context_of(request: HttpRequest, *, any_year: bool = False) -> Context:
    """Read the URL. Three queries at most. Raises Http404 for a place outside the user's reach or no year."""
    mine = access(request.user)
    reached = {path for grant in mine.grants for path in grant.paths}
    areas = apps.get_model("movements", "Area").objects.exclude(level="hamlet").order_by("path")
    root = root_path(mine)
    places = [a for a in areas if any(a.path.startswith(p) for p in reached | root)]
    asked = request.GET.get("noi", "")
    area = next((a for a in places if a.code == asked), None) if asked else own_place(mine, places, reached | root)
    if asked and area is None:
        raise Http404
    years, latest = known_years()
    year = request.GET.get("nam", "")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404
    chosen = int(year) if year else None if any_year else latest
    return Context(area, chosen, places, years)


def year_in(text: str) -> int | None:
    """The year that an address names: four digits, one that a record can have (1990–2100). None for anything else."""
    found = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return found if 1990 <= found <= 2100 else None


def own_place(mine: Any, places: list[Any], reached: set[str]) -> Any:
    """Where the user works: of the places that the assignments reach the widest, and of those the one assigned itself,
    not what it became. (Paths are no order to go by: as text "1.11." stands before "1.2.".)"""
    labels = {grant.label for grant in mine.grants}
    own = [place for place in places if place.path in reached] or places
    return min(own, key=lambda place: (LEVELS.index(place.level), str(place) not in labels), default=None)


def root_path(mine: Any) -> set[str]:
    """Those who reach by organisation move in the whole root area, and in what it became."""
    if not any(grant.organizations for grant in mine.grants):
        return set()
    portal = mine.portal
    return became(portal.root_area.path) if portal else set()


LEVELS = ("province", "district", "commune", "hamlet")  # the widest first
FIGURES = ("support_vnd", "loan_vnd", "supports")


def known_years() -> tuple[list[int], int]:
    """Years with figures, and this one, newest first; and the latest with approved figures (this year when
    none has). One query."""
    today = timezone.localdate().year
    rows = EffectRow.objects.filter(year__isnull=False).order_by().values_list("year", "indicator").distinct()
    found = [(year, indicator) for year, indicator in rows if year is not None]
    latest = max((year for year, indicator in found if indicator in FIGURES and year <= today), default=today)
    return sorted({year for year, _indicator in found} | {today}, reverse=True), latest
