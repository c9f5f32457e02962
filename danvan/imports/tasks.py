"""The worker's half of an import."""

from django_tasks import task

from .storing import store


@task(priority=10)
def store_batch(pk: int) -> None:
    """Before files of reports, of which many may wait."""
    store(pk)
