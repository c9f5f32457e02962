"""The worker's half of the reports."""

from django_tasks import task

from reports.files.jobs import run


@task()
def make_file(pk: int) -> None:
    run(pk)
