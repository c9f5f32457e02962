"""The support ledger as rows for an export that comes back in (the import is beneficiaries/imports/)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from danvan.export import ExportColumn, plain_number
from danvan.lib.periods import DatePrecision, PartialDate
from movements.models import Area

from .imports.columns import LABELS
from .models import Support

SUPPORT_COLUMNS: tuple[ExportColumn, ...] = tuple(
    ExportColumn(
        LABELS[key],
        {"date": "date", "quantity": "decimal", "households": "count", "amount": "money"}.get(key, "text"),  # type: ignore[arg-type]
        {"organizations": 34, "description": 40, "sources": 40, "note": 30}.get(key, 0),
    )
    for key in LABELS
)


def support_rows(queryset: QuerySet[Support]) -> Iterator[list[object]]:
    """The ledger in the columns of `SUPPORT_COLUMNS`, as import_supports reads them; the caller has narrowed the
    queryset by `visible_to`. No recipient is named in it. Queries: a fixed number for each 500 rows.
    """
    found = queryset.select_related("organization", "campaign", "area__parent").prefetch_related(
        "hamlets", "joint_organizations", "items", "contributions__source"
    )
    for support in found.iterator(chunk_size=500):
        yield _export_row(support)


def _export_row(support: Support) -> list[object]:
    area, hamlets = support.area, list(support.hamlets.all())
    if area.level == Area.Level.HAMLET and area.parent is not None:
        area, hamlets = area.parent, [support.area]
    items, parts = list(support.items.all()), list(support.contributions.all())
    single = len(items) == 1
    amounts = [part.amount_vnd for part in parts if part.amount_vnd is not None]
    return [
        PartialDate(support.date, DatePrecision(support.date_precision)),
        str(area),
        "; ".join(hamlet.name for hamlet in hamlets),
        "; ".join(body.name for body in (support.organization, *support.joint_organizations.all())),
        support.campaign.name if support.campaign else "",
        support.get_kind_display().capitalize(),
        support.get_form_display(),
        support.description,
        items[0].quantity.normalize() if single else "; ".join(_item(item) for item in items),
        items[0].unit if single else "",
        support.households,
        parts[0].source.name if len(parts) == 1 else "; ".join(_part(part) for part in parts),
        sum(amounts) if amounts else None,
        support.note,
    ]


def _item(item: Any) -> str:
    return f"{plain_number(item.quantity)} {item.unit}"


def _part(part: Any) -> str:
    return part.source.name if part.amount_vnd is None else f"{part.source.name} = {plain_number(part.amount_vnd)}"
