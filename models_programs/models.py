"""Mô hình, điển hình «Dân vận khéo»: one model has many years; reports count model × year, tập thể, cá nhân apart."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from danvan.accounts.scoping import Scope
from danvan.records.models import YEARS, Record, Tracked
from movements.models import Area, Campaign, Movement, Organization


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
    """Mô hình trong một năm, with the stage it reached. Recognition, awards and replication are separate rows."""

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
    goals = models.TextField("mục tiêu", blank=True, max_length=2000)
    result = models.TextField("kết quả", blank=True, max_length=2000)
    households = models.PositiveIntegerField("số hộ tham gia", null=True, blank=True)
    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, verbose_name="phiếu chấm", related_name="+", null=True, blank=True
    )
    own_score = models.DecimalField("điểm tự chấm", max_digits=6, decimal_places=2, null=True, blank=True)
    score = models.DecimalField("điểm thẩm định", max_digits=6, decimal_places=2, null=True, blank=True)

    scope = Scope(kind="model_year")
    data_fields = (
        "model", "organization", "area", "year", "campaign", "stage", "stop_reason", "difficulty", "goals", "result",
        "households", "sheet", "own_score", "score", "note",
    )  # fmt: skip
    children = ("recognitions", "awards", "replications")
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
        for name in ("own_score", "score"):
            value = getattr(self, name)
            if value is not None and value < 0:
                errors[name] = "Điểm không thể âm."
            elif value is not None and self.sheet and value > self.sheet.maximum:
                errors[name] = f"Điểm không thể quá {self.sheet.maximum:f} của phiếu chấm."
        if errors:
            raise ValidationError(errors)

    def search_parts(self) -> list[object]:
        return [self.model.name, self.organization.name, self.area.name, self.note]


class Decided(models.Model):
    """What a decision says: level, number, date, body."""

    class Level(models.TextChoices):
        COMMUNE = "commune", "cấp xã"
        DISTRICT = "district", "cấp huyện"
        PROVINCE = "province", "cấp tỉnh"
        NATION = "nation", "trung ương"

    level = models.CharField("cấp", max_length=8, choices=Level)
    decision = models.CharField("số quyết định", max_length=80)
    date = models.DateField("ngày")
    body = models.CharField("cơ quan", max_length=200)

    class Meta:
        abstract = True
        ordering = ["date", "pk"]


class Recognition(Decided):
    """Công nhận; `exemplary` marks «tiêu biểu»."""

    model_year = models.ForeignKey(ModelYear, models.CASCADE, related_name="recognitions")
    exemplary = models.BooleanField("tiêu biểu", default=False)

    class Meta(Decided.Meta):
        verbose_name = "công nhận"


class Award(Decided):
    """Khen thưởng, for a year or a period of years."""

    model_year = models.ForeignKey(ModelYear, models.CASCADE, related_name="awards")
    title = models.CharField("hình thức khen", max_length=120)

    class Meta(Decided.Meta):
        verbose_name = "khen thưởng"


class Replication(models.Model):
    """Nhân rộng: where and when the model was taken up; `child` is the new model when it is registered here."""

    model_year = models.ForeignKey(ModelYear, models.CASCADE, related_name="replications")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="nơi nhân rộng", related_name="+")
    date = models.DateField("ngày")
    child = models.ForeignKey(
        MobilizationModel, models.PROTECT, verbose_name="mô hình mới", related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "nhân rộng"
        ordering = ["date", "pk"]
