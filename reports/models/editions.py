"""Bản ban hành: what was issued, never to be changed: the number, the data of that hour, the bytes and their hash."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from danvan.accounts.scoping import Scope
from reports.editions.codes import grouped

from .drafts import Report


class Edition(models.Model):
    """One issue of a report. `replaces` the one before; `changes` lists what differs from it, as it was printed.

    `summary` is the frozen data: the very text that `annual_summary` writes and that the PDF carries. `records` are the
    records behind it, which a later issue is held against. `asked`: what the report was asked for, `words`: how it was
    worded. `area`: the smallest place that holds all that it speaks of, and `organization` the body, where it speaks of
    one: who reaches these reads it. `code` is what the paper's QR leads to; `journal_head` the journal's head at that
    moment ("seq:hash", trust.md, Journal).
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="editions")
    issuer = models.ForeignKey("reports.Issuer", models.PROTECT, related_name="editions")
    doc_type = models.CharField("loại văn bản", max_length=10, default="BC")
    year = models.PositiveSmallIntegerField("năm ban hành")
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("số, ký hiệu", max_length=100)
    dated = models.DateField("ngày ban hành")
    signer = models.CharField("người ký", max_length=120)
    post = models.CharField("chức vụ người ký", max_length=200, blank=True)
    title = models.CharField("tên", max_length=300)
    code = models.CharField("mã xác minh", max_length=20, unique=True)
    asked = models.JSONField(default=dict)
    summary = models.TextField("số liệu lúc ban hành")
    records = models.JSONField("bản ghi lúc ban hành", default=list)
    audience = models.CharField("lưu hành", max_length=8, choices=Report.Audience, default=Report.Audience.PUBLIC)
    area = models.ForeignKey("movements.Area", models.PROTECT, verbose_name="địa bàn", related_name="+")
    organization = models.ForeignKey(
        "movements.Organization", models.PROTECT, verbose_name="tổ chức", related_name="+", null=True
    )
    words = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    data_version = models.PositiveBigIntegerField()
    journal_head = models.CharField(max_length=90)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("ban hành lúc", auto_now_add=True)

    append_only: ClassVar[bool] = True
    scope: ClassVar[Scope] = Scope("report", status=None)

    class Meta:
        verbose_name = "bản ban hành"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "doc_type", "year", "number"], name="one_number_per_issuer_type_year",
                violation_error_message="Số này đã cấp cho văn bản khác trong năm.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.symbol} ngày {self.dated:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("reports:edition", args=[self.pk])

    @property
    def shown_code(self) -> str:
        """The code as people read it: "K7QX-9MTR-4AHW"."""
        return grouped(self.code)


class EditionFile(models.Model):
    """The bytes as issued, by format; `sha256` in hex."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    extension = models.CharField(max_length=5)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)

    append_only: ClassVar[bool] = True

    class Meta:
        verbose_name = "tệp đã ban hành"
        ordering = ["pk"]
        # An issue is stored with a file of each of these: no room is left for another one under an old issue.
        constraints = [
            models.UniqueConstraint(fields=["edition", "extension"], name="one_file_per_format"),
            models.CheckConstraint(
                condition=models.Q(extension__in=("pdf", "docx", "xlsx", "json")), name="a_format_of_an_issue"
            ),
        ]
