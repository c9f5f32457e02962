"""Households: who they are (personal data), where they live, what they take part in."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from danvan.accounts.scoping import Scope
from danvan.crypto import EncryptedText, keyed_hash
from danvan.lib import likeness, text
from danvan.records.models import YEARS, Record
from models_programs.models import MobilizationModel
from movements.models import Area, Campaign

from ..search_index import SearchKeys, searched


class LegalBasis(models.TextChoices):
    """Why the data may be held (Law 91/2025/QH15); to be confirmed by a lawyer."""

    DUTY = "duty", "thực hiện nhiệm vụ theo quy định"
    CONSENT = "consent", "hộ đồng ý"
    CONTRACT = "contract", "thực hiện thỏa thuận hỗ trợ"


class Household(Record):
    """Hộ. `area` is where it lives now (a hamlet or commune); its past stands in `Residence`."""

    code = models.CharField("mã hộ", max_length=40, blank=True)
    head = models.CharField("chủ hộ", max_length=120)
    birth_year = models.PositiveSmallIntegerField("năm sinh chủ hộ", null=True, blank=True)
    everyday_name = models.CharField("tên thường gọi", max_length=120, blank=True)
    people = models.PositiveSmallIntegerField("số khẩu", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    cccd = EncryptedText("số CCCD", blank=True, default="")
    cccd_hash = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    legal_basis = models.CharField("căn cứ giữ dữ liệu", max_length=10, choices=LegalBasis, default=LegalBasis.DUTY)
    name_key = models.CharField(max_length=160, editable=False, default="", db_index=True)
    keys = SearchKeys(editable=False, default="", blank=True)

    scope = Scope(kind="household")
    data_fields = (
        "code", "head", "birth_year", "everyday_name", "people", "ethnicity", "cccd", "legal_basis", "area",
        "organization", "note",
    )  # fmt: skip
    children = ("residences", "participations")
    grows = frozenset({"participations"})
    personal_fields = frozenset({"head", "birth_year", "everyday_name", "ethnicity", "cccd"})
    url_name = "households"
    said_at = {"one_household_per_cccd": "cccd"}

    class Meta:
        verbose_name = "hộ"
        verbose_name_plural = "hộ"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cccd_hash"], condition=~models.Q(status="withdrawn") & ~models.Q(cccd_hash=""),
                name="one_household_per_cccd", violation_error_message="Số CCCD này đã có ở một hộ khác.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.head

    @property
    def masked_cccd(self) -> str:
        """The last four digits only."""
        return f"••••••••{self.cccd[-4:]}" if self.cccd else ""

    def refresh_derived(self) -> None:
        super().refresh_derived()
        self.sort_key = text.person_sort_key(self.head)[:255]
        self.name_key = text.fold(self.head)[:160]
        self.cccd_hash = keyed_hash(self.cccd) if self.cccd else ""
        self.keys = likeness.stored_keys((self.head, self.everyday_name), (self.code, self.area.name))

    @classmethod
    def found(cls, queryset: models.QuerySet[Any], term: str) -> models.QuerySet[Any]:
        return searched(queryset, term)

    def search_parts(self) -> list[object]:
        return [self.code, self.head, self.everyday_name, self.area.name]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        self.cccd = re.sub(r"[\s.]", "", self.cccd)
        self.cccd_hash = keyed_hash(self.cccd) if self.cccd else ""
        if self.cccd and not re.fullmatch(r"\d{9}|\d{12}", self.cccd):
            errors["cccd"] = "Số CCCD có 12 chữ số (CMND cũ có 9)."
        if self.birth_year is not None and not 1900 <= self.birth_year <= 2100:
            errors["birth_year"] = "Năm sinh phải trong khoảng 1900–2100."
        if errors:
            raise ValidationError(errors)


class Residence(models.Model):
    """Nơi ở của hộ, from–to."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="residences")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="nơi ở", related_name="+")
    start = models.DateField("từ ngày", null=True, blank=True)
    end = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "nơi ở"
        ordering = ["start", "pk"]

    def clean(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "Ngày cuối phải sau ngày đầu."})


class HouseholdLineage(models.Model):
    """Tách hộ, nhập hộ: what a household became."""

    class Kind(models.TextChoices):
        SPLIT = "split", "tách hộ"
        MERGE = "merge", "nhập hộ"

    old = models.ForeignKey(Household, models.CASCADE, related_name="became")
    new = models.ForeignKey(Household, models.CASCADE, related_name="came_from")
    kind = models.CharField("loại", max_length=5, choices=Kind)
    date = models.DateField("ngày")

    class Meta:
        verbose_name = "tách, nhập hộ"
        ordering = ["date", "pk"]


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def households(self) -> models.QuerySet[Any]:
        """The ids of the distinct households (hộ khác nhau): records that were merged count as one."""
        from .merges import standing

        return self.order_by().values(counted_as=standing()).distinct()


class Participation(models.Model):
    """Tham gia: household × (campaign | model), with its measured result."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="participations")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt", related_name="participations", null=True, blank=True
    )
    model = models.ForeignKey(
        MobilizationModel, models.PROTECT, verbose_name="mô hình", related_name="participations", null=True, blank=True
    )
    start_year = models.PositiveSmallIntegerField("từ năm", validators=YEARS)
    end_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True, validators=YEARS)
    result = models.DecimalField("kết quả", max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField("đơn vị tính", max_length=30, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "tham gia"
        ordering = ["start_year", "pk"]

    def clean(self) -> None:
        if bool(self.campaign_id) == bool(self.model_id):
            raise ValidationError({"campaign": "Chọn đúng một: đợt hoặc mô hình."})
        if self.end_year and self.start_year and self.end_year < self.start_year:
            raise ValidationError({"end_year": "Năm cuối không thể trước năm đầu."})
