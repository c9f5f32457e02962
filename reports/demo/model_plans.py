"""What was asked of communes and organisations in models, and by when (illustrative)."""

import datetime

from danvan.audit.journal import journal
from danvan.records import catalogs
from models_programs.models import ModelPlan
from movements.models import Area

from .world import INVENTED, World

ORGANIZATIONS = ("mttq-lam-ha", "hoi-nong-dan-lam-ha", "hoi-lhpn-lam-ha", "hoi-ccb-lam-ha", "huyen-doan-lam-ha")
NOTE = f"{INVENTED}: mỗi đảng ủy xã ít nhất một mô hình, MTTQ và mỗi đoàn thể ít nhất một."


def make(world: World) -> None:
    """By the mobilisation board: 2022 with quotas of every commune, 2025 of the organisations alone."""
    board = world.users["bandanvan"]
    inside = world.areas["lam-ha"].path
    communes = [a for a in world.areas.values() if a.level == Area.Level.COMMUNE and a.path.startswith(inside)]
    bodies = [{"organization": world.organizations[code], "any_type": 1} for code in ORGANIZATIONS]
    places = [{"area": area, "any_type": 2 if area.code in ("phu-son", "dinh-van") else 1} for area in communes]
    with journal(board):
        for year, quotas in ((2022, [*places, *bodies]), (2025, bodies)):
            days = {
                "register_by": datetime.date(year, 3, 31), "self_assess_by": datetime.date(year, 10, 15),
                "appraise_by": datetime.date(year, 11, 5), "recognise_by": datetime.date(year, 11, 30),
            }  # fmt: skip
            catalogs.save(board, ModelPlan, {"year": year, "note": NOTE, "quotas": quotas, **days}, illustrative=True)
