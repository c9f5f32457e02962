"""What is due of the models of a year, for Việc của tôi: of who enters, of who appraises and decides."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, DateField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to
from danvan.records.models import Status
from movements.due import ALL, Due, counted

from . import life
from .lateness import DUE, quotas
from .models import ModelYear
from .models_plan import ModelPlan

AHEAD = 14
"""Days before a deadline in which it is told."""
ENTERED = ("dang-ky", "tu-danh-gia")  # the deadlines of who enters
# right, stage, deadline, words
JUDGED = (
    ("appraise", ModelYear.Stage.SELF_ASSESSED, "tham-dinh", "mô hình chờ thẩm định"),
    ("recognise", ModelYear.Stage.APPRAISED, "cong-nhan", "mô hình chờ quyết định công nhận"),
)  # fmt: skip


def near(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of this year and the last that a deadline of who enters has passed by, or will in AHEAD days; `due_on` and
    `due_step` say which.
    """
    today = timezone.localdate()
    days = [When(DUE[code].q, then=_deadline(code)) for code in ENTERED]
    steps = [When(DUE[code].q, then=Value(DUE[code].label)) for code in ENTERED]
    marked = rows.filter(year__gte=today.year - 1).annotate(
        due_on=Case(*days, output_field=DateField()), due_step=Case(*steps, output_field=CharField())
    )
    return marked.filter(due_on__lte=today + datetime.timedelta(days=AHEAD))


def branches(user: Any) -> list[QuerySet[Any, Any]]:
    """Counts for `lines`: replications to be taken up, models that wait for an appraisal or a decision."""
    may = access(user).may
    found = [counted(life.offers(user).select_related(None), "offers")] if may("model_year.enter") else []
    for right, stage, code, _words in JUDGED:
        if may(f"model_year.{right}"):
            rows = visible_to(ModelYear.objects.filter(status=Status.APPROVED, stage=stage), user)
            over = Q(due_on__lt=timezone.localdate())
            found.append(counted(rows.annotate(due_on=_deadline(code)), right, ALL, over))
    return found


def lines(user: Any, counts: Mapping[str, tuple[int, int]]) -> list[Due]:
    """In words, each with the list that holds exactly these. Two queries for who appraises: the year's quotas."""
    listed = reverse("model_years:list")
    found = []
    if waiting := counts.get("offers", (0, 0))[0]:
        found.append(Due(waiting, "lời mời nhân rộng chờ nhận", reverse("model_years:offers"), late=False))
    for right, stage, _code, words in JUDGED:
        n, late = counts.get(right, (0, 0))
        if n:
            found.append(Due(n, words, f"{listed}?buoc={stage}&trang-thai={Status.APPROVED}", late=late > 0))
    if access(user).may("model_year.appraise"):
        found += _short(user)
    return found


def _short(user: Any) -> list[Due]:
    """Units that have not handed in what this year's plan asks of them."""
    today = timezone.localdate()
    owed = [one for one in quotas(today.year, user, visible_to(ModelYear.objects.all(), user)) if one.short]
    if not owed:
        return []
    by = owed[0].quota.plan.register_by
    words = f"đơn vị chưa đủ chỉ tiêu mô hình năm {today.year}"
    return [Due(len(owed), words, f"{reverse('model_late')}?nam={today.year}", late=by is not None and by < today)]


def _deadline(code: str) -> Subquery:
    """The day of the plan of the row's year."""
    return Subquery(ModelPlan.objects.filter(year=OuterRef("year")).values(DUE[code].field)[:1])
