"""Jobs of the worker, that make files or issue reports: asked for, joined, done, taken up again when it was lost.

`ask` makes or joins the one job of a file, `begin` that of any key. `run` is the worker's half. Whoever looks at a job,
and every worker when it begins and after each job, calls `take_up`: a job that has not moved for a while is put in the
queue again, three times at most.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from movements.models import Portal
from reports.asked import Asked
from reports.composing import document_of, own_letterhead, summary_of
from reports.files import rendering
from reports.files.counting import limited
from reports.files.keeping import Stamp, key_of
from reports.files.outputs import Unavailable
from reports.kinds import KINDS
from reports.models import RenderJob
from reports.summaries.summarize import UnknownSubject
from reports.summaries.summarize_reader import Reader

log = logging.getLogger("danvan.rendering")
State = RenderJob.Status

SILENT = timedelta(seconds=30)
"""A worker says every two seconds that it is alive; only counting the figures may take it longer (`limited`)."""
MOST_ATTEMPTS = 3
MOST_AT_ONCE = 10
"""Files of one person that wait or are made: others wait behind them."""
KEPT_DAYS = 7
"""How long a file waits to be fetched: over a long weekend. A report can be asked again at any time."""
KEPT_DAYS_WITH_NAMES = 1
WITH_NAMES = [kind.key for kind in KINDS.values() if kind.personal]
WAITING = "Đang chờ đến lượt"
COUNTING = "Đang cộng số liệu"
LOST = f"Máy chủ đã dừng giữa chừng {MOST_ATTEMPTS} lần khi dựng tệp này."
NO_RIGHT = "Quyền xem của người hỏi đã thay đổi, nên tệp không được dựng nữa."
UNEXPECTED = "Cổng gặp lỗi bất ngờ khi dựng tệp này. Quản trị xem chi tiết trong nhật ký máy chủ."


class Superseded(Exception):
    """Another worker has the job by now."""


def alive(key: str) -> RenderJob | None:
    """The job of that key that waits, runs or is done."""
    return RenderJob.objects.exclude(status=State.FAILED).defer("content").filter(key=key).first()


def enough(user: Any) -> bool:
    """Whether the user began as many files as one may wait for at once."""
    return RenderJob.objects.filter(user=user, status__in=(State.WAITING, State.RUNNING)).count() >= MOST_AT_ONCE


def join(job: RenderJob, user: Any) -> RenderJob:
    """The user waits for it too, and may fetch what it makes."""
    job.askers.add(user)
    return job


def ask(user: Any, asked: Asked, extension: str, stamp: Stamp, *, title: str, file_name: str) -> RenderJob:
    """The job that makes this file, or made it: the same key, the same job. `title` for its page."""
    key = key_of(user, asked, extension, stamp)
    return begin(key, user, asked, stamp, title=title, extension=extension, file_name=file_name)


def begin(key: str, user: Any, asked: Asked, stamp: Stamp, *, title: str, **more: Any) -> RenderJob:
    """The one job of that key, new or joined; `more`: fields of the job."""
    try:
        with transaction.atomic():
            job = RenderJob.objects.create(
                key=key, user=user, asked=asked.parameters(), data_version=stamp.version, day=stamp.day,
                title=title[:400], said=WAITING, beat=timezone.now(), **more,
            )  # fmt: skip
            _enqueue(job)
    except IntegrityError:
        found = alive(key)
        if found is None:
            raise
        job = found
    return join(job, user)


def still_theirs(user: Any, job: RenderJob) -> bool:
    """Whether this user asked for it and sees today what its figures were read by."""
    return job.askers.filter(pk=user.pk).exists() and _sees(job, user)


def _sees(job: RenderJob, user: Any) -> bool:
    return key_of(user, Asked.from_parameters(job.asked), job.extension, Stamp(job.data_version, job.day)) == job.key


def run(pk: int, work: Callable[[RenderJob], None] | None = None) -> None:
    """Do the job, unless somebody else is at it or was: `work` ends it with `change`; by default its file is made.

    Never raises for a report that cannot be made.
    """
    mine = RenderJob.objects.filter(pk=pk).filter(Q(status=State.WAITING) | _lost(State.RUNNING))
    if mine.update(status=State.RUNNING, attempts=F("attempts") + 1, beat=timezone.now(), percent=0, said=COUNTING):
        job = RenderJob.objects.select_related("user").get(pk=pk)
        try:
            (work or _file)(job)
        except Superseded:
            pass
        except (rendering.Failed, Unavailable) as error:
            _fail(job, str(error))
        except (PermissionDenied, UnknownSubject):
            _fail(job, NO_RIGHT)
        except Exception as error:
            log.error("render job %s failed: %s", pk, rendering.where(error))
            _fail(job, UNEXPECTED)
    tidy()


def _file(job: RenderJob) -> None:
    content = _make(job)
    change(job, status=State.DONE, percent=100, said="", content=content, sha256=sha256(content).hexdigest(),
           finished_at=timezone.now())  # fmt: skip


def _make(job: RenderJob) -> bytes:
    """The bytes, read as the first of the askers sees them whose reach is still that of the key."""
    reader = next((user for user in (job.user, *job.askers.exclude(pk=job.user_id)) if _sees(job, user)), None)
    if reader is None:
        raise PermissionDenied
    asked = Asked.from_parameters(job.asked)
    with limited():
        summary = summary_of(asked, Reader.of(reader), Portal.current())
        document = document_of(asked, summary, issuer=own_letterhead(summary))
    return rendering.render(document, job.extension, summary=summary, progress=teller(job))


def teller(job: RenderJob) -> rendering.Progress:
    """What writes down how far the job is, and that somebody is at it."""
    return lambda percent, said: change(job, percent=percent, said=said, beat=timezone.now())


def change(job: RenderJob, **values: Any) -> None:
    """Superseded when another worker has it by now, or it ended."""
    mine = RenderJob.objects.filter(pk=job.pk, status=State.RUNNING, attempts=job.attempts)
    if not mine.update(**values):
        raise Superseded


def _fail(job: RenderJob, why: str) -> None:
    RenderJob.objects.filter(pk=job.pk, status=State.RUNNING, attempts=job.attempts).update(
        status=State.FAILED, said=why[:700], finished_at=timezone.now()
    )


def _lost(*states: str) -> Q:
    return Q(status__in=states, beat__lt=timezone.now() - SILENT)


def take_up(jobs: QuerySet[RenderJob] | None = None) -> None:
    """Put jobs that lost their worker in the queue again, and those that waited so long that their task may be lost.

    A task too many does no harm: whoever comes second finds nothing to do.
    """
    rows = RenderJob.objects.all() if jobs is None else jobs
    for job in rows.filter(_lost(State.WAITING, State.RUNNING)).defer("content"):
        same = RenderJob.objects.filter(pk=job.pk, status=job.status, beat=job.beat)
        if job.status == State.RUNNING and job.attempts >= MOST_ATTEMPTS:
            same.update(status=State.FAILED, said=LOST, finished_at=timezone.now())
            continue
        with transaction.atomic():
            if same.update(status=State.WAITING, beat=timezone.now(), percent=0, said=WAITING):
                _enqueue(job)


def tidy() -> None:
    """What a worker does beside its jobs: take up what others lost, delete the files that nobody fetches any more."""
    take_up()
    old, old_names = (timezone.now() - timedelta(days=days) for days in (KEPT_DAYS, KEPT_DAYS_WITH_NAMES))
    gone = Q(created_at__lt=old) | Q(created_at__lt=old_names, asked__loai__in=WITH_NAMES)
    RenderJob.objects.filter(gone).only("pk").delete()


def _enqueue(job: RenderJob) -> None:
    from reports.files.tasks import issue_report, make_file

    (issue_report if job.report_id else make_file).enqueue(job.pk)
