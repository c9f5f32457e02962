"""Poverty: yearly reviews of households, and counts as published where names are not held."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from danvan.accounts.scoping import Scope
from danvan.records.models import Record
from movements.models import Campaign

from .households import Household


class PovertyClass(models.TextChoices):
    POOR = "poor", "hộ nghèo"
    NEAR_POOR = "near_poor", "hộ cận nghèo"
    ESCAPED_POOR = "escaped_poor", "hộ thoát nghèo"
    ESCAPED_NEAR_POOR = "escaped_near_poor", "hộ thoát cận nghèo"
    NOT_POOR = "not_poor", "hộ không nghèo"


class Standard(models.TextChoices):
    """Chuẩn nghèo; a change of standard breaks a series."""

    MULTI_2016 = "2016-2020", "đa chiều 2016–2020"
    MULTI_2021 = "2022-2025", "đa chiều 2022–2025 (NĐ 07/2021)"
    MULTI_2027 = "2027-2030", "đa chiều 2027–2030"


class PovertyReview(Record):
    """Rà soát hộ nghèo: household × year × standard → class. `area` and `organization` follow the household."""

    household = models.ForeignKey(Household, models.PROTECT, verbose_name="hộ", related_name="reviews")
    standard = models.CharField("chuẩn nghèo", max_length=10, choices=Standard)
    poverty_class = models.CharField("xếp loại", max_length=20, choices=PovertyClass)
    reason = models.CharField("lý do", max_length=300, blank=True)

    scope = Scope(kind="poverty_review")
    data_fields = (
        "household", "organization", "area", "year", "standard", "poverty_class", "reason", "note",
    )  # fmt: skip
    personal_fields = frozenset({"household", "poverty_class"})
    url_name = "poverty_reviews"

    class Meta:
        verbose_name = "kết quả rà soát hộ nghèo"
        verbose_name_plural = "kết quả rà soát hộ nghèo"
        ordering = ["-year", "household__sort_key", "pk"]
        indexes = [models.Index(fields=["status", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year", "standard"], condition=~models.Q(status="withdrawn"),
                name="one_review_per_household_and_year",
                violation_error_message="Hộ này đã có kết quả rà soát của năm và chuẩn đó.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.household}, năm {self.year}: {self.get_poverty_class_display()}"

    def clean(self) -> None:
        super().clean()
        if self.year is None:
            raise ValidationError({"year": "Hãy ghi năm."})

    def search_parts(self) -> list[object]:
        return [self.household.head, self.household.code, self.area.name]


class AreaPoverty(Record):
    """Số hộ nghèo, cận nghèo as published for an area (or a campaign's areas together) at a date."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt (số chung các thôn của đợt)", related_name="poverty",
        null=True, blank=True,
    )  # fmt: skip
    date = models.DateField("tại ngày")
    standard = models.CharField("chuẩn nghèo", max_length=10, choices=Standard)
    source = models.CharField("nguồn số liệu", max_length=200)
    poor = models.PositiveIntegerField("hộ nghèo", null=True, blank=True)
    near_poor = models.PositiveIntegerField("hộ cận nghèo", null=True, blank=True)
    households = models.PositiveIntegerField("tổng số hộ", null=True, blank=True)

    scope = Scope(kind="area_poverty")
    data_fields = (
        "organization", "area", "campaign", "date", "standard", "source", "poor", "near_poor", "households", "note",
    )  # fmt: skip
    url_name = "area_poverty"

    class Meta:
        verbose_name = "số hộ nghèo của địa bàn"
        verbose_name_plural = "số hộ nghèo của địa bàn"
        ordering = ["-date", "area__sort_key", "pk"]
        indexes = [models.Index(fields=["status", "date"])]

    def __str__(self) -> str:
        return f"{self.campaign or self.area}, {self.date:%d/%m/%Y}"

    def refresh_derived(self) -> None:
        self.year = self.date.year
        super().refresh_derived()

    def covers(self) -> tuple[Any, Any] | None:
        return self.date, self.date

    @classmethod
    def covered_by(cls, start: datetime.date, end: datetime.date) -> models.Q:
        return models.Q(date__range=(start, end))

    def clean(self) -> None:
        super().clean()
        if self.poor is None and self.near_poor is None:
            raise ValidationError({"poor": "Hãy ghi số hộ nghèo hoặc số hộ cận nghèo."})
        if self.households is not None and (self.poor or 0) + (self.near_poor or 0) > self.households:
            raise ValidationError({"households": "Tổng số hộ không thể ít hơn hộ nghèo và cận nghèo cộng lại."})

    def search_parts(self) -> list[object]:
        return [self.area.name, self.campaign and self.campaign.name, self.source]
