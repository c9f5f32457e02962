"""Đổi gì từ lần đề nghị làm rõ: the question that was asked, and field by field what stood then and stands now.

The step says which version was asked about; the journal says what each later save changed. Personal values are opened
only for those who may see names, as in the history.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views import View

from danvan.accounts.scoping import access
from danvan.audit.journal import key_of
from danvan.audit.models import Entry
from danvan.history_lines import values_of
from danvan.records import services, words
from danvan.records.models import Record, StepTaken
from danvan.records.names import Names

if TYPE_CHECKING:
    from danvan.crud import Desk


@dataclass
class SinceReturn:
    """`question` is "" for who may not read reasons. `unknown`: saves of which the journal keeps no fields."""

    who: Any
    at: datetime
    question: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    unknown: int = 0


def since_return(
    record: Record, desk: "Desk", user: Any, steps: Sequence[StepTaken] | None = None
) -> SinceReturn | None:
    """What changed since the record was last asked back; None when it never was.

    Queries: one for the saves, one for a person's key, one for the names; and one for the steps unless the caller
    brings them.
    """
    taken = services.steps_of(record) if steps is None else steps
    asked = next((step for step in reversed(list(taken)) if step.action == "return"), None)
    if asked is None:
        return None
    sees = access(user).may_at("personal.view", record)
    saves = list(
        Entry.objects.filter(
            record_type=record.record_type, record_id=record.pk, version__gt=asked.version, action="update"
        ).order_by("seq")
    )
    sealed = any('"enc"' in entry.changes for entry in saves)
    key = key_of(record.record_type, record.pk) if sees and sealed else None
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for entry in saves:
        for name, (before, after) in values_of(desk.model, entry, key, sees).items():
            first.setdefault(name, before)
            last[name] = after
    names = Names(user)
    names.learn(desk.model, [*first.items(), *last.items()])
    legends = {name: legend for name, (legend, _kind) in desk.formsets.items()}
    return SinceReturn(
        who=asked.actor, at=asked.at, question=asked.reason if sees or asked.actor_id == user.pk else "",
        changes=[
            (words.label_of(desk.model, name, legends), words.said(desk.model, name, before, names.of),
             words.said(desk.model, name, last[name], names.of))
            for name, before in first.items()
            if before != last[name] or _shut(before)
        ],
        unknown=max(record.version - asked.version - len(saves), 0),
    )  # fmt: skip


def _shut(value: Any) -> bool:
    """A personal value that stays shut: whether it differs is not known, only that it was written."""
    return isinstance(value, dict) and "enc" in value


class SinceReturnView(View):
    """<pk>/doi-gi/: a page of its own, or for the inbox its fragment. For who reads the history or takes the step."""

    desk: "Desk" = None  # type: ignore[assignment]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.desk.visible(request.user).prefetch_related(None).filter(pk=pk).first()
        if record is None:
            raise Http404
        if not (access(request.user).may_at("journal.record", record) or services.rights(request.user, record).step):
            raise PermissionDenied("Tài khoản của bạn không xem thay đổi của bản ghi này.")
        part = request.headers.get("HX-Request") == "true"
        answer = render(
            request,
            "parts/since_return.html" if part else "records/since_return.html",
            {"desk": self.desk, "target": record, "since": since_return(record, self.desk, request.user)},
        )
        patch_vary_headers(answer, ["HX-Request"])
        return answer
