"""Rows of the ledger as rows of a summary: the same figures, with the address of the list that each one counts."""

from collections import Counter
from collections.abc import Iterable

from beneficiaries import ledger
from danvan.lib.periods import format_date
from danvan.records.periods import counting_label
from reports.summarize_subject import Links
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


def months(found: Iterable[ledger.Month], year: int, links: Links) -> tuple[MonthRow, ...]:
    """ "2022-03", or the year alone where the month is not known; the list's filter names that "?"."""
    return tuple(
        MonthRow(
            month=str(year) if row.month is None else f"{year}-{row.month:02d}",
            support_vnd=row.support_vnd, loan_vnd=row.loan_vnd, supports=row.supports,
            ref=links.supports(thang="?" if row.month is None else str(row.month)),
        )
        for row in found
    )  # fmt: skip


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
