"""The reports app: the last of the five, it may import from all the others and none imports from it."""

from django.apps import AppConfig
from django.core import checks


class ReportsConfig(AppConfig):
    """Báo cáo: summaries, documents and the pages that combine the other apps."""

    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        """Register the check of the paper's typeface, and what this app shows on others' pages."""
        from reports.checks import paper_font
        from reports.pages import panels

        panels.register()

        checks.register(paper_font, checks.Tags.compatibility)
