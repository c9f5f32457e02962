"""The year's figures of one scope as plain data: what every report, screen and export is drawn from.

Who fills it: the aggregation over the database. Who reads it: `reports.build` (the paper) and `to_json` (the command).
Money is integer đồng. Other quantities are exact `Decimal`. `None` means "not known" or "not published" and never zero.
Rates and differences are computed here and in `reports.rows`, once, from what they are rates and differences of.
Standard library and pure helpers only, so that nothing downstream can reach the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from danvan.lib.arithmetic import percent as rate
from danvan.lib.joint import Credit, Sum
from reports.poverty_rows import PovertyFlow, flows_json
from reports.rows import (
    GroupRow,
    ModelRow,
    MonthRow,
    PovertyClass,
    PovertyRow,
    Quantity,
    SourceShare,
    StatedRow,
    SupplementRow,
    SupportRow,
    TargetPlaces,
    TargetRow,
    UnvaluedRow,
    Warning_,
    minus,
    trim,
)
from reports.rows_indicators import IndicatorRow, Reporting, indicator_json
from reports.rows_json import Json, poverty, supplement, target, target_places, unvalued

__all__ = [
    "Context",
    "Coverage",
    "GroupRow",
    "ModelRow",
    "MonthRow",
    "PovertyClass",
    "PovertyRow",
    "PublishedTotals",
    "Quantity",
    "Scope",
    "ScopeType",
    "SourceShare",
    "StatedRow",
    "Summary",
    "SupplementRow",
    "SupportRow",
    "TargetRow",
    "Totals",
    "UnvaluedRow",
    "Warning_",
    "minus",
    "rate",
    "to_json",
    "trim",
]

ScopeType: TypeAlias = Literal["campaign", "area", "organization", "portal"]


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
class Summary:
    """Everything a year's report of one scope says, before any form is given to it."""

    year: int
    scope: Scope
    totals: Totals
    illustrative: bool = False
    published: PublishedTotals = field(default_factory=PublishedTotals)
    by_organization: tuple[GroupRow, ...] = ()
    by_source: tuple[GroupRow, ...] = ()
    by_area: tuple[GroupRow, ...] = ()
    by_form: tuple[GroupRow, ...] = ()
    by_month: tuple[MonthRow, ...] = ()
    unvalued: tuple[UnvaluedRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    target_places: tuple[TargetPlaces, ...] = ()
    poverty: tuple[PovertyRow, ...] = ()
    poverty_flows: tuple[PovertyFlow, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    supports: tuple[SupportRow, ...] = ()
    supplements: tuple[SupplementRow, ...] = ()
    supplements_ref: str = ""
    models: tuple[ModelRow, ...] = ()
    stated: tuple[StatedRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    reporting: Reporting | None = None
    joint: Credit = Credit()
    joint_loans: Credit = Credit()
    joined_ref: str = ""
    context: Context = field(default_factory=Context)

    @property
    def difference(self) -> dict[str, int | None]:
        """Published − computed, in đồng, by the keys of the totals; None where nothing was published."""
        return {
            "support_vnd": minus(self.published.support_vnd, self.totals.support_vnd),
            "loan_vnd": minus(self.published.loan_vnd, self.totals.loan_vnd),
            "all_vnd": minus(self.published.all_vnd, self.totals.all_vnd),
        }


def _groups(rows: Sequence[GroupRow]) -> list[Json]:
    return [
        {
            "name": row.name,
            "support_vnd": row.support_vnd,
            "loan_vnd": row.loan_vnd,
            "joint_vnd": row.joint_vnd,
            "supports": row.supports,
            "code": row.code or None,
            "ref": row.ref,
            "joint_supports": row.joint,
        }
        for row in rows
    ]


def _sum(value: Sum) -> Json:
    return {"supports": value.n, "support_vnd": value.vnd}


def _joint(credit: Credit) -> Json:
    """Joint credit of grants (danvan/lib/joint.py): the whole once, all added up, what that counts again."""
    return {
        "whole": _sum(credit.whole),
        "each": _sum(credit.each),
        "again": _sum(credit.again),
        "pairs": [{"channel": pair.channel.name, "joint": pair.joiner.name, **_sum(pair.sum)} for pair in credit.pairs],
    }


def to_json(summary: Summary) -> Json:
    """The JSON of `annual_summary` (design.md §6): fixed keys in fixed order, extra keys only after them.

    Amounts are integers in đồng, other decimals strings with a dot, unknown values null.
    """
    totals, published = summary.totals, summary.published
    return {
        "year": summary.year,
        "scope": {"type": summary.scope.type, "code": summary.scope.code, "name": summary.scope.name},
        "illustrative": summary.illustrative,
        "totals": {
            "support_vnd": totals.support_vnd,
            "loan_vnd": totals.loan_vnd,
            "all_vnd": totals.all_vnd,
            "supports": totals.supports,
            "unvalued": totals.unvalued,
            "houses": totals.houses,
        },
        "published": {
            "support_vnd": published.support_vnd,
            "loan_vnd": published.loan_vnd,
            "all_vnd": published.all_vnd,
        },
        "difference": dict(summary.difference),
        "by_organization": _groups(summary.by_organization),
        "by_source": _groups(summary.by_source),
        "by_area": _groups(summary.by_area),
        "by_form": _groups(summary.by_form),
        "by_month": [
            {"month": row.month, "support_vnd": row.support_vnd, "loan_vnd": row.loan_vnd, "ref": row.ref}
            for row in summary.by_month
        ],
        "unvalued": [unvalued(row) for row in summary.unvalued],
        "targets": [target(row) for row in summary.targets],
        "poverty": [poverty(row) for row in summary.poverty],
        "warnings": [
            {
                "code": row.code,
                "message": row.message,
                "stated": row.stated,
                "computed": row.computed,
                "ref": row.ref,
            }
            for row in summary.warnings
        ],
        "supplements": [supplement(row) for row in summary.supplements],
        "joint": _joint(summary.joint),
        "poverty_flows": flows_json(summary.poverty_flows),
        "targets_by_area": [target_places(row) for row in summary.target_places],
        "indicators": [indicator_json(row) for row in summary.indicators],
    }
