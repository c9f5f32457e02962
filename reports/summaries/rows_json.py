"""Rows of a summary as JSON: decimals as strings with a dot, null for what is not known."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from reports.summaries.rows import PovertyRow, SupplementRow, TargetPlaces, TargetRow, UnvaluedRow, trim
from reports.summaries.summary_parts import Totals, Unplaced, YearRow
from reports.summaries.term import Term

Json: TypeAlias = dict[str, object]


def text(value: Decimal | None) -> str | None:
    """ "5.6": a decimal without exponent; null for what is not known."""
    return None if value is None else f"{value:f}"


def target(row: TargetRow) -> Json:
    """An item of "targets" (design.md §6): both bounds of the plan, rate null for ranges and zero plans."""
    low, high = row.bounds or (None, None)
    return {
        "indicator": row.indicator,
        "unit": row.unit,
        "planned_min": text(low),
        "planned_max": text(high),
        "actual": text(trim(row.actual)),
        "difference": text(row.difference),
        "percent": text(row.percent),
        "ref": row.ref,
    }


def target_places(row: TargetPlaces) -> Json:
    """An item of "targets_by_area": `actual` null for a commune that did not report."""
    return {
        "indicator": row.indicator,
        "unit": row.unit,
        "total": text(trim(row.total)),
        "reported": row.reported,
        "areas": [{"code": one.code, "name": one.name, "actual": text(trim(one.actual))} for one in row.places],
    }


def unvalued(row: UnvaluedRow) -> Json:
    """An item of "unvalued"."""
    return {
        "description": row.description,
        "quantity": text(trim(row.quantity)),
        "unit": row.unit,
        "organization": row.organization,
        "ref": row.ref,
    }


def poverty(row: PovertyRow) -> Json:
    """An item of "poverty", in households; `percent` of the start."""
    return {
        "class": row.poverty_class,
        "start": row.start,
        "end": row.end,
        "change": row.change,
        "percent": text(row.percent),
        "ref": row.ref,
    }


def supplement(row: SupplementRow) -> Json:
    """An item of "supplements", in đồng: the true date and the period in which it counts."""
    return {
        "description": row.description,
        "date": row.date_label,
        "counted": row.counted_label,
        "organization": row.organization,
        "support_vnd": row.support_vnd,
        "loan_vnd": row.loan_vnd,
        "ref": row.ref,
    }


def totals(sums: Totals) -> Json:
    """The keys of "totals", of the period or of cùng kỳ: đồng and counts."""
    return {
        "support_vnd": sums.support_vnd,
        "loan_vnd": sums.loan_vnd,
        "all_vnd": sums.all_vnd,
        "supports": sums.supports,
        "unvalued": sums.unvalued,
        "houses": sums.houses,
    }


def term(period: Term) -> Json:
    """A period: its code, name and days (yyyy-mm-dd, both included)."""
    return {
        "code": period.code, "label": period.label, "start": period.start.isoformat(), "end": period.end.isoformat(),
    }  # fmt: skip


def period_keys(period: Term, by_year: Iterable[YearRow], unplaced: Unplaced | None) -> Json:
    """ "period", "by_year" (of a span of years) and "unplaced": null where every record has its place."""
    left = None
    if unplaced is not None:
        left = {"supports": unplaced.supports, "support_vnd": unplaced.support_vnd, "loan_vnd": unplaced.loan_vnd,
                "ref": unplaced.ref}  # fmt: skip
    years = [
        {"year": row.year, "support_vnd": row.support_vnd, "loan_vnd": row.loan_vnd, "supports": row.supports,
         "unvalued": row.unvalued, "ref": row.ref}
        for row in by_year
    ]  # fmt: skip
    return {"period": term(period), "by_year": years, "unplaced": left}
