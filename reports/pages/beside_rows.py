"""What stands beside the figures on the page of a place or an organisation, in one query: facts, bodies, groups, the
latest records and the newest photos, as far as the reader may see them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear
from django.utils import timezone

from beneficiaries.models import Support
from danvan.accounts.scoping import access, visible_to
from danvan.records import files
from danvan.records.models import Attachment, Status, Tracked
from models_programs.models import MobilizationModel, ModelYear
from movements.desks_base import linked, may_read
from movements.desks_campaigns import PHOTOS, Photo, photo_of
from movements.models import Activity, Area, AreaGroup, AreaStanding, Campaign, CommunityWork, Organization
from reports.pages.done import text_of

LATEST = 4
KINDS: dict[str, tuple[Any, str, str]] = {
    "grant": (Support, "description", "Khoản hỗ trợ"),
    "activity": (Activity, "name", "Hoạt động"),
    "work": (CommunityWork, "name", "Công trình, phần việc"),
    "model": (ModelYear, "model__name", "Mô hình"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact of a place, in words; `place` is the area's id."""

    url: str
    words: str
    basis: str
    day: date
    households: int | None
    people: int | None
    place: int
    fact: str


@dataclass(frozen=True, slots=True)
class Latest:
    """One of the latest records; of a model its year alone is known."""

    url: str
    words: str
    day: date | None
    year: int


@dataclass(frozen=True, slots=True)
class Run:
    """A campaign that an organisation leads or joins in, by the years that it runs."""

    pk: int
    body: int
    led: bool
    first: int
    last: int


@dataclass(frozen=True)
class Beside:
    facts: list[Fact]
    bodies: list[str]
    groups: list[str]
    latest: list[tuple[str, list[Latest]]]
    photos: list[Photo]
    campaigns: list[str]
    joint: list[str]
    models: list[str]
    parts: list[str]
    runs: list[Run]


def of_place(user: Any, inside: Q, place: Area, olds: Iterable[int]) -> Beside:
    """`inside`: which records are the place's. `olds`: earlier places whose facts are told too. One query."""
    places = [place.pk, *olds]
    return _told(user, inside, place, [
        _branch("fact", AreaStanding.objects.filter(area__in=places), "basis", "fact", "date", "households", "people",
                "area_id"),
        _branch("body", Organization.objects.filter(area=place), "name", "short_name", "valid_to"),
        _branch("group", place.groups.all(), "name"),
    ])  # fmt: skip


def of_body(user: Any, inside: Q, body: Organization, bodies: Sequence[int]) -> Beside:
    """`inside`: which records are the organisation's. `bodies`: it and those whose campaigns count as its own. One
    query.
    """
    year = timezone.localdate().year
    ends = {"first": Coalesce(ExtractYear("start"), ExtractYear("end"), Value(year)),
            "last": Coalesce(ExtractYear("end"), ExtractYear("start"), Value(year))}  # fmt: skip
    joint = Campaign.joint_organizations.through.objects.filter(organization__in=bodies)
    joined = {name: Coalesce(ExtractYear(f"campaign__{one}"), ExtractYear(f"campaign__{other}"), Value(year))
              for name, one, other in (("first", "start", "end"), ("last", "end", "start"))}  # fmt: skip
    led = Campaign.objects.filter(organization__in=bodies).annotate(**ends)
    models = MobilizationModel.objects.filter(organization=body)
    branches = [
        _branch("part", body.parts.all(), "name"),
        _branch("led", led, "name", "", "start", "organization_id", "first", "last"),
        _branch("joint", joint.annotate(**joined), "campaign__name", Cast("campaign_id", CharField()),
                "campaign__start", "organization_id", "first", "last"),
    ]  # fmt: skip
    if may_read(user, ModelYear):
        branches.append(_branch("models", visible_to(models, user), "name"))
    return _told(user, inside, body, branches)


def _told(user: Any, inside: Q, thing: Tracked, branches: list[QuerySet[Any, Any]]) -> Beside:
    """With the latest records and photos."""
    rows = {kind: visible_to(model.objects.filter(inside, status=Status.APPROVED), user)
            for kind, (model, _words, _title) in KINDS.items() if may_read(user, model)}  # fmt: skip
    for kind, found in rows.items():
        model, words, _title = KINDS[kind]
        order = ("-year", "-pk") if kind == "model" else ("-date", "-pk")
        newest = model.objects.filter(pk__in=found.order_by(*order).values("pk")[:LATEST])
        branches.append(_branch(kind, newest, words, "", "" if kind == "model" else "date", "year"))
    if access(user).may("attachment.view"):
        newest = files.photos_of(user, thing, list(rows.values())).order_by("-pk").values("pk")[:PHOTOS]
        owner = Concat("record_type", text_of(":"), Cast("record_id", CharField()), output_field=CharField())
        branches.append(_branch("photo", Attachment.objects.filter(pk__in=newest), "description", owner))
    return _gathered(thing.pk, branches[0].union(*branches[1:], all=True))


def _branch(
    kind: str, rows: QuerySet[Any], words: str, more: Any = "", day: str = "", *numbers: str
) -> QuerySet[Any, Any]:  # fmt: skip
    three = [*numbers, "", "", ""][:3]
    made = {
        "r_kind": text_of(kind), "r_pk": F("pk"), "r_words": Cast(words, CharField()),
        "r_more": more if not isinstance(more, str) else Cast(more, CharField()) if more else text_of(""),
        "r_day": Cast(day or Value(None), DateField()),
        **{f"r_{at}": Cast(name or Value(None), IntegerField()) for at, name in enumerate(three)},
    }  # fmt: skip
    found: QuerySet[Any, Any] = rows.order_by().annotate(**made).values_list(*made)
    return found


def _gathered(own: int, rows: Iterable[Any]) -> Beside:
    found = Beside([], [], [], [], [], [], [], [], [], [])
    names = {str(value): str(label) for value, label in AreaStanding.Fact.choices}
    latest: dict[str, list[Latest]] = {}
    pages = {kind: model(pk=0).get_absolute_url() for kind, (model, _words, _title) in KINDS.items()}
    ordered = sorted(rows, key=lambda row: (row[4] is not None, row[4] or date.min, row[5] or 0, row[1]), reverse=True)
    for kind, pk, words, more, day, one, two, three in ordered:
        match kind:
            case "fact":
                url = AreaStanding(pk=pk).get_absolute_url()
                found.facts.append(Fact(url, names.get(more, more), words, day, one, two, three, more))
            case "body":
                found.bodies.append(linked(Organization(pk=pk, name=words)))
            case "group":
                found.groups.append(linked(AreaGroup(pk=pk, name=words)))
            case "part":
                found.parts.append(linked(Organization(pk=pk, name=words)))
            case "models":
                found.models.append(linked(MobilizationModel(pk=pk, name=words)))
            case "led" | "joint":
                campaign = Campaign(pk=pk if kind == "led" else int(more), name=words)
                found.runs.append(Run(campaign.pk, one, kind == "led", two, three))
                if one == own:
                    (found.campaigns if kind == "led" else found.joint).append(linked(campaign))
            case "photo":
                found.photos.append(photo_of(pk, words, more))
            case _:
                url = pages[kind].replace("/0/", f"/{pk}/")
                latest.setdefault(kind, []).append(Latest(url, words, day, one))
    found.latest.extend((title, latest[kind]) for kind, (_m, _w, title) in KINDS.items() if kind in latest)
    return found
