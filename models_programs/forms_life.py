"""Forms of the steps of a model's year: what each asks, read as people write it; the door judges."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from danvan.forms import DayField, DecimalField, YearField
from movements.forms import offer
from movements.forms_choices import place_choices
from movements.models import Area, Organization

from .forms import communes
from .models import Criterion, Decided, ScoreSheet

LONG = forms.Textarea(attrs={"rows": 3})


class StepForm(forms.Form):
    """A step's questions."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)


class PlainForm(StepForm):
    """Nothing is asked."""


class ReasonForm(StepForm):
    reason = forms.CharField(label="Lý do", max_length=2000, widget=LONG)


class StopForm(StepForm):
    reason = forms.CharField(label="Lý do ngừng", max_length=300, widget=LONG)


class DecisionForm(StepForm):
    level = forms.ChoiceField(label="Cấp", choices=[("", "– chọn –"), *Decided.Level.choices])
    decision = forms.CharField(label="Số quyết định", max_length=80, help_text="Ví dụ: 31/QĐ-BCĐ.")
    date = DayField(label="Ngày quyết định")
    body = forms.CharField(label="Cơ quan ra quyết định", max_length=200)


class RecogniseForm(DecisionForm):
    exemplary = forms.BooleanField(label="Quyết định này chọn luôn là tiêu biểu", required=False)


class AwardForm(DecisionForm):
    title = forms.CharField(label="Hình thức khen", max_length=120, help_text="Ví dụ: Giấy khen, Bằng khen.")
    start_year = YearField(
        label="Khen cho giai đoạn, từ năm", required=False, help_text="Khen riêng năm này thì để trống."
    )
    end_year = YearField(label="đến năm", required=False)

    field_order = ("title", "level", "decision", "date", "body", "start_year", "end_year")


class ReplicateForm(StepForm):
    area = forms.ModelChoiceField(label="Nơi nhân rộng", queryset=Area.objects.exclude(level="hamlet"))
    date = DayField(label="Ngày bắt đầu ở nơi mới")
    organization = forms.ModelChoiceField(
        label="Đơn vị chủ trì ở nơi mới",
        queryset=Organization.objects.none(),
        required=False,
        help_text="Chọn thì cổng mở ngay mô hình và bản nháp ở đó. Để trống thì nơi ấy tự nhận và đăng ký.",
    )

    options_key = "replicate"

    def __init__(self, *args: Any, bodies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bodies is None:  # who enters nowhere opens nothing
            del self.fields["organization"]
        else:
            self.fields["organization"].queryset = bodies  # type: ignore[attr-defined]
        offer(self, self.user)
        area: Any = self.fields["area"]
        area.choices = lambda: [("", "– chọn –"), *place_choices(communes(self.user))]


class NoteForm(StepForm):
    date = DayField(label="Ngày")
    words = forms.CharField(label="Đã làm gì", max_length=2000, widget=LONG)


class ResultForm(StepForm):
    what = forms.CharField(label="Kết quả", max_length=200, help_text="Ví dụ: diện tích dâu trồng mới.")
    quantity = DecimalField(label="Số lượng")
    unit = forms.CharField(label="Đơn vị tính", max_length=30)
    date = DayField(label="Tính đến ngày")


class SheetForm(forms.Form):
    """Which of the year's sheets, when there are several."""

    phieu = forms.ModelChoiceField(label="Phiếu chấm", queryset=ScoreSheet.objects.none(), empty_label="– chọn –")


class ScoreForm(StepForm):
    """A score and words a criterion; `rows` for the table. Of an appraisal the opinion and the proposal besides."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], appraising: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        words = "Nhận xét" if appraising else "Minh chứng"
        for criterion in self.criteria:
            self.fields[f"score-{criterion.pk}"] = DecimalField(label=f"Điểm: {criterion.name}", required=False)
            self.fields[f"words-{criterion.pk}"] = forms.CharField(
                label=f"{words}: {criterion.name}", required=False, max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        if appraising:
            self.fields["words"] = forms.CharField(label="Ý kiến thẩm định", max_length=2000, widget=LONG)
            self.fields["proposed"] = forms.ChoiceField(
                label="Kết luận", widget=forms.RadioSelect,
                choices=[("co", "Đề nghị công nhận"), ("khong", "Không đề nghị công nhận")],
            )  # fmt: skip

    def rows(self, own: Mapping[int, Any]) -> list[tuple[Criterion, Any, Any, Any]]:
        """(criterion, own line or None, score field, words field)."""
        return [(c, own.get(c.pk), self[f"score-{c.pk}"], self[f"words-{c.pk}"]) for c in self.criteria]

    def scores(self) -> dict[int, tuple[Decimal, str]]:
        """What was given, by criterion; the door says which are missing."""
        found = self.cleaned_data
        return {
            c.pk: (found[f"score-{c.pk}"], found.get(f"words-{c.pk}") or "")
            for c in self.criteria
            if found.get(f"score-{c.pk}") is not None
        }
