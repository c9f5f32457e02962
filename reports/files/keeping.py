"""When two people get the same bytes: one key for the file that is kept and for the job that makes it.

A key says the data version, the day, what is asked, the format, and all that its reader reaches with which roles. Any
change of a figure that counts moves the data version, so nothing is kept that has to be thrown away.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from danvan.accounts.scoping import access
from danvan.figures.effects import data_version
from reports.asked import Asked
from reports.models import RenderJob

KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Stamp:
    """The state of the data that a file tells of."""

    version: int
    day: date

    @classmethod
    def now(cls) -> "Stamp":
        return cls(data_version(), timezone.localdate())


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was made."""

    name: str
    content: bytes


def key_of(user: Any, asked: Asked, extension: str, stamp: Stamp) -> str:
    """64 hexadecimal digits. Two users share a key only when they see the same rows by the same roles."""
    mine = access(user)
    reach = sorted((g.role.code, g.paths, sorted(g.organizations), g.label) for g in mine.grants)
    return sha256(repr((stamp, extension, asked, reach)).encode()).hexdigest()


def kept(key: str) -> Kept | None:
    """The bytes of that key, from this process's memory or from the job that made them."""
    found: Kept | None = cache.get(_name(key))
    if found is None:
        rows = RenderJob.objects.filter(key=key, status=RenderJob.Status.DONE).values_list("file_name", "content")
        found = next((Kept(name, bytes(content or b"")) for name, content in rows), None)
        if found is not None:
            keep(key, found)
    return found


def keep(key: str, file: Kept) -> None:
    """For KEPT_SECONDS in this process's memory."""
    cache.set(_name(key), file, KEPT_SECONDS)


def _name(key: str) -> str:
    return f"report:{key}"
