"""The support ledger as a table: the resource that imports it, and its rows for an export that comes back in."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from import_export.fields import Field
from tablib import Dataset

from danvan.accounts.models import User
from danvan.export import ExportColumn, plain_number
from danvan.lib.periods import DatePrecision, PartialDate
from danvan.records import data as plain
from danvan.records import services
from danvan.records.data import Invalid, Refused
from danvan.records.periods import PeriodClosed
from danvan.resources import CellWidget, SafeResource
from movements.models import Area

from .imports import cells
from .imports.columns import LABELS, Table
from .imports.lookups import Lookups
from .imports.missing import Missing
from .imports.rows import SupportRow
from .models import Support

# Where a fault that the ledger's door found stands in the file.
KEYS = {
    "date": "date", "date_precision": "date", "area": "commune", "hamlets": "hamlets", "organization": "organizations",
    "joint_organizations": "organizations", "campaign": "campaign", "kind": "kind", "form": "form",
    "households": "households", "note": "note",
}  # fmt: skip
CHILD_KEYS = {
    "items.quantity": "quantity", "items.unit": "unit", "contributions.source": "sources",
    "contributions.amount_vnd": "amount", "contributions.typed": "amount", "loans.lender": "sources",
}  # fmt: skip


def _field(key: str, read: Any) -> Field:
    return Field(attribute=key, column_name=LABELS[key], widget=CellWidget(read))


class SupportResource(SafeResource):
    """Rows → drafts of `actor` through the one door. Without an actor nothing is written, only rehearsed."""

    date = _field("date", cells.day)
    commune = _field("commune", cells.required_text)
    hamlets = _field("hamlets", cells.names)
    organizations = _field("organizations", cells.required_names)
    campaign = _field("campaign", cells.optional_text)
    kind = _field("kind", cells.kind)
    form = _field("form", cells.form)
    description = _field("description", cells.required_text)
    quantity = _field("quantity", cells.quantities)
    unit = _field("unit", cells.optional_text)
    households = _field("households", cells.households)
    sources = _field("sources", cells.sources)
    amount = _field("amount", cells.amount)
    note = _field("note", cells.long_text)

    class Meta:
        model = Support
        fields = tuple(LABELS)
        import_order = tuple(LABELS)

    def __init__(self, table: Table, actor: Any | None, missing: Missing) -> None:
        super().__init__()
        self.table, self.actor, self.missing = table, actor, missing
        self.look = Lookups()
        self.made: list[Support] = []
        self.rows: list[SupportRow] = []
        self._stand_in = User.objects.first() if actor is None else None

    def dataset(self) -> Dataset:
        return Dataset(*self.table.rows, headers=list(LABELS.values()))

    def init_instance(self, row: Any = None) -> SupportRow:
        made = SupportRow(self.look, self.missing, self.table.places[len(self.rows)])
        self.rows.append(made)
        return made

    def save_instance(self, instance: SupportRow, is_create: bool, row: Any, **kwargs: Any) -> None:
        try:
            if self.actor is None:
                # Any account stands in as the author: a rehearsal stores nothing.
                author = self._stand_in
                plain.rehearse(Support(created_by=author, updated_by=author), instance.data)
                return
            support = services.create(self.actor, Support, instance.data)
        except Invalid as error:
            raise ValidationError(by_column(error.errors)) from error
        except PeriodClosed as error:
            raise ValidationError({"date": [error.message]}) from error
        except Refused as error:
            raise ValidationError({"description": [error.message]}) from error
        except PermissionDenied as error:
            raise ValidationError({"organizations": [str(error)]}) from error
        instance.pk = support.pk
        self.made.append(support)


def by_column(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """The door's faults ("contributions.0.amount_vnd") under the file's columns."""
    found: dict[str, list[str]] = {}
    for place, messages in errors.items():
        relation, _, rest = place.partition(".")
        key = CHILD_KEYS.get(f"{relation}.{rest.partition('.')[2]}") if rest else KEYS.get(place)
        found.setdefault(key or "description", []).extend(messages)
    return found


# ---- export ---------------------------------------------------------------------------------------------------------

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
