"""The one recorder. Entries are gathered in a transaction and chained at its end, so that the head is locked last.

with journal(actor) as log:
    ...writes...
    log.add("create", record, changes)
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from danvan.crypto import keyed_hash
from danvan.loading import Rows, insert

from .models import Entry, Head, Mention, PersonKey

GENESIS = "0" * 64


@dataclass
class Pending:
    actor_id: int
    action: str
    record_type: str
    record_id: int | None
    version: int | None
    changes: dict[str, Any]
    digest: bytes = b""


@dataclass
class Log:
    """What one transaction will write to the journal. `bulk` folds each actor's entries into one with their digest.

    A folded entry keeps no values: only their digest, to which personal ones go as keyed hashes. So they need no key
    of their person, and nobody can try values against the digest from outside.
    """

    actor: Any
    bulk: str = ""
    pending: list[Pending] = field(default_factory=list)

    def add(self, action: str, record: models.Model | None = None, changes: dict[str, Any] | None = None) -> None:
        """Values of the record's `personal_fields` are encrypted under its person's key."""
        if self.bulk:
            self.pending.append(folded(self.actor, action, record, changes or {}))
            return
        changes = dict(changes or {})
        personal: frozenset[str] = getattr(record, "personal_fields", frozenset())
        if record is not None and record.pk and personal & changes.keys():
            key = person_key(record._meta.label_lower, record.pk)
            for name in personal & changes.keys():
                changes[name] = {"enc": key.encrypt(_canonical(changes[name])).decode()}
        self.pending.append(Pending(self.actor.pk, action, *_named(record), changes))


def folded(actor: Any, action: str, record: models.Model | None, changes: dict[str, Any]) -> Pending:
    """What `Log.add` notes of a row of a bulk action; whoever holds many makes them before the transaction begins."""
    personal: frozenset[str] = getattr(record, "personal_fields", frozenset())
    shown = {k: {"hash": keyed_hash(_canonical(v).decode())} if k in personal else v for k, v in changes.items()}
    named = _named(record)
    return Pending(actor.pk, action, *named, {}, hashlib.sha256(_canonical([action, *named, shown])).digest())


def _named(record: models.Model | None) -> tuple[str, int | None, int | None]:
    if record is None:
        return "", None, None
    return record._meta.label_lower, record.pk, getattr(record, "version", None)


_current: ContextVar[Log | None] = ContextVar("journal", default=None)


@contextmanager
def journal(actor: Any, *, bulk: str = "") -> Iterator[Log]:
    """A transaction whose entries are chained just before its end.

    A nested call joins the outer transaction under its own actor; when it fails, its writes and entries are undone
    alone. Raises PermissionError for an anonymous actor: nothing is written in nobody's name.
    """
    require_named(actor)
    outer = _current.get()
    if outer is not None:
        mark = len(outer.pending)
        try:
            with transaction.atomic():
                yield Log(actor, outer.bulk, outer.pending)
        except BaseException:
            del outer.pending[mark:]
            raise
        return
    log = Log(actor, bulk)
    token = _current.set(log)
    try:
        with transaction.atomic():
            yield log
            _chain(log)
    finally:
        _current.reset(token)


@contextmanager
def unfolded() -> Iterator[None]:
    """Inside a bulk `journal`: what is changed gets entries of its own, with its values before and after."""
    outer = _current.get()
    if outer is None:
        raise ValueError("there is no transaction of the journal")
    token = _current.set(Log(outer.actor, "", outer.pending))
    try:
        yield
    finally:
        _current.reset(token)


def require_named(actor: Any) -> None:
    if actor is None or not getattr(actor, "pk", None):
        raise PermissionError("the journal refuses an anonymous actor")


def _chain(log: Log) -> None:
    rows = [p for p in log.pending if p.digest]
    pending = [*_fold(log.bulk, rows), *(p for p in log.pending if not p.digest)] if log.bulk else log.pending
    if not pending:
        return
    locked = Head.objects.select_for_update()
    head = locked.filter(pk=1).first()
    if head is None:
        Head.objects.get_or_create(pk=1)
        head = locked.get(pk=1)
    now = timezone.now()
    entries, mentions = [], Rows(Mention, keyed=False)
    for p in pending:
        entry = Entry(
            seq=head.seq + 1, at=now, actor_id=p.actor_id, action=p.action, record_type=p.record_type,
            record_id=p.record_id, version=p.version, changes=_canonical(p.changes).decode(), previous=head.hash,
        )  # fmt: skip
        entry.hash = digest_of(entry)
        head.seq, head.hash = entry.seq, entry.hash
        entries.append(entry)
        if not p.record_type:
            mentions.values += mentions_of(entry.seq, p.changes)
    Entry.objects.bulk_create(entries, batch_size=500)
    insert(mentions)
    head.save(update_fields=["seq", "hash"])


def _fold(action: str, pending: list[Pending]) -> list[Pending]:
    """One entry for each actor of a bulk action: how many rows, their digest, and which records they touched.

    The digest is SHA-256 over the rows' digests in their order.
    """
    whole = []
    for actor_id in dict.fromkeys(p.actor_id for p in pending):
        rows = [p for p in pending if p.actor_id == actor_id]
        touched: dict[str, dict[int, None]] = {}
        for p in rows:
            if p.record_id is not None:
                touched.setdefault(p.record_type, {})[p.record_id] = None
        digest = hashlib.sha256(b"".join(p.digest for p in rows)).hexdigest()
        records = {kind: list(ids) for kind, ids in touched.items()}
        changes = {"entries": len(rows), "digest": digest, "records": records}
        whole.append(Pending(actor_id, action, "", None, None, changes))
    return whole


def mentions_of(seq: int, changes: dict[str, Any]) -> list[tuple[int, str, int, int]]:
    """The index rows of a folded entry (seq, record_type, record_id, place): bare, for the head is locked meanwhile."""
    records = changes.get("records")
    if not isinstance(records, dict):
        return []
    return [(seq, kind, record_id, place) for kind, ids in records.items() for place, record_id in enumerate(ids, 1)]


def digest_of(entry: Entry) -> str:
    """SHA-256, hex, over the previous hash and the entry's fields in a fixed order."""
    body = [
        entry.seq, _moment(entry.at), entry.actor_id, entry.action, entry.record_type, entry.record_id, entry.version,
        entry.changes,
    ]  # fmt: skip
    return hashlib.sha256(entry.previous.encode() + _canonical(body)).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds")


def _canonical(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def person_key(record_type: str, record_id: int) -> Fernet:
    found, _ = PersonKey.objects.get_or_create(
        record_type=record_type, record_id=record_id, defaults={"key": Fernet.generate_key().decode()}
    )
    return Fernet(found.key.encode())


def open_personal(entry: Entry, name: str, key: Fernet | None = None) -> Any:
    """The value under a personal field of an entry, or None when the person's key was destroyed.

    Whoever opens many entries of one record brings its `key` (`key_of`), read once.
    """
    value = json.loads(entry.changes).get(name)
    if not isinstance(value, dict) or "enc" not in value or entry.record_id is None:
        return value
    key = key or key_of(entry.record_type, entry.record_id)
    return json.loads(key.decrypt(value["enc"].encode())) if key else None


def key_of(record_type: str, record_id: int) -> Fernet | None:
    """The key that opens a record's personal values; None when there is none, or none any more."""
    found = PersonKey.objects.filter(record_type=record_type, record_id=record_id).first()
    return Fernet(found.key.encode()) if found else None


@dataclass(frozen=True)
class Fault:
    seq: int
    problem: str


def verify(head: str = "") -> list[Fault]:
    """Walk the chain: gaps, changed or reordered entries, a cut tail. `head` is "seq:hash" printed on a report.

    Raises ValueError for a `head` of another form. Entries written while the walk goes on are no fault: the stored
    head is read before and after, and the chain must pass through the first and not reach beyond the second.
    """
    faults: list[Fault] = []
    previous, expected = GENESIS, 1
    known = dict([_parse_head(head)]) if head else {}
    known.pop(0, None)  # printed before the first entry: nothing to hold it against
    before_seq, before_hash = _stored_head()
    passed = before_seq == 0
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            faults.append(Fault(expected, f"thiếu mục {expected}–{entry.seq - 1}"))
        if entry.previous != previous:
            faults.append(Fault(entry.seq, "không nối với mục trước"))
        if digest_of(entry) != entry.hash:
            faults.append(Fault(entry.seq, "nội dung đã bị đổi"))
        if entry.seq in known and known.pop(entry.seq) != entry.hash:
            faults.append(Fault(entry.seq, "khác với đầu chuỗi đã in trên báo cáo"))
        passed = passed or (entry.seq, entry.hash) == (before_seq, before_hash)
        previous, expected = entry.hash, entry.seq + 1
    faults += [Fault(seq, "không còn mục mà báo cáo đã in") for seq in known]
    if not passed or expected - 1 > _stored_head()[0]:
        faults.append(Fault(expected - 1, "đuôi chuỗi bị cắt hoặc đầu chuỗi bị đổi"))
    return faults


def _stored_head() -> tuple[int, str]:
    return Head.objects.filter(pk=1).values_list("seq", "hash").first() or (0, GENESIS)


def _parse_head(text: str) -> tuple[int, str]:
    seq, _, digest = text.partition(":")
    if not (seq.isdecimal() and len(digest) == len(GENESIS)):
        raise ValueError(f"not a head of the journal: {text!r}")
    return int(seq), digest.lower()


def current_head() -> str:
    """ "seq:hash" of the last entry, printed on each issued report; "0:…" for an empty journal."""
    seq, digest = _stored_head()
    return f"{seq}:{digest}"
