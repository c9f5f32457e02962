"""Plan and result of the district: 2022 as published, the other years illustrative; and the poor by unit and year."""

import datetime
from collections.abc import Iterator
from typing import Any

from beneficiaries.models import AreaPoverty
from danvan.lib.arithmetic import split_largest_remainder
from movements.models import Target

from . import desk
from .desk import Sheet
from .people import handle
from .places import COMMUNES, NEW_COMMUNES, OUTSIDER, officers_commune
from .world import AS_PUBLISHED, World, slug

# 2022 as published: indicator's code, plan from, plan to, result, note
PUBLISHED = (
    ("thu-ngan-sach", "400", "400", "541", ""),
    ("giam-ho-ngheo", "0.5", "1", "1", "Kế hoạch là một khoảng: 0,5–1 %. Nguồn không ghi tử số, mẫu số."),
    ("giam-ho-ngheo-dtts", "1.5", "2", "2.7", "Kế hoạch là một khoảng: 1,5–2 %. Nguồn không ghi tử số, mẫu số."),
    ("xa-ntm", "14", "14", "14", "14/14 xã."),
    ("xa-ntm-nang-cao", None, None, "2", "Tân Văn, Đông Thanh. Nguồn không ghi kế hoạch."),
    ("xa-ntm-kieu-mau", None, None, "1", "Tân Hà. Nguồn không ghi kế hoạch."),
)
# illustrative: indicator's code, year, plan from, plan to, result (None = not reported yet), numerator, denominator
INVENTED = (
    ("thu-ngan-sach", 2021, "360", "360", "412", None, None),
    ("thu-ngan-sach", 2023, "520", "520", "506", None, None),
    ("thu-ngan-sach", 2024, "530", "530", "558", None, None),
    ("giam-ho-ngheo", 2021, "0.5", "1", "0.8", None, None),
    ("giam-ho-ngheo", 2023, "0.4", "0.6", "0.48", None, None),
    ("giam-ho-ngheo", 2024, "0.3", "0.5", "0.38", None, None),
    ("giam-ho-ngheo-dtts", 2021, "1.5", "2", "1.6", None, None),
    ("giam-ho-ngheo-dtts", 2023, "1.2", "1.5", "1.1", None, None),
    ("giam-ho-ngheo-dtts", 2024, "1", "1.2", "1.2", None, None),
    ("xa-ntm", 2021, "13", "13", "13", None, None),
    ("xa-ntm", 2023, "14", "14", "14", None, None),
    ("xa-ntm", 2024, "14", "14", "14", None, None),
    ("thu-quy-vnn", 2021, "1200000000", "1200000000", "1236000000", None, None),
    ("thu-quy-vnn", 2022, "1500000000", "1500000000", "1412000000", None, None),
    ("thu-quy-vnn", 2023, "1500000000", "1500000000", "1585000000", None, None),
    ("thu-quy-vnn", 2024, "1600000000", "1600000000", "1655000000", None, None),
    ("thu-quy-vnn", 2025, "900000000", "900000000", None, None, None),
    ("no-qua-han", 2021, "0.2", "0.2", None, "432", "286450"),
    ("no-qua-han", 2022, "0.2", "0.2", None, "371", "309180"),
    ("no-qua-han", 2023, "0.2", "0.2", None, "702", "331900"),
    ("no-qua-han", 2024, "0.2", "0.2", None, "640", "352700"),
    ("tap-hop-hoi-vien", 2022, "75", "80", None, "58420", "75150"),
    ("tap-hop-hoi-vien", 2023, "76", "80", None, "59310", "75600"),
    ("tap-hop-hoi-vien", 2024, "78", "80", None, "58200", "75900"),
    ("giam-sat", 2022, "24", "24", "26", None, None),
    ("giam-sat", 2023, "24", "24", "22", None, None),
    ("giam-sat", 2024, "26", "26", "27", None, None),
    ("buoi-tuyen-truyen", 2022, "320", "320", "338", None, None),
    ("buoi-tuyen-truyen", 2023, "330", "330", "351", None, None),
)
ELSEWHERE = "Theo sổ theo dõi của huyện; nhiều cuộc chưa ghi thành bản ghi trên cổng."
# Poor and near-poor households of the district at the end of each year (of 36,840); the new communes stand for 2025.
POOR = {2021: (1105, 1468), 2022: (737, 1291), 2023: (560, 1102), 2024: (420, 931), 2025: (336, 802)}
OUTSIDER_HOUSEHOLDS, OUTSIDER_POOR, OUTSIDER_NEAR_POOR = 1480, 18, 40


def make(world: World) -> None:
    board = world.organizations["ban-dan-van-lam-ha"]
    front = world.organizations["mttq-lam-ha"]
    sheets = []
    for code, low, high, actual, note in PUBLISHED:
        data = _target(world, code, 2022, low, high, actual) | {"organization": board, "note": f"{note} {AS_PUBLISHED}"}
        sheets.append(Sheet("mttq", Target, data, illustrative=False))
    for code, year, low, high, result, numerator, denominator in INVENTED:
        data = _target(world, code, year, low, high, result)
        parts = {"organization": front, "numerator": numerator, "denominator": denominator}
        if world.indicators[code].computed:
            parts["reason"] = ELSEWHERE
        sheets.append(Sheet("mttq.2", Target, data | parts))
    for year in POOR:
        sheets += _poverty(world, year)
    desk.run(world, sheets)


def _target(
    world: World, code: str, year: int, low: str | None, high: str | None, actual: str | None
) -> dict[str, Any]:
    return {"area": world.areas["lam-ha"], "indicator": world.indicators[code], "year": year, "planned_min": low,
            "planned_max": high, "actual": actual}  # fmt: skip


def _poverty(world: World, year: int) -> Iterator[Sheet]:
    """Counts of each unit, which add up to the district's; the district itself while there was one."""
    poor = split_largest_remainder(POOR[year][0], [commune.poor for commune in COMMUNES])
    near = split_largest_remainder(POOR[year][1], [commune.poor + 20 for commune in COMMUNES])
    rows = {c.code: [p, n, c.households] for c, p, n in zip(COMMUNES, poor, near, strict=True)}
    if year < 2025:
        yield _count(world, "mttq", "mttq-lam-ha", "lam-ha", year, POOR[year][0], POOR[year][1],
                     sum(commune.households for commune in COMMUNES))  # fmt: skip
    else:
        old, rows = rows, {slug(name): [0, 0, 0] for name in NEW_COMMUNES}
        for commune in COMMUNES:
            rows[slug(commune.new)] = _plus(rows[slug(commune.new)], old[commune.code])
        outsider = [OUTSIDER_POOR, OUTSIDER_NEAR_POOR, OUTSIDER_HOUSEHOLDS]
        rows[slug(OUTSIDER[1])] = _plus(rows[slug(OUTSIDER[1])], outsider)
    for code, (p, n, households) in rows.items():
        actor = f"canbo.{handle(officers_commune(code))}"
        yield _count(world, actor, f"mttq-{code}", code, year, p, n, households)


def _plus(a: list[int], b: list[int]) -> list[int]:
    return [x + y for x, y in zip(a, b, strict=True)]


def _count(
    world: World, actor: str, organization: str, area: str, year: int, poor: int, near_poor: int, households: int
) -> Sheet:
    day = datetime.date(year, 12, 31)
    place = "huyện" if area == "lam-ha" else "xã"
    return Sheet(actor, AreaPoverty, {
        "organization": world.organizations[organization], "area": world.areas[area], "date": day,
        "standard": "2022-2025", "source": f"Ban Chỉ đạo giảm nghèo {place} (minh họa)", "poor": poor,
        "near_poor": near_poor, "households": households,
    })  # fmt: skip
