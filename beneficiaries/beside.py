"""What stands beside the facts of the ledger: new houses, and who joined in. Two small groups in one query."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, DecimalField, F, QuerySet, Sum, Value
from django.db.models.functions import Cast

from .ledger import HOUSE_UNITS, Joined, Unit

NO_TEXT = Value("", output_field=CharField())
NO_QUANTITY = Cast(Value(None), DecimalField(max_digits=14, decimal_places=3))
NO_MONEY = Cast(Value(None), BigIntegerField())
CHANNEL = tuple(f"support__organization__{field}" for field in ("code", "name", "sort_key"))
JOINER = ("organization__code", "organization__name", "organization__sort_key")


@dataclass(frozen=True, slots=True)
class Beside:
    """`houses`: căn by year. `joined` leaves out an organisation that is written as joining in its own record."""

    houses: dict[int, Decimal]
    joined: tuple[Joined, ...]

    @property
    def all_houses(self) -> Decimal:
        return sum(self.houses.values(), Decimal(0))


def read(items: QuerySet[Any], links: QuerySet[Any]) -> Beside:
    """`items` (SupportItem) and `links` (the joint organisations' rows) of the supports that count."""
    houses = (
        items.filter(support__form="house_new", unit__in=HOUSE_UNITS).order_by()
        .values_list("support__year", "support__kind", *[NO_TEXT] * 6)
        .annotate(quantity=Sum("quantity"), n=Count("pk"), valued=Count("pk"), vnd=NO_MONEY)
    )  # fmt: skip
    joined = (
        links.exclude(organization=F("support__organization")).order_by()
        .values_list("support__year", "support__kind", *CHANNEL, *JOINER)
        .annotate(
            quantity=NO_QUANTITY, n=Count("pk"), valued=Count("support__amount_vnd"), vnd=Sum("support__amount_vnd")
        )
    )  # fmt: skip
    found, pairs = {}, []
    for year, kind, *names, quantity, n, valued, vnd in houses.union(joined, all=True):
        if not names[0]:
            found[year] = quantity
            continue
        pairs.append(
            Joined(
                channel=Unit(*names[:3]), joiner=Unit(*names[3:]), year=year, is_loan=kind == "loan", supports=n,
                valued=valued, vnd=vnd or 0,
            )
        )  # fmt: skip
    return Beside(found, tuple(pairs))
