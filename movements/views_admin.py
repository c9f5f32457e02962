"""Quản trị: what this user administers, and the journal in sentences."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan.accounts.models import User
from danvan.accounts.scoping import access, require
from danvan.audit.actions import ACTIONS
from danvan.audit.journal import current_head, verify
from danvan.audit.models import Entry
from danvan.downloads import download
from danvan.lib.errors import Unreadable
from danvan.lib.periods import read_date

from . import outgoing
from .journal_words import record_types, sentences

PAGE = 50

# (group, [(address, title, what it is for, the rights any of which shows it)])
DESKS: tuple[tuple[str, tuple[tuple[str, str, str, tuple[str, ...]], ...]], ...] = (
    ("Người dùng", (
        ("accounts", "Tài khoản", "Mở, khóa tài khoản, cấp lại mật khẩu", ("accounts",)),
        ("assignments:list", "Phân công", "Ai giữ vai trò nào, ở đâu, từ ngày nào; ủy quyền", ("accounts",)),
        ("routes:list", "Tuyến xác nhận", "Bản ghi của ai thì ai xác nhận, ai tiếp nhận", ("catalog.routes",)),
    )),
    ("Số liệu", (
        ("closings", "Chốt số liệu", "Khóa một kỳ sau khi đã đủ số; mở lại, cho ngoại lệ có hạn", ("period.close",)),
        ("settings", "Thiết lập", "Khi nào hỗ trợ lần nữa phải ghi lý do", ("settings",)),
        ("level", "Cấp sử dụng", "Cổng của xã, huyện, tỉnh hay nhóm địa bàn nào; ai ban hành", ("settings",)),
        ("journal", "Nhật ký", "Ai đã làm gì, lúc nào; không sửa, không xóa được", ("journal.view",)),
    )),
    ("Danh mục", (
        ("areas:list", "Địa bàn", "Nơi của mọi cấp, tên và cấp theo thời gian", ("catalog.places",)),
        ("area_reorganizations", "Sắp xếp địa bàn", "Sáp nhập, tách, đổi tên, đổi nơi trực thuộc", ("catalog.places",)),
        ("organizations:list", "Tổ chức", "Cơ quan, đoàn thể và đối tác", ("catalog.organizations",)),
        ("sources:list", "Nguồn kinh phí", "Quỹ, ngân sách, doanh nghiệp, ngân hàng", ("catalog.sources",)),
        ("indicators:list", "Chỉ tiêu", "Định nghĩa, đơn vị tính, cách cộng", ("catalog.indicators",)),
        ("movements:list", "Phong trào, cuộc vận động", "Tách theo loại", ("catalog.movements",)),
        ("campaigns:list", "Đợt công tác dân vận", "Đơn vị chủ trì, địa bàn, thời gian", ("catalog.campaigns",)),
        ("score_sheets:list", "Phiếu chấm", "Tiêu chí và điểm của từng năm", ("catalog.score_sheets",)),
        ("issuers:list", "Đơn vị ban hành", "Đầu văn bản, người ký, số đo trên giấy của báo cáo", ("catalog.issuers",)),
        ("unit_prices:list", "Đơn giá quy đổi", "Ngày công và hiện vật, theo ngày", ("catalog.unit_prices",)),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Desk:
    url: str
    title: str
    text: str


@require_safe
def admin_home(request: HttpRequest) -> HttpResponse:
    mine = access(request.user)
    if not any(mine.may(right) for right in ("accounts", "journal.view", "period.close")):
        raise PermissionDenied("Tài khoản của bạn không quản trị gì ở cổng này.")
    groups = []
    for group, desks in DESKS:
        found = [
            Desk(address, title, text)
            for name, title, text, rights in desks
            if any(mine.may(right) for right in rights) and (address := address_of(name))
        ]
        if found:
            groups.append((group, found))
    return render(request, "administration/home.html", {"groups": groups})


def address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a page that this edition of the portal does not have
        return ""


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Newest first, paged by the entries' own numbers, so that a page stays the same while the journal grows.

    `kiem=1` holds the whole chain against its hashes, entry by entry.
    """
    require(request.user, "journal.view")
    asked = {name: request.GET.get(name, "").strip() for name in ("nguoi", "viec", "loai", "so", "tu", "den", "truoc")}
    if fmt := request.GET.get("xuat"):
        return journal_out(request, asked, fmt)
    entries, faults = narrowed(asked)
    rows = list(entries.select_related("actor").order_by("-seq")[: PAGE + 1])
    sees = access(request.user).may("personal.view")
    return render(
        request,
        "administration/journal.html",
        {
            "sentences": sentences(rows[:PAGE], request.user, reasons=sees),
            "head": current_head().partition(":")[::2],
            "checked": verify() if request.GET.get("kiem") else None,
            "next": rows[PAGE - 1].seq if len(rows) > PAGE else None,
            "people": [(u.username, f"{u.full_name} ({u.username})") for u in User.objects.order_by("full_name")],
            "actions": sorted(((code, action.said) for code, action in ACTIONS.items()), key=lambda a: a[1]),
            "types": record_types(),
            "asked": asked,
            "filtered": any(asked.values()),
            "faults": faults,
        },
    )


def journal_out(request: HttpRequest, asked: dict[str, str], fmt: str) -> HttpResponse:
    """All entries under the filters, as they stood when it was asked for: the download is one more."""
    entries, faults = narrowed({**asked, "truoc": ""})
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    entries = entries.none() if faults else entries.filter(seq__lte=newest)
    rows = outgoing.journal_rows(entries, request.user, reasons=access(request.user).may("personal.view"))
    return download(request, "journal", "Nhật ký", outgoing.JOURNAL_HEADS, rows, fmt, entries.count())


def narrowed(asked: dict[str, str]) -> tuple[Any, dict[str, str]]:
    """The entries under the URL's filters, and what could not be read: {name: message}."""
    entries, faults = Entry.objects.all(), {}
    if asked["nguoi"]:
        entries = entries.filter(actor__username=asked["nguoi"])
    if asked["viec"]:
        entries = entries.filter(action=asked["viec"])
    if asked["loai"]:
        entries = entries.filter(record_type=asked["loai"])
    for name, lookup in (("so", "record_id"), ("truoc", "seq__lt")):
        if asked[name]:
            whole = asked[name].isascii() and asked[name].isdigit() and len(asked[name]) < 18
            entries = entries.filter(**{lookup: int(asked[name])}) if whole else entries.none()
    for name, lookup, more in (("tu", "at__gte", 0), ("den", "at__lt", 1)):
        if asked[name]:
            try:
                found = read_date(asked[name])
                day = found.end + timedelta(days=1) if more else found.start
                entries = entries.filter(**{lookup: midnight(day)})
            except Unreadable as error:
                faults[name] = error.message
    return entries, faults


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
