"""What stands beside the facts of the ledger: new houses, who joined in, what each source gave. One query."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from .ledger import HOUSE_UNITS, Joined, Share, Unit

NEW_HOUSE = Q(support__form="house_new", unit__in=HOUSE_UNITS)
"""An item that is a new house, for whoever counts them; loans have a form of their own."""
NO_TEXT = Value("", output_field=CharField())
NO_QUANTITY = Cast(Value(None), DecimalField(max_digits=14, decimal_places=3))
NO_MONEY = Cast(Value(None), BigIntegerField())
CHANNEL = tuple(f"support__organization__{field}" for field in ("code", "name", "sort_key"))
SOURCE = tuple(f"source__{field}" for field in ("code", "name", "sort_key"))
JOINER = ("organization__code", "organization__name", "organization__sort_key")


@dataclass(frozen=True, slots=True)
class Beside:
    """`houses`: căn by year. `joined` leaves out an organisation that is written as joining in its own record."""

    houses: dict[int, Decimal]
    joined: tuple[Joined, ...]
    shares: tuple[Share, ...] = ()

    @property
    def all_houses(self) -> Decimal:
        return sum(self.houses.values(), Decimal(0))


def read(items: QuerySet[Any], links: QuerySet[Any], paid: QuerySet[Any] | None = None) -> Beside:
    """`items` (SupportItem), `links` (the joint organisations' rows) and `paid` (Contribution; None = the shares of the
    sources are not asked for) of the supports that count.
    """
    houses = (
        items.filter(NEW_HOUSE).order_by()
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
    found, pairs, shares = {}, [], []
    for year, kind, *names, quantity, n, valued, vnd in houses.union(joined, *_shares(paid), all=True):
        loan, first, second = kind == "loan", Unit(*names[:3]), Unit(*names[3:])
        if first.code:
            pairs.append(
                Joined(channel=first, joiner=second, year=year, is_loan=loan, supports=n, valued=valued, vnd=vnd or 0)
            )
        elif second.code:
            unvalued = 0 if loan else n - valued
            shares.append(
                Share(source=second, year=year, is_loan=loan, vnd=vnd or 0, supports=n, unvalued=unvalued)
            )  # fmt: skip
        else:
            found[year] = quantity
    return Beside(found, tuple(pairs), tuple(shares))


def _shares(paid: QuerySet[Any] | None) -> list[QuerySet[Any, Any]]:
    """What each source gave; a record counts once for a source, however many contributions it made."""
    if paid is None:
        return []
    valued = Count("support", distinct=True, filter=Q(support__amount_vnd__isnull=False))
    rows: QuerySet[Any, Any] = (
        paid.order_by().values_list("support__year", "support__kind", *[NO_TEXT] * 3, *SOURCE)
        .annotate(quantity=NO_QUANTITY, n=Count("support", distinct=True), valued=valued, vnd=Sum("amount_vnd"))
    )  # fmt: skip
    return [rows]
