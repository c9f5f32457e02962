"""Lô nhập: a file on its way into the portal, and what its user chose so that it need not be chosen again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from danvan.crypto import EncryptedJSON


class ImportBatch(models.Model):
    """Lô nhập: one file, from its upload to its rows in the ledger; known by the SHA-256 of its bytes.

    `content` (the sheets as they were read), `work` (columns, mends and decisions) and `report` (what the last check
    found) may hold personal data: they are encrypted, and gone once the batch is stored or dropped. `revision` goes up
    with every change, so that two pages of one batch do not undo each other. A batch is its owner's alone.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "Đang kiểm tra"
        FAULTY = "faulty", "Chờ sửa"
        READY = "ready", "Sẵn sàng"
        STORING = "storing", "Đang nhập"
        STORED = "stored", "Đã nhập"
        DROPPED = "dropped", "Đã bỏ"

    OPEN: ClassVar[tuple[str, ...]] = (State.CHECKING, State.FAULTY, State.READY)

    kind = models.CharField("loại tệp", max_length=30)
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    state = models.CharField("trạng thái", max_length=8, choices=State, default=State.CHECKING)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người nhập", related_name="+")
    at = models.DateTimeField("nhập lúc", auto_now_add=True)
    changed_at = models.DateTimeField("sửa lúc", auto_now=True)
    rows = models.PositiveIntegerField("số dòng", default=0)
    faulty = models.PositiveIntegerField("dòng có lỗi", default=0)
    asking = models.PositiveIntegerField("dòng chờ quyết định", default=0)
    revision = models.PositiveIntegerField(default=1)
    create_missing = models.BooleanField("thêm mục còn thiếu", default=False)
    submit = models.BooleanField("nhập và gửi luôn", default=False)
    done = models.PositiveIntegerField("đã xem", default=0)
    beat_at = models.DateTimeField("còn chạy lúc", null=True)
    content = EncryptedJSON(null=True)
    work = EncryptedJSON(null=True)
    report = EncryptedJSON(null=True)

    class Meta:
        verbose_name = "lô nhập"
        verbose_name_plural = "lô nhập"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sha256"], condition=models.Q(state="stored"), name="file_stored_once"
            )
        ]
        indexes = [models.Index(fields=["user", "state"])]

    def __str__(self) -> str:
        return self.name

    @property
    def problems(self) -> int:
        """Rows that need something before the batch can be stored."""
        return self.faulty + self.asking

    def get_absolute_url(self) -> str:
        return reverse("imports:batch", args=[self.pk])


class ImportedRow(models.Model):
    """Which record came from which batch and row; the record's type is the batch's kind's."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="imported")
    record_id = models.BigIntegerField(db_index=True)
    cell = models.CharField("dòng", max_length=60)


class Remembered(models.Model):
    """What a user chose once, offered again to them and to those who work at the same place (`seat`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seat = models.CharField(max_length=160, blank=True, db_index=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class HeadChoice(Remembered):
    """A head of the user's files is this column of a kind (`key` "" = left out)."""

    kind = models.CharField(max_length=30)
    head = models.CharField(max_length=120)
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "head"], name="one_choice_per_head")]


class NameAlias(Remembered):
    """A name in the user's files means this name of the catalogue (`what`: place, organization …). Folded."""

    what = models.CharField(max_length=20)
    typed = models.CharField(max_length=200)
    name = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "what", "typed"], name="one_meaning_per_name")]
