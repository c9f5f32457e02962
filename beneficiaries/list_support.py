"""The list of supports: its columns, its filters, and what the rows come to.

Loans stand in a column of their own and are never summed into support. A withdrawn record counts in neither sum.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.http import HttpRequest

from danvan.imports.listing import batch_filter
from danvan.lib import numbers, periods
from danvan.lib.dates import DatePrecision, add_months
from danvan.lib.errors import Unreadable
from danvan.listing import Choices, Column, Filter, equals, number
from danvan.records.counting import counts_in
from danvan.records.models import Status
from movements import restating
from movements.desks_filters import group_filter, in_area, joint_filters, of_campaign, of_movement, within
from movements.models import Area, Campaign, Organization

from .models import Contribution, FundingSource, Support

UNVALUED = "chưa quy thành tiền"
UNKNOWN_MONTH = "?"
COUNTED = ~Q(status=Status.WITHDRAWN)


def with_amounts(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Each row with `grant_vnd` and `loan_vnd`: its amount in the column where it belongs, None in the other."""
    return queryset.annotate(
        grant_vnd=Case(When(COUNTED & Q(kind=Support.Kind.GRANT), then=F("amount_vnd"))),
        loan_vnd=Case(When(COUNTED & Q(kind=Support.Kind.LOAN), then=F("amount_vnd"))),
        counted_households=Case(When(COUNTED, then=F("households"))),
    )


# ---- cells -------------------------------------------------------------------------------------------------------


def commune(support: Support) -> str:
    """The commune of the place, or the district for what was given to all of it."""
    area: Any = support.area
    return str(area.parent.name if area.level == Area.Level.HAMLET and area.parent else area.name)


def quantities(support: Support) -> str:
    """ "20 căn; 50 ngày công"."""
    return "; ".join(f"{numbers.format_decimal(item.quantity)} {item.unit}" for item in support.items.all())


def sources(support: Support) -> str:
    return "; ".join(dict.fromkeys(c.source.label for c in support.contributions.all()))


def grant_amount(support: Any) -> int | str | None:
    if support.is_loan:
        return None
    if support.status == Status.WITHDRAWN:
        return "đã rút"
    return UNVALUED if support.amount_vnd is None else support.amount_vnd


def loan_amount(support: Any) -> int | str | None:
    if not support.is_loan:
        return None
    return "đã rút" if support.status == Status.WITHDRAWN else support.amount_vnd


COLUMNS = [
    Column("noi-dung", "Nội dung", "description", head=True, sort="sort_key"),
    Column("ngay", "Ngày", lambda s: (s.date, s.date_precision), kind="date", sort="date"),
    Column("xa", "Xã", commune, sort="area__sort_key"),
    Column("to-chuc", "Đơn vị thực hiện", "organization.label", sort="organization__sort_key"),
    Column("hinh-thuc", "Hình thức", "get_form_display", sort="form"),
    Column("so-luong", "Số lượng", quantities),
    Column("so-ho", "Số hộ", "households", kind="count", sort="households", total="counted_households"),
    Column("nguon", "Nguồn", sources),
    Column("ho-tro", "Hỗ trợ (đồng)", grant_amount, kind="money", sort="grant_vnd", total="grant_vnd"),
    Column("cho-vay", "Cho vay (đồng)", loan_amount, kind="money", sort="loan_vnd", total="loan_vnd"),
    Column("trang-thai", "Trạng thái", lambda s: s, kind="status", sort="status"),
]

# ---- conditions --------------------------------------------------------------------------------------------------


def no_commune(value: str) -> Q | None:
    """Of the district itself (chưa phân xã): what the sums by commune leave outside every commune."""
    return ~Q(area__level__in=(Area.Level.COMMUNE, Area.Level.HAMLET)) if value == "1" else None


def of_source(code: str) -> Q:
    return Q(pk__in=Contribution.objects.filter(source__code=code).values("support"))


def of_poor_funds(value: str) -> Q | None:
    """Grants to which a fund “Vì người nghèo” of any level gave (`1`)."""
    paid = Contribution.objects.filter(source__kind=FundingSource.Kind.POOR_FUND)
    return Q(pk__in=paid.values("support")) if value == "1" else None


def in_month(value: str) -> Q | None:
    """The month in which records count (a supplement by its own): 1 … 12; "?" = the month is not known."""
    if value == UNKNOWN_MONTH:
        return Q(date_precision__in=(DatePrecision.QUARTER, DatePrecision.YEAR), counted_on=None)
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:3]) <= 12):
        return None
    known = Q(date__month=int(value), date_precision__in=(DatePrecision.DAY, DatePrecision.MONTH), counted_on=None)
    return known | Q(counted_on__month=int(value))


def _day(value: str) -> periods.PartialDate | None:
    try:
        return periods.read_date(value)
    except Unreadable:
        return None


def since(value: str) -> Q | None:
    """Surely on this day or later."""
    known = _day(value)
    return Q(date__gte=known.start) if known else None


def until(value: str) -> Q | None:
    """Surely on this day or earlier: what is known to its month, quarter or year only must end by then."""
    known = _day(value)
    if known is None:
        return None
    found = Q(date_precision=DatePrecision.DAY, date__lte=known.end)
    for precision, months in ((DatePrecision.MONTH, 1), (DatePrecision.QUARTER, 3), (DatePrecision.YEAR, 12)):
        found |= Q(date_precision=precision, date__lt=_unit_start(known.end + timedelta(days=1), months))
    return found


def _unit_start(day: date, months: int) -> date:
    return add_months(day, -((day.month - 1) % months))


def not_placed_in(start: date, end: date) -> Q:
    """May count in the period and need not: only the quarter or the year is known."""
    return Support.covered_by(start, end) & ~counts_in(start, end)


# ---- choices -----------------------------------------------------------------------------------------------------


def _years(request: HttpRequest) -> Choices:
    return [(str(year), str(year)) for year in request.portal_context.years]  # type: ignore[attr-defined]


def _communes(request: HttpRequest) -> Choices:
    places = request.portal_context.places  # type: ignore[attr-defined]
    return [(a.code, a.title) for a in sorted(places, key=lambda a: a.sort_key) if a.level == Area.Level.COMMUNE]


def _catalogue(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    """Organisations, sources and campaigns to choose from: three tables, one query a request."""
    found: dict[str, list[tuple[str, str]]] | None = getattr(request, "_support_catalogue", None)
    if found is None:
        tables = [
            model._default_manager.order_by().values_list(  # type: ignore[attr-defined]
                Value(tag, output_field=CharField()), "sort_key", "code", "name"
            )
            for tag, model in (("to-chuc", Organization), ("nguon", FundingSource), ("dot", Campaign))
        ]
        found = {"to-chuc": [], "nguon": [], "dot": []}
        for tag, _sort_key, code, name in sorted(tables[0].union(*tables[1:], all=True)):
            found[tag].append((code, name))
        request._support_catalogue = found  # type: ignore[attr-defined]
    return found


def _of(tag: str) -> Any:
    return lambda request: _catalogue(request)[tag]


FILTERS = [
    Filter("nam", "Năm", number("year"), _years),
    Filter("xa", "Xã", in_area(), _communes, beside=restating.in_area()),
    Filter("chua-phan-xa", "Chưa phân xã", no_commune, hidden=True, said=lambda _value: ""),
    Filter("hinh-thuc", "Hình thức", equals("form"), lambda _r: [(v, str(w)) for v, w in Support.Form.choices]),
    Filter("trang-thai", "Trạng thái", equals("status"), lambda _r: [(v, str(w)) for v, w in Status.choices]),
    Filter("dot", "Đợt", of_campaign, _of("dot"), more=True),
    Filter("to-chuc", "Đơn vị thực hiện", equals("organization__code"), _of("to-chuc"), more=True),
    Filter("nguon", "Nguồn", of_source, _of("nguon"), more=True),
    Filter("loai", "Loại", equals("kind"), lambda _r: [("grant", "Hỗ trợ"), ("loan", "Cho vay")], more=True),
    Filter("chua-quy", "Quy thành tiền", lambda v: Q(kind=Support.Kind.GRANT, amount_vnd=None) if v == "1" else None,
           lambda _r: [("1", "Chưa quy thành tiền")], more=True),
    Filter("thang", "Tháng", in_month,
           lambda _r: [*((str(m), f"Tháng {m}") for m in range(1, 13)), (UNKNOWN_MONTH, "Chưa rõ tháng")], more=True),
    Filter("bo-sung", "Bổ sung cho kỳ đã chốt", lambda v: Q(counted_on__isnull=False) if v == "1" else None,
           lambda _r: [("1", "Chỉ khoản bổ sung")], more=True),
    restating.FILTER,
    Filter("tu", "Từ ngày", since, more=True, hint="01/03/2022"),
    Filter("den", "Đến ngày", until, more=True, hint="31/12/2022"),
    *joint_filters(Support, _of("to-chuc")),
    group_filter(own=False),
    Filter("phong-trao", "Phong trào", of_movement(), hidden=True),
    Filter("quy-vnn", "Có Quỹ “Vì người nghèo” góp", of_poor_funds, hidden=True, said=lambda _value: ""),
    within(counts_in),
    within(not_placed_in, "chua-xep", "Chưa xếp được vào"),
    batch_filter("ho-tro"),
]  # fmt: skip


def sums(source_code: str = "") -> dict[str, Any]:
    """What the rows of the list come to, as aggregates of the list's own query (over `with_amounts`).

    With a source also what that source alone gave: the rows hold what others gave to the same things.
    """
    found: dict[str, Any] = {
        "accepted": Count("pk", filter=Q(status=Status.APPROVED)),
        "accepted_vnd": Sum("grant_vnd", filter=Q(status=Status.APPROVED)),
        "unvalued": Count("pk", filter=COUNTED & Q(kind=Support.Kind.GRANT, amount_vnd=None)),
        "withdrawn": Count("pk", filter=~COUNTED),
    }
    if source_code:
        parts = Contribution.objects.filter(source__code=source_code, support=OuterRef("pk")).order_by()
        given = Subquery(parts.values("support").annotate(vnd=Sum("amount_vnd")).values("vnd"))
        found["source_vnd"] = Sum(given, filter=COUNTED & Q(kind=Support.Kind.GRANT))
        found["source_loans_vnd"] = Sum(given, filter=COUNTED & Q(kind=Support.Kind.LOAN))
    return found
