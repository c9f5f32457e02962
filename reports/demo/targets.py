"""Illustrative values of the communes for the grid: two years and six months, with one commune that did not report.

Entered by each commune's officer and handed in at once, confirmed by its chair, accepted by the Front, all in bulk.
"""

import datetime
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from danvan.records import bulk, bulk_steps
from movements.models import ReportingPeriod, Target

from .people import handle
from .places import COMMUNES, Commune
from .world import World

SILENT, LATE = "phi-to", ("lien-ha", "tan-van")
"""The commune that sent nothing for the whole year 2022 ("–" everywhere, never 0), and two that sent it late."""
# indicator, plan of a commune a year, share of the plan that is done (per cent, from–to); a rate has none
COUNTED = (("ho-trong-dau", 40, (70, 130)), ("dien-tich-dau", 12, (80, 120)), ("buoi-tuyen-truyen", 20, (85, 115)))
RATES = (("tap-hop-hoi-vien", (70, 84)), ("no-qua-han", (0, 1)))


def make(world: World) -> None:
    half = _period(world, kind="half", year=2022, number=1, cutoff=datetime.date(2022, 6, 15), dues=[
        {"recipient": "Ủy ban MTTQ Việt Nam huyện Lâm Hà", "due": datetime.date(2022, 6, 17)},
        {"recipient": "Ủy ban MTTQ Việt Nam tỉnh Lâm Đồng", "due": datetime.date(2022, 6, 22)},
    ])  # fmt: skip
    _period(world, kind="year", year=2022, cutoff=datetime.date(2022, 12, 15), dues=[
        {"recipient": "Ủy ban MTTQ Việt Nam huyện Lâm Hà", "due": datetime.date(2022, 12, 16)},
    ])  # fmt: skip
    _period(world, kind="half", year=2023, number=2, dues=[])
    dice = Random(2022)  # noqa: S311 - the same demo every time
    for commune in COMMUNES:
        rows = _year(world, dice, commune, 2021, 100)
        rows += _year(world, dice, commune, 2022, 100) if commune.code != SILENT else []
        rows += _year(world, dice, commune, 2022, 52, half)
        _enter(world, commune, rows)
    _accept(world)


def _period(world: World, **data: Any) -> ReportingPeriod:
    """The period, made where nobody made it before."""
    found = ReportingPeriod.objects.filter(
        kind=data["kind"], year=data["year"], number=data.get("number")
    ).first()  # fmt: skip
    return found or world.save("mttq", ReportingPeriod, **data)


def _year(
    world: World, dice: Random, commune: Commune, year: int, part: int, period: ReportingPeriod | None = None
) -> list[dict[str, Any]]:  # fmt: skip
    """A commune's values: `part` per cent of the year's plan, about; half a year says what it expects of the whole."""
    base = {
        "organization": world.organizations[f"mttq-{commune.code}"], "area": world.areas[commune.code], "year": year,
        "period": period,
    }  # fmt: skip
    rows = []
    for code, planned, (low, high) in COUNTED:
        indicator = world.indicators[code]
        if indicator.computed:
            continue
        whole = planned * dice.randint(low, high) // 100
        expected = {"estimate": Decimal(whole)} if period else {}
        done = whole * part // 100
        rows.append({**base, "indicator": indicator, "planned_min": planned, "actual": done, **expected})
    for code, (low, high) in RATES:
        people = commune.households * 2
        rows.append({**base, "indicator": world.indicators[code], "numerator": people * dice.randint(low, high) // 100,
                     "denominator": people})  # fmt: skip
    return rows


def _enter(world: World, commune: Commune, rows: list[dict[str, Any]]) -> None:
    officer = world.users[f"canbo.{handle(commune.code)}"]
    prepared = [_sound(one) for one in bulk.prepare_many(officer, Target, rows, illustrative=True)]
    made = bulk.create_many(officer, prepared)
    bulk_steps.submit_many(officer, list(Target.objects.filter(pk__in=made)), whole=True)
    chair = world.users[f"chutich.{handle(commune.code)}"]
    bulk_steps.take_many(chair, list(Target.objects.filter(pk__in=made)), "confirm", whole=True)


def _sound(prepared: Any) -> Any:
    if isinstance(prepared, Exception):
        raise prepared
    return prepared


def _accept(world: World) -> None:
    """The Front's step. Before it the values get the day on which they are told to have come, some of them late."""
    waiting = Target.objects.filter(status="submitted", pending_action="accept", illustrative=True, campaign=None)
    rows = waiting.filter(area__level="commune", for_organization=None)
    for year, period, day in (
        (2021, None, (2021, 12, 15)),
        (2022, None, (2022, 12, 15)),
        (2022, "half", (2022, 6, 16)),
    ):
        there = rows.filter(year=year, period__kind=period) if period else rows.filter(year=year, period=None)
        there.update(submitted_at=_moment(*day))
        there.filter(area__code__in=LATE).update(submitted_at=_moment(day[0], day[1], day[2] + 5))
    bulk_steps.take_many(world.users["mttq"], list(rows), "accept", whole=True)


def _moment(year: int, month: int, day: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(year, month, day, 9))
