"""The journal in sentences: who did what to which record, when, and which fields changed. No value is ever printed.

Descriptions, names and figures of records may be personal: an entry names the record by its kind and number, with a
link for those who may follow it. Reasons are words of people and show only to who may see names.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse

from danvan.accounts.scoping import access
from danvan.audit.actions import action_of
from danvan.audit.models import Entry
from danvan.records.models import Record, Tracked
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


def record_types() -> list[tuple[str, str]]:
    """(label of the model, its Vietnamese name) of everything that the journal speaks of, by name."""
    found = [(m._meta.label_lower, str(m._meta.verbose_name)) for m in apps.get_models() if issubclass(m, Tracked)]
    others = (apps.get_model(label) for label in ("accounts.user", "records.periodclosing"))
    found += [(model._meta.label_lower, str(model._meta.verbose_name)) for model in others]
    return sorted({(label, name[:1].upper() + name[1:]) for label, name in found}, key=lambda t: t[1])


def sentence(entry: Entry, user: Any, *, reasons: bool) -> Sentence:
    model = _model(entry.record_type)
    stored: dict[str, Any] = json.loads(entry.changes)
    what = ""
    if model is not None and entry.action not in _WHOLE:
        what = f"{model._meta.verbose_name} số {entry.record_id}"
    return Sentence(
        seq=entry.seq, at=entry.at, who=str(entry.actor), did=action_of(entry.action).said, what=what,
        url=_url(model, entry, user) if what else "", fields=_fields(model, entry, stored),
        reason=str(stored.get("reason") or stored.get("note") or "")
        if reasons and entry.action not in ("create", "update", "correct", "propose") else "",
        hash=entry.hash[:12],
    )  # fmt: skip


def _model(label: str) -> Any:
    try:
        return apps.get_model(label) if label else None
    except LookupError:
        return None


def _url(model: Any, entry: Entry, user: Any) -> str:
    """The record's page, for those who may see its kind; whether they reach this one the page itself says."""
    if entry.action == "delete" or not issubclass(model, Tracked) or not model.url_name:
        return "" if model._meta.label_lower != "accounts.user" or not access(user).may("accounts") else reverse(
            "account", args=[entry.record_id])  # fmt: skip
    if issubclass(model, Record) and not access(user).may(f"{model.scope.kind}.view"):
        return ""
    try:
        return reverse(f"{model.url_name}:detail", args=[entry.record_id])
    except NoReverseMatch:
        return ""


def _fields(model: Any, entry: Entry, stored: dict[str, Any]) -> str:
    """Which fields changed, by their labels; counts of lists that left or came in."""
    if entry.action in ("export", "import"):
        rows = stored.get("rows") or stored.get("entries")
        return f"{rows} dòng" if isinstance(rows, int) else ""
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
