"""The parts of a `Summary` that are no rows: what it is about, its sums, what was published, the words around it.

Standard library and pure helpers only, as in `reports.summary`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from reports.summaries.rows import GroupRow
from reports.summaries.term import Term

ScopeType: TypeAlias = Literal["campaign", "movement", "area", "organization", "portal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the figures are about. `code` is None for the whole portal."""

    type: ScopeType
    code: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over the approved records of the scope; loans apart.

    `supports` counts every record, loans too. `unvalued` counts grants without any valued contribution.
    `houses` counts new houses (căn), each once, however many sources paid. `households` is lượt hộ as counted.
    """

    support_vnd: int
    loan_vnd: int
    supports: int
    unvalued: int
    houses: int
    loans: int = 0
    households: int | None = None
    ref: str = ""
    support_ref: str = ""
    loan_ref: str = ""
    unvalued_ref: str = ""
    houses_ref: str = ""

    @property
    def all_vnd(self) -> int:
        """Support and loans together, only ever printed beside the two parts."""
        return self.support_vnd + self.loan_vnd


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTotals:
    """What somebody published (số công bố), in đồng; None where nothing was published."""

    support_vnd: int | None = None
    loan_vnd: int | None = None
    all_vnd: int | None = None
    publisher: str = ""
    published_on: date | None = None
    source: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many of how many units have reported: every total says it."""

    reported: int
    expected: int
    noun: str = "đơn vị"
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The words around the figures. Names are printed as given: full names, with their kind ("xã Phú Sơn").

    `place`: where, for the title ("thôn Pretieng 1 và thôn Pretieng 2, xã Phú Sơn").
    `hamlets`: the hamlets covered when their figures are not split; empty otherwise.
    `organizations`: the organisations that took part, as printed.
    `root`, `superior`: the place of the issuing body ("huyện Lâm Hà") and of the one above it ("tỉnh Lâm Đồng").
    `poverty_start`, `poverty_end`: what start and end mean ("cuối năm 2021"); default: the ends of the two years.
    """

    place: str = ""
    hamlets: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    root: str = ""
    superior: str = ""
    poverty_standard: str = ""
    poverty_source: str = ""
    poverty_start: str = ""
    poverty_end: str = ""
    cutoff: date | None = None
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Approved records that may lie in the period and are in no sum: only their quarter or year is known."""

    supports: int
    support_vnd: int
    loan_vnd: int
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One year of a span."""

    year: int
    support_vnd: int
    loan_vnd: int
    supports: int
    unvalued: int
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Cùng kỳ năm trước: the same sums of that period. `totals` None, no groups: nothing was recorded then."""

    term: Term
    totals: Totals | None = None
    by_organization: tuple[GroupRow, ...] = ()
    by_source: tuple[GroupRow, ...] = ()
    by_area: tuple[GroupRow, ...] = ()
    by_form: tuple[GroupRow, ...] = ()
