"""The recipients by name of a subject and a period: `beneficiaries.named`, through the reader's two rights."""

from collections import Counter
from collections.abc import Iterable

from beneficiaries import named
from beneficiaries.named import Given, Name, Thing
from beneficiaries.poverty_flows import SMALL
from reports.summaries import summarize_ledger
from reports.summaries.rows import Quantity
from reports.summaries.rows_recipients import GroupedRow, PartRow, RecipientRow, Recipients
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject
from reports.summaries.term import Term

REST = "các xã còn lại"


def recipients(reader: Reader, subject: Subject, term: Term) -> tuple[Recipients, bool]:
    """The list, and whether some of it is no published fact. Three queries, whatever the number of names."""
    supports = subject.supports(reader.supports.filter(status="approved"))
    supports = named.seen_with_names(summarize_ledger.of(supports, term), reader.user)
    given, names = named.read(supports, reader.user)
    told = [one for one in names if not one.reveals]
    found = Recipients(
        rows=tuple(_row(one) for one in told),
        grouped=tuple(grouped(one for one in names if one.reveals)),
        parts=tuple(_part(one) for one in given if not one.whole),
        supports=len(given),
        households=len({one.household for one in told if one.household}),
        hidden=sum(one.named for one in given) - sum(one.household is not None for one in names),
    )
    return found, any(one.illustrative for one in given)


def _row(one: Name) -> RecipientRow:
    alone = one.given.alone and one.share_vnd is None
    return RecipientRow(
        name=one.name, place=one.place, support=one.given.description, organization=one.given.organization,
        amount_vnd=one.given.amount_vnd if alone else one.share_vnd,
        quantities=_quantities(one.given.things) if alone else (), illustrative=one.given.illustrative,
        ref=f"/ho-tro/{one.given.pk}/",
    )  # fmt: skip


def _quantities(things: Iterable[Thing]) -> tuple[Quantity, ...]:
    return tuple(Quantity(amount=one.quantity, unit=one.unit) for one in things)


def _part(one: Given) -> PartRow:
    """What the support is called may tell of its recipients: then its form stands instead."""
    return PartRow(
        support=one.form_label if one.reveals else one.description, place=one.place, organization=one.organization,
        quantities=_quantities(one.things), households=one.households, named=one.named, others=one.others,
        ref=f"/ho-tro/{one.pk}/",
    )  # fmt: skip


def grouped(names: Iterable[Name]) -> Iterable[GroupedRow]:
    """By form and commune; communes of fewer than three together, and a form of fewer than three without its number."""
    counts: dict[str, Counter[str]] = {}
    for one in names:
        counts.setdefault(one.given.form_label, Counter())[one.commune] += 1
    for form, places in counts.items():
        small = {place: n for place, n in places.items() if n < SMALL}
        large = sorted(((place, n) for place, n in places.items() if n >= SMALL), key=lambda row: row[1])
        while small and large and sum(small.values()) < SMALL:  # the rest must not tell of one or two either
            small.update([large.pop(0)])
        for place, n in sorted(large):
            yield GroupedRow(form=form, place=place, count=n)
        if small:
            rest = sum(small.values())
            yield GroupedRow(form=form, place=REST if large else "toàn địa bàn", count=rest if rest >= SMALL else None)
