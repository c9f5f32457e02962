"""Lịch sử thay đổi of a record: its entries of the journal in sentences, newest first, page by page."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from danvan.accounts.scoping import access
from danvan.audit.models import Entry, Mention
from danvan.history_lines import History
from danvan.lines import number
from danvan.records.models import Record

if TYPE_CHECKING:
    from danvan.crud import Desk

PER_PAGE = 50


def entries_of(record: Record) -> QuerySet[Entry]:
    """The entries about a record: its own, and those of many that list it (`place`: where in them it stands)."""
    mentions = Mention.objects.filter(record_type=record.record_type, record_id=record.pk)
    own = Q(record_type=record.record_type, record_id=record.pk)
    place = mentions.filter(seq=OuterRef("seq")).values("place")[:1]
    return Entry.objects.filter(own | Q(seq__in=mentions.values("seq"))).annotate(place=Subquery(place))


class HistoryView(View):
    """<pk>/lich-su/: for those who hold `journal.record`. `nguoi`: of one person; `truoc`: older than an entry."""

    desk: "Desk" = None  # type: ignore[assignment]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.desk.visible(request.user).prefetch_related(None).filter(pk=pk).first()
        if record is None:
            raise Http404
        if not access(request.user).may_at("journal.record", record):
            raise PermissionDenied("Tài khoản của bạn không xem lịch sử của bản ghi này.")
        entries = entries_of(record)
        people = dict(entries.order_by().values_list("actor__username", "actor__full_name").distinct())
        asked: dict[str, Any] = {"nguoi": request.GET.get("nguoi", "").strip(), "truoc": request.GET.get("truoc", "")}
        if asked["nguoi"]:
            entries = entries.filter(actor__username=asked["nguoi"])
        if number(asked["truoc"]):
            entries = entries.filter(seq__lt=number(asked["truoc"]))
        shown = list(entries.select_related("actor").order_by("-seq")[: PER_PAGE + 1])
        return render(
            request,
            "records/history.html",
            {
                "desk": self.desk,
                "target": record,
                "lines": History(self.desk, record, shown[:PER_PAGE], request.user).lines(),
                "later": shown[PER_PAGE - 1].seq if len(shown) > PER_PAGE else None,
                "people": sorted(people.items(), key=lambda one: one[1]),
                "asked": asked,
            },
        )
