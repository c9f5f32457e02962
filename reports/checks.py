"""System checks: a machine that cannot print Vietnamese says so at start-up, not on the page of a leader's report."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning

from reports.renderers.fonts import check_fonts


def paper_font(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """reports.W001: no complete Tinos. A warning, for the portal serves all but the PDF without it."""
    return [Warning(problem, hint="PDF chưa dùng được trên máy này.", id="reports.W001") for problem in check_fonts()]
