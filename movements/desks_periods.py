"""The desk of reporting periods (kỳ báo cáo), with when each report is due at whom."""

from django.utils import timezone

from danvan.forms import form_for
from danvan.listing import Column, Filter, equals

from .desks_base import ProgrammeDesk
from .desks_filters import YEAR
from .forms import CatalogForm, line_formset
from .models import ReportingDue, ReportingPeriod

DueLines = line_formset(ReportingDue, ("recipient", "due"))


class PeriodForm(CatalogForm):
    hints = {
        "year": "Giai đoạn thì để trống: lấy theo ngày cuối.",
        "number": "Quý 1–4; 6 tháng: 1 là đầu năm, 2 là cuối năm. Kỳ khác để trống.",
        "name": "Để trống thì cổng đặt, ví dụ “Quý I năm 2022”.",
        "start": "Để trống là theo lịch; giai đoạn thì phải ghi.",
        "end": "Để trống là theo lịch; giai đoạn thì phải ghi.",
        "cutoff": "Ngày khóa sổ để làm báo cáo, nếu trước ngày cuối kỳ.",
    }


class PeriodDesk(ProgrammeDesk):
    model = ReportingPeriod
    title = "Kỳ báo cáo"
    new_title = "Thêm kỳ báo cáo"
    intro = (
        "Quý, 6 tháng, 9 tháng, năm, giai đoạn: từ ngày nào đến ngày nào, số liệu tính đến đâu, gửi ai trước ngày nào."
    )
    prefetch = ("dues",)
    form_class = form_for(ReportingPeriod, PeriodForm)
    formsets = {"dues": ("Hạn gửi báo cáo", DueLines)}
    list_template = "movements/reporting_periods.html"
    detail_template = "movements/reporting_period.html"
    sections = (
        ("Kỳ nào", ("kind", "year", "number", "name")),
        ("Từ ngày nào đến ngày nào", ("start", "end", "cutoff")),
    )
    columns = [
        Column("name", "Kỳ", head=True, sort="sort_key"),
        Column("kind", "Loại", "get_kind_display", sort="kind"),
        Column("year", "Năm", lambda p: str(p.year), sort="year"),
        Column("start", "Từ ngày", kind="date", sort="start"),
        Column("end", "Đến hết ngày", kind="date", sort="end"),
        Column("cutoff", "Số liệu tính đến", kind="date", sort="cutoff"),
        Column("due", "Hạn gửi", lambda p: next_due(p)),
    ]
    filters = [YEAR, Filter("loai", "Loại", equals("kind"), lambda request: ReportingPeriod.Kind.choices)]


def next_due(period: ReportingPeriod) -> str:
    """The next report that is due, else the last one: "Huyện ủy, 20/06/2022"."""
    dues = list(period.dues.all())
    if not dues:
        return ""
    ahead = [due for due in dues if due.due >= timezone.localdate()]
    found = ahead[0] if ahead else dues[-1]
    return f"{found.recipient}, {found.due:%d/%m/%Y}"
