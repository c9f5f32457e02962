"""Lịch sử thay đổi of a record, from the journal: who did what and when, what stood before and after.

Personal values are opened only for those who may see names; an identity number is never shown here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from danvan.accounts.models import User
from danvan.accounts.scoping import access
from danvan.audit.journal import key_of, open_personal
from danvan.audit.models import Entry
from danvan.lines import number
from danvan.records import words
from danvan.records.models import Correction

if TYPE_CHECKING:
    from danvan.crud import Desk

PER_PAGE = 50
# action of the journal → (what the person did, shape of its mark)
DONE = {
    "create": ("ghi bản ghi", "none"), "update": ("sửa", "none"), "submit": ("gửi", "wait"),
    "confirm": ("xác nhận", "ok"), "accept": ("tiếp nhận", "ok"), "return": ("đề nghị làm rõ", "bad"),
    "withdraw": ("rút", "none"), "propose": ("đề nghị sửa", "wait"), "correct": ("duyệt đề nghị sửa", "ok"),
    "refuse": ("không duyệt đề nghị", "bad"), "attach": ("thêm minh chứng", "none"),
    "detach": ("bỏ minh chứng", "none"), "mark": ("sửa mô tả, dấu của minh chứng", "none"),
    "reveal": ("xem số định danh", "none"),
    "lineage": ("ghi tách, nhập hộ", "none"), "unlineage": ("bỏ dòng tách, nhập hộ", "none"),
    "supplement": ("ghi bổ sung cho kỳ đã chốt", "none"), "handover": ("bàn giao", "none"),
}  # fmt: skip


@dataclass
class Line:
    """One sentence: who did what when, why, and what changed."""

    who: Any
    did: str
    at: datetime
    shape: str = "none"
    reason: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def lines_of(entries: list[Entry], desk: "Desk", user: Any) -> list[Line]:
    """The entries of one record as sentences. Queries: one a model that the changes name, none a line."""
    model, names = desk.model, words.Names(user)
    shut = not access(user).may("personal.view") or not any('"enc"' in entry.changes for entry in entries)
    key = None if shut else key_of(entries[0].record_type, entries[0].record_id or 0)
    opened = []
    for entry in entries:
        found = _opened(entry, model, key)
        for name, (old, new) in found.items():
            names.learn(model, [(name, old), (name, new)])
        opened.append((entry, found))
    legends = {name: legend for name, (legend, _kind) in desk.formsets.items()}
    people, lines = _people(entries), []
    for entry, found in opened:
        did, shape = DONE.get(entry.action, (entry.action, "none"))
        stored = json.loads(entry.changes)
        if entry.action == "propose" and not found:
            did = "đề nghị rút"
        elif entry.action == "handover":
            did = f"bàn giao từ {people[stored['giver']]} sang {people[stored['taker']]}"
        elif "on_behalf_of" in stored:
            did = f"{did} thay cho {people[stored['on_behalf_of']]}"
        lines.append(
            Line(
                who=entry.actor, did=did, at=entry.at, shape=shape,
                reason=str(stored.get("note" if entry.action == "refuse" else "reason") or ""),
                changes=[
                    (words.label_of(model, name, legends), words.said(model, name, old, names),
                     words.said(model, name, new, names))
                    for name, (old, new) in found.items()
                ],
            )
        )  # fmt: skip
    return lines


def _people(entries: list[Entry]) -> dict[int, str]:
    """The names of those whom entries speak of besides their actors. One query, none when they name nobody."""
    named = ("giver", "taker", "on_behalf_of")
    ids = {value for entry in entries for name, value in json.loads(entry.changes).items() if name in named}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}


def _opened(entry: Entry, model: Any, key: Fernet | None) -> dict[str, tuple[Any, Any]]:
    """{field: (before, after)} of an entry that changed the record; a personal one is opened or stays shut."""
    if entry.action not in ("update", "propose", "correct"):
        return {}
    known = {*model.data_fields, *model.children}
    found: dict[str, tuple[Any, Any]] = {}
    for name, value in json.loads(entry.changes).items():
        if name not in known:
            continue
        if isinstance(value, Mapping) and "enc" in value:
            value = open_personal(entry, name, key) if key else None
            if value is None:
                found[name] = ({"enc": ""}, {"enc": ""})
                continue
        if isinstance(value, list) and len(value) == 2:
            found[name] = (value[0], value[1])
    return found


class HistoryView(View):
    """<pk>/lich-su/: newest first; for those who hold `journal.record`."""

    desk: "Desk" = None  # type: ignore[assignment]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.desk.visible(request.user).prefetch_related(None).filter(pk=pk).first()
        if record is None:
            raise Http404
        if not access(request.user).may_at("journal.record", record):
            raise PermissionDenied("Tài khoản của bạn không xem lịch sử của bản ghi này.")
        entries = Entry.objects.filter(record_type=record.record_type, record_id=record.pk).select_related("actor")
        start = number(request.GET.get("tu"))
        shown = list(entries.order_by("-seq")[start : start + PER_PAGE + 1])
        corrections = Correction.objects.filter(record_type=record.record_type, record_id=record.pk)
        return render(
            request,
            "records/history.html",
            {
                "desk": self.desk,
                "target": record,
                "lines": lines_of(shown[:PER_PAGE], self.desk, request.user),
                "later": start + PER_PAGE if len(shown) > PER_PAGE else None,
                "corrections": [] if start else list(corrections.select_related("proposed_by", "decided_by")),
            },
        )
