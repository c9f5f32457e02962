"""Cấp sử dụng: whose portal this is. A commune, a district, a province or a named group of places may run it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from danvan.accounts.scoping import became, require
from danvan.audit.journal import journal
from danvan.figures import effects

from .forms import offer
from .models import Area, AreaGroup, Organization, Portal

NAMES = ("root_area", "root_group", "issuer")


class LevelForm(forms.Form):
    root_area = forms.ModelChoiceField(
        Area.objects.exclude(level=Area.Level.HAMLET), label="Địa bàn gốc", empty_label="– chọn –",
        help_text="Nơi mà cổng phục vụ: một xã, một huyện hay một tỉnh.",
    )  # fmt: skip
    root_group = forms.ModelChoiceField(
        AreaGroup.objects.all(), label="Nhóm địa bàn", required=False, empty_label="– không –",
        help_text="Khi cổng phục vụ nhiều nơi không cùng một cấp trên, ví dụ “vùng Lâm Hà cũ”.",
    )  # fmt: skip
    issuer = forms.ModelChoiceField(
        Organization.objects.all(), label="Cơ quan ban hành báo cáo", empty_label="– chọn –",
        help_text="Tên ở đầu báo cáo và chỗ ký.",
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, user)


@require_http_methods(["GET", "POST"])
def level_page(request: HttpRequest) -> HttpResponse:
    require(request.user, "settings")
    portal = Portal.current()
    stands = {f"{name}_id": getattr(portal, f"{name}_id", None) for name in NAMES}
    status = 200
    if request.method == "POST":
        form = LevelForm(request.POST, user=request.user)
        if form.is_valid():
            _change(request.user, {f"{n}_id": getattr(form.cleaned_data[n], "pk", None) for n in NAMES})
            messages.success(request, "Đã lưu cấp sử dụng.")
            return HttpResponseRedirect(reverse("level"))
        status = 422
    else:
        form = LevelForm(user=request.user, initial={name: stands[f"{name}_id"] for name in NAMES})
    return render(
        request, "administration/level.html", {"form": form, "portal": portal, "reach": _reach(portal)}, status=status
    )


def _reach(portal: Portal | None) -> dict[str, Any]:
    """What the portal covers today: communes that stand in its root, in what this became, or in its group."""
    if portal is None:
        return {}
    standing = Area.objects.valid_on(timezone.localdate()).filter(level=Area.Level.COMMUNE)
    paths = became(portal.root_area.path)
    communes = [path for path in standing.values_list("path", flat=True) if any(path.startswith(p) for p in paths)]
    grouped = portal.root_group.areas.count() if portal.root_group else None
    return {"communes": len(communes), "over": not portal.root_area.is_valid_on(timezone.localdate()), "group": grouped}


def _change(actor: Any, wanted: dict[str, Any]) -> None:
    """One row, made when the portal is first set up; journalled as a setting."""
    with journal(actor) as log:
        stands = Portal.objects.select_for_update().first()
        if stands is None:
            stands = Portal.objects.create(**wanted)
            log.add("setting", None, {name: [None, new] for name, new in wanted.items()})
        else:
            changes = {name: [getattr(stands, name), new] for name, new in wanted.items()}
            changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
            if not changes:
                return
            Portal.objects.filter(pk=stands.pk).update(**{name: new for name, (_old, new) in changes.items()})
            log.add("setting", None, changes)
        effects.bump()  # reports name the root and the issuer
