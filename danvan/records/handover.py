"""Bàn giao: what somebody leaves unfinished goes on in a colleague's hands.

The author stays the author: `created_by`, the steps and the journal keep their words. A row of `Handover` says who has
the record in hand from now on; that person mends, sends and takes it back like the author, and like the author never
takes a step on it (`rights.not_by`). The colleague must reach the record with a role of their own.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from danvan.accounts.scoping import NOBODY, access
from danvan.audit.journal import journal

from .data import Refused
from .kinds import record_models
from .models import Handover, Record, Status
from .rights import R, entered_by

UNFINISHED = (Status.DRAFT, Status.RETURNED, Status.SUBMITTED)
MOST = 5000  # records in one transaction; what is left is handed over next


def keeper(model: type[Record]) -> Coalesce:
    """An expression: the id of who has the record in hand, by the latest hand-over, else by authorship."""
    rows = Handover.objects.filter(record_type=model._meta.label_lower, record_id=OuterRef("pk"))
    return Coalesce(Subquery(rows.order_by("-pk").values("taker")[:1]), F("created_by"), output_field=BigIntegerField())


def keeper_of(record: Record) -> int:
    rows = Handover.objects.filter(record_type=record.record_type, record_id=record.pk)
    return rows.order_by("-pk").values_list("taker", flat=True).first() or record.created_by_id


def in_hands_of(queryset: QuerySet[R], user: Any) -> QuerySet[R]:
    """The records that the user has in hand: written and not handed on, or taken over."""
    taken = Handover.objects.filter(record_type=queryset.model._meta.label_lower, taker=user.pk)
    maybe = queryset.filter(Q(created_by=user.pk) | Q(pk__in=taken.values("record_id")))
    return maybe.filter(pk__in=maybe.annotate(x_keeper=keeper(queryset.model)).filter(x_keeper=user.pk).values("pk"))


def unfinished(model: type[R], actor: Any, leaver: Any) -> QuerySet[R]:
    """What the leaver has in hand and has not brought to its end, where the actor may hand over."""
    reach = NOBODY
    for grant in access(actor).holding("handover"):
        reach |= grant.q(model.scope)
    return in_hands_of(model._default_manager.filter(reach, status__in=UNFINISHED), leaver)


def counts(actor: Any, leaver: Any) -> Counter[tuple[str, str]]:
    """{(kind, status): how many} of `unfinished` over all kinds. One query."""
    branches = [_keys(unfinished(model, actor, leaver), kind) for kind, model in record_models().items()]
    return Counter((kind, status) for kind, status, _pk in branches[0].union(*branches[1:], all=True))


def _keys(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    return rows.order_by().annotate(x_kind=Value(kind)).values_list("x_kind", "status", "pk")


@dataclass(slots=True)
class Plan:
    """What a hand-over would do: (kind, status) of those that go, and the records outside the colleague's reach."""

    goes: Counter[tuple[str, str]] = field(default_factory=Counter)
    stays: list[Record] = field(default_factory=list)


def plan(actor: Any, leaver: Any, taker: Any) -> Plan:
    """Raises PermissionDenied, or Refused for a colleague who cannot take anything over."""
    _require(actor, leaver, taker)
    found = Plan()
    for kind, model in record_models().items():
        rows = unfinished(model, actor, leaver)
        fit = entered_by(rows, taker)
        statuses = dict(fit.values_list("pk", "status"))
        found.goes.update((kind, status) for status in statuses.values())
        if len(statuses) < rows.count():
            found.stays += rows.exclude(pk__in=fit.values("pk")).select_related("area__parent", "organization")[:200]
    return found


def hand_over(actor: Any, leaver: Any, taker: Any) -> int:
    """Put everything unfinished that fits the colleague's reach into their hands; returns how many records.

    Raises PermissionDenied, or Refused. What lies outside the colleague's reach stays where it is (`plan` lists it).
    """
    _require(actor, leaver, taker)
    done = 0
    with journal(actor) as log:
        for model in record_models().values():
            rows = entered_by(unfinished(model, actor, leaver), taker).order_by("pk")[: MOST - done]
            records = list(rows)
            Handover.objects.bulk_create(
                [Handover(record_type=r.record_type, record_id=r.pk, giver=leaver, taker=taker, by=actor)
                 for r in records],
                batch_size=500,
            )  # fmt: skip
            for record in records:
                log.add("handover", record, {"giver": leaver.pk, "taker": taker.pk})
            done += len(records)
        if not done:
            raise Refused(f"Không có bản ghi nào nằm trong phạm vi của {taker}.")
    return done


def _require(actor: Any, leaver: Any, taker: Any) -> None:
    if not access(actor).may("handover"):
        raise PermissionDenied("Tài khoản của bạn không bàn giao bản ghi của người khác.")
    if taker.pk == leaver.pk:
        raise Refused("Người nhận phải khác người bàn giao.")
    if not taker.is_active:
        raise Refused(f"Tài khoản của {taker} đã khóa.")
