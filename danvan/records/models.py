"""What every kind of entry shares: `Tracked` (version, search), `Record` (status and steps), and their companions."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from danvan.accounts.roles import ROLE_CHOICES
from danvan.accounts.scoping import Scope
from danvan.crypto import EncryptedJSON
from danvan.lib import text
from danvan.lib.periods import Period

YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]


class Status(models.TextChoices):
    DRAFT = "draft", "Nháp"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Đề nghị làm rõ"
    APPROVED = "approved", "Đã tiếp nhận"
    WITHDRAWN = "withdrawn", "Đã rút"


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", "ngày"
    MONTH = "month", "tháng"
    QUARTER = "quarter", "quý"
    YEAR = "year", "năm"


class Tracked(models.Model):
    """Anything that people change through the one door (`records.services`): journalled, versioned, searchable.

    `data_fields` are the fields that the door reads and writes; `children` names the reverse relations whose rows
    belong to the object and are written with it; `personal_fields` are encrypted in the journal; `catalog` names the
    right that changes it, for what is not a Record.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    search = models.TextField(editable=False, default="", blank=True)
    sort_key = models.CharField(max_length=255, editable=False, default="", blank=True, db_index=True)

    data_fields: ClassVar[tuple[str, ...]] = ()
    children: ClassVar[tuple[str, ...]] = ()
    personal_fields: ClassVar[frozenset[str]] = frozenset()
    url_name: ClassVar[str] = ""
    catalog: ClassVar[str] = ""
    action: ClassVar[str] = ""

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Any = None) -> None:
        normalise(self)
        super().clean_fields(exclude=exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_derived()
        super().save(*args, **kwargs)

    def refresh_derived(self) -> None:
        """Set what follows from the other fields. `search` is folded: no marks, lower case."""
        self.search = text.fold(" ".join(str(part) for part in self.search_parts() if part))
        self.sort_key = text.sort_key(str(self))[:255]

    def search_parts(self) -> list[object]:
        return [str(self)]

    def settle(self, children: dict[str, list[models.Model]], many: dict[str, list[Any]]) -> None:
        """Checks and derived values that need the children about to be written; raises ValidationError."""

    def get_absolute_url(self) -> str:
        return reverse(f"{self.url_name}:detail", args=[self.pk])


def normalise(instance: models.Model) -> None:
    """NFC, no stray spaces, in every text that a person typed (long texts keep their lines)."""
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(value, str) and field.editable and isinstance(field, models.CharField):
            setattr(instance, field.attname, text.clean(value))
        elif isinstance(value, str) and field.editable and isinstance(field, models.TextField):
            setattr(instance, field.attname, "\n".join(text.clean(line) for line in value.splitlines()).strip())


class Record(Tracked):
    """Bản ghi: what staff enter, with status draft → submitted → approved, or returned with a reason.

    Who enters stands in `created_by`; `organization` is the body that answers for the record (the channel of a
    support). `pending_action` and `pending_role` say which step of the route waits, and for whom.
    """

    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    pending_action = models.CharField(max_length=10, blank=True, editable=False)
    pending_role = models.CharField(max_length=30, blank=True, editable=False)
    organization = models.ForeignKey("movements.Organization", models.PROTECT, verbose_name="đơn vị", related_name="+")
    area = models.ForeignKey("movements.Area", models.PROTECT, verbose_name="địa bàn", related_name="+")
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True, validators=YEARS)
    note = models.TextField("ghi chú", blank=True, max_length=2000)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người ghi", related_name="+", editable=False
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người sửa", related_name="+", editable=False
    )
    submitted_at = models.DateTimeField("gửi lúc", null=True, editable=False)
    approved_at = models.DateTimeField("tiếp nhận lúc", null=True, editable=False)
    illustrative = models.BooleanField("số liệu minh họa", default=False, editable=False)

    scope: ClassVar[Scope]

    class Meta:
        abstract = True

    @property
    def record_type(self) -> str:
        return self._meta.label_lower

    def covers(self) -> tuple[Any, Any] | None:
        """First and last day of what the record speaks of, for the closing of periods; None = no period."""
        if self.year is None:
            return None
        period = Period.year(self.year)
        return period.start, period.end

    def missing_for_submission(self) -> list[str]:
        """What must still be filled before the record can be sent, in words; empty when it is ready."""
        return []


class DatedRecord(Record):
    """A record of something that happened on a day, in a month, a quarter, or in a year only."""

    date = models.DateField("ngày")
    date_precision = models.CharField("độ chính xác của ngày", max_length=7, choices=Precision, default=Precision.DAY)

    class Meta:
        abstract = True

    def refresh_derived(self) -> None:
        if self.date:
            self.year = self.date.year
        super().refresh_derived()

    def clean(self) -> None:
        super().clean()
        if self.date and not 1990 <= self.date.year <= 2100:
            raise ValidationError({"date": "Năm phải trong khoảng 1990–2100."})

    @property
    def month(self) -> int | None:
        """The month, or None when only the quarter or the year is known («chưa rõ tháng»)."""
        return self.date.month if self.date_precision in (Precision.DAY, Precision.MONTH) else None

    def covers(self) -> tuple[Any, Any] | None:
        match self.date_precision:
            case Precision.DAY:
                return self.date, self.date
            case Precision.MONTH:
                period = Period.month(self.date.year, self.date.month)
            case Precision.QUARTER:
                period = Period.quarter(self.date.year, (self.date.month + 2) // 3)
            case _:
                period = Period.year(self.date.year)
        return period.start, period.end


class ConfirmationRoute(Tracked):
    """Tuyến xác nhận: organisation kind × level × record type → who confirms, who accepts. Blank matches all."""

    organization_kind = models.CharField("loại tổ chức", max_length=20, blank=True)
    level = models.CharField("cấp", max_length=10, blank=True)
    record_kind = models.CharField("loại bản ghi", max_length=20, blank=True)
    confirm_role = models.CharField("người xác nhận", max_length=30, choices=ROLE_CHOICES, blank=True)
    accept_role = models.CharField("người tiếp nhận", max_length=30, choices=ROLE_CHOICES)

    data_fields = ("organization_kind", "level", "record_kind", "confirm_role", "accept_role")
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
        return " · ".join(
            (self.organization_kind or "mọi tổ chức", self.level or "mọi cấp", self.record_kind or "mọi bản ghi")
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
    """A step with its person and time: submit, confirm, accept, return, withdraw …; never changed."""

    version = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True, max_length=2000)

    class Meta:
        verbose_name = "bước"
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
    """Minh chứng: a photo (re-encoded, without location) or PDF of a record; private, served through the scope."""

    file = models.FileField(upload_to="minh-chung/%Y/%m/")
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


class PeriodException(models.Model):
    """Ngoại lệ có hạn: one user may write into a closed period until a moment."""

    closing = models.ForeignKey(PeriodClosing, models.CASCADE, related_name="exceptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField("đến")
    reason = models.CharField("lý do", max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
