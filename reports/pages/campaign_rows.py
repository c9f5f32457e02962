"""Who gave what in a campaign: the records by organisation, and the bars beside them. No database here.

Loans stand after the support total and are in no sum of it; what is not valued is said in words. A reader without rows
gets the organisations with their sums, and the forms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from danvan import charts
from danvan.charts.base import pct, share
from danvan.lib.numbers import format_decimal, format_int
from danvan.lib.text import fold
from reports.overview.dashboard_findings import short_name, upper
from reports.summary import GroupRow, Quantity, Summary, SupportRow, rate, trim

MOST_ROWS = 60  # beyond these an organisation shows its largest records, and one line adds up the rest
SHOWN_EACH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """One record as a row. `vnd` None: chưa quy thành tiền. `sources`: name, and đồng where several gave."""

    what: str
    url: str
    quantity: str
    households: int | None
    sources: tuple[tuple[str, int | None], ...]
    vnd: int | None
    bar: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """One organisation: its sum, its rows, and how much is folded away (`more` records of `more_vnd` đồng)."""

    name: str
    url: str
    vnd: int | None
    gifts: tuple[Gift, ...]
    more: int = 0
    more_vnd: int = 0


def givers(summary: Summary, kind: str, near: Sequence[str] = ()) -> tuple[Giver, ...]:
    """The organisations that gave grants ("grant"), or that loans went through ("loan"), largest sum first."""
    records = [row for row in summary.supports if row.kind == kind]
    top = max((amount(row) or 0 for row in summary.supports), default=0)
    urls = {row.name: row.ref for row in summary.by_organization}
    parts: dict[str, list[SupportRow]] = {}
    for row in records:
        parts.setdefault(row.organization, []).append(row)
    keep = SHOWN_EACH if len(summary.supports) > MOST_ROWS else len(records)
    found = [
        _giver(name, urls.get(name, ""), sorted(rows, key=lambda row: -(amount(row) or 0)), keep, top, near)
        for name, rows in parts.items()
    ]
    return tuple(sorted(found, key=lambda giver: (-(giver.vnd or 0), fold(giver.name))))


def amount(row: SupportRow) -> int | None:
    """Its đồng, grant or loan; None when nothing in it is valued."""
    return row.loan_vnd if row.kind == "loan" else row.support_vnd


def _giver(name: str, url: str, rows: list[SupportRow], keep: int, top: int, near: Sequence[str]) -> Giver:
    valued = [vnd for row in rows if (vnd := amount(row)) is not None]
    return Giver(
        name=name, url=url, vnd=sum(valued) if valued else None,
        gifts=tuple(_gift(row, top, near) for row in rows[:keep]),
        more=len(rows[keep:]), more_vnd=sum(amount(row) or 0 for row in rows[keep:]),
    )  # fmt: skip


def _gift(row: SupportRow, top: int, near: Sequence[str]) -> Gift:
    several = len(row.sources) > 1
    return Gift(
        what=upper(row.description) or row.form, url=row.ref, quantity=quantities(row.quantities),
        households=row.households, vnd=amount(row), bar=pct(share(amount(row), top)) if amount(row) else "",
        sources=tuple((short_name(part.name, near), part.amount_vnd if several else None) for part in row.sources),
        illustrative=row.illustrative,
    )  # fmt: skip


def quantities(items: Iterable[Quantity]) -> str:
    """ "2 tấn; 4 bộ"; "" where nothing was counted."""
    return "; ".join(f"{format_decimal(trim(item.amount))} {item.unit}" for item in items if item.amount is not None)


def added_up(rows: Iterable[SupportRow]) -> str:
    """What the records hold of each unit, added up: "14 khoản vay"."""
    sums: dict[str, Quantity] = {}
    for row in rows:
        for item in row.quantities:
            if item.amount is not None:
                have = sums.get(item.unit)
                sums[item.unit] = Quantity(amount=item.amount + ((have.amount if have else None) or 0), unit=item.unit)
    return quantities(sums.values())


def ranked(rows: Iterable[GroupRow], near: Sequence[str] = ()) -> charts.Bars:
    """Groups that hold support as bars in full đồng; what is not valued says so beside its name."""
    made = [
        charts.BarIn(
            short_name(row.name, near), row.support_vnd if row.support_vnd or not row.unvalued else None, url=row.ref,
            note=f"{format_int(row.unvalued)} khoản chưa quy thành tiền" if row.unvalued else "", hot=number == 0,
        )
        for number, row in enumerate(row for row in rows if row.grants)
    ]  # fmt: skip
    return charts.bars(charts.fold(made), say=lambda value: "–" if value is None else format_int(int(value)))


def finding(summary: Summary, near: Sequence[str] = ()) -> str:
    """ "MTTQ huyện thực hiện 87 % số tiền hỗ trợ, qua nhà ở xây mới và sinh kế"."""
    total = summary.totals.support_vnd
    first = max(summary.by_organization, key=lambda row: row.support_vnd, default=None)
    if first is None or not first.support_vnd:
        return "Ai góp gì" if summary.totals.supports else "Chưa có khoản nào được tiếp nhận"
    words = f"{short_name(first.name, near)} thực hiện {percent(first.support_vnd, total)} số tiền hỗ trợ"
    own = [row for row in summary.supports if row.organization == first.name and row.support_vnd]
    forms = list(dict.fromkeys(row.form for row in sorted(own, key=lambda row: -(row.support_vnd or 0))))
    if 1 <= len(forms) <= 2:
        words += f", qua {' và '.join(form[:1].lower() + form[1:] for form in forms)}"
    return words


def source_finding(summary: Summary, near: Sequence[str] = ()) -> str:
    """ "Quỹ “Vì người nghèo” tỉnh góp 84 % số tiền hỗ trợ"."""
    first = next(iter(summary.by_source), None)
    if first is None or not first.support_vnd:
        return "Chưa có nguồn nào góp bằng tiền"
    return f"{short_name(first.name, near)} góp {percent(first.support_vnd, summary.totals.support_vnd)} số tiền hỗ trợ"


def percent(part: int, whole: int) -> str:
    """Whole percents, half up: "87 %"."""
    return f"{format_decimal(rate(part, whole, 0))} %"
