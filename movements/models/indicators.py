"""Indicators (chỉ tiêu) with their plan and result."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from danvan.accounts.scoping import Scope
from danvan.lib.numbers import percent
from danvan.records.models import Record, Tracked

from .campaigns import Campaign
from .organizations import Organization


class Indicator(Tracked):
    """Chỉ tiêu: one definition in words, a unit, a direction, and how its values add up."""

    class Kind(models.TextChoices):
        COUNT = "count", "đếm"
        MONEY = "money", "tiền"
        RATE = "rate", "tỷ lệ"
        AREA = "area", "diện tích"

    class Aggregation(models.TextChoices):
        SUM = "sum", "cộng"
        LAST = "last", "số cuối kỳ"
        RATIO = "ratio", "tính lại từ tử số, mẫu số"
        NONE = "none", "không cộng"

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    definition = models.TextField("định nghĩa", max_length=1000)
    group = models.CharField("nhóm", max_length=2, blank=True, help_text="A–L theo danh mục chỉ tiêu.")
    unit = models.CharField("đơn vị tính", max_length=30)
    kind = models.CharField("kiểu", max_length=6, choices=Kind, default=Kind.COUNT)
    lower_is_better = models.BooleanField("càng thấp càng tốt", default=False)
    aggregation = models.CharField("cách tổng hợp", max_length=5, choices=Aggregation, default=Aggregation.SUM)

    data_fields = ("code", "name", "definition", "group", "unit", "kind", "lower_is_better", "aggregation")
    url_name = "indicators"
    catalog = "indicators"

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["group", "sort_key"]

    def __str__(self) -> str:
        return self.name


VALUE: dict[str, Any] = {"max_digits": 20, "decimal_places": 4, "null": True, "blank": True}


class Target(Record):
    """Kế hoạch và kết quả of an indicator, for a campaign or a place, in a year. A plan can be a range."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="chỉ tiêu", related_name="targets")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt", related_name="targets", null=True, blank=True
    )
    for_organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="giao cho tổ chức", related_name="+", null=True, blank=True
    )
    planned_min = models.DecimalField("kế hoạch từ", **VALUE)
    planned_max = models.DecimalField("kế hoạch đến", **VALUE)
    actual = models.DecimalField("thực hiện", **VALUE)
    numerator = models.DecimalField("tử số", **VALUE)
    denominator = models.DecimalField("mẫu số", **VALUE)
    reason = models.CharField("lý do", max_length=500, blank=True)

    scope = Scope(kind="target")
    data_fields = (
        "organization", "area", "year", "indicator", "campaign", "for_organization", "planned_min", "planned_max",
        "actual", "numerator", "denominator", "reason", "note",
    )  # fmt: skip
    url_name = "targets"

    class Meta:
        verbose_name = "kế hoạch, kết quả chỉ tiêu"
        verbose_name_plural = "kế hoạch, kết quả chỉ tiêu"
        ordering = ["-year", "indicator__group", "indicator__sort_key", "pk"]
        indexes = [models.Index(fields=["status", "year"])]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.campaign or self.area}, năm {self.year}"

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.year is None:
            errors["year"] = "Hãy ghi năm."
        if self.planned_max is not None and self.planned_min is None:
            errors["planned_min"] = "Hãy ghi cả mức thấp của khoảng kế hoạch."
        elif self.planned_min is not None and self.planned_max is None:
            self.planned_max = self.planned_min
        elif self.planned_min is not None and self.planned_max is not None and self.planned_max < self.planned_min:
            errors["planned_max"] = "Mức cao của kế hoạch không thể nhỏ hơn mức thấp."
        if (self.numerator is None) != (self.denominator is None):
            errors["denominator"] = "Tử số và mẫu số phải đi cùng nhau."
        elif self.denominator is not None and self.denominator <= 0:
            errors["denominator"] = "Mẫu số phải lớn hơn 0."
        elif self.numerator is not None and self.denominator is not None and self.actual is not None:
            errors["actual"] = "Đã có tử số và mẫu số thì tỷ lệ được tính, không ghi tay."
        if errors:
            raise ValidationError(errors)

    @property
    def result(self) -> Decimal | None:
        """The actual value; a rate is computed from its parts (percent, half up, two decimals), never typed."""
        if self.numerator is not None and self.denominator is not None:
            return percent(self.numerator, self.denominator)
        return self.actual

    def search_parts(self) -> list[object]:
        return [self.indicator.name, self.campaign and self.campaign.name, self.area.name, self.note]
