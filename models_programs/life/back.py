"""Thu lại: a step is taken back by who decides, and both stay in the history."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from danvan.records.data import Refused

from ..models import LifeStep, ModelYear
from .door import reason_of, taking
from .going_on import next_year
from .rules import RULES, Action


def take_back(
    actor: Any, record: ModelYear, step: LifeStep, *, reason: str, last: int | None = None,
    key: uuid.UUID | None = None,
) -> LifeStep:  # fmt: skip
    """Thu lại: the year stands again as before the step; what the step made goes, the step stays in the history."""
    with taking(actor, record, Action.TAKE_BACK, last=last, key=key) as t:
        if t.made is not None:
            return t.made
        life = t.life
        wanted = next((one for one in life.steps if one.pk == step.pk), None)
        if wanted is None:
            raise PermissionDenied("Bước này không thuộc mô hình này.")
        if refusal := life.why_not_back(wanted):
            raise PermissionDenied(refusal)
        words = reason_of(reason)
        _require_free(t.record, wanted)
        rule = RULES[wanted.action]
        before = life.steps[life.steps.index(wanted) - 1]
        back = {name: getattr(before, name) for name in ModelYear.FOLLOWING} if rule.to else {}
        said = [f"{wanted.get_action_display()}, {timezone.localtime(wanted.at):%d/%m/%Y}, {wanted.actor}"]
        giver = life.giver(*rule.back)
        made = t.append(undoes=wanted, words=words, said=said, on_behalf_of_id=giver, **back)
        for relation in ModelYear.children:
            getattr(t.record, relation).filter(step=wanted).delete()
        return made


def _require_free(record: ModelYear, step: LifeStep) -> None:
    """What others built on the step is taken away first."""
    following = next_year(record)
    if step.action == Action.CARRY_OVER and following is not None:
        raise Refused(f"Bản ghi năm {following.year} còn đó: hãy rút bản ghi ấy trước.")
    if step.action == Action.REPLICATE:
        taken = record.replications.filter(step=step, child__isnull=False).values("child")
        if ModelYear.objects.filter(model__in=taken).exclude(status="withdrawn").exists():
            raise Refused("Nơi nhân rộng đã có bản ghi của mô hình mới: hãy rút bản ghi ấy trước.")
