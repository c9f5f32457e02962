"""The portal's places, organisations and campaigns by the names that files give them, read once for a file."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from danvan.imports.faults import Unfit
from danvan.imports.names import Names
from danvan.lib import text
from danvan.lib.periods import PartialDate
from danvan.records.rights import organizations_q

from .forms_choices import reach
from .models import Area, AreaSuccession, Campaign, Organization

LEVEL_RANK = {Area.Level.COMMUNE: 0, Area.Level.DISTRICT: 4, Area.Level.PROVINCE: 8}
Aliases = Mapping[tuple[str, str], str]
"""(what, folded name) → the name that its user meant before."""


def valid_in(thing: Any, known: PartialDate | None) -> bool:
    """Whether it existed on at least one of the days that the date may be."""
    if known is None:
        return True
    return (thing.valid_from is None or thing.valid_from <= known.end) and (
        thing.valid_to is None or known.start <= thing.valid_to
    )


class Lookups:
    """Names → objects. Every miss raises ValidationError (`Unfit`) that says what is there instead.

    `place`, `organization` and `campaign` are what a column's `names` calls them.
    """

    def __init__(self, aliases: Aliases | None = None) -> None:
        self.aliases = aliases or {}
        self.places: Names[Area] = Names(text.place_keys)
        for area in Area.objects.exclude(level=Area.Level.HAMLET).select_related("parent"):
            rank = LEVEL_RANK[Area.Level(area.level)]
            # The whole title first: "huyện Lâm Hà" is not a commune of that name.
            self.places.add(area, str(area), area.name, *area.aliases.splitlines(), rank=rank)
        self._hamlets: dict[int, Names[Area]] | None = None
        self._found: dict[Any, Any] = {}
        self.organizations: Names[Organization] = Names()
        self._fronts: dict[int, list[Organization]] = {}
        for body in Organization.objects.select_related("area"):
            if body.kind == Organization.Kind.FRONT:
                self._fronts.setdefault(body.area_id, []).append(body)
            self.organizations.add(body, body.name, body.short_name, body.code, *body.aliases.splitlines())
        self.campaigns: Names[Campaign] = Names()
        for campaign in Campaign.objects.all():
            self.campaigns.add(campaign, campaign.name, campaign.code, *campaign.aliases.splitlines())

    def meant(self, what: str, name: str) -> str:
        """The name that the user once said this one means; the name itself without such a word."""
        return self.aliases.get((what, text.fold(name)), name) if self.aliases else name

    def commune(self, name: str, known: PartialDate | None) -> Area:
        """The commune (or the district, for what was given to all of it) that bore the name on the date."""
        asked = self.meant("place", name)
        found, bearing = self.places.find(asked, lambda area: valid_in(area, known))
        if len(found) == 1:
            return found[0]
        if found:
            raise Unfit(
                f"Có nhiều địa bàn tên “{name}”: {listed(found)}. Hãy ghi cả loại (xã, thị trấn).",
                part=name, choices=[str(area) for area in found[:5]],
            )  # fmt: skip
        if bearing:
            words, choices = self._became(bearing)
            raise Unfit(f"“{name}” không phải là địa bàn vào {_when(known)}.{words}", part=name, choices=choices)
        raise Unfit(
            f"Danh mục không có xã “{name}”.{self.places.suggestion(name)}", part=name, choices=self.places.near(name)
        )

    def hamlets(self, names: list[str], commune: Area, known: PartialDate | None) -> list[Area]:
        """The hamlets of the commune; every unknown one is named."""
        within = self._hamlets_of(commune)
        hamlets: list[Area] = []
        faults: list[ValidationError] = []
        for name in names:
            found, bearing = within.find(self.meant("hamlet", name), lambda area: valid_in(area, known))
            if len(found) == 1:
                hamlets += [area for area in found if area not in hamlets]
            elif found:
                faults.append(Unfit(f"{commune} có nhiều thôn tên “{name}”: {listed(found)}.", part=name))
            elif bearing:
                words, choices = self._became(bearing)
                faults.append(
                    Unfit(f"“{name}” không phải là thôn vào {_when(known)}.{words}", part=name, choices=choices)
                )
            else:
                faults.append(
                    Unfit(
                        f"{commune.title} không có thôn “{name}”.{within.suggestion(name)}",
                        part=name, choices=within.near(name),
                    )
                )  # fmt: skip
        if faults:
            raise ValidationError(faults)
        return hamlets

    def _hamlets_of(self, commune: Area) -> Names[Area]:
        """All hamlets are read at once, when the first is asked for: a file may name every commune."""
        if self._hamlets is None:
            self._hamlets = {}
            for area in Area.objects.filter(level=Area.Level.HAMLET).select_related("parent"):
                for above in area.path.split(".")[:-2]:  # "1.5.12.": the ids of what it lies in
                    within = self._hamlets.setdefault(int(above), Names(text.place_keys))
                    within.add(area, area.name, str(area), *area.aliases.splitlines())
        return self._hamlets.setdefault(commune.pk, Names(text.place_keys))

    def organization(self, name: str, commune: Area | None, known: PartialDate | None) -> Organization | None:
        """The body of that name at the date; of several, the one of the commune, then of a place above it."""
        asked = self.meant("organization", name)
        found, bearing = self.organizations.find(asked, lambda body: valid_in(body, known))
        if len(found) > 1 and commune is not None:
            around = [body for body in found if commune.path.startswith(body.area.path)]
            deepest = max((len(body.area.path) for body in around), default=0)
            found = [body for body in around if len(body.area.path) == deepest] or found
        if len(found) > 1:
            raise Unfit(
                f"Có nhiều tổ chức tên “{name}”: {listed(found)}. Hãy ghi tên đầy đủ.",
                part=name, choices=[body.name for body in found[:5]],
            )  # fmt: skip
        if not found and bearing:
            raise Unfit(f"Tổ chức “{name}” không hoạt động vào {_when(known)}.", part=name)
        return found[0] if found else None

    def front_of(self, area: Area, known: PartialDate | None) -> Organization | None:
        """The Front of the place (of its commune, for a hamlet) at the date; None where there is none, or several."""
        path = area.path.split(".")
        seat = int(path[-3]) if area.level == Area.Level.HAMLET else area.pk
        found = [body for body in self._fronts.get(seat, ()) if valid_in(body, known)]
        return found[0] if len(found) == 1 else None

    def campaign(self, name: str) -> Campaign | None:
        found: Campaign | None = only(self.campaigns.find(self.meant("campaign", name))[0], "đợt vận động", name)
        return found

    def _became(self, bearing: list[Area]) -> tuple[str, list[str]]:
        """What to write instead of a place that is gone, or not there yet: in words, and as choices."""
        key = tuple(area.pk for area in bearing)
        if key not in self._found:
            self._found[key] = list(AreaSuccession.objects.filter(old__in=bearing).select_related("new")[:5])
        found = self._found[key]
        named = ", ".join(f"{succession.new} từ {succession.date:%d/%m/%Y}" for succession in found)
        return (f" Địa bàn kế thừa: {named}." if named else ""), [str(succession.new) for succession in found]


def only(found: list[Any], what: str, name: str) -> Any:
    """The one of `found`, None of none. Raises Unfit for several."""
    if len(found) > 1:
        raise Unfit(
            f"Có nhiều {what} tên “{name}”: {listed(found)}. Hãy ghi tên đầy đủ hoặc mã.",
            part=name, choices=[one.code for one in found[:5]],
        )  # fmt: skip
    return found[0] if found else None


def listed(found: list[Any]) -> str:
    return ", ".join(f"{one} ({one.code})" for one in found[:5])


def _when(known: PartialDate | None) -> str:
    return str(known) if known is not None else "ngày đó"


# ---- what a template offers in its drop-downs ------------------------------------------------------------------------


def communes_of(action: str) -> Callable[[Any], list[str]]:
    """Titles of the communes where the user may do `action`, those of today first."""

    def choices(user: Any) -> list[str]:
        there = Area.objects.filter(reach(user, action), level=Area.Level.COMMUNE)
        there = there.order_by(F("valid_to").desc(nulls_first=True), "sort_key")
        return list(dict.fromkeys(str(area) for area in there))

    return choices


def organizations_of(action: str) -> Callable[[Any], list[str]]:
    """Names of the organisations for which the user may do `action`."""

    def choices(user: Any) -> list[str]:
        found = Organization.objects.filter(organizations_q(user, action)).order_by("sort_key")
        return list(dict.fromkeys(found.values_list("name", flat=True)))

    return choices


def campaigns(user: Any) -> list[str]:
    return list(Campaign.objects.order_by("-start", "sort_key").values_list("name", flat=True))
