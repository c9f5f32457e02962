"""How a step is taken: what every function of the door shares, as the package says it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from danvan.audit.journal import Log, journal
from danvan.figures import effects
from danvan.records import services
from danvan.records.data import Invalid, Refused
from danvan.records.models import normalise
from danvan.records.periods import require_open
from danvan.records.submissions import made_before, remember

from ..models import LifeStep, ModelYear
from .rules import RULES, Action, Life


class Moved(Refused):
    """Somebody took a step after the form was opened."""

    def __init__(self, step: LifeStep) -> None:
        super().__init__(
            f"{step.actor} vừa ghi “{step.get_action_display()}” lúc {timezone.localtime(step.at):%H:%M %d/%m/%Y}. "
            "Hãy xem lại rồi làm tiếp."
        )


@dataclass
class Taking:
    """A step that is being taken: what stands, and what the door notes of it."""

    log: Log
    life: Life
    action: str
    key: uuid.UUID | None
    made: LifeStep | None = None  # by the same form, earlier

    @property
    def record(self) -> ModelYear:
        return self.life.record

    def append(self, *, said: Sequence[str] = (), **values: Any) -> LifeStep:
        """The step's row; the year's columns follow. `said` tells it in the record's history."""
        life, record = self.life, self.record
        if not life.steps:
            started = record.stage if record.stage != ModelYear.Stage.REGISTERED else ModelYear.Stage.RUNNING
            life.steps = [row(life, Action.START, {"stage": started})]
        rule = RULES.get(self.action)
        if rule is not None:
            values = {"on_behalf_of_id": life.giver(*rule.verbs), **({"stage": rule.to} if rule.to else {}), **values}
        step = row(life, self.action, values)
        life.steps = [*life.steps, step]
        remember(self.log.actor, self.key, step)
        reason = values.get("words", "")
        self.log.add(f"life_{self.action}", record, {"said": list(said), **({"reason": reason} if reason else {})})
        return step


def row(life: Life, action: str, values: Mapping[str, Any]) -> LifeStep:
    record = life.record
    step = LifeStep(model_year=record, actor=life.user, action=action)
    for name in ModelYear.FOLLOWING:
        setattr(step, name, getattr(record, name))
    for name, value in values.items():
        setattr(step, name, value)
    normalise(step)
    step.save()
    for name in ModelYear.FOLLOWING:
        setattr(record, name, getattr(step, name))
    follows = {name: getattr(step, name) for name in ModelYear.FOLLOWING}
    ModelYear.objects.filter(pk=record.pk).update(**follows)
    return step


@contextmanager
def taking(
    actor: Any, record: ModelYear, action: str, *, last: int | None = None, key: uuid.UUID | None = None
) -> Iterator[Taking]:
    """The transaction of a step: the year locked, everything that may refuse the step asked, the figures moved after.

    `made` is there when the same form was sent before: then nothing is to be done.
    """
    with journal(actor) as log:
        life = Life.of(actor, services.lock(record))
        made = made_before(actor, key, LifeStep)
        found = Taking(log, life, action, key, made)
        if made is None:
            _require(life, action, last)
        yield found
        if made is None:
            effects.apply(life.record, actor, "life")


def _require(life: Life, action: str, last: int | None) -> None:
    rule = RULES.get(action)
    if last is not None and last != life.last:
        raise Moved(life.steps[-1])
    if rule is not None:
        if refusal := life.not_you(rule):
            raise PermissionDenied(refusal)
        if refusal := life.not_yet(rule):
            raise Refused(refusal)
    require_open(life.user, life.record)


def valid(row: Any) -> None:
    """Hold a row against its fields, in memory. Raises Invalid."""
    normalise(row)
    try:
        row.full_clean(exclude=["model_year", "actor", "step", "replaces"], validate_unique=False)
    except ValidationError as error:
        raise Invalid(error.message_dict) from error


def reason_of(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": ["Hãy ghi lý do."]})
    return reason.strip()
