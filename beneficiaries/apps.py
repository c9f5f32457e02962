from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BeneficiariesConfig(AppConfig):
    name = "beneficiaries"
    verbose_name = "Hộ và khoản hỗ trợ"

    def ready(self) -> None:
        from . import figures as _figures  # noqa: F401  (registers how supports count)
        from . import search_index

        post_migrate.connect(search_index.install, sender=self, dispatch_uid="beneficiaries.search_index")
