"""The places: huyện Lâm Hà with its 16 units until 30/06/2025, the six xã that they became, and who lies beside.

Names, mergers and the legal basis are facts (domain.md §5.1); hamlets other than Pretieng 1 and 2 and the numbers of
households are illustrative.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from danvan.audit.journal import journal
from movements import reorganizing, reorganizing_places
from movements.models import Area, AreaGroup, AreaStanding
from movements.reorganizing import Move, Plan, Unit

from .world import AS_PUBLISHED, FIRST_DAY, INVENTED, LAST_DAY, World, slug

LEGAL_BASIS = "Nghị quyết 1671/NQ-UBTVQH15, 16/06/2025"
GROUP = "vùng Lâm Hà cũ"
NEW_GROUP = "sáu xã mới của vùng Lâm Hà"


@dataclass(frozen=True, slots=True)
class Commune:
    """A unit before the merger: households and poor households at the end of 2021 are illustrative."""

    name: str
    new: str
    households: int
    poor: int
    hamlets: tuple[str, ...]
    kind: str = "xa"

    @property
    def code(self) -> str:
        return slug(self.name)

    @property
    def title(self) -> str:
        """The name with its kind: "xã Phú Sơn"."""
        return f"{'thị trấn' if self.kind == 'thi_tran' else 'xã'} {self.name}"


COMMUNES = (
    Commune("Đinh Văn", "Đinh Văn Lâm Hà", 4300, 74, ("Văn Tâm", "Sình Công"), "thi_tran"),
    Commune("Nam Ban", "Nam Ban Lâm Hà", 3100, 32, ("Trưng Vương", "Đông Anh"), "thi_tran"),
    Commune("Đạ Đờn", "Phú Sơn Lâm Hà", 2600, 118, ("An Phước", "Tân Lâm", "Đạ Ty")),
    Commune("Đan Phượng", "Tân Hà Lâm Hà", 1500, 48, ("Đan Hà", "Nhân Hòa")),
    Commune("Đông Thanh", "Nam Ban Lâm Hà", 1100, 30, ("Trung Hà", "Tầm Xá")),
    Commune("Gia Lâm", "Nam Ban Lâm Hà", 1250, 36, ("Gia Thạnh", "Hồng Hà")),
    Commune("Hoài Đức", "Tân Hà Lâm Hà", 2450, 52, ("Hải Hà", "Vinh Quang")),
    Commune("Liên Hà", "Tân Hà Lâm Hà", 2300, 78, ("Phúc Thạch", "Đạ Sa")),
    Commune("Mê Linh", "Nam Ban Lâm Hà", 1500, 112, ("Hang Hớt", "Cổng Trời", "Thực Nghiệm")),
    Commune("Nam Hà", "Nam Hà Lâm Hà", 1050, 34, ("Hoàn Kiếm", "Sóc Sơn")),
    Commune("Phi Tô", "Nam Hà Lâm Hà", 1000, 76, ("Phi Sơn", "Lâm Bô")),
    Commune("Phú Sơn", "Phú Sơn Lâm Hà", 1850, 132, ("Ngọc Sơn 1", "Ngọc Sơn 2", "Lạc Sơn", "R’Lơm")),
    Commune("Phúc Thọ", "Phúc Thọ Lâm Hà", 2650, 86, ("Đạ Pe", "Phúc Hòa")),
    Commune("Tân Hà", "Tân Hà Lâm Hà", 3340, 44, ("Phúc Hưng", "Liên Trung")),
    Commune("Tân Thanh", "Phúc Thọ Lâm Hà", 2450, 98, ("Thanh Hà", "Kon Pang", "Bằng Sơn")),
    Commune("Tân Văn", "Đinh Văn Lâm Hà", 4400, 55, ("Tân Hòa", "Hà Trung")),
)  # fmt: skip
BY_CODE = {commune.code: commune for commune in COMMUNES}
NEW_COMMUNES = tuple(dict.fromkeys(commune.new for commune in COMMUNES))
# Bình Thạnh came from huyện Đức Trọng, so the six new communes are not the old district.
OUTSIDER = ("binh-thanh-duc-trong", "Đinh Văn Lâm Hà")
OUTSIDER_HOUSEHOLDS = 2100  # illustrative
MINORITY_ZONE = ("phu-son", "me-linh", "da-don", "phi-to", "tan-thanh")


def bootstrap_root(world: World) -> None:
    """The province and the district: the administrator's own assignment needs them, so they come before the door."""
    with journal(world.users["quantri"]) as log:
        for code, name, level, kind, parent, end in (
            ("lam-dong", "Lâm Đồng", "province", "tinh", None, None),
            ("lam-ha", "Lâm Hà", "district", "huyen", "lam-dong", LAST_DAY),
        ):
            above = world.areas[parent] if parent else None
            area = Area(code=code, name=name, level=level, kind=kind, parent=above, valid_to=end)
            area.full_clean()
            area.save()
            log.add("create", area, {"code": code, "name": name})
            world.areas[code] = area


def _area(world: World, code: str, name: str, level: str, kind: str, parent: str | None, **more: Any) -> Area:
    return world.keep(
        world.areas, "quantri", Area, code, name=name, level=level, kind=kind,
        parent=world.areas[parent] if parent else None, **more,
    )  # fmt: skip


def make(world: World) -> None:
    """Every place but the two roots, the mergers of 2025, the reporting groups and dated facts."""
    with journal(world.users["quantri"]):
        _area(world, "duc-trong", "Đức Trọng", "district", "huyen", "lam-dong", valid_to=LAST_DAY)
        _area(world, OUTSIDER[0], "Bình Thạnh", "commune", "xa", "duc-trong")
        _area(world, "ho-chi-minh", "Hồ Chí Minh", "province", "thanh_pho", None, aliases="TP. Hồ Chí Minh\nTP.HCM")
        _area(world, "tan-binh", "Tân Bình", "district", "quan", "ho-chi-minh", valid_to=LAST_DAY)
        for commune in COMMUNES:
            _area(world, commune.code, commune.name, "commune", commune.kind, "lam-ha")
            _hamlets(world, commune)
        for name in NEW_COMMUNES:
            _merge(world, name)
        old, new = [commune.code for commune in COMMUNES], [slug(name) for name in NEW_COMMUNES]
        for group, codes in ((GROUP, old), (NEW_GROUP, new)):
            world.save("quantri", AreaGroup, name=group, areas=[world.areas[code] for code in codes])
        _standings(world)


def _merge(world: World, name: str) -> None:
    """One new commune with what it is made of, entered as an administrator enters it; hamlets follow by themselves."""
    olds = [commune.code for commune in COMMUNES if commune.new == name]
    olds += [OUTSIDER[0]] if name == OUTSIDER[1] else []
    unit = Unit(name=name, kind="xa", code=slug(name), above=world.areas["lam-dong"])
    moves = tuple(Move(old=world.areas[code], to=0) for code in olds)
    plan = Plan(day=FIRST_DAY, legal_basis=LEGAL_BASIS, units=(unit,), moves=moves)
    done = reorganizing.apply(world.users["quantri"], reorganizing_places.work_out, plan)
    touched = Area.objects.filter(pk__in=[*done.made["new"], *done.made["ended"]]).select_related("parent")
    world.areas.update({area.code: area for area in touched})


def _hamlets(world: World, commune: Commune) -> None:
    kind = "to_dan_pho" if commune.kind == "thi_tran" else "thon"
    hamlets = [(f"{commune.code}-{slug(name)}", name, "") for name in commune.hamlets]
    if commune.code == "phu-son":
        # A provincial newspaper of 06/05/2022 writes the same hamlets "Preteing".
        hamlets = [(f"pretieng-{n}", f"Pretieng {n}", f"Preteing {n}") for n in (1, 2)] + hamlets
    for code, name, alias in hamlets:
        _area(world, code, name, "hamlet", kind, commune.code, aliases=alias)


def _standings(world: World) -> None:
    def fact(code: str, fact: str, day: date, basis: str, **more: Any) -> None:
        world.save("quantri", AreaStanding, area=world.areas[code], fact=fact, date=day, basis=basis, **more)

    published = date(2022, 12, 31)
    for commune in COMMUNES:
        if commune.kind == "xa":
            fact(commune.code, "ntm", published, AS_PUBLISHED)
        fact(commune.code, "size", published, INVENTED, households=commune.households, people=commune.households * 4)
    for code in ("tan-van", "dong-thanh"):
        fact(code, "ntm_nang_cao", published, AS_PUBLISHED)
    fact("tan-ha", "ntm_kieu_mau", published, AS_PUBLISHED)
    for code in MINORITY_ZONE:
        fact(code, "dtts", date(2021, 6, 4), INVENTED)
    for code in ("pretieng-1", "pretieng-2"):
        fact(code, "dtts", date(2021, 6, 4), INVENTED)
    fact(OUTSIDER[0], "size", published, INVENTED, households=OUTSIDER_HOUSEHOLDS, people=OUTSIDER_HOUSEHOLDS * 4)
    total = sum(commune.households for commune in COMMUNES)
    fact("lam-ha", "size", published, INVENTED, households=total, people=total * 4)


def officers_commune(area_code: str) -> str:
    """Whose officer and chair look after a commune: its own, or of the first unit that it was made of."""
    if area_code in BY_CODE:
        return area_code
    first = {"phu-son-lam-ha": "phu-son", "nam-ban-lam-ha": "me-linh"}
    return first.get(area_code) or next(c.code for c in COMMUNES if slug(c.new) == area_code)
