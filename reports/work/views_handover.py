"""Bàn giao: what somebody who leaves has in hand goes to a colleague; counts for all, words for who may read them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from danvan.accounts.models import User
from danvan.accounts.roles import ROLES
from danvan.accounts.scoping import NOBODY, access, visible_to
from danvan.imports import leavers
from danvan.records import handover
from danvan.records.data import Refused
from danvan.records.kinds import record_models
from danvan.records.models import Record, Status
from movements.models import Assignment
from reports.work.work_rows import place_words

LISTED = 200  # records outside the colleague's reach that are named one by one


@dataclass(frozen=True, slots=True)
class Row:
    """How many unfinished records of one kind somebody has in hand."""

    label: str
    drafts: int
    returned: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Left:
    """A record that stays, outside the colleague's reach. `title` is "" for who may not read it."""

    kind: str
    pk: int
    title: str
    url: str
    place: str


class HandoverView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        leaver, counts = self.leaver(request, pk)
        chosen = request.GET.get("cho", "")
        taker = taker_of(request.user, leaver, chosen) if chosen else None
        if chosen and taker is None:
            raise Http404
        return self.page(request, leaver, counts, taker)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        leaver, counts = self.leaver(request, pk)
        taker = taker_of(request.user, leaver, request.POST.get("cho", ""))
        if taker is None:
            return self.page(request, leaver, counts, None, "Hãy chọn người nhận.")
        lots = leavers.hand_over(request.user, leaver, taker)
        try:
            done = handover.hand_over(request.user, leaver, taker)
        except Refused as refused:
            if not lots:
                return self.page(request, leaver, counts, taker, refused.message)
            done = 0
        left = sum(handover.counts(request.user, leaver).values()) + len(leavers.waiting(request.user, leaver))
        given = f"{done} bản ghi" + (f", {lots} lô nhập chờ sửa" if lots else "")
        more = f" Còn {left} chưa bàn giao." if left else ""
        messages.success(request, f"Đã bàn giao {given} của {leaver} cho {taker}.{more}")
        if left:
            return HttpResponseRedirect(reverse("handover", args=[leaver.pk]))
        admin = access(request.user).may("accounts")
        return HttpResponseRedirect(reverse("account", args=[leaver.pk]) if admin else reverse("late"))

    def leaver(self, request: HttpRequest, pk: int) -> tuple[User, Counter[tuple[str, str]]]:
        """Whose work it is. A person with nothing in the actor's reach exists only for who manages accounts."""
        if not access(request.user).may("handover"):
            raise PermissionDenied("Tài khoản của bạn không bàn giao bản ghi của người khác.")
        leaver = User.objects.filter(pk=pk).first()
        counts = handover.counts(request.user, leaver) if leaver else Counter()
        known = counts or access(request.user).may("accounts")
        if leaver is None or not (known or leavers.waiting(request.user, leaver)):
            raise Http404
        return leaver, counts

    def page(
        self, request: HttpRequest, leaver: User, counts: Counter[tuple[str, str]], taker: User | None, error: str = ""
    ) -> HttpResponse:
        plan = handover.plan(request.user, leaver, taker) if taker else None
        lots = leavers.waiting(request.user, leaver)
        fit = leavers.fitting(lots, leaver, taker) if taker else lots
        return render(
            request,
            "work/handover.html",
            {
                "leaver": leaver,
                "rows": rows_of(counts),
                "total": sum(counts.values()),
                "lots": len(fit),
                "lots_stay": len(lots) - len(fit),
                "anything": bool(counts or lots),
                "people": people(request.user, leaver) if counts or lots else [],
                "taker": taker,
                "goes": sum(plan.goes.values()) + len(fit) if plan else 0,
                "going": rows_of(plan.goes) if plan else [],
                "stays": sum(counts.values()) - sum(plan.goes.values()) if plan else 0,
                "left": left_of(plan.stays[:LISTED], request.user) if plan else [],
                "errors": [("cho", "Người nhận", error)] if error else [],
                "error": error,
            },
            status=422 if error else 200,
        )


def rows_of(counts: Counter[tuple[str, str]]) -> list[Row]:
    """One row a kind, in the order of the table of roles."""
    return [
        Row(
            str(model._meta.verbose_name), counts[kind, Status.DRAFT], counts[kind, Status.RETURNED],
            counts[kind, Status.SUBMITTED],
        )
        for kind, model in record_models().items()
        if any(counts[kind, status] for status in handover.UNFINISHED)
    ]  # fmt: skip


def left_of(records: list[Record], user: Any) -> list[Left]:
    """Named by their words only to who may read them; else by kind, number and place. One query a kind."""
    seen = {
        kind: set(visible_to(model._default_manager.filter(pk__in=[r.pk for r in records]), user).values_list(
            "pk", flat=True)) if access(user).may(f"{kind}.view") else set()
        for kind, model in record_models().items()
        if any(isinstance(record, model) for record in records)
    }  # fmt: skip
    found = []
    for record in records:
        may = record.pk in seen[record.scope.kind]
        found.append(
            Left(
                kind=str(record._meta.verbose_name), pk=record.pk, title=str(record) if may else "",
                url=record.get_absolute_url() if may else "", place=place_words(record.area),
            )
        )  # fmt: skip
    return found


def takers(actor: Any, leaver: Any) -> QuerySet[Assignment]:
    """Assignments of those who enter records somewhere in the actor's reach, by name."""
    entering = [code for code, role in ROLES.items() if any(action.endswith(".enter") for action in role.actions)]
    reach = NOBODY
    for grant in access(actor).holding("handover"):
        reach |= grant.area_q("area") | grant.area_q("organization__area")
    found = Assignment.objects.active_on(timezone.localdate()).filter(reach, role__in=entering, user__is_active=True)
    return found.exclude(Q(user=leaver.pk)).select_related("user", "area", "organization").order_by("user__full_name")


def people(actor: Any, leaver: Any) -> list[tuple[str, str]]:
    """(id, "Trần Văn Út, Cán bộ xã, Mê Linh") of each whom the work can go to."""
    found: dict[str, str] = {}
    for one in takers(actor, leaver):
        found.setdefault(str(one.user_id), f"{one.user}, {one.get_role_display()}, {one.place_label()}")
    return list(found.items())


def taker_of(actor: Any, leaver: Any, asked: str) -> User | None:
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        return None
    found = takers(actor, leaver).filter(user=int(asked)).first()
    return found.user if found else None
