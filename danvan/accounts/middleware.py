"""A password that an administrator issued opens one door only: the page that changes it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN = frozenset({"password_change", "logout", "login"})


class MustChangePassword:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        user = request.user
        name = request.resolver_match.view_name if request.resolver_match else ""
        if user.is_authenticated and user.must_change_password and name not in OPEN:
            return redirect("password_change")
        return None
