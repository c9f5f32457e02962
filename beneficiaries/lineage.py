"""Tách hộ, nhập hộ: what a household became; written through one door, journalled."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from danvan.accounts.scoping import visible_to
from danvan.audit.journal import journal
from danvan.records.data import Invalid

from .models import Household, HouseholdLineage


def record(actor: Any, old: Household, new: Household, kind: str, date: datetime.date) -> HouseholdLineage:
    """`old` was split (a part of it is now `new`) or merged into `new`. Raises Invalid at "kind", "other" or "date".

    The actor needs the right to enter at both households.
    """
    _require(actor, old, new)
    errors: dict[str, list[str]] = {}
    if kind not in HouseholdLineage.Kind.values:
        errors["kind"] = ["Chọn tách hộ hoặc nhập hộ."]
    if new.pk == old.pk:
        errors["other"] = ["Hộ kia phải khác hộ này."]
    elif HouseholdLineage.objects.filter(old=old, new=new).exists():
        errors["other"] = ["Đã ghi hai hộ này."]
    elif HouseholdLineage.objects.filter(old=new, new=old).exists():
        errors["other"] = ["Hai hộ này đã được ghi theo chiều ngược lại."]
    if date > timezone.localdate():
        errors["date"] = ["Ngày không thể ở phía trước."]
    if errors:
        raise Invalid(errors)
    with journal(actor) as log:
        made = HouseholdLineage.objects.create(old=old, new=new, kind=kind, date=date)
        for one, other in ((old, new), (new, old)):
            log.add("lineage", one, {"kind": kind, "other": other.pk, "date": date})
    return made


def remove(actor: Any, lineage: HouseholdLineage) -> None:
    """Take a wrong entry back."""
    _require(actor, lineage.old, lineage.new)
    with journal(actor) as log:
        for one, other in ((lineage.old, lineage.new), (lineage.new, lineage.old)):
            log.add("unlineage", one, {"kind": lineage.kind, "other": other.pk, "date": lineage.date})
        lineage.delete()


def _require(actor: Any, *households: Household) -> None:
    wanted = {household.pk for household in households}
    if visible_to(Household.objects.filter(pk__in=wanted), actor, "enter").count() < len(wanted):
        raise PermissionDenied("Bạn không ghi được cho một trong hai hộ này.")
