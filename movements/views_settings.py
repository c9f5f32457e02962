"""Thiết lập: what the portal asks of everybody, changed by the administrator or the Front's chair; journalled."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from danvan.accounts.scoping import require
from danvan.audit.journal import journal

from .models import Portal


class SettingsForm(forms.Form):
    repeat_needs_reason = forms.BooleanField(
        label="Hộ đã nhận cùng hình thức trong năm: gửi khoản nữa phải ghi lý do", required=False,
        help_text="Lý do lưu cùng khoản và hiện cho người xác nhận, tiếp nhận. Không chọn thì cổng chỉ nhắc.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    require(request.user, "settings")
    portal = Portal.current()
    if portal is None:
        raise PermissionDenied("Cổng chưa được lập cấp sử dụng.")
    names = list(SettingsForm.base_fields)
    if request.method == "POST":
        form = SettingsForm(request.POST)
        if form.is_valid():
            _change(request.user, portal, form.cleaned_data)
            messages.success(request, "Đã lưu thiết lập.")
            return HttpResponseRedirect(reverse("settings"))
    else:
        form = SettingsForm(initial={name: getattr(portal, name) for name in names})
    return render(request, "administration/settings.html", {"form": form})


def _change(actor: Any, portal: Portal, wanted: dict[str, Any]) -> None:
    with journal(actor) as log:
        stands = Portal.objects.select_for_update().get(pk=portal.pk)
        changes = {name: [getattr(stands, name), new] for name, new in wanted.items() if getattr(stands, name) != new}
        if changes:
            Portal.objects.filter(pk=portal.pk).update(**{name: new for name, (_old, new) in changes.items()})
            log.add("setting", None, changes)
