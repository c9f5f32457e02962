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
from danvan.context import context_of, known_years
from danvan.lib.checker import Finding, prepare
from danvan.lib.numbers import format_int
from danvan.shell import Shell
from movements.models import Campaign
from reports.figure_checks import findings
from reports.summarize import UnknownSubject, summarize
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
        summary = _summary(request, form, year) if year else None
        if not form.errors:
            whole = summary is not None and all(warning.code != "partial_scope" for warning in summary.warnings)
            found = findings(text, summary if whole else None, year)
            context |= {
                "found": found, "pieces": pieces(prepare(text), found), "checked": True, "compared": whole,
                "partial": summary is not None and not whole, "summary": summary,
            }  # fmt: skip
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "reports/check_figures.html", context, status=status)


def _summary(request: HttpRequest, form: CheckForm, year: int) -> Summary | None:
    """Of the campaign, else of all that there is, else of the reader's own place; None with an error at the field."""
    shell = Shell(request)
    request.shell = shell  # type: ignore[attr-defined]
    campaign = form.cleaned_data["dot"] or None
    try:
        return summarize(request.user, year=year, campaign=campaign, portal=shell.portal, with_records=False)
    except UnknownSubject:
        area = None if campaign else context_of(request).area
    try:
        if area is not None:
            return summarize(request.user, year=year, area=area.code, portal=shell.portal, with_records=False)
    except UnknownSubject:
        pass
    words = "Đợt này ngoài phạm vi của bạn." if campaign else "Số liệu chung ngoài phạm vi của bạn; hãy chọn một đợt."
    form.add_error("dot", words)
    return None


def pieces(text: str, found: list[Finding]) -> list[Piece]:
    """The text cut at the findings, numbered from 1 in the order of the list."""
    cuts = sorted({0, len(text), *(f.start for f in found), *(f.end for f in found)})
    result = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        covering = tuple(n for n, f in enumerate(found, 1) if f.start < end and start < f.end)
        begins = tuple(n for n in covering if found[n - 1].start == start)
        result.append(Piece(text[start:end], covering, begins))
    return result
