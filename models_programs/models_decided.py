"""What was decided about a model's year, a row each: recognitions, awards, and where it was taken up.

Each is born of a step of the year's life; those without one came with the registration of a past year, whole.
"""

from django.core.exceptions import ValidationError
from django.db import models

from danvan.records.models import YEARS
from movements.models import Area

from .models_life import LifeStep


class OfStep(models.Model):
    """A row that a step of the year's life made, and that goes when the step is taken back."""

    step = models.OneToOneField(
        LifeStep, models.PROTECT, null=True, editable=False, related_name="%(class)s", verbose_name="bước"
    )

    class Meta:
        abstract = True


class Decided(OfStep):
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
    """Công nhận; `exemplary` marks «tiêu biểu», which may be a later decision of its own."""

    model_year = models.ForeignKey("models_programs.ModelYear", models.CASCADE, related_name="recognitions")
    exemplary = models.BooleanField("tiêu biểu", default=False)

    class Meta(Decided.Meta):
        verbose_name = "công nhận"


class Award(Decided):
    """Khen thưởng, for a year or a period of years."""

    model_year = models.ForeignKey("models_programs.ModelYear", models.CASCADE, related_name="awards")
    title = models.CharField("hình thức khen", max_length=120)
    start_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True, validators=YEARS)
    end_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True, validators=YEARS)

    class Meta(Decided.Meta):
        verbose_name = "khen thưởng"

    def clean(self) -> None:
        if bool(self.start_year) != bool(self.end_year):
            raise ValidationError({"end_year": "Khen cho một giai đoạn thì ghi cả năm đầu và năm cuối."})
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValidationError({"end_year": "Năm cuối không thể trước năm đầu."})


class Replication(OfStep):
    """Nhân rộng: where and when the model was taken up; `child` is the new model when it is registered here.

    Without one, a replication that a step made waits for those who enter there to register it.
    """

    model_year = models.ForeignKey("models_programs.ModelYear", models.CASCADE, related_name="replications")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="nơi nhân rộng", related_name="+")
    date = models.DateField("ngày")
    child = models.ForeignKey(
        "models_programs.MobilizationModel", models.PROTECT, verbose_name="mô hình mới", related_name="+", null=True,
        blank=True,
    )  # fmt: skip

    class Meta:
        verbose_name = "nhân rộng"
        ordering = ["date", "pk"]
