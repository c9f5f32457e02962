"""What a household's page tells besides the household: where it lived, what it was, what it received. One query."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, DecimalField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from danvan.accounts.scoping import visible_to
from danvan.records.models import Status
from movements.models import Area

from .models import Household, HouseholdLineage, Participation, PovertyClass, PovertyReview, Recipient, Residence
from .models import Support as SupportModel

AREA_KINDS: dict[str, str] = {str(value): str(label) for value, label in Area.Kind.choices}
CLASSES: dict[str, str] = {str(value): str(label) for value, label in PovertyClass.choices}
FORMS: dict[str, str] = {str(value): str(label) for value, label in SupportModel.Form.choices}
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
    def lineage(self) -> str:
        return KINDS.get(self.code, self.code)


@dataclass
class Life:
    residences: list[Event] = field(default_factory=list)
    participations: list[Event] = field(default_factory=list)
    reviews: list[Event] = field(default_factory=list)
    received: list[Event] = field(default_factory=list)
    became: list[Event] = field(default_factory=list)
    came_from: list[Event] = field(default_factory=list)

    @property
    def _shares(self) -> list[int | None]:
        """Shares of grants that were accepted; loans are never summed with them."""
        return [e.amount for e in self.received if e.status == Status.APPROVED and not e.is_loan]

    @property
    def share_vnd(self) -> int | None:
        """What the household got of accepted grants, where its share was written; None when none was."""
        known = [share for share in self._shares if share is not None]
        return sum(known) if known else None

    @property
    def shares_unknown(self) -> int:
        return sum(share is None for share in self._shares)


def life_of(household: Household, user: Any) -> Life:
    """Everything that the user may see of the household's years, newest first."""
    branches = list(_branches(household, user))
    life = Life()
    rows = branches[0].union(*branches[1:], all=True)
    for row in sorted((Event(*row) for row in rows), key=_when, reverse=True):
        getattr(life, row.kind).append(row)
    return life


def _when(event: Event) -> tuple[int, datetime.date, int]:
    start = event.start or datetime.date(event.year or 1, 1, 1)
    return event.year or start.year, start, event.pk


def _branches(household: Household, user: Any) -> Iterator[QuerySet[Any]]:
    reviews = visible_to(PovertyReview.objects.filter(household=household), user).exclude(status=Status.WITHDRAWN)
    supports = visible_to(SupportModel.objects.exclude(status=Status.WITHDRAWN), user)
    received = Recipient.objects.filter(household=household, support__in=supports)
    others = visible_to(Household.objects.all(), user)
    yield _row(
        Residence.objects.filter(household=household), "residences", start="start", end="end", text="area__name",
        note="area__parent__name", code="area__kind",
    )  # fmt: skip
    joined = Participation.objects.filter(household=household)
    span = {"year": "start_year", "end_year": "end_year", "number": "result", "unit": "unit"}
    yield _row(joined.filter(campaign__isnull=False), "participations", text="campaign__name", **span)
    yield _row(joined.filter(model__isnull=False), "participations", text="model__name", **span)
    yield _row(reviews, "reviews", year="year", text="reason", note="standard", code="poverty_class", status="status")
    yield _row(
        received, "received", pk="support_id", start="support__date", precision="support__date_precision",
        text="support__description", note=BODY, code="support__form", amount="share_vnd",
        status="support__status",
    )  # fmt: skip
    became = HouseholdLineage.objects.filter(old=household, new__in=others)
    yield _row(became, "became", start="date", text="new__head", code="kind", amount="new_id")
    came = HouseholdLineage.objects.filter(new=household, old__in=others)
    yield _row(came, "came_from", start="date", text="old__head", code="kind", amount="old_id")


# Every column is cast, so that a branch without a value has the type of the others on PostgreSQL too.
COLUMNS: tuple[tuple[str, Any], ...] = (
    ("pk", BigIntegerField()), ("start", DateField()), ("end", DateField()), ("precision", CharField()),
    ("year", IntegerField()), ("end_year", IntegerField()), ("text", CharField()), ("note", CharField()),
    ("code", CharField()), ("amount", BigIntegerField()), ("number", DecimalField(max_digits=14, decimal_places=3)),
    ("unit", CharField()), ("status", CharField()),
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
