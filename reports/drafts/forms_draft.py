"""The forms of drafts: begin one, rewrite a block."""

from typing import Any

from django import forms

from reports.building.narrative import upper_first
from reports.drafts.drafting import issuers_of
from reports.drafts.word_checks import Typed, altered, readable, typed_numbers
from reports.drafts.wording import Figures, stored
from reports.models import Issuer, Report

LONGEST = 8000


class BeginForm(forms.Form):
    """In whose name, and for whom."""

    issuer = forms.ModelChoiceField(
        Issuer.objects.none(), label="Đơn vị ban hành",
        error_messages={"required": "Hãy chọn đơn vị ban hành."},
    )  # fmt: skip
    audience = forms.ChoiceField(
        label="Lưu hành", choices=Report.Audience.choices, initial=Report.Audience.PUBLIC, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["issuer"]
        field.queryset = issuers_of(user)
        found = [(issuer.pk, issuer.name) for issuer in field.queryset]  # one query for the page
        field.choices = [("", "Chọn đơn vị"), *found]
        self.nobody = not found


class WordsForm(forms.Form):
    """A block's words. `typed` are the numbers typed by hand that the writer has not confirmed; `kept` confirms them.

    The field holds figures as {37 hộ nghèo | poverty.poor.end}; `cleaned_data["loi"]` as {poverty.poor.end}.
    """

    loi = forms.CharField(label="Lời của đoạn", required=False, strip=False, max_length=LONGEST, widget=forms.Textarea)
    giu = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: Any, figures: Figures, known: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures, self.known = figures, known
        self.typed: list[Typed] = []
        self.altered: list[str] = []
        self.fields["loi"].widget.attrs |= {"rows": 8, "data-words": "", "spellcheck": "true", "autocomplete": "off"}

    def clean_loi(self) -> str:
        """Readable: every token is a figure of the report."""
        text: str = self.cleaned_data["loi"]
        if problem := readable(text, self.figures):
            raise forms.ValidationError(problem)
        return stored(text)

    def clean(self) -> dict[str, Any]:
        """Numbers typed by hand must be confirmed, exactly these."""
        values = super().clean() or {}
        text = values.get("loi")
        if text is None:
            return values
        self.typed = typed_numbers(text, self.known, self.figures)
        self.altered = altered(self.data.get("loi", ""), self.figures)
        if (self.typed or self.altered) and values.get("giu") != self.confirmation:
            typed = [f"số gõ tay: {', '.join(one.number for one in self.typed)}"] if self.typed else []
            said = "; ".join([*typed, *self.altered])
            self.add_error("loi", f"{upper_first(said)} – hãy chọn số liệu của cổng hoặc xác nhận giữ.")
        return values

    @property
    def confirmation(self) -> str:
        """What `giu` must say to keep exactly these numbers."""
        return ";".join([*(one.number for one in self.typed), *self.altered])
