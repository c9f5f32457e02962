"""The ledger added up from its records: the same rows that the database groups by itself (`querysets.facts` …).

One reading of the records serves a report, which prints them and their sums; a test holds the two ways equal.
"""

from collections.abc import Iterable
from decimal import Decimal

from .ledger import Entry, Fact, Joined, Ledger, Share, Thing, Unit


def gather(entries: Iterable[Entry]) -> Ledger:
    """The ledger recounted from its records: the same rows that the database groups by itself."""
    entries = tuple(entries)
    shares: dict[tuple[Unit, bool], list[tuple[int, int, bool]]] = {}
    joint: list[Joined] = []
    things: list[Thing] = []
    for entry in entries:
        for paid in entry.paid:
            given = shares.setdefault((paid.source, entry.is_loan), [])
            given.append((entry.pk, paid.vnd or 0, entry.vnd is None and not entry.is_loan))
        joint += _joined(entry)
        if entry.vnd is None and not entry.is_loan:
            things += _things(entry)
    return Ledger(
        facts=tuple(_fact(entry) for entry in entries),
        shares=tuple(
            Share(
                source=source,
                is_loan=is_loan,
                vnd=sum(vnd for _, vnd, _ in given),
                supports=len({pk for pk, _, _ in given}),
                unvalued=len({pk for pk, _, bare in given if bare}),
            )
            for (source, is_loan), given in shares.items()
        ),
        joint=tuple(joint),
        houses=sum((entry.houses for entry in entries), Decimal(0)),
        unvalued=tuple(things),
        entries=entries,
    )


def _fact(entry: Entry) -> Fact:
    return Fact(
        year=(entry.counted_on or entry.date).year, is_loan=entry.is_loan, form=entry.form,
        organization=entry.organization, commune=entry.commune, month=entry.month, illustrative=entry.illustrative,
        vnd=entry.vnd or 0, supports=1, valued=int(entry.vnd is not None), households=entry.households,
        is_supplement=entry.counted_on is not None,
    )  # fmt: skip


def _things(entry: Entry) -> list[Thing]:
    rows: list[tuple[str, Decimal | None, str]] = [(item.name, item.quantity, item.unit) for item in entry.items]
    return [
        Thing(
            support=entry.pk, description=entry.description, item=name, quantity=quantity, unit=unit, form=entry.form,
            organization=entry.organization,
        )
        for name, quantity, unit in rows or [("", None, "")]
    ]  # fmt: skip


def _joined(entry: Entry) -> list[Joined]:
    return [
        Joined(
            channel=entry.organization, joiner=unit, is_loan=entry.is_loan, supports=1,
            valued=int(entry.vnd is not None), vnd=entry.vnd or 0,
        )
        for unit in entry.joint
        if unit != entry.organization
    ]  # fmt: skip
