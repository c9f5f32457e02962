"""Two workers: what hangs in one holds up nobody in the other; and when it is killed, the other makes the file."""

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from reports.asked import Asked
from reports.files import jobs
from reports.files.keeping import Stamp
from reports.models import RenderJob

ROOT = Path(__file__).resolve().parent.parent.parent
# A worker whose renderer never ends.
ENDLESS = """
import dataclasses, time, django
django.setup()
from django.core.management import call_command
from reports.files import rendering
rendering.OUTPUTS["xlsx"] = dataclasses.replace(rendering.OUTPUTS["xlsx"], make=lambda *_: time.sleep(600))
call_command("worker", startup_delay=False, reload=False)
"""


def worker(*command: str) -> "subprocess.Popen[bytes]":
    """A real worker beside this test's database."""
    name = connection.settings_dict["NAME"]
    host = connection.settings_dict.get("HOST", "")
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else f"postgres:///{host}/{name}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "danvan.settings", "DEBUG": "1"}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def wait_until(true, seconds=60):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_hanging_job_holds_up_no_other_and_a_killed_workers_job_is_taken_up_by_the_next(cast):
    asked = Asked(scope="campaign", code="pretieng-2022", period="2022")

    def ask(extension):
        return jobs.ask(cast.mttq, asked, extension, Stamp.now(), title="Báo cáo", file_name=f"bao-cao.{extension}")

    job, second = ask("xlsx"), None
    first = worker("-c", ENDLESS)
    try:
        wait_until(lambda: RenderJob.objects.get(pk=job.pk).percent)
        normal = ask("docx")
        second = worker("manage.py", "worker", "--no-startup-delay", "--no-reload", "--interval", "0.1")
        wait_until(lambda: RenderJob.objects.get(pk=normal.pk).done)
        job.refresh_from_db()
        assert (job.status, job.attempts, job.content) == ("running", 1, None)
        first.send_signal(signal.SIGKILL)
        first.wait()
        RenderJob.objects.filter(pk=job.pk).update(beat=timezone.now() - datetime.timedelta(minutes=1))
        jobs.take_up()
        wait_until(lambda: RenderJob.objects.get(pk=job.pk).done)
    finally:
        for one in filter(None, (first, second)):
            one.kill()
            one.wait()
    job.refresh_from_db()
    assert (job.attempts, bytes(job.content)[:2]) == (2, b"PK")
