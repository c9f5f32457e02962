"""Logging in and out, and one's own password; each journalled in the name of whom it concerns."""

from typing import Any

from django import forms
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse

from danvan.audit.journal import journal

from . import people


class LoginView(auth.LoginView):
    """A wrong password is counted by the throttle, not chained: anybody could make the journal grow."""

    http_method_names = ["get", "post", "head", "options"]  # Django's form views take a PUT for a POST
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        with journal(form.get_user()) as log:
            log.add("login", form.get_user())
        return answer


class LogoutView(auth.LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            with journal(request.user) as log:
                log.add("logout", request.user)
        return super().post(request, *args, **kwargs)


class OwnPasswordForm(PasswordChangeForm):
    def clean_new_password1(self) -> str:
        chosen = str(self.cleaned_data.get("new_password1") or "")
        if chosen and self.user.check_password(chosen):
            raise forms.ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        return chosen


class PasswordChangeView(auth.PasswordChangeView):
    http_method_names = ["get", "post", "head", "options"]
    template_name = "accounts/password_change.html"
    form_class = OwnPasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        people.password_changed(form.user)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "must": self.request.user.must_change_password}  # type: ignore[union-attr]
