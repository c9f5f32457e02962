"""The forms of Chốt số liệu: which period of which place, why it is reopened, who may still write and until when."""

import datetime
import re
from itertools import accumulate
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from danvan.accounts.models import User
from danvan.accounts.roles import ROLES
from danvan.accounts.scoping import access
from danvan.forms import DayField, ReadField, YearField
from danvan.lib.errors import Unreadable
from danvan.lib.periods import Period
from danvan.records.models import PeriodClosing

from .forms_choices import place_words
from .models import Area, Assignment

CUSTOM = "custom"
# value (the part of Period.code after the year) → words, in the groups of the select
SPANS: list[tuple[str, Any]] = [
    ("year", "Cả năm"),
    ("H1", "6 tháng đầu năm"), ("H2", "6 tháng cuối năm"), ("9T", "9 tháng đầu năm"),
    ("Quý", [(f"Q{n}", f"Quý {roman}") for n, roman in enumerate(("I", "II", "III", "IV"), 1)]),
    ("Tháng", [(f"{n:02d}", f"Tháng {n}") for n in range(1, 13)]),
]  # fmt: skip
WRITES = (".enter", ".confirm", ".accept")


def period_of(span: str, year: int) -> Period:
    """The period of a choice of SPANS in a year; Unreadable for anything else."""
    return Period.from_code(str(year) if span == "year" else f"{year}-{span}")


def span_of(period: Period) -> dict[str, Any]:
    """What the closing form says for a period."""
    year, _, span = period.code.partition("-")
    if ".." in period.code or len(span) == 4:
        return {"span": CUSTOM, "start": period.start, "end": period.end}
    return {"span": span or "year", "year": int(year)}


class ClosingForm(forms.Form):
    area = forms.ModelChoiceField(Area.objects.none(), label="Địa bàn", empty_label="– chọn –", to_field_name="code")
    span = forms.ChoiceField(label="Kỳ", choices=[*SPANS, (CUSTOM, "Khoảng ngày khác")], initial="year")
    year = YearField(label="Năm", required=False)
    start = DayField(label="Từ ngày", required=False)
    end = DayField(label="Đến hết ngày", required=False)
    reason = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["area"]
        reach = Area.objects.filter(access(user).areas("period.close"))
        field.queryset = reach.exclude(level="hamlet").order_by("path")
        field.label_from_instance = place_words

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("span") == CUSTOM:
            for name in ("start", "end"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, "Hãy ghi ngày.")
            if found.get("start") and found.get("end") and found["end"] < found["start"]:
                self.add_error("end", "Ngày cuối phải sau ngày đầu.")
        elif not found.get("year") and "year" not in self.errors:
            self.add_error("year", "Hãy ghi năm.")
        if not self.errors:
            found["period"] = self._period(found)
            if found["period"].start > timezone.localdate():
                raise ValidationError("Kỳ này chưa bắt đầu, chưa chốt được.")
        return found

    def _period(self, found: dict[str, Any]) -> Period:
        if found["span"] == CUSTOM:
            return Period.between(found["start"], found["end"])
        try:
            return period_of(found["span"], found["year"])
        except Unreadable as error:
            raise ValidationError({"year": error.message}) from error


class ReopenForm(forms.Form):
    reason = forms.CharField(label="Lý do mở lại", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class EndForm(forms.Form):
    reason = forms.CharField(label="Lý do kết thúc", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class HourField(ReadField):
    """A time of day: 17:00, 17h, 17h30."""

    @staticmethod
    def reader(text: str) -> datetime.time:
        found = re.fullmatch(r"(\d{1,2})(?:[:hg]|giờ)? ?(\d{2})?", text.strip().lower())
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if hour > 23 or minute > 59:
            raise Unreadable(f"“{text}” không phải là giờ. Hãy ghi như 17:00 hoặc 17h30.", text)
        return datetime.time(hour, minute)

    @staticmethod
    def writer(value: datetime.time) -> str:
        return f"{value:%H:%M}"


class ExceptionForm(forms.Form):
    """For one person who works with the place's records; the hour may be left out: to the end of the day."""

    user = forms.ModelChoiceField(User.objects.none(), label="Người được ghi", empty_label="– chọn –")
    until = DayField(label="Đến hết ngày", help_text="Sau lúc này quyền ghi tự hết.")
    hour = HourField(label="Đến giờ", required=False, help_text="Để trống là hết ngày; ví dụ 17:00.")
    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, closing: PeriodClosing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = User.objects.filter(is_active=True, pk__in=workers_at(closing.area)).order_by("full_name")
        field.label_from_instance = lambda u: f"{u.full_name} ({u.username})"

    def moment(self) -> datetime.datetime:
        """Until when, of a valid form."""
        hour = self.cleaned_data["hour"] or datetime.time(23, 59, 59)
        return timezone.make_aware(datetime.datetime.combine(self.cleaned_data["until"], hour))


def workers_at(area: Area) -> Any:
    """Ids of the users whose assignment lets them write, confirm or accept in the place, or in a part of it."""
    roles = [code for code, role in ROLES.items() if any(action.endswith(WRITES) for action in role.actions)]
    above = list(accumulate(f"{part}." for part in area.path.split(".")[:-1]))
    found = Q(area__path__in=above) | Q(area__path__startswith=area.path)
    bodies = Q(organization__area__path__in=above) | Q(organization__area__path__startswith=area.path)
    active = Assignment.objects.active_on(timezone.localdate())
    return active.filter(found | bodies, role__in=roles).values("user")
