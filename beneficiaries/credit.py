"""Joint credit over the ledger of supports (danvan/lib/joint.py): grants and loans apart. No database."""

from danvan.lib.joint import Body, Credit, Pair, Sum, credit

from .ledger import Ledger, Unit


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


def body(unit: Unit) -> Body:
    return Body(unit.code, unit.name)
