"""The desks of places, organisations, movements, campaigns, indicators, activities and works."""

from django.http import HttpRequest

from danvan.crud import Desk
from danvan.listing import Column, Filter, equals, number
from danvan.records.models import Status
from danvan.records.services import organizations_q
from danvan.accounts.scoping import access
from danvan.forms import DoorForm, form_for

from .models import Activity, Area, Organization


def statuses(request: HttpRequest) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Status.choices]


def years(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(y), str(y)) for y in range(2026, 2019, -1)]


class RecordForm(DoorForm):
    """A record's form: places and organisations only of the user's reach."""

    def choices_for(self, name, queryset):
        action = f"{self._meta.model.scope.kind}.enter"
        if queryset.model is Area and name == "area":
            return queryset.filter(access(self.user).areas(action)).exclude(level="hamlet").order_by("path")
        if queryset.model is Organization and name == "organization":
            return queryset.filter(organizations_q(self.user, action)).order_by("sort_key")
        return queryset


class ActivityDesk(Desk):
    model = Activity
    title = "Hoạt động"
    new_title = "Ghi hoạt động"
    related = ("organization", "area", "created_by")
    form_class = form_for(Activity, RecordForm)
    columns = [
        Column("name", "Nội dung", head=True, sort="sort_key"),
        Column("date", "Ngày", lambda a: (a.date, a.date_precision), kind="date", sort="date"),
        Column("organization", "Đơn vị", "organization.label"),
        Column("area", "Địa bàn", "area.name", sort="area__sort_key"),
        Column("people", "Người", kind="count", sort="people", total="people"),
        Column("attendances", "Lượt", kind="count", sort="attendances", total="attendances"),
        Column("status", "Trạng thái", lambda a: a, kind="status", sort="status"),
    ]
    filters = [
        Filter("nam", "Năm", number("year"), years),
        Filter("trang-thai", "Trạng thái", equals("status"), statuses),
    ]
