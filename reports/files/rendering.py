"""A report's file made in a process of its own: with a time limit, word of how far it is, and no harm to who waits.

For tasks and commands, not for requests. To make a file from a document that you hold, with its data attached:

    content = render(document, "pdf", attachments=[Attached(name="so-lieu.json", content=…)], progress=note)

`progress(percent, said)` is called in your process a few times a second at most, and again every two seconds while
nothing moves, so that it may serve as a heartbeat; what it raises ends the work. Build the document before: the child
may not ask the database.
"""

import ctypes
import logging
import multiprocessing
import re
import signal
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from django.db import connections

from reports.document import Document
from reports.files.outputs import OUTPUTS, Unavailable
from reports.renderers.fonts import FontsMissing, require_fonts
from reports.renderers.paper import Attached
from reports.summary import Summary

log = logging.getLogger("danvan.rendering")
Progress = Callable[[int, str], None]

LIMIT_SECONDS = 180
"""Fifteen times what a hundred pages take of a processor (12 s); what takes longer hangs."""
BEAT_SECONDS = 2.0
SELDOM_SECONDS = 0.5
BUILDING, LAYING, WRITING = "Đang dựng nội dung", "Đang dàn trang", "Đang ghi tệp"
# Measured on 22 pages: the layout goes from a quarter to three quarters of the time, page by page.
LAYOUT_FROM, LAYOUT_TO = 25, 75
ITEMS_A_PAGE = 11
"""Rows and paragraphs on a page of the whole district's report: only to tell how far the layout is."""


class Failed(RuntimeError):
    """No file came of it; the message says why, in Vietnamese."""


def silent(percent: int, said: str) -> None:
    """Nobody wants to know."""


def weight(document: Document) -> int:
    """How much there is to lay out: rows of tables, and blocks."""
    return sum(len(table.rows) for table in document.tables()) + sum(1 for _ in document.all_blocks())


def render(
    document: Document, extension: str, *, summary: Summary | None = None, progress: Progress = silent,
    attachments: Sequence[Attached] = (),
) -> bytes:  # fmt: skip
    """The file's bytes. `summary`: for formats that write the figures themselves (json). `attachments`: PDF alone.

    Raises Failed when it took longer than LIMIT_SECONDS or broke (the log says where), Unavailable when this machine
    lacks what the format needs.
    """
    more = {"attachments": attachments} if attachments else {}
    make = OUTPUTS[extension].make
    return apart(lambda tell: _told(tell, document, lambda: make(summary, document, **more)), progress)


def _told(tell: Progress, document: Document, make: Callable[[], bytes]) -> bytes:
    """In the child: make it, telling WeasyPrint's own steps on the way."""
    tell(5, BUILDING)
    steps = logging.getLogger("weasyprint.progress")
    steps.handlers = [_Steps(tell, -(-weight(document) // ITEMS_A_PAGE))]
    steps.setLevel(logging.INFO)
    steps.propagate = False
    content = make()
    tell(99, WRITING)
    return content


class _Steps(logging.Handler):
    """WeasyPrint's "Step 5 - Creating layout - Page 12" as percent and words. The last page is not known before."""

    def __init__(self, tell: Progress, expected: int) -> None:
        super().__init__()
        self.tell, self.expected = tell, max(expected, 1)

    def emit(self, record: logging.LogRecord) -> None:
        found = re.match(r"Step (\d)(?:.*Page (\d+))?", record.getMessage())
        if found is None:
            return
        step, page = int(found[1]), int(found[2] or 0)
        if page:
            done = min(page / max(self.expected, page), 1)
            words = f"{LAYING}: trang {page}" + (f", ước {self.expected} trang" if page < self.expected else "")
            self.tell(LAYOUT_FROM + int(done * (LAYOUT_TO - LAYOUT_FROM)), words)
        elif step < 5:
            self.tell(5 * step, BUILDING)
        elif step > 5:
            self.tell(LAYOUT_TO if step == 6 else 95, WRITING)


def preload() -> None:
    """What every child would read anew for itself: for a worker, before its first job (which says what is missing)."""
    with suppress(OSError, FontsMissing):
        import_module("reports.renderers.pdf")
        require_fonts()


def apart(work: Callable[[Progress], bytes], progress: Progress = silent) -> bytes:
    """What `work(tell)` returns, made in a child process that is killed after LIMIT_SECONDS. Raises as `render`."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(work, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        return _listen(ours, progress)
    finally:
        child.kill()
        child.join()
        ours.close()


def _listen(ours: Connection, progress: Progress) -> bytes:
    ends, told, last = monotonic() + LIMIT_SECONDS, 0.0, (0, BUILDING)
    while (now := monotonic()) < ends:
        if ours.poll(min(BEAT_SECONDS, ends - now)):
            try:
                word, *rest = ours.recv()
            except EOFError:
                raise Failed("Tiến trình dựng tệp bị dừng đột ngột (có thể máy hết bộ nhớ).") from None
            if word == "done":
                return bytes(rest[0])
            if word == "unavailable":
                raise Unavailable(rest[0])
            if word == "failed":
                log.error("a report could not be rendered: %s", rest[0])
                raise Failed("Cổng gặp lỗi khi dựng tệp này. Quản trị xem chi tiết trong nhật ký máy chủ.")
            last = (rest[0], rest[1])
            if monotonic() - told < SELDOM_SECONDS:
                continue
        told = monotonic()
        progress(*last)
    raise Failed(f"Dựng tệp quá {LIMIT_SECONDS:g} giây nên đã dừng.")


def _child(work: Callable[[Progress], bytes], theirs: Connection) -> None:
    """The child's life. It shares its parent's connections to the database, so it must not touch them."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: a worker that is killed takes its child along
    for connection in connections.all(initialized_only=True):
        connection.execute_wrappers.append(_refuse)
    try:
        theirs.send(("done", work(lambda percent, said: theirs.send(("progress", percent, said)))))
    except Unavailable as error:
        theirs.send(("unavailable", str(error)))
    except Exception as error:
        theirs.send(("failed", where(error)))


def where(error: Exception) -> str:
    """What kind of error and in which lines, for the log; without its message, which may hold what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    lines = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__qualname__} at {lines}"


def _refuse(*args: Any) -> Any:
    raise RuntimeError("a renderer asked the database")
