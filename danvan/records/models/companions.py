"""What stands beside records: routes, steps, corrections, keys of forms, evidence, closed periods."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from danvan.accounts.roles import ROLE_CHOICES
from danvan.accounts.scoping import Scope
from danvan.crypto import EncryptedJSON
from danvan.lib import text

from .base import Tracked

DUE_DAYS = 5
DAYS = [MinValueValidator(1), MaxValueValidator(90)]


class ConfirmationRoute(Tracked):
    """Tuyến xác nhận: organisation kind × level × record type → who confirms, who accepts. Blank matches all.

    `confirm_days` and `accept_days`: within how many working days (Monday to Friday) the step is to be taken.
    """

    organization_kind = models.CharField("loại tổ chức", max_length=20, blank=True)
    level = models.CharField("cấp", max_length=10, blank=True)
    record_kind = models.CharField("loại bản ghi", max_length=20, blank=True)
    confirm_role = models.CharField("người xác nhận", max_length=30, choices=ROLE_CHOICES, blank=True)
    accept_role = models.CharField("người tiếp nhận", max_length=30, choices=ROLE_CHOICES)
    confirm_days = models.PositiveSmallIntegerField("hạn xác nhận", default=DUE_DAYS, validators=DAYS)
    accept_days = models.PositiveSmallIntegerField("hạn tiếp nhận", default=DUE_DAYS, validators=DAYS)

    data_fields = (
        "organization_kind", "level", "record_kind", "confirm_role", "confirm_days", "accept_role", "accept_days",
    )  # fmt: skip
    url_name = "routes"
    catalog = "routes"

    class Meta:
        verbose_name = "tuyến xác nhận"
        verbose_name_plural = "tuyến xác nhận"
        ordering = ["organization_kind", "level", "record_kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization_kind", "level", "record_kind"], name="one_route_per_case",
                violation_error_message="Đã có tuyến cho trường hợp này.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        from ..kinds import kind_label

        bodies = dict(apps.get_model("movements", "Organization").Kind.choices)
        levels = dict(apps.get_model("movements", "Area").Level.choices)
        return " · ".join(
            (
                str(bodies.get(self.organization_kind, self.organization_kind)) or "mọi tổ chức",
                f"cấp {levels.get(self.level, self.level)}".lower() if self.level else "mọi cấp",
                kind_label(self.record_kind) if self.record_kind else "mọi bản ghi",
            )
        )

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps in order: (action, role)."""
        confirm = [("confirm", self.confirm_role)] if self.confirm_role else []
        return [*confirm, ("accept", self.accept_role)]


class OfRecord(models.Model):
    """A row about any record, named by type and id (no foreign key: the type varies)."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    class Meta:
        abstract = True


class StepTaken(OfRecord):
    """A step with its person and time: submit, confirm, accept, return, withdraw …; never changed.

    `on_behalf_of` is who delegated the step to the actor, when no role of the actor's own allowed it.
    """

    version = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True, max_length=2000)

    class Meta:
        verbose_name = "bước"
        ordering = ["pk"]
        indexes = [models.Index(fields=["record_type", "record_id"]), models.Index(fields=["at"])]


class Handover(OfRecord):
    """Bàn giao of an unfinished record: who had it in hand, who has it from now on, who arranged it; never changed.

    The record keeps its author (`created_by`). Who took it over mends and sends it, and like the author never takes
    a step on it, however it is handed on later.
    """

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "bàn giao"
        ordering = ["pk"]
        indexes = [models.Index(fields=["record_type", "record_id"])]


class Correction(OfRecord):
    """Đề nghị sửa hoặc rút an approved record: proposed with a reason, decided by another.

    `version` is the version it was proposed on; the row in state "applying" is what lets the database's
    triggers change that version, once (danvan/records/guards.py).
    """

    class Kind(models.TextChoices):
        CORRECT = "correct", "sửa"
        WITHDRAW = "withdraw", "rút"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Chờ duyệt"
        APPLYING = "applying", "Đang ghi"
        APPLIED = "applied", "Đã duyệt"
        REFUSED = "refused", "Không duyệt"

    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    reason = models.TextField("lý do", max_length=2000)
    before = EncryptedJSON(default=dict)
    after = EncryptedJSON(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True, max_length=2000)

    class Meta:
        verbose_name = "đề nghị sửa"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id"],
                condition=models.Q(state__in=("proposed", "applying")),
                name="one_open_correction",
            )
        ]


class Submission(OfRecord):
    """Idempotency: one key of a form makes one record, however often it is sent."""

    key = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class Attachment(OfRecord):
    """Minh chứng: a photo (re-encoded, without metadata) or PDF of a record, campaign or model.

    Private: served through the scope of the thing that it belongs to. A photo has a thumbnail beside it, and its
    `width` and `height` in pixels; `original` is the SHA-256 of the file as it was sent.
    """

    file = models.FileField(upload_to="minh-chung/%Y/%m/")
    thumbnail = models.FileField(upload_to="minh-chung/%Y/%m/", blank=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    original = models.CharField(max_length=64, blank=True)
    name = models.CharField("tên tệp", max_length=160)
    description = models.CharField("mô tả", max_length=200, blank=True)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    may_publish = models.BooleanField("đồng ý đăng", default=False)
    shows_children = models.BooleanField("có trẻ em", default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "minh chứng"
        ordering = ["pk"]
        indexes = [models.Index(fields=["record_type", "record_id"])]

    def __str__(self) -> str:
        return self.description or self.name

    @property
    def is_photo(self) -> bool:
        return self.content_type.startswith("image/")


class PeriodClosing(models.Model):
    """Chốt số liệu: writes into an area's period are refused while it stands."""

    area = models.ForeignKey("movements.Area", models.PROTECT, verbose_name="địa bàn", related_name="+")
    start = models.DateField("từ ngày")
    end = models.DateField("đến ngày")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    reopened_at = models.DateTimeField(null=True)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        verbose_name = "kỳ đã chốt"
        verbose_name_plural = "kỳ đã chốt"
        ordering = ["-end", "pk"]

    scope = Scope(kind="period", organization="", status=None)

    def __str__(self) -> str:
        return f"{self.area}, {self.start:%d/%m/%Y}–{self.end:%d/%m/%Y}"

    @classmethod
    def found(cls, queryset: models.QuerySet[Any], term: str) -> models.QuerySet[Any]:
        """By the place's name, as `Tracked.found`."""
        for word in text.fold(term[:200]).split():
            queryset = queryset.filter(area__search__contains=word)
        return queryset


class PeriodException(models.Model):
    """Ngoại lệ có hạn: one user may write into a closed period until a moment."""

    closing = models.ForeignKey(PeriodClosing, models.CASCADE, related_name="exceptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField("đến")
    reason = models.CharField("lý do", max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
