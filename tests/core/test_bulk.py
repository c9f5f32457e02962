"""The bulk door stores exactly what the single one does, and refuses what it refuses, in its words."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model

from danvan.accounts.roles import RECORD_KINDS
from danvan.records import bulk, services
from danvan.records.bulk_steps import submit_many, take_many
from danvan.records.kinds import record_models
from tests.unchanged import tables

MOMENTS = {"id", "created_at", "updated_at", "at", "submitted_at", "approved_at"}


def models() -> list[type[Model]]:
    """All but the journal's, where a batch is one entry."""
    known = tables()
    return [
        m
        for m in apps.get_models(include_auto_created=True)
        if m._meta.db_table in known and m._meta.app_label != "audit"
    ]


class New:
    """The rows that were not there before: every column, but keys of new rows counted from 0 and no moments."""

    def __init__(self) -> None:
        self.before = {m: set(m._base_manager.values_list("pk", flat=True)) for m in models()}

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        found = {
            m: list(m._base_manager.exclude(pk__in=self.before[m]).order_by("pk").values()) for m in models()
        }  # fmt: skip
        order = {(m, row["id"]): at for m, rows in found.items() for at, row in enumerate(rows)}

        def told(model: type[Model], row: dict[str, Any]) -> dict[str, Any]:
            kind = apps.get_model(row["record_type"]) if "record_type" in row else None
            said = {}
            for f in model._meta.concrete_fields:
                of = kind if f.name == "record_id" else f.related_model if f.is_relation else None
                value = row[f.attname]
                if f.attname not in MOMENTS:
                    said[f.attname] = ("new", order[of, value]) if (of, value) in order else value
            return said

        return {m._meta.label: [told(m, row) for row in rows] for m, rows in found.items() if rows}


@pytest.fixture
def data_of(cast, monkeypatch):
    """What `record_of` would give to the single door, of any kind."""

    def caught(kind: str) -> dict:
        held = {}
        create = services.create

        def keep(actor, model, data, **options):
            if model is record_models()[kind]:
                held.update(data)
                raise LookupError
            return create(actor, model, data, **options)

        with monkeypatch.context() as patch:
            patch.setattr(services, "create", keep)
            with pytest.raises(LookupError):
                cast.record_of(kind)
        return held

    return caught


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_both_doors_store_the_same_rows(cast, data_of, kind):
    data, model, actor = data_of(kind), record_models()[kind], cast.canbo_phuson
    new, made = New(), []

    def one() -> None:
        record = services.create(actor, model, data)
        record = services.submit(actor, record)
        services.accept(cast.mttq, services.confirm(cast.chutich_phuson, record))

    def many() -> None:
        (pk,) = bulk.create_many(actor, bulk.prepare_many(actor, model, [data]))
        (sent,) = submit_many(actor, [model._default_manager.get(pk=pk)])
        (confirmed,) = take_many(cast.chutich_phuson, [sent.record], "confirm")
        (accepted,) = take_many(cast.mttq, [confirmed.record], "accept")
        assert (sent.reason, confirmed.reason, accepted.reason) == ("", "", "")

    for way in (one, many):
        with transaction.atomic():
            way()
            made.append(new.rows())
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert len(made[0][model._meta.label]) == 1
    assert len(made[0]["records.StepTaken"]) == 3
