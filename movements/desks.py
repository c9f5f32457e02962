"""The desks of activities and community works; the programme's other desks stand in `desks_*.py`."""

from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.listing import Column, Filter, equals

from .desks_base import ProgrammeDesk
from .desks_filters import BODY, CAMPAIGN, PLACE, STATUS, YEAR, joint_filters, of_movement, organizations
from .forms import RecordForm, WorkForm
from .models import Activity, CommunityWork


class ActivityForm(RecordForm):
    hints = {
        "people": "Số người khác nhau.",
        "attendances": "Số lượt: một người dự hai buổi là hai lượt.",
        "answered": "Trong số kiến nghị đã ghi.",
    }


class ActivityDesk(ProgrammeDesk):
    model = Activity
    title = "Hoạt động"
    new_title = "Ghi hoạt động"
    intro = "Tuyên truyền, đối thoại, giám sát, hội nghị và các hoạt động khác, ghi số người và số lượt riêng."
    always = frozenset({"people", "attendances"})
    related = ("organization", "area", "campaign", "movement", "created_by")
    form_class = form_for(Activity, ActivityForm)
    evidence_in_form = True
    sections = (
        ("Ở đâu, khi nào, ai làm", ("organization", "area", "date", "joint_organizations")),
        ("Việc đã làm", ("kind_of_activity", "name", "campaign", "movement")),
        ("Kết quả", ("people", "attendances", "recommendations", "answered", "note")),
    )
    columns = [
        Column("name", "Nội dung", head=True, sort="sort_key"),
        Column("kind", "Loại", "get_kind_of_activity_display"),
        Column("date", "Ngày", lambda a: (a.date, a.date_precision), kind="date", sort="date"),
        Column("organization", "Đơn vị", "organization.label", sort="organization__sort_key"),
        Column("area", "Địa bàn", "area.name", sort="area__sort_key"),
        Column("people", "Người", kind="count", sort="people", total="people"),
        Column("attendances", "Lượt", kind="count", sort="attendances", total="attendances"),
        Column("recommendations", "Kiến nghị", kind="count", sort="recommendations", total="recommendations"),
        Column("answered", "Trả lời", kind="count", sort="answered", total="answered"),
        Column("status", "Trạng thái", lambda a: a, kind="status", sort="status"),
    ]
    filters = [
        YEAR, PLACE, BODY, CAMPAIGN,
        Filter("loai", "Loại", equals("kind_of_activity"), lambda request: Activity.Kind.choices),
        STATUS,
        *joint_filters(Activity, organizations),
        Filter("phong-trao", "Phong trào", of_movement("movement"), hidden=True),
        batch_filter("hoat-dong"),
    ]  # fmt: skip


class WorkDesk(ProgrammeDesk):
    model = CommunityWork
    title = "Công trình, phần việc"
    new_title = "Ghi công trình"
    intro = "Đường, đèn, đất hiến, ngày công: phần dân góp đứng riêng, không cộng vào hỗ trợ."
    related = ("organization", "area", "campaign", "created_by")
    form_class = form_for(CommunityWork, WorkForm)
    evidence_in_form = True
    sections = (
        ("Ở đâu, khi nào, ai làm", ("organization", "area", "hamlets", "date", "joint_organizations", "campaign")),
        ("Công trình", ("name", "road_km", "lamps", "value_vnd", "started_on", "opened_on")),
        ("Dân góp", ("land_m2", "labour_days", "given_vnd", "note")),
    )
    columns = [
        Column("name", "Công trình, phần việc", head=True, sort="sort_key"),
        Column("date", "Ngày", lambda w: (w.date, w.date_precision), kind="date", sort="date"),
        Column("organization", "Đơn vị", "organization.label", sort="organization__sort_key"),
        Column("area", "Địa bàn", "area.name", sort="area__sort_key"),
        Column("road_km", "Đường, km", kind="decimal", sort="road_km", total="road_km"),
        Column("lamps", "Bóng đèn", kind="count", sort="lamps", total="lamps"),
        Column("land_m2", "Đất hiến, m²", kind="decimal", sort="land_m2", total="land_m2"),
        Column("labour_days", "Ngày công", kind="decimal", sort="labour_days", total="labour_days"),
        Column("given_vnd", "Dân góp, đồng", kind="money", sort="given_vnd", total="given_vnd"),
        Column("value_vnd", "Trị giá, đồng", kind="money", sort="value_vnd", total="value_vnd"),
        Column("status", "Trạng thái", lambda w: w, kind="status", sort="status"),
    ]
    filters = [
        YEAR, PLACE, BODY, CAMPAIGN, STATUS, *joint_filters(CommunityWork, organizations),
        Filter("phong-trao", "Phong trào", of_movement(), hidden=True),
    ]  # fmt: skip
