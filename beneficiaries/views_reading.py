"""/doc-so/: how the portal reads what is being typed, as a fragment under the field. One reader, one rule."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.decorators.http import require_GET

from danvan.lib import numbers
from danvan.lib.errors import Ambiguous, Unreadable

from .imports.cells import sources
from .models import Support
from .understood import understand

MOST = 200
SQUARE_METRES_IN_HECTARE = 10_000


@require_GET
def read_back(request: HttpRequest) -> HttpResponse:
    """?t=text&loai=money|count|area|sources → words and digits, the question of an ambiguous figure, or what is wrong.

    The template escapes all of it; nothing is stored. An unknown kind answers 400.
    """
    typed, kind = request.GET.get("t", "")[:MOST], request.GET.get("loai", "money")
    if kind not in READERS:
        return HttpResponse(status=400)
    context: dict[str, object] = {}
    if typed.strip():
        try:
            context = READERS[kind](typed)
        except Ambiguous as error:
            readings = [(choice, words_for(choice, kind)) for choice in error.choices]
            context = {"ask": error.text or typed, "readings": readings, "unit": error.unit}
        except Unreadable as error:
            context = {"fault": error.message}
        except ValidationError as error:
            context = {"fault": " ".join(error.messages)}
    response = render(request, "supports/reading.html", context)
    response["Cache-Control"] = "private, max-age=300"
    return response


def _money(typed: str) -> dict[str, object]:
    return _said(numbers.read_money(typed))


def _said(amount: int) -> dict[str, object]:
    return {"words": numbers.money_in_words(amount), "digits": numbers.format_money(amount), "value": amount}


def _count(typed: str) -> dict[str, object]:
    count = numbers.read_count(typed)
    return {"words": numbers.number_in_words(count), "digits": numbers.format_int(count), "value": count}


def _area(typed: str) -> dict[str, object]:
    square = numbers.read_area(typed).square_metres
    hectares = square / SQUARE_METRES_IN_HECTARE
    return {
        "words": f"{numbers.format_decimal(square)} m²", "digits": f"{numbers.format_decimal(hectares)} ha",
        "value": format(square.normalize(), "f"),
    }  # fmt: skip


def _sources(typed: str) -> dict[str, object]:
    """The amounts that stand beside the sources of a cell ("Quỹ A = 1 tỷ; Quỹ B = 60 triệu"), added up."""
    amounts = [part.amount.vnd for part in sources(typed) if part.amount]
    return _said(sum(amounts)) if amounts else {}


READERS = {"money": _money, "count": _count, "area": _area, "sources": _sources}


def words_for(choice: str, kind: str) -> str:
    """The words of one reading of an ambiguous amount; only money has them."""
    return numbers.money_in_words(numbers.read_money(choice)) if kind == "money" else ""


class UnderstoodView(View):
    """/ho-tro/doc-lai/: the form read back while it is typed. Nothing is judged, nothing stored."""

    desk: Any = None

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.desk.may_enter(request.user):
            raise PermissionDenied("Tài khoản của bạn không được ghi mục này.")
        form, formsets = self.desk.asked_for_more(request, Support())
        return render(request, "supports/understood.html", {"read": understand(form, formsets), "target": Support()})
