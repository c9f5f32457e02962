from django.apps import AppConfig


class ModelsProgramsConfig(AppConfig):
    name = "models_programs"
    verbose_name = "Mô hình"

    def ready(self) -> None:
        from . import figures as _figures  # noqa: F401  (registers how models' years count)
