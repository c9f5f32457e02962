"""Ai đang chậm of a year's plan: units behind their quota, and models that a deadline of the year has passed by.

A step is undone by what the record says (funnel.py), whoever should have done it; each deadline judges for itself, so
that a model may stand behind several. Units are shown to those alone who see all of their models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from danvan.accounts.scoping import access
from danvan.records.models import Status

from . import boards, funnel
from .funnel import ACCEPTED, APPRAISED, RECOGNISED, TYPES, Counts, Stage
from .models import ModelYear
from .models_plan import ModelPlan, ModelQuota


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: its field of the plan, the step in words, what is undone, in words and as a condition."""

    field: str
    label: str
    words: str
    q: Q


OVER = (Stage.STOPPED, Stage.CARRIED_OVER)
DUE = {
    "dang-ky": Due("register_by", "Đăng ký", "còn nháp hoặc chưa trả lời đề nghị làm rõ",
                   Q(status__in=(Status.DRAFT, Status.RETURNED))),
    "tu-danh-gia": Due("self_assess_by", "Tự đánh giá", "được duyệt, chưa tự đánh giá",
                       ACCEPTED & Q(stage__in=(Stage.REGISTERED, Stage.RUNNING), own_score__isnull=True) & ~APPRAISED),
    "tham-dinh": Due("appraise_by", "Thẩm định", "được duyệt, chưa thẩm định, chưa ngừng hay chuyển tiếp",
                     ACCEPTED & ~APPRAISED & ~Q(stage__in=OVER)),
    "cong-nhan": Due("recognise_by", "Công nhận", "được duyệt, chưa có kết quả, chưa ngừng hay chuyển tiếp",
                     ACCEPTED & ~RECOGNISED & ~Q(stage__in=(*OVER, Stage.NOT_RECOGNISED))),
}  # fmt: skip


def undone(code: str) -> Q | None:
    return DUE[code].q if code in DUE else None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A deadline of the year and what stands behind it; `passed`: it is over today."""

    code: str
    due: Due
    day: date
    passed: bool
    counts: Counts

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit's quota beside what it handed in; `query` leads to those models."""

    quota: ModelQuota
    counts: Counts
    query: dict[str, str]

    def have(self, kind: str) -> int:
        return self.counts.get(("registered", kind), 0)

    @property
    def total(self) -> int:
        return sum(self.have(kind) for kind in TYPES)

    @property
    def short(self) -> int:
        """How many are missing at least, whatever their type: what the types lack, or more where the whole lacks it."""
        lacking = sum(max(0, (getattr(self.quota, kind) or 0) - self.have(kind)) for kind in TYPES)
        return max(lacking, (self.quota.any_type or 0) - self.total)


def plan_of(year: int) -> ModelPlan | None:
    return ModelPlan.objects.filter(year=year).first()


def deadlines(plan: ModelPlan, rows: QuerySet[ModelYear], today: date) -> list[Overdue]:
    """The deadlines that the year has. One query."""
    set_ = {code: due for code, due in DUE.items() if getattr(plan, due.field)}
    sums = {f"x_{at}": Count("pk", filter=due.q) for at, due in enumerate(set_.values())}
    counted: Any = rows.filter(year=plan.year).order_by().values("model__type").annotate(**sums)
    kinds = {row["model__type"]: row for row in counted} if sums else {}
    return [
        Overdue(
            code, due, getattr(plan, due.field), getattr(plan, due.field) < today,
            {(code, kind): row[f"x_{at}"] for kind, row in kinds.items()},
        )
        for at, (code, due) in enumerate(set_.items())
    ]  # fmt: skip


def behind(rows: QuerySet[ModelYear], year: int, overdue: Sequence[Overdue]) -> QuerySet[ModelYear]:
    """The year's models that stand behind a deadline which is over; `late_<n>` says whether behind the n-th one."""
    late = Q(pk__in=())
    for one in overdue:
        if one.passed:
            late |= one.due.q
    marks = {
        f"late_{at}": Case(When(one.due.q, then=Value(True)), default=Value(False)) for at, one in enumerate(overdue)
    }
    return rows.filter(late, year=year).annotate(**marks)


def quotas(year: int, user: Any, rows: QuerySet[ModelYear]) -> list[Owed]:
    """The units that the user sees whole, the furthest behind first. Two queries; `rows` as the user may see them."""
    asked = ModelQuota.objects.filter(plan__year=year).select_related("plan", "organization__area", "area")
    given = [quota for quota in asked if sees_whole(user, quota)]
    groups = funnel.tally(rows.filter(year=year), *boards.BY) if given else []
    counted = [(values, counts) for values, _kind, counts in groups]
    split = [*boards.lines(counted, boards.commune, "xa", {}), *boards.lines(counted, boards.body, "to-chuc", {})]
    lines = {unit: line for line in split for unit in line.query.items()}
    owed = []
    for quota in given:
        unit = ("xa", quota.area.code) if quota.area else ("to-chuc", quota.organization.code)  # type: ignore[union-attr]
        line = lines.get(unit)
        owed.append(Owed(quota, line.counts if line else {}, dict([unit])))
    return sorted(owed, key=lambda one: (-one.short, one.quota.pk))


def sees_whole(user: Any, quota: ModelQuota) -> bool:
    """A commune in reach of a place, one's own organisation, or one that works in that reach; None: the system."""
    if user is None:
        return True
    for grant in access(user).holding("model_year.view"):
        area = quota.area or (quota.organization.area if quota.organization else None)
        if area is not None and grant.reaches_path(area.path):
            return True
        if quota.organization_id in grant.organizations:
            return True
    return False
