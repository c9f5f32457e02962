"""Danh mục chỉ tiêu A–L (domain.md §2.2): what a Front is asked for, with definitions in words, as data.

`install` adds what is missing, by code, and never touches what is there: an administrator's words stand, and so do the
demo's. It runs once, as a migration, so that an indicator that was deleted stays deleted.
"""

from typing import Any

from danvan.lib import text

from .entry import Entry
from .programme import ENTRIES as PROGRAMME
from .society import ENTRIES as SOCIETY

__all__ = ["ENTRIES", "Entry", "install"]

ENTRIES: tuple[Entry, ...] = (*PROGRAMME, *SOCIETY)


def install(indicator: Any) -> int:
    """Add the entries whose code is free; how many. `indicator`: the model, as a migration or the app knows it."""
    there = set(indicator.objects.values_list("code", flat=True))
    fresh = [
        indicator(**entry.fields, search=text.fold(entry.name), sort_key=text.sort_key(entry.name)[:255])
        for entry in ENTRIES
        if entry.code not in there
    ]
    return len(indicator.objects.bulk_create(fresh))
