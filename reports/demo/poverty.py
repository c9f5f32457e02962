"""Illustrative lives of poor households of Phú Sơn, 2021–2023: every way into the lists and out of them, and a second
publisher that counted otherwise. Many at once, so that they cost little.
"""

import datetime
from typing import Any

from beneficiaries import lineage
from beneficiaries.models import AreaPoverty, Household, PovertyReview, Support
from danvan.records import bulk, bulk_steps
from danvan.records.models import Record, Status

from . import desk
from .desk import Sheet
from .households import REASONS, STANDARD
from .people import handle
from .world import World

HERE, THERE = "phu-son", "me-linh"
# name: (hamlet, {year: class}); "@" before a class: reviewed in Mê Linh
LIVES: dict[str, tuple[str, dict[int, str]]] = {
    "Ka Mơi": ("phu-son-lac-son", {2021: "poor", 2022: "not_poor", 2023: "poor"}),  # tái nghèo
    "K’Sơn": ("phu-son-lac-son", {2021: "poor", 2022: "near_poor", 2023: "poor"}),  # tái nghèo, from near-poor
    "Ka Rẻm": ("phu-son-lac-son", {2022: "near_poor", 2023: "poor"}),
    "K’Duôl": ("phu-son-ngoc-son-1", {2021: "poor", 2022: "poor", 2023: "near_poor"}),
    "Ka Đào": ("phu-son-ngoc-son-1", {2021: "poor", 2022: "poor", 2023: "escaped_poor"}),
    "K’Brài": ("phu-son-ngoc-son-1", {2021: "near_poor", 2022: "near_poor", 2023: "escaped_near_poor"}),
    "Ka Bích": ("phu-son-lac-son", {2021: "poor", 2022: "poor", 2023: "@poor"}),  # moved away
    "K’Wil": ("phu-son-ngoc-son-1", {2021: "@poor", 2022: "@poor", 2023: "poor"}),  # moved in
    "Ka Jiêng": ("phu-son-ngoc-son-1", {2021: "poor", 2022: "poor"}),  # joined Ka Đào's household
    "K’Hùng": ("phu-son-ngoc-son-1", {2023: "poor"}),  # parted from K’Duôl's
    "Ka Lim": ("phu-son-lac-son", {2021: "poor", 2023: "poor"}),  # left out of the review of 2022
    "K’Tuyên": ("phu-son-lac-son", {2023: "poor"}),
    "Ka Hạnh": ("phu-son-ngoc-son-1", {2021: "near_poor", 2022: "escaped_near_poor", 2023: "near_poor"}),
    "K’Pha": ("phu-son-lac-son", {2022: "poor"}),  # not reviewed in 2023
    "Ka Nụ": ("phu-son-ngoc-son-1", {2022: "poor", 2023: "poor"}),
}
MOVED = {"Ka Bích": (HERE, THERE), "K’Wil": (THERE, HERE)}
HELPED = ("K’Duôl", "Ka Đào", "Ka Nụ")
LAST, FIRST = datetime.date(2023, 4, 30), datetime.date(2023, 5, 1)


def publish(world: World) -> None:
    """A second source for Phú Sơn's counts. Before the district's own, which reports take where two differ."""
    counts = {"organization": world.organizations["mttq-lam-ha"], "area": world.areas[HERE], "standard": STANDARD}
    other = {
        "date": datetime.date(2023, 12, 31),
        "source": "Phòng LĐ-TB&XH huyện (minh họa)",
        "poor": 65,
        "near_poor": 117,
    }
    older = {
        "date": datetime.date(2021, 6, 30), "source": "Ban Chỉ đạo giảm nghèo xã (minh họa)", "poor": 96,
        "near_poor": 121, "households": 1838, "standard": "2016-2020",
    }  # fmt: skip
    desk.run(world, [Sheet("mttq", AreaPoverty, counts | other), Sheet("mttq", AreaPoverty, counts | older)])


def make(world: World) -> None:
    homes = dict(zip(LIVES, _many(world, Household, [_home(world, name) for name in LIVES]), strict=True))
    reviews = [(name, year, said) for name, (_, years) in LIVES.items() for year, said in years.items()]
    _many(world, PovertyReview, [_review(world, homes[name], name, year, said) for name, year, said in reviews])
    user = world.users["mttq"]
    lineage.record(user, homes["K’Duôl"], homes["K’Hùng"], "split", datetime.date(2023, 3, 15))
    lineage.record(user, homes["Ka Jiêng"], homes["Ka Đào"], "merge", datetime.date(2023, 6, 1))
    desk.run(world, [Sheet("mttq", Support, _support(world, [homes[name] for name in HELPED]))])


def _home(world: World, name: str) -> dict[str, Any]:
    hamlet = world.areas[LIVES[name][0]]
    data = {
        "head": name, "code": f"PHUSON-{101 + list(LIVES).index(name)}", "people": 3 + len(name) % 4,
        "ethnicity": "K’Ho", "area": hamlet, "organization": world.organizations[f"mttq-{HERE}"],
    }  # fmt: skip
    if name in MOVED:
        old, new = (world.areas[f"{THERE}-hang-hot"] if at == THERE else hamlet for at in MOVED[name])
        data |= {"area": new, "residences": [{"area": old.pk, "end": LAST}, {"area": new.pk, "start": FIRST}]}
        data["organization"] = world.organizations[f"mttq-{MOVED[name][1]}"]
    return data


def _review(world: World, home: Household, name: str, year: int, said: str) -> dict[str, Any]:
    place = THERE if said.startswith("@") else HERE
    said = said.lstrip("@")
    return {
        "household": home, "year": year, "standard": STANDARD, "poverty_class": said, "reason": REASONS.get(said, ""),
        "organization": world.organizations[f"mttq-{place}"],
        "area": world.areas[f"{THERE}-hang-hot" if place == THERE else LIVES[name][0]],
    }  # fmt: skip


def _support(world: World, homes: list[Household]) -> dict[str, Any]:
    return {
        "kind": "grant", "form": "livelihood", "organization": world.organizations["mttq-lam-ha"],
        "area": world.areas[HERE], "date": datetime.date(2023, 5, 12), "date_precision": "day",
        "description": "Hỗ trợ giống dâu, nong né cho hộ nghèo", "households": len(homes),
        "items": [{"name": "Sinh kế", "quantity": str(len(homes)), "unit": "hộ"}],
        "contributions": [{"source": world.sources["quy-vnn-lam-dong"].pk, "amount_vnd": 15_000_000 * len(homes)}],
        "recipients": [{"kind": "household", "household": home.pk, "share_vnd": 15_000_000} for home in homes],
    }  # fmt: skip


def _many(world: World, model: type[Record], rows: list[dict[str, Any]]) -> list[Any]:
    """All of them entered by the Front's officer and taken through their steps; in the order given."""
    author = world.users["mttq"]
    made = bulk.create_many(author, bulk.prepare_many(author, model, rows, illustrative=True))  # type: ignore[arg-type]
    bulk_steps.submit_many(author, _read(model, made), whole=True)
    for commune in (HERE, THERE):
        waits = [
            one
            for one in _read(model, made)
            if one.pending_action == "confirm" and one.organization.area.code == commune
        ]
        bulk_steps.take_many(world.users[f"chutich.{handle(commune)}"], waits, "confirm", whole=True)
    bulk_steps.take_many(world.users["mttq.2"], _read(model, made), "accept", whole=True)
    found = {one.pk: one for one in _read(model, made)}
    assert all(one.status == Status.APPROVED for one in found.values())  # noqa: S101
    return [found[pk] for pk in made]


def _read(model: type[Record], pks: list[int]) -> list[Any]:
    return list(model._default_manager.filter(pk__in=pks).select_related("area", "organization__area"))
