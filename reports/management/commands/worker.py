"""The background worker: django-tasks' own, which first takes up what a killed one left half done."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from reports.files import jobs, rendering


class Command(db_worker.Command):
    """`manage.py worker`, with the options of `db_worker`."""

    help = "Run the background worker."

    def handle(self, **options: Any) -> None:
        """Until SIGTERM: the task in hand is finished, then it ends."""
        jobs.tidy()
        rendering.preload()
        super().handle(**options)
