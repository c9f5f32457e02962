"""Files that the worker makes: one job for one file, for those who see the same, whatever happens to the worker."""

import datetime
import logging
import os
import time

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from danvan.audit.models import Entry
from movements.models import Assignment
from reports.asked import Asked
from reports.files import counting, jobs, rendering, views_files
from reports.files.keeping import Stamp
from reports.files.outputs import OUTPUTS
from reports.models import RenderJob

CAMPAIGN = {"nam": "2022", "dot": "pretieng-2022"}
LATE = datetime.timedelta(minutes=5)


@pytest.fixture
def long(cast, monkeypatch):
    """A house of 60 million in Phú Sơn, in a campaign whose workbook is long enough for the worker."""
    cache.clear()
    monkeypatch.setattr(views_files, "SHORT", {"xlsx": 0})
    cast.pretieng.areas.set([cast.phu_son])
    cast.approve(cast.make_support())
    return cast


def get(client, user, url, data=None, **headers):
    client.force_login(user)
    return client.get(url, data, headers=headers)


def click(client, user, extension="xlsx"):
    return get(client, user, reverse("reports:download", args=[extension]), CAMPAIGN)


def asked_by(user, **kwargs):
    asked = Asked(scope="campaign", code="pretieng-2022", period="2022")
    return jobs.ask(user, asked, "xlsx", Stamp.now(), title="Báo cáo", file_name="bao-cao.xlsx", **kwargs)


def test_a_long_report_is_left_to_the_worker_and_its_page_offers_the_file(client, long):
    answer = click(client, long.mttq)
    job = RenderJob.objects.get()
    assert answer.status_code == 302 and answer.url == f"/bao-cao/tep/{job.pk}/"
    assert DBTaskResult.objects.get().task_path == "reports.files.tasks.make_file"
    page = get(client, long.mttq, answer.url).content.decode()
    assert "Đang chờ đến lượt" in page and 'http-equiv="refresh"' in page and 'hx-trigger="every 2s"' in page
    assert "<html" not in get(client, long.mttq, answer.url, HX_Request="true").content.decode()
    assert get(client, long.mttq, f"{answer.url}tai/").url == answer.url, "nothing to fetch yet"
    jobs.run(job.pk)
    page = get(client, long.mttq, answer.url).content.decode()
    assert f'href="{answer.url}tai/"' in page and "refresh" not in page and "every 2s" not in page
    before = Entry.objects.filter(action="export").count()
    file = get(client, long.mttq, f"{answer.url}tai/")
    assert file.content.startswith(b"PK")
    assert file["Content-Disposition"] == 'attachment; filename="bao-cao-2022-pretieng-2022.xlsx"'
    assert Entry.objects.filter(action="export").count() == before + 1
    again = click(client, long.mttq)
    assert again.status_code == 200 and again.content == file.content, "kept: no page, no job"
    assert RenderJob.objects.count() == 1


def test_two_clicks_and_two_people_with_one_reach_make_one_file_and_another_reach_its_own(client, long):
    first = click(client, long.mttq).url
    assert get(client, long.mttq_2, first).status_code == 404, "who did not ask has no job"
    assert click(client, long.mttq).url == click(client, long.mttq_2).url == first
    assert RenderJob.objects.count() == DBTaskResult.objects.count() == 1
    assert get(client, long.mttq_2, first).status_code == 200
    other = click(client, long.canbo_melinh).url
    assert other != first, "xã Mê Linh sees nothing of Phú Sơn's house"
    for url in (first, f"{first}tai/"):
        assert get(client, long.canbo_melinh, url).status_code == 404
        assert get(client, long.quantri, url).status_code == 403
    for job in RenderJob.objects.all():
        jobs.run(job.pk)
    assert get(client, long.mttq, f"{first}tai/").content != get(client, long.canbo_melinh, f"{other}tai/").content


def test_a_file_is_out_of_reach_with_the_right_and_not_made_when_nobody_may_see_it(client, long):
    made = click(client, long.mttq).url
    jobs.run(RenderJob.objects.get().pk)
    assert get(client, long.mttq, f"{made}tai/").status_code == 200
    long.approve(long.make_support())
    waiting = click(client, long.mttq).url
    assert waiting != made, "an approval makes the file anew"
    assert "Số liệu đã thay đổi" in get(client, long.mttq, made).content.decode()
    Assignment.objects.filter(user=long.mttq).update(area=long.me_linh)
    for url in (made, f"{made}tai/", waiting):
        assert get(client, long.fresh(long.mttq), url).status_code == 404
    jobs.run(RenderJob.objects.latest("pk").pk)
    job = RenderJob.objects.latest("pk")
    assert (job.status, job.said, job.content) == ("failed", jobs.NO_RIGHT, None)


def test_nobody_fills_the_queue_alone(client, long, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 1)
    first = click(client, long.mttq).url
    other = get(client, long.mttq, reverse("reports:download", args=["xlsx"]), {"nam": "2022"})
    assert other.status_code == 429 and "Hãy đợi tệp nào xong" in other.content.decode()
    assert click(client, long.mttq).url == first and RenderJob.objects.count() == 1, "the one that waits is followed"
    assert click(client, long.bandanvan).status_code == 302, "others are not held up"
    jobs.run(RenderJob.objects.get(user=long.mttq).pk)
    assert get(client, long.mttq, reverse("reports:download", args=["xlsx"]), {"nam": "2022"}).status_code == 302


def hang(*_args, **_more):
    time.sleep(60)


def broken(*_args, **_more):
    raise ValueError("Kơ Să K’Lũ, CCCD 068123456789")


def killed(*_args, **_more):
    os._exit(9)


def nosy(*_args, **_more):
    return bytes(RenderJob.objects.count())


@pytest.mark.parametrize(
    ("make", "words"),
    [(hang, "quá 0.3 giây"), (broken, "gặp lỗi"), (killed, "dừng đột ngột"), (nosy, "gặp lỗi")],
)
def test_a_render_that_hangs_breaks_or_dies_fails_alone_and_in_words(client, long, monkeypatch, caplog, make, words):
    job = asked_by(long.mttq)
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(rendering, "LIMIT_SECONDS", 0.3 if make is hang else 30)
        patch.setitem(OUTPUTS, "xlsx", OUTPUTS["xlsx"].__class__("xlsx", "Excel", "", make))
        jobs.run(job.pk)
    page = get(client, long.mttq, reverse("reports:job", args=[job.pk])).content.decode()
    assert words in page and "Thử lại" in page and "refresh" not in page
    assert "068123456789" not in caplog.text and "068123456789" not in page
    again = asked_by(long.mttq)
    assert again.pk != job.pk
    jobs.run(again.pk)
    assert RenderJob.objects.get(pk=again.pk).done


def endless_loop(*_args):
    while True:
        pass


def endless_query(*_args):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n")


@pytest.mark.parametrize("count", [endless_loop, endless_query])
def test_counting_that_never_ends_is_stopped_and_the_next_job_is_done(long, monkeypatch, count):
    job = asked_by(long.mttq)
    with monkeypatch.context() as patch:
        patch.setattr(counting, "COUNTING_SECONDS", 0.2)
        patch.setattr(jobs, "summary_of", count)
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.said) == ("failed", "Cộng số liệu quá 0.2 giây nên đã dừng.")
    again = asked_by(long.mttq)
    jobs.run(again.pk)
    assert RenderJob.objects.get(pk=again.pk).done


def test_figures_that_cannot_be_added_up_end_a_job_in_words(long, monkeypatch, caplog):
    job = asked_by(long.mttq)
    monkeypatch.setattr(jobs, "summary_of", broken)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.said) == ("failed", jobs.UNEXPECTED)
    assert "ValueError at test_jobs.py:" in caplog.text and "068123456789" not in caplog.text


def test_a_job_that_lost_its_worker_is_taken_up_three_times_and_the_lost_one_changes_nothing(client, long, monkeypatch):
    job = asked_by(long.mttq)
    url = reverse("reports:job", args=[job.pk])

    def lose(*_args, **_more):
        RenderJob.objects.update(beat=timezone.now() - LATE)
        get(client, long.mttq, url)  # the page of who waits
        return b"too late"

    monkeypatch.setattr(rendering, "render", lose)
    for attempt in (1, 2, 3):
        jobs.run(job.pk)
        job.refresh_from_db()
        assert job.attempts == attempt and job.content is None
    assert job.status == "failed" and "dừng giữa chừng 3 lần" in get(client, long.mttq, url).content.decode()
    assert DBTaskResult.objects.count() == 3
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.attempts == 3, "a failed job is left alone"


def test_files_that_nobody_fetches_are_deleted_after_a_week_and_lists_of_names_after_a_day(client, long):
    """A list of names is in no cache either, not even while it is fetched."""
    named = {"nam": "2022", "dot": "pretieng-2022", "loai": "danh-sach"}
    asked_by(long.mttq)
    with_names = get(client, long.mttq, reverse("reports:download", args=["xlsx"]), named).url
    for job in RenderJob.objects.all():
        jobs.run(job.pk)
    assert get(client, long.mttq, f"{with_names}tai/").content.startswith(b"PK")
    assert get(client, long.mttq, reverse("reports:download", args=["xlsx"]), named).url == with_names
    assert not any(cache.get(f"report:{job.key}") for job in RenderJob.objects.filter(asked__loai="danh-sach"))
    kept_after = []
    for days in (0, 2, 6, 8):
        RenderJob.objects.update(created_at=timezone.now() - datetime.timedelta(days=days))
        jobs.tidy()
        kept_after.append([job.asked.get("loai") for job in RenderJob.objects.order_by("pk")])
    assert kept_after == [[None, "danh-sach"], [None], [None], []]
