"""While the model runs: the dated notes of its diary, and what was measured."""

import datetime
import uuid
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied

from danvan.audit.journal import journal
from danvan.figures import effects
from danvan.lib import numbers
from danvan.records import services
from danvan.records.data import Refused
from danvan.records.models import Status
from danvan.records.periods import require_open
from danvan.records.submissions import made_before, remember

from ..models import ModelNote, ModelResult, ModelYear
from .door import row, valid
from .rules import Action, Life

Row = TypeVar("Row", ModelNote, ModelResult)
NOT_RUNNING = (ModelYear.Stage.STOPPED, ModelYear.Stage.CARRIED_OVER)


def why_no_note(life: Life, what: str = "Nhật ký và kết quả") -> str:
    """Why the user cannot add to the year's diary and results, or to `what` else it lists; "" when they can."""
    if life.record.status != Status.APPROVED:
        return "Đăng ký của năm này chưa được tiếp nhận nên chưa ghi nhật ký được."
    if not life.may_enter:
        return f"{what} do người ghi cho mô hình này ghi."
    if life.record.stage in NOT_RUNNING:
        return f"Mô hình đã ở “{life.record.get_stage_display()}”: ghi tiếp ở năm sau."
    return ""


def note(
    actor: Any, record: ModelYear, *, date: datetime.date, words: str, replaces: ModelNote | None = None,
    key: uuid.UUID | None = None,
) -> ModelNote:  # fmt: skip
    """A dated note in the diary; with `replaces` in place of a wrong one. The first starts the year's running."""
    return _add(actor, record, ModelNote(date=date, words=words, replaces=replaces), key)


def result(
    actor: Any, record: ModelYear, *, date: datetime.date, what: str, quantity: Decimal, unit: str,
    replaces: ModelResult | None = None, key: uuid.UUID | None = None,
) -> ModelResult:  # fmt: skip
    """What was measured, counted on a day; with `replaces` in place of a wrong one."""
    measured = ModelResult(date=date, what=what, quantity=quantity, unit=unit, replaces=replaces)
    return _add(actor, record, measured, key)


def _add(actor: Any, record: ModelYear, new: Row, key: uuid.UUID | None) -> Row:
    with journal(actor) as log:
        life = Life.of(actor, services.lock(record))
        if made := made_before(actor, key, type(new)):
            return made
        if refusal := why_no_note(life):
            raise Refused(refusal) if life.may_enter else PermissionDenied(refusal)
        require_open(actor, life.record)
        new.model_year, new.actor = life.record, actor
        valid(new)
        if new.replaces is not None and type(new)._default_manager.filter(replaces=new.replaces).exists():
            raise Refused("Dòng này đã được thay bằng dòng khác.")
        if life.record.stage == ModelYear.Stage.REGISTERED:
            row(life, Action.START, {"stage": ModelYear.Stage.RUNNING})
            log.add("life_start", life.record)
        new.save()
        remember(actor, key, new)
        log.add("life_note", life.record, {"said": [f"{new.date:%d/%m/%Y}: {told(new)}"]})
        effects.bump()
        return new


def told(new: ModelNote | ModelResult) -> str:
    if isinstance(new, ModelNote):
        return new.words
    return f"{new.what}: {numbers.format_decimal(new.quantity)} {new.unit}"
