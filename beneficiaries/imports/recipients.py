"""Người nhận: households by code or name, and persons, groups and communities by name; several with ";".

"K’Lũ; H-0012; nhóm: Tổ dâu tằm; cộng đồng: thôn Pretieng 1; người: Lơ Mu Ha Póh". A name that several households of
the commune bear is told apart by its hamlet: "K’Lũ, Pretieng 1". Only households that the importer sees are matched or
suggested, and no name is ever remembered for later files.
"""

import re
from dataclasses import dataclass
from typing import Any

from beneficiaries.models import Household, Recipient
from danvan.accounts.scoping import visible_to
from danvan.imports.cells import names
from danvan.imports.codes import code_of, pk_of
from danvan.imports.faults import Unfit
from danvan.imports.names import Names
from danvan.lib import text
from danvan.lib.errors import Unreadable
from danvan.records.models import Status
from danvan.uploads import Cell
from movements.models import Area

WORDS = {
    "nhom": Recipient.Kind.GROUP, "to": Recipient.Kind.GROUP, "cong dong": Recipient.Kind.COMMUNITY,
    "nguoi": Recipient.Kind.PERSON, "ca nhan": Recipient.Kind.PERSON, "ho": Recipient.Kind.HOUSEHOLD,
}  # fmt: skip


WRITTEN: dict[str, str] = {
    Recipient.Kind.HOUSEHOLD: "hộ", Recipient.Kind.PERSON: "người", Recipient.Kind.GROUP: "nhóm",
    Recipient.Kind.COMMUNITY: "cộng đồng",
}  # fmt: skip
PREFIX = "HO"
"""Of the codes of households (codes.py)."""
_CODED = re.compile(r"(.*?)\s*\[([^\[\]]+)\]")


def written_household(household: Household) -> str:
    """ "K’Lũ [HO-12]": the name to be read, the code to be found by."""
    return f"{household.head.replace(';', ',')} [{code_of(PREFIX, household.pk)}]"


@dataclass(frozen=True, slots=True)
class Named:
    """One part of the cell: of which kind, the name, and the whole part as it was written."""

    kind: str
    name: str
    part: str


def recipients(value: Cell) -> list[Named]:
    """The parts of the cell, none looked up yet."""
    found = []
    for part in names(value):
        word, colon, rest = part.partition(":")
        kind = WORDS.get(text.fold(word)) if colon else Recipient.Kind.HOUSEHOLD
        name = text.clean(rest if colon else part)
        if kind is None:
            raise Unreadable(f"“{part[:40]}”: trước dấu hai chấm là hộ, người, nhóm hoặc cộng đồng.")
        if not name:
            raise Unreadable(f"“{part[:40]}”: thiếu tên sau dấu hai chấm.")
        found.append(Named(kind, name, part))
    return found


class Households:
    """The households that the importer sees, a commune's at a time: one query for each commune that a file names."""

    def __init__(self, actor: Any | None) -> None:
        self.actor = actor
        self._of: dict[int, Names[Household]] = {}
        self._by_pk: dict[int | None, Household | None] = {}

    def find(self, named: Named, commune: Area, hamlets: list[Area]) -> Household:
        """The one household that is meant. Raises Unfit with near misses of the same commune."""
        within = self._within(commune)
        if coded := _CODED.fullmatch(named.name):
            return self._coded(named, *coded.groups())
        name, comma, hamlet = named.name.rpartition(",")
        found, _ = within.find(named.name)
        if not found and comma:
            keys = text.place_keys(hamlet)
            found, _ = within.find(name.strip(), lambda one: bool(keys & text.place_keys(one.area.name)))
        if len(found) > 1 and hamlets:
            paths = tuple(area.path for area in hamlets)
            found = [one for one in found if one.area.path.startswith(paths)] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise Unfit(
                f"{commune} có {len(found)} hộ tên “{named.name}”. Hãy ghi mã hộ, hoặc tên kèm thôn.", part=named.part,
                choices=list(dict.fromkeys(_told_apart(one) for one in found))[:5],
            )  # fmt: skip
        near = within.near(named.name)
        said = f" Ý bạn là {' hoặc '.join(f'“{other}”' for other in near)}?" if near else ""
        raise Unfit(
            f"{commune.title} không có hộ “{named.name}” trong phạm vi của bạn.{said}"
            " Không phải hộ thì ghi “người: …”, “nhóm: …” hoặc “cộng đồng: …”.",
            part=named.part, choices=[*near, f"người: {named.name}", f"nhóm: {named.name}"],
        )  # fmt: skip

    def _coded(self, named: Named, name: str, code: str) -> Household:
        """The household of the code, which must bear the name that stands before it."""
        pk = pk_of(PREFIX, code.upper())
        if pk not in self._by_pk:
            there = Household.objects.filter(pk=pk) if pk else Household.objects.none()
            seen = visible_to(there, self.actor) if self.actor is not None else there.none()
            self._by_pk[pk] = seen.select_related("area").defer("cccd").first()
        found = self._by_pk[pk]
        if found is None:
            raise Unfit(f"Không có hộ [{code}] trong phạm vi của bạn.", part=named.part, choices=[name])
        if text.fold(name) != text.fold(found.head.replace(";", ",")):
            raise Unfit(
                f"[{code}] là hộ {found.head}, ô ghi “{name}”. Người khác thì bỏ phần trong ngoặc vuông.",
                part=named.part, choices=[written_household(found), name],
            )  # fmt: skip
        return found

    def _within(self, commune: Area) -> Names[Household]:
        if commune.pk not in self._of:
            within = self._of[commune.pk] = Names()
            there = Household.objects.filter(area__path__startswith=commune.path).exclude(status=Status.WITHDRAWN)
            if self.actor is not None:
                for one in visible_to(there, self.actor).select_related("area").defer("cccd"):
                    self._by_pk[one.pk] = one
                    within.add(one, one.head, one.code, one.everyday_name)
        return self._of[commune.pk]


def _told_apart(household: Household) -> str:
    return household.code or f"{household.head}, {household.area.name}"
