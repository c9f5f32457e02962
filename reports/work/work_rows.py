"""Whose turn it is, over every kind of record at once: one query for what is mine, one for what waits for me.

Each kind gives branches of the same columns; their union is read, so that a page costs the same with one kind of
record or eight, with five rows or a thousand.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Support
from danvan.accounts.scoping import access, visible_to
from danvan.records import corrections, handover, services
from danvan.records.kinds import record_models
from danvan.records.models import Correction, Record, Status, StepTaken
from danvan.records.rights import entered_by
from models_programs import dues
from models_programs.models import ModelYear
from movements.models import Activity, Area
from reports.work import waits

# What names a record of each kind in a list that mixes them.
TITLES = {
    "support": "description",
    "household": "head",
    "poverty_review": "household__head",
    "area_poverty": "campaign__name",
    "target": "indicator__name",
    "activity": "name",
    "community_work": "name",
    "model_year": "model__name",
}
YEARLY = frozenset({"poverty_review", "area_poverty", "target", "model_year"})  # titles need their year beside them
# In the order of the page; a limit cuts the last ones first.
URGENCY = (str(Status.RETURNED), "decide", "due", str(Status.DRAFT), str(Status.SUBMITTED), "waiting")
AREA_KINDS: dict[str, str] = {str(value): str(label) for value, label in Area.Kind.choices}


@dataclass(frozen=True, slots=True)
class Item:
    """A record in a list that mixes kinds. `amount` in đồng, None = not valued or not a support."""

    bucket: str
    kind: str
    pk: int
    title: str
    amount: int | None
    loan: bool
    pending: str
    place: str
    organization: str
    author: str
    author_id: int
    mine: bool  # in the user's hands
    illustrative: bool
    updated_at: datetime.datetime
    submitted_at: datetime.datetime | None
    since: datetime.datetime | None = None
    limit: int = 0
    returned: bool = False
    reason: str = ""
    by: str = ""
    at: datetime.datetime | None = None
    correction: int | None = None
    lacks: str = ""  # what keeps a draft from being sent

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def model(self) -> type[Record]:
        return record_models()[self.kind]

    @property
    def kind_label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def url(self) -> str:
        return reverse(f"{self.model.url_name}:detail", args=[self.pk])

    @property
    def edit_url(self) -> str:
        return reverse(f"{self.model.url_name}:edit", args=[self.pk])

    @property
    def decide_url(self) -> str:
        return reverse(f"{self.model.url_name}:decide", args=[self.pk, self.correction])

    @property
    def since_url(self) -> str:
        return reverse(f"{self.model.url_name}:since", args=[self.pk])

    @property
    def days(self) -> int:
        """Working days for which the step that waits has waited."""
        return waits.waited(self.since) if self.since else 0

    @property
    def over(self) -> int:
        """By how many working days the step is late; 0 when it is not."""
        return max(self.days - self.limit, 0)


def _latest(model: type[Record], action: str, value: str) -> Subquery:
    steps = StepTaken.objects.filter(record_type=model._meta.label_lower, record_id=OuterRef("pk"), action=action)
    return Subquery(steps.order_by("-pk").values(value)[:1])


def _open_correction(model: type[Record], value: str) -> Subquery:
    rows = Correction.objects.filter(
        record_type=model._meta.label_lower, record_id=OuterRef("pk"), state=Correction.State.PROPOSED
    )
    return Subquery(rows.values(value)[:1])


def _nothing(field: Any) -> Cast:
    # Cast, so that every branch of the union has the column's type on PostgreSQL too.
    return Cast(Value(None), field)


def _lacks(model: type[Record]) -> Any:
    """What keeps a draft from being sent, in words: `missing_for_submission` of the kind, and the day of a planned
    activity. "" where nothing does.
    """
    if model is Support:
        return Case(When(Support.having_parts(), then=Value("")), default=Value(Support.NO_PARTS),
                    output_field=CharField())  # fmt: skip
    if model is Activity:
        ahead = When(date__gt=timezone.localdate(), then=Value(Activity.AHEAD))
        return Case(ahead, default=Value(""), output_field=CharField())
    return Value("")


def branch(queryset: QuerySet[Any], bucket: str, limits: waits.Limits) -> QuerySet[Any]:
    """The shared columns of one kind's rows."""
    model: type[Record] = queryset.model
    rows: Any = queryset
    kind = model.scope.kind
    support = kind == "support"
    notes: dict[str, Any] = {"x_reason": Value(""), "x_by": Value(""), "x_at": F("updated_at")}
    if bucket == Status.RETURNED:
        notes = {
            "x_reason": Coalesce(_latest(model, "return", "reason"), Value(""), output_field=CharField()),
            "x_by": Coalesce(_latest(model, "return", "actor__full_name"), Value(""), output_field=CharField()),
            "x_at": _latest(model, "return", "at"),
        }
    elif bucket == "decide":
        notes = {
            "x_reason": _open_correction(model, "reason"),
            "x_by": _open_correction(model, "proposed_by__full_name"),
            "x_at": _open_correction(model, "proposed_at"),
        }
    elif bucket == "due":
        notes |= {"x_reason": F("due_step"), "x_at": Cast(F("due_on"), DateTimeField())}
    if bucket in (Status.SUBMITTED, "waiting"):
        notes |= {"x_since": waits.waits_since(model), "x_limit": limits.of(model)}
    else:
        notes |= {"x_since": F("updated_at"), "x_limit": Value(0)}
    asked = StepTaken.objects.filter(record_type=model._meta.label_lower, record_id=OuterRef("pk"), action="return")
    notes["x_returned"] = Exists(asked) if bucket == "waiting" else Value(False)
    found: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            x_rank=Value(URGENCY.index(bucket)),
            x_bucket=Value(bucket),
            x_kind=Value(kind),
            x_title=Cast(F(TITLES[kind]), CharField()),
            x_amount=F("amount_vnd") if support else _nothing(BigIntegerField()),
            x_form=Cast(F("kind"), CharField()) if support else Value(""),
            x_lacks=_lacks(model) if bucket == Status.DRAFT else Value(""),
            x_correction=_open_correction(model, "pk") if bucket == "decide" else _nothing(BigIntegerField()),
            x_keeper=handover.keeper(model),
            x_sum=Coalesce(F("amount_vnd"), Value(-1), output_field=BigIntegerField())
            if support else Value(-1, output_field=BigIntegerField()),
            x_place=Case(
                When(
                    area__level=Area.Level.HAMLET, then=Concat("area__parent__sort_key", Value(" "), "area__sort_key")
                ),
                default=F("area__sort_key"), output_field=CharField(),
            ),
            **notes,
        )
        .values_list(
            "x_rank", "x_bucket", "x_kind", "pk", "x_title", "x_amount", "x_form", "pending_action", "year",
            "area__level", "area__kind", "area__name", "area__parent__kind", "area__parent__name",
            "organization__short_name", "organization__name", "created_by_id", "created_by__full_name",
            "illustrative", "updated_at", "submitted_at", "x_reason", "x_by", "x_at", "x_correction", "x_keeper",
            "x_since", "x_limit", "x_returned", "x_sum", "x_place", "x_lacks", named=True,
        )
    )  # fmt: skip
    return found


def union(branches: list[QuerySet[Any]]) -> QuerySet[Any] | None:
    return branches[0].union(*branches[1:], all=True) if branches else None


def place_words(area: Area) -> str:
    """ "thôn Pretieng 1, xã Phú Sơn" of an area that comes with its parent."""
    here = f"{AREA_KINDS.get(area.kind, '')} {area.name}".strip()
    if area.level == Area.Level.HAMLET and area.parent:
        return f"{here}, {AREA_KINDS.get(area.parent.kind, '')} {area.parent.name}"
    return here


def place_of(row: Any) -> str:
    """ "thôn Pretieng 1, xã Phú Sơn"; a commune stands alone."""
    here = f"{AREA_KINDS.get(row.area__kind, '')} {row.area__name}".strip()
    if row.area__level == "hamlet" and row.area__parent__name:
        return f"{here}, {AREA_KINDS.get(row.area__parent__kind, '')} {row.area__parent__name}"
    return here


def _item(row: Any, user: Any) -> Item:
    title = row.x_title or place_of(row)
    if row.x_kind in YEARLY and row.year:
        title = f"{title}, năm {row.year}"
    return Item(
        bucket=row.x_bucket, kind=row.x_kind, pk=row.pk, title=title, amount=row.x_amount, loan=row.x_form == "loan",
        lacks=row.x_lacks,
        pending=row.pending_action, place=place_of(row),
        organization=row.organization__short_name or row.organization__name, author=row.created_by__full_name,
        author_id=row.created_by_id,
        mine=row.x_keeper == user.pk, illustrative=row.illustrative, updated_at=row.updated_at,
        submitted_at=row.submitted_at, reason=row.x_reason, by=row.x_by, at=row.x_at, correction=row.x_correction,
        since=row.x_since if row.x_bucket in (Status.SUBMITTED, "waiting") else None, limit=row.x_limit,
        returned=bool(row.x_returned),
    )  # fmt: skip


def mine(user: Any, limit: int, limits: waits.Limits) -> list[Item]:
    """Returned, drafts, sent and waiting, proposals that the user may decide, models near a deadline (`reason` = the
    step, `at` = its last day); returned first. One query.
    """
    branches = []
    may = access(user).may
    for kind, model in record_models().items():
        rows = model._default_manager.all()
        if may(f"{kind}.enter"):
            own = Q(pk__in=handover.in_hands_of(rows, user).values("pk")) | Q(updated_by=user.pk)
            open_rows = services.editable_by(rows, user)
            if not services.organizations_q(user, f"{kind}.enter"):
                # Who enters for every organisation may mend all drafts, but only their own are their work.
                open_rows = open_rows.filter(own)
            branches.append(branch(open_rows.filter(status=Status.RETURNED), str(Status.RETURNED), limits))
            branches.append(branch(open_rows.filter(status=Status.DRAFT), str(Status.DRAFT), limits))
            sent = visible_to(rows, user).filter(own)
            branches.append(branch(sent.filter(status=Status.SUBMITTED), str(Status.SUBMITTED), limits))
            if model is ModelYear:
                entered = entered_by(rows, user)
                theirs = entered if services.organizations_q(user, f"{kind}.enter") else entered.filter(own)
                branches.append(branch(dues.near(theirs), "due", limits))
        if may(f"{kind}.decide"):
            branches.append(branch(corrections.waiting_for(rows, user), "decide", limits))
    found = union(branches)
    if found is None:
        return []
    return items(found.order_by("x_rank", "-updated_at")[:limit], user)


def items(rows: Iterable[Any], user: Any) -> list[Item]:
    return [_item(row, user) for row in rows]
