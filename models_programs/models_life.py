"""What happens to a model's year after its registration was accepted: rows that are added and never changed.

`LifeStep` is the one history of the stages; its columns `stage` … `stop_reason` say how the year stands after the step.
Notes, results and scores hang beside it. What was wrong is replaced by a new row, a step is taken back by another step.
"""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models


class Added(models.Model):
    """A row that somebody adds to a year's life; the database refuses to change or delete it."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    append_only: ClassVar[bool] = True

    class Meta:
        abstract = True


class LifeStep(Added):
    """Bước trong vòng đời: who did what when, and how the year stands since. `undoes` names a step taken back."""

    class Action(models.TextChoices):
        START = "start", "Bắt đầu triển khai"
        SELF_ASSESS = "self_assess", "Tự đánh giá"
        APPRAISE = "appraise", "Thẩm định"
        RECOGNISE = "recognise", "Công nhận"
        REFUSE = "refuse", "Không công nhận"
        CARRY_OVER = "carry_over", "Chuyển tiếp sang năm sau"
        STOP = "stop", "Ngừng"
        EXEMPLARY = "exemplary", "Chọn tiêu biểu"
        AWARD = "award", "Khen thưởng"
        REPLICATE = "replicate", "Nhân rộng"
        TAKE_BACK = "take_back", "Thu lại một bước"

    model_year = models.ForeignKey("models_programs.ModelYear", models.PROTECT, related_name="life")
    action = models.CharField("việc", max_length=12, choices=Action)
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    date = models.DateField("ngày", null=True)
    words = models.TextField("nội dung", blank=True, max_length=2000)
    proposed = models.BooleanField("đề nghị công nhận", null=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    # How the year stands after the step; ModelYear repeats the last of these (see ModelYear.follows).
    stage = models.CharField("bước", max_length=16)
    sheet = models.ForeignKey("models_programs.ScoreSheet", models.PROTECT, related_name="+", null=True)
    own_score = models.DecimalField("điểm tự chấm", max_digits=6, decimal_places=2, null=True)
    score = models.DecimalField("điểm thẩm định", max_digits=6, decimal_places=2, null=True)
    stop_reason = models.CharField("lý do ngừng", max_length=300, blank=True)

    class Meta:
        verbose_name = "bước của mô hình"
        ordering = ["pk"]


class ScoreLine(models.Model):
    """Điểm của một tiêu chí: given by a step, the self-assessment or the appraisal; `words` are evidence or remark."""

    step = models.ForeignKey(LifeStep, models.PROTECT, related_name="lines")
    criterion = models.ForeignKey("models_programs.Criterion", models.PROTECT, related_name="lines")
    score = models.DecimalField("điểm", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)])
    words = models.TextField("minh chứng, nhận xét", blank=True, max_length=1000)

    append_only: ClassVar[bool] = True

    class Meta:
        verbose_name = "điểm theo tiêu chí"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["step", "criterion"], name="one_score_per_criterion")]


class ModelNote(Added):
    """Nhật ký triển khai: a dated note. A wrong one is replaced by a new one, and both stay."""

    model_year = models.ForeignKey("models_programs.ModelYear", models.PROTECT, related_name="notes")
    date = models.DateField("ngày")
    words = models.TextField("nội dung", max_length=2000)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        verbose_name = "nhật ký triển khai"
        ordering = ["-date", "-pk"]


class ModelResult(Added):
    """Kết quả đo được: what, how much, counted on which day."""

    model_year = models.ForeignKey("models_programs.ModelYear", models.PROTECT, related_name="results")
    date = models.DateField("tính đến ngày")
    what = models.CharField("kết quả", max_length=200)
    quantity = models.DecimalField("số lượng", max_digits=14, decimal_places=3, validators=[MinValueValidator(0)])
    unit = models.CharField("đơn vị tính", max_length=30)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        verbose_name = "kết quả của mô hình"
        ordering = ["-date", "-pk"]
