"""A support written back into the cells of its file; what reads them are rows.py and recipients.py."""

from collections.abc import Iterator, Sequence
from typing import Any

from beneficiaries.models import Household, Recipient, Support
from danvan.accounts.scoping import visible_to
from danvan.export import plain_number
from movements.imports import writing

from .recipients import WRITTEN, written_household

RELATED = ("organization", "campaign", "area__parent")
PREFETCH = ("hamlets", "joint_organizations", "items", "contributions__source", "loans", "recipients__household")


def supports(records: Sequence[Support], user: Any) -> Iterator[dict[str, Any]]:
    """Households that the user does not see are not named. One query."""
    ids = {row.household_id for support in records for row in support.recipients.all() if row.household_id}
    seen = set(visible_to(Household.objects.filter(pk__in=ids), user).order_by().values_list("pk", flat=True))
    for support in records:
        yield _cells(support, seen)


def _cells(support: Support, seen: set[int]) -> dict[str, Any]:
    items, parts = list(support.items.all()), list(support.contributions.all())
    single = len(items) == 1
    amounts = [part.amount_vnd for part in parts if part.amount_vnd is not None]
    named = [row for row in support.recipients.all() if row.household_id is None or row.household_id in seen]
    return {
        "date": writing.dated(support),
        **writing.place(support.area, list(support.hamlets.all())),
        "organizations": writing.bodies(support),
        "campaign": writing.name_of(support.campaign),
        "kind": support.get_kind_display().capitalize(),
        "form": support.get_form_display(),
        "description": support.description,
        "quantity": items[0].quantity.normalize() + 0 if single else "; ".join(_item(item) for item in items),
        "unit": items[0].unit if single else "",
        "households": support.households,
        "people": support.people,
        "sources": parts[0].source.name if len(parts) == 1 else "; ".join(_part(part) for part in parts),
        "amount": sum(amounts) if amounts else None,
        "note": support.note,
        "recipients": "; ".join(_recipient(row) for row in named),
    }


def _item(item: Any) -> str:
    return f"{plain_number(item.quantity)} {item.unit}"


def _part(part: Any) -> str:
    return part.source.name if part.amount_vnd is None else f"{part.source.name} = {plain_number(part.amount_vnd)}"


def _recipient(row: Recipient) -> str:
    return written_household(row.household) if row.household else f"{WRITTEN[row.kind]}: {row.name}"
