"""Sắp xếp địa bàn worked out: which places end and begin, and what lies in them follows. Nothing is written here."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from danvan.lib.writing import format_decimal

from .models import Area
from .reorganizing import CODE, Begin, Fault, Move, Plan, Unfit, Unit, Work, common_faults, give_codes

LEVELS = (Area.Level.PROVINCE, Area.Level.DISTRICT, Area.Level.COMMUNE, Area.Level.HAMLET)  # from the top
K = Area.Kind
KINDS: dict[str, tuple[str, ...]] = {
    Area.Level.PROVINCE: (K.TINH, K.THANH_PHO),
    Area.Level.DISTRICT: (K.HUYEN, K.QUAN, K.THI_XA, K.THANH_PHO),
    Area.Level.COMMUNE: (K.XA, K.THI_TRAN, K.PHUONG, K.DAC_KHU),
    Area.Level.HAMLET: (K.THON, K.TO_DAN_PHO),
}


def work_out(plan: Plan) -> Work:
    """What the plan does. Raises Unfit with every fault at its line. A constant number of queries, but for codes that
    are taken."""
    faults = common_faults(Area, plan) + _shares(plan) + _levels(plan)
    if faults:
        raise Unfit(faults)
    level = plan.moves[0].old.level
    units = [Begin(data=_data(unit, level), above=unit.above) for unit in plan.units]
    for move in plan.moves:
        units[move.to].origins.append((move.old, move.share))
    inside = _inside(plan)
    followers: list[Begin] = []
    for index, move in enumerate(plan.moves):
        found = _follow(plan, move, units[move.to], inside)
        followers += found
        if not found and move.parts:
            faults.append(Fault("moves", index, "parts", f"{move.old} không có nơi nào bên trong."))
    faults += _left_out(plan, inside) + _same_names(plan, units) + give_codes(Area, [*units, *followers], plan)
    if faults:
        raise Unfit(faults)
    olds = {move.old.pk: move.old for move in plan.moves}
    ends = [*olds.values(), *(old for begin in followers for old, _share in begin.origins)]
    return Work(model=Area, plan=plan, begins=(*units, *followers), ends=tuple(ends))


def _data(unit: Unit, level: str) -> dict[str, str]:
    return {"name": unit.name, "kind": unit.kind, "level": level, "code": unit.code}


def _shares(plan: Plan) -> list[Fault]:
    """All of every place must go somewhere."""
    sums: Counter[int] = Counter()
    for move in plan.moves:
        sums[move.old.pk] += move.share  # type: ignore[assignment]
    last = {move.old.pk: index for index, move in enumerate(plan.moves)}
    return [
        Fault("moves", index, "share",
              f"Các phần của {plan.moves[index].old} cộng lại là {format_decimal(sums[pk])}, phải là 1.")
        for pk, index in last.items()
        if sums[pk] != 1
    ]  # fmt: skip


def _levels(plan: Plan) -> list[Fault]:
    """Units of one level, of a kind that fits it, each in a standing place above it."""
    faults = []
    level = plan.moves[0].old.level if plan.moves else ""
    for index, move in enumerate(plan.moves):
        if move.old.level != level:
            words = f"{move.old} không cùng cấp với {plan.moves[0].old}; mỗi cấp ghi một đợt."
            faults.append(Fault("moves", index, "old", words))
    for index, unit in enumerate(plan.units):
        if level and unit.kind not in KINDS[level]:
            named = ", ".join(str(K(kind).label) for kind in KINDS[level])
            faults.append(
                Fault("units", index, "kind", f"Đơn vị cũ là cấp {Area.Level(level).label.lower()}: {named}.")
            )
        faults += [Fault("units", index, "above", words) for words in _above(plan, unit, level)]
    return faults


def _above(plan: Plan, unit: Unit, level: str) -> list[str]:
    above = unit.above
    if above is None:
        return [] if level in ("", Area.Level.PROVINCE) else ["Hãy ghi nơi trực tiếp quản lý."]
    if not above.is_valid_on(plan.day):
        return [f"{above.title} không có vào {plan.day:%d/%m/%Y}."]
    if level and LEVELS.index(above.level) >= LEVELS.index(Area.Level(level)):
        return [f"{above.title} không ở cấp trên của đơn vị mới."]
    if level == Area.Level.HAMLET and above.level != Area.Level.COMMUNE:
        return ["Thôn, tổ dân phố thuộc một xã, phường, thị trấn."]
    if any(above.path.startswith(move.old.path) for move in plan.moves):
        return [f"{above.title} thôi trong chính đợt này."]
    return []


def _inside(plan: Plan) -> dict[int, list[Area]]:
    """{parent's id: the places in it on the last day}, for all that the old units hold, at every depth."""
    found: dict[int, list[Area]] = {}
    for path in dict.fromkeys(move.old.path for move in plan.moves):
        for area in Area.objects.filter(path__startswith=path).valid_on(plan.last).order_by("path"):
            if area.path != path and area.parent_id:
                found.setdefault(area.parent_id, []).append(area)
    return found


def _follow(plan: Plan, move: Move, to: Begin, inside: dict[int, list[Area]]) -> list[Begin]:
    """The places in the old unit that go along: all, or those named where it is split. Parents before their parts."""
    split = sum(other.old.pk == move.old.pk for other in plan.moves) > 1
    going = [area for area in inside.get(move.old.pk, ()) if not split or area in move.parts]
    found: list[Begin] = []
    for area in going:
        begin = Begin(
            data={
                "name": area.name, "level": area.level, "aliases": area.aliases,
                "kind": K.THON if area.kind == K.TO_DAN_PHO and to.data["kind"] == K.XA else area.kind,
                "code": f"{area.code[: CODE - 5]}-{plan.day.year}",
            },
            above=to, origins=[(area, Decimal(1))],
        )  # fmt: skip
        whole = Move(old=area, to=move.to)
        found += [begin, *_follow(plan, whole, begin, inside)]
    return found


def _left_out(plan: Plan, inside: dict[int, list[Area]]) -> list[Fault]:
    """Of a place that is split, every part goes to exactly one side."""
    faults = []
    moves: dict[int, list[int]] = {}
    for index, move in enumerate(plan.moves):
        moves.setdefault(move.old.pk, []).append(index)
    for pk, indexes in moves.items():
        if len(indexes) == 1:
            continue
        named = Counter(part.pk for index in indexes for part in plan.moves[index].parts)
        left = [area for area in inside.get(pk, ()) if not named[area.pk]]
        twice = [area for area in inside.get(pk, ()) if named[area.pk] > 1]
        if left:
            words = f"Chưa ghi {_listed(left)} về đâu."
            faults.append(Fault("moves", indexes[-1], "parts", words))
        if twice:
            words = f"{_listed(twice)} ghi ở hai phần. Nơi bị chia thì ghi trước thành một đợt riêng."
            faults.append(Fault("moves", indexes[-1], "parts", words))
    return faults


def _same_names(plan: Plan, units: list[Begin]) -> list[Fault]:
    """Two standing places of one name and kind under one parent could not be told apart."""
    ending = {move.old.pk for move in plan.moves}
    faults = []
    seen: set[tuple[str, str, int | None]] = set()
    for index, unit in enumerate(plan.units):
        key = (unit.name, unit.kind, unit.above.pk if unit.above else None)
        there = Area.objects.filter(name=unit.name, kind=unit.kind, parent=unit.above).valid_on(plan.day)
        twin = there.exclude(pk__in=ending).first()
        if twin is not None or key in seen:
            code = f", mã {twin.code}" if twin else ""
            faults.append(Fault("units", index, "name", f"Ở đó đã có {units[index].title}{code}."))
        seen.add(key)
    return faults


def _listed(areas: Iterable[Area]) -> str:
    names = [str(area) for area in areas]
    return ", ".join(names[:8]) + (f" và {len(names) - 8} nơi nữa" if len(names) > 8 else "")
