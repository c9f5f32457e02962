"""Kiểm tra số liệu: paste a text, see what its figures contradict. What was pasted is answered and stored nowhere.

Compared with data only where a year is chosen, through the reader's scope; who sees a part of the subject gets no
comparison (a part is not compared with what was written of the whole).
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from danvan.accounts.scoping import require
from danvan.context import known_years
from danvan.lib.checker import Finding, prepare
from danvan.lib.numbers import format_int
from danvan.shell import shell_of
from movements.models import Campaign
from reports.checking.checked_figures import figures_of, subject_for
from reports.checking.figure_checks import findings
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject, UnknownSubject
from reports.summary import Summary

MAX_PASTED = 100_000
"""Characters: about forty pages."""


class CheckForm(forms.Form):
    """The text, and what to compare it with."""

    van_ban = forms.CharField(
        label="Văn bản", strip=False, widget=forms.Textarea(attrs={"rows": 14, "autocomplete": "off"}),
        error_messages={"required": "Hãy dán văn bản cần kiểm tra."},
    )  # fmt: skip
    nam = forms.TypedChoiceField(label="So với số liệu năm", required=False, coerce=int, empty_value=None)
    dot = forms.ChoiceField(label="Của đợt", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(year), str(year)) for year in known_years()[0]]
        self.fields["nam"].choices = [("", "Không so, chỉ đọc văn bản"), *years]  # type: ignore[attr-defined]
        campaigns = [(campaign.code, campaign.name) for campaign in Campaign.objects.order_by("sort_key")]
        self.fields["dot"].choices = [("", "Mọi đợt"), *campaigns]  # type: ignore[attr-defined]

    def clean_van_ban(self) -> str:
        """Not blank, not longer than MAX_PASTED."""
        text: str = self.cleaned_data["van_ban"]
        if not text.strip():
            raise forms.ValidationError("Hãy dán văn bản cần kiểm tra.")
        if len(text) > MAX_PASTED:
            limit, here = format_int(MAX_PASTED), format_int(len(text))
            raise forms.ValidationError(
                f"Mỗi lần kiểm tra được {limit} ký tự; văn bản này có {here}. Hãy chia thành từng phần."
            )
        return text

    def clean(self) -> dict[str, Any]:
        """A campaign is compared for a year."""
        values = super().clean() or {}
        if values.get("dot") and not values.get("nam") and "nam" not in self.errors:
            self.add_error("nam", "Chọn năm để so với số liệu của đợt.")
        return values


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `numbers` the findings whose words it belongs to, `first` those that begin here."""

    text: str
    numbers: tuple[int, ...] = ()
    first: tuple[int, ...] = ()


@never_cache
@sensitive_post_parameters("van_ban")
@require_http_methods(["GET", "HEAD", "POST"])
def check_figures(request: HttpRequest) -> HttpResponse:
    """The form, and under it the findings at their words."""
    require(request.user, "report.view")
    form = CheckForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "limit": MAX_PASTED}
    if request.method == "POST" and form.is_valid():
        text, year = form.cleaned_data["van_ban"], form.cleaned_data["nam"]
        subject, summary = _compared(request, form, year) if year else (None, None)
        if not form.errors:
            found = findings(text, summary, year)
            context |= {
                "found": found, "pieces": pieces(prepare(text), found), "checked": True, "compared": summary,
                "partial": subject is not None and summary is None,
            }  # fmt: skip
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "reports/check_figures.html", context, status=status)


def _compared(request: HttpRequest, form: CheckForm, year: int) -> tuple[Subject | None, Summary | None]:
    """What the text is about and its figures: none of what the reader sees in part; no subject, with an error at the
    field, where there is none.
    """
    shell = shell_of(request)
    reader = Reader.of(request.user)
    try:
        subject = subject_for(reader, shell.portal, year, form.cleaned_data["dot"] or None)
    except UnknownSubject as error:
        form.add_error("dot", str(error))
        return None, None
    return subject, figures_of(reader, subject, year)


def pieces(text: str, found: list[Finding]) -> list[Piece]:
    """The text cut at the findings, numbered from 1 in the order of the list."""
    cuts = sorted({0, len(text), *(f.start for f in found), *(f.end for f in found)})
    result = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        covering = tuple(n for n, f in enumerate(found, 1) if f.start < end and start < f.end)
        begins = tuple(n for n in covering if found[n - 1].start == start)
        result.append(Piece(text[start:end], covering, begins))
    return result
