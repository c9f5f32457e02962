"""What the selects of a form offer: places under their parent, names under their kind, validity said.

A page may hold many selects and line tables with one select a row; all of them are filled by one query for places and
one for names, kept on the user object of the request and asked only when a select is drawn.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import CharField, DateField, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from danvan.accounts.roles import Reach
from danvan.accounts.scoping import access

from .models import Area, AreaSuccession, Indicator, Movement, Organization, Portal, WorkTheme

Choice = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows of a catalogue are offered: the option's words, and the group it stands in ("" = none)."""

    label: Any = field(default_factory=lambda: F("name"))
    group: Any = field(default_factory=lambda: Value(""))
    group_words: Mapping[str, str] = field(default_factory=dict)
    until: Any = field(default_factory=lambda: Value(None))


SHAPES: dict[type[models.Model], Shape] = {
    Organization: Shape(group=F("kind"), group_words=dict(Organization.Kind.choices), until=F("valid_to")),
    Movement: Shape(group=F("kind"), group_words=dict(Movement.Kind.choices)),
    Indicator: Shape(label=Concat("name", Value(" ("), "unit", Value(")"))),
    WorkTheme: Shape(label=Concat(Cast("year", CharField()), Value(": "), "words")),
}


def valid_words(start: datetime.date | None, end: datetime.date | None) -> str:
    """ "từ 01/07/2025", "đến 30/06/2025", both, or "" for always: what tells two places of one name apart."""
    return " ".join(
        word for word in (start and f"từ {start:%d/%m/%Y}", end and f"đến {end:%d/%m/%Y}") if word
    )  # fmt: skip


def place_words(area: Area) -> str:
    """ "Xã Phú Sơn (đến 30/06/2025)"."""
    valid = valid_words(area.valid_from, area.valid_to)
    return f"{area.title} ({valid})" if valid else area.title


def place_choices(areas: Iterable[Area]) -> list[Choice]:
    """Options grouped under the parent place; each area needs its parent at hand (select_related)."""
    found: dict[str, list[Choice]] = {}
    for area in sorted(areas, key=lambda a: (a.parent.path if a.parent else "", a.sort_key)):
        found.setdefault(place_words(area.parent) if area.parent else "", []).append((area.pk, place_words(area)))
    return _grouped(found)


def name_choices(querysets: Mapping[str, QuerySet[Any]]) -> dict[str, list[Choice]]:
    """Options of several catalogues in one query; keys as given. Each queryset is of a model in SHAPES, or one with
    a `name`."""
    found: dict[str, dict[str, list[Choice]]] = {key: {} for key in querysets}
    branches = [_branch(key, queryset) for key, queryset in querysets.items()]
    if not branches:
        return {}
    rows = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    for key, pk, label, group, until, _order in sorted(rows, key=lambda row: (row[3], row[5], row[1])):
        words = SHAPES.get(querysets[key].model, Shape()).group_words.get(group, group)
        said = f"{label} ({valid_words(None, until)})" if until else label
        found[key].setdefault(words[:1].upper() + words[1:], []).append((pk, said))
    return {key: _grouped(groups) for key, groups in found.items()}


def _branch(key: str, queryset: QuerySet[Any]) -> QuerySet[Any, Any]:
    shape = SHAPES.get(queryset.model, Shape())
    return queryset.order_by().values_list(
        Value(key, output_field=CharField()), "pk", Cast(shape.label, CharField()), Cast(shape.group, CharField()),
        Cast(shape.until, DateField()), "sort_key",
    )  # fmt: skip


def _grouped(groups: Mapping[str, list[Choice]]) -> list[Choice]:
    return [*groups.get("", []), *((name, options) for name, options in groups.items() if name)]


def reach(user: Any, action: str) -> Q:
    """A condition on Area: where the user may enter. Who enters for an organisation does so anywhere in the root area
    and in what it became (`records.services.require_place` asks only for the organisation)."""
    mine = access(user)
    found = mine.areas(action)
    if any(grant.role.reach is Reach.ORGANIZATION for grant in mine.holding(action)):
        root = Subquery(Portal.objects.order_by("pk").values("root_area__path")[:1])
        became = AreaSuccession.objects.filter(old__path__startswith=root).values("new")
        found |= Q(path__startswith=root) | Q(pk__in=became)
    return found


def kept(user: Any, key: Any, make: Callable[[], Any]) -> Any:
    """What `make` gives, made once for this user object (one request)."""
    store = user.__dict__.setdefault("_offered", {})
    if key not in store:
        store[key] = make()
    return store[key]
