"""Ban hành by the worker: once, in the name of who pressed, and in words when it came to nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from danvan.audit.models import Entry
from movements.models import Assignment
from reports.editions import issue_jobs, issuing
from reports.files import jobs, rendering
from reports.models import Edition, RenderJob, Report
from tests.reports.issues import frozen, issuer_of, order, signed
from tests.targets.pages import as_

Meanwhile = Callable[[Any], None]


@pytest.fixture
def pressed(cast: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Pretieng's report of 2022, signed off, that the Front's chair issues as number 9; `meanwhile` happens while its
    files are made.
    """
    cast.pretieng.areas.set([cast.phu_son])
    cast.report = signed(cast, issuer_of(cast))
    cast.job = issue_jobs.press(cast.mttq_truong, cast.report, order())
    cast.meanwhile = lambda _: None

    def render(document: Any, text: str, progress: rendering.Progress) -> dict[str, bytes]:
        progress(50, "Tệp PDF: Đang dàn trang")
        cast.meanwhile(cast)
        return {"json": text.encode()}

    monkeypatch.setattr(issuing, "render", render)
    return cast


def test_a_job_that_was_taken_up_while_its_first_worker_lived_issues_once(pressed: Any) -> None:
    def lose(cast: Any) -> None:
        cast.meanwhile = lambda _: None
        RenderJob.objects.update(beat=timezone.now() - 2 * jobs.SILENT)
        jobs.take_up()
        jobs.run(cast.job.pk, issue_jobs.carry_out)

    pressed.meanwhile = lose
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["reports.files.tasks.issue_report"]
    jobs.run(pressed.job.pk, issue_jobs.carry_out)
    edition, job = Edition.objects.get(), RenderJob.objects.get()
    assert (job.status, job.attempts, job.edition) == ("done", 2, edition)
    assert Entry.objects.get(action="issue").actor_id == edition.issued_by_id == pressed.mttq_truong.pk
    jobs.run(pressed.job.pk, issue_jobs.carry_out)
    assert Edition.objects.count() == 1, "a task too many does no harm"


def taken(cast: Any) -> None:
    frozen(cast, signed(cast, cast.report.issuer, title="Báo cáo khác"), 9)


def returned(cast: Any) -> None:
    Report.objects.update(status="draft")


def dismissed(cast: Any) -> None:
    Assignment.objects.filter(user=cast.mttq_truong).update(role="front_officer")


def moving(cast: Any) -> None:
    cast.approve(cast.make_support())


def hanging(cast: Any) -> None:
    raise rendering.Failed("Dựng tệp quá 180 giây nên đã dừng.")


@pytest.mark.once
@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (taken, "Số 9 năm 2023 đã cấp cho “Báo cáo khác”. Số tiếp theo còn trống: 10."),
        (returned, "duyệt ký xong mới ban hành được"), (dismissed, "không còn quyền ban hành"),
        (moving, "Số liệu đang thay đổi"), (hanging, "quá 180 giây"),
    ],
)  # fmt: skip
def test_what_came_between_is_said_and_nothing_typed_is_lost(pressed: Any, meanwhile: Meanwhile, words: str) -> None:
    pressed.meanwhile = meanwhile
    jobs.run(pressed.job.pk, issue_jobs.carry_out)
    assert not Entry.objects.filter(action="issue").exists()
    assert Edition.objects.count() == (1 if meanwhile is taken else 0)
    job = RenderJob.objects.get()
    assert job.failed and words in job.said
    client = as_(pressed.fresh(pressed.mttq_truong))
    page = client.get(reverse("reports:job", args=[job.pk])).content.decode()
    assert words in page and "Thử lại" in page and 'name="signer" value="Hoàng Văn Ích"' in page
    form = client.get(reverse("reports:issue", args=[pressed.report.pk])).content.decode()
    kept = 'value="Hoàng Văn Ích"' in form and 'value="20/02/2023"' in form
    assert kept or meanwhile is dismissed


@pytest.mark.once
def test_who_else_signs_follows_the_job_and_others_do_not_know_of_it(pressed: Any, client: Client) -> None:
    url = reverse("reports:job", args=[pressed.job.pk])
    second = pressed.make_user("pho.chutich")
    pressed.assign(second, "front_chair", pressed.lam_ha)
    assert "Số <b>9</b>, ngày <b>20/02/2023</b>" in as_(second).get(url).content.decode()
    assert as_(pressed.mttq).get(url).status_code == 404
    jobs.run(pressed.job.pk, issue_jobs.carry_out)
    answer = as_(second).get(url, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == Edition.objects.get().get_absolute_url()
