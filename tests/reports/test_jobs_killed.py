"""A worker that is killed in the middle of a job: the next one makes the file."""

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


@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_job_is_taken_up_by_the_next(cast):
    asked = Asked(scope="campaign", code="pretieng-2022", period="2022")
    job = jobs.ask(cast.mttq, asked, "xlsx", Stamp.now(), title="Báo cáo", file_name="bao-cao.xlsx")
    first = worker("-c", ENDLESS)
    try:
        for _ in range(600):
            job.refresh_from_db()
            if job.percent:
                break
            time.sleep(0.05)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert (job.status, job.attempts, job.content) == ("running", 1, None)
    RenderJob.objects.update(beat=timezone.now() - datetime.timedelta(minutes=1))
    second = worker("manage.py", "worker", "--batch", "--no-startup-delay", "--no-reload")
    assert second.wait(timeout=60) == 0
    job.refresh_from_db()
    assert (job.status, job.attempts, bytes(job.content)[:2]) == ("done", 2, b"PK")
