"""Where money comes from, and what things are taken to be worth."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from danvan.records.models import Tracked
from movements.models import Area, Organization


class FundingSource(Tracked):
    """Nguồn kinh phí: a fund at its level, a budget, a bank, an enterprise, own mobilisation …"""

    class Kind(models.TextChoices):
        POOR_FUND = "poor_fund", "Quỹ “Vì người nghèo”"
        OTHER_FUND = "other_fund", "quỹ khác"
        BUDGET = "budget", "ngân sách"
        POLICY_BANK = "policy_bank", "Ngân hàng Chính sách xã hội"
        ENTERPRISE = "enterprise", "doanh nghiệp"
        INDIVIDUALS = "individuals", "cá nhân hảo tâm"
        OWN = "own", "tổ chức tự vận động"
        UNCLASSIFIED = "unclassified", "chưa phân loại"

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọn", max_length=80, blank=True)
    kind = models.CharField("loại", max_length=14, choices=Kind, default=Kind.UNCLASSIFIED)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="tổ chức", related_name="sources", null=True, blank=True
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn", related_name="+", null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="quỹ cấp trên", related_name="parts", null=True, blank=True
    )
    aliases = models.TextField("tên gọi khác", blank=True, max_length=1000, help_text="Mỗi tên một dòng.")

    data_fields = ("code", "name", "short_name", "kind", "organization", "area", "parent", "aliases")
    url_name = "sources"
    catalog = "sources"

    class Meta:
        verbose_name = "nguồn kinh phí"
        verbose_name_plural = "nguồn kinh phí"
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name

    def search_parts(self) -> list[object]:
        return [self.name, self.short_name, *self.aliases.splitlines()]

    def clean(self) -> None:
        super().clean()
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "Một nguồn không thể thuộc chính nó."})


class UnitPrice(Tracked):
    """Đơn giá quy đổi, dated, with its authority. Conversions are printed apart, never part of support."""

    what = models.CharField("cho", max_length=120, help_text="Ví dụ: ngày công.")
    unit = models.CharField("đơn vị tính", max_length=30)
    price_vnd = models.BigIntegerField("đơn giá (đồng)", validators=[MinValueValidator(1)])
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    authority = models.CharField("căn cứ", max_length=200)

    data_fields = ("what", "unit", "price_vnd", "valid_from", "valid_to", "authority")
    url_name = "unit_prices"
    catalog = "unit_prices"

    class Meta:
        verbose_name = "đơn giá quy đổi"
        verbose_name_plural = "đơn giá quy đổi"
        ordering = ["sort_key", "-valid_from"]

    def __str__(self) -> str:
        return f"{self.what} ({self.unit})"

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "Ngày cuối phải sau ngày đầu."})
