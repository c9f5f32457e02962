"""What was done: activities, and works of the community."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from danvan.accounts.scoping import Scope
from danvan.records.models import DatedRecord

from .campaigns import Campaign, Movement
from .organizations import Organization
from .places import Area
from .solutions import solution_field

SESSIONS = Coalesce("sessions", 1)
"""Cuộc: how many an activity speaks of, one where it says nothing."""


class Activity(DatedRecord):
    """Hoạt động. `people` (người) and `attendances` (lượt) are kept apart."""

    class Kind(models.TextChoices):
        PROPAGANDA = "propaganda", "tuyên truyền, vận động"
        DIALOGUE = "dialogue", "đối thoại"
        VOTER_MEETING = "voter_meeting", "tiếp xúc cử tri"
        SUPERVISION = "supervision", "giám sát"
        CRITICISM = "criticism", "phản biện xã hội"
        FEEDBACK = "feedback", "góp ý xây dựng Đảng, chính quyền"
        TRAINING = "training", "tập huấn"
        CONTEST = "contest", "hội thi, hội diễn"
        LABOUR = "labour", "ra quân, lao động"
        FESTIVAL = "festival", "Ngày hội Đại đoàn kết"
        MEETING = "meeting", "hội nghị, giao ban"
        OTHER = "other", "khác"

    class Basis(models.TextChoices):
        """The Politburo's rules under which the Front supervises and gives its views."""

        RULE_217 = "217", "Quyết định 217-QĐ/TW"
        RULE_218 = "218", "Quyết định 218-QĐ/TW"
        OTHER = "other", "luật, kế hoạch khác"

    kind_of_activity = models.CharField("loại hoạt động", max_length=14, choices=Kind)
    name = models.CharField("nội dung", max_length=250)
    joint_organizations = models.ManyToManyField(
        Organization, verbose_name="phối hợp", related_name="joint_activities", blank=True
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt", related_name="activities", null=True, blank=True
    )
    movement = models.ForeignKey(
        Movement, models.PROTECT, verbose_name="phong trào", related_name="activities", null=True, blank=True
    )
    place = models.CharField("nơi tổ chức", max_length=160, blank=True)
    sessions = models.PositiveSmallIntegerField(
        "số cuộc, buổi", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    basis = models.CharField("căn cứ", max_length=5, choices=Basis, blank=True)
    subject = models.CharField("nội dung giám sát, phản biện", max_length=250, blank=True)
    supervised = models.CharField("đối tượng giám sát, phản biện", max_length=250, blank=True)
    people = models.PositiveIntegerField("số người", null=True, blank=True)
    women = models.PositiveIntegerField("trong đó nữ", null=True, blank=True)
    minority = models.PositiveIntegerField("trong đó người dân tộc thiểu số", null=True, blank=True)
    attendances = models.PositiveIntegerField("số lượt người", null=True, blank=True)
    recommendations = models.PositiveIntegerField("kiến nghị", null=True, blank=True)
    answered = models.PositiveIntegerField("đã được trả lời", null=True, blank=True)
    solution = solution_field()

    AHEAD: ClassVar[str] = "ngày diễn ra: còn ở phía trước, diễn ra rồi mới gửi"
    scope = Scope(kind="activity")
    data_fields = (
        "organization", "area", "date", "date_precision", "kind_of_activity", "name", "joint_organizations",
        "campaign", "movement", "place", "sessions", "basis", "subject", "supervised", "people", "women", "minority",
        "attendances", "recommendations", "answered", "solution", "note",
    )  # fmt: skip
    url_name = "activities"

    class Meta:
        verbose_name = "hoạt động"
        verbose_name_plural = "hoạt động"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["status", "year"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.answered is not None and self.answered > (self.recommendations or 0):
            raise ValidationError({"answered": "Số đã trả lời không thể nhiều hơn số kiến nghị."})
        if self.people is not None and self.attendances is not None and self.attendances < self.people:
            raise ValidationError({"attendances": "Số lượt không thể ít hơn số người."})
        within = (("women", "Số nữ"), ("minority", "Số người dân tộc thiểu số"))
        errors = {
            name: f"{words} không thể nhiều hơn số người."
            for name, words in within
            if (getattr(self, name) or 0) > (self.people or 0)
        }
        if errors:
            raise ValidationError(errors)

    @classmethod
    def lacking(cls, records: Sequence[Any]) -> dict[int, list[str]]:
        """A plan (a day ahead) is a draft: it is sent, and counts, once it has taken place."""
        today = timezone.localdate()
        return {record.pk: [cls.AHEAD] for record in records if record.date > today}

    def search_parts(self) -> list[object]:
        return [self.name, self.organization.name, self.area.name, self.place, self.subject, self.supervised, self.note]


class CommunityWork(DatedRecord):
    """Công trình, phần việc. What people gave stands here and is never added to what they receive."""

    name = models.CharField("tên công trình, phần việc", max_length=250)
    joint_organizations = models.ManyToManyField(
        Organization, verbose_name="phối hợp", related_name="joint_works", blank=True
    )
    hamlets = models.ManyToManyField(Area, verbose_name="thôn, tổ dân phố", related_name="+", blank=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt", related_name="works", null=True, blank=True
    )
    road_km = models.DecimalField("đường (km)", max_digits=9, decimal_places=3, null=True, blank=True)
    lamps = models.PositiveIntegerField("bóng đèn", null=True, blank=True)
    land_m2 = models.DecimalField("đất hiến (m²)", max_digits=12, decimal_places=2, null=True, blank=True)
    labour_days = models.DecimalField("ngày công dân góp", max_digits=10, decimal_places=1, null=True, blank=True)
    given_vnd = models.BigIntegerField("tiền dân góp (đồng)", null=True, blank=True)
    value_vnd = models.BigIntegerField("tổng trị giá (đồng)", null=True, blank=True)
    started_on = models.DateField("khởi công", null=True, blank=True)
    opened_on = models.DateField("khánh thành", null=True, blank=True)
    solution = solution_field()

    scope = Scope(kind="community_work")
    data_fields = (
        "organization", "area", "date", "date_precision", "name", "joint_organizations", "hamlets", "campaign",
        "road_km", "lamps", "land_m2", "labour_days", "given_vnd", "value_vnd", "started_on", "opened_on", "solution",
        "note",
    )  # fmt: skip
    url_name = "works"

    class Meta:
        verbose_name = "công trình, phần việc"
        verbose_name_plural = "công trình, phần việc"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["status", "year"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(given_vnd__gte=0) & models.Q(value_vnd__gte=0), name="work_money_not_negative",
                violation_error_message="Số tiền không thể âm.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.started_on and self.opened_on and self.opened_on < self.started_on:
            raise ValidationError({"opened_on": "Ngày khánh thành phải sau ngày khởi công."})

    def search_parts(self) -> list[object]:
        return [self.name, self.organization.name, self.area.name, self.note]
