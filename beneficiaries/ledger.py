"""The plain rows that the support ledger is read as, and how they add up. No database here.

What every sum means (money in integer đồng):

- support_vnd  the valued contributions of grants; what is not valued (chưa quy thành tiền) adds nothing, and is counted
- loan_vnd     the contributions of loans; never part of support
- joint_vnd    the value of the grants that an organisation joined in without being the channel; beside, never in, a sum
- joint        the records that it joined in so, loans too
- supports     records, loans too; loans: the loans among them
- unvalued     grants without any valued contribution
- houses       quantities in căn of new houses, each once however many sources paid
- households   lượt hộ as counted, over the records that say; None when none does. Never "hộ khác nhau".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """What a row is named by: an organisation, a commune, a source, a form."""

    code: str
    name: str
    sort_key: str = ""


NO_COMMUNE = Unit("", "chưa phân xã")
HOUSE_UNITS = ("căn", "Căn", "CĂN")


def is_house(form: str, unit: str) -> bool:
    """Whether an item of a support is a new house; `beside.NEW_HOUSE` asks the database the same."""
    return form == "house_new" and unit in HOUSE_UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Records that share all that the groups ask about. `month` None: chưa rõ tháng; NO_COMMUNE: chưa phân xã."""

    year: int | None = None
    is_loan: bool
    form: Unit
    organization: Unit
    commune: Unit
    month: int | None
    illustrative: bool
    vnd: int
    supports: int
    valued: int
    households: int | None
    is_supplement: bool = False

    @property
    def unvalued(self) -> int:
        return 0 if self.is_loan else self.supports - self.valued


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one source gave to grants, or to loans. `supports`: the records it gave to, each once."""

    source: Unit
    year: int | None = None
    is_loan: bool
    vnd: int
    supports: int
    unvalued: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What `joiner` joined in of what `channel` led: records, those valued among them, đồng (danvan/lib/joint.py)."""

    channel: Unit
    joiner: Unit
    year: int | None = None
    is_loan: bool
    supports: int
    valued: int
    vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    support_vnd: int
    loan_vnd: int
    supports: int
    loans: int
    unvalued: int
    houses: Decimal
    households: int | None
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    unit: Unit
    support_vnd: int = 0
    loan_vnd: int = 0
    joint_vnd: int = 0
    joint: int = 0
    supports: int = 0
    loans: int = 0
    unvalued: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """`month` 1–12, or None for the records whose month is not known."""

    month: int | None
    support_vnd: int
    loan_vnd: int
    supports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One item of a grant that is not valued; a grant without items is one line without a quantity."""

    support: int
    description: str
    item: str
    quantity: Decimal | None
    unit: str
    form: Unit
    organization: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    name: str
    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What a source gave: đồng, None when not valued; `typed` as somebody wrote it."""

    source: Unit
    vnd: int | None
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record with its parts. `vnd` None: nothing in it is valued. `counted_on`: of a supplement, from when it
    counts; `date` is the true one.
    """

    pk: int
    is_loan: bool
    form: Unit
    organization: Unit
    commune: Unit
    place: str
    is_hamlet: bool
    counted_on: date | None = None
    date: date
    precision: str
    month: int | None
    description: str
    households: int | None
    note: str
    illustrative: bool
    vnd: int | None
    houses: Decimal = Decimal(0)
    items: tuple[Item, ...] = ()
    paid: tuple[Paid, ...] = ()
    joint: tuple[Unit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Everything that one reading of the ledger says. Every noun is a fold over the same rows, so none disagree."""

    facts: tuple[Fact, ...]
    shares: tuple[Share, ...]
    joint: tuple[Joined, ...]
    houses: Decimal
    unvalued: tuple[Thing, ...]
    entries: tuple[Entry, ...] = field(default=())

    def totals(self) -> Totals:
        return totals(self.facts, self.houses)

    def supplements(self) -> Totals:
        """What of the totals came in for periods that were closed already. Houses are not told apart."""
        return totals([fact for fact in self.facts if fact.is_supplement], Decimal(0))

    def by_organization(self) -> list[Group]:
        return by_organization(self.facts, self.joint)

    def by_area(self) -> list[Group]:
        return grouped(self.facts, lambda fact: fact.commune)

    def by_form(self) -> list[Group]:
        return grouped(self.facts, lambda fact: fact.form)

    def by_source(self) -> list[Group]:
        return by_source(self.shares)

    def by_month(self) -> list[Month]:
        return by_month(self.facts)


def totals(facts: Iterable[Fact], houses: Decimal) -> Totals:
    rows = list(facts)
    known = [fact.households for fact in rows if fact.households is not None]
    return Totals(
        support_vnd=sum(fact.vnd for fact in rows if not fact.is_loan),
        loan_vnd=sum(fact.vnd for fact in rows if fact.is_loan),
        supports=sum(fact.supports for fact in rows),
        loans=sum(fact.supports for fact in rows if fact.is_loan),
        unvalued=sum(fact.unvalued for fact in rows),
        houses=houses,
        households=sum(known) if known else None,
        illustrative=any(fact.illustrative for fact in rows),
    )


def grouped(facts: Iterable[Fact], key: Callable[[Fact], Unit], also: Iterable[Joined] = ()) -> list[Group]:
    """Sums by `key`, largest support first; `also` adds what joiners joined in. The unnamed unit stands last."""
    parts: dict[Unit, list[Fact]] = {}
    for fact in facts:
        parts.setdefault(key(fact), []).append(fact)
    joint: dict[Unit, tuple[int, int]] = {}
    for row in also:
        n, vnd = joint.get(row.joiner, (0, 0))
        joint[row.joiner] = n + row.supports, vnd + (0 if row.is_loan else row.vnd)
        parts.setdefault(row.joiner, [])
    rows = []
    for unit, members in parts.items():
        sums = totals(members, Decimal(0))
        n, vnd = joint.get(unit, (0, 0))
        rows.append(
            Group(
                unit=unit,
                support_vnd=sums.support_vnd,
                loan_vnd=sums.loan_vnd,
                joint_vnd=vnd,
                joint=n,
                supports=sums.supports,
                loans=sums.loans,
                unvalued=sums.unvalued,
            )
        )
    return ranked(rows)


def by_organization(facts: Iterable[Fact], joint: Iterable[Joined]) -> list[Group]:
    """By channel (đơn vị thực hiện) alone, which adds up to the totals; joint_vnd stands beside."""
    return grouped(facts, lambda fact: fact.organization, joint)


def by_source(shares: Iterable[Share]) -> list[Group]:
    """By source: a record of several sources is split by what each gave and counted once for each."""
    found: dict[Unit, Group] = {}
    for share in shares:
        old = found.get(share.source, Group(unit=share.source))
        found[share.source] = Group(
            unit=share.source,
            support_vnd=old.support_vnd + (0 if share.is_loan else share.vnd),
            loan_vnd=old.loan_vnd + (share.vnd if share.is_loan else 0),
            supports=old.supports + share.supports,
            loans=old.loans + (share.supports if share.is_loan else 0),
            unvalued=old.unvalued + share.unvalued,
        )
    return ranked(found.values())


def by_month(facts: Iterable[Fact]) -> list[Month]:
    """Month after month, those that have records; what has no known month stands last."""
    parts: dict[int | None, list[Fact]] = {}
    for fact in facts:
        parts.setdefault(fact.month, []).append(fact)
    rows = []
    for month in sorted(parts, key=lambda m: 13 if m is None else m):
        sums = totals(parts[month], Decimal(0))
        rows.append(
            Month(month=month, support_vnd=sums.support_vnd, loan_vnd=sums.loan_vnd, supports=sums.supports)
        )  # fmt: skip
    return rows


def ranked(rows: Iterable[Group]) -> list[Group]:
    return sorted(
        rows, key=lambda r: (not r.unit.code, -r.support_vnd, -r.loan_vnd, -r.joint_vnd, r.unit.sort_key, r.unit.name)
    )
