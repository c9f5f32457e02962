"""Việc của tôi: what was returned, what is unfinished, what waits for me, what I wait for; and the year so far."""

import datetime
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from beneficiaries.models import Support
from danvan.accounts.scoping import access, visible_to
from danvan.context import Bar
from danvan.imports import batches
from danvan.records import services
from danvan.records.data import Refused
from danvan.records.kinds import record_models
from danvan.records.models import PeriodException, Record, Status
from reports.targets.target_dues import due_lines
from reports.work import inbox_rows, waits, work_counts, work_rows

SHOWN = 120  # rows of one's own on the page; the rest is one click away in its list
SENT_SHOWN = 10
MODELS_SHOWN = 5
BULK = 200


@dataclass(frozen=True, slots=True)
class Door:
    """A big button: where to begin."""

    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    item: work_rows.Item
    missing: list[str]
    when: str


@dataclass(frozen=True, slots=True)
class ModelDue:
    """A model and the deadline that it is near or behind; `late` in days of the calendar (0 = not passed)."""

    title: str
    url: str
    step: str
    day: datetime.date
    late: int


@dataclass(frozen=True, slots=True)
class PlaceYear:
    """The year of the user's place in six figures (đồng and counts); loans stand apart from support."""

    year: int
    support_vnd: int | None
    loan_vnd: int | None
    accepted: int
    waiting: int
    unvalued: int


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    user = request.user
    limits = waits.Limits.read()
    own = work_rows.mine(user, SHOWN + 1, limits)
    by_bucket: dict[str, list[work_rows.Item]] = {}
    for item in own[:SHOWN]:
        by_bucket.setdefault(item.bucket, []).append(item)
    drafts = [Draft(item, [item.lacks] if item.lacks else [], said_when(item.updated_at))
              for item in by_bucket.get(Status.DRAFT, [])]  # fmt: skip
    sent = sorted(by_bucket.get(Status.SUBMITTED, []), key=lambda i: i.since or i.updated_at)
    counts = work_counts.read(user, limits)
    waiting, models = counts.waiting, _models(by_bucket.get("due", []))
    year, years = _place_year(request)
    returned, proposals = by_bucket.get(Status.RETURNED, []), by_bucket.get("decide", [])
    exceptions = _exceptions(user) if counts.exceptions else []
    dues = due_lines(user) if counts.reports else []
    place = _place(user)
    waiting_batches = batches.waiting(user)
    return render(
        request,
        "work/my_work.html",
        {
            "lead": _lead(returned, proposals, waiting, drafts),
            "doors": _doors(user),
            "returned": returned,
            "proposals": proposals,
            "drafts": drafts,
            "ready": [d.item for d in drafts if not d.missing and d.item.mine],
            "sent": sent[:SENT_SHOWN],
            "sent_more": len(sent) - SENT_SHOWN,
            "sent_count": len(sent),
            "sent_total": sum(i.amount for i in sent if i.amount and not i.loan) or None,
            "waiting": waiting,
            "waiting_count": sum(w.count for w in waiting),
            "oldest": max((w.days for w in waiting), default=0),
            "late": sum(w.late for w in waiting),
            "cut": len(own) > SHOWN,
            "me": user.pk,
            "exceptions": exceptions,
            "dues": dues,
            "followed": counts.due,
            "models": models[:MODELS_SHOWN],
            "models_more": len(models) - MODELS_SHOWN,
            "year": year,
            "place": place,
            "batches": waiting_batches,
            "nothing": not (own or waiting or waiting_batches or dues or counts.due),
            "bar": Bar(
                parts=[place, f"Năm {year.year}"], places=[("", place)], years=years, year=year.year
            ) if year else None,
            "illustrative": any(item.illustrative for item in own),
        },
    )  # fmt: skip


@require_POST
def submit_ready(request: HttpRequest) -> HttpResponse:
    """Send several of one's drafts at once; each on its own, so that one refusal stops no other."""
    sent, refused = 0, []
    for key in list(dict.fromkeys(request.POST.getlist("muc")))[:BULK]:
        record = find(request.user, key)
        if record is None:
            refused.append("Một bản nháp không còn ở đó hoặc ngoài phạm vi của bạn.")
            continue
        try:
            services.submit(request.user, record)
            sent += 1
        except Refused as error:
            refused.append(f"“{record}”: {error.message}")
        except PermissionDenied as error:
            refused.append(f"“{record}”: {error}")
    if sent:
        messages.success(request, f"Đã gửi {sent} bản ghi.")
    say_refusals(request, refused)
    if not sent and not refused:
        messages.error(request, "Chưa chọn bản nháp nào.")
    return HttpResponseRedirect(reverse("my_work"))


def find(user: Any, key: str) -> Record | None:
    """The record that "support:12" names, or None when it does not exist for this user."""
    kind, _, number = key.partition(":")
    model = record_models().get(kind)
    if model is None or not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return visible_to(model._default_manager.filter(pk=int(number)), user).first()


def say_refusals(request: HttpRequest, refused: list[str]) -> None:
    """Which and why, ten at most: the page stays readable and the cookie small."""
    for line in refused[:10]:
        messages.error(request, line)
    if len(refused) > 10:
        messages.error(request, f"Còn {len(refused) - 10} bản ghi nữa chưa làm được, hãy xem từng bản.")


def said_when(moment: datetime.datetime) -> str:
    """ "hôm nay, 08:10", "hôm qua", else the day."""
    local = timezone.localtime(moment)
    days = (timezone.localdate() - local.date()).days
    if days == 0:
        return f"hôm nay, {local:%H:%M}"
    return "hôm qua" if days == 1 else f"{local:%d/%m/%Y}"


def _models(items: list[work_rows.Item]) -> list[ModelDue]:
    """Models near a deadline of their year's plan or behind it, the oldest first."""
    today, found = timezone.localdate(), []
    for item in items:
        if item.at is not None:
            day = timezone.localtime(item.at).date()
            found.append(ModelDue(item.title, item.url, item.reason, day, max((today - day).days, 0)))
    return sorted(found, key=lambda one: (one.day, one.title))


def _exceptions(user: Any) -> list[PeriodException]:
    """Closed periods that this user may still write into, and until when."""
    if not any(action.endswith(".enter") for grant in access(user).grants for action in grant.role.actions):
        return []
    return list(work_counts.held(user).select_related("closing__area").order_by("until"))


def _place(user: Any) -> str:
    places = list(dict.fromkeys(grant.label for grant in access(user).grants if grant.label))
    text = "; ".join(places)
    return text[:1].upper() + text[1:]


def _place_year(request: HttpRequest) -> tuple[PlaceYear | None, list[int]]:
    """The figures of what the user sees, in the URL's year or the latest with accepted supports. One query."""
    if not access(request.user).may("support.view"):
        return None, []
    accepted, grant = Q(status=Status.APPROVED), Q(kind=Support.Kind.GRANT)
    rows = (
        visible_to(Support.objects.all(), request.user)
        .order_by()
        .values("year")
        .annotate(
            support_vnd=Sum("amount_vnd", filter=accepted & grant),
            loan_vnd=Sum("amount_vnd", filter=accepted & ~grant),
            accepted=Count("pk", filter=accepted),
            waiting=Count("pk", filter=Q(status=Status.SUBMITTED)),
            unvalued=Count("pk", filter=accepted & grant & Q(amount_vnd__isnull=True)),
        )
    )
    known = {row["year"]: PlaceYear(**row) for row in cast(list[dict[str, Any]], rows)}
    today = timezone.localdate().year
    latest = max((y for y, row in known.items() if row.accepted and y <= today), default=today)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else latest
    years = sorted({*known, today, year}, reverse=True)
    return known.get(year, PlaceYear(year, None, None, 0, 0, 0)), years


def _doors(user: Any) -> list[Door]:
    """Where this person begins, three at most, the first one stressed."""
    may = access(user).may
    wanted = [
        ("support.enter", "supports:new", "Ghi khoản hỗ trợ", "Tiền, quà, nhà ở, ngày công, vốn vay"),
        ("import", "imports:index", "Nhập từ Excel", "Giữ nguyên tệp đang dùng"),
        ("support.enter", "supports:quick", "Nhập nhanh nhiều dòng", "Gõ hoặc dán từ bảng tính"),
        ("activity.enter", "activities:new", "Ghi hoạt động", "Tuyên truyền, đối thoại, ra quân, tập huấn"),
        ("support.confirm", "inbox", "Mở hộp tiếp nhận", "Xem, xác nhận hoặc đề nghị làm rõ"),
        ("report.view", "dashboard", "Tổng quan", "Số liệu của năm trên một trang"),
        ("report.view", "reports:index", "Báo cáo", "Chọn nơi, năm rồi tải về"),
        ("accounts", "admin_home", "Quản trị", "Tài khoản, phân công, danh mục"),
    ]
    doors = []
    for right, name, title, text in wanted:
        try:
            url = reverse(name)
        except NoReverseMatch:  # a page that this edition of the portal does not have
            continue
        if may(right):
            doors.append(Door(url, title, text))
    return doors[:3]


def _lead(
    returned: list[Any], proposals: list[Any], waiting: list[inbox_rows.Waiting], drafts: list[Draft]
) -> str:  # fmt: skip
    """The day in one or two sentences; "" when nothing calls."""
    said = []
    if returned:
        said.append(f"{len(returned)} bản ghi được đề nghị làm rõ, cần sửa trước.")
    if waiting:
        days, late = max(w.days for w in waiting), sum(w.late for w in waiting)
        since = f", lâu nhất {days} ngày làm việc" if days else ""
        past = f", {late} bản quá hạn" if late else ""
        said.append(f"{sum(w.count for w in waiting)} bản ghi chờ bạn xem{since}{past}.")
    if proposals:
        said.append(f"{len(proposals)} đề nghị chờ bạn duyệt.")
    ready = sum(not draft.missing for draft in drafts)
    if ready and not said:
        said.append(f"{ready} bản nháp đã đủ để gửi.")
    return " ".join(said)
