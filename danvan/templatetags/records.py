"""{% load records %}: values of lists and details by their column kind."""

from typing import Any

from django import template
from django.utils.html import format_html

from danvan.accounts.scoping import access
from danvan.templatetags import vn

register = template.Library()


@register.simple_tag
def shown_value(value: Any, kind: str = "text") -> str:
    """A typed value as the reader sees it; "–" for none, "chưa quy thành tiền" for money that has none by nature."""
    if kind == "status":
        shape, word = vn.state_of(value)
        return format_html('<span class="st st-{}">{}</span>', shape, word)
    if value is None or value == "":
        return vn.DASH
    match kind:
        case "money" if isinstance(value, str):  # money that has no figure says so in words
            return format_html('<span class="mute">{}</span>', value)
        case "money":
            return vn.money(value)
        case "count":
            return vn.whole(value)
        case "decimal":
            return vn.decimal(value)
        case "percent":
            return vn.percent(value)
        case "date":
            return vn.day(*value) if isinstance(value, tuple) else vn.day(value)
        case "when":
            return vn.dt(value)
        case "bool":
            return "có" if value else "không"
    return format_html("{}", value)


@register.filter
def may(user: Any, action: str) -> bool:
    """Whether the user holds a right anywhere: for links that would lead the others to a refusal."""
    return access(user).may(action)


@register.filter
def at(mapping: dict[str, Any], key: str) -> Any:
    """mapping[key], or None."""
    return mapping.get(key)


@register.filter
def words_of(text: str) -> list[str]:
    return text.split()


@register.filter
def beside(heads: list[str], row: list[tuple[Any, str]]) -> list[tuple[str, Any, str]]:
    """(head, value, kind) of each cell of a child row: on a phone every cell says its column."""
    return [(head, value, kind) for head, (value, kind) in zip(heads, row, strict=True)]
