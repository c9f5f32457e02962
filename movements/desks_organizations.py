"""The desks of organisations and their successions."""

from typing import Any

from django.db.models import CharField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest

from danvan.accounts.scoping import visible_to
from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.listing import Column, Filter, equals

from .desks_base import ProgrammeDesk, linked
from .desks_filters import in_area, places, valid_in_year, years
from .desks_places import standing_now, standings
from .forms import CatalogForm, OrganizationForm
from .models import Organization, OrganizationSuccession

SHOWN = 100


class OrganizationDesk(ProgrammeDesk):
    model = Organization
    title = "Tổ chức"
    new_title = "Thêm tổ chức"
    intro = "Mặt trận, đoàn thể, cơ quan, doanh nghiệp và đối tác có tên trong bản ghi."
    related = ("area", "parent")
    form_class = form_for(Organization, OrganizationForm)
    list_template = "movements/organizations.html"
    detail_template = "movements/organization.html"
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

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        both = list(
            OrganizationSuccession.objects.filter(Q(old=target) | Q(new=target)).select_related("old", "new")
        )  # fmt: skip
        return {
            "became": [s for s in both if s.old_id == target.pk],
            "came_from": [s for s in both if s.new_id == target.pk],
            **names_around(request.user, target),
        }


def names_around(user: Any, body: Organization) -> dict[str, list[str]]:
    """Its parts, its campaigns and those that it joins in, its models in the user's sight, as links: one query."""
    kinds: dict[str, QuerySet[Any]] = {
        "parts": body.parts.all(), "campaigns": body.campaigns.all(), "joint_campaigns": body.joint_campaigns.all(),
        "models": visible_to(related_to(Organization, "models").objects.filter(organization=body), user),
    }  # fmt: skip
    rows = [
        queryset.order_by().filter(pk__in=queryset.order_by("sort_key", "pk").values("pk")[:SHOWN])
        .values_list(Value(kind, output_field=CharField()), "pk", Cast("name", CharField()), "sort_key")
        for kind, queryset in kinds.items()
    ]  # fmt: skip
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    for kind, pk, name, _order in sorted(rows[0].union(*rows[1:], all=True), key=lambda row: (row[3], row[1])):
        found[kind].append(linked(kinds[kind].model(pk=pk, name=name)))
    return found


def related_to(model: type[Model], name: str) -> Any:
    """The model behind a relation that an app further right adds."""
    return model._meta.get_field(name).related_model


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
