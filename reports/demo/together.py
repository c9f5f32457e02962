"""An illustrative movement that lives: a campaign of 2024 with two programmes, and things done by several together."""

import datetime
from typing import Any

from beneficiaries.models import Support
from danvan.audit.journal import journal
from movements.models import Activity, Campaign, CommunityWork, PublishedFigure, Target

from . import desk
from .desk import Sheet
from .world import INVENTED, World

YEAR = 2024
MOVEMENT = "nong-thon-moi"
CAMPAIGN = "chung-suc-ntm-2024"
HOUSES, LIGHTS = "nha-dai-doan-ket-2024", "thap-sang-duong-que-2024"


def make(world: World) -> None:
    with journal(world.users["mttq"]):
        _campaigns(world)
    desk.run(world, [*_houses(world), *_lights(world), *_around(world)])
    with journal(world.users["mttq"]):
        _published(world)


def _campaigns(world: World) -> None:
    start, end = datetime.date(YEAR, 2, 1), datetime.date(YEAR, 12, 15)
    front = world.organizations["mttq-lam-ha"]

    def keep(code: str, name: str, **more: Any) -> None:
        world.keep(
            world.campaigns, "mttq", Campaign, code, name=name, areas=[world.areas["phu-son"], world.areas["me-linh"]],
            start=start, end=end, description=f"{INVENTED}.", **{"organization": front, **more},
        )  # fmt: skip

    joint = [world.organizations["hoi-nong-dan-lam-ha"], world.organizations["huyen-doan-lam-ha"]]
    movement = world.movements[MOVEMENT]
    keep(CAMPAIGN, "Chung sức xây dựng nông thôn mới 2024", movement=movement, joint_organizations=joint)
    whole = world.campaigns[CAMPAIGN]
    keep(HOUSES, "Nhà Đại đoàn kết cùng làm 2024", parent=whole)
    keep(LIGHTS, "Thắp sáng đường quê 2024", parent=whole, organization=world.organizations["huyen-doan-lam-ha"])


def _houses(world: World) -> list[Sheet]:
    """One house of three organisations from two funds: for the district one house and 100 million đồng."""
    funds = (("quy-vnn-lam-ha", 60_000_000), ("doanh-nghiep-lam-ha", 40_000_000))
    common = {"campaign": world.campaigns[HOUSES], "organization": world.organizations["mttq-lam-ha"]}
    house = {
        **common, "kind": "grant", "form": "house_new", "area": world.areas["phu-son"],
        "date": datetime.date(YEAR, 5, 20), "description": "Nhà Đại đoàn kết ba bên cùng làm", "households": 1,
        "joint_organizations": [world.organizations[code] for code in ("hoi-nong-dan-lam-ha", "huyen-doan-lam-ha")],
        "items": [{"name": "Nhà ở", "quantity": "1", "unit": "căn"}],
        "contributions": [{"source": world.sources[code].pk, "amount_vnd": vnd} for code, vnd in funds],
    }  # fmt: skip
    labour = {
        **common, "organization": world.organizations["huyen-doan-lam-ha"], "kind": "grant", "form": "labour",
        "area": world.areas["phu-son"], "date": datetime.date(YEAR, 4, 14), "description": "Ngày công đào móng",
        "joint_organizations": [world.organizations["ban-chqs-lam-ha"]],
        "items": [{"name": "Ngày công", "quantity": "45", "unit": "ngày công"}], "contributions": [],
    }  # fmt: skip
    return [Sheet("mttq", Support, house), Sheet("huyendoan", Support, labour)]


def _lights(world: World) -> list[Sheet]:
    common = {"campaign": world.campaigns[LIGHTS], "area": world.areas["me-linh"]}
    work = {
        **common, "organization": world.organizations["huyen-doan-lam-ha"],
        "joint_organizations": [world.organizations["mttq-me-linh"], world.organizations["hoi-ccb-lam-ha"]],
        "date": datetime.date(YEAR, 8, 30), "name": "Thắp sáng đường thôn Hang Hớt", "road_km": "1.5", "lamps": 50,
        "labour_days": "60", "land_m2": "120", "given_vnd": 35_000_000, "started_on": datetime.date(YEAR, 7, 15),
        "opened_on": datetime.date(YEAR, 8, 30),
    }  # fmt: skip
    labour = {
        **common, "organization": world.organizations["huyen-doan-lam-ha"], "kind_of_activity": "labour",
        "joint_organizations": [world.organizations["hoi-ccb-lam-ha"]], "date": datetime.date(YEAR, 7, 15),
        "name": "Ra quân thắp sáng đường quê", "people": 85, "attendances": 120,
    }  # fmt: skip
    return [Sheet("huyendoan", CommunityWork, work), Sheet("huyendoan", Activity, labour)]


def _around(world: World) -> list[Sheet]:
    """The campaign's own: a meeting, plan and result."""
    common = {"campaign": world.campaigns[CAMPAIGN], "organization": world.organizations["mttq-lam-ha"]}
    meeting = {
        **common, "area": world.areas["lam-ha"], "kind_of_activity": "propaganda", "date": datetime.date(YEAR, 2, 20),
        "name": "Phát động chung sức xây dựng nông thôn mới", "people": 210, "attendances": 210,
        "joint_organizations": [world.organizations["hoi-nong-dan-lam-ha"]],
    }  # fmt: skip
    plan = {
        **common, "area": world.areas["lam-ha"], "indicator": world.indicators["nha-o-ho-ngheo"], "year": YEAR,
        "planned_min": "1", "planned_max": "1",  # the result is counted from the one house
    }  # fmt: skip
    return [Sheet("mttq", Activity, meeting), Sheet("mttq", Target, plan)]


def _published(world: World) -> None:
    """Two publishers who differ on one figure, side by side."""
    for source, vnd, words, day in (
        ("Ủy ban MTTQ Việt Nam huyện Lâm Hà (minh họa)", 100_000_000, "100 triệu đồng", 16),
        ("Hội Nông dân huyện Lâm Hà (minh họa)", 120_000_000, "120 triệu đồng", 20),
    ):
        world.save(
            "mttq", PublishedFigure, movement=world.movements[MOVEMENT], year=YEAR, key="support_vnd", value=vnd,
            unit="đồng", words=words, source=source, date=datetime.date(YEAR, 12, day), note=f"{INVENTED}.",
        )  # fmt: skip
