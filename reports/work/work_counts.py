"""The counts of Việc của tôi: what waits for the user's step, what is due, what there is to ask about. One query."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from danvan.records.models import PeriodException
from models_programs import dues as models_due
from movements import due
from movements.models import ReportingDue
from reports.drafts import draft_waits
from reports.targets.target_dues import window
from reports.work import inbox_rows, waits
from reports.work.work_rows import union


@dataclass(frozen=True, slots=True)
class Counts:
    """`exceptions`, `reports`: whether there is any exception of the user's, any report that is near its due day."""

    waiting: list[inbox_rows.Waiting]
    due: list[due.Due]
    exceptions: bool
    reports: bool


def held(user: Any) -> Any:
    """The user's exceptions to closed periods that still stand."""
    return PeriodException.objects.filter(user=user, until__gt=timezone.now(), closing__reopened_at__isnull=True)


def read(user: Any, limits: waits.Limits) -> Counts:
    """One query, and those of `models_programs.dues.lines`."""
    branches = [
        *inbox_rows.waiting_branches(user, limits), *due.branches(user), *models_due.branches(user),
        *draft_waits.branches(user),
        due.counted(held(user), "exceptions"), due.counted(ReportingDue.objects.filter(due__range=window()), "reports"),
    ]  # fmt: skip
    waiting, counts = [], {}
    for name, action, first, second, at in union(branches) or ():
        if action:
            waiting.append(inbox_rows.Waiting(name, action, first, second, at))
        else:
            counts[name] = (first, second)
    return Counts(
        sorted(waiting, key=lambda w: w.oldest),
        [*due.lines(counts), *models_due.lines(user, counts), *draft_waits.lines(counts)],
        "exceptions" in counts, "reports" in counts,
    )  # fmt: skip
