"""The worker's half of an import."""

from django_tasks import task

from .storing import store


@task()
def store_batch(pk: int) -> None:
    store(pk)
