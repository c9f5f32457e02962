"""What a household's page tells besides the household: where it lived, what it was, what it received. One query."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, DecimalField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from danvan.accounts.scoping import visible_to
from danvan.records.models import Status
from movements.models import Area

from .models import (
    Household,
    HouseholdLineage,
    Participation,
    PovertyClass,
    PovertyReview,
    Recipient,
    Residence,
    Standard,
    family,
)
from .models import Support as SupportModel

AREA_KINDS: dict[str, str] = {str(value): str(label) for value, label in Area.Kind.choices}
CLASSES: dict[str, str] = {str(value): str(label) for value, label in PovertyClass.choices}
FORMS: dict[str, str] = {str(value): str(label) for value, label in SupportModel.Form.choices}
STANDARDS: dict[str, str] = {str(value): str(label) for value, label in Standard.choices}
KINDS: dict[str, str] = {str(value): str(label) for value, label in HouseholdLineage.Kind.choices}


@dataclass(frozen=True, slots=True)
class Event:
    """A row of any of the lists; which fields speak depends on its kind. `amount` in đồng, None = not stated."""

    kind: str
    pk: int
    start: datetime.date | None
    end: datetime.date | None
    precision: str
    year: int | None
    end_year: int | None
    text: str
    note: str
    code: str
    amount: int | None
    number: Decimal | None
    unit: str
    status: str
    total: int | None

    @property
    def place(self) -> str:
        """A residence: "thôn Pretieng 1, Phú Sơn"."""
        here = f"{AREA_KINDS.get(self.code, '')} {self.text}".strip()
        return f"{here}, {self.note}" if self.note else here

    @property
    def poverty_class(self) -> str:
        return CLASSES.get(self.code, self.code)

    @property
    def form(self) -> str:
        return FORMS.get(self.code, self.code)

    @property
    def is_loan(self) -> bool:
        return self.code == "loan"

    @property
    def standard(self) -> str:
        return STANDARDS.get(self.note, self.note)

    @property
    def got(self) -> int | None:
        """Of a support, đồng: the share that was written, or all of it when this household is the only one."""
        return self.total if self.amount is None and self.number == 1 else self.amount

    @property
    def lineage(self) -> str:
        return KINDS.get(self.code, self.code)


@dataclass
class Life:
    residences: list[Event] = field(default_factory=list)
    participations: list[Event] = field(default_factory=list)
    reviews: list[Event] = field(default_factory=list)
    received: list[Event] = field(default_factory=list)
    inherited: list[Event] = field(default_factory=list)
    became: list[Event] = field(default_factory=list)
    came_from: list[Event] = field(default_factory=list)

    @property
    def grants(self) -> list[Event]:
        return [event for event in self.received if not event.is_loan]

    @property
    def loans(self) -> list[Event]:
        return [event for event in self.received if event.is_loan]

    @property
    def _shares(self) -> list[int | None]:
        """Shares of grants that were accepted; loans are never summed with them."""
        return [event.got for event in self.grants if event.status == Status.APPROVED]

    @property
    def share_vnd(self) -> int | None:
        """What the household got of accepted grants, where its share is known; None when none is."""
        known = [share for share in self._shares if share is not None]
        return sum(known) if known else None

    @property
    def shares_unknown(self) -> int:
        return sum(share is None for share in self._shares)

    @property
    def strip(self) -> list[tuple[Event, str]]:
        """The reviews from the oldest on, each with the standard where a new one begins ("" where it goes on)."""
        rows = sorted(self.reviews, key=lambda event: (event.year or 0, event.pk))
        standards = ["", *(event.note for event in rows)]
        return [(event, event.standard if event.note != standards[at] else "") for at, event in enumerate(rows)]


def life_of(household: Household, user: Any) -> Life:
    """Everything that the user may see of the household's years, newest first."""
    branches = list(_branches(household, user))
    life = Life()
    rows = branches[0].union(*branches[1:], all=True)
    for row in sorted((Event(*row) for row in rows), key=_when, reverse=True):
        list_of = getattr(life, row.kind)
        if row.kind == "received" and list_of and list_of[-1].pk == row.pk:
            list_of[-1] = _both(list_of[-1], row)
        else:
            list_of.append(row)
    return life


def _both(one: Event, other: Event) -> Event:
    """A support that names two records of the household, which were merged later: once, the shares together."""
    shares = [event.amount for event in (one, other) if event.amount is not None]
    return replace(one, amount=sum(shares) if shares else None)


def _when(event: Event) -> tuple[int, datetime.date, int]:
    start = event.start or datetime.date(event.year or 1, 1, 1)
    return event.year or start.year, start, event.pk


def _branches(household: Household, user: Any) -> Iterator[QuerySet[Any]]:
    """The lists, of the household and of the records merged into it that the user sees."""
    others = visible_to(Household.objects.all(), user)
    mine = others.filter(family(household.pk)).order_by().values("pk")
    reviews = visible_to(PovertyReview.objects.filter(household__in=mine), user).exclude(status=Status.WITHDRAWN)
    supports = visible_to(SupportModel.objects.exclude(status=Status.WITHDRAWN), user)
    origins = HouseholdLineage.objects.filter(new__in=mine, old__in=others).order_by().values("old")
    received = {
        "pk": "support_id", "start": "support__date", "precision": "support__date_precision",
        "text": "support__description", "note": BODY, "code": "support__form", "amount": "share_vnd",
        "number": "support__households", "status": "support__status", "total": "support__amount_vnd",
    }  # fmt: skip
    yield _row(
        Residence.objects.filter(household__in=mine), "residences", start="start", end="end", text="area__name",
        note="area__parent__name", code="area__kind",
    )  # fmt: skip
    joined = Participation.objects.filter(household__in=mine)
    span = {"year": "start_year", "end_year": "end_year", "number": "result", "unit": "unit"}
    yield _row(joined.filter(campaign__isnull=False), "participations", text="campaign__name", **span)
    yield _row(joined.filter(model__isnull=False), "participations", text="model__name", **span)
    yield _row(reviews, "reviews", year="year", text="reason", note="standard", code="poverty_class", status="status")
    named = Recipient.objects.filter(support__in=supports)
    yield _row(named.filter(household__in=mine), "received", **received)
    yield _row(named.filter(household__in=origins), "inherited", **received, unit="household__head")
    became = HouseholdLineage.objects.filter(old__in=mine, new__in=others)
    yield _row(became, "became", start="date", text="new__head", code="kind", amount="new_id")
    came = HouseholdLineage.objects.filter(new__in=mine, old__in=others)
    yield _row(came, "came_from", start="date", text="old__head", code="kind", amount="old_id")


# Every column is cast, so that a branch without a value has the type of the others on PostgreSQL too.
COLUMNS: tuple[tuple[str, Any], ...] = (
    ("pk", BigIntegerField()), ("start", DateField()), ("end", DateField()), ("precision", CharField()),
    ("year", IntegerField()), ("end_year", IntegerField()), ("text", CharField()), ("note", CharField()),
    ("code", CharField()), ("amount", BigIntegerField()), ("number", DecimalField(max_digits=14, decimal_places=3)),
    ("unit", CharField()), ("status", CharField()), ("total", BigIntegerField()),
)  # fmt: skip


BODY = Coalesce(NullIf("support__organization__short_name", Value("")), "support__organization__name")


def _row(queryset: QuerySet[Any], kind: str, **paths: Any) -> QuerySet[Any]:
    """One branch: `paths` name where each column comes from; the others are empty ("" for text)."""
    paths = {"pk": "pk", **paths}
    values: dict[str, Any] = {"x_kind": Value(kind)}
    for name, output in COLUMNS:
        empty = Value("") if isinstance(output, CharField) else Value(None)
        values[f"x_{name}"] = Cast(_path(paths[name]) if name in paths else empty, output)
    return queryset.order_by().annotate(**values).values_list(*values)


def _path(path: Any) -> Any:
    return F(path) if isinstance(path, str) else path
