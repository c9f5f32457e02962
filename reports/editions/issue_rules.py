"""Who may issue a report, and the rules of number, day and signer: all that is said without counting a figure.

Whoever issues holds `report.sign` over everything that the report speaks of, so that nothing of it is a part.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils import timezone

from danvan.accounts.scoping import access
from danvan.records.data import Invalid, Refused
from movements.models import Portal
from reports.asked import Asked
from reports.composing import subject_of
from reports.issuers.signing import Signing
from reports.kinds import kind_of
from reports.models import Edition, Issuer, Report
from reports.summaries.summarize import UnknownSubject
from reports.summaries.summarize_reader import Reader
from reports.summaries.term_asked import terms_of

RIGHT = "report.sign"
DOC_TYPE = "BC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the person who issues says. `signing` and `post`: in whose place somebody signs, and as what where the body
    does not know it. `joint_signer`: of the second body, where two issue together. `site`: "https://…" where the
    portal is met.
    """

    number: int
    dated: date
    signer: str
    signing: Signing = Signing.HEAD
    post: str = ""
    joint_signer: str = ""
    site: str = ""

    @property
    def signers(self) -> str:
        return "; ".join(filter(None, (self.signer, self.joint_signer)))


def may_issue(user: Any, report: Report, portal: Portal | None = None) -> bool:
    """Whether the user signs for the body, and reaches with that right all that the report speaks of."""
    if not access(user).may_at(RIGHT, report):
        return False
    try:
        subject = subject_of(report.asked, portal or Portal.current())
    except UnknownSubject:
        return False
    grants = access(user).holding(RIGHT)
    return bool(subject.paths) and all(any(grant.reaches_path(path) for grant in grants) for path in subject.paths)


def next_number(issuer: Issuer, year: int) -> int:
    """The first number after the last one given in the year: gaps stay for papers that were numbered by hand."""
    last = Edition.objects.filter(issuer=issuer, doc_type=DOC_TYPE, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def earliest_day(asked: Asked) -> date:
    """No report is dated before the end of what it counts."""
    return min(terms_of(asked.period)[0].end, timezone.localdate())


def check(actor: Any, report: Report, order: Order) -> None:
    """Whether it may be issued so, as far as can be said without counting. Raises as `issue`."""
    require_signed(actor, report)
    if not Reader.of(actor).sees_whole(subject_of(report.asked, Portal.current())):
        raise Refused("Bạn chỉ thấy một phần của phạm vi này nên không ban hành được báo cáo.")
    _require_audience(report, report.asked)
    _require_order(report, order)


def require_right(actor: Any, report: Report) -> None:
    """PermissionDenied for who does not sign for the body over all that the report speaks of."""
    if not may_issue(actor, report):
        raise PermissionDenied("Người ký của đơn vị ban hành mới ban hành được báo cáo này.")


def require_signed(actor: Any, report: Report) -> None:
    """The same, and Refused for a report that is not signed off."""
    require_right(actor, report)
    if report.status != Report.Status.SIGNED:
        raise Refused(f"Báo cáo đang ở bước “{report.get_status_display()}”: duyệt ký xong mới ban hành được.")


def _require_audience(report: Report, asked: Asked) -> None:
    """What names people is for those who may see them: the public gets no wider list than the public ones."""
    personal = kind_of(asked.kind, asked.scope).right.startswith("personal.")
    if personal and report.audience == Report.Audience.PUBLIC:
        raise Refused("Danh sách có tên người nhận chỉ ban hành được với lưu hành nội bộ.")


def _require_order(report: Report, order: Order) -> None:
    """Invalid with every fault of what was typed."""
    faults: dict[str, list[str]] = {}
    first, today = earliest_day(report.asked), timezone.localdate()
    if order.dated > today:
        faults["dated"] = ["Ngày ban hành không thể ở sau hôm nay."]
    elif order.dated < first:
        faults["dated"] = [
            f"Báo cáo tính số liệu đến hết ngày {first:%d/%m/%Y}: ngày ban hành không thể trước ngày ấy."
        ]
    if not order.signer.strip():
        faults["signer"] = ["Hãy ghi họ tên người ký."]
    if order.signing in (Signing.BY_ORDER, Signing.AUTHORISED) and not order.post.strip():
        faults["post"] = ["Ký thừa lệnh, thừa ủy quyền thì ghi chức vụ của người ký."]
    if report.issuer.joint_with and not order.joint_signer.strip():
        faults["joint_signer"] = [f"Hãy ghi họ tên người ký của {report.issuer.joint_with}."]
    if order.number < 1:
        faults["number"] = ["Số văn bản là số nguyên từ 1."]
    elif taken := number_taken(report.issuer, order):
        faults |= taken.errors
    if faults:
        raise Invalid(faults)


def number_taken(issuer: Issuer, order: Order) -> Invalid | None:
    """The fault of a number that the body gave already in that year, with the next free one; None for a free number."""
    year = order.dated.year
    found = Edition.objects.filter(issuer=issuer, doc_type=DOC_TYPE, year=year, number=order.number).first()
    if found is None:
        return None
    free = next_number(issuer, year)
    return Invalid(
        {"number": [f"Số {order.number} năm {year} đã cấp cho “{found.title}”. Số tiếp theo còn trống: {free}."]}
    )
