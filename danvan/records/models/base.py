"""What every kind of entry shares: `Tracked` (version, search), `Record` (status and steps), and their companions."""

import datetime
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from danvan.accounts.scoping import Scope
from danvan.lib import text
from danvan.lib.periods import Period

YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]


class Status(models.TextChoices):
    DRAFT = "draft", "Nháp"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Đề nghị làm rõ"
    APPROVED = "approved", "Đã tiếp nhận"
    WITHDRAWN = "withdrawn", "Đã rút"


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", "ngày"
    MONTH = "month", "tháng"
    QUARTER = "quarter", "quý"
    YEAR = "year", "năm"


class Tracked(models.Model):
    """Anything that people change through the one door (`records.services`): journalled, versioned, searchable.

    `data_fields` are the fields that the door reads and writes; `children` names the reverse relations whose rows
    belong to the object and are written with it; `personal_fields` are encrypted in the journal; `catalog` names the
    right that changes it, for what is not a Record; `said_at` names the field at which a constraint's fault stands.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    search = models.TextField(editable=False, default="", blank=True)
    sort_key = models.CharField(max_length=255, editable=False, default="", blank=True, db_index=True)

    data_fields: ClassVar[tuple[str, ...]] = ()
    children: ClassVar[tuple[str, ...]] = ()
    personal_fields: ClassVar[frozenset[str]] = frozenset()
    url_name: ClassVar[str] = ""
    catalog: ClassVar[str] = ""
    action: ClassVar[str] = ""
    said_at: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True

    @property
    def record_type(self) -> str:
        """What rows about this thing name it by (OfRecord), with its id."""
        return self._meta.label_lower

    def clean_fields(self, exclude: Any = None) -> None:
        normalise(self)
        super().clean_fields(exclude=exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_derived()
        super().save(*args, **kwargs)

    def refresh_derived(self) -> None:
        """Set what follows from the other fields. `search` is folded: no marks, lower case."""
        self.search = text.fold(" ".join(str(part) for part in self.search_parts() if part))
        self.sort_key = text.sort_key(str(self))[:255]

    def search_parts(self) -> list[object]:
        return [str(self)]

    @classmethod
    def found(cls, queryset: models.QuerySet[Any], term: str) -> models.QuerySet[Any]:
        """The rows that what was typed in a search box finds: every word, folded: no diacritics, K’ K' K` alike."""
        for word in text.fold(term[:200]).split():
            queryset = queryset.filter(search__contains=word)
        return queryset

    def settle(self, children: dict[str, list[Any]], many: dict[str, list[Any]]) -> None:
        """Checks and derived values that need the rows about to be written with it; raises ValidationError.

        `children` and `many` hold the objects by the name of their relation, for those that the data names.
        """

    def get_absolute_url(self) -> str:
        return reverse(f"{self.url_name}:detail", args=[self.pk])


def normalise(instance: models.Model) -> None:
    """NFC, no stray spaces, in every text that a person typed (long texts keep their lines)."""
    for name, lines in _texts(type(instance)):
        value = getattr(instance, name)
        if not value or not isinstance(value, str):
            continue
        if lines:
            setattr(instance, name, "\n".join(text.clean(line) for line in value.splitlines()).strip())
        else:
            setattr(instance, name, text.clean(value))


@cache
def _texts(model: type[models.Model]) -> list[tuple[str, bool]]:
    """(name, whether it keeps its lines) of each text that a person types."""
    fields = [f for f in model._meta.concrete_fields if f.editable]
    return [
        (f.attname, isinstance(f, models.TextField))
        for f in fields
        if isinstance(f, models.CharField | models.TextField)
    ]


class Record(Tracked):
    """Bản ghi: what staff enter, with status draft → submitted → approved, or returned with a reason.

    Who enters stands in `created_by`; `organization` is the body that answers for the record (the channel of a
    support). `pending_action` and `pending_role` say which step of the route waits, and for whom.
    """

    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    pending_action = models.CharField(max_length=10, blank=True, editable=False)
    pending_role = models.CharField(max_length=30, blank=True, editable=False)
    organization = models.ForeignKey("movements.Organization", models.PROTECT, verbose_name="đơn vị", related_name="+")
    area = models.ForeignKey("movements.Area", models.PROTECT, verbose_name="địa bàn", related_name="+")
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True, validators=YEARS)
    note = models.TextField("ghi chú", blank=True, max_length=2000)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người ghi", related_name="+", editable=False
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người sửa", related_name="+", editable=False
    )
    submitted_at = models.DateTimeField("gửi lúc", null=True, editable=False)
    approved_at = models.DateTimeField("tiếp nhận lúc", null=True, editable=False)
    illustrative = models.BooleanField("số liệu minh họa", default=False, editable=False)

    scope: ClassVar[Scope]
    follows: ClassVar[tuple[str, tuple[str, ...]] | None] = None
    """(relation of append-only steps, columns): these repeat what the last step says, also in an approved record."""
    grows: ClassVar[frozenset[str]] = frozenset()
    """Children that may be added to an approved record, and then stand like the others."""

    class Meta:
        abstract = True

    def covers(self) -> tuple[Any, Any] | None:
        """First and last day of what the record speaks of, for the closing of periods; None = no period."""
        if self.year is None:
            return None
        period = Period.year(self.year)
        return period.start, period.end

    @classmethod
    def covered_by(cls, start: datetime.date, end: datetime.date) -> models.Q:
        """`covers` as a condition: the records that share a day with the span, and so stop when it is closed."""
        return models.Q(year__gte=start.year, year__lte=end.year)

    @classmethod
    def lacking(cls, records: Sequence[Any]) -> dict[int, list[str]]:
        """Like `missing_for_submission`, for what only other records tell: by key, asked for all at once."""
        return {}

    def missing_for_submission(self) -> list[str]:
        """What must still be filled before the record can be sent, in words; empty when it is ready."""
        return []


class DatedRecord(Record):
    """A record of something that happened on a day, in a month, a quarter, or in a year only.

    A supplement (bổ sung) came in after the period of its date was closed: it keeps its true date and counts from
    `counted_on`, the first day after the closing. `year`, `month` and `covers` say where it counts; whatever sums
    records reads those, so that every figure puts it in the same period.
    """

    date = models.DateField("ngày")
    date_precision = models.CharField("độ chính xác của ngày", max_length=7, choices=Precision, default=Precision.DAY)
    counted_on = models.DateField("bổ sung, tính từ ngày", null=True, editable=False)

    class Meta:
        abstract = True

    def refresh_derived(self) -> None:
        if self.date:
            if self.counted_on and self.date >= self.counted_on:
                self.counted_on = None  # a corrected date that is no longer behind: it counts where it lies
            self.year = (self.counted_on or self.date).year
        super().refresh_derived()

    def clean(self) -> None:
        super().clean()
        if self.date and not 1990 <= self.date.year <= 2100:
            raise ValidationError({"date": "Năm phải trong khoảng 1990–2100."})

    @property
    def month(self) -> int | None:
        """The month in which it counts, or None when only the quarter or the year is known («chưa rõ tháng»)."""
        if self.counted_on:
            return self.counted_on.month
        return self.date.month if self.date_precision in (Precision.DAY, Precision.MONTH) else None

    @property
    def counted_label(self) -> str:
        """Of a supplement, where it counts: "tháng 1/2023"; "" of any other record."""
        return Period.month(self.counted_on.year, self.counted_on.month).label if self.counted_on else ""

    def covers(self) -> tuple[Any, Any] | None:
        return (self.counted_on, self.counted_on) if self.counted_on else self.happened()

    def happened(self) -> tuple[Any, Any]:
        """First and last day that the true date may mean."""
        match self.date_precision:
            case Precision.DAY:
                return self.date, self.date
            case Precision.MONTH:
                period = Period.month(self.date.year, self.date.month)
            case Precision.QUARTER:
                period = Period.quarter(self.date.year, (self.date.month + 2) // 3)
            case _:
                period = Period.year(self.date.year)
        return period.start, period.end

    @classmethod
    def covered_by(cls, start: datetime.date, end: datetime.date) -> models.Q:
        first, last = Period.month(start.year, start.month).start, Period.month(end.year, end.month).end
        quarter_first = Period.quarter(start.year, (start.month + 2) // 3).start
        quarter_last = Period.quarter(end.year, (end.month + 2) // 3).end
        own = (
            models.Q(date_precision=Precision.DAY, date__range=(start, end))
            | models.Q(date_precision=Precision.MONTH, date__range=(first, last))
            | models.Q(date_precision=Precision.QUARTER, date__range=(quarter_first, quarter_last))
            | models.Q(date_precision=Precision.YEAR, date__year__range=(start.year, end.year))
        )
        return models.Q(counted_on__isnull=True) & own | models.Q(counted_on__range=(start, end))
