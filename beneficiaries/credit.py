"""Joint credit over the ledger of supports (danvan/lib/joint.py): grants and loans apart. No database."""

from collections.abc import Iterable

from danvan.lib.joint import Body, Credit, Pair, Sum, credit

from .ledger import Fact, Ledger, Unit


def of(ledger: Ledger, *, loans: bool = False) -> Credit:
    """Who led and who joined in grants (or in loans): records, and đồng of those that are valued."""
    return credit(
        [
            (body(fact.organization), Sum(fact.supports, fact.vnd if fact.valued else None))
            for fact in ledger.facts
            if fact.is_loan == loans
        ],
        [
            Pair(body(row.channel), body(row.joiner), Sum(row.supports, row.vnd if row.valued else None))
            for row in ledger.joint
            if row.is_loan == loans
        ],
    )


def of_body(found: Credit, joined: Iterable[Fact], code: str, name: str, *, loans: bool = False) -> Credit:
    """One organisation's own: what it led (in `found`), and what it joined in of others' (`joined`)."""
    mine = Body(code, name)
    return credit(
        [(mine, found.of(code).led)],
        [
            Pair(body(fact.organization), mine, Sum(fact.supports, fact.vnd if fact.valued else None))
            for fact in joined
            if fact.is_loan == loans
        ],
    )


def body(unit: Unit) -> Body:
    return Body(unit.code, unit.name)
