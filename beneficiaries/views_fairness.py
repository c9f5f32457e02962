"""Ba danh sách công bằng: poor households without help, those helped often, hamlets left blank; each a list like all
others, with its filters in the URL and its export. The year always stands in the URL.
"""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from danvan.accounts.scoping import access
from danvan.context import known_years
from danvan.crud import Desk
from danvan.crud_views import ListView
from danvan.lib import numbers
from danvan.lib.errors import Unreadable
from danvan.listing import Column, Filter
from movements.desks_filters import PLACE, in_area, places, years
from movements.models import Area

from . import fairness
from .desks_households import place
from .models import Household, PovertyClass

RIGHTS = {"left_out": ("household.view",), "often": ("household.view",),
          "blank_hamlets": ("area_poverty.view", "support.view")}  # fmt: skip
TITLES = {"left_out": "Hộ nghèo chưa nhận gì", "often": "Hộ nhận nhiều lần", "blank_hamlets": "Thôn còn trống"}


class FairnessDesk(Desk):
    """A list of one year; it is made anew for each request, by what the URL asks. Nothing is entered here."""

    name: ClassVar[str]
    list_template = "households/fairness.html"
    related: ClassVar[tuple[str, ...]] = ("area", "area__parent")

    def __init__(self, query: QueryDict) -> None:
        self.is_record = False
        self.query = query
        self.year = int(str(query["nam"]))

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{TITLES[self.name]} năm {self.year}"

    @property
    def namespace(self) -> str:
        return f"fairness_{self.name}"

    def may_enter(self, user: Any) -> bool:
        return False

    def rows(self, user: Any) -> QuerySet[Any]:
        raise NotImplementedError

    def visible(self, user: Any) -> QuerySet[Any]:
        if not all(access(user).may(right) for right in RIGHTS[self.name]):
            raise PermissionDenied("Tài khoản của bạn không xem mục này.")
        return self.rows(user).select_related(*self.related)

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        may = access(request.user).may
        others = [name for name, rights in RIGHTS.items() if name != self.name and all(may(r) for r in rights)]
        return {
            "neighbours": [(f"{reverse(name)}?nam={self.year}", TITLES[name]) for name in others],
            "unnamed": fairness.unnamed_communes(request.user, self.year) if may("area_poverty.view") else [],
        }


def said(value: str) -> Q:
    """A filter that the list itself reads."""
    return Q()


def whole(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 4 and int(value) else None


def money(value: str) -> int | None:
    try:
        return numbers.read_money(value)
    except Unreadable:
        return None


YEAR = Filter("nam", "Năm", said, years)


class LeftOutDesk(FairnessDesk):
    model = Household
    name = "left_out"
    intro = (
        "Theo kết quả rà soát đã tiếp nhận của năm; không khoản hỗ trợ nào đã tiếp nhận trong năm ghi tên hộ, dù "
        "đơn vị nào ghi. Vốn vay không tính là hỗ trợ."
    )
    columns = [
        Column("head", "Chủ hộ", head=True, sort="sort_key", personal=True),
        Column("code", "Mã hộ"),
        Column("area", "Nơi ở", place, sort="area__path"),
        Column("people", "Khẩu", kind="count", sort="people", total="people"),
        Column("class", "Diện", lambda h: PovertyClass(h.class_then).label),
    ]
    filters = [
        YEAR, PLACE,
        Filter("dien", "Diện", lambda v: Q() if v in fairness.POOR else None,
               lambda request: [(v, str(PovertyClass(v).label)) for v in fairness.POOR]),
    ]  # fmt: skip

    def rows(self, user: Any) -> QuerySet[Any]:
        asked = self.query.get("dien", "")
        return fairness.left_out(user, self.year, (asked,) if asked in fairness.POOR else fairness.POOR)


class OftenDesk(FairnessDesk):
    model = Household
    name = "often"
    intro = (
        "Nhận từ chừng ấy lần trong năm, dù đơn vị nào ghi; hoặc phần đã biết từ chừng ấy tiền. Vốn vay không "
        "tính. Nhiều lần chưa hẳn là sai: hãy xem từng hộ."
    )
    columns = [
        Column("head", "Chủ hộ", head=True, sort="sort_key", personal=True),
        Column("code", "Mã hộ"),
        Column("area", "Nơi ở", place, sort="area__path"),
        Column("times", "Số lần", "times", kind="count", sort="times"),
        Column("got", "Phần đã biết, đồng", "got_vnd", kind="money", sort="got_vnd"),
    ]
    filters = [
        YEAR, PLACE,
        Filter("lan", "Từ số lần", lambda v: Q() if whole(v) else None, hint="2"),
        Filter("tien", "Hoặc từ số tiền", lambda v: Q() if money(v) is not None else None, hint="50 triệu"),
    ]  # fmt: skip

    def rows(self, user: Any) -> QuerySet[Any]:
        times, vnd = whole(self.query.get("lan", "").strip()) or 2, money(self.query.get("tien", "").strip())
        rows: QuerySet[Any] = fairness.often(user, self.year, times, vnd)
        return rows.order_by("-times", "sort_key", "pk")


class BlankHamletsDesk(FairnessDesk):
    model = Area
    name = "blank_hamlets"
    related = ("parent",)
    intro = (
        "Có hộ nghèo, cận nghèo theo rà soát hay số công bố, mà không khoản nào đã tiếp nhận trong năm đến thôn. "
        "“–” là không giữ danh sách, không phải là không có."
    )
    columns = [
        Column("thon", "Thôn", str, head=True, sort="sort_key"),
        Column("xa", "Xã", "parent.name", sort="parent__sort_key"),
        Column("ngheo", "Hộ nghèo có tên", lambda a: a.poor_named or None, kind="count", sort="poor_named"),
        Column("can", "Cận nghèo có tên", lambda a: a.near_named or None, kind="count", sort="near_named"),
        Column("ngheo-cb", "Hộ nghèo công bố", "poor_said", kind="count", sort="poor_said"),
        Column("can-cb", "Cận nghèo công bố", "near_said", kind="count", sort="near_said"),
    ]
    filters = [YEAR, Filter("xa", "Địa bàn", in_area(""), places)]

    @property
    def place_lookup(self) -> str:
        return ""

    def rows(self, user: Any) -> QuerySet[Any]:
        return fairness.blank_hamlets(user, self.year)


class FairnessView(ListView):
    make: type[FairnessDesk] = LeftOutDesk

    def get(self, request: HttpRequest) -> HttpResponse:
        year = request.GET.get("nam", "")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            query = request.GET.copy()
            query["nam"] = str(known_years()[1])
            return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        self.desk = self.make(request.GET)
        return super().get(request)
