"""Recipients by name, for lists that leave the portal: name, place and support alone.

Two rights at once: the support must be seen with names there (`personal.view` at its place, as its page asks), and of
a household also the household itself. No CCCD, no ethnicity, no class is read here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from danvan.accounts.scoping import access, visible_to
from danvan.lib.text import person_sort_key
from movements.models import Area

from .models import Household, Recipient, Support, SupportItem
from .querysets import SupportQuerySet
from .sensitive import reveals

PLACE = ("level", "kind", "name", "sort_key", "parent__kind", "parent__name", "parent__sort_key")


@dataclass(frozen=True, slots=True)
class Thing:
    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A support that names recipients or should. `households` None: nobody counted them. `named`: households that it
    names, `others`: people, groups and communities, whoever reads.
    """

    pk: int
    description: str
    form: str
    form_label: str
    organization: str
    place: str
    commune: str
    amount_vnd: int | None
    households: int | None
    named: int
    others: int
    things: tuple[Thing, ...]
    illustrative: bool

    @property
    def reveals(self) -> bool:
        return reveals(self.form, self.description)

    @property
    def whole(self) -> bool:
        """Whether all recipients are named."""
        if self.households is None:
            return bool(self.others) and not self.named
        return self.named >= self.households

    @property
    def alone(self) -> bool:
        """Whether there is one recipient, whose the whole support is."""
        return self.named + self.others == 1 and self.households in (None, self.named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One recipient of one support, seen by the reader. `share_vnd` None: their part was not written down."""

    given: Given
    name: str
    household: int | None
    place: str
    commune: str
    share_vnd: int | None
    reveals: bool


def seen_with_names(supports: SupportQuerySet, user: Any) -> SupportQuerySet:
    """The grants whose recipients the user may know by name; `user` None: the system."""
    grants = supports.filter(kind=Support.Kind.GRANT)
    if user is None:
        return grants
    return grants.filter(access(user).q(Support.scope, "personal.view"))


def read(supports: SupportQuerySet, user: Any) -> tuple[list[Given], list[Name]]:
    """The supports, oldest first, and the recipients by commune, place and name. Three queries."""
    given = {one.pk: one for one in _given(supports)}
    recipients = Recipient.objects.filter(support__in=supports.order_by().values("pk"))
    if user is not None:
        households = visible_to(Household.objects.all(), user)
        recipients = recipients.filter(Q(household=None) | Q(household__in=households))
    fields = [f"household__area__{name}" for name in PLACE]
    rows = recipients.order_by().values_list(
        "support_id", "name", "household_id", "household__head", "share_vnd", "category", *fields
    )
    found = []
    for pk, name, household, head, share, category, *area in rows:
        one = given[pk]
        place, commune, order = _place(area) if household else (one.place, one.commune, ("", ""))
        words = head if household else name
        made = Name(
            given=one, name=words, household=household, place=place, commune=commune, share_vnd=share,
            reveals=one.reveals or reveals(one.form, category),
        )  # fmt: skip
        found.append(((order, place, person_sort_key(words), pk), made))
    return list(given.values()), [made for _order, made in sorted(found, key=lambda row: row[0])]


def _given(supports: SupportQuerySet) -> Iterable[Given]:
    things: dict[int, list[Thing]] = {}
    items = SupportItem.objects.filter(support__in=supports.order_by().values("pk")).order_by("pk")
    for pk, quantity, unit in items.values_list("support_id", "quantity", "unit"):
        things.setdefault(pk, []).append(Thing(quantity, unit))
    households = Count("recipients", filter=Q(recipients__household__isnull=False))
    others = Count("recipients", filter=Q(recipients__household__isnull=True))
    rows: QuerySet[Support, Any] = (
        supports.order_by("date", "pk").annotate(x_named=households, x_others=others)
        .values_list(
            "pk", "description", "form", "organization__short_name", "organization__name", "amount_vnd", "households",
            "illustrative", "x_named", "x_others", *(f"area__{name}" for name in PLACE),
        )
    )  # fmt: skip
    for pk, description, form, short, name, vnd, counted, illustrative, named, other, *area in rows:
        place, commune, _order = _place(area)
        yield Given(
            pk=pk, description=description, form=form, form_label=str(Support.Form(form).label),
            organization=short or name, place=place, commune=commune, amount_vnd=vnd, households=counted, named=named,
            others=other, things=tuple(things.get(pk, ())), illustrative=illustrative,
        )  # fmt: skip


def _place(area: list[Any]) -> tuple[str, str, tuple[str, str]]:
    """(hamlet and commune in words, the commune, what it is sorted by)."""
    level, kind, name, order, above_kind, above_name, above_order = area
    own = f"{Area.Kind(kind).label} {name}"
    if level != Area.Level.HAMLET or not above_name:
        return own, own, (order, "")
    commune = f"{Area.Kind(above_kind).label} {above_name}"
    return f"{own}, {commune}", commune, (above_order, order)
