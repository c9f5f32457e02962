"""Xác minh (/xac-minh/): open to everybody. Says of a code or a file which issue it is and whether it is unchanged.

Nothing else is public: no figure, no name. Who may read the subject sees besides what today's data would say.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danvan.accounts.addresses import client_address
from danvan.shell import shell_of
from reports.editions import verifying

MEGABYTE = 1024 * 1024
MOST_MISSES, MISS_SECONDS = 30, 600
"""Codes and files that are none, of one address, before it has to wait: a person who types needs two or three."""


class VerifyForm(forms.Form):
    """A code, a file, or both: then the file is held against the issue of that code."""

    ma = forms.CharField(
        label="Mã xác minh", required=False, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    tep = forms.FileField(
        label="Tệp của báo cáo", required=False, allow_empty_file=True, max_length=400,
        error_messages={"max_length": "Tên tệp dài quá. Hãy đặt lại tên ngắn hơn."},
    )  # fmt: skip

    def clean_tep(self) -> Any:
        """Not larger than VERIFY_MAX_BYTES."""
        found = self.cleaned_data["tep"]
        if found and found.size > settings.VERIFY_MAX_BYTES:
            raise forms.ValidationError(f"Tệp lớn hơn {settings.VERIFY_MAX_BYTES // MEGABYTE} MB.")
        return found

    def clean(self) -> dict[str, Any]:
        """Something to look for."""
        values = super().clean() or {}
        if not self.errors and not values.get("ma", "").strip() and not values.get("tep"):
            self.add_error("ma", "Hãy gõ mã xác minh in trên báo cáo, hoặc chọn tệp cần kiểm tra.")
        return values


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Query `ma`: the code of the paper's QR. 404 for none that there is, 429 after many of them."""
    posted = request.method == "POST"
    if _misses(request) >= MOST_MISSES:
        return render(request, "reports/verify.html", {"form": VerifyForm(), "wait": True}, status=429)
    asked = posted or bool(request.GET.get("ma"))
    form = VerifyForm(request.POST, request.FILES) if posted else VerifyForm(request.GET if asked else None)
    if not asked or not form.is_valid():
        return render(request, "reports/verify.html", {"form": form}, status=422 if asked else 200)
    code, file = form.cleaned_data["ma"].strip(), form.cleaned_data["tep"]
    edition = verifying.by_code(code) if code else None
    same: bool | None = None
    if file:
        found = verifying.by_digest(verifying.digest(file.chunks()))
        same = edition in found if code else bool(found)
        edition = edition if code else next(iter(found), None)
    if edition is None or same is False:
        _miss(request)
    context = {"form": form, "edition": edition, "same": same, "code": code, "file": file, "answered": True}
    if edition is not None:
        context["may_read"] = verifying.may_read(request.user, edition)
        context["today"] = verifying.today(request.user, edition, shell_of(request).portal)
    # A code that is none is an address that is none; a file was answered, whatever it is.
    return render(request, "reports/verify.html", context, status=404 if edition is None and not file else 200)


def _key(request: HttpRequest) -> str:
    return f"verify:{client_address(request)}"


def _misses(request: HttpRequest) -> int:
    return int(cache.get(_key(request), 0))


def _miss(request: HttpRequest) -> None:
    cache.add(_key(request), 0, MISS_SECONDS)
    cache.incr(_key(request))
