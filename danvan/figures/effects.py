"""How records count. Apps register one function a model; approve, correct and withdraw pass through `apply`.

An effect is what one approved record adds to one indicator, e.g. ("support_vnd", 2022, None, area, organisation,
campaign, 1 060 000 000). Money in đồng, counts in units; loans have their own indicator and are never support.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import F, Model, Sum

from .models import DataVersion, EffectRow


@dataclass(frozen=True, slots=True)
class Effect:
    """indicator × (year, month | None) × area × organisation × campaign | None → signed value."""

    indicator: str
    year: int | None
    month: int | None
    area_id: int
    organization_id: int
    campaign_id: int | None
    value: Decimal

    @property
    def key(self) -> "Effect":
        return replace(self, value=Decimal(0))


KEY = ("indicator", "year", "month", "area_id", "organization_id", "campaign_id")

Counts = Callable[[Any], Iterable[Effect]]
_registry: dict[str, Counts] = {}


def counts(model: type[Model]) -> Callable[[Counts], Counts]:
    """Register how a model's approved records count."""

    def keep(function: Counts) -> Counts:
        _registry[model._meta.label_lower] = function
        return function

    return keep


def effects_of(record: Any) -> list[Effect]:
    """What the record would count for; empty for kinds that no figure counts."""
    function = _registry.get(record._meta.label_lower)
    return [effect for effect in function(record) if effect.value] if function else []


def standing(record_type: str, record_id: int) -> dict[Effect, Decimal]:
    """What the record counts for today, as the sum of its effect rows by key (zeros left out)."""
    rows = (
        EffectRow.objects.filter(record_type=record_type, record_id=record_id)
        .order_by()
        .values(*KEY)
        .annotate(total=Sum("value"))
    )
    return {_key(row): row["total"] for row in rows if row["total"]}


def _key(row: dict[str, Any]) -> Effect:
    return Effect(**{name: row[name] for name in KEY}, value=Decimal(0))


def apply(record: Any, actor: Any, reason: str) -> None:
    """Bring the record's effect rows to what it counts for now, and bump the data version.

    Runs inside the caller's transaction. Reasons: "approve", "correct", "withdraw", "rebuild".
    """
    wanted: Counter[Effect] = Counter()
    if record.status == "approved":
        for effect in effects_of(record):
            wanted[effect.key] += effect.value  # type: ignore[assignment]
    have = standing(record._meta.label_lower, record.pk)
    rows = []
    for key in wanted.keys() | have.keys():
        change = Decimal(wanted[key]) - have.get(key, Decimal(0))
        if change:
            rows.append(
                EffectRow(
                    actor=actor, reason=reason, record_type=record._meta.label_lower, record_id=record.pk,
                    record_version=record.version, indicator=key.indicator, year=key.year, month=key.month,
                    area_id=key.area_id, organization_id=key.organization_id, campaign_id=key.campaign_id, value=change,
                )
            )  # fmt: skip
    EffectRow.objects.bulk_create(rows)
    bump()


def bump() -> None:
    """A published figure may have changed: caches keyed by the data version are stale from here on."""
    DataVersion.objects.get_or_create(pk=1)
    DataVersion.objects.filter(pk=1).update(number=F("number") + 1)


def data_version() -> int:
    return DataVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def differences() -> list[str]:
    """Recount every registered model and name, in words, what the effect rows say otherwise; empty when equal."""
    found = []
    for label in _registry:
        model = apps.get_model(label)
        for record in model._default_manager.iterator(chunk_size=500):
            wanted: Counter[Effect] = Counter()
            if record.status == "approved":
                for effect in effects_of(record):
                    wanted[effect.key] += effect.value  # type: ignore[assignment]
            if dict(wanted) != standing(label, record.pk):
                found.append(f"{model._meta.verbose_name} {record.pk}: dòng tác động khác với đếm lại")
    return found


def rebuild(actor: Any) -> int:
    """Append the rows that bring every record back to its recount; returns how many records were mended."""
    mended = 0
    for label in _registry:
        for record in apps.get_model(label)._default_manager.iterator(chunk_size=500):
            before = standing(label, record.pk)
            apply(record, actor, "rebuild")
            mended += before != standing(label, record.pk)
    return mended
