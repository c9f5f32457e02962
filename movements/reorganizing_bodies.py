"""Sắp xếp tổ chức worked out: renaming, merging, splitting of organisations. Nothing is written here."""

from decimal import Decimal

from .models import Organization
from .reorganizing import Begin, Fault, Plan, Unfit, Work, common_faults, give_codes


def work_out(plan: Plan) -> Work:
    """What the plan does. Raises Unfit with every fault at its line."""
    faults = common_faults(Organization, plan)
    ending = {move.old.pk for move in plan.moves}
    for index, unit in enumerate(plan.units):
        if unit.area is None:
            faults.append(Fault("units", index, "area", "Hãy ghi địa bàn nơi tổ chức làm việc."))
        elif not unit.area.is_valid_on(plan.day):
            words = f"{unit.area.title} không có vào {plan.day:%d/%m/%Y}."
            faults.append(Fault("units", index, "area", words))
        if unit.above is not None and not unit.above.is_valid_on(plan.day):
            faults.append(Fault("units", index, "above", f"{unit.above} không hoạt động vào {plan.day:%d/%m/%Y}."))
        twin = Organization.objects.filter(name=unit.name, area=unit.area).exclude(pk__in=ending)
        if there := next((one for one in twin if one.is_valid_on(plan.day)), None):
            faults.append(Fault("units", index, "name", f"Ở đó đã có {there}, mã {there.code}."))
    if faults:
        raise Unfit(faults)
    units = [
        Begin(
            data={"name": unit.name, "short_name": unit.short_name, "kind": unit.kind, "code": unit.code,
                  "area": unit.area},
            above=unit.above,
        )
        for unit in plan.units
    ]  # fmt: skip
    for move in plan.moves:
        units[move.to].origins.append((move.old, Decimal(1)))
    if faults := give_codes(Organization, units, plan):
        raise Unfit(faults)
    olds = {move.old.pk: move.old for move in plan.moves}
    return Work(model=Organization, plan=plan, begins=tuple(units), ends=tuple(olds.values()))
