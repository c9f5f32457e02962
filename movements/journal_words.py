"""The journal in sentences: who did what to which record, when, and which fields changed. No value is ever printed.

Descriptions, names and figures of records may be personal: an entry names the record by its kind and number, with a
link for those who may see it. Reasons are words of people and show only to who may see names. Each entry is held
against its hash; `verify` holds the whole chain.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Value
from django.urls import NoReverseMatch, reverse

from danvan.accounts.scoping import access, visible_to
from danvan.audit.actions import action_of
from danvan.audit.journal import digest_of
from danvan.audit.models import Entry
from danvan.lib.numbers import format_int
from danvan.records.models import PeriodClosing, Tracked
from danvan.records.words import label_of

_WHOLE = frozenset({"login", "logout", "password"})  # sentences that need no object


@dataclass(frozen=True, slots=True)
class Sentence:
    seq: int
    at: datetime
    who: str
    did: str
    what: str
    url: str
    fields: str
    reason: str
    hash: str
    sound: bool  # its hash is that of its content


def record_types() -> list[tuple[str, str]]:
    """(label of the model, its Vietnamese name) of everything that the journal speaks of, by name."""
    found = [(m._meta.label_lower, str(m._meta.verbose_name)) for m in apps.get_models() if issubclass(m, Tracked)]
    others = (apps.get_model(label) for label in ("accounts.user", "records.periodclosing", "reports.report"))
    found += [(model._meta.label_lower, str(model._meta.verbose_name)) for model in others]
    return sorted({(label, name[:1].upper() + name[1:]) for label, name in found}, key=lambda t: t[1])


def sentences(entries: list[Entry], user: Any, *, reasons: bool) -> list[Sentence]:
    """The entries in words. One query for all their records: which of them the user may see."""
    seen = _seen({(e.record_type, e.record_id) for e in entries if e.record_id is not None}, user)
    closings = {e.record_id or 0 for e in entries if e.record_type == PeriodClosing._meta.label_lower}
    named = {c.pk: str(c) for c in PeriodClosing.objects.filter(pk__in=closings).select_related("area")}
    return [_sentence(entry, user, seen, named, reasons) for entry in entries]


def _sentence(entry: Entry, user: Any, seen: set[tuple[str, int]], closings: dict[int, str], reasons: bool) -> Sentence:
    model = _model(entry.record_type)
    stored: dict[str, Any] = json.loads(entry.changes)
    what = ""
    if model is not None and entry.action not in _WHOLE:
        what = f"{model._meta.verbose_name} số {entry.record_id}"
        if model is PeriodClosing:
            what = closings.get(entry.record_id or 0, what)
    withdrawal = entry.action == "propose" and set(stored) == {"reason"}
    return Sentence(
        seq=entry.seq, at=entry.at, who=str(entry.actor),
        did="đề nghị rút" if withdrawal else action_of(entry.action).said, what=what,
        url=_url(model, entry, user, seen) if what else "", fields=_fields(model, entry, stored),
        reason=str(stored.get("reason") or stored.get("note") or "")
        if reasons and entry.action not in ("create", "update", "correct") else "",
        hash=entry.hash[:12], sound=digest_of(entry) == entry.hash,
    )  # fmt: skip


def _seen(named: set[tuple[str, int]], user: Any) -> set[tuple[str, int]]:
    """Which of these records with a scope the user may see. One query."""
    branches = []
    for label in sorted({label for label, _ in named}):
        model = _model(label)
        if model is None or not hasattr(model, "scope") or not issubclass(model, Tracked):
            continue
        if access(user).may(f"{model.scope.kind}.view"):
            rows = model._default_manager.filter(pk__in={pk for of, pk in named if of == label})
            tag = Value(label, output_field=CharField())
            branches.append(visible_to(rows, user).order_by().values_list(tag, "pk"))
    return set(branches[0].union(*branches[1:], all=True)) if branches else set()


def _model(label: str) -> Any:
    try:
        return apps.get_model(label) if label else None
    except LookupError:
        return None


def _url(model: Any, entry: Entry, user: Any, seen: set[tuple[str, int]]) -> str:
    """The record's page, for those who may see this very record."""
    if entry.action == "delete" or not issubclass(model, Tracked) or not model.url_name:
        return "" if model._meta.label_lower != "accounts.user" or not access(user).may("accounts") else reverse(
            "account", args=[entry.record_id])  # fmt: skip
    if hasattr(model, "scope") and (entry.record_type, entry.record_id) not in seen:
        return ""
    try:
        return reverse(f"{model.url_name}:detail", args=[entry.record_id])
    except NoReverseMatch:
        return ""


def _fields(model: Any, entry: Entry, stored: dict[str, Any]) -> str:
    """Which fields changed, by their labels; how many records of which kind an entry of many speaks of."""
    if entry.action == "export":
        return f"{rows} dòng" if isinstance(rows := stored.get("rows"), int) else ""
    if isinstance(records := stored.get("records"), dict):
        counts = [
            f"{format_int(len(ids))} {found._meta.verbose_name}"
            for label, ids in records.items()
            if (found := _model(label)) is not None and issubclass(found, Tracked)
        ]
        return ", ".join(counts)
    if entry.action not in ("update", "correct", "propose") or model is None:
        return ""
    if not issubclass(model, Tracked):
        return ", ".join(_plain_label(model, name) for name in stored)
    known = {f.name for f in model._meta.get_fields()}
    return ", ".join(label_of(model, name).lower() for name in stored if name in known)


def _plain_label(model: Any, name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
