"""Sắp xếp: mergers, splits, renamings and changes of the place above, worked out, entered and undone as one thing.

A plan says which old units become which new ones on a day. Working it out (`reorganizing_places`,
`reorganizing_bodies`) reads only and gives a `Work`, which the preview shows and `apply` writes, in one transaction
through the catalogues' door. No record is touched: it stays with the unit of its date (theo địa giới lúc đó), and
scopes follow the successions by themselves.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify

from danvan.accounts.scoping import require
from danvan.audit.journal import journal
from danvan.lib import text
from danvan.records import catalogs
from danvan.records.data import Refused

from .models import Area, AreaSuccession, Organization, OrganizationSuccession, Reorganization

Thing = Area | Organization
CODE = 60  # the longest code
SUCCESSIONS: dict[type[Model], type[AreaSuccession] | type[OrganizationSuccession]] = {
    Area: AreaSuccession, Organization: OrganizationSuccession,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A new unit as it was asked for. `above`: the place that it lies in, or the body above an organisation."""

    name: str
    kind: str
    code: str = ""
    short_name: str = ""
    above: Any = None
    area: Area | None = None  # of an organisation: where it works


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An old unit, or a part of one, that goes to the new unit number `to` (from 0).

    `share`, of a place: how much of it; `parts`: the places in it that go there, where it is split.
    """

    old: Any
    to: int
    share: Decimal = Decimal(1)
    parts: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    day: date
    legal_basis: str
    units: tuple[Unit, ...]
    moves: tuple[Move, ...]

    @property
    def last(self) -> date:
        """The last day of the old units."""
        return self.day - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the way, at a line of the plan ("units", "moves", or "" for the whole)."""

    line: str
    index: int
    field: str
    message: str


class Unfit(Refused):
    """The plan cannot be entered; `faults` say why, each at its line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.message for fault in self.faults))


@dataclass(slots=True, kw_only=True)
class Begin:
    """A unit that begins: what the catalogue's door will get, and what it succeeds."""

    data: dict[str, Any]
    above: "Begin | Any" = None
    origins: list[tuple[Any, Decimal]] = field(default_factory=list)

    @property
    def title(self) -> str:
        kind = Area.Kind(self.data["kind"]).label if "level" in self.data else ""
        return f"{kind} {self.data['name']}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What entering a plan will do. `begins` comes in the order of making: what lies above stands before. The first
    ones are the plan's own units; the others follow them.
    """

    model: type[Thing]
    plan: Plan
    begins: tuple[Begin, ...]
    ends: tuple[Any, ...]

    @property
    def units(self) -> tuple[Begin, ...]:
        return self.begins[: len(self.plan.units)]

    @property
    def followers(self) -> tuple[Begin, ...]:
        """The places that go with their old unit, each to a new place of the same name."""
        return self.begins[len(self.plan.units) :]

    @property
    def words(self) -> str:
        """ "xã Phú Sơn, xã Đạ Đờn → xã Phú Sơn Lâm Hà"."""
        return "; ".join(f"{', '.join(str(old) for old, _share in unit.origins)} → {unit.title}" for unit in self.units)


Worker = Callable[[Plan], Work]


def apply(actor: Any, work_out: Worker, plan: Plan) -> Reorganization:
    """Enter the plan, worked out anew inside the transaction. Raises Unfit or PermissionDenied, storing nothing."""
    with journal(actor) as log:
        work = work_out(plan)
        require(actor, catalogs.action_for(work.model))
        locked = work.model._default_manager.select_for_update().filter(pk__in=[old.pk for old in work.ends])
        ended = {old.pk: old for old in locked.order_by("pk")}
        made: dict[int, Any] = {}
        for begin in work.begins:
            above = made[id(begin.above)] if isinstance(begin.above, Begin) else begin.above
            made[id(begin)] = catalogs.save(actor, work.model, {**begin.data, "parent": above, "valid_from": plan.day})
        before = {pk: old.valid_to and old.valid_to.isoformat() for pk, old in ended.items()}
        for old in ended.values():
            catalogs.save(actor, old, {"valid_to": plan.last})
        link = SUCCESSIONS[work.model]
        for begin in work.begins:
            for old, share in begin.origins:
                shared = {"share": share} if link is AreaSuccession else {}
                catalogs.save(
                    actor, link, {"old": old.pk, "new": made[id(begin)].pk, "date": plan.day,
                                  "legal_basis": plan.legal_basis, **shared},
                )  # fmt: skip
        done = Reorganization.objects.create(
            subject="places" if work.model is Area else "organizations", day=plan.day, legal_basis=plan.legal_basis,
            words=work.words[:500], made={"new": [one.pk for one in made.values()], "ended": before}, done_by=actor,
        )  # fmt: skip
        log.add("reorganize", done, {"words": done.words, "day": plan.day})
        return done


def undo(actor: Any, reorganization: Reorganization) -> Reorganization:
    """Take it apart again: new units go, old ones stand as before. Raises Refused once something names a new unit."""
    with journal(actor) as log:
        done = Reorganization.objects.select_for_update().get(pk=reorganization.pk)
        model = done.unit
        require(actor, catalogs.action_for(model))
        if done.undone_at:
            raise Refused("Đợt sắp xếp này đã hoàn tác rồi.")
        new = set(done.made["new"])
        if used := uses(model, new):
            raise Refused(f"Không hoàn tác được: đơn vị mới đã có {', '.join(used)}.")
        for succession in SUCCESSIONS[model]._default_manager.filter(new__in=new):
            catalogs.delete(actor, succession)
        for one in model._default_manager.filter(pk__in=new).order_by("-pk"):  # what lies above was made first
            catalogs.delete(actor, one)
        for pk, last in done.made["ended"].items():
            catalogs.save(actor, model._default_manager.get(pk=pk), {"valid_to": last})
        done.undone_by, done.undone_at = actor, timezone.now()
        done.save()
        log.add("unreorganize", done, {"words": done.words})
        return done


def uses(model: type[Thing], ids: Collection[int]) -> list[str]:
    """What names the units beside each other and what they came from, in words with numbers: "khoản hỗ trợ (3)"."""
    found: dict[str, int] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)):
            continue
        related: Any = relation.related_model
        rows = related._default_manager.filter(**{f"{relation.field.name}__in": ids})  # type: ignore[union-attr]
        if related is model:
            rows = rows.exclude(pk__in=ids)
        if related is SUCCESSIONS[model] and relation.field.name == "new":  # type: ignore[union-attr]
            continue
        owner = related._meta.auto_created or related  # the table between two of a many-to-many field has no words
        if count := rows.count():
            found[str(owner._meta.verbose_name)] = found.get(str(owner._meta.verbose_name), 0) + count
    return [f"{words} ({count})" for words, count in sorted(found.items())]


# ---- what both kinds of units are held against -------------------------------------------------------------------


def common_faults(model: type[Thing], plan: Plan) -> list[Fault]:
    """Whether the old units stand on the last day and became nothing yet, and each new one has an origin."""
    faults = [] if plan.moves else [Fault("", 0, "", "Hãy ghi ít nhất một đơn vị cũ chuyển sang.")]
    olds = {move.old.pk for move in plan.moves}
    became = dict(SUCCESSIONS[model]._default_manager.filter(old__in=olds).values_list("old_id", "new__name"))
    for index, move in enumerate(plan.moves):
        old = move.old
        if not 0 <= move.to < len(plan.units):
            faults.append(Fault("moves", index, "to", f"Không có đơn vị mới số {move.to + 1}."))
        if old.pk in became:
            faults.append(Fault("moves", index, "old", f"{old} đã có kế thừa: {became[old.pk]}."))
        elif not old.is_valid_on(plan.last):
            faults.append(Fault("moves", index, "old", f"{old} không còn hoặc chưa có vào {plan.last:%d/%m/%Y}."))
    used = {move.to for move in plan.moves}
    faults += [
        Fault("units", index, "name", "Chưa có đơn vị cũ nào chuyển sang đơn vị mới này.")
        for index in range(len(plan.units))
        if index not in used
    ]
    seen: set[tuple[int, int]] = set()
    for index, move in enumerate(plan.moves):
        if (move.old.pk, move.to) in seen:
            faults.append(Fault("moves", index, "old", f"{move.old} đã ghi ở một dòng trên."))
        seen.add((move.old.pk, move.to))
    return faults


def give_codes(model: type[Thing], begins: Iterable[Begin], plan: Plan) -> list[Fault]:
    """Fill in the codes that were left empty, from the names; a code that was typed and is taken is a fault."""
    begins = list(begins)
    wanted = [begin.data["code"] or slugify(text.fold(begin.data["name"]))[: CODE - 5].strip("-") for begin in begins]
    taken = set(model._default_manager.filter(code__in=wanted).values_list("code", flat=True))
    faults, mine = [], set[str]()
    for index, (begin, code) in enumerate(zip(begins, wanted, strict=True)):
        if begin.data["code"] and index < len(plan.units) and code in taken | mine:
            faults.append(Fault("units", index, "code", f"Mã “{code}” đã có. Hãy đặt mã khác."))
        free, number = code, 1
        while free in mine or free in taken:
            number += 1
            free = f"{code[: CODE - 5]}-{number}"
            if model._default_manager.filter(code=free).exists():
                taken.add(free)
        mine.add(free)
        begin.data["code"] = free
    return faults
