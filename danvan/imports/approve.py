"""--approve-by: what was imported is submitted and taken through every step of its route by others who may."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from danvan.accounts.roles import ROLES
from danvan.records.bulk_steps import Outcome, submit_many, take_many
from danvan.records.models import Status
from danvan.resources import Fault

from .kind import ImportKind, Row
from .table import shown

WORDS = {"confirm": "xác nhận", "accept": "tiếp nhận"}


def approve_all(user: Any, approvers: list[Any], kind: ImportKind, rows: list[Row]) -> list[Fault]:
    """Submit each row's record as `user` and take its steps as the first of `approvers` who may. Returns the faults.

    Nobody stands in for another role: a step that none of them may take is a fault that names the step and its role.
    """
    made = kind.model._default_manager.in_bulk([row.pk for row in rows])
    records = [made[row.pk] for row in rows]
    faults: dict[int, str] = {}  # by the record's key
    waiting = _sort(submit_many(user, records), faults)
    while waiting:
        waiting = [record for action in WORDS for record in _step(action, waiting, approvers, faults)]
    key = kind.key_of("organization")
    return [Fault(row.place.cell(key), shown(row.cells.get(key)), faults[row.pk]) for row in rows if row.pk in faults]


def _step(action: str, waiting: list[Any], approvers: list[Any], faults: dict[int, str]) -> list[Any]:
    """Those that wait for another step after this one; whoever may take it is asked in turn."""
    left, done = [record for record in waiting if record.pending_action == action], []
    for approver in approvers:
        outcomes = take_many(approver, left, action)
        refused = [one for one in outcomes if isinstance(one.refusal, PermissionDenied)]
        left = [one.record for one in refused]
        done += _sort([one for one in outcomes if one not in refused], faults)
    tried = ", ".join(one.get_username() for one in approvers)
    for record in left:
        faults[record.pk] = (
            f"Bước {WORDS[action]} của {record.organization} thuộc {ROLES[record.pending_role].label}; {tried} không "
            "làm bước này được. Hãy thêm --approve-by với người giữ bước đó, hoặc nhập không có --approve-by rồi để "
            "họ làm trên cổng."
        )
    return done


def _sort(outcomes: Sequence[Outcome], faults: dict[int, str]) -> list[Any]:
    """The records that wait for a step now; why a step was refused goes to `faults`."""
    faults |= {one.record.pk: one.reason for one in outcomes if one.refusal}
    return [one.record for one in outcomes if not one.refusal and one.record.status == Status.SUBMITTED]
