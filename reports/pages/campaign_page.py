"""A campaign's page drawn from its Summary: plan, result, who gave what, published beside computed. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from danvan import charts
from danvan.lib.numbers import MISSING, format_decimal, format_int, format_money, format_short_money
from reports.building.narrative import SMALL_NUMBERS, names, short_place, upper_first
from reports.overview import dashboard_findings as findings
from reports.overview.dashboard_drawing import poverty_slope
from reports.overview.headlines import Headline
from reports.pages import campaign_rows as rows
from reports.summaries import stated
from reports.summaries.reconcile import CLASSES
from reports.summary import Quantity, Summary, TargetRow, Warning_, trim

TOTALS = (
    ("Hỗ trợ", "support_vnd", "support_ref"), ("Cho vay", "loan_vnd", "loan_ref"), ("Cộng", "all_vnd", "ref"),
)  # fmt: skip
# What other panels of the page say already.
TOLD = frozenset({"partial_scope", "possible_cause", "month_unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A published total beside the computed one, in đồng; None where nothing was published."""

    label: str
    stated: int | None
    computed: int
    difference: int | None
    url: str


def draw(summary: Summary) -> dict[str, Any]:
    """The figures of the page. Everything that a template needs to print, and the sentences over it."""
    context, by_code = summary.context, {warning.code: warning for warning in summary.warnings}
    near = tuple(filter(None, (context.root, context.superior)))
    doubts = [warning for warning in summary.warnings if warning.code not in TOLD]
    unknown = by_code.get("month_unknown")
    return {
        "summary": summary,
        "year": summary.year,
        "lead": lead(summary),
        "headlines": headlines(summary, near),
        "partial": by_code.get("partial_scope"),
        "compared": compared(summary),
        "compared_says": compared_says(summary),
        "cause": by_code.get("possible_cause"),
        "unvalued_says": count_of(summary.totals.unvalued),
        "givers": rows.givers(summary, "grant", near),
        "lenders": rows.givers(summary, "loan", near),
        "givers_says": rows.finding(summary, near),
        "coverage": coverage(summary, unknown),
        "organizations": rows.ranked(summary.by_organization, near),
        "forms": rows.ranked(summary.by_form, near),
        "sources": rows.ranked(summary.by_source, near),
        "sources_says": rows.source_finding(summary, near),
        "grants": summary.totals.supports - summary.totals.loans,
        **plan(summary.targets),
        "poverty": poverty_slope(summary.poverty, context.poverty_start, context.poverty_end),
        "poverty_says": findings.poverty(summary.poverty),
        "published": stated.grouped(summary.stated),
        "published_says": stated.says(summary.stated),
        "doubts": doubts,
        "doubts_says": f"{count_of(len(doubts))} chỗ nên đối chiếu",
        "illustrative": summary.illustrative,
        "empty": not (
            summary.totals.supports or summary.targets or any(row.end is not None for row in summary.poverty)
        ),
    }


def plan(targets: Sequence[TargetRow]) -> dict[str, Any]:
    """Plan against result as bullet bars, and the sentence over them."""
    made = [
        charts.PlanIn(
            row.indicator, row.unit, trim(row.planned_min), trim(row.planned_max), trim(row.actual),
            row.lower_is_better, row.ref,
        )
        for row in targets
    ]  # fmt: skip
    return {"plan": charts.plans(made), "plan_says": plan_says(targets, made)}


def count_of(number: int, *, capital: bool = True) -> str:
    """Small numbers in words, as a sentence begins with them: "Ba"; others in digits."""
    if number >= len(SMALL_NUMBERS):
        return format_int(number)
    return upper_first(SMALL_NUMBERS[number]) if capital else SMALL_NUMBERS[number]


def where(summary: Summary) -> str:
    """ "hai thôn Pretieng 1 và Pretieng 2, xã Phú Sơn"; the places as they are where there is nothing to shorten."""
    place, hamlets = summary.context.place, summary.context.hamlets
    short = short_place(summary)
    listed = " và ".join(filter(None, (", ".join(hamlets[:-1]), hamlets[-1]))) if hamlets else ""
    if not listed or not place.startswith(listed) or len(hamlets) == 1 or " " not in short:
        return place
    kind = short.split(" ", 1)[1]
    return f"{short} {names([hamlet[len(kind) + 1 :] for hamlet in hamlets])}{place[len(listed) :]}"


def lead(summary: Summary) -> str:
    """The campaign in two or three sentences. Who sees a part is told of the part alone."""
    totals = summary.totals
    if summary.is_partial:
        return f"Trong phạm vi được xem có {format_int(totals.supports)} khoản được tiếp nhận năm {summary.year}."
    place = where(summary)
    at = f" tại {place}" if place else ""
    if not totals.supports:
        return f"Chưa có khoản hỗ trợ nào được tiếp nhận trong năm {summary.year}{at}."
    said = [f"{count_of(len(summary.context.organizations))} đơn vị tham gia hỗ trợ{at}."]
    moved = []
    for row in summary.poverty:
        if row.start is not None and row.end is not None:
            name, start, end = CLASSES[row.poverty_class], format_int(row.start), format_int(row.end)
            if row.start == row.end:
                moved.append(f"{name} giữ ở {end}")
            else:
                less = row.end < row.start
                moved.append(f"{name} {'giảm' if less else 'tăng'} từ {start} {'xuống' if less else 'lên'} {end}")
    if moved:
        said.append(f"{upper_first(', '.join(moved))}.")
    return " ".join(said)


def headlines(summary: Summary, near: Sequence[str]) -> list[Headline]:
    """Support, loans, houses, households that joined, what is not valued. Where nothing was given stands "–"."""
    totals = summary.totals
    grants = totals.supports - totals.loans
    support, support_unit = format_short_money(totals.support_vnd) if grants > totals.unvalued else (MISSING, "")
    loan, loan_unit = format_short_money(totals.loan_vnd) if totals.loans else (MISSING, "")
    lent = rows.added_up(row for row in summary.supports if row.kind == "loan") or f"{format_int(totals.loans)} khoản"
    things = [rows.quantities([Quantity(amount=t.quantity, unit=t.unit)]) for t in summary.unvalued]
    named = "; ".join(filter(None, things[:3])) + ("; …" if len(things) > 3 else "")
    return [
        Headline(
            label="Hỗ trợ", value=support, unit=support_unit, exact=f"{totals.support_vnd}", url=totals.support_ref,
            change=f"{format_money(totals.support_vnd)} đồng" if grants > totals.unvalued else "",
            note=f"Tính từ {format_int(grants - totals.unvalued)} khoản có giá trị" if grants else "Chưa có khoản nào",
        ),
        Headline(
            label="Cho vay ủy thác", value=loan, unit=loan_unit, exact=f"{totals.loan_vnd}", url=totals.loan_ref,
            change=lent if totals.loans else "", note="Không cộng vào hỗ trợ",
        ),
        Headline(
            label="Nhà ở xây mới", value=format_int(totals.houses), unit="căn", url=totals.houses_ref,
            change=_houses(summary, near), note="Mỗi căn đếm một lần",
        ),
        households(summary),
        Headline(
            label="Chưa quy thành tiền", value=format_int(totals.unvalued), unit="khoản", url=totals.unvalued_ref,
            change="Không có trong tổng" if totals.unvalued else "", note=named,
        ),
    ]  # fmt: skip


def _houses(summary: Summary, near: Sequence[str]) -> str:
    """Who built them: "MTTQ huyện 20, Hội LHPN huyện 1"."""
    built: dict[str, int] = {}
    for row in summary.supports:
        if row.houses:
            built[row.organization] = built.get(row.organization, 0) + row.houses
    ranked = sorted(built.items(), key=lambda pair: -pair[1])
    words = ", ".join(f"{findings.short_name(name, near)} {format_int(n)}" for name, n in ranked[:2])
    return f"{words} và {len(ranked) - 2} đơn vị khác" if len(ranked) > 2 else words


def households(summary: Summary) -> Headline:
    """Households that joined, as the campaign's own target counts them; without one the lượt hộ of the records."""
    counted = [row for row in summary.targets if row.unit == "hộ" and row.actual is not None]
    joined = next((row for row in counted if "tham gia" in row.indicator.lower()), None)
    if joined is None:
        known = summary.totals.households
        return Headline(
            label="Lượt hộ thụ hưởng", value=charts.plain(known), unit="lượt", url=summary.totals.ref,
            note="Một hộ có thể nhiều lượt" if known is not None else "Nguồn không ghi số hộ",
        )  # fmt: skip
    other = next((row for row in counted if row is not joined), None)
    return Headline(
        label="Hộ tham gia", value=format_decimal(trim(joined.actual)), unit="hộ", url=joined.ref,
        change=f"{format_decimal(trim(other.actual))} {_noun(other)}" if other else "",
        note=_planned(joined) or (_planned(other) if other else ""),
    )  # fmt: skip


def _noun(row: TargetRow) -> str:
    """ "Số hộ trồng dâu" → "hộ trồng dâu"."""
    return row.indicator.removeprefix("Số ") if row.indicator.startswith("Số hộ") else f"hộ, {row.indicator}"


def _planned(row: TargetRow) -> str:
    """ "Kế hoạch hộ trồng dâu: 23"."""
    if row.bounds is None:
        return ""
    low, high = (format_decimal(bound) for bound in row.bounds)
    return f"Kế hoạch {_noun(row)}: {low if low == high else f'{low}–{high}'}"


def compared(summary: Summary) -> tuple[Compared, ...]:
    """The three totals, published beside computed; nothing where nothing was published."""
    published, difference = summary.published, summary.difference
    found = tuple(
        Compared(
            label=label, stated=getattr(published, key), computed=getattr(summary.totals, key),
            difference=difference[key], url=getattr(summary.totals, ref),
        )
        for label, key, ref in TOTALS
    )  # fmt: skip
    return found if any(row.stated is not None for row in found) else ()


def compared_says(summary: Summary) -> str:
    """Which of the two is higher, and by how much; never which of them is right."""
    off = [row for row in compared(summary) if row.difference]
    if not off:
        return "Số công bố bằng số tính từ bản ghi"
    first = off[0]
    way = "cao hơn" if (first.difference or 0) > 0 else "thấp hơn"
    what = "" if first.label == "Hỗ trợ" else f", ở dòng {first.label.lower()}"
    return f"Số công bố {way} số tính từ bản ghi {format_money(abs(first.difference or 0))} đồng{what}"


def coverage(summary: Summary, unknown: Warning_ | None) -> str:
    """What the table of givers does not show: places that are not split, months that are not known."""
    said = []
    if len(summary.context.hamlets) > 1:
        said.append(f"Số liệu ghi chung cho {short_place(summary)}, không tách từng nơi.")
    if unknown:
        said.append(f"{unknown.message}.")
    return " ".join(said)


def plan_says(targets: Sequence[TargetRow], plan: list[charts.PlanIn]) -> str:
    """The plan that was passed by most, when none was missed; else which were missed."""
    if any(row.met is False for row in targets):
        return findings.plan(plan)
    passed = [row for row in targets if row.met and not row.is_range and not row.lower_is_better and row.difference]
    if not passed:
        return findings.plan(plan)
    best = max(passed, key=lambda row: row.percent or 0)
    return f"{best.indicator} vượt kế hoạch {format_decimal(best.difference)} {best.unit}"
