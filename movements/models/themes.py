"""Chủ đề công tác năm: a year's theme in five groups of solutions, and the tasks that carry it out."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from danvan.accounts.scoping import Scope
from danvan.records.models import YEARS, Tracked

from .organizations import Organization
from .places import Area
from .solutions import Solution, solution_field

# What a new theme offers; who writes it puts the decision's own words there.
DEFAULT_GROUPS = {
    Solution.ONE: "Nâng cao nhận thức, trách nhiệm của cả hệ thống chính trị về công tác dân vận",
    Solution.TWO: "Đẩy mạnh dân vận chính quyền, thực hiện dân chủ ở cơ sở, đối thoại với Nhân dân",
    Solution.THREE: "Đổi mới hoạt động của Mặt trận và các đoàn thể, chăm lo đời sống Nhân dân",
    Solution.FOUR: "Đẩy mạnh phong trào thi đua “Dân vận khéo”, xây dựng và nhân rộng mô hình",
    Solution.FIVE: "Giám sát, phản biện xã hội, nắm tình hình Nhân dân, củng cố đội ngũ cán bộ dân vận",
}


def _group(number: Solution) -> models.CharField:
    return models.CharField(number.label.lower(), max_length=250, default=DEFAULT_GROUPS[number])


class WorkTheme(Tracked):
    """Chủ đề công tác năm of one issuing body, with the words of its five groups."""

    year = models.PositiveSmallIntegerField("năm", validators=YEARS)
    words = models.CharField("chủ đề", max_length=300)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="cơ quan ban hành", related_name="themes"
    )
    decision = models.CharField("số văn bản", max_length=120, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    group_1 = _group(Solution.ONE)
    group_2 = _group(Solution.TWO)
    group_3 = _group(Solution.THREE)
    group_4 = _group(Solution.FOUR)
    group_5 = _group(Solution.FIVE)
    illustrative = models.BooleanField("số liệu minh họa", default=False, editable=False)

    data_fields = (
        "year", "words", "organization", "decision", "issued_on", "group_1", "group_2", "group_3", "group_4", "group_5",
    )  # fmt: skip
    url_name = "themes"
    catalog = "campaigns"

    class Meta:
        verbose_name = "chủ đề công tác năm"
        verbose_name_plural = "chủ đề công tác năm"
        ordering = ["-year", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organization"], name="one_theme_per_body_and_year",
                violation_error_message="Cơ quan này đã có chủ đề của năm đó.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.words} ({self.year})"

    def search_parts(self) -> list[object]:
        return [self.words, self.year, self.organization.name, self.decision]

    @property
    def groups(self) -> list[tuple[str, str, str]]:
        """(number, "Một là", words) of the five groups."""
        return [(g.value, str(g.label), getattr(self, f"group_{g.value}")) for g in Solution]


class WorkTask(Tracked):
    """Nhiệm vụ of a theme: who, from when, by when, done on. Its state follows from the dates and is never typed."""

    theme = models.ForeignKey(WorkTheme, models.PROTECT, verbose_name="chủ đề", related_name="tasks")
    solution = solution_field(blank=False)
    title = models.CharField("nhiệm vụ", max_length=250)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="đơn vị thực hiện", related_name="tasks"
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn", related_name="+")
    start = models.DateField("từ ngày", null=True, blank=True)
    due = models.DateField("hạn")
    done_on = models.DateField("ngày xong", null=True, blank=True)
    result = models.TextField("kết quả", blank=True, max_length=2000)
    illustrative = models.BooleanField("số liệu minh họa", default=False, editable=False)

    class State(models.TextChoices):
        AHEAD = "ahead", "chưa đến hạn"
        RUNNING = "running", "đang làm"
        DONE = "done", "xong đúng hạn"
        DONE_LATE = "done_late", "xong chậm"
        LATE = "late", "quá hạn"

    scope = Scope(kind="activity", status=None)
    action = "activity.enter"
    data_fields = ("theme", "solution", "title", "organization", "area", "start", "due", "done_on", "result")
    url_name = "tasks"

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["due"])]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.start and self.due and self.due < self.start:
            errors["due"] = "Hạn phải sau ngày bắt đầu."
        if self.done_on and self.start and self.done_on < self.start:
            errors["done_on"] = "Ngày xong phải sau ngày bắt đầu."
        if self.done_on and self.done_on > timezone.localdate():
            errors["done_on"] = "Ngày xong không thể ở sau hôm nay."
        if errors:
            raise ValidationError(errors)

    def search_parts(self) -> list[object]:
        return [self.title, self.organization.name, self.area.name, self.result]

    def state(self, today: datetime.date | None = None) -> State:
        """Where the task stands on a day (today)."""
        day = today or timezone.localdate()
        if self.done_on:
            return self.State.DONE if self.done_on <= self.due else self.State.DONE_LATE
        if day > self.due:
            return self.State.LATE
        return self.State.RUNNING if self.start and self.start <= day else self.State.AHEAD

    @classmethod
    def in_state(cls, state: str, today: datetime.date | None = None) -> Q | None:
        """`state` as a condition; None for no state at all."""
        day = today or timezone.localdate()
        open_ = Q(done_on__isnull=True)
        begun = Q(start__isnull=False, start__lte=day)
        found: dict[str, Q] = {
            cls.State.DONE: Q(done_on__lte=F("due")), cls.State.DONE_LATE: Q(done_on__gt=F("due")),
            cls.State.LATE: open_ & Q(due__lt=day), cls.State.RUNNING: open_ & Q(due__gte=day) & begun,
            cls.State.AHEAD: open_ & Q(due__gte=day) & ~begun,
        }  # fmt: skip
        return found.get(state)
