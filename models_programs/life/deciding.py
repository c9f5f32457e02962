"""What a body decided about the model: recognised or not, exemplary, awarded; and that it stopped."""

import uuid
from typing import Any

from danvan.records.data import Invalid

from ..models import Award, LifeStep, ModelYear, Recognition
from .door import reason_of, taking, valid
from .rules import Action


def recognise(
    actor: Any, record: ModelYear, *, exemplary: bool = False, last: int | None = None, key: uuid.UUID | None = None,
    **decision: Any,
) -> LifeStep:  # fmt: skip
    """A decision to recognise (level, decision, date, body); `exemplary` = chosen as «tiêu biểu» at once."""
    row = Recognition(exemplary=exemplary, **decision)
    return _decided(actor, record, Action.RECOGNISE, row, last, key)


def name_exemplary(
    actor: Any, record: ModelYear, *, last: int | None = None, key: uuid.UUID | None = None, **decision: Any
) -> LifeStep:
    """A later decision of its own that chooses a recognised model as «tiêu biểu»."""
    return _decided(actor, record, Action.EXEMPLARY, Recognition(exemplary=True, **decision), last, key)


def award(
    actor: Any, record: ModelYear, *, last: int | None = None, key: uuid.UUID | None = None, **decision: Any
) -> LifeStep:
    """Khen thưởng for the year, or for a period (start_year, end_year)."""
    return _decided(actor, record, Action.AWARD, Award(**decision), last, key)


def _decided(
    actor: Any, record: ModelYear, action: str, row: Recognition | Award, last: int | None, key: uuid.UUID | None
) -> LifeStep:
    with taking(actor, record, action, last=last, key=key) as t:
        if t.made is None:
            valid(row)
            said = [str(row.get_level_display()), row.decision, f"{row.date:%d/%m/%Y}", row.body]
            if isinstance(row, Award):
                period = f"giai đoạn {row.start_year}–{row.end_year}" if row.start_year else f"năm {t.record.year}"
                said = [row.title, period, *said]
            elif row.exemplary and action == Action.RECOGNISE:
                said.append("tiêu biểu")
            t.made = t.append(date=row.date, said=said)
            row.model_year, row.step = t.record, t.made
            row.save()
        return t.made


def refuse(
    actor: Any, record: ModelYear, *, reason: str, last: int | None = None, key: uuid.UUID | None = None
) -> LifeStep:
    """Không công nhận, with why."""
    with taking(actor, record, Action.REFUSE, last=last, key=key) as t:
        if t.made is None:
            t.made = t.append(words=reason_of(reason))
        return t.made


def stop(
    actor: Any, record: ModelYear, *, reason: str, last: int | None = None, key: uuid.UUID | None = None
) -> LifeStep:
    """Ngừng, with why."""
    with taking(actor, record, Action.STOP, last=last, key=key) as t:
        if t.made is None:
            words = reason_of(reason)
            if len(words) > 300:
                raise Invalid({"reason": ["Lý do ngừng dài nhất 300 chữ."]})
            t.made = t.append(words=words, stop_reason=words)
        return t.made
