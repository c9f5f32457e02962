"""Tổng quan: one year of one place in one screen, from the same ledger rows as every report.

`gather` reads (a constant number of queries), `draw` turns it into charts and findings without a database. This year
stands beside the year before by the same definitions (`beneficiaries/ledger.py`).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from beneficiaries.ledger import Ledger
from beneficiaries.models import Support
from danvan import charts
from danvan.accounts.roles import ROLES
from danvan.accounts.scoping import NOBODY, Access
from danvan.lib.numbers import format_short_money, format_signed, format_signed_percent
from models_programs.models import ModelYear
from movements.models import Portal
from reports import dashboard_findings as findings
from reports import summarize_facts as facts
from reports.summarize_reader import Reader
from reports.summarize_subject import Links, Subject, find_subject
from reports.summary import minus, rate

WAITING_DAYS = 10
MODEL_STEPS = (
    ("Đăng ký", frozenset(ModelYear.Stage)),
    ("Triển khai", frozenset(ModelYear.Stage) - {"registered"}),
    ("Tự đánh giá", frozenset({"self_assessed", "appraised", "recognised", "not_recognised", "carried_over"})),
    ("Thẩm định", frozenset({"appraised", "recognised", "not_recognised", "carried_over"})),
    ("Công nhận", frozenset({"recognised", "carried_over"})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Something that waits too long: what, whose step, since when."""

    what: str
    holder: str
    since: datetime
    days: int
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the page is drawn from."""

    year: int
    subject: Subject
    now: Ledger
    before: Ledger
    targets: facts.Targets
    poverty: facts.Poverty
    models: dict[int, dict[tuple[str, str], int]]
    late: tuple[Late, ...]
    links: Links
    links_before: Links
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One figure at the top: exact value behind `url`, its change on last year, a note."""

    label: str
    value: str
    unit: str
    exact: str = ""
    url: str = ""
    change: str = ""
    note: str = ""
    note_url: str = ""


def gather(mine: Access, reader: Reader, *, year: int, area: str | None, portal: Portal | None) -> Facts:
    """Read both years. Eight queries. Raises UnknownSubject for a code that is not there."""
    subject = find_subject(year=year, portal=portal, area=area)
    ledgers = subject.supports(reader.supports.approved()).ledgers((year, year - 1))
    targets = facts.targets(reader.targets.filter(status="approved"), subject, year)
    poverty = facts.poverty(reader.poverty.filter(status="approved"), subject, year)
    rows = (
        reader.model_years.filter(subject.model_years(), status="approved", year__in=(year, year - 1))
        .order_by().values_list("year", "stage", "model__type").annotate(n=Count("pk"))
    )  # fmt: skip
    models: dict[int, dict[tuple[str, str], int]] = {year: {}, year - 1: {}}
    for row_year, stage, kind, n in rows:
        models[row_year or 0][(stage, kind)] = n
    sees = reader.sees_rows
    return Facts(
        year=year, subject=subject, now=ledgers[year], before=ledgers[year - 1], targets=targets, poverty=poverty,
        models=models, late=tuple(late(mine, subject)),
        links=Links(subject.parameters(year), on=sees), links_before=Links(subject.parameters(year - 1), on=sees),
        illustrative=ledgers[year].totals().illustrative or targets.illustrative or poverty.illustrative,
    )  # fmt: skip


def late(mine: Access, subject: Subject) -> list[Late]:
    """Steps of supports that wait longer than ten days, by whose step it is; counts only, no names. One query."""
    reach = NOBODY
    for grant in mine.holding("report.view"):
        reach |= grant.area_q("area")
    limit = timezone.now() - timedelta(days=WAITING_DAYS)
    rows = (
        subject.supports(Support.objects.filter(reach, status="submitted", submitted_at__lt=limit))
        .order_by().values("pending_action", "pending_role", "area__name", "area__kind")
        .annotate(n=Count("pk"), since=Min("submitted_at"))
    )  # fmt: skip
    gathered: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        role = ROLES[row["pending_role"]].label
        holder = f"{role} {row['area__name']}" if row["pending_action"] == "confirm" else role
        have = gathered.setdefault((row["pending_action"], holder), [0, row["since"]])
        have[0] += row["n"]
        have[1] = min(have[1], row["since"])
    words = {"confirm": "Xác nhận", "accept": "Tiếp nhận"}
    found = [
        Late(
            what=f"{words[action]} {n} khoản hỗ trợ gửi từ {timezone.localtime(since):%d/%m/%Y}", holder=holder,
            since=since, days=(timezone.now() - since).days, url="/ho-tro/?trang-thai=submitted",
        )
        for (action, holder), (n, since) in gathered.items()
    ]  # fmt: skip
    return sorted(found, key=lambda x: -x.days)


# ---- drawing -----------------------------------------------------------------------------------------------------


def draw(data: Facts) -> dict[str, Any]:
    """The page's context: headlines, charts and the sentences over them."""
    now, before = data.now.totals(), data.before.totals()
    has_before = bool(before.supports)
    organizations = bars(data, "by_organization", "to_chuc")
    sources = bars(data, "by_source", "nguon")
    communes = bars(data, "by_area", "xa", months=True)
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
        "sources": charts.bars(charts.fold(sources, keep=9, limit=10), **totals),
        "sources_says": findings.share_of_first(sources, now.support_vnd, "góp", "nguồn"),
        "communes": charts.bars(communes, **totals),
        "communes_says": findings.communes(communes, now.support_vnd),
        "plan": charts.plans(plan),
        "plan_says": findings.plan(plan),
        "stages": charts.stages(steps),
        "models_says": findings.models(steps),
        "poverty": poverty_slope(data.poverty),
        "poverty_says": findings.poverty(data.poverty),
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
    }


def headlines(data: Facts) -> list[Headline]:
    now, before, links = data.now.totals(), data.before.totals(), data.links
    known = bool(before.supports)
    support_before = before.support_vnd if known else None
    poor = next((row for row in data.poverty.rows if row.poverty_class == "poor"), None)
    recognised, recognised_before = (models_at(data.models[y], MODEL_STEPS[-1][1]) for y in (data.year, data.year - 1))
    collective, individual = recognised
    houses, houses_before = int(now.houses), int(before.houses) if known else None
    support_text, support_unit = format_short_money(now.support_vnd)
    loan_text, loan_unit = format_short_money(now.loan_vnd)
    return [
        Headline(
            label="Hỗ trợ", value=support_text, unit=support_unit, exact=f"{now.support_vnd}",
            url=links.supports(loai="grant"), change=money_change(now.support_vnd, support_before),
            note=f"{now.unvalued} khoản chưa quy thành tiền", note_url=links.supports(chua_quy="1"),
        ),
        Headline(
            label="Cho vay ủy thác", value=loan_text, unit=loan_unit, exact=f"{now.loan_vnd}",
            url=links.supports(loai="loan"), change=money_change(now.loan_vnd, before.loan_vnd if known else None),
            note="Không cộng vào hỗ trợ",
        ),
        Headline(
            label="Lượt hộ được hỗ trợ", value=charts.plain(now.households), unit="lượt hộ", url=links.supports(),
            change=count_change(now.households, before.households if known else None),
            note="Một hộ nhận nhiều khoản được đếm nhiều lượt",
        ),
        Headline(
            label="Nhà ở xây mới", value=charts.plain(houses), unit="căn", url=links.supports(hinh_thuc="house_new"),
            change=count_change(houses, houses_before), note="Mỗi căn đếm một lần, dù nhiều nguồn",
        ),
        Headline(
            label="Hộ nghèo cuối kỳ", value=charts.plain(poor.end if poor else None), unit="hộ",
            url=poor.ref if poor else "", change=count_change(poor.end, poor.start) if poor else "",
            note=data.poverty.standard or "Chưa có số rà soát",
        ),
        Headline(
            label="Mô hình công nhận", value=charts.plain(sum(recognised)), unit="mô hình",
            url=links.to("/mo-hinh/", buoc="recognised"),
            change=count_change(sum(recognised), sum(recognised_before) if data.models[data.year - 1] else None),
            note=f"{collective} tập thể, {individual} cá nhân",
        ),
    ]  # fmt: skip


def _arrow(difference: int) -> str:
    return "▲" if difference > 0 else "▼" if difference < 0 else "="


def money_change(now: int, before: int | None) -> str:
    """ "▲ 1,374 tỷ đồng (+16,9 %)"; "" when last year is not known. Up or down is neither good nor bad."""
    if before is None:
        return ""
    if now == before:
        return "= như năm trước"
    text, unit = format_short_money(abs(now - before))
    percent = f" ({format_signed_percent(rate(now - before, before), 1)})" if before else ""
    return f"{_arrow(now - before)} {text} {unit.removesuffix(' đồng')}{percent}"


def count_change(now: int | None, before: int | None) -> str:
    difference = minus(now, before)
    if difference is None or now is None:
        return ""
    if not difference:
        return "= như năm trước"
    percent = f" ({format_signed_percent(rate(difference, before), 1)})" if before else ""
    return f"{_arrow(difference)} {format_signed(abs(difference)).lstrip('+')}{percent}"


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
                findings.short_name(group.unit.name), group.support_vnd,
                before.get(code, 0) if data.before.facts else None, url=data.links.supports(**more),
                note=f"{group.unvalued} chưa quy thành tiền" if group.unvalued and not group.support_vnd else "",
                hot=not rows,
                monthly=tuple(monthly[code][m] for m in range(1, 13)) if code in monthly else (),
            )
        )  # fmt: skip
    return rows


def models_at(counted: dict[tuple[str, str], int], stages: frozenset[str]) -> tuple[int, int]:
    """(tập thể, cá nhân) of the models × year that reached one of the stages."""
    reached = [(kind, n) for (stage, kind), n in counted.items() if stage in stages]
    return (
        sum(n for kind, n in reached if kind == "collective"),
        sum(n for kind, n in reached if kind == "individual"),
    )


def model_steps(counted: dict[tuple[str, str], int], links: Links) -> list[charts.StageIn]:
    if not counted:
        return []
    return [
        charts.StageIn(label, *models_at(counted, stages), url=links.to("/mo-hinh/"), hot=label == "Công nhận")
        for label, stages in MODEL_STEPS
    ]


def poverty_slope(poverty: facts.Poverty) -> charts.Slope | None:
    if not poverty.rows:
        return None
    names = {"poor": "hộ nghèo", "near_poor": "hộ cận nghèo"}
    rows = [
        charts.SlopeIn(names[row.poverty_class], row.start, row.end, hot=row.poverty_class == "poor")
        for row in poverty.rows
    ]
    return charts.slope(rows, left=findings.upper(poverty.start), right=findings.upper(poverty.end))


def coverage(data: Facts) -> str:
    """ "14 trên 16 xã có khoản hỗ trợ được tiếp nhận": every total says how many of how many reported."""
    if not data.subject.communes:
        return ""
    reported = {g.unit.code for g in data.now.by_area() if g.unit.code} & set(data.subject.communes)
    return f"{len(reported)} trên {len(data.subject.communes)} xã, thị trấn có khoản được tiếp nhận."


def cutoff(year: int) -> date:
    return min(date(year, 12, 31), timezone.localdate())
