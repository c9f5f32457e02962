"""The groups of the statistical appendix on a page: one at a time, as on /chi-tieu/; the files hold them all."""

from dataclasses import replace

from django.urls import reverse
from django.utils.http import urlencode

from reports.asked import Asked
from reports.summary import Summary
from reports.targets.target_asked import GROUPS, group_words

KIND = "phu-luc"


def group_links(asked: Asked, summary: Summary) -> list[tuple[str, str, bool]]:
    """(words, address, whether it is the one that is shown); nothing for other kinds of reports."""
    if asked.kind != KIND:
        return []
    shown = {row.group for row in summary.indicators}
    return [
        (group_words(letter), f"{reverse('reports:page')}?{urlencode(replace(asked, group=letter).parameters())}",
         letter in shown)
        for letter in GROUPS
    ]  # fmt: skip


def appendix_link(asked: Asked) -> str:
    """Where the page of a report leads for the appendix that its files hold; "" where they hold none."""
    if asked.kind == KIND or asked.scope not in ("portal", "area"):
        return ""
    return f"{reverse('reports:page')}?{urlencode(replace(asked, kind=KIND).parameters())}"
