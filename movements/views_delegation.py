"""Ủy quyền: let a colleague take one's steps from a day to a day, see what was given and received, end it early."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from danvan.accounts.scoping import access
from danvan.downloads import download
from danvan.forms import DayField, put_faults
from danvan.records.data import Invalid, Refused

from . import delegation, outgoing
from .models import Assignment


class DelegationForm(forms.Form):
    own = forms.ChoiceField(label="Vai trò")
    user: Any = forms.ModelChoiceField(None, label="Giao cho", empty_label="– chọn –")
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến hết ngày", help_text="Sau ngày này ủy quyền tự hết.")

    def __init__(self, *args: Any, own: list[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {str(one.pk): one for one in own}
        fields: dict[str, Any] = self.fields
        fields["own"].choices = [
            (pk, f"{one.get_role_display()}, {delegation.place_of(one)}") for pk, one in self.held.items()
        ]
        fields["user"].queryset = delegation.colleagues(own)
        fields["user"].label_from_instance = lambda u: f"{u.full_name}{f', {u.position}' if u.position else ''}"
        if len(own) == 1:
            fields["own"].widget = forms.HiddenInput()
            self.initial["own"] = next(iter(self.held))


class DelegationsView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if fmt := request.GET.get("xuat"):
            standing = delegation.given_and_received(request.user)
            rows = outgoing.delegation_rows(standing)
            return download(
                request, "delegations", "Ủy quyền", outgoing.DELEGATION_HEADS, rows, fmt, standing.count()
            )  # fmt: skip
        own = delegation.delegable(request.user)
        form = DelegationForm(own=own, initial={"starts": timezone.localdate()}) if own else None
        return self.page(request, own, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        own = delegation.delegable(request.user)
        if not own:
            raise PermissionDenied("Vai trò của bạn không có bước xác nhận, tiếp nhận để ủy quyền.")
        form = DelegationForm(request.POST, own=own)
        if form.is_valid():
            wanted = form.cleaned_data
            try:
                made = delegation.delegate(
                    request.user, form.held[wanted["own"]], wanted["user"], wanted["starts"], wanted["ends"]
                )
                messages.success(
                    request, f"{made.user} làm thay bạn từ {made.starts:%d/%m/%Y} đến hết {made.ends:%d/%m/%Y}."
                )
                return HttpResponseRedirect(reverse("delegations"))
            except Invalid as invalid:
                put_faults(form, invalid)
            except Refused as refused:
                form.add_error("user", refused.message)
        return self.page(request, own, form, 422)

    def page(
        self, request: HttpRequest, own: list[Assignment], form: DelegationForm | None, status: int = 200
    ) -> HttpResponse:
        standing = [
            {"row": row, "mine": row.delegated_by_id == request.user.pk, "place": delegation.place_of(row)}
            for row in delegation.given_and_received(request.user)
        ]
        return render(
            request,
            "administration/delegations.html",
            {"form": form, "own": [(one.get_role_display(), delegation.place_of(one)) for one in own],
             "standing": standing, "today": timezone.localdate()},
            status=status,
        )  # fmt: skip


class EndView(View):
    """Thôi ủy quyền: asks, then ends it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.delegation(request, pk)
        return render(
            request,
            "records/confirm.html",
            {
                "title": f"Thôi ủy quyền cho {found.user}?",
                "consequences": [
                    f"{found.user} không còn làm thay {found.delegated_by} ở vai trò {found.get_role_display()}.",
                    "Những bước đã làm giữ nguyên, vẫn ghi là làm thay.",
                ],
                "button": "Thôi ủy quyền", "danger": True, "cancel_url": reverse("delegations"),
            },
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.delegation(request, pk)
        try:
            delegation.end(request.user, found)
            messages.success(request, f"Đã thôi ủy quyền cho {found.user}.")
        except Refused as refused:
            messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("delegations"))

    def delegation(self, request: HttpRequest, pk: int) -> Assignment:
        """The user's own, or for an administrator anybody's; who received it may read but not end it."""
        found = Assignment.objects.filter(pk=pk, delegated_by__isnull=False).select_related(*delegation.RELATED).first()
        admin = access(request.user).may("accounts")
        if found is None or not (admin or request.user.pk in (found.user_id, found.delegated_by_id)):
            raise Http404
        if not admin and request.user.pk != found.delegated_by_id:
            raise PermissionDenied("Chỉ người ủy quyền hoặc quản trị thôi ủy quyền được.")
        return found
