from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    name = "danvan.records"
    verbose_name = "Bản ghi"

    def ready(self) -> None:
        from . import guards

        # The one use of signals: triggers are part of the schema, and stand in the way of changing it.
        pre_migrate.connect(guards.step_aside, sender=self, dispatch_uid="danvan.records.guards.aside")
        post_migrate.connect(guards.install, sender=self, dispatch_uid="danvan.records.guards")
