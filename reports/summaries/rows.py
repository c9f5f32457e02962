"""The rows of a `Summary`: groups, months, plans and results, poverty, warnings and the records behind them.

Every row that bears figures has a `ref`: the relative address of the filtered list that it counts ("" for none).
Missing is None, never zero.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from danvan.lib.arithmetic import percent
from danvan.lib.plan import Plan

PovertyClass: TypeAlias = Literal["poor", "near_poor"]


def trim(value: Decimal | None) -> Decimal | None:
    """The same number without the padding zeros of a database column: 5.6000 → 5.6, 50.00 → 50."""
    if value is None:
        return None
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def minus(a: int | None, b: int | None) -> int | None:
    """a − b; None when either is unknown."""
    return None if a is None or b is None else a - b


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One organisation, source, place or form.

    `supports` counts its records, loans too; `loans` counts the loans among them, `unvalued` the grants without value.
    `joint_vnd`: value of the records that it joined in without being the channel, never part of a sum; `joint`: how
    many those are, loans too.
    """

    name: str
    code: str = ""
    support_vnd: int = 0
    loan_vnd: int = 0
    joint_vnd: int = 0
    joint: int = 0
    supports: int = 0
    loans: int = 0
    unvalued: int = 0
    ref: str = ""

    @property
    def grants(self) -> int:
        """Records without the loans; `supports` counts both."""
        return self.supports - self.loans


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """One month: "2022-03", or the year alone ("2022") for records whose month is not known (chưa rõ tháng)."""

    month: str
    support_vnd: int = 0
    loan_vnd: int = 0
    supports: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnvaluedRow:
    """One item of a grant that has no money value (chưa quy thành tiền)."""

    description: str
    quantity: Decimal | None
    unit: str
    organization: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPlace:
    """What one commune reported of an indicator; None: it did not, which is not 0."""

    name: str
    code: str
    actual: Decimal | None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPlaces:
    """An indicator commune by commune; `total` by its rule, of the `reported` that have a value."""

    indicator: str
    code: str
    unit: str
    places: tuple[TargetPlace, ...]
    total: Decimal | None
    reported: int
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """Plan against result of one indicator. A plan may be a range; a single bound counts as an exact plan.

    `computed`: what the records come to, where the portal counts the indicator; `estimate`: ước cả năm, apart.
    `before`: the value of cùng kỳ năm trước.
    """

    indicator: str
    unit: str
    planned_min: Decimal | None
    planned_max: Decimal | None
    actual: Decimal | None
    code: str = ""
    lower_is_better: bool = False
    reason: str = ""
    ref: str = ""
    computed: Decimal | None = None
    estimate: Decimal | None = None
    before: Decimal | None = None

    @property
    def plan(self) -> Plan:
        """Plan against result, trimmed: the rules of design.md §6."""
        return Plan(trim(self.planned_min), trim(self.planned_max), trim(self.actual), self.lower_is_better)

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        return self.plan.bounds

    @property
    def is_range(self) -> bool:
        return self.plan.is_range

    @property
    def difference(self) -> Decimal | None:
        return self.plan.difference

    @property
    def percent(self) -> Decimal | None:
        return self.plan.percent

    @property
    def met(self) -> bool | None:
        return self.plan.met


@dataclass(frozen=True, slots=True, kw_only=True)
class PovertyRow:
    """Households of one class at the start and at the end of the period, by one standard (chuẩn); `before`: at the end
    of cùng kỳ năm trước.
    """

    poverty_class: PovertyClass
    start: int | None
    end: int | None
    ref: str = ""
    before: int | None = None

    @property
    def change(self) -> int | None:
        """end − start, in households."""
        return minus(self.end, self.start)

    @property
    def percent(self) -> Decimal | None:
        """The change as a percentage of the start."""
        return percent(self.change, self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRow:
    """One published figure in the publisher's words; `computed` what the records say of the same, None if nothing."""

    key: str
    label: str
    words: str
    value: Decimal
    unit: str
    qualifier: str = ""
    computed: Decimal | None = None
    source: str = ""
    on: date | None = None
    ref: str = ""
    computed_ref: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Published − computed; None for a bound ("trên", "gần", "khoảng") and where nothing was computed."""
        return None if self.computed is None or self.qualifier else trim(self.value - self.computed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning_:
    """Something the figures contradict. `stated` and `computed` are words with their units, ready to be quoted."""

    code: str
    message: str
    stated: str = ""
    computed: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShare:
    """What one source gave to one record: đồng, or None when it is not valued."""

    name: str
    amount_vnd: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One item of a record: how many of what unit."""

    amount: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRow:
    """One record behind the figures, for the appendix. Exactly one real-world thing, however many pay for it.

    A grant that is not valued has `support_vnd` None; a loan has `loan_vnd` and `support_vnd` None.
    `houses` is the number of new houses (căn) in it. `households` None: the source does not say.
    """

    kind: Literal["grant", "loan"]
    description: str
    organization: str
    form: str = ""
    area: str = ""
    sources: tuple[SourceShare, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    households: int | None = None
    houses: int = 0
    support_vnd: int | None = None
    loan_vnd: int | None = None
    joint: tuple[str, ...] = ()
    date_label: str = ""
    note: str = ""
    illustrative: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRow:
    """A record for a period that was closed already; it counts in this one and stands in its totals.

    `date_label`: the true date as known; `counted_label`: where it counts ("tháng 1/2023"). Amounts as in SupportRow.
    """

    description: str
    organization: str
    date_label: str
    counted_label: str
    support_vnd: int | None = None
    loan_vnd: int | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """ "Dân vận khéo" models at one stage, counted model × year, always split tập thể / cá nhân; `before`: both
    together in the year before.
    """

    label: str
    collective: int
    individual: int
    ref: str = ""
    before: int | None = None

    @property
    def total(self) -> int:
        """Both types together."""
        return self.collective + self.individual
