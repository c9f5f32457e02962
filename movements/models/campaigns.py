"""Movements, campaigns and what was published about them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices

from danvan.records.models import YEARS, Tracked

from .organizations import Organization
from .places import Area
from .solutions import solution_field


class Movement(Tracked):
    """Phong trào thi đua or cuộc vận động: kept apart by kind."""

    class Kind(TextChoices):
        EMULATION = "emulation", "phong trào thi đua"
        DRIVE = "drive", "cuộc vận động"

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=250)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="tổ chức chủ trì", related_name="movements", null=True, blank=True
    )
    start = models.DateField("từ ngày", null=True, blank=True)
    end = models.DateField("đến hết ngày", null=True, blank=True)
    description = models.TextField("mô tả", blank=True, max_length=4000)

    data_fields = ("code", "name", "kind", "organization", "start", "end", "description")
    url_name = "movements"
    catalog = "movements"

    class Meta:
        verbose_name = "phong trào, cuộc vận động"
        verbose_name_plural = "phong trào, cuộc vận động"
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class Campaign(Tracked):
    """Đợt công tác dân vận or chương trình; `parent` is the campaign that a programme runs inside."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="thuộc đợt", related_name="programmes", null=True, blank=True
    )
    movement = models.ForeignKey(
        Movement, models.PROTECT, verbose_name="phong trào", related_name="campaigns", null=True, blank=True
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="tổ chức chủ trì", related_name="campaigns", null=True, blank=True
    )
    joint_organizations = models.ManyToManyField(
        Organization, verbose_name="tổ chức phối hợp", related_name="joint_campaigns", blank=True
    )
    areas = models.ManyToManyField(Area, verbose_name="địa bàn", related_name="campaigns", blank=True)
    start = models.DateField("từ ngày", null=True, blank=True)
    end = models.DateField("đến hết ngày", null=True, blank=True)
    description = models.TextField("mô tả", blank=True, max_length=4000)
    aliases = models.TextField("tên gọi khác", blank=True, max_length=1000, help_text="Mỗi tên một dòng.")
    solution = solution_field()

    data_fields = (
        "code", "name", "parent", "movement", "organization", "joint_organizations", "areas", "start", "end",
        "description", "aliases", "solution",
    )  # fmt: skip
    url_name = "campaigns"
    catalog = "campaigns"

    class Meta:
        verbose_name = "đợt công tác dân vận"
        verbose_name_plural = "đợt công tác dân vận"
        ordering = ["-start", "sort_key"]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> list[object]:
        return [self.name, self.code, *self.aliases.splitlines()]

    def clean(self) -> None:
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "Ngày cuối phải sau ngày đầu."})
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "Một đợt không thể thuộc chính nó."})


class PublishedFigure(Tracked):
    """Số công bố: what somebody published, in their words; never mended, only compared.

    `key` names the figure compared with: "support_vnd", "loan_vnd", "all_vnd" (totals); "<indicator code>.actual",
    ".planned", ".difference" (a target's); "poor.start", "poor.end", "near_poor.start", "near_poor.end" (poverty);
    "models.<step>.<collective | individual | total>" (models_programs/funnel.py).
    """

    class Qualifier(TextChoices):
        EXACT = "", "đúng"
        OVER = "trên", "trên"
        NEARLY = "gần", "gần"
        ABOUT = "khoảng", "khoảng"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt", related_name="published", null=True, blank=True
    )
    movement = models.ForeignKey(
        Movement, models.PROTECT, verbose_name="phong trào", related_name="published", null=True, blank=True
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn", related_name="+", null=True, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="tổ chức", related_name="+", null=True, blank=True
    )
    year = models.PositiveSmallIntegerField("năm", validators=YEARS)
    key = models.CharField("số", max_length=80)
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=4)
    unit = models.CharField("đơn vị tính", max_length=30, default="đồng")
    qualifier = models.CharField("mức", max_length=6, choices=Qualifier, blank=True, default="")
    words = models.CharField("nguyên văn", max_length=500)
    source = models.CharField("cơ quan công bố", max_length=200)
    date = models.DateField("ngày công bố")
    note = models.TextField("ghi chú", blank=True, max_length=1000)

    data_fields = (
        "campaign", "movement", "area", "organization", "year", "key", "value", "unit", "qualifier", "words", "source",
        "date", "note",
    )  # fmt: skip
    url_name = "published"
    catalog = "published"

    class Meta:
        verbose_name = "số công bố"
        verbose_name_plural = "số công bố"
        ordering = ["-date", "pk"]

    def __str__(self) -> str:
        return f"“{self.words}”"

    def clean(self) -> None:
        super().clean()
        subjects = (self.campaign_id, self.movement_id, self.area_id, self.organization_id)
        if sum(1 for subject in subjects if subject) > 1:
            raise ValidationError(
                {"campaign": "Chỉ chọn một: đợt, phong trào, địa bàn hoặc tổ chức; để trống cả bốn là toàn cổng."}
            )
