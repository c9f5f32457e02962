"""Clients of every role, and what a test looks at in each of their answers."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from tests.access.world import CCCD, World
from tests.unchanged import everything

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|DROP|ALTER|CREATE)\b", re.IGNORECASE)
CANARY = re.compile(r"zq[a-z]{3}[a-z]{2}(?:ap|op)(?:tx|hh|rc)|" + CCCD + r"\d{8}")
JOURNAL = frozenset({"audit_entry", "audit_head"})


@dataclass
class Answer:
    """One answer: status, text (files opened), canaries in it, and whether a statement that writes was sent."""

    status: int
    response: Any
    text: str = ""
    wrote: bool = False
    canaries: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()  # tables whose rows differ from the world's


@dataclass
class Visitors:
    world: World
    clients: dict[str, tuple[Client, str]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    forms: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from tests.access.world import ACTORS

        for role in ACTORS:
            self.enter(role, self.world.actor(role))
        self.clients["AN"] = (Client(), "")
        self.before = everything()

    def enter(self, name: str, user: Any) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.clients[name] = (client, client.cookies[settings.SESSION_COOKIE_NAME].value)

    def client(self, name: str) -> Client:
        """The role's client as it was after logging in, whatever earlier answers set or deleted."""
        client, session = self.clients[name]
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
        return client

    def send(self, name: str, method: str, url: str, data: Any = None, **extra: Any) -> Answer:
        """Ask and keep what the answer wrote. An exception that escapes a view is the answer 500."""
        with _watching() as wrote:
            try:
                with transaction.atomic():
                    response = getattr(self.client(name), method.lower())(url, data or {}, **extra)
            except Exception as error:  # noqa: BLE001 - every escaped exception is a server error
                return Answer(500, None, f"{type(error).__name__}: {error}")
        text = words_of(response)
        return Answer(response.status_code, response, text, bool(wrote), frozenset(CANARY.findall(text.casefold())))

    def try_out(
        self, name: str, method: str, url: str, data: Any = None, *, compare: bool = True, **extra: Any
    ) -> Answer:
        """`send`, see what it changed (unless told that it may), and take it back."""
        with transaction.atomic():
            answer = self.send(name, method, url, data, **extra)
            if answer.wrote:
                answer.changed = self.changes() if compare else frozenset()
                cache.clear()
            transaction.set_rollback(True)
        return answer

    def changes(self) -> frozenset[str]:
        """The tables whose rows differ, value by value, from the world as it was built."""
        after = everything()
        return frozenset(name for name, rows in after.items() if rows != self.before[name])


@contextmanager
def _watching() -> Iterator[list[str]]:
    """Collects the statements that write to tables of ours; sessions and the login throttle are not data."""
    found: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql) and "django_session" not in sql and "axes_" not in sql:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def words_of(response: Any) -> str:
    """The text of an answer: pages and CSV as they are, workbooks with all their parts, files as latin-1."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.seen = content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    location = response.headers.get("Location", "")
    return location + "\n" + content.decode("utf-8", "replace")


def shown_count(answer: Answer) -> int:
    """How many rows a list page says it has."""
    return int(answer.response.context["shown"].count)
