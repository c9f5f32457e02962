"""Chỉ tiêu as a kind of file: plan and result of an indicator, for a campaign or a place, in a period."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from danvan.imports import cells
from danvan.imports.codes import AGAIN
from danvan.imports.faults import Unfit
from danvan.imports.kind import Column, Row
from danvan.imports.names import Names
from danvan.imports.records import RecordKind
from danvan.lib import numbers, text
from danvan.lib.errors import Unreadable
from danvan.lib.numbers import Quantity
from danvan.lib.periods import PartialDate
from danvan.lib.plan import Plan
from danvan.templatetags.vn import status_word
from danvan.uploads import Cell
from movements import lookups
from movements.models import Campaign, Indicator, Organization, ReportingPeriod, Target

from . import columns, writing
from .binding import Binding, RecordLookups, of_year

ENTER = "target.enter"
VALUES = ("actual", "numerator", "denominator", "estimate")
IN_UNIT = ("actual", "estimate")
WHOLE_YEAR = ("cả năm", "năm", "12 tháng")


def planned(value: Cell) -> tuple[Decimal, Decimal] | None:
    """ "5,6 ha" or a range "0,5-1 %": both bounds; None for an empty cell."""
    found = cells.number_in(value)
    return None if found is None else numbers.read_range(found)


def measured(value: Cell) -> Quantity | None:
    """ "7,6" or "7,6 ha"; None for an empty cell."""
    found = cells.number_in(value)
    return None if found is None else numbers.read_quantity(found)


def whole_day(value: Cell | PartialDate) -> datetime.date | None:
    """A day; None for an empty cell."""
    if not isinstance(value, PartialDate) and cells.is_empty(value):
        return None
    found = cells.day(value)
    if found.precision != "day":
        raise Unreadable("Hãy ghi cả ngày, tháng, năm, ví dụ 15/06/2022.")
    return found.start


def _planned_shown(value: tuple[Decimal, Decimal] | None) -> str:
    return "" if value is None else "–".join(numbers.format_decimal(bound) for bound in dict.fromkeys(value))


def _shown(value: Quantity | None) -> str:
    return "" if value is None else f"{numbers.format_decimal(value.value)} {value.unit}".strip()


def _indicators(user: Any) -> list[str]:
    return list(Indicator.objects.order_by("sort_key").values_list("name", flat=True))


def _periods(user: Any) -> list[str]:
    return list(ReportingPeriod.objects.exclude(kind=ReportingPeriod.Kind.YEAR).values_list("name", flat=True))


COLUMNS: tuple[Column, ...] = (
    Column("indicator", "Chỉ tiêu", cells.required_text, "Mã hoặc tên chỉ tiêu trong danh mục.", "Diện tích trồng dâu",
           required=True, names="indicator", choices=_indicators, width=36,
           aliases=("Tên chỉ tiêu", "Mã chỉ tiêu", "Nội dung", "Nội dung chỉ tiêu")),
    columns.YEAR,
    Column("period", "Kỳ báo cáo", cells.optional_text, "Tên hoặc mã kỳ báo cáo; để trống là cả năm.", extra=True,
           names="period", choices=_periods, width=22, aliases=("Kỳ số liệu", "Quý, kỳ")),
    columns.commune(ENTER, required=False),
    columns.hamlets(),
    columns.body(ENTER),
    columns.CAMPAIGN,
    Column("for_organization", "Giao cho", cells.optional_text, "Tổ chức được giao chỉ tiêu. Có thể để trống.",
           names="organization", extra=True, width=26, aliases=("Tổ chức được giao", "Đơn vị được giao",
                                                                     "Giao đơn vị")),
    Column("planned", "Kế hoạch", planned, "Một số, hoặc một khoảng như 0,5-1. Chưa giao thì để trống.", "5,6",
           extra=True, show=_planned_shown, aliases=("KH", "Kế hoạch năm", "Chỉ tiêu giao", "Kế hoạch giao")),
    Column("actual", "Thực hiện", measured, "Để trống khi chưa có kết quả, hoặc khi ghi tử số và mẫu số.", "7,6",
           extra=True, show=_shown, aliases=("TH", "Kết quả", "Kết quả thực hiện", "Đạt")),
    Column("numerator", "Tử số", measured, "Của một tỷ lệ; đi cùng mẫu số.", extra=True, show=_shown),
    Column("denominator", "Mẫu số", measured, "Của một tỷ lệ; đi cùng tử số.", extra=True, show=_shown),
    Column("estimate", "Ước cả năm", measured, "Số ước đến hết năm; không cộng với thực hiện. Có thể để trống.",
           extra=True, show=_shown, aliases=("Ước thực hiện", "Ước thực hiện cả năm", "Ước TH cả năm", "Ước TH")),
    Column("as_of", "Số liệu tính đến ngày", whole_day, "Thực hiện tính đến hết ngày nào. Có thể để trống.",
           kind="date", extra=True, width=18, aliases=("Tính đến ngày", "Số liệu đến ngày")),
    Column("reason", "Lý do không đạt", cells.optional_text, "Vì sao không đạt. Có thể để trống.", extra=True, width=30,
           aliases=("Nguyên nhân", "Giải trình")),
    columns.NOTE,
    *AGAIN,
)  # fmt: skip


class TargetLookups(RecordLookups):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators: Names[Indicator] = Names()
        for indicator in Indicator.objects.all():
            self.indicators.add(indicator, indicator.name, indicator.code)
        self.periods: Names[ReportingPeriod] = Names()
        for period in ReportingPeriod.objects.all():
            self.periods.add(period, period.name, period.code)

    def period(self, name: str, year: int | None) -> ReportingPeriod | None:
        """The period by its name, its code, or its name without the year ("Quý I"); None for the whole year."""
        if text.fold(name) in {text.fold(word) for word in (*WHOLE_YEAR, f"năm {year}", str(year))}:
            return None
        asked = self.meant("period", name)
        found = next(filter(None, (self.periods.find(word)[0] for word in (asked, f"{asked} năm {year}"))), [])
        only: ReportingPeriod | None = lookups.only(found, "kỳ báo cáo", name)
        if only is None:
            raise Unfit(
                f"Danh mục không có kỳ báo cáo “{name}”.{self.periods.suggestion(name)}",
                part=name, choices=self.periods.near(name),
            )  # fmt: skip
        return only

    def indicator(self, name: str) -> Indicator:
        found: Indicator | None = lookups.only(self.indicators.find(self.meant("indicator", name))[0], "chỉ tiêu", name)
        if found is None:
            raise Unfit(
                f"Danh mục không có chỉ tiêu “{name}”.{self.indicators.suggestion(name)}",
                part=name, choices=self.indicators.near(name),
            )  # fmt: skip
        return found


class TargetKind(RecordKind):
    """Rows → drafts of targets."""

    code = "chi-tieu"
    title = "kế hoạch và kết quả chỉ tiêu"
    sheet = "Chỉ tiêu"
    model = Target
    right = ENTER
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {
        "area": "commune", "planned_min": "planned", "planned_max": "planned",
    }  # fmt: skip
    fallback = "indicator"
    can_create: ClassVar[tuple[type[Any], ...]] = (Organization, Campaign)
    list_name = "targets:list"
    same = ("indicator", "year", "period", "area", "campaign", "for_organization")
    prefix = "CT"
    related = ("indicator", "period", "area__parent", "campaign", "organization", "for_organization")

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> TargetLookups:
        return TargetLookups(actor, aliases, create=create)

    def bind(self, row: Row, look: TargetLookups) -> None:
        binding = Binding(row, look, of_year(row["year"]))
        area = binding.place()
        body = self._body(binding, area)
        indicator = binding.attempt("indicator", lambda: look.indicator(row["indicator"])) if row["indicator"] else None
        assigned = row["for_organization"]
        period = binding.attempt("period", lambda: look.period(row["period"], row["year"])) if row["period"] else None
        low, high = row["planned"] or (None, None)
        row.data |= {
            "indicator": indicator, "year": row["year"], "period": period, "organization": body,
            "area": area or (body and body.area), "as_of": row["as_of"],
            "campaign": binding.campaign(), "planned_min": low, "planned_max": high,
            "for_organization": binding.body("for_organization", assigned, area) if assigned else None,
            "reason": row["reason"] or "", "note": row["note"] or "",
        }  # fmt: skip
        for key in VALUES:
            row.data[key] = row[key].value if row[key] is not None else None
            if indicator is not None:
                _same_unit(row, key, indicator)

    def _body(self, binding: Binding, area: Any) -> Any:
        row = binding.row
        if row["organization"] or row["commune"]:
            return binding.body_or_front("organization", area)
        if not row.unread("commune", "organization"):
            row.fault("commune", "Hãy ghi xã hoặc đơn vị: chỉ tiêu này của ai?")
        return None

    def cells(self, record: Any) -> dict[str, Any]:
        bounds = [bound for bound in (record.planned_min, record.planned_max) if bound is not None]
        low, high = (bounds[0], bounds[-1]) if bounds else (None, None)
        return {
            "indicator": record.indicator.name, "year": str(record.year), "period": writing.name_of(record.period),
            "as_of": record.as_of and PartialDate(record.as_of), **writing.place(record.area),
            "organization": record.organization.name, "campaign": writing.name_of(record.campaign),
            "for_organization": writing.name_of(record.for_organization),
            "planned": low if low == high else "-".join(numbers.format_entry(bound) for bound in bounds),
            "reason": record.reason, "note": record.note, **{key: getattr(record, key) for key in VALUES},
        }  # fmt: skip

    def said(self, record: Any) -> str:
        plan = Plan(record.planned_min, record.planned_max, record.actual)
        return f"{record}: kế hoạch {plan.text}, {status_word(record).lower()}."


def _same_unit(row: Row, key: str, indicator: Indicator) -> None:
    """A unit beside a number must be the indicator's; that of a rate's parts is their own."""
    unit = row[key].unit if row[key] is not None else ""
    if unit and key in IN_UNIT and text.fold(unit) != text.fold(indicator.unit):
        row.fault(
            key, f"Chỉ tiêu này tính bằng {indicator.unit}, ô này ghi {unit}.",
            [numbers.format_entry(row[key].value)] if row[key] is not None else [],
        )  # fmt: skip
