"""Chỉ tiêu giao and the deadlines of a year: what a year's plan asks of communes and organisations (domain.md §1.1)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from danvan.records.models import YEARS, Tracked
from movements.models import Area, Organization

DEADLINES = ("register_by", "self_assess_by", "appraise_by", "recognise_by")
MINIMA = ("any_type", "collective", "individual")


class ModelPlan(Tracked):
    """Kế hoạch of a year: by when models are registered, assessed and recognised, and how many each unit owes."""

    year = models.PositiveSmallIntegerField("năm", validators=YEARS, unique=True,
                                            error_messages={"unique": "Năm này đã có kế hoạch."})  # fmt: skip
    register_by = models.DateField("hạn đăng ký", null=True, blank=True)
    self_assess_by = models.DateField("hạn tự đánh giá", null=True, blank=True)
    appraise_by = models.DateField("hạn thẩm định", null=True, blank=True)
    recognise_by = models.DateField("hạn công nhận", null=True, blank=True)
    note = models.TextField("căn cứ, ghi chú", blank=True, max_length=1000)
    illustrative = models.BooleanField("số liệu minh họa", default=False, editable=False)

    data_fields = ("year", *DEADLINES, "note")
    children = ("quotas",)
    url_name = "model_plans"
    catalog = "score_sheets"

    class Meta:
        verbose_name = "kế hoạch mô hình"
        verbose_name_plural = "kế hoạch mô hình"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"Kế hoạch mô hình năm {self.year}"

    def clean(self) -> None:
        super().clean()
        known = [name for name in DEADLINES if getattr(self, name)]
        errors = {
            later: f"Không thể trước {self._meta.get_field(earlier).verbose_name}."  # type: ignore[union-attr]
            for earlier, later in zip(known, known[1:], strict=False)
            if getattr(self, later) < getattr(self, earlier)
        }
        if errors:
            raise ValidationError(errors)

    def settle(self, children: dict[str, list[Any]], many: dict[str, list[Any]]) -> None:
        """A unit is named once."""
        units = [(quota.organization_id, quota.area_id) for quota in children.get("quotas", ())]
        for at, unit in enumerate(units):
            if unit in units[:at]:
                raise ValidationError({f"quotas.{at}.any_type": "Đơn vị này đã có ở dòng trên."})


class ModelQuota(models.Model):
    """Chỉ tiêu of one unit: an organisation's models, or all models in a commune. None = nothing is asked."""

    plan = models.ForeignKey(ModelPlan, models.CASCADE, related_name="quotas")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="tổ chức", related_name="+", null=True, blank=True
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="xã", related_name="+", null=True, blank=True)
    any_type = models.PositiveSmallIntegerField("ít nhất, mọi loại", null=True, blank=True)
    collective = models.PositiveSmallIntegerField("ít nhất, tập thể", null=True, blank=True)
    individual = models.PositiveSmallIntegerField("ít nhất, cá nhân", null=True, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu mô hình"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.organization.label if self.organization else self.area.title if self.area else ""

    def clean(self) -> None:
        if bool(self.organization_id) == bool(self.area_id):
            raise ValidationError({"any_type": "Chọn một xã hoặc một tổ chức."})
        if all(getattr(self, name) is None for name in MINIMA):
            raise ValidationError({"any_type": "Ghi ít nhất một con số."})
