"""--approve-by: what was imported is submitted and taken through every step of its route by others who may."""

from typing import Any

from django.core.exceptions import PermissionDenied

from danvan.accounts.roles import ROLES
from danvan.records import services
from danvan.records.data import Refused
from danvan.records.models import Record, Status
from danvan.resources import Fault

from .kind import ImportKind, Row
from .table import shown

STEPS = {"confirm": (services.confirm, "xác nhận"), "accept": (services.accept, "tiếp nhận")}


def approve_all(user: Any, approvers: list[Any], kind: ImportKind, rows: list[Row]) -> list[Fault]:
    """Submit each row's record as `user` and take its steps as the first of `approvers` who may. Returns the faults.

    Nobody stands in for another role: a step that none of them may take is a fault that names the step and its role.
    """
    faults = []
    records = kind.model._default_manager.in_bulk([row.pk for row in rows])
    key = kind.key_of("organization")
    for row in rows:
        reason = _approve(user, approvers, records[row.pk])
        if reason:
            faults.append(Fault(row.place.cell(key), shown(row.cells.get(key)), reason))
    return faults


def _approve(user: Any, approvers: list[Any], record: Record) -> str:
    """Why it could not be taken to its end; "" when it was."""
    try:
        record = services.submit(user, record)
    except (Refused, PermissionDenied) as error:
        return _said(error)
    while record.status == Status.SUBMITTED:
        take, word = STEPS[record.pending_action]
        taker = next((one for one in approvers if not services.why_not(one, record, record.pending_action)), None)
        if taker is None:
            role = ROLES[record.pending_role].label
            tried = ", ".join(one.get_username() for one in approvers)
            return (
                f"Bước {word} của {record.organization} thuộc {role}; {tried} không làm bước này được. "
                "Hãy thêm --approve-by với người giữ bước đó, hoặc nhập không có --approve-by rồi để họ làm trên cổng."
            )
        try:
            record = take(taker, record)
        except (Refused, PermissionDenied) as error:
            return _said(error)
    return ""


def _said(error: Refused | PermissionDenied) -> str:
    return error.message if isinstance(error, Refused) else str(error)
