"""The portal's places, organisations, sources and campaigns, read once for a file."""

from typing import Any

from django.core.exceptions import ValidationError

from beneficiaries.models import FundingSource
from danvan.lib import text
from danvan.lib.periods import PartialDate
from movements.models import Area, AreaSuccession, Campaign, Organization

from .names import Names

LEVEL_RANK = {Area.Level.COMMUNE: 0, Area.Level.DISTRICT: 4, Area.Level.PROVINCE: 8}


def valid_in(thing: Any, known: PartialDate | None) -> bool:
    """Whether it existed on at least one of the days that the date may be."""
    if known is None:
        return True
    return (thing.valid_from is None or thing.valid_from <= known.end) and (
        thing.valid_to is None or known.start <= thing.valid_to
    )


class Lookups:
    """Names → objects. Every miss raises ValidationError that says what is there instead."""

    def __init__(self) -> None:
        self.places: Names[Area] = Names(text.place_keys)
        for area in Area.objects.exclude(level=Area.Level.HAMLET).select_related("parent"):
            rank = LEVEL_RANK[Area.Level(area.level)]
            # The whole title first: "huyện Lâm Hà" is not a commune of that name.
            self.places.add(area, str(area), area.name, *area.aliases.splitlines(), rank=rank)
        self._hamlets: dict[int, Names[Area]] = {}
        self.organizations: Names[Organization] = Names()
        for body in Organization.objects.select_related("area"):
            self.organizations.add(body, body.name, body.short_name, body.code, *body.aliases.splitlines())
        self.sources: Names[FundingSource] = Names()
        for source in FundingSource.objects.all():
            self.sources.add(source, source.name, source.short_name, source.code, *source.aliases.splitlines())
        self.campaigns: Names[Campaign] = Names()
        for campaign in Campaign.objects.all():
            self.campaigns.add(campaign, campaign.name, campaign.code, *campaign.aliases.splitlines())

    def commune(self, name: str, known: PartialDate | None) -> Area:
        """The commune (or the district, for what was given to all of it) that bore the name on the date."""
        found, bearing = self.places.find(name, lambda area: valid_in(area, known))
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"Có nhiều địa bàn tên “{name}”: {_listed(found)}. Hãy ghi cả loại (xã, thị trấn).")
        if bearing:
            raise ValidationError(f"“{name}” không phải là địa bàn vào {_when(known)}.{_became(bearing)}")
        raise ValidationError(f"Danh mục không có xã “{name}”.{self.places.suggestion(name)}")

    def hamlets(self, names: list[str], commune: Area, known: PartialDate | None) -> list[Area]:
        """The hamlets of the commune; every unknown one is named."""
        within = self._hamlets_of(commune)
        hamlets: list[Area] = []
        faults: list[str] = []
        for name in names:
            found, bearing = within.find(name, lambda area: valid_in(area, known))
            if len(found) == 1:
                hamlets += [area for area in found if area not in hamlets]
            elif found:
                faults.append(f"{commune} có nhiều thôn tên “{name}”: {_listed(found)}.")
            elif bearing:
                faults.append(f"“{name}” không phải là thôn vào {_when(known)}.{_became(bearing)}")
            else:
                faults.append(f"{commune.title} không có thôn “{name}”.{within.suggestion(name)}")
        if faults:
            raise ValidationError(faults)
        return hamlets

    def _hamlets_of(self, commune: Area) -> Names[Area]:
        if commune.pk not in self._hamlets:
            within: Names[Area] = Names(text.place_keys)
            for area in Area.objects.within(commune).filter(level=Area.Level.HAMLET):
                within.add(area, area.name, str(area), *area.aliases.splitlines())
            self._hamlets[commune.pk] = within
        return self._hamlets[commune.pk]

    def organization(self, name: str, commune: Area | None, known: PartialDate | None) -> Organization | None:
        """The body of that name at the date; of several, the one of the commune, then of a place above it."""
        found, bearing = self.organizations.find(name, lambda body: valid_in(body, known))
        if len(found) > 1 and commune is not None:
            around = [body for body in found if commune.path.startswith(body.area.path)]
            deepest = max((len(body.area.path) for body in around), default=0)
            found = [body for body in around if len(body.area.path) == deepest] or found
        if len(found) > 1:
            raise ValidationError(f"Có nhiều tổ chức tên “{name}”: {_listed(found)}. Hãy ghi tên đầy đủ.")
        if not found and bearing:
            raise ValidationError(f"Tổ chức “{name}” không hoạt động vào {_when(known)}.")
        return found[0] if found else None

    def source(self, name: str) -> FundingSource | None:
        return _only(self.sources.find(name)[0], "nguồn kinh phí", name)

    def campaign(self, name: str) -> Campaign | None:
        return _only(self.campaigns.find(name)[0], "đợt vận động", name)


def _only(found: list[Any], what: str, name: str) -> Any:
    if len(found) > 1:
        raise ValidationError(f"Có nhiều {what} tên “{name}”: {_listed(found)}. Hãy ghi tên đầy đủ hoặc mã.")
    return found[0] if found else None


def _listed(found: list[Any]) -> str:
    return ", ".join(f"{one} ({one.code})" for one in found[:5])


def _when(known: PartialDate | None) -> str:
    return str(known) if known is not None else "ngày đó"


def _became(bearing: list[Area]) -> str:
    """What to write instead of a place that is gone, or not there yet."""
    found = AreaSuccession.objects.filter(old__in=bearing).select_related("new")
    named = ", ".join(f"{succession.new} từ {succession.date:%d/%m/%Y}" for succession in found[:5])
    return f" Địa bàn kế thừa: {named}." if named else ""
