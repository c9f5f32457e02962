"""Where a support may be entered, and the hamlets that people name in a field: "Pretieng 1; Pretieng 2"."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from danvan.accounts.roles import Reach
from danvan.accounts.scoping import access
from danvan.imports.names import Names
from danvan.lib import text
from danvan.lib.periods import PartialDate
from movements.lookups import valid_in
from movements.models import Area, AreaSuccession

LISTED = 8


def enterable(user: Any, action: str = "support.enter", *, also: int | None = None) -> QuerySet[Area]:
    """Communes and what lies above them where the user may enter records, gone ones too: past years are entered today.

    Who enters for an organisation does so anywhere in the root area and in what it became. `also` is the place that a
    record has already, whatever it is.
    """
    mine = access(user)
    found = mine.areas(action)
    if any(grant.role.reach is Reach.ORGANIZATION for grant in mine.holding(action)):
        portal = mine.portal
        if portal is not None:
            root = portal.root_area.path
            became = AreaSuccession.objects.filter(old__path__startswith=root).values("new")
            found |= Q(path__startswith=root) | Q(pk__in=became)
    offered = (found & ~Q(level=Area.Level.HAMLET)) | Q(pk=also)
    return Area.objects.filter(offered).order_by("level", "sort_key", "pk")


def require_there(area: Area, known: PartialDate) -> None:
    """Refuse a place that was not there on the date; says what it became. Raises ValidationError."""
    if valid_in(area, known):
        return
    became = AreaSuccession.objects.filter(old=area).select_related("new")
    came = AreaSuccession.objects.filter(new=area).select_related("old")
    if area.valid_to and known.start > area.valid_to:
        named = _listed([str(one.new) for one in became])
        tail = f" Ngày này hãy chọn {named}." if named else ""
        raise ValidationError(f"{area.title} chỉ có đến hết ngày {area.valid_to:%d/%m/%Y}.{tail}")
    named = _listed([str(one.old) for one in came])
    tail = f" Ngày này hãy chọn {named}." if named else ""
    raise ValidationError(f"{area.title} chỉ có từ ngày {area.valid_from:%d/%m/%Y}.{tail}")


def hamlets_of(area: Area, known: PartialDate | None = None) -> list[Area]:
    """The hamlets of a place, those that were there on the date."""
    found = Area.objects.within(area).filter(level=Area.Level.HAMLET).order_by("sort_key", "pk")
    return [hamlet for hamlet in found if valid_in(hamlet, known)]


def parts_of(typed: str) -> list[str]:
    """The names in a field: split at ";", "," and line ends."""
    return [part for piece in re.split(r"[;,\n]", typed) if (part := text.clean(piece))]


def hamlets_named(typed: str, area: Area, known: PartialDate | None) -> list[Area]:
    """The hamlets of `area` that a field names, with or without their kind and marks.

    Raises ValidationError that names each one not found, with near misses or with what there is.
    """
    names: Names[Area] = Names(text.place_keys)
    there = hamlets_of(area, known)
    for hamlet in there:
        names.add(hamlet, hamlet.name, str(hamlet), *hamlet.aliases.splitlines())
    hamlets: list[Area] = []
    faults: list[str] = []
    for name in parts_of(typed):
        found, _ = names.find(name)
        if len(found) == 1:
            hamlets += [one for one in found if one not in hamlets]
        elif found:
            communes = _listed([str(one.parent) for one in found])
            faults.append(f"Có nhiều thôn tên “{name}” ({communes}). Hãy chọn xã ở ô Nơi nhận.")
        else:
            there_are = _listed([str(one) for one in there])
            faults.append(
                f"{area.title} không có thôn “{name}”."
                + (names.suggestion(name) or (f" Ở đây có: {there_are}." if there_are else " Chưa có thôn nào."))
            )
    if faults:
        raise ValidationError(faults)
    return hamlets


def hamlets_like(term: str, areas: QuerySet[Area]) -> list[Area]:
    """Hamlets of the places whose name holds the term, folded; for the list under the field."""
    hamlets = Area.objects.filter(level=Area.Level.HAMLET, parent__in=areas.values("pk")).select_related("parent")
    for word in text.fold(term[:80]).split():
        hamlets = hamlets.filter(search__contains=word)
    return list(hamlets.order_by("sort_key", "pk")[:LISTED])


def _listed(names: list[str]) -> str:
    more = f" và {len(names) - LISTED} nơi nữa" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
