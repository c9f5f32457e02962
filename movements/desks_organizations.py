"""The desks of organisations and their successions."""

from typing import Any

from django.db.models import Q, QuerySet

from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.listing import Column, Filter, equals

from .desks_base import ProgrammeDesk
from .desks_filters import in_area, places, valid_in_year, years
from .desks_places import standing_now, standings
from .forms import CatalogForm, OrganizationForm
from .models import Organization, OrganizationSuccession


class OrganizationDesk(ProgrammeDesk):
    model = Organization
    title = "Tổ chức"
    new_title = "Thêm tổ chức"
    intro = "Mặt trận, đoàn thể, cơ quan, doanh nghiệp và đối tác có tên trong bản ghi."
    related = ("area", "parent")
    form_class = form_for(Organization, OrganizationForm)
    list_template = "movements/organizations.html"
    sections = (
        ("Tổ chức", ("name", "short_name", "code", "kind", "area", "parent")),
        ("Hiệu lực và tên gọi khác", ("valid_from", "valid_to", "aliases")),
    )
    columns = [
        Column("name", "Tên", head=True, sort="sort_key"),
        Column("short_name", "Tên gọn"),
        Column("kind", "Loại", "get_kind_display", sort="kind"),
        Column("area", "Địa bàn", "area.title", sort="area__sort_key"),
        Column("parent", "Cấp trên", "parent.label"),
        Column("valid_to", "Đến hết ngày", kind="date", sort="valid_to"),
    ]
    filters = [
        Filter("loai", "Loại", equals("kind"), lambda request: Organization.Kind.choices),
        Filter("xa", "Địa bàn", in_area(), places),
        Filter("hieu-luc", "Hiện nay", standing_now, standings),
        Filter("nam", "Có trong năm", valid_in_year("valid_from", "valid_to"), years),
        batch_filter("to-chuc"),
    ]

    @property
    def place_lookup(self) -> str | None:
        return "area"


class SuccessionForm(CatalogForm):
    hints = {"legal_basis": "Số văn bản, cơ quan, ngày; ví dụ Luật 97/2025/QH15."}


class OrganizationSuccessionDesk(ProgrammeDesk):
    model = OrganizationSuccession
    title = "Kế thừa tổ chức"
    new_title = "Ghi kế thừa tổ chức"
    intro = "Đổi tên, hợp nhất, tách: ai kế thừa ai, từ ngày nào, theo văn bản nào."
    related = ("old", "new")
    form_class = form_for(OrganizationSuccession, SuccessionForm)
    columns = [
        Column("old", "Tổ chức cũ", "old.name", head=True, sort="old__sort_key"),
        Column("new", "Tổ chức mới", "new.name", sort="new__sort_key"),
        Column("date", "Từ ngày", kind="date", sort="date"),
        Column("legal_basis", "Căn cứ"),
    ]
    filters = [
        Filter("cu", "Tổ chức cũ", equals("old__code"), hidden=True),
        Filter("moi", "Tổ chức mới", equals("new__code"), hidden=True),
    ]

    def in_place(self, queryset: QuerySet[Any], area: Any) -> QuerySet[Any]:
        return queryset.filter(Q(old__area__path__startswith=area.path) | Q(new__area__path__startswith=area.path))
