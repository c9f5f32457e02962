"""Kiến nghị, phản ánh, ý kiến cử tri: what people asked, of whom, by when, and what came of it."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from danvan.accounts.scoping import Scope
from danvan.records.models import Tracked

from .activities import Activity
from .organizations import Organization
from .places import Area


class Recommendation(Tracked):
    """One recommendation, under an activity or alone (tiếp công dân).

    It is followed after its activity was accepted, so it is no record with steps: whoever enters activities there keeps
    it up to date, each change in the journal. Under an activity it stands where the activity stands.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "chờ trả lời"
        FORWARDED = "forwarded", "đã chuyển"
        ANSWERED = "answered", "đã trả lời"
        NOT_OURS = "not_ours", "không thuộc thẩm quyền"

    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name="hoạt động", related_name="asked", null=True, blank=True
    )
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="đơn vị theo dõi", related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn", related_name="+")
    date = models.DateField("ngày nêu")
    words = models.TextField("nội dung", max_length=1000)
    made_by = models.CharField("ai nêu", max_length=120, blank=True)
    to_organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="cơ quan trả lời", related_name="+", null=True, blank=True
    )
    to_words = models.CharField("cơ quan khác", max_length=160, blank=True)
    due = models.DateField("hạn trả lời", null=True, blank=True)
    state = models.CharField("tình trạng", max_length=9, choices=State, default=State.WAITING)
    answer = models.TextField("trả lời", max_length=2000, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    illustrative = models.BooleanField("số liệu minh họa", default=False, editable=False)

    OPEN = (State.WAITING, State.FORWARDED)

    scope = Scope(kind="activity", status=None)
    action = "activity.enter"
    personal_fields = frozenset({"made_by"})
    data_fields = (
        "activity", "organization", "area", "date", "words", "made_by", "to_organization", "to_words", "due", "state",
        "answer", "answered_on",
    )  # fmt: skip
    url_name = "recommendations"

    class Meta:
        verbose_name = "kiến nghị"
        verbose_name_plural = "kiến nghị"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["state", "due"])]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 90 else f"{self.words[:89].rstrip()}…"

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.activity:
            self.area, self.organization = self.activity.area, self.activity.organization
        if self.date and self.due and self.due < self.date:
            errors["due"] = "Hạn trả lời không thể trước ngày nêu."
        if self.state == self.State.ANSWERED and not self.answered_on:
            errors["answered_on"] = "Đã trả lời thì hãy ghi ngày trả lời."
        if self.answered_on and self.state in self.OPEN:
            errors["state"] = "Đã có ngày trả lời: hãy chọn “đã trả lời” hoặc “không thuộc thẩm quyền”."
        if self.answered_on and self.date and self.answered_on < self.date:
            errors["answered_on"] = "Ngày trả lời không thể trước ngày nêu."
        if errors:
            raise ValidationError(errors)

    def search_parts(self) -> list[object]:
        to = self.to_organization.name if self.to_organization else ""
        return [self.words, self.organization.name, self.area.name, to, self.to_words, self.answer]

    @property
    def to(self) -> str:
        return ", ".join(filter(None, (self.to_organization.label if self.to_organization else "", self.to_words)))

    def late(self, today: datetime.date | None = None) -> int:
        """Days past the due day while nobody answered; 0 = not late."""
        if self.due is None or self.state not in self.OPEN:
            return 0
        return max(((today or timezone.localdate()) - self.due).days, 0)

    @classmethod
    def late_q(cls, today: datetime.date) -> Q:
        return Q(state__in=cls.OPEN, due__lt=today)


def counted(activities: QuerySet[Any]) -> QuerySet[Any]:
    """Activities with `asked_n` and `answered_n`: the recommendations held one by one where there are any, else the
    counts as typed (None = not known). `held` is how many are held, `held_answered` how many of them are answered.
    """
    held = Recommendation.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    return activities.annotate(
        held=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        held_answered=Coalesce(
            Subquery(
                held.annotate(n=Count("pk", filter=Q(state=Recommendation.State.ANSWERED))).values("n"),
                output_field=IntegerField(),
            ),
            0,
        ),
    ).annotate(
        asked_n=Case(When(held__gt=0, then=F("held")), default=F("recommendations"), output_field=IntegerField()),
        answered_n=Case(When(held__gt=0, then=F("held_answered")), default=F("answered"), output_field=IntegerField()),
    )
