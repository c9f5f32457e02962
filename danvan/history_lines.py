"""The journal's entries of one record as sentences: who did what, from what to what, why, and what figure moved.

Personal values are opened only for those who may see names; an identity number is never shown here. Names of places,
bodies and sources are those of the time (`records.names`). Queries: a fixed number, whatever the entries say.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet
from django.apps import apps

from danvan import history_beside
from danvan.accounts.models import User
from danvan.accounts.scoping import access
from danvan.audit.actions import action_of
from danvan.audit.journal import key_of, open_personal
from danvan.audit.models import Entry
from danvan.lib import numbers
from danvan.records import differences, files
from danvan.records.models import Correction, Record, Tracked
from danvan.records.names import UNSEEN, Names
from danvan.records.periods import counting_label
from danvan.records.words import ERASED, HIDDEN, label_of, said

if TYPE_CHECKING:
    from danvan.crud import Desk

WITH_ANOTHER = ("lineage", "unlineage", "merge_propose", "merge", "merge_refuse", "unmerge_propose", "unmerge")
EFFECTS = {"accept": "approve", "correct": "correct", "withdraw": "withdraw"}
BYTES = 1024


@dataclass
class Line:
    """One sentence: who did what when, why; what changed, what it held at first, and which figures it moved."""

    seq: int
    who: Any
    did: str
    at: datetime
    shape: str = "none"
    reason: str = ""
    changes: list[str] = field(default_factory=list)
    held: list[tuple[str, str]] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


class History:
    """The sentences of some entries of one record, newest first. `user` is who reads them."""

    def __init__(self, desk: "Desk", record: Record, entries: list[Entry], user: Any) -> None:
        self.record, self.entries, self.user = record, entries, user
        self.model = desk.model
        self.legends = {name: legend for name, (legend, _kind) in desk.formsets.items()}
        self.sees = access(user).may_at("personal.view", record)
        self.names = Names(user)
        self.stored: dict[int, dict[str, Any]] = {entry.seq: json.loads(entry.changes) for entry in entries}
        self.beside = history_beside.read(record)
        self._values = self._opened()

    def lines(self) -> list[Line]:
        found: list[Line] = []
        for entry in self.entries:
            line = self._line(entry)
            # A decided correction is two entries: the step that was taken, and what it changed.
            if found and entry.action == "correct" and _same(found[-1], line):
                found[-1].changes += line.changes
                found[-1].reason = found[-1].reason or line.reason
            else:
                found.append(line)
        return found

    # ---- one sentence ----

    def _line(self, entry: Entry) -> Line:
        action, stored = action_of(entry.action), self.stored[entry.seq]
        line = Line(entry.seq, entry.actor, action.said, entry.at, action.shape)
        line.reason = str(stored.get("note" if entry.action == "refuse" else "reason") or "")
        match entry.action:
            case "create":
                line.did = "ghi bản ghi"
                line.held = self._held(entry)
            case "propose" | "refuse" | "correct" | "withdraw":
                self._of_correction(line, entry)
            case "attach" | "detach" | "mark":
                line.changes = self._of_file(stored)
            case "supplement":
                line.changes = _counting(stored)
            case _ if entry.action.startswith("life_"):
                line.changes = [" · ".join(stored.get("said", ()))] if stored.get("said") else []
            case "handover":
                line.did = f"bàn giao từ {self._person(stored, 'giver')} cho {self._person(stored, 'taker')}"
            case _ if entry.action in WITH_ANOTHER and str(stored.get("other", "")).isdecimal():
                line.changes = [f"với {self.names.of(self.model, stored['other'], entry.seq)}"]
        if "on_behalf_of" in stored:
            line.did += f" thay cho {self._person(stored, 'on_behalf_of')}"
        if not entry.record_type:
            self._of_many(line, entry, stored)
        if entry.action in ("update", "propose", "correct"):
            line.changes = self._changes(entry)
        if not self.sees:
            line.reason = ""
        line.figures += self.beside.figures.get((EFFECTS.get(entry.action, ""), entry.version or 0), [])
        return line

    def _changes(self, entry: Entry) -> list[str]:
        found = []
        for name, (old, new) in self._values[entry.seq].items():
            found += differences.told(self.model, name, old, new, self.legends, self._namer(entry))
        return found

    def _held(self, entry: Entry) -> list[tuple[str, str]]:
        """What a new record held."""
        return [
            (label_of(self.model, name, self.legends), said(self.model, name, new, self._namer(entry)))
            for name, (_old, new) in self._values[entry.seq].items()
            if new not in (None, "", [], False)
        ]

    def _namer(self, entry: Entry) -> Any:
        return lambda model, pk: self.names.of(model, pk, entry.seq)

    def _person(self, stored: Mapping[str, Any], key: str) -> str:
        return self.names.of(User, stored.get(key) or 0)

    def _of_correction(self, line: Line, entry: Entry) -> None:
        when = "proposed_at" if entry.action == "propose" else "decided_at"
        past = [p for p in self.beside.proposals if (at := getattr(p, when)) and at <= entry.at]
        if entry.action == "withdraw":  # an unfinished record is withdrawn without a proposal
            past = [p for p in past if p.kind == Correction.Kind.WITHDRAW and p.state == Correction.State.APPLIED]
        found = max(past, key=lambda p: getattr(p, when), default=None)
        if found is None:
            return
        if entry.action == "propose":
            line.did, line.reason = f"{found.called} ({found.state_said})", found.reason
        elif entry.action == "refuse":
            line.did = f"không duyệt {found.called} của {found.by}"
        else:
            line.did, line.reason = f"duyệt {found.called} của {found.by}", found.answer or found.reason

    def _of_file(self, stored: Mapping[str, Any]) -> list[str]:
        name, size = self.beside.files.get(stored.get("sha256", ""), ("", stored.get("size")))
        name = name or stored.get("description") or stored.get("name") or ""
        words = [f"“{name}”"] if name and files.sees(self.user, self.record) else []
        words += [f"{numbers.format_int(-(-size // BYTES))} kB"] if isinstance(size, int) and size else []
        return [", ".join(words)] if words else []

    def _of_many(self, line: Line, entry: Entry, stored: Mapping[str, Any]) -> None:
        """An entry of many records: the file, the record's place in it, the steps taken with it."""
        records: dict[str, list[int]] = stored.get("records") or {}
        lots = [(model, pk) for label, ids in records.items() if (model := _lot(label)) for pk in ids[:1]]
        of = len(records.get(self.record.record_type, ()))
        place = f"bản ghi thứ {numbers.format_int(getattr(entry, 'place', None))} trong {numbers.format_int(of)}"
        cell = next((found for _model, pk in lots if (found := self.beside.cells.get(pk))), "")
        name = next((found for lot in lots if (found := self.names.of(*lot)) != UNSEEN), "")
        sheet, _, row = cell.rpartition("!")
        where = f"dòng {row}{f' của “{sheet}”' if sheet and sheet != name else ''}, " if row else ""
        line.did = f"nhập từ tệp{f' “{name}”' if name else ''}, {where}{place}"
        steps = [s for s in self.beside.steps if s.actor_id == entry.actor_id and s.at <= entry.at]
        if steps:
            line.did += f"; {', '.join(action_of(s.action).said for s in steps)}"
            line.shape = action_of(steps[-1].action).shape
        for step in steps:
            self.beside.steps.remove(step)
            line.figures += self.beside.figures.get((EFFECTS.get(step.action, ""), step.version), [])

    # ---- what stands behind ----

    def _opened(self) -> dict[int, dict[str, tuple[Any, Any]]]:
        """{field: (before, after)} of each entry that says values; a personal one is opened or stays shut."""
        enc = any('"enc"' in entry.changes for entry in self.entries if entry.record_type)
        key = key_of(self.record.record_type, self.record.pk) if self.sees and enc else None
        found = {entry.seq: values_of(self.model, entry, key, self.sees) for entry in self.entries if entry.record_type}
        for values in found.values():
            for name, pair in values.items():
                self.names.learn(self.model, [(name, value) for value in pair])
        for stored in self.stored.values():
            self.names.want(User, [v for k in ("giver", "taker", "on_behalf_of") if (v := stored.get(k))])
            self.names.want(self.model, [stored["other"]] if "other" in stored else [])
            for label, ids in (stored.get("records") or {}).items():
                if (lot := _lot(label)) is not None:
                    self.names.want(lot, ids[:1])
        return found


def values_of(model: type[Tracked], entry: Entry, key: Fernet | None, sees: bool) -> dict[str, tuple[Any, Any]]:
    """{field: (before, after)} of an entry that says values; a personal one is opened with `key` or stays shut."""
    if entry.action not in ("create", "update", "propose", "correct"):
        return {}
    found: dict[str, tuple[Any, Any]] = {}
    for name, value in json.loads(entry.changes).items():
        if name not in model.data_fields and name not in model.children:
            continue
        if isinstance(value, Mapping) and "enc" in value:
            if key is None:  # not for this reader, or the person's key was destroyed
                shut = {"enc": "", "words": ERASED if sees else HIDDEN}
                found[name] = (shut, shut)
                continue
            value = open_personal(entry, name, key)
        if entry.action == "create":
            found[name] = (None, value)
        elif isinstance(value, list) and len(value) == 2:
            found[name] = (value[0], value[1])
    return found


def _same(one: Line, other: Line) -> bool:
    return (one.who, one.at, one.shape) == (other.who, other.at, other.shape) and one.did == other.did


def _lot(label: str) -> Any:
    """The model of a file that was imported: what an import touched and is no record or catalogue."""
    try:
        model = apps.get_model(label)
    except LookupError:
        return None
    return None if issubclass(model, Tracked) else model


def _counting(stored: Mapping[str, Any]) -> list[str]:
    after = (stored.get("counted_on") or [None, None])[1]
    if not after:
        return ["trở về kỳ của ngày thật"]
    closed = ""
    if "start" in stored:
        start, end = (date.fromisoformat(stored[name]) for name in ("start", "end"))
        closed = f"kỳ {start:%d/%m/%Y}–{end:%d/%m/%Y} đã chốt; "
    return [f"{closed}tính vào {counting_label(date.fromisoformat(after))}"]
