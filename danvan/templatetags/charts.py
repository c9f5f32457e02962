"""{% load charts %}: draw what `danvan.charts` computed. The titles say the finding and are the caller's."""

from typing import Any

from django import template

from danvan.charts import Bars, Columns, Flow, PlanRow, Series, Slope, Stage

register = template.Library()


@register.inclusion_tag("charts/columns.html")
def chart_columns(chart: Columns, *, key: str, title: str, unit: str = "triệu đồng") -> dict[str, Any]:
    """Columns by month. `key`: unique on the page, makes the ids; `title`: what is measured, for those who hear it."""
    return {"chart": chart, "key": key, "title": title, "unit": unit}


@register.inclusion_tag("charts/columns_table.html")
def columns_table(chart: Columns, *, now: str, before: str = "") -> dict[str, Any]:
    """The table behind the columns; `now` and `before` head the two columns ("2022", "2021")."""
    return {"chart": chart, "now": now, "before": before}


@register.inclusion_tag("charts/bars.html")
def bars_table(
    chart: Bars,
    *,
    caption: str,
    head: str,
    unit: str = "Triệu đồng",
    versus: str = "",
    total: str = "Tổng",
    wide: bool = False,
) -> dict[str, Any]:
    """Ranked bars as a table. `versus` heads the change column ("So với 2021") and is needed to show it;
    `wide` gives the row names more room."""
    return {
        "chart": chart,
        "caption": caption,
        "head": head,
        "unit": unit,
        "versus": versus if chart.has_before else "",
        "total": total,
        "wide": wide,
    }


@register.inclusion_tag("charts/plans.html")
def plans_table(
    rows: tuple[PlanRow, ...], *, caption: str, head: str = "Chỉ tiêu", same_scale: bool = False
) -> dict[str, Any]:  # fmt: skip
    """Plan against result as bullet bars. `same_scale`: as the rows were computed."""
    lower = any(row.lower for row in rows)
    return {"rows": rows, "caption": caption, "head": head, "some_lower": lower, "same_scale": same_scale}


@register.inclusion_tag("charts/stages.html")
def stages_table(rows: tuple[Stage, ...], *, caption: str, head: str = "Bước") -> dict[str, Any]:
    """Models by stage, tập thể and cá nhân stacked."""
    return {"rows": rows, "caption": caption, "head": head}


@register.inclusion_tag("charts/slope.html")
def chart_slope(chart: Slope, *, key: str, title: str) -> dict[str, Any]:
    """Two dates, one line a class."""
    return {"chart": chart, "key": key, "title": title}


@register.inclusion_tag("charts/flow.html")
def chart_flow(chart: Flow, *, key: str, title: str) -> dict[str, Any]:
    """Households over a year as ribbons."""
    return {"chart": chart, "key": key, "title": title}


@register.inclusion_tag("charts/series.html")
def chart_series(chart: Series, *, key: str, title: str) -> dict[str, Any]:
    """Figures over years, one line a class, broken where the standard changed."""
    return {"chart": chart, "key": key, "title": title}


@register.inclusion_tag("charts/key.html")
def chart_key(marks: str, **words: str) -> dict[str, Any]:
    """The key at the right of the line under a title: {% chart_key "now tick" now="2022" tick="cùng tháng 2021" %}.
    Marks: now, part, rest, bar, tick, line (last year as a level tick), band."""
    unknown = set(marks.split()) - {"now", "part", "rest", "bar", "tick", "line", "band"}
    if unknown:
        raise template.TemplateSyntaxError(f"chart_key: unknown marks {sorted(unknown)}")
    return {"marks": [(mark, words.get(mark, "")) for mark in marks.split()]}
