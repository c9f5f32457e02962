from django.apps import AppConfig


class BeneficiariesConfig(AppConfig):
    name = "beneficiaries"
    verbose_name = "Hộ và khoản hỗ trợ"

    def ready(self) -> None:
        from . import figures  # noqa: F401  (registers how supports count)
