from django.apps import AppConfig


class ModelsProgramsConfig(AppConfig):
    name = "models_programs"
    verbose_name = "Mô hình"
