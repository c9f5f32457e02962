"""The worker's half of the reports."""

from django_tasks import task

from reports.editions.issue_jobs import carry_out
from reports.files.jobs import run


@task()
def make_file(pk: int) -> None:
    """A report's file."""
    run(pk)


@task(priority=10)
def issue_report(pk: int) -> None:
    """Before files: who issues waits at the page, and a number is at stake."""
    run(pk, carry_out)
