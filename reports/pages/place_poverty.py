"""The poverty counts published of a place by year; for the years before it stood, its old communes' added up.

Each year shows its last count (of several publishers the one entered last, as on Giảm nghèo). A sum is told only when
every old commune that stood at the end of the year was counted, all by one standard: else "–" and who is missing.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from beneficiaries.models import AreaPoverty
from beneficiaries.poverty_published import standard_short
from danvan.accounts.scoping import visible_to
from danvan.lib.boundaries import restate
from danvan.records.models import Status
from movements.desks_base import may_read
from movements.models import Area
from reports.pages.place_lineage import Lineage

NAMES = ("poor", "near_poor")


@dataclass(frozen=True, slots=True)
class Count:
    """One year. `pk` None: added up from several places; `why`: what keeps the sum from being told, "" = nothing."""

    day: datetime.date
    standard: str
    source: str
    poor: int | None
    near_poor: int | None
    pk: int | None = None
    why: str = ""
    by_share: bool = False
    illustrative: bool = False

    @property
    def url(self) -> str:
        return f"/so-ho-ngheo/{self.pk}/" if self.pk else ""

    @property
    def standard_words(self) -> str:
        return standard_short(self.standard)


def read(user: Any, lineage: Lineage, now: bool) -> dict[int, Count]:
    """{year: count}. `now`: with the years of the old communes. One query, none for who may see no counts."""
    if not may_read(user, AreaPoverty):
        return {}
    olds = lineage.olds if now else []
    places = [lineage.place.pk, *(area.pk for area in olds)]
    rows = visible_to(AreaPoverty.objects.filter(area__in=places, campaign=None, status=Status.APPROVED), user)
    last: dict[tuple[int, int], AreaPoverty] = {}
    for row in rows.order_by("date", "pk"):
        last[row.area_id, row.date.year] = row
    found: dict[int, Count] = {}
    for year in sorted({year for _area, year in last}):
        own = last.get((lineage.place.pk, year))
        if own is not None:
            found[year] = Count(own.date, own.standard, own.source, own.poor, own.near_poor, own.pk,
                                illustrative=own.illustrative)  # fmt: skip
        elif not lineage.stood_at_end(lineage.place, year):
            standing = [area for area in olds if lineage.stood_at_end(area, year)]
            if standing:
                found[year] = _sum(lineage, standing, {area.pk: last.get((area.pk, year)) for area in standing})
    return found


def _sum(lineage: Lineage, olds: Iterable[Area], counts: dict[int, AreaPoverty | None]) -> Count:
    known = [row for row in counts.values() if row is not None]
    day, source = max(row.date for row in known), "; ".join(dict.fromkeys(row.source for row in known))
    standards = {row.standard for row in known}
    missing = [str(area) for area in olds if counts[area.pk] is None]
    why = f"thiếu số của {', '.join(missing)}" if missing else ""
    if len(standards) > 1:
        why = "các xã cũ đếm theo chuẩn khác nhau"
    if why:
        standard = "" if len(standards) > 1 else standards.pop()
        return Count(day, standard, source, None, None, why=why)
    values: dict[str, int | None] = {}
    by_share = False
    for name in NAMES:
        made = restate([(row.area_id, (), getattr(row, name)) for row in known], lineage.borders)[lineage.place.pk]
        values[name] = None if made.unknown or made.value is None else int(made.value)
        by_share |= made.by_share
    return Count(
        day, standards.pop(), source, values["poor"], values["near_poor"], by_share=by_share,
        illustrative=any(row.illustrative for row in known),
    )  # fmt: skip
