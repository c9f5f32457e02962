"""Kỳ báo cáo: the periods that indicators are reported for, and when each report is due at whom."""

from django.core.exceptions import ValidationError
from django.db import models

from danvan.lib.dates import ROMAN
from danvan.lib.periods import Period
from danvan.records.models import YEARS, Tracked

NUMBERS = {"quarter": 4, "half": 2}
"""How many of a kind a year has, where they are numbered."""


class ReportingPeriod(Tracked):
    """Kỳ báo cáo, known by its `code`: 2022-Q1, 2022-H1, 2022-9T, 2022, 2021-2025 (a giai đoạn; else two ISO dates).

    `start` and `end` need not be the calendar's (a year that ends on 30/11): left empty they are. `year` is that of
    the period, of a giai đoạn its last one. `name` is made where none was typed. `cutoff`: số liệu tính đến ngày.
    """

    class Kind(models.TextChoices):
        QUARTER = "quarter", "quý"
        HALF = "half", "6 tháng"
        NINE_MONTHS = "nine_months", "9 tháng"
        YEAR = "year", "năm"
        SPAN = "span", "giai đoạn"

    kind = models.CharField("loại kỳ", max_length=11, choices=Kind)
    year = models.PositiveSmallIntegerField("năm", blank=True, validators=YEARS)
    number = models.PositiveSmallIntegerField("thứ", null=True, blank=True)
    name = models.CharField("tên", max_length=120, blank=True)
    start = models.DateField("từ ngày", blank=True)
    end = models.DateField("đến hết ngày", blank=True)
    cutoff = models.DateField("số liệu tính đến ngày", null=True, blank=True)
    code = models.CharField("mã", max_length=30, editable=False)

    data_fields = ("kind", "year", "number", "name", "start", "end", "cutoff")
    children = ("dues",)
    url_name = "reporting_periods"
    catalog = "indicators"
    said_at = {"one_reporting_period_per_code": "kind"}

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-year", "-end", "-start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], name="one_reporting_period_per_code",
                violation_error_message="Kỳ báo cáo này đã có.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        return Period(self.start, self.end, self.label)

    @property
    def label(self) -> str:
        """The name inside a sentence: "quý I năm 2022"."""
        return self.name[:1].lower() + self.name[1:]

    @property
    def is_whole_year(self) -> bool:
        """A target of such a period is stored without one (`Target.period` null = the whole of `year`)."""
        return self.kind == self.Kind.YEAR

    def targets_q(self, prefix: str = "") -> models.Q:
        """The targets of this period: those of a year are stored without one, see `Target`."""
        if self.is_whole_year:
            return models.Q(**{f"{prefix}year": self.year, f"{prefix}period__isnull": True})
        return models.Q(**{f"{prefix}period": self})

    def year_before(self) -> "ReportingPeriod | None":
        """Cùng kỳ năm trước, where it was set up; a giai đoạn has none. One query."""
        if self.kind == self.Kind.SPAN:
            return None
        return ReportingPeriod.objects.filter(kind=self.kind, year=self.year - 1, number=self.number).first()

    def refresh_derived(self) -> None:
        calendar = self._calendar()
        if calendar is not None:
            self.start, self.end = self.start or calendar.start, self.end or calendar.end
        if self.kind == self.Kind.SPAN and self.end:
            self.year = self.end.year
        if calendar is not None:
            self.code = calendar.code
        elif self.start and self.end and self.start <= self.end:
            self.code = Period.between(self.start, self.end).code
        self.name = self.name or self._name()
        super().refresh_derived()

    def _calendar(self) -> Period | None:
        """The calendar's period; None for a giai đoạn and for what is not filled rightly."""
        year, number = self.year, self.number
        if not year or not 1990 <= year <= 2100 or (number or 0) > NUMBERS.get(self.kind, 0):
            return None
        match self.kind:
            case self.Kind.QUARTER if number:
                return Period.quarter(year, number)
            case self.Kind.HALF if number:
                return Period.half(year, number)
            case self.Kind.NINE_MONTHS:
                return Period.nine_months(year)
            case self.Kind.YEAR:
                return Period.year(year)
        return None

    def _name(self) -> str:
        match self.kind:
            case self.Kind.QUARTER if self.number in (1, 2, 3, 4):
                return f"Quý {ROMAN[self.number - 1]} năm {self.year}"
            case self.Kind.HALF:
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
            case self.Kind.NINE_MONTHS:
                return f"9 tháng năm {self.year}"
            case self.Kind.SPAN if self.start and self.end:
                return f"Giai đoạn {self.start.year}–{self.end.year}"
        return f"Năm {self.year}"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        most = NUMBERS.get(self.kind)
        if most and not 1 <= (self.number or 0) <= most:
            errors["number"] = "Hãy ghi quý mấy, từ 1 đến 4." if most == 4 else "Hãy ghi 1 (đầu năm) hoặc 2 (cuối năm)."
        elif not most and self.number is not None:
            errors["number"] = "Chỉ quý và 6 tháng có số thứ tự: hãy để trống."
        if self.kind == self.Kind.SPAN:
            for name in ("start", "end"):
                if not getattr(self, name):
                    errors[name] = "Giai đoạn phải có ngày đầu và ngày cuối."
        elif not self.year:
            errors["year"] = "Hãy ghi năm."
        if self.start and self.end and self.end < self.start:
            errors["end"] = "Ngày cuối phải sau ngày đầu."
        elif self.start and self.cutoff and self.cutoff < self.start:
            errors["cutoff"] = "Số liệu không thể tính đến một ngày trước kỳ."
        if errors:
            raise ValidationError(errors)


class ReportingDue(models.Model):
    """Hạn gửi: to whom the period's report goes, in words, and by when."""

    period = models.ForeignKey(ReportingPeriod, models.CASCADE, related_name="dues")
    recipient = models.CharField("nơi nhận", max_length=200)
    due = models.DateField("hạn gửi")

    class Meta:
        verbose_name = "hạn gửi báo cáo"
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.due:%d/%m/%Y}"
