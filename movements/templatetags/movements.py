"""{% load movements %}: states of recommendations, and shares that are computed."""

from typing import Any

from django import template
from django.utils.html import format_html

from danvan.lib import numbers
from movements import desks_recommendations

register = template.Library()


@register.simple_tag
def asked_state(asked: Any) -> str:
    return format_html('<span class="st st-{}">{}</span>', *desks_recommendations.state_of(asked))


@register.simple_tag
def share_of(sums: dict[str, Any], name: str, label: str) -> str:
    """ "Nữ 345/820 người (42,07 %), ở 12 hoạt động có ghi. "; "" where no activity says."""
    part, whole, rows = (sums.get(f"{name}_{key}") for key in ("n", "of", "in"))
    if not rows:
        return ""
    percent = numbers.format_percent(numbers.percent(part, whole))
    return format_html(
        "{} <b>{}</b>/{} người ({}), ở {} hoạt động có ghi. ", label, numbers.format_int(part),
        numbers.format_int(whole), percent, numbers.format_int(rows),
    )  # fmt: skip
