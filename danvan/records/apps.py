from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "danvan.records"
    verbose_name = "Bản ghi"

    def ready(self) -> None:
        from . import guards

        # The one signal we use: triggers are part of the schema, and SQLite's table rebuilds drop them.
        post_migrate.connect(guards.install, sender=self, dispatch_uid="danvan.records.guards")
