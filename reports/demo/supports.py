"""Illustrative supports of 2021–2025: every commune, organisation, form and source; none belongs to Pretieng 2022."""

import datetime
from itertools import cycle
from random import Random
from typing import Any

from beneficiaries.models import LoanBalance, Support
from danvan.lib.arithmetic import split_largest_remainder
from danvan.records import catalogs, corrections

from . import calendar, desk
from .desk import Goal, Sheet
from .households import class_in
from .patterns import COMMUNE, PATTERNS, QUESTIONS, Pattern
from .people import handle
from .places import BY_CODE, COMMUNES, NEW_COMMUNES, officers_commune
from .world import World, slug

Payers = tuple[tuple[str, int], ...]  # (source's code, weight)

PER_YEAR = {2021: 32, 2022: 46, 2023: 38, 2024: 34, 2025: 26}
OFFICERS = {
    "mttq-lam-ha": "mttq", "hoi-nong-dan-lam-ha": "hoinongdan", "hoi-lhpn-lam-ha": "hoiphunu",
    "huyen-doan-lam-ha": "huyendoan", "hoi-ccb-lam-ha": "hoiccb", "ldld-lam-ha": "ldld",
    "hoi-chu-thap-do-lam-ha": "chuthapdo", "ban-chqs-lam-ha": "banchqs", "hoi-lhpn-me-linh": "canbo.melinh",
}  # fmt: skip
# How far the last records of a year went; all others are approved. 2021 is closed, so nothing of it waits.
ENDS: dict[int, tuple[Goal, ...]] = {
    2022: ("returned", "submitted", "draft"),
    2024: ("submitted", "confirmed", "returned", "draft", "submitted"),
    2025: ("submitted", "confirmed", "submitted", "draft", "returned", "confirmed", "submitted", "draft"),
}


def make(world: World) -> None:
    dice = Random(20221231)  # noqa: S311 - the same demo every time
    places = cycle(_shuffled(dice, [commune.code for commune in COMMUNES]))
    new_places = cycle([slug(name) for name in NEW_COMMUNES])
    questions = cycle(QUESTIONS)
    sheets: list[Sheet] = []
    for year, count in PER_YEAR.items():
        dealt = split_largest_remainder(count, [pattern.weight for pattern in PATTERNS])
        patterns = [pattern for pattern, times in zip(PATTERNS, dealt, strict=True) for _ in range(times)]
        dice.shuffle(patterns)
        mine = [_one(world, dice, year, pattern, places, new_places) for pattern in patterns]
        for sheet, goal in zip(reversed(mine), ENDS.get(year, ()), strict=False):
            sheet.goal, sheet.reason = goal, next(questions)
        sheets += mine
    sheets += _of_phu_son(world)
    desk.run(world, sheets)
    approved = [sheet for sheet in sheets if sheet.goal == "approved"]
    _correct(world, approved)
    _balances(world, approved)


def _shuffled(dice: Random, codes: list[str]) -> list[str]:
    dice.shuffle(codes)
    return codes


def _one(world: World, dice: Random, year: int, pattern: Pattern, places: Any, new_places: Any) -> Sheet:
    day = calendar.some_day(dice, year, pattern.months)
    if calendar.is_new(day):
        # The district's organisations had ended: the new communes' Fronts do the work.
        area = next(new_places)
        channel = f"mttq-{area}"
        payers: Payers = ((f"quy-vnn-{area}", 1),)
        if pattern.form == "loan" or pattern.each is None:
            pattern = PATTERNS[0]
    else:
        area = next(places)
        channel = dice.choice(pattern.channels)
        channel = f"mttq-{area}" if channel == COMMUNE else channel
        area = "me-linh" if channel == "hoi-lhpn-me-linh" else area
        payers = tuple((f"quy-vnn-{area}" if code == COMMUNE else code, w) for code, w in dice.choice(pattern.payers))
    count = dice.randint(*pattern.count)
    when = calendar.dated(dice, day)
    whole = pattern.form in ("medical", "gift") and channel.endswith("-lam-ha") and "mttq-" not in channel
    if whole and dice.random() < 0.2 and not calendar.is_new(day):
        area = "lam-ha"  # for the whole district: «chưa phân xã»
    data = _data(world, dice, pattern, area, channel, payers, count) | when
    _campaign(world, data, pattern)
    actor = OFFICERS.get(channel) or f"canbo.{handle(officers_commune(channel.removeprefix('mttq-')))}"
    return Sheet(actor, Support, data)


def _data(
    world: World, dice: Random, pattern: Pattern, area: str, channel: str, payers: Payers, count: int
) -> dict[str, Any]:
    hamlets = [world.areas[f"{area}-{slug(name)}"] for name in BY_CODE[area].hamlets] if area in BY_CODE else []
    covered = dice.sample(hamlets, 1) if hamlets and dice.random() < 0.4 else []
    where = f", {covered[0]}" if covered else ""
    loan = pattern.form == "loan"
    data: dict[str, Any] = {
        "kind": "loan" if loan else "grant", "form": pattern.form, "area": world.areas[area], "hamlets": covered,
        "organization": world.organizations[channel], "description": dice.choice(pattern.words) + where,
        "households": count if pattern.by_household else None,
        "people": count if pattern.form in ("medical", "scholarship") else None,
        "items": [{"name": pattern.item, "quantity": str(count), "unit": pattern.unit}],
    }  # fmt: skip
    if pattern.each is not None:
        low, high, step = pattern.each
        data["contributions"] = _paid(world, pattern, payers, count * dice.randrange(low, high + 1, step))
    if loan:
        data["loans"] = [{"lender": world.sources["nhcsxh"].pk, "purpose": data["description"], "term_months": 36,
                          "interest": "6.6"}]  # fmt: skip
    if channel.startswith("mttq-") and pattern.form == "house_new" and area in BY_CODE:
        data["joint_organizations"] = [world.organizations["hoi-ccb-lam-ha"]] if dice.random() < 0.3 else []
    if pattern.by_household and channel.startswith("mttq-"):  # organisations' officers do not see households
        _name_some(world, dice, data, area, count)
    return data


def _paid(world: World, pattern: Pattern, payers: Payers, total: int) -> list[dict[str, Any]]:
    unit = 100_000 if total % 100_000 == 0 else 1_000
    parts = split_largest_remainder(total // unit, [weight for _code, weight in payers])
    return [
        {"source": world.sources[code].pk, "amount_vnd": part * unit, "manner": pattern.manner}
        for (code, _weight), part in zip(payers, parts, strict=True)
        if part
    ]


def _name_some(world: World, dice: Random, data: dict[str, Any], area: str, count: int) -> None:
    """Some of the counted households by name, with their class at the time."""
    known = world.households.get(area, [])
    if not known or dice.random() < 0.3:
        return
    data["recipients"] = [{"household": household.pk} for household in dice.sample(known, min(count, 3, len(known)))]


def _campaign(world: World, data: dict[str, Any], pattern: Pattern) -> None:
    """The yearly drives that a gift belongs to; never the Pretieng campaign."""
    year = data["date"].year
    by_id = {household.pk: household for mine in world.households.values() for household in mine}
    for row in data.get("recipients", []):
        row["poverty_class"] = class_in(year, by_id[row["household"]])
    if "Tết" in data["description"]:
        data["campaign"] = world.campaigns[f"tet-vi-nguoi-ngheo-{year}"]
    elif "Tháng cao điểm" in data["description"] and year < 2025:
        data["campaign"] = world.campaigns[f"thang-cao-diem-{year}"]
    elif year == 2023 and data["area"].code == "me-linh" and pattern.form in ("livelihood", "house_new", "loan"):
        data["campaign"] = world.campaigns["me-linh-2023"]


# What stands on the desks of xã Phú Sơn: words, quantity, unit, form, amount, day, how far, the question
PHU_SON: tuple[tuple[str, int, str, str, int | None, datetime.date, Goal, str], ...] = (
    ("Tặng quà Tết, thôn Ngọc Sơn 2", 96, "phần", "gift", 28_800_000, datetime.date(2022, 1, 22), "returned",
     QUESTIONS[0]),
    ("Sửa nhà, thôn R’Lơm", 1, "căn", "house_repair", 15_000_000, datetime.date(2025, 6, 12), "returned", QUESTIONS[1]),
    ("Trồng cây chắn gió, thôn Lạc Sơn", 200, "cây", "goods", None, datetime.date(2025, 6, 18), "draft", ""),
    ("Tặng quà hộ neo đơn", 24, "phần", "gift", 9_600_000, datetime.date(2025, 6, 20), "draft", ""),
    ("Sữa cho học sinh mầm non", 120, "phần", "goods", None, datetime.date(2022, 9, 8), "draft", ""),
    ("Bò giống sinh sản", 3, "con", "livelihood", 54_000_000, datetime.date(2025, 5, 30), "submitted", ""),
    ("Học bổng Trường THCS Phú Sơn", 12, "suất", "scholarship", 12_000_000, datetime.date(2025, 6, 5), "submitted", ""),
    ("Làm đường thôn Lạc Sơn", 86, "ngày công", "labour", None, datetime.date(2025, 6, 8), "submitted", ""),
    ("Tặng quà Ngày hội Đại đoàn kết", 60, "phần", "gift", 18_000_000, datetime.date(2022, 11, 12), "confirmed", ""),
    ("Xây nhà Đại đoàn kết, thôn Ngọc Sơn 1", 1, "căn", "house_new", 65_000_000, datetime.date(2025, 6, 25),
     "confirmed", ""),
)  # fmt: skip


def _of_phu_son(world: World) -> list[Sheet]:
    sheets = []
    for words, quantity, unit, form, amount, day, goal, question in PHU_SON:
        data: dict[str, Any] = {
            "form": form, "description": words, "area": world.areas["phu-son"], "date": day,
            "organization": world.organizations["mttq-phu-son"], "items": [{"quantity": quantity, "unit": unit}],
        }  # fmt: skip
        if amount is not None:
            data["contributions"] = [{"source": world.sources["quy-vnn-phu-son"].pk, "amount_vnd": amount}]
        sheets.append(Sheet("canbo.phuson", Support, data, goal, question))
    return sheets


def _correct(world: World, sheets: list[Sheet]) -> None:
    """One correction that was approved, and one that waits for the Front's chair."""
    mine = [sheet for sheet in sheets if sheet.record.year in (2023, 2024) and sheet.record.amount_vnd]
    of_communes = [sheet for sheet in mine if sheet.actor.startswith("canbo.")]
    for sheet, more, decided in zip(of_communes, (2_000_000, 5_000_000), (True, False), strict=False):
        record = sheet.record
        rows = list(record.contributions.values("source", "amount_vnd", "manner", "typed"))
        rows[0]["amount_vnd"] += more
        proposal = corrections.propose(
            world.users[sheet.actor], record, reason="Ghi thiếu phần góp của nhà hảo tâm, đã có phiếu thu bổ sung.",
            data={"contributions": rows}, expected_version=record.version,
        )  # fmt: skip
        if decided:
            corrections.decide(world.users["mttq.truong"], proposal, approve=True, note="Đã đối chiếu phiếu thu.")


def _balances(world: World, sheets: list[Sheet]) -> None:
    """What was still owed at the end of the year after, for some loans; one has an instalment overdue."""
    loans = [sheet for sheet in sheets if sheet.record.is_loan and sheet.record.year in (2022, 2023)]
    for index, sheet in enumerate(loans[:6]):
        owed = sheet.record.amount_vnd * 7 // 10 // 100_000 * 100_000
        data = {"loan": sheet.record, "date": datetime.date(sheet.record.year + 1, 12, 31), "outstanding_vnd": owed,
                "overdue_vnd": 3_000_000 if index == 2 else 0}  # fmt: skip
        catalogs.save(world.users[sheet.actor], LoanBalance, data)
