"""Names to choose from while a cell is typed: what find.js asks for on the quick grid."""

from collections.abc import Callable
from typing import Any

from danvan.lib import text
from movements.models import Campaign

from .grid_look import holding, organizations_of
from .models import FundingSource, Support
from .places import enterable

LISTED = 8
Row = tuple[str, str, str]  # value, text that fills the cell, note


def find_rows(user: Any, what: str, typed: str) -> tuple[list[Row], str]:
    """(rows, the term that was searched); a cell of several names is completed at its last one."""
    before, _, term = typed.rpartition(";") if what in ("don-vi", "nguon") else ("", "", typed)
    kept = f"{before.strip()}; " if before.strip() else ""
    term = term.strip()
    rows = FINDERS[what](user, term)
    return [(str(pk), f"{kept}{name}", note) for pk, name, note in rows], term


def _organizations(user: Any, term: str) -> list[tuple[Any, str, str]]:
    rows = holding(organizations_of(user).select_related("area"), term)[:LISTED]
    return [(one.pk, one.name, _until(one)) for one in rows]


def _sources(user: Any, term: str) -> list[tuple[Any, str, str]]:
    rows = holding(FundingSource.objects.all(), term)[:LISTED]
    return [(one.pk, one.name, one.get_kind_display()) for one in rows]


def _campaigns(user: Any, term: str) -> list[tuple[Any, str, str]]:
    rows = holding(Campaign.objects.all(), term).order_by("-start", "pk")[:LISTED]
    return [(one.pk, one.name, str(one.start.year) if one.start else "") for one in rows]


def _places(user: Any, term: str) -> list[tuple[Any, str, str]]:
    rows = holding(enterable(user).select_related("parent"), term)[:LISTED]
    return [(one.pk, one.title, _until(one) or str(one.parent or "")) for one in rows]


def _forms(user: Any, term: str) -> list[tuple[Any, str, str]]:
    words = text.fold(term).split()
    return [
        (value, str(label), "")
        for value, label in Support.Form.choices
        if all(w in text.fold(str(label)) for w in words)
    ]


def _until(thing: Any) -> str:
    return f"đến {thing.valid_to:%d/%m/%Y}" if thing.valid_to else ""


FINDERS: dict[str, Callable[[Any, str], list[tuple[Any, str, str]]]] = {
    "don-vi": _organizations, "nguon": _sources, "dot": _campaigns, "noi": _places, "hinh-thuc": _forms,
}  # fmt: skip
