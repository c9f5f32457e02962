"""Indicators (chỉ tiêu): the catalogue's own, and those that the Pretieng case counts besides."""

from danvan.audit.journal import journal
from movements.catalogue import install
from movements.models import Indicator

from .world import World

# code, group, name, unit, kind, definition
OF_THE_CASE = (
    ("ho-tham-gia", "D", "Số hộ tham gia chương trình", "hộ", "count",
     "Số hộ của địa bàn tham gia ít nhất một việc của đợt công tác dân vận, tính đến cuối năm."),
    ("dien-tich-dau", "D", "Diện tích trồng dâu", "ha", "area",
     "Diện tích dâu hiện có của các hộ trong địa bàn của đợt, tính đến cuối năm."),
    ("ho-trong-dau", "D", "Số hộ trồng dâu", "hộ", "count",
     "Số hộ của địa bàn có trồng dâu, tính đến cuối năm."),
)  # fmt: skip


def make(world: World) -> None:
    install(Indicator)  # there after `migrate`; a database that was emptied has it again
    world.indicators |= {one.code: one for one in Indicator.objects.all()}
    with journal(world.users["mttq"]):
        for code, group, name, unit, kind, definition in OF_THE_CASE:
            world.keep(
                world.indicators, "mttq", Indicator, code, group=group, name=name, unit=unit, kind=kind,
                aggregation="last", definition=definition,
            )  # fmt: skip
