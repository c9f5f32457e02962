"""What the quick grid's names mean: places, organisations, campaigns, sources, asked one by one as a row names them.

A name may be typed without marks and in part ("nong dan"), as long as only one thing bears it; it is shown in full
once the row is stored. Two that fit are asked about, never guessed.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from danvan.accounts.scoping import visible_to
from danvan.imports.names import Names, agrees
from danvan.lib import text
from danvan.lib.periods import PartialDate
from danvan.records.services import organizations_q
from movements.lookups import valid_in
from movements.models import Area, Campaign, Organization

from .imports.lookups import SupportLookups
from .models import FundingSource, Support
from .places import enterable

ACTION = "support.enter"
MOST = 40
LISTED = 5
SUGGESTED_FROM = 2000
"""So many names are compared for "Ý bạn là …?"; a longer catalogue is searched, not guessed at."""

Keep = Callable[[Any], bool]


def organizations_of(user: Any) -> QuerySet[Organization]:
    """The bodies that the user enters for."""
    return Organization.objects.filter(organizations_q(user, ACTION))


def find_named(queryset: QuerySet[Any], what: str, name: str, keep: Keep = lambda one: True) -> Any:
    """The one row that the name means. Raises ValidationError that says what there is instead."""
    rows = list(holding(queryset, name)[:MOST])
    names: Names[Any] = Names(text.place_keys if queryset.model is Area else None)
    for row in rows:
        names.add(row, *spellings(row))
    found, bearing = names.find(name, keep)
    if not found:
        found = [row for row in rows if keep(row) and any(agrees(name, one) for one in spellings(row))]
    if len(found) == 1:
        return found[0]
    if found:
        raise ValidationError(f"Có nhiều {what} khớp “{name}”: {_listed(found)}. Hãy ghi rõ hơn.")
    if bearing:
        raise ValidationError(f"{what.capitalize()} “{bearing[0]}” không có vào ngày này.")
    raise ValidationError(f"Không có {what} “{name}” trong phạm vi của bạn.{_suggestion(queryset, name)}")


def holding(queryset: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Rows whose folded names hold every word that was typed."""
    for word in text.fold(typed[:120]).split():
        queryset = queryset.filter(search__contains=word)
    return queryset.order_by("sort_key", "pk")


def spellings(row: Any) -> list[str]:
    """The full name first."""
    if isinstance(row, Area):
        return [row.title, row.name, *row.aliases.splitlines()]
    return [row.name, getattr(row, "short_name", "") or row.code, row.code, *row.aliases.splitlines()]


def _listed(found: list[Any]) -> str:
    more = f" và {len(found) - LISTED} tên nữa" if len(found) > LISTED else ""
    return ", ".join(f"“{one}”" for one in found[:LISTED]) + more


def _suggestion(queryset: QuerySet[Any], name: str) -> str:
    known = list(queryset.order_by().values_list("name", flat=True)[: SUGGESTED_FROM + 1])
    near = text.closest(name, known) if len(known) <= SUGGESTED_FROM else []
    return f" Ý bạn là {' hoặc '.join(f'“{one}”' for one in near)}?" if near else ""


class Look(SupportLookups):
    """The names of one row at a date; no catalogue is read whole.

    What was found: `full` by what was typed, `bodies` in their order, `mine` those that the user enters for.
    """

    def __init__(self, user: Any, known: PartialDate | None) -> None:
        self.user, self.known = user, known
        self.full: dict[str, str] = {}
        self.bodies: list[str] = []
        self.mine: list[Organization] = []

    def organization(self, name: str, commune: Area | None, known: PartialDate | None) -> Organization:
        """One that the user enters for, before others of the name: a body that only joins in may be anybody's."""
        there = Organization.objects.select_related("area")
        try:
            found = find_named(there.filter(organizations_q(self.user, ACTION)), "đơn vị", name, self._valid)
            self.mine.append(found)
        except ValidationError:
            if not self._others(name):
                raise
            found = find_named(there, "đơn vị", name, self._valid)
        self.bodies.append(found.name)
        return found  # type: ignore[no-any-return]

    def _others(self, name: str) -> bool:
        """Whether a body outside the reach bears the very name."""
        return any(
            text.fold(name) in {text.fold(one) for one in spellings(body)}
            for body in holding(Organization.objects.all(), name)[:MOST]
        )

    def _valid(self, thing: Any) -> bool:
        return valid_in(thing, self.known)

    def source(self, name: str) -> FundingSource:
        found: FundingSource = find_named(FundingSource.objects.all(), "nguồn kinh phí", name)
        self.full[name] = found.name
        return found


def find_campaign(name: str) -> Campaign:
    return find_named(Campaign.objects.all(), "đợt vận động", name)  # type: ignore[no-any-return]


def find_place(user: Any, name: str, known: PartialDate | None) -> Area:
    """Of the places where the user enters, the one that bore the name on the date; else the one that bears it."""
    there = enterable(user).select_related("parent")
    try:
        return find_named(there, "nơi", name, lambda area: valid_in(area, known))  # type: ignore[no-any-return]
    except ValidationError:
        if known is None:
            raise
    return find_named(there, "nơi", name)  # type: ignore[no-any-return]


def usual_source(user: Any, organization: Organization, *, loan: bool) -> FundingSource | None:
    """What the organisation was last paid from, of the records that the user sees; else its own single source.

    A loan remembers loans only. Three queries at most.
    """
    kind = Support.Kind.LOAN if loan else Support.Kind.GRANT
    last = (
        visible_to(Support.objects.all(), user)
        .filter(organization=organization, kind=kind, contributions__isnull=False)
        .exclude(status="withdrawn")
        .order_by("-pk", "contributions__pk")
        .values_list("contributions__source", flat=True)
        .first()
    )
    if last is not None:
        return FundingSource.objects.filter(pk=last).first()
    own = list(FundingSource.objects.filter(organization=organization).order_by("pk")[:2]) if not loan else []
    return own[0] if len(own) == 1 else None
