"""The reports app: the last of the five, it may import from all the others and none imports from it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Báo cáo: summaries, documents and the pages that combine the other apps."""

    name = "reports"
    verbose_name = "Báo cáo"
