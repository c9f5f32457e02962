"""Rows of the ledger as rows of a summary: the same figures, with the address of the list that each one counts."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from beneficiaries import ledger
from danvan.lib.periods import Period, format_date
from danvan.records.periods import counting_label
from reports.summaries.summarize_subject import Links
from reports.summaries.term import Term
from reports.summary import (
    GroupRow,
    MonthRow,
    Quantity,
    SourceShare,
    SupplementRow,
    SupportRow,
    Totals,
    UnvaluedRow,
)


def totals(sums: ledger.Totals, links: Links) -> Totals:
    """The totals. Houses are whole: of a quantity in căn that is not, the whole part counts."""
    return Totals(
        support_vnd=sums.support_vnd, loan_vnd=sums.loan_vnd, supports=sums.supports, loans=sums.loans,
        unvalued=sums.unvalued, houses=int(sums.houses), households=sums.households, ref=links.supports(),
        support_ref=links.supports(loai="grant"), loan_ref=links.supports(loai="loan"),
        unvalued_ref=links.supports(chua_quy="1"), houses_ref=links.supports(hinh_thuc="house_new"),
    )  # fmt: skip


def groups(found: Iterable[ledger.Group], links: Links, parameter: str) -> tuple[GroupRow, ...]:
    """`parameter`: what the list is narrowed by for one row ("to_chuc"). Records of no commune have their own."""
    return tuple(
        GroupRow(
            name=group.unit.name, code=group.unit.code, support_vnd=group.support_vnd, loan_vnd=group.loan_vnd,
            joint_vnd=group.joint_vnd, joint=group.joint, supports=group.supports, loans=group.loans,
            unvalued=group.unvalued,
            ref=links.supports(**({parameter: group.unit.code} if group.unit.code else {"chua_phan_xa": "1"})),
        )
        for group in found
    )  # fmt: skip


def summed(facts: Iterable[ledger.Fact]) -> ledger.Totals:
    """The sums of some of the records; houses are not told apart."""
    return ledger.totals(facts, Decimal(0))


def within_year(links: Links, term: Term, year: int) -> Links:
    """The lists of a year's part of the period."""
    return _narrowed(links, term, term.inside(date(year, 1, 1), date(year, 12, 31)))


def months(facts: Iterable[ledger.Fact], term: Term, links: Links) -> tuple[MonthRow, ...]:
    """ "2022-03", or the year alone where the month is not known, those last; the list's filter names that "?"."""
    parts: dict[tuple[int, int], list[ledger.Fact]] = {}
    for fact in facts:
        parts.setdefault((fact.month or 0, fact.year or term.start.year), []).append(fact)
    made = []
    for month, year in sorted(parts, key=lambda one: (one[0] == 0, one[1], one[0])):
        sums = summed(parts[month, year])
        made.append(
            MonthRow(
                month=f"{year}-{month:02d}" if month else str(year), support_vnd=sums.support_vnd,
                loan_vnd=sums.loan_vnd, supports=sums.supports, ref=_month_ref(links, term, year, month),
            )
        )  # fmt: skip
    return tuple(made)


def _month_ref(links: Links, term: Term, year: int, month: int) -> str:
    if term.is_calendar_year:
        return links.supports(thang=str(month) if month else "?")
    if not month:
        return within_year(links, term, year).supports(thang="?")
    days = Period.month(year, month)
    return _narrowed(links, term, term.inside(days.start, days.end)).supports()


def _narrowed(links: Links, term: Term, days: dict[str, str]) -> Links:
    parameters = {name: value for name, value in links.parameters.items() if name not in term.days}
    return Links({**parameters, **days}, links.on, links.approved)


def unvalued(things: Iterable[ledger.Thing], links: Links) -> tuple[UnvaluedRow, ...]:
    """A line per item; several items of one record are told apart by their names.

    A reader without rows gets the form in the place of the free text, which may name people.
    """
    things = list(things)
    lines = Counter(thing.support for thing in things)
    rows = []
    for thing in things:
        words = thing.description if links.on else thing.form.name
        if links.on and thing.item and lines[thing.support] > 1:
            words = f"{words} ({thing.item})"
        rows.append(
            UnvaluedRow(
                description=words, quantity=thing.quantity, unit=thing.unit, organization=thing.organization.name,
                ref=links.support(thing.support),
            )
        )  # fmt: skip
    return tuple(rows)


def supplements(entries: Iterable[ledger.Entry], links: Links) -> tuple[SupplementRow, ...]:
    """The records that count here although their own period was closed, by their true dates; as `unvalued`, a reader
    without rows gets the form in the place of the free text.
    """
    return tuple(
        SupplementRow(
            description=entry.description if links.on else entry.form.name, organization=entry.organization.name,
            date_label=format_date(entry.date, entry.precision),
            counted_label=counting_label(entry.counted_on),
            support_vnd=None if entry.is_loan else entry.vnd, loan_vnd=entry.vnd if entry.is_loan else None,
            ref=links.support(entry.pk),
        )
        for entry in entries
        if entry.counted_on
    )  # fmt: skip


def typed(entries: Iterable[ledger.Entry], links: Links) -> list[tuple[str, int | None, str, str]]:
    """Amounts as they were written, where the text was kept: text, đồng, organisation, address of the record."""
    return [
        (paid.typed, paid.vnd, entry.organization.name, links.support(entry.pk))
        for entry in entries
        for paid in entry.paid
        if paid.typed
    ]


def support(entry: ledger.Entry, links: Links) -> SupportRow:
    """One record for the appendix."""
    return SupportRow(
        kind="loan" if entry.is_loan else "grant",
        description=entry.description,
        organization=entry.organization.name,
        form=entry.form.name,
        area=entry.place,
        sources=tuple(SourceShare(name=paid.source.name, amount_vnd=paid.vnd) for paid in entry.paid),
        quantities=tuple(Quantity(amount=item.quantity, unit=item.unit) for item in entry.items),
        households=entry.households,
        houses=int(entry.houses),
        support_vnd=None if entry.is_loan else entry.vnd,
        loan_vnd=entry.vnd if entry.is_loan else None,
        joint=tuple(unit.name for unit in entry.joint),
        date_label=format_date(entry.date, entry.precision).removeprefix("năm "),
        note=entry.note.replace("\n", "; "),
        illustrative=entry.illustrative,
        ref=links.support(entry.pk),
    )
