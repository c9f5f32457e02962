"""Giảm nghèo: one place and year, from the lists of households held and from the counts published; each figure opens
its households.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from danvan.accounts.scoping import access, visible_to
from danvan.context import Context, context_of
from danvan.crud import Desk
from danvan.crud_views import ListView
from danvan.downloads import download
from danvan.listing import Column, Filter
from danvan.records.models import Status
from movements.desks_filters import years
from movements.models import Area

from . import poverty_page as drawing
from .desks_households import place as place_words
from .models import AreaPoverty, PovertyReview
from .poverty_flows import BY_CODE, LISTS, NEAR, POOR, REASONS, Flow
from .poverty_help import help_of
from .poverty_published import STANDARDS, beside_names, between_publishers, published_of
from .poverty_received import grants, received, window
from .poverty_rights import countable, counts_at, enters_at, names_at
from .poverty_task import CLASSES
from .poverty_year import Home, Place, PovertyYear, whole_of, year_of


def chosen_context(request: HttpRequest) -> Context:
    """The place and year of the page: without a year in the URL the latest with a review or a count.

    Raises PermissionDenied, Http404.
    """
    mine = access(request.user)
    if not mine.may("area_poverty.view"):
        raise PermissionDenied("Tài khoản của bạn không xem mục này.")
    context = context_of(request)
    if context.area is None or not counts_at(mine, context.area.path):
        raise Http404
    if request.GET.get("nam"):
        return context
    approved = Q(status=Status.APPROVED)
    reviews = countable(request.user).order_by().values_list("year")
    counts = visible_to(AreaPoverty.objects.filter(approved), request.user).order_by().values_list("year")
    latest = max((year for (year,) in reviews.union(counts) if year), default=context.year)
    return Context(context.area, latest, context.places, context.years)


class PovertyPage(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        context = chosen_context(request)
        area, at = context.area, context.year or 0
        names = names_at(access(request.user), area.path)
        year = year_of(request.user, area, at)
        links = drawing.Links({"nam": str(at), "noi": area.code}, names)
        parts = drawing.parts_of(area, at)
        rows = drawing.table(year, parts, links)
        flows = {which: year.flow(which) for which in LISTS}
        accounts = [drawing.account(flow, links, names) for flow in flows.values()]
        title = f"Biến động hộ nghèo năm {at}, {area}"
        if fmt := request.GET.get("xuat"):
            lines = drawing.exported(str(area), accounts, rows if names else ())
            return download(request, "poverty", title, drawing.HEADS, lines, fmt, len(lines))
        counts = published_of(request.user, area)
        held = {which: flow.end for which, flow in flows.items()}
        got = received(year.reviews, at) if year.reviews is not None and year.homes else {}
        return render(request, "poverty/page.html", {
            "area": area, "year": at, "names": names, "bar": context.bar(request), "neighbours": _neighbours(request),
            "lists": year, "held": any(year.held), "standards": [STANDARDS.get(s, "") for s in year.standards],
            "accounts": accounts, "reasons": REASONS, "heads": drawing.TABLE, "whole": _whole(flows, links, names),
            "rows": rows if names else drawing.safe_table(rows), "moved": year.moved_inside(parts) if names else 0,
            "part_word": "thôn" if parts and not parts[0].lists else "xã",
            "help": help_of(year, got, links, names), "window": window(at),
            "counts": counts[::-1], "series": drawing.series_of(counts), "publishers": between_publishers(counts),
            "beside": beside_names(counts, at, held, year.standards[1]) if names else [],
            "review_url": _review_url(request, area, at),
            "illustrative": year.illustrative or any(one.illustrative for one in counts),
        })  # fmt: skip


def _whole(flows: Mapping[str, Flow], links: drawing.Links, names: bool) -> drawing.Row | None:
    row = drawing.Row("Cả địa bàn", flows[POOR], flows[NEAR], {
        key: links.to(*key.split(":")) for key, _head in drawing.TABLE})  # fmt: skip
    return row if names or not row.tells_single else None


def _review_url(request: HttpRequest, area: Area, year: int) -> str:
    """The yearly review of the place, for who enters it."""
    enters = enters_at(access(request.user), area.path)
    return f"{reverse('poverty_task')}?noi={area.code}&nam={year}" if enters else ""


def _neighbours(request: HttpRequest) -> list[tuple[str, str]]:
    may = access(request.user).may
    wanted = [("household.view", "households:list", "Hộ"), ("area_poverty.view", "area_poverty:list", "Số công bố"),
              ("poverty_review.view", "poverty_reviews:list", "Rà soát hộ nghèo")]  # fmt: skip
    return [(reverse(name), label) for right, name, label in wanted if may(right)]


# ---- the households behind a figure ----------------------------------------------------------------------------


def said(value: str) -> Q:
    """A filter that the list itself reads."""
    return Q()


def groups(request: HttpRequest) -> list[tuple[str, str]]:
    ds = request.GET.get("ds", POOR)
    own = [(r.code, r.said(ds)) for r in REASONS if r.said(ds)]
    return [*drawing.GROUP_WORDS.items(), *own]


class FlowDesk(Desk):
    """The households of one list over a year; made anew for each request. A row is the review that shows it here."""

    model = PovertyReview
    intro = "Theo kết quả rà soát đã tiếp nhận. “–” là không có trong phạm vi này hoặc không rà soát."
    list_template = "poverty/households.html"
    filters: ClassVar[list[Filter]] = [
        Filter("nam", "Năm", said, years),
        Filter("ds", "Danh sách", lambda v: Q() if v in LISTS else None,
               lambda request: [(v, drawing.WORDS[v]) for v in LISTS]),
        Filter("dong", "Biến động", lambda v: Q() if v in drawing.GROUPS else None, groups),
        Filter("thon", "Thôn", said, hidden=True),
    ]  # fmt: skip

    def __init__(self, query: QueryDict, area: Area, year: int) -> None:
        self.is_record = False
        self.area, self.at = area, year
        asked = query.get("ds", POOR)
        self.which = asked if asked in LISTS else POOR
        self.group = query.get("dong", "")
        self.hamlet = query.get("thon", "")
        self.found: dict[int, tuple[Home, str]] = {}
        self.times: dict[int, int] = {}
        self.columns = [  # type: ignore[misc]
            Column("household", "Chủ hộ", "household.head", head=True, sort="household__sort_key", personal=True),
            Column("code", "Mã hộ", "household.code"),
            Column("area", "Nơi rà soát", place_words, sort="area__path"),
            Column("start", "Đầu kỳ", lambda r: self._class(r, "start")),
            Column("end", "Cuối kỳ", lambda r: self._class(r, "end")),
            Column("reason", "Biến động", lambda r: self._reason(r)),
            Column("times", f"Lượt hỗ trợ {year - 1}–{year}", lambda r: self._times(r), kind="count"),
        ]

    @property
    def title(self) -> str:  # type: ignore[override]
        codes = drawing.GROUP_WORDS | {code: reason.said(self.which) for code, reason in BY_CODE.items()}
        what = codes.get(self.group) or "Vào, ra và còn lại"
        return f"{drawing.WORDS[self.which].capitalize()} năm {self.at}: {what[:1].lower()}{what[1:]}"

    @property
    def namespace(self) -> str:
        return "poverty_households"

    def may_enter(self, user: Any) -> bool:
        return False

    def in_place(self, queryset: QuerySet[Any], area: Any) -> QuerySet[Any]:
        return queryset

    def visible(self, user: Any) -> QuerySet[Any]:
        reviews = visible_to(PovertyReview.objects.filter(status=Status.APPROVED), user)
        year = year_of(user, self.area, self.at)
        place = self._place()
        if place is not None:
            for home, code in year.reasons(self.which, place):
                shown = self._shown(year, home, place)
                if shown and code in drawing.GROUPS.get(self.group, (code,)):
                    self.found[shown] = (home, code)
        self.place, self.year = place, year
        rows = reviews.filter(pk__in=self.found)
        got = received(rows, self.at) if self.found else {}
        self.times = {home: grants(by) for home, by in got.items()}
        return rows.select_related("household", "area", "area__parent")

    def _place(self) -> Place | None:
        if not self.hamlet:
            return whole_of(self.area)
        found = Area.objects.within(self.area).filter(code=self.hamlet).first()
        return Place(str(found), found.path, found.code, lists=False) if found else None

    def _shown(self, year: PovertyYear, home: Home, place: Place) -> int | None:
        """The review made here, the later one first."""
        for one in (home.end, home.start):
            if one is not None and year.belonging.belongs(one.place, place.path):
                return one.pk
        return None

    def _class(self, review: Any, side: str) -> str | None:
        home, _code = self.found[review.pk]
        one = getattr(home, side)
        here = one is not None and self.place and self.year.belonging.belongs(one.place, self.place.path)
        return CLASSES[one.said] if here else None

    def _reason(self, review: Any) -> str:
        code = self.found[review.pk][1]
        return BY_CODE[code].said(self.which) if code in BY_CODE else drawing.GROUP_WORDS[code]

    def _times(self, review: Any) -> int:
        return self.times.get(self.found[review.pk][0].household, 0)


class FlowHouseholds(ListView):
    def get(self, request: HttpRequest) -> HttpResponse:
        context = chosen_context(request)
        if not names_at(access(request.user), context.area.path):
            raise PermissionDenied("Tài khoản của bạn không xem từng hộ ở đây.")
        self.desk = FlowDesk(request.GET, context.area, context.year or 0)
        return super().get(request)
