"""{% load targets %}: the inputs of the target grid."""

from typing import Any

from django import template

from danvan.lib.numbers import format_signed_percent
from reports.targets.target_asked import group_words
from reports.targets.target_box import LABELS, Box

register = template.Library()
register.filter(group_words)
register.filter("signed_percent", format_signed_percent)


@register.inclusion_tag("targets/input.html")
def box_input(box: Box, cell: str) -> dict[str, Any]:
    """A cell of a box: its input, named for who cannot see the table, and bound to its message."""
    label = f"{LABELS[cell]}, {box.indicator}, {box.area}"
    if cell == "actual" and box.is_rate:
        label = f"Tử số/mẫu số, {box.indicator}, {box.area}"
    return {
        "name": f"{box.name}-{cell}", "value": box.shown[cell], "label": label, "bad": cell in box.errors,
        "locked": bool(box.lock), "figure": cell not in ("reason", "as_of"),
        "placeholder": "tử/mẫu" if cell == "actual" and box.is_rate else "",
        "error": f"{box.name}-error",
    }  # fmt: skip
