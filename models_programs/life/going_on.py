"""Where a model comes from and goes to: registered, carried over to the next year, taken up in another place."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from danvan.accounts.scoping import access
from danvan.audit.journal import journal
from danvan.records import catalogs, services
from danvan.records.data import Invalid, Refused
from danvan.records.models import Status
from danvan.records.submissions import made_before
from movements.models import Area, Organization

from ..models import LifeStep, MobilizationModel, ModelYear, Replication
from .door import row, taking
from .rules import Action, Life


class _Twice(Exception):
    """The same form was stored meanwhile: what this one made is undone."""

    def __init__(self, record: ModelYear) -> None:
        self.record = record


def register(
    actor: Any, *, model: MobilizationModel | None = None, of_model: Mapping[str, Any] | None = None,
    of_year: Mapping[str, Any], key: uuid.UUID | None = None, offer: Replication | None = None,
) -> ModelYear:  # fmt: skip
    """A draft of a model's year: of a model that is there, or of a new one (`of_model`: name, type, field …).

    `offer` is a replication that waits for this place: the new model is its child. Raises like the two doors behind it.
    """
    if made := made_before(actor, key, ModelYear):
        return made  # type: ignore[no-any-return]
    try:
        with journal(actor):
            if model is None:
                data = {**(of_model or {}), "organization": of_year["organization"], "area": of_year["area"]}
                if offer is not None:
                    data["replicated_from"] = offer.model_year.model
                    data["movement"] = offer.model_year.model.movement
                _require_new(data)
                model = catalogs.save(actor, MobilizationModel, data)
            record = services.create(actor, ModelYear, {**of_year, "model": model}, key=key)
            if record.model_id != model.pk:
                raise _Twice(record)
            if offer is not None:
                _taken_up(actor, offer, model)
    except _Twice as twice:
        return twice.record
    return record


def _require_new(data: Mapping[str, Any]) -> None:
    same = MobilizationModel.objects.filter(name=data["name"], area=data["area"], organization=data["organization"])
    if data["name"] and same.exists():
        raise Invalid({"name": ["Đơn vị này đã có mô hình cùng tên ở đó: hãy chọn ở ô “Mô hình đã có”."]})


def carry_over(actor: Any, record: ModelYear, *, last: int | None = None, key: uuid.UUID | None = None) -> ModelYear:
    """Chuyển tiếp: next year's draft with what stays, unless that year is written already; returns it."""
    with taking(actor, record, Action.CARRY_OVER, last=last, key=key) as t:
        old = t.record
        if old.year is None:
            raise Refused("Bản ghi này chưa có năm.")
        there = next_year(old)
        if t.made is None:
            fresh = there is None
            if there is None:
                there = services.create(actor, ModelYear, kept(old), illustrative=old.illustrative)
            t.append(said=[f"{'mở bản nháp' if fresh else 'tiếp ở bản ghi'} năm {there.year}"])
        if there is None:
            raise Refused("Bản ghi của năm sau đã được rút.")
        return there


def next_year(record: ModelYear) -> ModelYear | None:
    """The model's record of the next year, if it stands."""
    rows = ModelYear.objects.filter(model=record.model_id, year=(record.year or 0) + 1)
    return rows.exclude(status="withdrawn").first()


def kept(record: ModelYear) -> dict[str, Any]:
    """What stays of a registration when the model goes on for another year."""
    names = ("model", "organization", "area", "difficulty", "forces", "goals")
    return {
        **{name: getattr(record, name) for name in names}, "year": (record.year or 0) + 1,
        "partners": list(record.partners.values_list("pk", flat=True)),
    }  # fmt: skip


# ---- taken up elsewhere ----------------------------------------------------------------------------------------


def replicate(
    actor: Any, record: ModelYear, *, area: Area, date: datetime.date, organization: Organization | None = None,
    last: int | None = None, key: uuid.UUID | None = None,
) -> LifeStep:  # fmt: skip
    """Nhân rộng: taken up in another place. With the `organization` that leads it there a child model and its draft are
    opened at once, for which the actor must enter there; without it the place is asked to register (see `offers`).
    """
    with taking(actor, record, Action.REPLICATE, last=last, key=key) as t:
        if t.made is None:
            parent = t.record
            if area.pk == parent.area_id:
                raise Invalid({"area": ["Nơi nhân rộng phải khác nơi của mô hình."]})
            child = _child(actor, parent, area, date.year, organization) if organization is not None else None
            opened = f"mở mô hình mới ở {organization}" if child else "chờ nơi ấy nhận và đăng ký"
            t.made = t.append(date=date, said=[area.title, f"{date:%d/%m/%Y}", opened])
            Replication.objects.create(model_year=parent, area=area, date=date, child=child, step=t.made)
        return t.made


def _child(actor: Any, parent: ModelYear, area: Area, year: int, organization: Organization) -> MobilizationModel:
    model = parent.model
    child = catalogs.save(actor, MobilizationModel, {
        "name": model.name, "type": model.type, "field": model.field, "movement": model.movement, "area": area,
        "organization": organization, "replicated_from": model,
    }, illustrative=model.illustrative)  # fmt: skip
    services.create(actor, ModelYear, {
        "model": child, "organization": organization, "area": area, "year": year, "difficulty": parent.difficulty,
        "goals": parent.goals,
    }, illustrative=parent.illustrative)  # fmt: skip
    return child


def offers(user: Any) -> QuerySet[Replication]:
    """Replications that wait for a place where the user enters: nobody registered the model there yet."""
    here = Area.objects.filter(access(user).areas("model_year.enter"))
    waiting = Replication.objects.filter(
        step__isnull=False, child__isnull=True, model_year__status=Status.APPROVED, area__in=here
    )
    return waiting.select_related("model_year__model__field", "model_year__area", "area").order_by("date", "pk")


def _taken_up(actor: Any, offer: Replication, child: MobilizationModel) -> None:
    """The replication names its child from now on: its row is made anew by a step that replaces the first."""
    with journal(actor) as log:
        parent = services.lock(offer.model_year)
        stands = Replication.objects.filter(pk=offer.pk, child__isnull=True).select_related("step").first()
        if stands is None or stands.step is None:
            raise Refused("Lời mời nhân rộng này đã có người nhận hoặc đã được thu lại.")
        life = Life.of(actor, parent)
        step = row(life, Action.REPLICATE, {"undoes": stands.step, "date": stands.date})
        stands.delete()
        Replication.objects.create(model_year=parent, area=stands.area, date=stands.date, child=child, step=step)
        log.add("life_replicate", parent, {"said": [f"{child.area.title} nhận, {child.organization} chủ trì"]})
