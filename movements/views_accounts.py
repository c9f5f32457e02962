"""Accounts: who logs in. A password is shown once, on the page that issued it, and kept nowhere in clear."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from danvan.accounts import people
from danvan.accounts.models import User
from danvan.accounts.roles import ROLE_CHOICES
from danvan.accounts.scoping import access
from danvan.downloads import download
from danvan.forms import put_faults
from danvan.imports import leavers
from danvan.lib import text
from danvan.records import handover
from danvan.records.data import Invalid, Refused
from danvan.records.services import Stale
from movements import outgoing
from movements.models import Assignment

PAGE = 50


class AccountForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    position = forms.CharField(label="Chức vụ", max_length=160, required=False)
    is_active = forms.BooleanField(
        label="Đang hoạt động", required=False, help_text="Bỏ dấu thì tài khoản bị khóa và đăng xuất ngay."
    )


class NewAccountForm(forms.Form):
    username = forms.CharField(
        label="Tên đăng nhập", max_length=60,
        help_text="Chữ thường không dấu, số, dấu chấm, gạch nối; ví dụ canbo.phuson. Không đổi được về sau.",
    )  # fmt: skip
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    position = forms.CharField(label="Chức vụ", max_length=160, required=False)


class AccountPage(View):
    """Only for who holds the right `accounts`; there is no reach: an account belongs to no place."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not access(request.user).may("accounts"):
            raise PermissionDenied("Chỉ quản trị quản lý tài khoản.")
        return super().dispatch(request, *args, **kwargs)

    def account(self, pk: int) -> User:
        found = User.objects.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


def with_roles(users: QuerySet[User]) -> QuerySet[User]:
    """The users with today's assignments in `current`."""
    today = Assignment.objects.active_on(timezone.localdate()).select_related("area", "organization")
    return users.prefetch_related(Prefetch("assignments", queryset=today, to_attr="current"))


class ListView(AccountPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        users = with_roles(User.objects.order_by("username"))
        role, state, term = (request.GET.get(name, "").strip() for name in ("vai-tro", "tinh-trang", "tim"))
        if role:
            mine = Assignment.objects.active_on(timezone.localdate()).filter(role=role)
            users = users.filter(pk__in=mine.values("user"))
        if state:
            users = users.filter(is_active=state == "mo")
        rows: Any = users
        if term:
            # Names are few and carry no folded column: the search runs over (id, name) of all accounts.
            wanted = text.fold(term[:100]).split()
            named = User.objects.values_list("pk", "username", "full_name", "position")
            hits = [pk for pk, *parts in named if all(word in text.fold(" ".join(parts)) for word in wanted)]
            rows = users.filter(pk__in=hits)
        if fmt := request.GET.get("xuat"):
            return download(
                request, "accounts", "Tài khoản", outgoing.ACCOUNT_HEADS, outgoing.account_rows(rows), fmt, rows.count()
            )
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        return render(
            request,
            "administration/accounts.html",
            {"page": page, "roles": ROLE_CHOICES, "role": role, "state": state, "term": term,
             "filtered": bool(role or state or term)},
        )  # fmt: skip


class NewView(AccountPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, NewAccountForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewAccountForm(request.POST)
        if form.is_valid():
            try:
                user, password = people.create(request.user, form.cleaned_data)  # type: ignore[arg-type]
                shown = {"account": user, "password": password, "new": True}
                return render(request, "administration/password.html", shown)
            except Invalid as invalid:
                put_faults(form, invalid)
        return self.page(request, form, 422)

    def page(self, request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        return render(request, "administration/account_new.html", {"form": form}, status=status)


class EditView(AccountPage):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.account(pk)
        initial = {name: getattr(account, name) for name in people.FIELDS}
        return self.page(request, account, AccountForm(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account, form = self.account(pk), AccountForm(request.POST)
        if form.is_valid():
            version = request.POST.get("version", "")
            try:
                people.change(
                    request.user, account, form.cleaned_data,  # type: ignore[arg-type]
                    expected_version=int(version) if version.isdigit() else 0,
                )  # fmt: skip
                messages.success(request, f"Đã lưu tài khoản {account.username}.")
                return HttpResponseRedirect(self.onward(request, account, form.cleaned_data))
            except Invalid as invalid:
                put_faults(form, invalid)
            except Stale:
                account = self.account(pk)
                form.add_error(None, "Người khác vừa sửa tài khoản này. Xem lại rồi lưu lần nữa.")
            except Refused as refused:
                form.add_error("is_active", refused.message)
        return self.page(request, account, form, 422)

    def onward(self, request: HttpRequest, account: User, wanted: dict[str, Any]) -> str:
        """To the hand-over when the account was just closed on unfinished records, else back to the list."""
        closed = account.is_active and not wanted["is_active"]
        if closed and (left := unfinished(request.user, account)):
            messages.warning(request, f"{account} còn {left} việc chưa xong. Giao cho đồng nghiệp ở trang này.")
            return reverse("handover", args=[account.pk])
        return reverse("accounts")

    def page(self, request: HttpRequest, account: User, form: forms.Form, status: int = 200) -> HttpResponse:
        today = timezone.localdate()
        own = Q(user=account) | Q(delegated_by=account)
        known = Assignment.objects.filter(own).select_related("area", "organization", "user", "delegated_by")
        assignments = [one for one in known if one.user_id == account.pk]
        return render(
            request,
            "administration/account.html",
            {"account": account, "form": form, "assignments": assignments, "today": today,
             "given": [one for one in known if one.delegated_by_id == account.pk],
             "unfinished": unfinished(request.user, account),
             "myself": account.pk == request.user.pk},
            status=status,
        )  # fmt: skip


def unfinished(actor: Any, account: User) -> int:
    """Records and import batches that the account has in hand and has not brought to their end."""
    return sum(handover.counts(actor, account).values()) + len(leavers.waiting(actor, account))


class ResetView(AccountPage):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.account(pk)
        return render(
            request,
            "records/confirm.html",
            {
                "title": f"Cấp lại mật khẩu cho {account.username}?",
                "consequences": [
                    f"{account} bị đăng xuất trên mọi máy và mật khẩu cũ hết dùng được.",
                    "Mật khẩu mới hiện một lần; lần đăng nhập tới phải đổi ngay.",
                ],
                "button": "Cấp mật khẩu mới", "danger": True, "cancel_url": reverse("account", args=[pk]),
            },
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.account(pk)
        try:
            password = people.reset_password(request.user, account)  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, refused.message)
            return HttpResponseRedirect(reverse("account", args=[pk]))
        return render(request, "administration/password.html", {"account": account, "password": password})
