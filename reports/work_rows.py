"""Whose turn it is, over every kind of record at once: one query for what is mine, one for what waits for me.

Each kind gives branches of the same columns; their union is read, so that a page costs the same with one kind of
record or eight, with five rows or a thousand.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to
from danvan.records import corrections, handover, services
from danvan.records.kinds import record_models
from danvan.records.models import Correction, Record, Status, StepTaken
from movements.models import Area

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
URGENCY = (str(Status.RETURNED), "decide", str(Status.DRAFT), str(Status.SUBMITTED), "waiting")
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
    reason: str = ""
    by: str = ""
    at: datetime.datetime | None = None
    correction: int | None = None

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
    def days(self) -> int:
        """Whole days since it was sent."""
        if self.submitted_at is None:
            return 0
        return (timezone.localdate() - timezone.localtime(self.submitted_at).date()).days


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one kind waits for the user's step, and since when."""

    kind: str
    action: str
    count: int
    oldest: datetime.datetime

    @property
    def kind_label(self) -> str:
        return str(record_models()[self.kind]._meta.verbose_name)


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


def _branch(queryset: QuerySet[Any], bucket: str) -> QuerySet[Any]:
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
    found: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            x_rank=Value(URGENCY.index(bucket)),
            x_bucket=Value(bucket),
            x_kind=Value(kind),
            x_title=Cast(F(TITLES[kind]), CharField()),
            x_amount=F("amount_vnd") if support else _nothing(BigIntegerField()),
            x_form=Cast(F("kind"), CharField()) if support else Value(""),
            x_correction=_open_correction(model, "pk") if bucket == "decide" else _nothing(BigIntegerField()),
            x_keeper=handover.keeper(model),
            **notes,
        )
        .values_list(
            "x_rank", "x_bucket", "x_kind", "pk", "x_title", "x_amount", "x_form", "pending_action", "year",
            "area__level", "area__kind", "area__name", "area__parent__kind", "area__parent__name",
            "organization__short_name", "organization__name", "created_by_id", "created_by__full_name",
            "illustrative", "updated_at", "submitted_at", "x_reason", "x_by", "x_at", "x_correction", "x_keeper",
            named=True,
        )
    )  # fmt: skip
    return found


def _union(branches: list[QuerySet[Any]]) -> QuerySet[Any] | None:
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
        pending=row.pending_action, place=place_of(row),
        organization=row.organization__short_name or row.organization__name, author=row.created_by__full_name,
        author_id=row.created_by_id,
        mine=row.x_keeper == user.pk, illustrative=row.illustrative, updated_at=row.updated_at,
        submitted_at=row.submitted_at, reason=row.x_reason, by=row.x_by, at=row.x_at, correction=row.x_correction,
    )  # fmt: skip


def mine(user: Any, limit: int) -> list[Item]:
    """Returned, drafts, sent and waiting, and proposals that the user may decide; returned first. One query."""
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
            branches.append(_branch(open_rows.filter(status=Status.RETURNED), str(Status.RETURNED)))
            branches.append(_branch(open_rows.filter(status=Status.DRAFT), str(Status.DRAFT)))
            sent = visible_to(rows, user).filter(own)
            branches.append(_branch(sent.filter(status=Status.SUBMITTED), str(Status.SUBMITTED)))
        if may(f"{kind}.decide"):
            branches.append(_branch(corrections.waiting_for(rows, user), "decide"))
    found = _union(branches)
    if found is None:
        return []
    return items(found.order_by("x_rank", "-updated_at")[:limit], user)


def inbox_kinds(user: Any) -> dict[str, type[Record]]:
    """The kinds in which the user may take a step."""
    held = frozenset().union(*(grant.role.actions for grant in access(user).grants))
    return {
        kind: model for kind, model in record_models().items() if held & {f"{kind}.confirm", f"{kind}.accept"}
    }  # fmt: skip


def waiting(user: Any, *, kind: str = "", path: str = "", organization: int | None = None) -> QuerySet[Any] | None:
    """The shared columns of what waits for the user's step; None when no role of theirs takes steps.

    `kind`, `path` (of an area) and `organization` narrow it. Read rows with `items`.
    """
    branches = []
    for name, model in inbox_kinds(user).items():
        if kind and name != kind:
            continue
        rows = services.waiting_for(model._default_manager.all(), user)
        if path:
            rows = rows.filter(area__path__startswith=path)
        if organization is not None:
            rows = rows.filter(organization=organization)
        branches.append(_branch(rows, "waiting"))
    return _union(branches)


def items(rows: Iterable[Any], user: Any) -> list[Item]:
    return [_item(row, user) for row in rows]


def waiting_by_kind(user: Any) -> list[Waiting]:
    """What waits for the user's step, counted by kind and step. One query, none for who takes no steps."""
    branches = [
        services.waiting_for(model._default_manager.all(), user)
        .order_by()
        .values("pending_action")
        .annotate(x_count=Count("pk"), x_oldest=Min("submitted_at"), x_kind=Value(kind))
        .values_list("x_kind", "pending_action", "x_count", "x_oldest")
        for kind, model in inbox_kinds(user).items()
    ]
    found = _union(branches)
    return sorted((Waiting(*row) for row in found), key=lambda w: w.oldest) if found is not None else []


def waiting_where(user: Any) -> list[tuple[str, int, str, str]]:
    """(area path, organisation id, short name, name) of what waits, each once: what the inbox can be narrowed by."""
    branches = [
        services.waiting_for(model._default_manager.all(), user)
        .order_by()
        .values_list("area__path", "organization_id", "organization__short_name", "organization__name")
        for model in inbox_kinds(user).values()
    ]
    return list(branches[0].union(*branches[1:])) if branches else []
