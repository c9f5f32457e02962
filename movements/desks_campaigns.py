"""The desks of campaigns, movements and published figures; a campaign's page with its figures stands in `reports`."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from danvan.forms import form_for
from danvan.listing import Column, Filter, equals
from danvan.records import files
from danvan.records.models import Attachment

from .desks_base import ProgrammeDesk, linked, records_about
from .desks_filters import CAMPAIGN, YEAR, movements, organizations, valid_in_year, years
from .forms import CatalogForm
from .models import Area, Campaign, Movement, Organization, PublishedFigure

SHOWN = 50
PHOTOS = 8


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
        return records_about(user, "campaign", in_campaign(target.pk))

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        """Places, joint bodies and programmes come in one query, beside the rest (`beside`)."""
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


def in_campaign(pk: int) -> Q:
    """A condition on records: of the campaign or of the programmes inside it, two levels down."""
    return Q(campaign=pk) | Q(campaign__parent=pk) | Q(campaign__parent__parent=pk)


@dataclass(frozen=True, slots=True)
class Photo:
    """One of the strip: where its thumbnail and the photo stand, and what it shows."""

    url: str
    words: str

    @property
    def thumbnail(self) -> str:
        return f"{self.url}nho/"


def beside(user: Any, campaign: Campaign) -> dict[str, list[Any]]:
    """What stands beside a campaign's facts, in one query: its programmes (Campaign), areas and joint bodies (links),
    and the newest photos of it and of its records that the user may see (Photo, at most PHOTOS).
    """

    def branch(kind: str, queryset: QuerySet[Any], name: str, word: Any, order: Any) -> QuerySet[Any, Any]:
        return queryset.order_by().values_list(_word(kind), "pk", Cast(name, CharField()), word, order)

    photos = Attachment.objects.none()
    if files.sees(user, campaign):
        found_photos = files.photos_of(user, campaign, CampaignDesk().photographed(user, campaign))
        photos = Attachment.objects.filter(pk__in=found_photos.order_by("-pk").values("pk")[:PHOTOS])
    owner = Concat("record_type", _word(":"), Cast("record_id", CharField()), output_field=CharField())
    rows = branch("programmes", campaign.programmes.all(), "name", Cast("code", CharField()), "sort_key").union(
        branch("areas", campaign.areas.all(), "name", Cast("kind", CharField()), "sort_key"),
        branch("joint", campaign.joint_organizations.all(), "name", _word(""), "sort_key"),
        branch("photos", photos, "description", owner, _word("")),
        all=True,
    )
    found: dict[str, list[Any]] = {"programmes": [], "areas": [], "joint": [], "photos": []}
    for kind, pk, name, word, _order in sorted(rows, key=lambda row: (row[4], -row[1])):
        match kind:
            case "programmes":
                found[kind].append(Campaign(pk=pk, name=name, code=word))
            case "areas":
                found[kind].append(linked(Area(pk=pk, name=name, kind=word)))
            case "joint":
                found[kind].append(linked(Organization(pk=pk, name=name)))
            case _:
                found[kind].append(photo_of(pk, name, word))
    return found


def photo_of(pk: int, words: str, owner: str) -> Photo:
    label, _, record = owner.partition(":")
    address = reverse(f"{apps.get_model(label).url_name}:attachment", args=[record, pk])  # type: ignore[attr-defined]
    return Photo(address, words)


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


class MovementDesk(ProgrammeDesk):
    model = Movement
    title = "Phong trào, cuộc vận động"
    new_title = "Thêm phong trào, cuộc vận động"
    intro = "Phong trào thi đua và cuộc vận động, xếp riêng theo loại."
    related = ("organization",)
    form_class = form_for(Movement, CatalogForm)
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
