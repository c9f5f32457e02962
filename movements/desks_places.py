"""The desks of places: areas with what became of them, successions, groups and dated facts."""

from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Length, Replace
from django.http import HttpRequest
from django.utils import timezone

from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.listing import Choices, Column, Filter, equals

from .desks_base import ProgrammeDesk
from .desks_filters import in_area, places, valid_in_year, years
from .forms import AreaForm, AreaSuccessionForm, CatalogForm
from .group_compare import compare
from .models import Area, AreaGroup, AreaStanding, AreaSuccession


def standing_now(value: str) -> Q | None:
    """ "co": valid today; "thoi": no longer valid."""
    today = timezone.localdate()
    over = Q(valid_to__lt=today)
    return {"co": ~over | Q(valid_to__isnull=True), "thoi": over}.get(value)


def standings(request: HttpRequest) -> Choices:
    return [("co", "Đang có"), ("thoi", "Đã thôi")]


class AreaDesk(ProgrammeDesk):
    model = Area
    title = "Địa bàn"
    new_title = "Thêm địa bàn"
    intro = "Tên và cấp của từng nơi theo thời gian. Nơi sáp nhập vẫn giữ, nối với nơi mới bằng kế thừa."
    related = ("parent",)
    form_class = form_for(Area, AreaForm)
    list_template = "movements/areas.html"
    sections = (
        ("Địa bàn", ("name", "level", "kind", "parent", "code")),
        ("Hiệu lực và tên gọi khác", ("valid_from", "valid_to", "aliases")),
    )
    columns = [
        Column("name", "Tên", "title", head=True, sort="sort_key"),
        Column("level", "Cấp", "get_level_display"),
        Column("parent", "Thuộc", "parent.title"),
        Column("valid_from", "Từ ngày", kind="date", sort="valid_from"),
        Column("valid_to", "Đến hết ngày", kind="date", sort="valid_to"),
        Column("code", "Mã"),
    ]
    filters = [
        Filter("cap", "Cấp", equals("level"), lambda request: Area.Level.choices),
        Filter("xa", "Thuộc", in_area(""), places),
        Filter("hieu-luc", "Hiện nay", standing_now, standings),
        Filter("nam", "Có trong năm", valid_in_year("valid_from", "valid_to"), years),
        batch_filter("dia-ban"),
    ]

    def visible(self, user: Any) -> QuerySet[Any]:
        """With `depth`, by which the list indents: 1 for what lies under a top place."""
        points = Length(F("path")) - Length(Replace(F("path"), Value("."), Value("")))
        return super().visible(user).annotate(depth=points - Value(1, output_field=IntegerField()))

    @property
    def place_lookup(self) -> str | None:
        return ""


class AreaSuccessionDesk(ProgrammeDesk):
    model = AreaSuccession
    title = "Kế thừa địa bàn"
    new_title = "Ghi kế thừa địa bàn"
    intro = "Sáp nhập, tách, đổi tên: mỗi nơi cũ một dòng tới mỗi nơi mới, với phần chuyển sang và căn cứ."
    related = ("old__parent", "new__parent")
    form_class = form_for(AreaSuccession, AreaSuccessionForm)
    sections = (("Từ đâu sang đâu", ("old", "new", "share")), ("Khi nào, theo văn bản nào", ("date", "legal_basis")))
    columns = [
        Column("old", "Địa bàn cũ", "old.title", head=True, sort="old__sort_key"),
        Column("new", "Địa bàn mới", "new.title", sort="new__sort_key"),
        Column("share", "Phần chuyển sang", kind="decimal", sort="share"),
        Column("date", "Từ ngày", kind="date", sort="date"),
        Column("legal_basis", "Căn cứ"),
    ]
    filters = [
        Filter("cu", "Địa bàn cũ", equals("old__code"), hidden=True),
        Filter("moi", "Địa bàn mới", equals("new__code"), hidden=True),
    ]

    def in_place(self, queryset: QuerySet[Any], area: Any) -> QuerySet[Any]:
        return queryset.filter(Q(old__path__startswith=area.path) | Q(new__path__startswith=area.path))


class AreaGroupDesk(ProgrammeDesk):
    model = AreaGroup
    title = "Nhóm địa bàn"
    new_title = "Thêm nhóm địa bàn"
    intro = "Các nơi được báo cáo chung, ví dụ “vùng Lâm Hà cũ”."
    prefetch = ("areas",)
    form_class = form_for(AreaGroup, CatalogForm)
    detail_template = "movements/area_group.html"
    columns = [
        Column("name", "Tên", head=True, sort="sort_key"),
        Column("areas", "Gồm", lambda g: ", ".join(a.title for a in g.areas.all())),
        Column("count", "Số nơi", lambda g: len(g.areas.all()), kind="count"),
    ]

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {"comparison": compare(request.user, target)}


class StandingForm(CatalogForm):
    hints = {
        "date": "Ngày quyết định công nhận, hoặc ngày đếm số hộ, số khẩu.",
        "households": "Chỉ ghi khi dữ kiện là số hộ, số khẩu.",
        "basis": "Số quyết định, cơ quan, ngày.",
    }


class AreaStandingDesk(ProgrammeDesk):
    model = AreaStanding
    title = "Dữ kiện địa bàn"
    new_title = "Ghi dữ kiện địa bàn"
    intro = "Nông thôn mới, vùng đồng bào dân tộc thiểu số, số hộ và số khẩu tại từng ngày."
    related = ("area",)
    form_class = form_for(AreaStanding, StandingForm)
    sections = (
        ("Nơi nào, dữ kiện gì", ("area", "fact", "date", "basis")),
        ("Số hộ, số khẩu", ("households", "people")),
    )
    columns = [
        Column("area", "Địa bàn", "area.title", head=True, sort="area__sort_key"),
        Column("fact", "Dữ kiện", "get_fact_display", sort="fact"),
        Column("date", "Tại ngày", kind="date", sort="date"),
        Column("households", "Hộ", kind="count", sort="households"),
        Column("people", "Khẩu", kind="count", sort="people"),
        Column("basis", "Căn cứ"),
    ]
    filters = [
        Filter("xa", "Địa bàn", in_area(), places),
        Filter("du-kien", "Dữ kiện", equals("fact"), lambda request: AreaStanding.Fact.choices),
        Filter("nam", "Năm", valid_in_year("date", "date"), years),
    ]

    @property
    def place_lookup(self) -> str | None:
        return "area"
