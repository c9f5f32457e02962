"""Bản ban hành: what was issued, never to be changed: the number, the data of that hour, the bytes and their hash."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Edition(models.Model):
    """One issue of a report. `replaces` the one before; `changes` lists, for print, what differs from it.

    `summary` is the frozen data as `annual_summary` writes them; `asked` what the report was asked for. `code` is what
    the paper's QR leads to. `journal_head` is the journal's last hash at that moment (trust.md, Journal).
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="editions")
    issuer = models.ForeignKey("reports.Issuer", models.PROTECT, related_name="editions")
    doc_type = models.CharField("loại văn bản", max_length=10, default="BC")
    year = models.PositiveSmallIntegerField("năm ban hành")
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("số, ký hiệu", max_length=100)
    dated = models.DateField("ngày ban hành")
    signer = models.CharField("người ký", max_length=120)
    title = models.CharField("tên", max_length=300)
    code = models.CharField("mã xác minh", max_length=20, unique=True)
    asked = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    data_version = models.PositiveBigIntegerField()
    journal_head = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("ban hành lúc", auto_now_add=True)

    append_only: ClassVar[bool] = True

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
        constraints = [models.UniqueConstraint(fields=["edition", "extension"], name="one_file_per_format")]
