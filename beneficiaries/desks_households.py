"""The desks of households and poverty. Who does not work with households meets a refusal, never a name."""

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse

from danvan.accounts.scoping import access, visible_to
from danvan.crud import Desk
from danvan.forms import DoorForm
from danvan.imports.listing import batch_filter
from danvan.listing import Column, Filter, equals, number
from danvan.records.models import Status
from movements import restating
from movements.desks_filters import CAMPAIGN, PLACE, STATUS, YEAR, of_campaign, of_movement, within

from . import views_households as views
from . import views_merge as merge
from .forms_households import AreaPovertyForm, HouseholdForm, ParticipationLines, ResidenceLines, ReviewForm
from .household_life import life_of
from .models import AreaPoverty, Household, Participation, PovertyClass, PovertyReview, Standard, Support, merged_away
from .similar import Similar
from .views_merge import merges_of


def classes(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in PovertyClass.choices]


def of_class(value: str) -> Q:
    """Households whose latest accepted review says the class."""
    return Q(latest_class=value)


def taking_part(value: str) -> Q | None:
    """Households that take part in a year: "2022.dot.pretieng-2022" of a campaign with its programmes,
    "2022.phong-trao.x" of a movement's campaigns and models, "2022.mo-hinh.7" of a model.
    Records that were merged stand for one household.
    """
    year, _, named = value.partition(".")
    kind, _, code = named.partition(".")
    of = {"dot": of_campaign, "phong-trao": of_movement("model__movement"), "mo-hinh": number("model_id")}.get(kind)
    condition = of(code) if of else None
    if condition is None or not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    lasting = Q(end_year__isnull=True) | Q(end_year__gte=int(year))
    joined = Participation.objects.filter(condition, lasting, start_year__lte=int(year))
    return Q(pk__in=joined.households(), status=Status.APPROVED)


def said_part(value: str) -> str:
    """ "năm 2022, pretieng-2022"; of a model the year alone."""
    year, _, named = value.partition(".")
    return f"năm {year}, {named.partition('.')[2]}" if not named.startswith("mo-hinh") else f"một mô hình, năm {year}"


def place(row: Any) -> str:
    """ "thôn Pretieng 1, xã Phú Sơn"; a commune stands alone."""
    area = row.area
    return f"{area}, {area.parent}" if area.level == "hamlet" and area.parent else str(area)


def subject(counts: AreaPoverty) -> str:
    """Whose counts: a campaign's areas together, or one place."""
    return counts.campaign.name if counts.campaign else place(counts)


class NeighbouringDesk(Desk):
    """A list that leads to the others about households, by right."""

    list_template = "households/list.html"

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        if target is not None or request.resolver_match is None or request.resolver_match.url_name != "list":
            return {}
        may = access(request.user).may
        wanted = [("household.view", Household, "Hộ"), ("poverty_review.view", PovertyReview, "Rà soát hộ nghèo"),
                  ("area_poverty.view", AreaPoverty, "Số hộ nghèo của địa bàn"),
                  ("support.view", Support, "Khoản hỗ trợ")]  # fmt: skip
        return {
            "neighbours": [
                (reverse(f"{model.url_name}:list"), label)
                for right, model, label in wanted
                if may(right) and model is not self.model
            ]
            + ([(reverse("poverty"), "Giảm nghèo")] if may("area_poverty.view") else [])
            + (
                [(reverse("households:duplicates"), "Hồ sơ nghi trùng"), (reverse("left_out"), "Công bằng")]
                if may("household.view")
                else []
            )
        }


class HouseholdDesk(NeighbouringDesk):
    model = Household
    title = "Hộ"
    new_title = "Ghi hộ mới"
    intro = "Tìm bằng tên chủ hộ, tên thường gọi hoặc thôn; gõ không dấu cũng được."
    related = ("organization", "area", "area__parent", "created_by", "updated_by")
    form_class = HouseholdForm
    formsets = {"residences": ("Nơi ở trước nay", ResidenceLines), "participations": ("Tham gia", ParticipationLines)}
    sections = (
        ("Hộ", ("head", "everyday_name", "birth_year", "people", "ethnicity", "code")),
        ("Nơi ở và đơn vị ghi", ("area", "organization")),
        ("Giấy tờ", ("cccd", "clear_cccd", "legal_basis", "note")),
    )
    detail_template = "households/detail.html"
    form_template = "households/form.html"
    columns = [
        Column("head", "Chủ hộ", head=True, sort="sort_key", personal=True),
        Column("code", "Mã hộ"),
        Column("area", "Nơi ở", place, sort="area__path"),
        Column("people", "Khẩu", kind="count", sort="people", total="people"),
        Column("class", "Diện", lambda h: PovertyClass(h.latest_class).label if h.latest_class else None),
        Column("status", "Trạng thái", lambda h: h, kind="status", sort="status"),
    ]
    filters = [
        PLACE, Filter("dien", "Diện", of_class, classes), STATUS, restating.FILTER,
        Filter("tham-gia", "Tham gia", taking_part, hidden=True, said=said_part),
        batch_filter("ho"),
    ]  # fmt: skip

    def visible(self, user: Any) -> QuerySet[Any]:
        """With the class of the latest accepted review."""
        reviews = PovertyReview.objects.filter(household=OuterRef("pk"), status=Status.APPROVED)
        latest = reviews.order_by("-year", "-pk").values("poverty_class")[:1]
        return super().visible(user).annotate(latest_class=Subquery(latest))

    def listed(self, user: Any) -> QuerySet[Any]:
        """Without the records that were merged into another: its page leads to them."""
        return self.visible(user).exclude(merged_away())

    def sectioned(self, form: DoorForm) -> list[Any]:
        """The tick "vẫn ghi" stands beside the households that it speaks of (households/similar.html)."""
        found = super().sectioned(form)
        return [(legend, [bound for bound in fields if bound.name != "go_on"]) for legend, fields in found]

    def form_context(self, request: HttpRequest, target: Any, form: DoorForm, formsets: Any) -> dict[str, Any]:
        similar: list[Similar] = getattr(form, "similar", [])
        issuer = access(request.user).portal.issuer if similar and access(request.user).portal else None
        return {
            "same_number": [one for one in similar if one.why == "cccd"],
            "similar": [one for one in similar if one.why != "cccd"],
            "ask": issuer,
        }

    def columns_for(self, user: Any, query: Mapping[str, str]) -> list[Column]:
        """Without names the code leads to the page."""
        columns = super().columns_for(user, query)
        if not any(column.head for column in columns):
            return [Column("code", "Mã hộ", head=True), *(c for c in columns if c.key != "code")]
        return columns

    def shown(self, target: Any, name: str) -> Any:
        if name == "cccd":
            return target.masked_cccd or None
        return place(target) if name == "area" else super().shown(target, name)

    def children_shown(self, target: Any) -> list[Any]:
        return []  # they stand in the household's life, read with the rest in one query

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        match = request.resolver_match
        if match is None or match.url_name != "detail":
            return super().extra_context(request, target)
        mine = access(request.user)
        return {
            "life": life_of(target, request.user),
            "merges": (merges := merges_of(target, request.user)),
            "merged_into": next((one for one in merges if one.stands and one.away_id == target.pk), None),
            "may_reveal": bool(target.cccd) and mine.may("personal.reveal"),
            "may_link": mine.may("household.enter"),
            "may_review": mine.may("poverty_review.enter"),
        }

    def more_urls(self) -> list[URLPattern]:
        return [
            path("tim/", views.find, name="find"),
            path("trung-lap/", merge.DuplicatesView.as_view(desk=self), name="duplicates"),
            path("gop/<int:merge>/", merge.MergePage.as_view(desk=self), name="merge_page"),
            path("<int:pk>/gop/", merge.MergeView.as_view(desk=self), name="merge"),
            path("<int:pk>/hien-cccd/", views.RevealView.as_view(desk=self), name="reveal"),
            path("<int:pk>/tach-nhap/", views.LineageView.as_view(desk=self), name="lineage"),
            path("<int:pk>/tach-nhap/<int:other>/bo/", views.UnlinkView.as_view(desk=self), name="unlink"),
        ]


class ReviewDesk(NeighbouringDesk):
    model = PovertyReview
    title = "Rà soát hộ nghèo"
    new_title = "Ghi kết quả rà soát"
    intro = "Mỗi hộ, mỗi năm, mỗi chuẩn một kết quả. Địa bàn và đơn vị theo hộ."
    related = ("household", "organization", "area", "area__parent", "created_by", "updated_by")
    form_class = ReviewForm
    columns = [
        Column("household", "Chủ hộ", "household.head", head=True, sort="household__sort_key", personal=True),
        Column("area", "Nơi ở", place, sort="area__path"),
        Column("year", "Năm", "year", sort="year"),
        Column("class", "Xếp loại", "get_poverty_class_display", sort="poverty_class"),
        Column("standard", "Chuẩn nghèo", "get_standard_display"),
        Column("status", "Trạng thái", lambda r: r, kind="status", sort="status"),
    ]
    filters = [
        YEAR, PLACE,
        Filter("dien", "Xếp loại", equals("poverty_class"), classes),
        Filter("chuan", "Chuẩn", equals("standard"), lambda request: Standard.choices, more=True),
        STATUS,
        Filter("ho", "Hộ số", number("household"), hidden=True), restating.FILTER,
        batch_filter("ra-soat"),
    ]  # fmt: skip

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        found = super().initial(request)
        key = str(found.get("household", ""))
        if key.isascii() and key.isdigit() and len(key) < 18:
            found["household"] = visible_to(Household.objects.filter(pk=int(key)), request.user).first()
        if "year" not in found and (year := request.GET.get("nam", "")).isdigit():
            found["year"] = year
        return found


class AreaPovertyDesk(NeighbouringDesk):
    model = AreaPoverty
    title = "Số hộ nghèo của địa bàn"
    new_title = "Ghi số hộ nghèo"
    intro = "Số như đã công bố, dùng khi cổng không giữ danh sách từng hộ."
    related = ("organization", "area", "area__parent", "campaign", "created_by", "updated_by")
    form_class = AreaPovertyForm
    sections = (
        ("Ở đâu, khi nào", ("organization", "area", "campaign", "date")),
        ("Số hộ", ("standard", "poor", "near_poor", "households")),
        ("Nguồn", ("source", "note")),
    )
    columns = [
        Column("area", "Địa bàn, đợt", subject, head=True, sort="area__sort_key"),
        Column("date", "Tại ngày", kind="date", sort="date"),
        Column("poor", "Hộ nghèo", kind="count", sort="poor"),
        Column("near_poor", "Hộ cận nghèo", kind="count", sort="near_poor"),
        Column("households", "Tổng số hộ", kind="count", sort="households"),
        Column("standard", "Chuẩn nghèo", "get_standard_display"),
        Column("source", "Nguồn số liệu"),
        Column("status", "Trạng thái", lambda r: r, kind="status", sort="status"),
    ]
    filters = [
        YEAR, PLACE, CAMPAIGN, STATUS, restating.FILTER, within(lambda start, end: Q(date__range=(start, end))),
        batch_filter("so-ho-ngheo"),
    ]  # fmt: skip
