"""The year's figures of one scope as plain data: what every report, screen and export is drawn from.

Who fills it: the aggregation over the database. Who reads it: `reports.building` (the paper) and `to_json` (the
command). Money is integer đồng. Other quantities are exact `Decimal`. `None` means "not known" or "not published" and
never zero. Rates and differences are computed here and in `reports.summaries.rows`, once, from what they are of.
Standard library and pure helpers only, so that nothing downstream can reach the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from danvan.lib.arithmetic import percent as rate
from danvan.lib.joint import Credit, Sum
from reports.summaries.poverty_rows import PovertyFlow, flows_json
from reports.summaries.rows import (
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
from reports.summaries.rows_indicators import IndicatorRow, Reporting, indicator_json
from reports.summaries.rows_json import (
    Json,
    period_keys,
    poverty,
    supplement,
    target,
    target_places,
    term,
    text,
    totals,
    unvalued,
)
from reports.summaries.rows_programme import Programme, programme_json
from reports.summaries.rows_recipients import Recipients, recipients_json
from reports.summaries.summary_parts import (
    Before,
    Context,
    Coverage,
    PublishedTotals,
    Scope,
    ScopeType,
    Totals,
    Unplaced,
    YearRow,
)
from reports.summaries.term import Term

__all__ = [
    "Before",
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
    "Term",
    "Totals",
    "Unplaced",
    "UnvaluedRow",
    "Warning_",
    "YearRow",
    "minus",
    "rate",
    "to_json",
    "trim",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything a report of one scope and period says, before any form is given to it.

    `term`: the period where it is no year of the calendar; `period` is it always. `year`: its last one. `before`: cùng
    kỳ, None where it was not asked for or is nothing. `unplaced`: None where every record has its place.
    `statistics_in_files`: the statistical appendix was not counted here; the report's files have it, under its number.
    """

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
    statistics_in_files: bool = False
    reporting: Reporting | None = None
    programme: Programme | None = None
    recipients: Recipients | None = None
    joint: Credit = Credit()
    joint_loans: Credit = Credit()
    joined_ref: str = ""
    context: Context = field(default_factory=Context)
    term: Term | None = None
    by_year: tuple[YearRow, ...] = ()
    unplaced: Unplaced | None = None
    before: Before | None = None

    @property
    def period(self) -> Term:
        return self.term or Term.of_year(self.year)

    @property
    def is_partial(self) -> bool:
        """Whether its reader sees a part of the subject alone, so that it is no whole to publish or to compare."""
        return any(warning.code == "partial_scope" for warning in self.warnings)

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


def _before(summary: Summary) -> Json | None:
    """Cùng kỳ: null where there is none; its sums null where nothing was recorded then, which is not zero."""
    before = summary.before
    if before is None:
        return None
    return {
        "period": term(before.term),
        "totals": totals(before.totals) if before.totals else None,
        **{name: _groups(getattr(before, name)) for name in ("by_organization", "by_source", "by_area", "by_form")},
        "targets": [{"indicator": row.indicator, "actual": text(trim(row.before))} for row in summary.targets],
        "poverty": [{"class": row.poverty_class, "end": row.before} for row in summary.poverty],
        "models": [{"step": row.label, "total": row.before} for row in summary.models],
    }


def to_json(summary: Summary) -> Json:
    """The JSON of `annual_summary` (design.md §6): fixed keys in fixed order, extra keys only after them.

    Amounts are integers in đồng, other decimals strings with a dot, unknown values null.
    """
    published = summary.published
    return {
        "year": summary.year,
        "scope": {"type": summary.scope.type, "code": summary.scope.code, "name": summary.scope.name},
        "illustrative": summary.illustrative,
        "totals": totals(summary.totals),
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
        "programme": programme_json(summary.programme),
        "recipients": recipients_json(summary.recipients),
        **period_keys(summary.period, summary.by_year, summary.unplaced),
        "before": _before(summary),
    }
