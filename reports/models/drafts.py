"""Dự thảo báo cáo: what is asked for, who works on it, and every version of its words."""

from typing import ClassVar, cast

from django.conf import settings
from django.db import models
from django.urls import reverse

from danvan.accounts.scoping import Scope
from reports.asked import Asked
from reports.summary import ScopeType


class Report(models.Model):
    """A report on its way from draft to issue. What it is about stands as in the address of its page (`Asked`).

    `text` is the newest version of its words, None while nobody rewrote anything. The figures are not here: they are
    counted when it is read, and frozen in an `Edition` when it is issued.
    """

    # Whoever reads the reports of the issuing body's place or of the body itself; its figures are the reader's own.
    scope = Scope("report", area="issuer__area", organization="issuer__organization", status=None)

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        CHECKING = "checking", "Đang kiểm tra"
        SIGNED = "signed", "Đã duyệt ký"
        ISSUED = "issued", "Đã ban hành"
        DROPPED = "dropped", "Đã bỏ"

    class Audience(models.TextChoices):
        PUBLIC = "public", "công khai"
        INTERNAL = "internal", "nội bộ"

    kind = models.CharField("loại báo cáo", max_length=20)
    subject = models.CharField("phạm vi", max_length=12)
    code = models.CharField("mã phạm vi", max_length=60, blank=True)
    period = models.CharField("kỳ", max_length=30)
    title = models.CharField("tên", max_length=300)
    audience = models.CharField("lưu hành", max_length=8, choices=Audience, default=Audience.PUBLIC)
    issuer = models.ForeignKey("reports.Issuer", models.PROTECT, verbose_name="đơn vị ban hành", related_name="reports")
    status = models.CharField("trạng thái", max_length=8, choices=Status, default=Status.DRAFT)
    text = models.ForeignKey(
        "reports.ReportText", models.PROTECT, verbose_name="lời đang dùng", related_name="+", null=True
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    checked_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "dự thảo báo cáo"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:draft", args=[self.pk])

    @property
    def asked(self) -> Asked:
        """What it is a report of."""
        return Asked(kind=self.kind, scope=cast(ScopeType, self.subject), code=self.code or None, period=self.period)


class ReportText(models.Model):
    """One version of the words. `words` maps the key of a block (`Paragraph.key`) to {"text", "base"}.

    In both texts a figure is a token, {totals.support_vnd}; `base` is what the portal had composed when the block was
    edited, to tell when it composes something else today. Blocks that nobody edited are not kept.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField("bản số")
    words = models.JSONField("lời đã sửa", default=dict)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    append_only: ClassVar[bool] = True

    class Meta:
        verbose_name = "bản dự thảo"
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_text_per_number")]


class ReportComment(models.Model):
    """Ý kiến on a block of the draft, or on the whole (`block` "")."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="comments")
    block = models.CharField("đoạn", max_length=80, blank=True)
    text = models.TextField("ý kiến", max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "ý kiến"
        ordering = ["pk"]
