"""Mô hình, điển hình «Dân vận khéo»: one model has many years; reports count model × year, tập thể, cá nhân apart."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from danvan.accounts.scoping import Scope
from danvan.records.models import YEARS, Record, Tracked
from movements.models import Area, Campaign, Movement, Organization

from .lineage import ancestors
from .models_decided import Award, Decided, Recognition, Replication
from .models_life import LifeStep, ModelNote, ModelResult, ScoreLine
from .models_plan import ModelPlan, ModelQuota

__all__ = [
    "Award", "Criterion", "Decided", "LifeStep", "MobilizationModel", "ModelField", "ModelNote", "ModelPlan",
    "ModelQuota", "ModelResult", "ModelYear", "Recognition", "Replication", "ScoreLine", "ScoreSheet",
]  # fmt: skip


FOLLOWS_STEPS = "Mục này theo các bước của mô hình: làm hoặc thu lại bước ở trang mô hình, không sửa ở phiếu."


class ModelField(Tracked):
    """Lĩnh vực: an editable list; four standard ones."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=120)

    data_fields = ("code", "name")
    url_name = "model_fields"
    catalog = "score_sheets"

    class Meta:
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class MobilizationModel(Tracked):
    """Mô hình (the thing itself, across its years)."""

    class Type(models.TextChoices):
        COLLECTIVE = "collective", "tập thể"
        INDIVIDUAL = "individual", "cá nhân"

    name = models.CharField("tên mô hình", max_length=250)
    type = models.CharField("loại", max_length=10, choices=Type)
    field = models.ForeignKey(ModelField, models.PROTECT, verbose_name="lĩnh vực", related_name="models")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="tổ chức chủ trì", related_name="models"
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn", related_name="models")
    address = models.CharField("địa chỉ cụ thể", max_length=250, blank=True)
    movement = models.ForeignKey(
        Movement, models.PROTECT, verbose_name="phong trào", related_name="models", null=True, blank=True
    )
    replicated_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name="nhân rộng từ", related_name="replicas", null=True, blank=True
    )
    illustrative = models.BooleanField("số liệu minh họa", default=False, editable=False)

    data_fields = (
        "name", "type", "field", "organization", "area", "address", "movement", "replicated_from",
    )  # fmt: skip
    url_name = "models"
    catalog = "models"
    scope = Scope(kind="model_year", status=None)

    class Meta:
        verbose_name = "mô hình"
        verbose_name_plural = "mô hình"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def search_parts(self) -> list[object]:
        return [self.name, self.organization.name, self.area.name, self.address]

    def clean(self) -> None:
        super().clean()
        if self.replicated_from_id and self.replicated_from_id == self.pk:
            raise ValidationError({"replicated_from": "Một mô hình không thể nhân rộng từ chính nó."})
        if self.pk and self.replicated_from_id and self.pk in ancestors(self.replicated_from_id):
            raise ValidationError({"replicated_from": "Mô hình ấy đã được nhân rộng từ mô hình này."})


class ScoreSheet(Tracked):
    """Phiếu chấm điểm of a year: an editable template, because no common official sheet exists (domain.md §1)."""

    name = models.CharField("tên", max_length=160)
    year = models.PositiveSmallIntegerField("năm", validators=YEARS)
    pass_score = models.DecimalField("điểm đạt", max_digits=6, decimal_places=2, null=True, blank=True)

    data_fields = ("name", "year", "pass_score")
    children = ("criteria",)
    url_name = "score_sheets"
    catalog = "score_sheets"

    class Meta:
        verbose_name = "phiếu chấm"
        verbose_name_plural = "phiếu chấm"
        ordering = ["-year", "sort_key"]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"

    def settle(self, children: dict[str, list[Any]], many: dict[str, list[Any]]) -> None:
        """The criteria that scores were given on stay as they are: another sheet is made for others."""
        if self.pk is None or "criteria" not in children:
            return
        stands = [(one.name, one.maximum) for one in self.criteria.all()]
        if (
            stands != [(one.name, one.maximum) for one in children["criteria"]]
            and self.criteria.filter(lines__isnull=False).exists()
        ):
            raise ValidationError(
                {"criteria": "Đã có mô hình chấm theo phiếu này nên tiêu chí giữ nguyên: lập phiếu mới."}
            )

    @property
    def maximum(self) -> Decimal:
        return sum((criterion.maximum for criterion in self.criteria.all()), Decimal(0))


class Criterion(models.Model):
    """Tiêu chí of a score sheet."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="criteria")
    name = models.CharField("tiêu chí", max_length=250)
    maximum = models.DecimalField(
        "điểm tối đa", max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    class Meta:
        verbose_name = "tiêu chí"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ModelYear(Record):
    """Mô hình trong một năm: its registration, and the stage it reached since.

    Once the registration is accepted, what happens stands in rows of its own (`LifeStep`, written by `life` alone);
    the columns that `follows` names repeat what the last of them says, and the database lets them do nothing else.
    Recognition, awards and replication are separate rows (models_decided.py).
    """

    class Stage(models.TextChoices):
        REGISTERED = "registered", "Đăng ký"
        RUNNING = "running", "Đang triển khai"
        SELF_ASSESSED = "self_assessed", "Tự đánh giá"
        APPRAISED = "appraised", "Đã thẩm định"
        RECOGNISED = "recognised", "Công nhận"
        NOT_RECOGNISED = "not_recognised", "Không công nhận"
        CARRIED_OVER = "carried_over", "Chuyển tiếp sang năm sau"
        STOPPED = "stopped", "Ngừng"

    model = models.ForeignKey(MobilizationModel, models.PROTECT, verbose_name="mô hình", related_name="years")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt", related_name="model_years", null=True, blank=True
    )
    stage = models.CharField("bước", max_length=16, choices=Stage, default=Stage.REGISTERED)
    stop_reason = models.CharField("lý do ngừng", max_length=300, blank=True)
    difficulty = models.TextField("khó khăn cần giải quyết", blank=True, max_length=2000)
    partners = models.ManyToManyField(Organization, verbose_name="tổ chức cùng tham gia", related_name="+", blank=True)
    forces = models.TextField("lực lượng khác", blank=True, max_length=1000)
    goals = models.TextField("mục tiêu", blank=True, max_length=2000)
    start = models.DateField("từ ngày", null=True, blank=True)
    end = models.DateField("đến hết ngày", null=True, blank=True)
    result = models.TextField("kết quả", blank=True, max_length=2000)
    households = models.PositiveIntegerField("số hộ tham gia", null=True, blank=True)
    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, verbose_name="phiếu chấm", related_name="+", null=True, blank=True
    )
    own_score = models.DecimalField("điểm tự chấm", max_digits=6, decimal_places=2, null=True, blank=True)
    score = models.DecimalField("điểm thẩm định", max_digits=6, decimal_places=2, null=True, blank=True)

    scope = Scope(kind="model_year")
    data_fields = (
        "model", "organization", "area", "year", "campaign", "stage", "stop_reason", "difficulty", "partners", "forces",
        "goals", "start", "end", "result", "households", "sheet", "own_score", "score", "note",
    )  # fmt: skip
    children = ("recognitions", "awards", "replications")
    FOLLOWING = ("stage", "sheet", "own_score", "score", "stop_reason")
    follows = ("life", FOLLOWING)
    url_name = "model_years"

    class Meta:
        verbose_name = "mô hình theo năm"
        verbose_name_plural = "mô hình theo năm"
        ordering = ["-year", "model__sort_key", "pk"]
        indexes = [models.Index(fields=["status", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "year"], condition=~models.Q(status="withdrawn"), name="one_row_per_model_and_year",
                violation_error_message="Mô hình này đã có bản ghi của năm đó.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.model}, năm {self.year}"

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.year is None:
            errors["year"] = "Hãy ghi năm."
        if self.stage == self.Stage.STOPPED and not self.stop_reason:
            errors["stop_reason"] = "Mô hình ngừng cần ghi lý do."
        if self.start and self.end and self.end < self.start:
            errors["end"] = "Ngày cuối phải sau ngày đầu."
        elif self.start and self.year and self.start.year > self.year:
            errors["start"] = f"Ngày đầu phải trước khi hết năm {self.year}."
        elif self.end and self.year and self.end.year < self.year:
            errors["end"] = f"Ngày cuối không thể trước năm {self.year}."
        for name in ("own_score", "score"):
            value = getattr(self, name)
            if value is not None and value < 0:
                errors[name] = "Điểm không thể âm."
            elif value is not None and self.sheet and value > self.sheet.maximum:
                errors[name] = f"Điểm không thể quá {self.sheet.maximum:f} của phiếu chấm."
        if errors:
            raise ValidationError(errors)

    def settle(self, children: dict[str, list[Any]], many: dict[str, list[Any]]) -> None:
        """What steps made is changed by steps: a correction leaves it as it stands."""
        if self.pk is None or not self.life.exists():
            return
        stands = type(self).objects.get(pk=self.pk)
        moved = [name for name in self.FOLLOWING if getattr(self, name) != getattr(stands, name)]
        moved += [name for name, rows in children.items() if rows_said(rows) != rows_said(getattr(self, name).all())]
        if moved:
            raise ValidationError(dict.fromkeys(moved, FOLLOWS_STEPS))

    def search_parts(self) -> list[object]:
        return [self.model.name, self.organization.name, self.area.name, self.note]


def rows_said(rows: Iterable[models.Model]) -> list[tuple[Any, ...]]:
    """What rows say, without their keys."""
    return [
        tuple(
            getattr(row, f.attname)
            for f in row._meta.concrete_fields
            if f.editable and f.name not in ("id", "model_year")
        )
        for row in rows
    ]
