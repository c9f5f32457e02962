"""Indicators (chỉ tiêu) with their plan and result."""

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from danvan.accounts.scoping import Scope
from danvan.lib.numbers import percent
from danvan.records.models import Record, Tracked
from movements import computing

from .campaigns import Campaign
from .organizations import Organization
from .periods import ReportingPeriod


class Indicator(Tracked):
    """Chỉ tiêu: one definition in words, a unit, a direction, and how its values add up.

    `computed` is a key of `movements.computing`: the portal counts the value from records (blank = it is typed).
    `period_types` are the kinds of ReportingPeriod that it is reported for, as "quarter,year"; blank = every kind.
    `numerator_words`, `denominator_words` say what a rate divides by what.
    """

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
    computed = models.CharField("cách tính từ bản ghi", max_length=40, blank=True)
    period_types = models.CharField("kỳ báo cáo", max_length=60, blank=True)
    numerator_words = models.CharField("tử số là", max_length=200, blank=True)
    denominator_words = models.CharField("mẫu số là", max_length=200, blank=True)

    data_fields = (
        "code", "name", "definition", "group", "unit", "kind", "lower_is_better", "aggregation", "computed",
        "period_types", "numerator_words", "denominator_words",
    )  # fmt: skip
    url_name = "indicators"
    catalog = "indicators"

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["group", "sort_key"]

    def __str__(self) -> str:
        return self.name

    @property
    def kinds_of_period(self) -> list[ReportingPeriod.Kind]:
        """The kinds of period that it is reported for, in the order of a year."""
        wanted = self.period_types.split(",") if self.period_types else ReportingPeriod.Kind.values
        return [kind for kind in ReportingPeriod.Kind if kind in wanted]

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.computed and self.computed not in computing.registry():
            errors["computed"] = "Cổng không có cách tính này."
        elif self.computed and self.aggregation == self.Aggregation.RATIO:
            errors["computed"] = "Tỷ lệ tính từ tử số và mẫu số, không tính từ bản ghi."
        if set(filter(None, self.period_types.split(","))) - set(ReportingPeriod.Kind.values):
            errors["period_types"] = "Có loại kỳ mà cổng không biết."
        if errors:
            raise ValidationError(errors)


VALUE: dict[str, Any] = {"max_digits": 20, "decimal_places": 4, "null": True, "blank": True}


class Target(Record):
    """Kế hoạch và kết quả of an indicator, for a campaign or a place, in a period. A plan can be a range.

    `period` null = the whole of `year`; a period of the kind "năm" is stored as null, so that a year has one place
    (`ReportingPeriod.targets_q` finds the targets of a period). `year` is that of the period. `actual` is what came of
    it up to `as_of`; `estimate` (ước cả năm) is what is expected of the whole year, and never part of a sum of actuals.
    One value per `slot`: indicator × (place, organisation, campaign) × year × period, withdrawn ones aside.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="chỉ tiêu", related_name="targets")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt", related_name="targets", null=True, blank=True
    )
    for_organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="giao cho tổ chức", related_name="+", null=True, blank=True
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, verbose_name="kỳ báo cáo", related_name="targets", null=True, blank=True
    )
    planned_min = models.DecimalField("kế hoạch từ", **VALUE)
    planned_max = models.DecimalField("kế hoạch đến", **VALUE)
    actual = models.DecimalField("thực hiện", **VALUE)
    numerator = models.DecimalField("tử số", **VALUE)
    denominator = models.DecimalField("mẫu số", **VALUE)
    estimate = models.DecimalField("ước cả năm", **VALUE)
    as_of = models.DateField("số liệu tính đến ngày", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    slot = models.CharField(max_length=100, editable=False, default="")

    scope = Scope(kind="target")
    data_fields = (
        "organization", "area", "year", "period", "indicator", "campaign", "for_organization", "planned_min",
        "planned_max", "actual", "numerator", "denominator", "estimate", "as_of", "reason", "note",
    )  # fmt: skip
    url_name = "targets"
    said_at = {"one_value_per_slot": "indicator"}

    class Meta:
        verbose_name = "kế hoạch, kết quả chỉ tiêu"
        verbose_name_plural = "kế hoạch, kết quả chỉ tiêu"
        ordering = ["-year", "indicator__group", "indicator__sort_key", "pk"]
        indexes = [models.Index(fields=["status", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=~models.Q(status="withdrawn"), name="one_value_per_slot",
                violation_error_message="Chỉ tiêu này của nơi này đã có bản ghi trong kỳ: hãy mở bản ghi ấy ra sửa. "
                "Số riêng của một tổ chức thì chọn “giao cho tổ chức”.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.indicator}, {self.campaign or self.area}, {self.when}"

    @property
    def when(self) -> str:
        """ "năm 2022", "quý I năm 2022"."""
        return self.period.label if self.period else f"năm {self.year}"

    def refresh_derived(self) -> None:
        if self.period is not None:
            self.year = self.period.year if self.year is None else self.year
            if self.period.is_whole_year and self.year == self.period.year:
                self.period = None
        parts = (self.indicator_id, self.area_id, self.for_organization_id, self.campaign_id, self.year, self.period_id)
        slot = ".".join(str(part or 0) for part in parts)
        if self.slot.partition("#")[0] != slot:  # "#": one of several values from before there was one per slot
            self.slot = slot
        super().refresh_derived()

    def covers(self) -> tuple[Any, Any] | None:
        """A value of a period stands with its last day: closing the first quarter does not stop "6 tháng"."""
        return (self.period.end, self.period.end) if self.period else super().covers()

    @classmethod
    def covered_by(cls, start: datetime.date, end: datetime.date) -> models.Q:
        whole = models.Q(period__isnull=True) & super().covered_by(start, end)
        return whole | models.Q(period__end__range=(start, end))

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

    def settle(self, children: dict[str, list[Any]], many: dict[str, list[Any]]) -> None:
        if self.period and self.period.year != self.year:
            raise ValidationError({"year": f"{self.period} thuộc năm {self.period.year}."})
        if self.indicator.computed and self.actual is not None and not self.reason:
            raise ValidationError({"reason": "Cổng tính số này từ bản ghi. Ghi số khác thì hãy nêu lý do."})

    @property
    def result(self) -> Decimal | None:
        """The actual value; a rate is computed from its parts (percent, half up, two decimals), never typed."""
        if self.numerator is not None and self.denominator is not None:
            return percent(self.numerator, self.denominator)
        return self.actual

    def search_parts(self) -> list[object]:
        return [self.indicator.name, self.campaign and self.campaign.name, self.area.name, self.note]
