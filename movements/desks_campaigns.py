"""The desks of campaigns, movements and published figures; a campaign's page with its figures stands in `reports`."""

from typing import Any

from django.db.models import CharField, DecimalField, Q, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import reverse

from danvan.accounts.scoping import access, visible_to
from danvan.forms import form_for
from danvan.listing import Column, Filter, equals
from danvan.records import files
from danvan.records.models import Status

from .desks_base import ProgrammeDesk, links, may_read, records_about
from .desks_filters import CAMPAIGN, YEAR, movements, organizations, valid_in_year, years
from .forms import CatalogForm
from .models import Activity, Area, Campaign, CommunityWork, Movement, Organization, PublishedFigure

SHOWN = 50


class CampaignForm(CatalogForm):
    hints = {
        "parent": "Khi đây là một chương trình bên trong một đợt.",
        "areas": "Nơi đợt diễn ra; giữ Ctrl để chọn nhiều dòng.",
        "aliases": "Mỗi tên một dòng; dùng khi nhập từ Excel.",
        "solution": "Nhóm của chủ đề công tác năm: khoản hỗ trợ, mô hình, hoạt động của đợt tính vào nhóm này.",
    }

    def choices_for(self, name: str, queryset: Any) -> Any:
        if name == "areas":
            chosen = self.instance.areas.values("pk") if self.instance.pk else ()
            return queryset.filter(~Q(level="hamlet") | Q(pk__in=chosen) | hamlets_near(self.instance))
        return queryset.exclude(pk=self.instance.pk) if name == "parent" and self.instance.pk else queryset


def hamlets_near(campaign: Campaign) -> Q:
    """The hamlets of the communes that a campaign names already: a district's hundreds would bury the list."""
    found = Q(pk__in=())
    for path in campaign.areas.values_list("path", flat=True) if campaign.pk else ():
        found |= Q(path__startswith=path)
    return found


class CampaignDesk(ProgrammeDesk):
    model = Campaign
    title = "Đợt công tác dân vận"
    new_title = "Thêm đợt, chương trình"
    intro = "Mỗi đợt có một trang: kế hoạch, kết quả, ai làm, số công bố và báo cáo."
    related = ("parent", "movement", "organization")
    form_class = form_for(Campaign, CampaignForm)
    list_template = "movements/campaigns.html"
    evidence_page = "photos"
    sections = (
        ("Đợt, chương trình", ("name", "code", "parent", "movement", "start", "end")),
        ("Ai làm, ở đâu", ("organization", "joint_organizations", "areas")),
        ("Mô tả", ("description", "aliases", "solution")),
    )
    columns = [
        Column("name", "Tên", head=True, sort="sort_key"),
        Column("parent", "Thuộc đợt", "parent.name"),
        Column("movement", "Phong trào", "movement.name"),
        Column("organization", "Chủ trì", "organization.label", sort="organization__sort_key"),
        Column("start", "Từ ngày", kind="date", sort="start"),
        Column("end", "Đến ngày", kind="date", sort="end"),
    ]
    filters = [
        Filter("nam", "Năm", valid_in_year("start", "end"), years),
        Filter("to-chuc", "Chủ trì", equals("organization__code"), organizations),
        Filter("phong-trao", "Phong trào", equals("movement__code"), movements),
        Filter("dot", "Thuộc đợt", equals("parent__code"), hidden=True),
    ]

    def in_place(self, queryset: QuerySet[Any], area: Any) -> QuerySet[Any]:
        """Campaigns that run in a place or in a part of it; those without places, where the lead body sits."""
        placed = Campaign.areas.through.objects.all()
        there = placed.filter(area__in=Area.objects.filter(path__startswith=area.path)).values("campaign_id")
        led = Q(organization__area__path__startswith=area.path) & ~Q(pk__in=placed.values("campaign_id"))
        return queryset.filter(Q(pk__in=there) | led)

    def photographed(self, user: Any, target: Any) -> list[QuerySet[Any]]:
        """Of the campaign and of the programmes inside it."""
        return records_about(user, "campaign", Q(campaign=target) | Q(campaign__parent=target))

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        """Places, joint bodies and programmes come in one query, beside the rest (`names_of`)."""
        rows = [("Mã", target.code, "text")]
        for label, name in (("Thuộc đợt", "parent"), ("Phong trào", "movement"), ("Chủ trì", "organization")):
            if getattr(target, name):
                rows.append((label, self.shown(target, name), "text"))
        rows += [("Từ ngày", target.start, "date"), ("Đến hết ngày", target.end, "date")]
        if target.solution:
            rows.append(("Nhóm giải pháp", target.get_solution_display(), "text"))
        if target.aliases:
            rows.append(("Tên gọi khác", ", ".join(target.aliases.splitlines()), "text"))
        return rows


def names_of(campaign: Campaign) -> dict[str, list[str]]:
    """Programmes, places and joint bodies of a campaign as links: three kinds of names in one query."""

    def branch(kind: str, queryset: QuerySet[Any], word: Any) -> QuerySet[Any, Any]:
        return queryset.order_by().values_list(
            Value(kind, output_field=CharField()), "pk", "name", word, "sort_key"
        )  # fmt: skip

    none = Value("", output_field=CharField())
    rows = branch("programmes", campaign.programmes.all(), none).union(
        branch("areas", campaign.areas.all(), "kind"),
        branch("joint", campaign.joint_organizations.all(), none),
        all=True,
    )
    found: dict[str, list[Any]] = {"programmes": [], "areas": [], "joint": []}
    models: dict[str, Any] = {"programmes": Campaign, "areas": Area, "joint": Organization}
    for kind, pk, name, word, _order in sorted(rows, key=lambda row: row[4]):
        found[kind].append(models[kind](pk=pk, name=name, **({"kind": word} if word else {})))
    return {kind: links(targets) for kind, targets in found.items()}


class Tally(Subquery):
    """One figure over the rows of a subquery: "count(*)", "sum(people)"."""

    template = "(SELECT %(function)s FROM (%(subquery)s) AS tally)"

    def __init__(self, queryset: QuerySet[Any], function: str) -> None:
        super().__init__(queryset.order_by(), output_field=DecimalField(), function=function)


def counts(user: Any, campaign: Campaign) -> list[dict[str, Any]]:
    """What stands behind a campaign, programmes included: approved records that the user may see, in one query.

    Each: label, url of the rows ("" = no list), n, and notes of (figure, unit).
    """
    inside = Q(campaign=campaign) | Q(campaign__parent=campaign)
    models: dict[str, tuple[Any, str, str, tuple[tuple[str, str], ...]]] = {
        "activities": (Activity, "Hoạt động", "/hoat-dong/", (("people", "người"), ("attendances", "lượt"))),
        "works": (
            CommunityWork, "Công trình, phần việc", "/cong-trinh/", (("road_km", "km đường"), ("lamps", "bóng đèn")),
        ),
        "years": (related_to("model_years"), "Mô hình", "/mo-hinh/", (("households", "hộ tham gia"),)),
    }  # fmt: skip
    asked: dict[str, Tally] = {}
    for key, (model, _label, _url, sums) in models.items():
        if may_read(user, model):
            rows = visible_to(model.objects.filter(inside, status=Status.APPROVED), user)
            asked[f"{key}_n"] = Tally(rows.values("pk"), "count(*)")
            asked |= {f"{key}_{name}": Tally(rows.values(name), f"sum({name})") for name, _unit in sums}
    sees = access(user).may("attachment.view")
    if sees:
        shots = files.photos_of(user, campaign, CampaignDesk().photographed(user, campaign))
        asked["photos"] = Tally(shots.values("pk"), "count(*)")
    joined = related_to("participations").objects.filter(inside, household__status=Status.APPROVED)
    asked["households"] = Tally(joined.households(), "count(*)")
    made = Campaign.objects.filter(pk=campaign.pk).annotate(**asked).values(*asked).get()
    found = [
        {"label": label, "url": f"{url}?dot={campaign.code}&trang-thai=approved", "n": int(made[f"{key}_n"]),
         "notes": [(made[f"{key}_{name}"], unit) for name, unit in sums if made[f"{key}_{name}"] is not None]}
        for key, (_model, label, url, sums) in models.items() if f"{key}_n" in made
    ]  # fmt: skip
    found.append({"label": "Hộ có tên tham gia", "url": "", "n": int(made["households"]), "notes": []})
    if sees:
        url = reverse("campaigns:photos", args=[campaign.pk])
        found.append({"label": "Ảnh, mọi trạng thái", "url": url, "n": int(made["photos"]), "notes": []})
    return found


def related_to(name: str) -> Any:
    """The model behind a relation that an app further right adds to Campaign."""
    return Campaign._meta.get_field(name).related_model


class MovementDesk(ProgrammeDesk):
    model = Movement
    title = "Phong trào, cuộc vận động"
    new_title = "Thêm phong trào, cuộc vận động"
    intro = "Phong trào thi đua và cuộc vận động, xếp riêng theo loại."
    related = ("organization",)
    form_class = form_for(Movement, CatalogForm)
    detail_template = "movements/movement.html"
    sections = (
        ("Phong trào, cuộc vận động", ("name", "code", "kind", "organization")),
        ("Thời gian", ("start", "end", "description")),
    )
    columns = [
        Column("name", "Tên", head=True, sort="sort_key"),
        Column("kind", "Loại", "get_kind_display", sort="kind"),
        Column("organization", "Chủ trì", "organization.label"),
        Column("start", "Từ ngày", kind="date", sort="start"),
        Column("end", "Đến ngày", kind="date", sort="end"),
    ]
    filters = [
        Filter("loai", "Loại", equals("kind"), lambda request: Movement.Kind.choices),
        Filter("nam", "Năm", valid_in_year("start", "end"), years),
    ]

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {"campaigns": links(target.campaigns.all()[:SHOWN])}


class PublishedForm(CatalogForm):
    hints = {
        "campaign": "Chọn một trong bốn: đợt, phong trào, địa bàn, tổ chức; để trống cả bốn là số của toàn cổng.",
        "key": "Tên con số để so, ví dụ support_vnd (tổng hỗ trợ), loan_vnd (cho vay), dau-tam.actual, poor.end.",
        "value": "Chỉ con số, không kèm “trên”, “gần”, “khoảng”.",
        "words": "Chép đúng câu chữ đã công bố, không sửa.",
        "source": "Ai công bố, ở văn bản hay bài báo nào.",
    }

    def choices_for(self, name: str, queryset: Any) -> Any:
        return queryset.exclude(level="hamlet") if name == "area" else queryset


class PublishedDesk(ProgrammeDesk):
    model = PublishedFigure
    title = "Số công bố"
    new_title = "Ghi số công bố"
    intro = "Số người khác đã công bố, giữ nguyên văn để so với số tính từ bản ghi; cổng không sửa số nào."
    related = ("campaign", "movement", "area", "organization")
    form_class = form_for(PublishedFigure, PublishedForm)
    sections = (
        ("Số này nói về", ("year", "campaign", "movement", "area", "organization", "key")),
        ("Con số", ("words", "value", "unit", "qualifier")),
        ("Ai công bố", ("source", "date", "note")),
    )
    columns = [
        Column("words", "Nguyên văn", lambda p: f"“{p.words}”", head=True),
        Column("value", "Giá trị", kind="decimal", sort="value"),
        Column("unit", "Đơn vị tính"),
        Column("qualifier", "Mức", "get_qualifier_display"),
        Column("subject", "Về", lambda p: p.campaign or p.movement or p.area or p.organization or "toàn cổng"),
        Column("year", "Năm", lambda p: str(p.year), sort="year"),
        Column("source", "Cơ quan công bố", sort="source"),
        Column("date", "Ngày", kind="date", sort="date"),
    ]
    filters = [
        YEAR, CAMPAIGN,
        Filter("phong-trao", "Phong trào", equals("movement__code"), hidden=True),
        Filter("xa", "Địa bàn", equals("area__code"), hidden=True),
        Filter("to-chuc", "Tổ chức", equals("organization__code"), hidden=True),
        Filter("so", "Số", equals("key"), hidden=True),
    ]  # fmt: skip

    def in_place(self, queryset: QuerySet[Any], area: Any) -> QuerySet[Any]:
        run = CampaignDesk().in_place(Campaign.objects.all(), area).values("pk")
        return queryset.filter(Q(area__path__startswith=area.path) | Q(organization__area__path__startswith=area.path)
                               | Q(campaign__in=run))  # fmt: skip
