"""The one closed period of the demo: 2021, by the Front's chair, after all its records are approved."""

import datetime

from danvan.records import periods

from .world import World


def make(world: World) -> None:
    periods.close(
        world.users["mttq.truong"], world.areas["lam-ha"], datetime.date(2021, 1, 1), datetime.date(2021, 12, 31),
        reason="Đã đối chiếu xong số liệu năm 2021.",
    )  # fmt: skip
