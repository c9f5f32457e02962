"""Tổng quan drawn: charts, and the sentences over them, from what `dashboard.gather` read. No database here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from beneficiaries import credit
from danvan import charts
from danvan.lib.joint import whole_of
from models_programs.funnel import Counts
from movements import restating
from reports.overview import dashboard_findings as findings
from reports.overview.dashboard import Facts
from reports.overview.headlines import MODEL_STEPS, headlines, models_at
from reports.pages import credit_block
from reports.summaries.reconcile import CLASSES
from reports.summaries.summarize_subject import Links
from reports.summary import PovertyRow


def draw(data: Facts) -> dict[str, Any]:
    """The page's context: headlines, charts and the sentences over them."""
    now, before = data.now.totals(), data.before.totals()
    has_before = bool(before.supports)
    organizations = bars(data, "by_organization", "to_chuc")
    sources = bars(data, "by_source", "nguon")
    communes = bars(on_borders(data), "by_area", "xa", months=True)
    plan = [
        charts.PlanIn(
            row.indicator, row.unit, row.planned_min, row.planned_max, row.actual, row.lower_is_better, row.ref
        )
        for row in data.targets.rows
    ]
    steps = model_steps(data.models[data.year], data.links)
    totals: dict[str, Any] = {
        "total": now.support_vnd if now.supports else None,
        "total_before": before.support_vnd if has_before else None,
    }
    return {
        "year": data.year,
        "headlines": headlines(data),
        "has_before": has_before,
        "lead": findings.lead(data),
        "months": charts.columns(months(data)),
        "months_says": findings.months(data.now),
        "organizations": charts.bars(charts.fold(organizations, keep=9, limit=10), **totals),
        "organizations_says": findings.share_of_first(organizations, now.support_vnd, "thực hiện", "đơn vị thực hiện"),
        "joint": joint(data),
        "sources": charts.bars(charts.fold(sources, keep=9, limit=10), **totals),
        "sources_says": findings.share_of_first(sources, now.support_vnd, "góp", "nguồn"),
        "communes": charts.bars(communes, **totals),
        "restated": data.communes is not None,
        "communes_says": findings.communes(communes, now.support_vnd),
        "plan": charts.plans(plan),
        "plan_says": findings.plan(plan),
        "stages": charts.stages(steps),
        "models_says": findings.models(steps),
        "poverty": poverty_slope(data.poverty.rows, data.poverty.start, data.poverty.end),
        "poverty_says": findings.poverty(data.poverty.rows),
        "poverty_rows": data.poverty.rows,
        "poverty_standard": data.poverty.standard,
        "poverty_start": data.poverty.start,
        "poverty_end": data.poverty.end,
        "late": data.late,
        "late_says": findings.late(data.late),
        "supports_ref": data.links.supports(),
        "supports": now.supports,
        "coverage": coverage(data),
        "illustrative": data.illustrative,
        "part": data.part,
        "one_place": not data.subject.communes and len(communes) <= 1,
        "empty": is_empty(data),
    }


def joint(data: Facts) -> credit_block.Block | None:
    """What adding up the organisations would count again; None where nobody joined in."""
    whole = "trong phạm vi được xem" if data.part else whole_of(data.subject.name)
    return credit_block.block(credit.of(data.now), "grant", data.links, whole, data.near)


def months(data: Facts) -> list[charts.MonthIn]:
    """Twelve months, and one column for what has no known month when there is any."""
    now = {row.month: row.support_vnd for row in data.now.by_month()}
    before = {row.month: row.support_vnd for row in data.before.by_month()}
    top = max((m for m in now if m), key=lambda m: now[m], default=None)
    found = [
        charts.MonthIn(str(m), now.get(m, 0) if now else None, before.get(m, 0) if before else None, hot=m == top)
        for m in range(1, 13)
    ]
    if now.get(None) or before.get(None):
        found.append(charts.MonthIn("chưa rõ", now.get(None), before.get(None), unknown=True))
    return found


def on_borders(data: Facts) -> Facts:
    """The same facts with the communes of the borders that were asked for, and lists that mean the same borders."""
    if data.communes is None:
        return data
    now, before = (
        replace(ledger, facts=tuple(fact for fact in data.communes if fact.year == year))
        for ledger, year in ((data.now, data.year), (data.before, data.year - 1))
    )
    links = replace(data.links, parameters={**data.links.parameters, restating.PARAMETER: restating.NOW})
    return replace(data, now=now, before=before, links=links)


def bars(data: Facts, noun: str, parameter: str, *, months: bool = False) -> list[charts.BarIn]:
    """Ranked rows of one noun with last year's value; loans are not in them."""
    before = {group.unit.code: group.support_vnd for group in getattr(data.before, noun)()}
    monthly: dict[str, Counter[int]] = {}
    if months:
        for fact in data.now.facts:
            if fact.month and not fact.is_loan:
                monthly.setdefault(fact.commune.code, Counter())[fact.month] += fact.vnd
    rows: list[charts.BarIn] = []
    for group in getattr(data.now, noun)():
        if not group.support_vnd and not before.get(group.unit.code) and group.supports == group.loans:
            continue
        code = group.unit.code
        more = {parameter: code} if code else {"chua_phan_xa": "1"}
        rows.append(
            charts.BarIn(
                findings.short_name(group.unit.name, data.near),
                group.support_vnd if group.support_vnd or not group.unvalued else None,
                before.get(code, 0) if data.before.facts else None, url=data.links.supports(**more),
                note=f"{group.unvalued} chưa quy thành tiền" if group.unvalued and not group.support_vnd else "",
                hot=not rows,
                monthly=tuple(monthly[code][m] for m in range(1, 13)) if code in monthly else (),
            )
        )  # fmt: skip
    return rows


def model_steps(counted: Counts, links: Links) -> list[charts.StageIn]:
    if not counted:
        return []
    return [
        charts.StageIn(
            step.label, *models_at(counted, step.code), url=links.to("/mo-hinh/", muc=step.code),
            hot=step.code == "recognised",
        )
        for step in MODEL_STEPS
    ]  # fmt: skip


def poverty_slope(rows: Iterable[PovertyRow], start: str, end: str) -> charts.Slope | None:
    """The poor and near-poor between two moments in words ("cuối năm 2021"); None unless one is known at both."""
    rows = tuple(rows)
    if all(row.change is None for row in rows):
        return None
    lines = [
        charts.SlopeIn(CLASSES[row.poverty_class], row.start, row.end, hot=row.poverty_class == "poor") for row in rows
    ]
    left, right = (findings.upper(words).replace("Cuối năm", "Cuối") for words in (start, end))
    return charts.slope(lines, left=left, right=right)


def is_empty(data: Facts) -> bool:
    """Whether the year says nothing at all of this place."""
    counted = any(row.end is not None for row in data.poverty.rows)
    return not (data.now.facts or data.targets.rows or counted or data.models[data.year] or data.late)


def coverage(data: Facts) -> str:
    """ "14 trên 16 xã có khoản hỗ trợ được tiếp nhận": every total says how many of how many reported."""
    if not data.subject.communes:
        return ""
    reported = {g.unit.code for g in data.now.by_area() if g.unit.code} & set(data.subject.communes)
    return f"{len(reported)} trên {len(data.subject.communes)} xã, thị trấn có khoản được tiếp nhận."
