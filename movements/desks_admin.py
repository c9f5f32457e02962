"""The desks of the administrator: who holds which role where, and who confirms and accepts what."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from danvan.accounts.models import User
from danvan.accounts.roles import ROLE_CHOICES, ROLES, Reach
from danvan.crud import Desk
from danvan.forms import CountField, DoorForm, form_field
from danvan.listing import Column, Filter, equals
from danvan.records.kinds import record_models
from danvan.records.models import DUE_DAYS, ConfirmationRoute

from .forms import OfferedForm
from .forms_choices import name_choices, place_choices
from .models import Area, Assignment, Organization


class AssignmentForm(DoorForm):
    """A role at a place, or in an organisation, from a day to a day. Delegation is one with an end and a giver."""

    hints = {
        "area": "Cho vai trò theo địa bàn. Phạm vi gồm cả mọi nơi bên dưới.",
        "organization": "Cho cán bộ tổ chức. Phạm vi là bản ghi của tổ chức này ở mọi nơi.",
        "ends": "Để trống khi chưa định ngày hết. Muốn thôi giao thì ghi ngày hết, không xóa.",
        "delegated_by": "Khi giao thay ai: người đang giữ đúng vai trò này ở nơi này, kèm ngày hết.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in self.hints.items():
            self.fields[name].help_text = hint
        people = list(User.objects.order_by("full_name", "username"))
        for name in ("user", "delegated_by"):
            now = getattr(self.instance, f"{name}_id", None)
            offered = [(u.pk, f"{u.full_name} ({u.username})") for u in people if u.is_active or u.pk == now]
            self._offer(name, partial(list, offered))
        places: Any = self.fields["area"]
        bodies: Any = self.fields["organization"]
        self._offer("area", lambda: place_choices(places.queryset.select_related("parent").order_by()))
        self._offer("organization", lambda: name_choices({"organization": bodies.queryset})["organization"])
        if not self.instance.pk:
            self.initial["starts"] = self.initial.get("starts") or timezone.localdate()
        roles: Any = self.fields["role"]
        roles.choices = [("", "– chọn –"), *ROLE_CHOICES]

    def _offer(self, name: str, options: Callable[[], list[Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = lambda: [("", "– chọn –" if field.required else "– không –"), *options()]

    def choices_for(self, name: str, queryset: Any) -> Any:
        return queryset.exclude(level="hamlet") if queryset.model is Area else queryset

    def clean_user(self) -> User:
        """Nobody widens their own reach."""
        user: User = self.cleaned_data["user"]
        if user.pk == self.user.pk:
            raise ValidationError("Không tự phân công cho mình được; nhờ quản trị khác.")
        return user

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        role = ROLES.get(found.get("role", ""))
        if role and role.reach is Reach.AREA and found.get("organization"):
            self.add_error("organization", "Vai trò này theo địa bàn, không chọn tổ chức.")
        if role and role.reach is Reach.ORGANIZATION and found.get("area"):
            self.add_error("area", "Vai trò này theo tổ chức, không chọn địa bàn.")
        return found

    class Meta:
        model = Assignment
        fields = Assignment.data_fields
        formfield_callback = form_field


def holds_today(value: str) -> Q | None:
    today = timezone.localdate()
    over = Q(ends__lt=today)
    match value:
        case "dang":
            return Q(starts__lte=today) & ~over
        case "het":
            return over
        case "sap":
            return Q(starts__gt=today)
    return None


def standing(assignment: Assignment) -> str:
    today = timezone.localdate()
    if assignment.ends and assignment.ends < today:
        return "đã hết"
    return "chưa tới" if assignment.starts > today else "đang giữ"


class AssignmentDesk(Desk):
    model = Assignment
    title = "Phân công"
    new_title = "Phân công mới"
    intro = "Ai giữ vai trò nào, ở đâu, từ ngày nào. Quyền đổi ngay ở lần mở trang kế tiếp của người đó."
    related = ("user", "area", "organization", "delegated_by")
    form_class = AssignmentForm
    read_action = "accounts"
    columns = [
        Column("user", "Người", lambda a: f"{a.user.full_name} ({a.user.username})", head=True, sort="user__full_name"),
        Column("role", "Vai trò", "get_role_display", sort="role"),
        Column("place", "Ở đâu", "place_label"),
        Column("starts", "Từ ngày", kind="date", sort="starts"),
        Column("ends", "Đến hết ngày", kind="date", sort="ends"),
        Column("delegated_by", "Ủy quyền bởi", "delegated_by.full_name"),
        Column("standing", "Tình trạng", standing),
    ]
    filters = [
        Filter("vai-tro", "Vai trò", equals("role"), lambda request: ROLE_CHOICES),
        Filter("tinh-trang", "Tình trạng", holds_today,
               lambda request: [("dang", "đang giữ"), ("het", "đã hết"), ("sap", "chưa tới")]),
        Filter("nguoi", "Người", equals("user__username"), hidden=True),
    ]  # fmt: skip

    def may_edit(self, user: Any, target: Any) -> bool:
        return super().may_edit(user, target) and target.user_id != user.pk

    def visible(self, user: Any) -> QuerySet[Any]:
        return super().visible(user).select_related("organization__area")


def _kinds() -> list[tuple[str, str]]:
    labels = ((kind, str(model._meta.verbose_name)) for kind, model in record_models().items())
    return [(kind, label[:1].upper() + label[1:]) for kind, label in labels]


ORGANIZATION_KINDS = [
    (str(value), str(label)[:1].upper() + str(label)[1:]) for value, label in Organization.Kind.choices
]
LEVELS = [(str(value), f"Cấp {str(label).lower()}") for value, label in Area.Level.choices if value != "hamlet"]
CONFIRMERS = [(code, label) for code, label in ROLE_CHOICES
              if any(a.endswith(".confirm") for a in ROLES[code].actions)]  # fmt: skip
ACCEPTERS = [(code, label) for code, label in ROLE_CHOICES
             if any(a.endswith(".accept") for a in ROLES[code].actions)]  # fmt: skip


class RouteForm(OfferedForm):
    organization_kind = forms.ChoiceField(
        label="Loại tổ chức", required=False, choices=[("", "Mọi loại tổ chức"), *ORGANIZATION_KINDS]
    )
    level = forms.ChoiceField(label="Cấp của tổ chức", required=False, choices=[("", "Mọi cấp"), *LEVELS])
    record_kind = forms.ChoiceField(label="Loại bản ghi", required=False)
    confirm_role = forms.ChoiceField(
        label="Ai xác nhận", required=False, choices=[("", "Không cần xác nhận"), *CONFIRMERS]
    )
    confirm_days = CountField(label="Hạn xác nhận, ngày làm việc", initial=DUE_DAYS)
    accept_role = forms.ChoiceField(label="Ai tiếp nhận", choices=ACCEPTERS)
    accept_days = CountField(label="Hạn tiếp nhận, ngày làm việc", initial=DUE_DAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record_kind"].choices = [("", "Mọi loại bản ghi"), *_kinds()]  # type: ignore[attr-defined]

    class Meta:
        model = ConfirmationRoute
        fields = ConfirmationRoute.data_fields


WORDS: dict[str, tuple[dict[str, str], str]] = {
    "organization_kind": (dict(ORGANIZATION_KINDS), "Mọi loại tổ chức"),
    "level": (dict(LEVELS), "Mọi cấp"),
}


def route_words(route: ConfirmationRoute, name: str) -> str:
    known, all_of_them = WORDS.get(name) or (dict(_kinds()), "Mọi loại bản ghi")
    value = getattr(route, name)
    return known.get(value, value) if value else all_of_them


class RouteDesk(Desk):
    model = ConfirmationRoute
    title = "Tuyến xác nhận"
    new_title = "Thêm tuyến"
    intro = "Bản ghi của ai thì ai xác nhận, ai tiếp nhận, trong mấy ngày làm việc. Tuyến nêu rõ hơn thắng tuyến chung."
    form_class = RouteForm
    read_action = "catalog.routes"
    columns = [
        Column("organization_kind", "Loại tổ chức", lambda r: route_words(r, "organization_kind"), head=True),
        Column("level", "Cấp", lambda r: route_words(r, "level")),
        Column("record_kind", "Bản ghi", lambda r: route_words(r, "record_kind")),
        Column("confirm_role", "Xác nhận", lambda r: r.get_confirm_role_display() or "không cần"),
        Column(
            "confirm_days", "Hạn xác nhận, ngày", lambda r: r.confirm_days if r.confirm_role else None, kind="count"
        ),
        Column("accept_role", "Tiếp nhận", "get_accept_role_display"),
        Column("accept_days", "Hạn tiếp nhận, ngày", kind="count"),
    ]

    def shown(self, target: Any, name: str) -> Any:
        return route_words(target, name) if name.endswith(("kind", "level")) else super().shown(target, name)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"accept_role": "front_officer", **super().initial(request)}
