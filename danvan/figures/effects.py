"""How records count. Apps register one function a model; approve, correct and withdraw pass through `apply`.

An effect is what one approved record adds to one indicator, e.g. ("support_vnd", 2022, None, area, organisation,
campaign, 1 060 000 000). Money in đồng, counts in units; loans have their own indicator and are never support.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, Sum

from danvan.loading import Rows, insert

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


Proof = Callable[[], Iterable[str]]
_proofs: list[Proof] = []


def proves(function: Proof) -> Proof:
    """Register a proof of stored sums: it yields, in words, each that differs from its parts."""
    _proofs.append(function)
    return function


def unproved() -> list[str]:
    """What the registered proofs find; a sum that differs is mended by a correction, never by `rebuild`."""
    return [words for proof in _proofs for words in proof()]


def effects_of(record: Any) -> list[Effect]:
    """What the record would count for; empty for kinds that no figure counts."""
    function = _registry.get(record._meta.label_lower)
    return [effect for effect in function(record) if effect.value] if function else []


def standing(record_type: str, record_id: int) -> dict[Effect, Decimal]:
    """What the record counts for today, as the sum of its effect rows by key (zeros left out)."""
    return _standing_of(record_type, [record_id]).get(record_id, {})


def _standing_of(record_type: str, ids: list[int]) -> dict[int, dict[Effect, Decimal]]:
    rows = (
        EffectRow.objects.filter(record_type=record_type, record_id__in=ids)
        .order_by()
        .values("record_id", "indicator", "year", "month", "area_id", "organization_id", "campaign_id")
        .annotate(total=Sum("value"))
    )
    found: dict[int, dict[Effect, Decimal]] = {}
    for values in rows:
        row: dict[str, Any] = dict(values)
        record_id, total = row.pop("record_id"), row.pop("total")
        if total:
            found.setdefault(record_id, {})[Effect(**row, value=Decimal(0))] = total
    return found


def recount(record: Any) -> dict[Effect, Decimal]:
    """What the record must count for now, by key; nothing unless it is approved."""
    wanted: dict[Effect, Decimal] = {}
    if record.status == "approved":
        for effect in effects_of(record):
            wanted[effect.key] = wanted.get(effect.key, Decimal(0)) + effect.value
    return wanted


def apply(record: Any, actor: Any, reason: str) -> None:
    """Bring the record's effect rows to what it counts for now, and bump the data version.

    Runs inside the caller's transaction. Reasons: "approve", "correct", "withdraw", "rebuild".
    """
    apply_many([record], actor, reason)


def apply_many(records: Sequence[Any], actor: Any, reason: str) -> None:
    """`apply` for records of one kind, with their children at hand; one query to read, one statement to append."""
    if not records:
        return
    label = records[0]._meta.label_lower
    have = _standing_of(label, [record.pk for record in records])
    rows = [
        row
        for record in records
        for row in _rows(actor, reason, (label, record.pk, record.version), recount(record), have.get(record.pk, {}))
    ]
    insert(Rows(EffectRow, keyed=False).extend(rows))
    bump()


def _rows(
    actor: Any, reason: str, of: tuple[str, int, int], wanted: dict[Effect, Decimal], have: dict[Effect, Decimal]
) -> list[EffectRow]:
    """The rows that lead from `have` to `wanted`; `of` is the record's type, id and version."""
    record_type, record_id, version = of
    rows = []
    for key in wanted.keys() | have.keys():
        change = wanted.get(key, Decimal(0)) - have.get(key, Decimal(0))
        if change:
            rows.append(
                EffectRow(
                    actor=actor, reason=reason, record_type=record_type, record_id=record_id, record_version=version,
                    indicator=key.indicator, year=key.year, month=key.month, area_id=key.area_id,
                    organization_id=key.organization_id, campaign_id=key.campaign_id, value=change,
                )
            )  # fmt: skip
    return rows


def bump() -> None:
    """A published figure may have changed: caches keyed by the data version are stale from here on."""
    if not DataVersion.objects.filter(pk=1).update(number=F("number") + 1):
        DataVersion.objects.get_or_create(pk=1)
        DataVersion.objects.filter(pk=1).update(number=F("number") + 1)


def data_version() -> int:
    return DataVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def differences() -> list[str]:
    """Recount every registered model and name, in words, what the effect rows say otherwise; empty when equal."""
    found = [
        f"{record._meta.verbose_name} {record.pk}: dòng tác động khác với đếm lại"
        for record, wanted, have in _compared()
        if wanted != have
    ]
    return found + [f"{label} {pk}: có dòng tác động mà không có bản ghi" for label, pk in _without_record()]


def rebuild(actor: Any) -> int:
    """Append the rows that bring every record back to its recount; returns how many records were mended.

    Rows that no record stands behind are taken back by rows of the opposite sign: nothing is ever erased.
    """
    mended = 0
    with transaction.atomic():
        for record, wanted, have in _compared():
            if wanted != have:
                of = (record._meta.label_lower, record.pk, record.version)
                insert(Rows(EffectRow, keyed=False).extend(_rows(actor, "rebuild", of, wanted, have)))
                mended += 1
        for label, pk in _without_record():
            taken_back = _rows(actor, "rebuild", (label, pk, 0), {}, standing(label, pk))
            insert(Rows(EffectRow, keyed=False).extend(taken_back))
            mended += 1
        if mended:
            bump()
    return mended


CHUNK = 500


def _compared() -> Iterator[tuple[Any, dict[Effect, Decimal], dict[Effect, Decimal]]]:
    """(record, its recount, what its rows say) of every record of every registered model, in a few queries a chunk."""
    for label in _registry:
        model: Any = apps.get_model(label)
        last = 0
        while records := list(
            model._default_manager.filter(pk__gt=last).order_by("pk").prefetch_related(*model.children)[:CHUNK]
        ):
            have = _standing_of(label, [record.pk for record in records])
            for record in records:
                yield record, recount(record), have.get(record.pk, {})
            last = records[-1].pk


def _without_record() -> list[tuple[str, int]]:
    """(record type, id) of effect rows that add up to something although no such record exists or counts."""
    found = []
    for label in EffectRow.objects.order_by().values_list("record_type", flat=True).distinct():
        rows = EffectRow.objects.filter(record_type=label)
        if label in _registry:
            rows = rows.exclude(record_id__in=apps.get_model(label)._default_manager.order_by().values("pk"))
        ids = sorted(set(rows.values_list("record_id", flat=True)))
        found += [(label, pk) for pk, have in sorted(_standing_of(label, ids).items()) if have]
    return found
