"""The desk of community works; the programme's other desks stand in `desks_*.py`."""

from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.listing import Column, Filter

from . import restating
from .desks_base import ProgrammeDesk
from .desks_filters import (
    BODY,
    CAMPAIGN,
    COUNTED,
    PLACE,
    SOLUTION,
    STATUS,
    YEAR,
    joint_filters,
    of_movement,
    organizations,
)
from .forms import WorkForm
from .models import CommunityWork


class WorkDesk(ProgrammeDesk):
    model = CommunityWork
    title = "Công trình, phần việc"
    new_title = "Ghi công trình"
    intro = "Đường, đèn, đất hiến, ngày công: phần dân góp đứng riêng, không cộng vào hỗ trợ."
    related = ("organization", "area", "campaign", "created_by")
    form_class = form_for(CommunityWork, WorkForm)
    evidence_in_form = True
    sections = (
        (
            "Ở đâu, khi nào, ai làm",
            ("organization", "area", "hamlets", "date", "joint_organizations", "campaign", "solution"),
        ),
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
        YEAR, PLACE, BODY, CAMPAIGN, STATUS, SOLUTION, restating.FILTER,
        *joint_filters(CommunityWork, organizations),
        Filter("phong-trao", "Phong trào", of_movement(), hidden=True), COUNTED,
        batch_filter("cong-trinh"),
    ]  # fmt: skip
