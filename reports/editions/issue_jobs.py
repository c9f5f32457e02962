"""Ban hành in the background: checked when it is pressed, carried out by the worker in the name of who pressed.

One job of a report's version at a time: whoever presses again follows it. The transaction that stores the edition ends
the job as well, so a job that was taken up again, even while the first worker lives, issues once.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from danvan.accounts.scoping import visible_to
from danvan.records.data import Refused
from reports.editions import issuing
from reports.editions.issue_rules import Order, check, may_issue
from reports.files import jobs
from reports.files.keeping import Stamp
from reports.files.rendering import Failed
from reports.issuers.signing import Signing
from reports.models import Edition, RenderJob, Report

MOVED = "Dự thảo đã thay đổi sau khi bấm ban hành. Hãy xem lại rồi ban hành."
NO_RIGHT = "Người bấm ban hành không còn quyền ban hành báo cáo này."


def key_of(report: Report) -> str:
    """The key of the one job that issues this version of the report."""
    return f"issue:{report.pk}:{report.version}"


def press(user: Any, report: Report, order: Order) -> RenderJob:
    """The job that issues the report: a new one, or the one that is at it already, with its own order.

    Raises as `issue_rules.check`.
    """
    if live := at_it(report):
        return jobs.join(live, user)
    check(user, report, order)
    frozen = {**asdict(order), "dated": order.dated.isoformat()}
    return jobs.begin(key_of(report), user, report.asked, Stamp.now(), title=report.title, report=report, order=frozen)


def at_it(report: Report) -> RenderJob | None:
    """The job that issues the report now."""
    found = jobs.alive(key_of(report))
    return None if found is None or found.done else found


def failed(user: Any, report: Report) -> RenderJob | None:
    """The last job of this version of the report that came to nothing, of who asks."""
    return RenderJob.objects.filter(key=key_of(report), status=jobs.State.FAILED, askers=user).order_by("-pk").first()


def order_of(job: RenderJob) -> Order:
    """What was typed."""
    dated, signing = date.fromisoformat(job.order["dated"]), Signing(job.order["signing"])
    return Order(**{**job.order, "dated": dated, "signing": signing})


def may_follow(user: Any, job: RenderJob) -> bool:
    """Whoever pressed, as long as the draft is theirs to read; and whoever else might issue it."""
    report = visible_to(Report.objects.select_related("issuer"), user).filter(pk=job.report_id or 0).first()
    if report is None:
        return False
    return job.askers.filter(pk=user.pk).exists() or may_issue(user, report)


def carry_out(job: RenderJob) -> None:
    """The worker's half. Raises Failed in words; nothing is stored then."""
    report = Report.objects.select_related("issuer__joint_with").get(pk=job.report_id or 0)
    if key_of(report) != job.key:
        raise Failed(MOVED)

    def stored(edition: Edition) -> None:
        jobs.change(job, status=jobs.State.DONE, edition=edition, percent=100, said="", finished_at=timezone.now())

    try:
        issuing.issue(job.user, report, order_of(job), progress=jobs.teller(job), stored=stored)
    except Refused as error:
        raise Failed(str(error)) from error
    except PermissionDenied as error:
        raise Failed(NO_RIGHT) from error
