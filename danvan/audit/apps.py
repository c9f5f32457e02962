from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "danvan.audit"
    verbose_name = "Nhật ký"
