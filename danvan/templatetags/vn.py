"""{% load vn %}: figures, dates and states as Vietnamese officials write them, and the parts that forms are made of.

Filters take typed values and print "–" for None: missing is not zero. Words of the project: design.md §1.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone

from danvan.lib import numbers, periods
from danvan.templatetags import _forms

register = template.Library()
DASH = "–"
Amount = int | Decimal | None


@register.filter
def dash(value: Any) -> Any:
    """The value, or "–" when there is none; zero stays zero."""
    return DASH if value is None or value == "" else value


@register.filter
def whole(value: int | None) -> str:
    """1500 → "1.500"."""
    return numbers.format_int(value)


@register.filter
def money(value: int | None) -> str:
    """Đồng in full: 1060000000 → "1.060.000.000" (the unit stands in the column head)."""
    return numbers.format_money(value)


@register.filter
def decimal(value: Decimal | int | None, places: int | None = None) -> str:
    """7.6 → "7,6"; with places, half up: 2.675|decimal:2 → "2,68"."""
    return numbers.format_decimal(value, places)


@register.filter
def percent(value: Decimal | int | None, places: int = 2) -> str:
    """135.7142 → "135,71 %"; a caller may ask for another number of decimals."""
    return numbers.format_percent(value, places)


@register.filter
def signed(value: Amount) -> str:
    """A difference with its sign: 14250000 → "+14.250.000"; −6 → "−6" (a true minus); 0 → "0"."""
    return numbers.format_signed(value)


@register.filter
def million(value: Amount, places: int = 0) -> str:
    """Đồng as triệu, half up: 2487400000 → "2.487"."""
    return _shifted(value, 6, places)


@register.filter
def billion(value: Amount, places: int = 3) -> str:
    """Đồng as tỷ, half up: 9486000000 → "9,486"."""
    return _shifted(value, 9, places)


@register.filter
def short_money(value: int | None) -> str:
    """Headline money with its unit: 2215750000 → "2,216 tỷ đồng"."""
    if value is None:
        return DASH
    text, unit = numbers.format_short_money(value)
    return f"{text} {unit}"


@register.filter
def words(value: int | None) -> str:
    """Amount in words: 1060000000 → "một tỷ không trăm sáu mươi triệu đồng"."""
    return DASH if value is None else numbers.money_in_words(value)


@register.filter
def day(value: date | None, precision: str = "day") -> str:
    """A date as precisely as it is known: 31/12/2022, "tháng 12/2022", "quý IV/2022", "năm 2022"."""
    return DASH if value is None else periods.format_date(value, precision or "day")


@register.filter
def dt(value: datetime | None) -> str:
    """A moment in the portal's time zone: "06/01/2023 09:42"."""
    if value is None:
        return DASH
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%d/%m/%Y %H:%M}"


def _rounded(value: Decimal | int, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _shifted(value: Amount, power: int, places: int) -> str:
    if value is None:
        return DASH
    shifted = _rounded(Decimal(value).scaleb(-power), places)
    return numbers.format_decimal(shifted, places) if places else numbers.format_int(int(shifted))


# --- states ---------------------------------------------------------------------------------------------------------

# Status → (shape and colour, word). A record that waits says for which step: its pending_action.
STATES = {
    "draft": ("none", "Nháp"),
    "submitted": ("wait", "Đã gửi"),
    "confirm": ("wait", "Chờ xác nhận"),
    "accept": ("wait", "Chờ tiếp nhận"),
    "returned": ("bad", "Đề nghị làm rõ"),
    "approved": ("ok", "Đã tiếp nhận"),
    "withdrawn": ("none", "Đã rút"),
}


def state_of(record: Any) -> tuple[str, str]:
    """(shape, word) of a record, of a bare status, or as it was made. Raises KeyError on an unknown status."""
    if isinstance(record, tuple):
        return record
    if isinstance(record, str):
        return STATES[record]
    if record.status == "submitted" and getattr(record, "pending_action", "") in ("confirm", "accept"):
        return STATES[record.pending_action]
    return STATES[record.status]


@register.filter
def status_word(record: Any) -> str:
    """ "Chờ xác nhận", "Đã tiếp nhận" … of a record or of a status."""
    return state_of(record)[1]


@register.inclusion_tag("parts/status.html")
def status(record: Any) -> dict[str, str]:
    """Shape, colour and word: {% status record %}."""
    shape, word = state_of(record)
    return {"shape": shape, "word": word}


# --- addresses ------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def qs(context: template.Context, **changes: Any) -> str:
    """The current query string with changes: {% qs page=2 %} → "?nam=2022&page=2"; None or "" drops a key.

    A change of anything but the page goes back to the first page."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("parts/sort.html", takes_context=True)
def sort_link(context: template.Context, key: str, label: str) -> dict[str, str]:
    """A column head that sorts: first click up, second down. The URL's `sort` is "key" or "-key"."""
    request = context.get("request")
    now = request.GET.get("sort", "") if request is not None else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {"url": qs(context, sort=f"-{key}" if now == key else key), "label": label, "direction": direction}


# --- forms ----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("parts/field.html")
def field(
    bound: BoundField, hint: str = "", label: str = "", read: str = "", css: str = "", optional: str = "nếu có"
) -> dict[str, Any]:
    """A whole field: label, hint, widget with its aria attributes, reading and error (parts/field.html).

    `read`: "money", "count" or "area" asks for a live reading under the field; else the widget's `data-read` does.
    """
    return _forms.field_context(bound, hint=hint, label=label, read=read, css=css, optional=optional)


@register.inclusion_tag("parts/cell.html")
def cell(bound: BoundField, label: str = "", read: str = "", row: int | str = "") -> dict[str, Any]:
    """A field inside a line table: the column head is its visible label; the spoken one is "Số tiền, dòng 2".

    In the empty form of a `<template>` give row="__number__": portal.js puts the number in.
    """
    spoken = f"{label or bound.label}, dòng {row}" if row else label
    return _forms.field_context(bound, hint="", label=spoken, read=read, css="", optional="", in_cell=True)


@register.inclusion_tag("parts/errors.html")
def error_summary(*sources: Any, title: str = "") -> dict[str, Any]:
    """The box at the top of a refused form. Sources: forms, formsets, or lists of (field_id, label, message).

    A form that a closed period refused carries the offer to write into the next one (`danvan.late.Offer`).
    """
    errors: list[tuple[str, str, str]] = []
    for source in sources:
        errors.extend(_forms.errors_of(source))
    offer = next((found for source in sources if (found := getattr(source, "offer", None))), None)
    said = "Kỳ đã chốt, chưa lưu" if offer and len(errors) == 1 else f"Còn {len(errors)} chỗ cần sửa, chưa lưu"
    return {"errors": errors, "title": title or said, "offer": offer}


@register.filter
def has_errors(sources: Any) -> bool:
    """True when a form, a formset or any of a list of them was refused; for the page title's "Lỗi: "."""
    several = sources if isinstance(sources, Iterable) and not hasattr(sources, "is_bound") else [sources]
    return any(_forms.errors_of(source) for source in several)
