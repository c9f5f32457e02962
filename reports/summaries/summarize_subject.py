"""What a report is about: one campaign, movement, area or organisation, or the whole portal, found by its code in one
query (a movement in two).

A campaign counts with the programmes inside it; a movement with its campaigns; an area with its parts (theo địa giới
lúc đó); an organisation as the channel (đơn vị thực hiện).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from beneficiaries.querysets import SupportQuerySet
from movements.models import Area, Campaign, Movement, Organization, Portal
from reports.summaries.term import Term
from reports.summary import ScopeType

NAMED_COMMUNES = 3
PARAMETERS: dict[ScopeType, str] = {
    "campaign": "dot", "movement": "phong-trao", "area": "xa", "organization": "to-chuc",
}  # fmt: skip
WORDS: dict[ScopeType, str] = {
    "campaign": "đợt công tác dân vận", "movement": "phong trào", "area": "địa bàn", "organization": "tổ chức",
}  # fmt: skip
AREA_FIELDS = ("pk", "code", "name", "kind", "level", "path")


class UnknownSubject(LookupError):
    """No campaign, movement, area or organisation has this code; the message says so in Vietnamese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area as far as a report needs it."""

    pk: int
    name: str
    level: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`paths`: the places it speaks of, which a reader must reach to see it whole. `communes`: codes of the units that
    report, None where communes do not; `reporting`: those communes, where the subject is the place they lie in, which
    then is `own`.

    `ids`: the campaign with its programmes, those of the movement, or the one organisation or area.
    """

    type: ScopeType
    code: str | None
    name: str
    pk: int | None = None
    ids: tuple[int, ...] = ()
    paths: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    communes: tuple[str, ...] | None = None
    reporting: tuple[Area, ...] = ()
    own: Area | None = None

    def supports(self, queryset: SupportQuerySet) -> SupportQuerySet:
        """The supports that belong to it."""
        match self.type:
            case "campaign" | "movement":
                return queryset.of_campaigns(self.ids)
            case "area":
                return queryset.within(self.paths[0])
            case "organization":
                return queryset.of_organization(self.ids[0])
            case _:
                return queryset

    def model_years(self) -> Q:
        """The models × year that belong to it."""
        match self.type:
            case "campaign":
                return Q(campaign_id__in=self.ids)
            case "movement":
                return Q(campaign_id__in=self.ids) | Q(model__movement_id=self.pk)
            case "area":
                return Q(area__path__startswith=self.paths[0])
            case "organization":
                return Q(organization_id__in=self.ids)
            case _:
                return Q()

    def poverty(self) -> Q | None:
        """Poverty counts of it as a whole, never of its parts; None where there are none by nature."""
        match self.type:
            case "campaign":
                return Q(campaign_id=self.pk)
            case "organization" | "movement":
                return None
            case _:
                return Q(campaign__isnull=True, area_id=self.pk)

    def targets(self) -> Q:
        """Plans and results set for it."""
        match self.type:
            case "campaign" | "movement":
                return Q(campaign_id__in=self.ids)
            case "organization":
                return Q(for_organization_id=self.pk)
            case _:
                return Q(campaign__isnull=True, for_organization__isnull=True, area_id=self.pk)

    def published(self) -> Q:
        """What was published about exactly this."""
        match self.type:
            case "campaign":
                return Q(campaign_id=self.pk)
            case "movement":
                return Q(movement_id=self.pk)
            case "area":
                return Q(area_id=self.pk)
            case "organization":
                return Q(organization_id=self.pk)
            case _:
                return Q(campaign__isnull=True, movement__isnull=True, area__isnull=True, organization__isnull=True)

    def parameters(self, when: Term | int) -> dict[str, str]:
        """The filter of every list that its figures lead to: {"dot": "pretieng-2022", "nam": "2022"}."""
        mine = {PARAMETERS[self.type]: self.code} if self.code else {}
        return {**mine, **({"nam": str(when)} if isinstance(when, int) else when.days)}


@dataclass(frozen=True, slots=True)
class Links:
    """The lists behind the figures. Without `on` (the reader may not see rows) every address is ""."""

    parameters: dict[str, str]
    on: bool = True
    approved: bool = True

    def supports(self, **more: str) -> str:
        """The filtered list of supports; underscores in names become hyphens (`to_chuc` → "to-chuc")."""
        chosen = {name.replace("_", "-"): value for name, value in more.items()}
        status = {"trang-thai": "approved"} if self.approved else {}
        return self.to("/ho-tro/", **{**chosen, **status})

    def support(self, pk: int) -> str:
        """One record."""
        return f"/ho-tro/{pk}/" if self.on else ""

    def to(self, address: str, **more: str) -> str:
        """Another list under the same filter."""
        return f"{address}?{urlencode({**self.parameters, **more})}" if self.on else ""

    def narrowed(self, **more: str) -> "Links":
        """The same for a part: {"phong-trao": …, "nam": …} and `dot` = …"""
        return Links({**self.parameters, **more}, self.on, self.approved)


def find_subject(
    *, year: int, portal: Portal | None, campaign: str | None = None, area: str | None = None,
    organization: str | None = None, movement: str | None = None, since: int | None = None,
) -> Subject:  # fmt: skip
    """The subject by at most one code; none = the whole portal. UnknownSubject, ValueError for more than one.

    The communes are those that stood in the year, or in any of those from `since` to it.
    """
    if sum(code is not None for code in (campaign, area, organization, movement)) > 1:
        raise ValueError("at most one of campaign, area, organization and movement")
    years = range(since or year, year + 1)
    if movement is not None:
        return _movement(movement, portal)
    if campaign is not None:
        return _campaign(campaign, portal)
    if area is not None:
        return _area(area, years)
    if organization is not None:
        return _organization(organization)
    return _portal(portal, years)


def _unknown(kind: ScopeType, code: str) -> UnknownSubject:
    return UnknownSubject(f"Không có {WORDS[kind]} nào mang mã “{code}”.")


def _place(row: dict[str, Any], prefix: str = "") -> Place:
    kind = Area.Kind(row[f"{prefix}kind"]).label
    return Place(
        pk=row[f"{prefix}pk"], name=f"{kind} {row[f'{prefix}name']}", level=row[f"{prefix}level"],
        path=row[f"{prefix}path"],
    )  # fmt: skip


def _campaign(code: str, portal: Portal | None) -> Subject:
    """The campaign, its programmes two levels down, its areas and the communes of those that are hamlets."""
    areas = [f"areas__{name}" for name in AREA_FIELDS] + [f"areas__parent__{name}" for name in AREA_FIELDS]
    rows = list(
        Campaign.objects.filter(Q(code=code) | Q(parent__code=code) | Q(parent__parent__code=code))
        .order_by("pk", "areas__path").values("pk", "code", "name", *areas)
    )  # fmt: skip
    own = [row for row in rows if row["code"] == code]
    if not own:
        raise _unknown("campaign", code)
    places = [row for row in own if row["areas__pk"] is not None]
    communes: dict[str, Place] = {}
    for row in places:
        for prefix in ("areas__", "areas__parent__"):
            if row[f"{prefix}level"] == Area.Level.COMMUNE:
                communes[row[f"{prefix}code"]] = _place(row, prefix)
    found = tuple(_place(row, "areas__") for row in places)
    hamlet_communes = tuple(place for place in communes.values() if place not in found)
    root = (portal.root_area.path,) if portal else ()
    return Subject(
        type="campaign", code=code, name=own[0]["name"], pk=own[0]["pk"],
        ids=tuple(dict.fromkeys(row["pk"] for row in rows)),
        paths=tuple(place.path for place in found) or root, places=(*found, *hamlet_communes),
        communes=tuple(communes) or None,
    )  # fmt: skip


def _movement(code: str, portal: Portal | None) -> Subject:
    """The movement with its campaigns and the programmes inside them, wherever they are in the portal's place."""
    found = Movement.objects.filter(code=code).values("pk", "name").first()
    if found is None:
        raise _unknown("movement", code)
    inside = Q()
    for level in ("", "parent__", "parent__parent__"):
        inside |= Q(**{f"{level}movement": found["pk"]})
    ids = tuple(Campaign.objects.filter(inside).order_by("pk").values_list("pk", flat=True))
    return Subject(
        type="movement", code=code, name=found["name"], pk=found["pk"], ids=ids,
        paths=(portal.root_area.path,) if portal else (),
    )  # fmt: skip


def _area(code: str, years: range) -> Subject:
    communes = Q(level=Area.Level.COMMUNE) & (Q(parent__code=code) | Q(parent__parent__code=code))
    rows = list(Area.objects.filter(Q(code=code) | communes).order_by("sort_key", "pk"))
    own = next((row for row in rows if row.code == code), None)
    if own is None:
        raise _unknown("area", code)
    parts = tuple(row for row in rows if row is not own and any(map(row.stood_in, years)))
    return Subject(
        type="area", code=code, name=str(own), pk=own.pk, ids=(own.pk,), paths=(own.path,),
        places=(Place(pk=own.pk, name=str(own), level=own.level, path=own.path),),
        communes=tuple(row.code for row in parts) or None, reporting=parts, own=own,
    )  # fmt: skip


def _organization(code: str) -> Subject:
    found = Organization.objects.filter(code=code).values("pk", "name", "area__path").first()
    if found is None:
        raise _unknown("organization", code)
    return Subject(
        type="organization", code=code, name=found["name"], pk=found["pk"], ids=(found["pk"],),
        paths=(found["area__path"],),
    )  # fmt: skip


def _portal(portal: Portal | None, years: range) -> Subject:
    if portal is None:
        return Subject(type="portal", code=None, name="Cổng dân vận")
    root = portal.root_area
    within = Q(path__startswith=root.path)
    if portal.root_group is not None:
        within |= Q(groups=portal.root_group)
    days = date(years[0], 1, 1), date(years[-1], 12, 31)
    found = Area.objects.valid_in(*days).filter(within, level=Area.Level.COMMUNE)
    communes = tuple({area.pk: area for area in found.order_by("sort_key", "pk")}.values())
    return Subject(
        type="portal", code=None, name=portal.root_group.name if portal.root_group else str(root), pk=root.pk,
        ids=(root.pk,), paths=(root.path,), communes=tuple(area.code for area in communes) or None,
        reporting=communes, own=root,
    )  # fmt: skip


def words_of_places(subject: Subject) -> str:
    """Where, for a title: "thôn Pretieng 1 và thôn Pretieng 2, xã Phú Sơn"; "" when there is too much to name."""
    hamlets = [place for place in subject.places if place.level == Area.Level.HAMLET]
    others = [place for place in subject.places if place.level != Area.Level.HAMLET]
    if not hamlets:
        return _and([place.name for place in others]) if len(others) <= NAMED_COMMUNES else ""
    words = []
    for commune in others:
        inside = [hamlet.name for hamlet in hamlets if hamlet.path.startswith(commune.path)]
        words.append(f"{_and(inside)}, {commune.name}" if inside else commune.name)
    return "; ".join(words) if len(words) <= NAMED_COMMUNES else ""


def _and(names: list[str]) -> str:
    return " và ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
