"""All parts of one support in one query: a page has twelve for everything, and the ledger has seven child tables.

Each child table gives its rows to one union of plain columns; a union adds no row to another's. The rows become model
instances in the record's prefetch cache, so that whoever asks `support.items.all()` asks no database.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, DecimalField, Model, Value
from django.db.models.functions import Cast

from movements.models import Area, Organization

from .models import Contribution, FundingSource, Loan, LoanBalance, Recipient, Support, SupportItem

TEXTS = 5
QUANTITY = DecimalField(max_digits=14, decimal_places=3)

Row = tuple[Any, ...]  # (relation, pk, linked pk, five texts, a decimal, two whole numbers, a date)


def load(support: Support) -> Support:
    """Fill the record's prefetch cache; a second call asks nothing. One query."""
    if getattr(support, "_parts_loaded", False):
        return support
    found: dict[str, list[Model]] = {name: [] for name in MADE}
    for row in sorted(_union(support.pk), key=lambda r: (r[0], r[1])):
        found[row[0]].append(MADE[row[0]](support, row))
    for name, rows in found.items():
        queryset = getattr(support, name).all()
        queryset._result_cache, queryset._prefetch_done = rows, True
        support.__dict__.setdefault("_prefetched_objects_cache", {})[name] = queryset
    support._parts_loaded = True  # type: ignore[attr-defined]
    return support


def _union(pk: int) -> Any:
    tables = [
        _rows("items", SupportItem.objects.filter(support=pk), ("name", "unit"), decimal="quantity"),
        _rows(
            "contributions", Contribution.objects.filter(support=pk),
            ("source__name", "source__code", "manner", "typed", "valuation_basis"), link="source",
            whole=("amount_vnd",),
        ),
        _rows(
            "recipients", Recipient.objects.filter(support=pk),
            ("kind", "name", "poverty_class", "category", "received_by"), link="household", whole=("share_vnd",),
        ),
        _rows(
            "loans", Loan.objects.filter(support=pk), ("lender__name", "purpose"), link="lender", decimal="interest",
            whole=("term_months",),
        ),
        _rows("hamlets", Support.hamlets.through._default_manager.filter(support=pk), ("area__name", "area__kind"),
              link="area"),
        _rows("joint_organizations", Support.joint_organizations.through._default_manager.filter(support=pk),
              ("organization__name", "organization__short_name"), link="organization"),
        _rows("balances", LoanBalance.objects.filter(loan=pk), (), whole=("outstanding_vnd", "overdue_vnd"),
              day="date"),
    ]  # fmt: skip
    return tables[0].union(*tables[1:], all=True)


def _rows(
    name: str, queryset: Any, texts: tuple[str, ...], *, link: str = "", decimal: str = "", whole: tuple[str, ...] = (),
    day: str = "",
) -> Any:  # fmt: skip
    """One table's rows in the columns that all share."""
    number, empty = BigIntegerField(), Value("", output_field=CharField())
    columns: list[Any] = [Value(name, output_field=CharField()), "pk"]
    columns.append(f"{link}_id" if link else Cast(Value(None), number))
    columns += [*texts, *[empty] * (TEXTS - len(texts))]
    columns.append(Cast(decimal or Value(None), QUANTITY))
    columns += [*(Cast(one, number) for one in whole), *[Cast(Value(None), number)] * (2 - len(whole))]
    columns.append(day or Cast(Value(None), DateField()))
    return queryset.order_by().values_list(*columns)


def _item(support: Support, row: Row) -> Model:
    return SupportItem(pk=row[1], support=support, name=row[3], unit=row[4], quantity=row[8])


def _contribution(support: Support, row: Row) -> Model:
    source = FundingSource(pk=row[2], name=row[3], code=row[4])
    return Contribution(
        pk=row[1], support=support, source=source, manner=row[5], typed=row[6], valuation_basis=row[7],
        amount_vnd=row[9],
    )  # fmt: skip


def _recipient(support: Support, row: Row) -> Model:
    return Recipient(
        pk=row[1], support=support, household_id=row[2], kind=row[3], name=row[4], poverty_class=row[5],
        category=row[6], received_by=row[7], share_vnd=row[9],
    )  # fmt: skip


def _loan(support: Support, row: Row) -> Model:
    interest: Decimal | None = row[8]
    lender = FundingSource(pk=row[2], name=row[3])
    return Loan(pk=row[1], support=support, lender=lender, purpose=row[4], term_months=row[9], interest=interest)


def _hamlet(support: Support, row: Row) -> Model:
    return Area(pk=row[2], name=row[3], kind=row[4], level=Area.Level.HAMLET)


def _organization(support: Support, row: Row) -> Model:
    return Organization(pk=row[2], name=row[3], short_name=row[4])


def _balance(support: Support, row: Row) -> Model:
    return LoanBalance(pk=row[1], loan=support, outstanding_vnd=row[9], overdue_vnd=row[10], date=row[11])


MADE: dict[str, Callable[[Support, Row], Model]] = {
    "items": _item,
    "contributions": _contribution,
    "recipients": _recipient,
    "loans": _loan,
    "hamlets": _hamlet,
    "joint_organizations": _organization,
    "balances": _balance,
}
