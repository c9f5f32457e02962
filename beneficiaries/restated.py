"""The ledger's facts on today's borders: quy về địa giới hiện nay (danvan/lib/boundaries.py says by which rules).

Every fact keeps its year, month, channel and form; only its commune becomes the one of today. A fact of a commune that
was split is split itself, so that whatever is summed afterwards comes to the whole, to the đồng.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from danvan.lib.boundaries import Boundaries, Link, Place, split
from movements.models import Area, AreaSuccession
from movements.restating import named

from .ledger import NO_COMMUNE, Fact, Unit
from .querysets import SupportQuerySet

UNPLACED = "không quy được: "
BORDERS = ("area_id", "area__valid_to", "area__parent_id", "area__parent__valid_to")
NAMED = ("code", "kind", "name", "sort_key", "level")
Found = list[tuple[Fact, int, Collection[int]]]


def facts_on_both(supports: SupportQuerySet) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The facts theo địa giới lúc đó and quy về địa giới hiện nay, from the same rows.

    Two queries; two more where a commune was split, one where a place is named nowhere in what was read.
    """
    rows = list(supports.fact_rows(*BORDERS))
    borders, units = _borders(rows)
    facts = [supports.fact(row) for row in rows]
    parted = {row["area_id"] for row in rows if len(borders.of(row["area_id"])) > 1}
    found: Found = [
        (fact, row["area_id"], ()) for fact, row in zip(facts, rows, strict=True) if row["area_id"] not in parted
    ]
    if parted:
        found += _one_by_one(supports.filter(area__in=parted))
    return tuple(facts), _restated(found, borders, units)


def _borders(rows: list[dict[str, Any]]) -> tuple[Boundaries, dict[int, Unit]]:
    """Today's borders as far as these rows reach, and the places of either side by name. One query."""
    places: dict[int, Place] = {}
    units: dict[int, Unit] = {}
    links: list[Link] = []
    news = tuple(f"new__{name}" for name in ("parent_id", "valid_to", *NAMED))
    for row in AreaSuccession.objects.order_by("pk").values("old_id", "new_id", "date", "share", *news):
        links.append(Link(row["old_id"], row["new_id"], row["date"], row["share"]))
        places[row["new_id"]] = Place(row["new__parent_id"], row["new__valid_to"], row["new__level"] == "hamlet")
        units[row["new_id"]] = _unit(row, "new__")
    for row in rows:
        own, above = row["area_id"], row["area__parent_id"]
        places[own] = Place(above, row["area__valid_to"], row["area__level"] == "hamlet")
        units[own] = _unit(row, "area__")
        if above is not None:
            places.setdefault(above, Place(None, row["area__parent__valid_to"]))
            units.setdefault(above, _unit(row, "area__parent__"))
    return Boundaries(places, links, timezone.localdate()), units


def _one_by_one(supports: SupportQuerySet) -> Found:
    """Each record with the hamlets that it names: a known hamlet beats a share."""
    covered: dict[int, list[int]] = {}
    through: Any = supports.model.hamlets.through
    named_by = through.objects.filter(support__in=supports.order_by().values("pk"))
    for support, hamlet in named_by.values_list("support_id", "area_id"):
        covered.setdefault(support, []).append(hamlet)
    rows = supports.fact_rows("area_id", "pk")
    return [(supports.fact(row), row["area_id"], covered.get(row["pk"], ())) for row in rows]


def _restated(found: Found, borders: Boundaries, units: dict[int, Unit]) -> tuple[Fact, ...]:
    parts = [borders.of(place, covered) for _fact, place, covered in found]
    if missing := {at for each in parts for at in each} - units.keys():
        units |= {pk: _unit({name: getattr(area, name) for name in NAMED}) for pk, area in named(missing).items()}
    facts: list[Fact] = []
    for (fact, _place, _covered), each in zip(found, parts, strict=True):
        communes = {at: _said(units[at], borders.stands(at)) for at in each}
        if len(each) == 1:
            facts.append(replace(fact, commune=next(iter(communes.values()))))
        else:
            facts += _split(fact, each, communes)
    return tuple(facts)


def _split(fact: Fact, parts: Mapping[int, Any], communes: Mapping[int, Unit]) -> list[Fact]:
    money, valued = split(fact.vnd, parts), split(fact.valued, parts)
    bare = split(fact.supports - fact.valued, parts)
    counted = split(fact.households, parts) if fact.households is not None else dict.fromkeys(parts)
    return [
        replace(fact, commune=communes[at], vnd=money[at], valued=valued[at], supports=valued[at] + bare[at],
                households=counted[at])
        for at in parts
    ]  # fmt: skip


def _unit(row: Mapping[str, Any], prefix: str = "") -> Unit:
    """A commune by its name; what lies above the communes is of none."""
    if row[f"{prefix}level"] in (Area.Level.PROVINCE, Area.Level.DISTRICT):
        return NO_COMMUNE
    kind = Area.Kind(row[f"{prefix}kind"]).label
    return Unit(row[f"{prefix}code"], f"{kind} {row[f'{prefix}name']}", row[f"{prefix}sort_key"])


def _said(unit: Unit, stands: bool) -> Unit:
    """A commune that is gone and became nothing that is known says so."""
    return unit if stands or unit is NO_COMMUNE else replace(unit, name=f"{UNPLACED}{unit.name}")
