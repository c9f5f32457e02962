"""Headers that every response carries, errors too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SafeHeaders:
    """Personal pages are never stored by a browser or a proxy; static files (served inside) keep their own caching."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response
