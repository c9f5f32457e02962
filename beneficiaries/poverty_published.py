"""Counts as published of one place: between publishers, and against the households whose names are held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from danvan.accounts.scoping import visible_to
from danvan.lib.arithmetic import percent
from danvan.lib.numbers import format_int
from danvan.records.models import Status
from movements.models import Area

from .models import AreaPoverty, Standard
from .poverty_flows import LISTS, NEAR, POOR

STANDARDS: dict[str, str] = {str(value): str(label) for value, label in Standard.choices}


def standard_short(standard: str) -> str:
    """A standard in words without the years in brackets; one that is not known, as it is written."""
    return STANDARDS.get(standard, standard).partition(" (")[0]


@dataclass(frozen=True, slots=True)
class Published:
    """One published count. Rates are of `households` on the same day; None where that was not published."""

    pk: int
    date: date
    standard: str
    source: str
    poor: int | None
    near_poor: int | None
    households: int | None
    illustrative: bool = False

    @property
    def url(self) -> str:
        return f"/so-ho-ngheo/{self.pk}/"

    @property
    def standard_words(self) -> str:
        return STANDARDS.get(self.standard, self.standard)

    @property
    def poor_rate(self) -> Decimal | None:
        return percent(self.poor, self.households)

    @property
    def near_rate(self) -> Decimal | None:
        return percent(self.near_poor, self.households)

    def of(self, which: str) -> int | None:
        return self.poor if which == POOR else self.near_poor


@dataclass(frozen=True, slots=True)
class Beside:
    """A list of names beside a published count of the same class. `names` None: no list is held of the day's year."""

    which: str
    published: Published
    names: int | None
    comparable: bool

    @property
    def stated(self) -> int | None:
        return self.published.of(self.which)

    @property
    def difference(self) -> int | None:
        """Published − held; None where either is unknown or the standards differ."""
        if self.stated is None or self.names is None or not self.comparable:
            return None
        return self.stated - self.names

    @property
    def said(self) -> str:
        """What is missing, in words."""
        if not self.comparable:
            return "khác chuẩn, không so"
        if self.difference is None:
            return "chưa giữ danh sách" if self.names is None else "nguồn không nêu"
        if self.difference == 0:
            return "khớp"
        way = "thiếu" if self.difference > 0 else "nhiều hơn"
        return f"danh sách {way} {format_int(abs(self.difference))} hộ"


def published_of(user: Any, area: Area) -> list[Published]:
    """Everything published of exactly this place, as it was (theo địa giới lúc đó); the oldest first. One query."""
    rows = visible_to(AreaPoverty.objects.filter(area=area, campaign=None, status=Status.APPROVED), user)
    names = ("pk", "date", "standard", "source", "poor", "near_poor", "households", "illustrative")
    return [Published(*row) for row in rows.order_by("date", "standard", "pk").values_list(*names)]


def beside_names(counts: Iterable[Published], year: int, held: dict[str, int | None], standard: str) -> list[Beside]:
    """Each source's last count of the year beside the names held at the end of it, by class."""
    last = {(one.source, one.standard): one for one in counts if one.date.year == year}
    return [
        Beside(which, one, held[which], not standard or one.standard == standard)
        for which in LISTS
        for one in last.values()
        if one.of(which) is not None
    ]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Several sources that published the same thing (day, standard) differently."""

    date: date
    standard: str
    counts: Sequence[Published]

    def gap(self, which: str) -> int:
        known = [value for one in self.counts if (value := one.of(which)) is not None]
        return max(known) - min(known) if len(known) > 1 else 0

    @property
    def said(self) -> str:
        words = {POOR: "hộ nghèo", NEAR: "hộ cận nghèo"}
        gaps = [f"lệch {gap} {words[which]}" for which in LISTS if (gap := self.gap(which))]
        return ", ".join(gaps) or "khớp nhau"


def between_publishers(counts: Iterable[Published]) -> list[Disagreement]:
    """The days that several sources counted by one standard, side by side, newest first."""
    by_day = groupby(counts, key=lambda one: (one.date, one.standard))
    several = [Disagreement(day, standard, rows) for (day, standard), found in by_day if len(rows := list(found)) > 1]
    return several[::-1]
