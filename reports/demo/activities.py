"""Illustrative activities and works of the community."""

import datetime
from itertools import cycle
from random import Random
from typing import Any

from movements.models import Activity, CommunityWork

from . import calendar, desk
from .desk import Sheet
from .people import handle
from .places import BY_CODE, COMMUNES, NEW_COMMUNES, officers_commune
from .supports import OFFICERS
from .themes import YEAR as THEME_YEAR
from .world import YEARS, World, slug

# kind, words, channel ("" = the commune's Front), months, people from–to, recommendations, movement's code
ACTIVITIES: tuple[tuple[str, str, str, tuple[int, ...], tuple[int, int], int, str], ...] = (
    ("festival", "Ngày hội Đại đoàn kết toàn dân tộc", "", (11,), (80, 260), 0, ""),
    ("propaganda", "Tuyên truyền, vận động hiến đất làm đường", "", (3, 4, 6), (40, 120), 0, "nong-thon-moi"),
    ("voter_meeting", "Hội nghị tiếp xúc cử tri", "mttq-lam-ha", (4, 6, 10), (90, 200), 14, ""),
    ("dialogue", "Đối thoại của người đứng đầu cấp ủy với Nhân dân", "", (5, 8), (60, 140), 9, ""),
    ("supervision", "Giám sát việc rà soát hộ nghèo", "mttq-lam-ha", (9, 10), (8, 20), 5, ""),
    ("training", "Tập huấn kỹ thuật trồng dâu, nuôi tằm", "hoi-nong-dan-lam-ha", (3, 5), (30, 70), 0, "nong-dan-gioi"),
    ("labour", "Ra quân ngày Chủ nhật xanh", "huyen-doan-lam-ha", (3, 6), (50, 150), 0, "xung-kich"),
    ("contest", "Hội thi “Dân vận khéo”", "mttq-lam-ha", (8,), (60, 120), 0, "dan-van-kheo"),
)
# Group of solutions by kind of activity; works stand in the third.
GROUPS = {"propaganda": "1", "training": "1", "dialogue": "2", "voter_meeting": "2", "festival": "3", "labour": "3",
          "contest": "4", "supervision": "5"}  # fmt: skip
# words, kilometres, lamps, land in m², labour days, money given in đồng
WORKS: tuple[tuple[str, str | None, int | None, str | None, str | None, int | None], ...] = (
    ("Bê tông hóa đường", "0.85", None, "640", "180", 96_000_000),
    ("Thắp sáng đường quê", "1.2", 40, None, "35", 42_000_000),
    ("Nạo vét mương nội đồng", "0.6", None, None, "120", None),
    ("Sân chơi, nhà sinh hoạt cộng đồng", None, None, "300", "90", 60_000_000),
)
# What the two boards of the Party's committee did, before their merger and after: year, month, channel, who joined in.
BOARDS = (
    (2022, 4, "ban-dan-van-lam-ha", ("mttq-lam-ha",)), (2023, 4, "ban-dan-van-lam-ha", ("ban-tuyen-giao-lam-ha",)),
    (2024, 4, "ban-tuyen-giao-lam-ha", ("ban-dan-van-lam-ha", "mttq-lam-ha")),
    (2025, 4, "ban-tuyen-giao-dan-van-lam-ha", ("mttq-lam-ha",)),
)  # fmt: skip


def make(world: World) -> None:
    dice = Random(1118)  # noqa: S311 - the same demo every time
    old = cycle([commune.code for commune in COMMUNES])
    new = cycle([slug(name) for name in NEW_COMMUNES])
    sheets = [_activity(world, dice, year, number, old, new) for year in YEARS for number in range(len(ACTIVITIES))]
    sheets += [_work(world, dice, year, number, old) for year in YEARS[:-1] for number in range(len(WORKS))]
    sheets[-1].goal, sheets[len(ACTIVITIES) * len(YEARS) - 1].goal = "submitted", "submitted"
    sheets += [_board(world, *row) for row in BOARDS]
    sheets.append(_draft(world))
    desk.run(world, sheets)


def _place(day: datetime.date, old: Any, new: Any) -> str:
    code: str = next(new if calendar.is_new(day) else old)
    return code


def _activity(world: World, dice: Random, year: int, number: int, old: Any, new: Any) -> Sheet:
    kind, words, channel, months, (low, high), recommendations, movement = ACTIVITIES[number]
    day = calendar.some_day(dice, year, months)
    area = _place(day, old, new)
    if calendar.is_new(day) or not channel:
        channel = f"mttq-{area}"
    people = dice.randint(low, high)
    data: dict[str, Any] = {
        "kind_of_activity": kind, "name": f"{words}, {world.areas[area]}", "area": world.areas[area], "date": day,
        "organization": world.organizations[channel], "people": people, "attendances": people + dice.randint(0, 30),
        "recommendations": recommendations or None, "answered": max(recommendations - 2, 0) or None,
        "movement": world.movements.get(movement), "solution": GROUPS[kind],
    }  # fmt: skip
    if kind in ("training", "contest"):
        data |= {"women": people * 2 // 5, "minority": people // 3}
    if kind == "supervision":
        data |= {"basis": "217", "subject": "Rà soát hộ nghèo, hộ cận nghèo", "supervised": f"UBND {world.areas[area]}"}
    if kind == "dialogue" and year == THEME_YEAR:  # its recommendations are held one by one
        data |= {"recommendations": None, "answered": None, "place": "Nhà văn hóa thôn"}
    if kind == "propaganda":
        data |= {"sessions": 3}
    return Sheet(_officer(channel), Activity, data)


def _officer(channel: str) -> str:
    return OFFICERS.get(channel) or f"canbo.{handle(officers_commune(channel.removeprefix('mttq-')))}"


def _work(world: World, dice: Random, year: int, number: int, old: Any) -> Sheet:
    words, km, lamps, land, labour, given = WORKS[number]
    area = next(old)
    hamlet = world.areas[f"{area}-{slug(BY_CODE[area].hamlets[0])}"]
    started = calendar.some_day(dice, year, (2, 3, 4))
    opened = calendar.some_day(dice, year, (7, 9, 11))
    data: dict[str, Any] = {
        "name": f"{words}, {hamlet}", "area": world.areas[area], "hamlets": [hamlet], "date": opened,
        "organization": world.organizations[f"mttq-{area}"], "road_km": km, "lamps": lamps, "land_m2": land,
        "labour_days": labour, "given_vnd": given, "value_vnd": given * 3 if given else None, "started_on": started,
        "opened_on": opened, "solution": "3",
    }  # fmt: skip
    return Sheet(f"canbo.{handle(area)}", CommunityWork, data)


def _board(world: World, year: int, month: int, channel: str, joined: tuple[str, ...]) -> Sheet:
    data: dict[str, Any] = {
        "kind_of_activity": "training", "name": "Tập huấn công tác dân vận cho cán bộ cơ sở",
        "area": world.areas["lam-ha"],
        "date": datetime.date(year, month, 20), "organization": world.organizations[channel], "people": 60 + year % 7,
        "attendances": 120 + year % 7, "solution": "4",
        "joint_organizations": [world.organizations[code] for code in joined],
    }  # fmt: skip
    return Sheet("mttq", Activity, data)


def _draft(world: World) -> Sheet:
    """A draft on the desk of xã Phú Sơn."""
    data = {"name": "Làm hàng rào cây xanh, thôn Lạc Sơn", "area": world.areas["phu-son"], "road_km": "0.4",
            "organization": world.organizations["mttq-phu-son"], "date": datetime.date(2025, 6, 15)}  # fmt: skip
    return Sheet("canbo.phuson", CommunityWork, data, "draft")
