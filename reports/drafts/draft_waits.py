"""Whose draft it is to go on with, to the issue itself: for the list of drafts, and counted for Việc của tôi."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from danvan.accounts.scoping import access
from movements.due import Due, counted
from reports.models import Report


def waiting_for(user: Any) -> QuerySet[Report]:
    """Drafts whose next step is the user's: own to finish, others' to check, checked to sign, signed to issue."""
    found = Q(pk__in=())
    mine = access(user)
    wrote = Q(created_by=user) | Q(pk__in=Report.objects.filter(texts__author=user).values("pk"))
    if mine.may("report.draft"):
        reach = mine.q(Report.scope, "report.draft")
        checking = Q(status=Report.Status.CHECKING, checked_at__isnull=True) & ~wrote
        found |= reach & (Q(status=Report.Status.DRAFT, created_by=user) | checking)
    if mine.may("report.sign"):
        reach = mine.q(Report.scope, "report.sign")
        found |= reach & (Q(status=Report.Status.CHECKING) & ~wrote | Q(status=Report.Status.SIGNED))
    return Report.objects.filter(found)


def branches(user: Any) -> list[QuerySet[Any, Any]]:
    """A count for `lines`, drawn with the other counts of the page."""
    mine = access(user)
    return [counted(waiting_for(user), "drafts")] if mine.may("report.draft") or mine.may("report.sign") else []


def lines(counts: Mapping[str, tuple[int, int]]) -> list[Due]:
    """In words, with the list that holds exactly these."""
    waiting = counts.get("drafts", (0, 0))[0]
    address = f"{reverse('reports:drafts')}?cho=toi"
    return [Due(waiting, "dự thảo báo cáo chờ bước của bạn", address, late=False)] if waiting else []
