"""A row of the quick grid: its cells as typed ↔ one draft of the ledger, written through the one door.

A row carries the key that its browser made: sent again after a broken connection it is the same record. What the
cells do not show of a record (recipients, names of things, terms of a loan) stays as it is.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied

from danvan import late
from danvan.accounts.scoping import visible_to
from danvan.imports.kind import Columns, Place, Row
from danvan.lib import numbers, text
from danvan.lib.periods import DatePrecision, PartialDate
from danvan.records import services
from danvan.records.data import Invalid, Refused
from danvan.records.models import Submission
from danvan.records.services import Stale

from .forms_grid import CELLS, ContextForm, GridRowForm, read_form
from .forms_lines import readable
from .grid_look import Look
from .imports.rows import Binding
from .imports.supports import SupportKind
from .models import Support

# state: (shape, word); the browser's script knows the same words (data-states of the page).
STATES = {
    "new": ("none", "Dòng mới"), "dirty": ("none", "Chưa lưu"), "saving": ("wait", "Đang lưu"),
    "saved": ("ok", "Đã lưu"), "bad": ("bad", "Có lỗi"), "kept": ("wait", "Giữ trên máy"),
    "sent": ("wait", "Đã gửi"), "removed": ("none", "Đã bỏ"),
}  # fmt: skip
# Where a fault of the ledger's columns stands in the grid; what is not named here stands on top, in the context.
AT = {"organizations": "organization", "kind": "form"}
# Which cells say which part of a record: a part whose cells are as stored is not written again.
PARTS = {
    "description": ("description",), "households": ("households",), "note": ("note",),
    "organization": ("organization",), "joint_organizations": ("organization",), "kind": ("form",), "form": ("form",),
    "items": ("quantity", "unit"), "contributions": ("sources", "amount", "form"),
    "loans": ("sources", "amount", "form"),
}  # fmt: skip
KIND = SupportKind()
NOWHERE = Place(Columns("", {}), 0)


@dataclass
class GridRow:
    """One row. `record` is the stored draft, `theirs` (label, stored, typed) where somebody else saved before."""

    number: int | str  # its index in the page; "__n__" in the row that the script copies
    form: GridRowForm
    record: Support | None = None
    theirs: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    removed: bool = False

    @property
    def judged(self) -> bool:
        """Whether what was posted is held against the rules: an empty row is not."""
        return self.form.is_bound and (self.form.filled or self.record is not None)

    @property
    def state(self) -> str:
        if self.removed:
            return "removed"
        if self.theirs or (self.judged and self.form.errors):
            return "bad"
        if self.record is not None:
            return "saved" if self.record.status in services.OPEN else "sent"
        return "dirty" if self.form.filled else "new"

    @property
    def spoken(self) -> str:
        """The row's number as people count."""
        return str(self.number + 1) if isinstance(self.number, int) else "__no__"

    @property
    def shape(self) -> str:
        return STATES[self.state][0]

    @property
    def word(self) -> str:
        return STATES[self.state][1]

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """(id of the cell or "", label, message) of everything wrong but an amount that asks."""
        if not self.judged:
            return []
        found = [("", "", str(message)) for message in self.form.non_field_errors()]
        for name in CELLS:
            bound = self.form[name]
            if bound.errors and not (name == "amount" and self.asks):
                found.append((bound.auto_id, str(bound.label), " ".join(map(str, bound.errors))))
        return found

    @property
    def asks(self) -> list[tuple[str, str]]:
        """The readings of an ambiguous amount, each with its words."""
        if not self.judged:
            return []
        choices = [c for error in self.form["amount"].errors.as_data() for c in getattr(error, "choices", ())]
        return [(choice, numbers.money_in_words(numbers.read_money(choice))) for choice in choices]

    @property
    def is_loan(self) -> bool:
        return read_form(self.form.typed("form")) == Support.Form.LOAN

    @property
    def amount_vnd(self) -> int | None:
        """Đồng of a stored row, or as the cell reads now; None = chưa quy thành tiền, or not readable."""
        if self.record is not None and self.state in ("saved", "sent"):
            return self.record.amount_vnd
        return readable(self.form.typed("amount"))

    # ---- storing ----------------------------------------------------------------------------------------------------

    def save(self, user: Any, context: ContextForm, *, late_too: bool = False, first: bool = False) -> None:
        """Store the row as a draft of its own; what is wrong stays at the cells, with what was typed. `late_too`: as a
        supplement where its period is closed.

        A row that is stored already keeps its place and date whatever the context says now. `first`: it was never
        sent before, so that no record can have its key.
        """
        form = self.form
        if self.removed or not self.judged:
            return
        form.is_valid()
        if not first:
            self.find(user)
        if self.record is None and not context.is_valid():
            for name, messages in context.errors.items():
                form.add_error(None, [f"{context[name].label}: {message}" for message in messages])
        look, data = self._bind(user, context)
        if form.errors:
            return
        try:
            self._store(user, data, look, late_too)
        except Invalid as invalid:
            self._take((KIND.key_of(place), messages) for place, messages in invalid.errors.items())
        except Stale as stale:
            self._compare(stale.current)
        except Refused as refused:
            late.refuse(form, refused)
        except PermissionDenied as refusal:
            form.add_error("organization", str(refusal))

    def find(self, user: Any) -> None:
        """The record that this row's key made before, when its answer was lost on the way."""
        try:
            key = uuid.UUID(self.form.typed("key"))
        except ValueError:
            return
        if self.record is not None:
            return
        made = Submission.objects.filter(key=key, user=user.pk, record_type="beneficiaries.support")
        self.record = visible_to(Support.objects.filter(pk__in=made.values("record_id")), user).first()

    def _bind(self, user: Any, context: ContextForm) -> tuple[Look, dict[str, Any]]:
        """The names found, and what the door takes of cells that read; the faults go to their cells."""
        form, cleaned = self.form, self.form.cleaned_data
        there = context.cleaned_data if context.is_bound and context.is_valid() else {}
        known = there.get("date")
        if self.record is not None:
            known = PartialDate(self.record.date, DatePrecision(self.record.date_precision))
        bodies = cleaned.get("organization") or there.get("organization") or ""
        if not bodies and not form.errors:
            form.add_error("organization", "Hãy ghi đơn vị thực hiện, ở đây hoặc ở trên.")
        values = {
            **cleaned, "date": known, "kind": _kind(cleaned.get("form")),
            "organizations": [name for part in bodies.split(";") if (name := text.clean(part))],
        }  # fmt: skip
        look = Look(user, known)
        row = Row(NOWHERE, {}, values)
        for name in form.errors:  # said already, at its cell: what binds it has nothing to say
            for key in {"organization": ("organizations",), "form": ("form", "kind")}.get(name, (name,)):
                values.pop(key, None)
                row.fault(key, "")
        Binding(row, look).bind()
        self._take((fault.key, [fault.message]) for fault in row.faults if fault.message)
        self.warnings = [message for _, _, message in row.warnings]
        channel = row.data.get("organization")
        if channel is not None and channel not in look.mine:
            form.add_error("organization", f"Bạn không ghi cho “{channel}”.")
        place = {} if self.record is not None or not there else context.door()
        return look, {**{name: row.data[name] for name in PARTS if name in row.data}, **place}

    def _take(self, faults: Iterable[tuple[str, list[str]]]) -> None:
        for key, messages in faults:
            name = AT.get(key, key)
            self.form.add_error(name if name in self.form.fields else None, messages)

    def _store(self, user: Any, data: dict[str, Any], look: Look, late_too: bool) -> None:
        cleaned = self.form.cleaned_data
        if self.record is None:
            self.record = services.create(user, Support, data, key=cleaned.get("key"), supplement=late_too)
        else:
            changed = self._changed(self.record, data)
            if changed:
                version = cleaned.get("version") or 1
                self.record = services.update(user, self.record, changed, expected_version=version, supplement=late_too)
        self.form = _form(self.number, self.record, self._in_full(look, data["items"]), cleaned.get("key"))

    def _in_full(self, look: Look, items: list[dict[str, Any]]) -> dict[str, str]:
        """The cells as they were typed, with the names in full, and a single quantity apart from its unit."""
        cleaned, typed = self.form.cleaned_data, {name: self.form.typed(name) for name in CELLS}
        parts = [
            f"{look.full[part.name]} = {part.amount.typed}" if part.amount else look.full[part.name]
            for part in cleaned.get("sources") or []
        ]
        if len(items) == 1:
            typed |= {"quantity": numbers.format_entry(items[0]["quantity"]), "unit": items[0]["unit"]}
        return typed | {
            "organization": "; ".join(look.bodies), "sources": "; ".join(parts),
            "form": str(Support.Form(cleaned["form"]).label),
        }  # fmt: skip

    def _changed(self, record: Support, data: dict[str, Any]) -> dict[str, Any]:
        """The parts whose cells are not as stored."""
        now = cells_of(record)
        touched = {name for name in CELLS if text.clean(self.form.typed(name)) != text.clean(now[name])}
        found = {part: value for part, value in data.items() if touched.intersection(PARTS.get(part, ()))}
        terms = next(iter(record.loans.all()), None)
        if terms is not None and found.get("loans"):
            kept = {"purpose": terms.purpose, "term_months": terms.term_months, "interest": terms.interest}
            found["loans"] = [{**kept, "lender": found["loans"][0]["lender"]}]
        elif terms is not None and "kind" in found:
            found["loans"] = []
        return found

    def _compare(self, current: Support) -> None:
        """Both versions of what differs; saving again needs the version that stands now."""
        self.record = current
        now = cells_of(current)
        for name in CELLS:
            typed = self.form.typed(name)
            if text.clean(typed) != text.clean(now[name]):
                self.theirs.append((str(self.form.fields[name].label), now[name], typed))
        if not self.theirs:  # both typed the same, or another part was changed: there is nothing to choose
            self.theirs.append(("Phần khác", "đã đổi ở trang của khoản", ""))


def _kind(form: str | None) -> str:
    return Support.Kind.LOAN if form == Support.Form.LOAN else Support.Kind.GRANT


# ---- record → cells -------------------------------------------------------------------------------------------------


def cells_of(record: Support) -> dict[str, str]:
    """A record in the grid's cells, as they are typed; amounts keep the words that they were written in."""
    items, parts = list(record.items.all()), list(record.contributions.all())
    bodies = [record.organization, *record.joint_organizations.all()]
    one = len(items) == 1
    return {
        "organization": "; ".join(body.name for body in bodies),
        "description": record.description,
        "form": record.get_form_display(),
        "quantity": numbers.format_entry(items[0].quantity) if one else "; ".join(map(_item, items)),
        "unit": items[0].unit if one else "",
        "households": "" if record.households is None else numbers.format_int(record.households),
        "sources": parts[0].source.name if len(parts) == 1 else "; ".join(map(_part, parts)),
        "amount": _amount(parts[0]) if len(parts) == 1 else "",
        "note": record.note,
    }


def _item(item: Any) -> str:
    return f"{numbers.format_entry(item.quantity)} {item.unit}"


def _part(part: Any) -> str:
    return part.source.name if part.amount_vnd is None else f"{part.source.name} = {_amount(part)}"


def _amount(part: Any) -> str:
    if part.amount_vnd is None:
        return ""
    return part.typed if readable(part.typed) == part.amount_vnd else numbers.format_money(part.amount_vnd)


def _form(number: int | str, record: Support, cells: Mapping[str, str], key: Any = None) -> GridRowForm:
    hidden = {"key": key or "", "pk": record.pk, "version": record.version}
    return GridRowForm(prefix=f"dong-{number}", initial={**cells, **hidden})


def stored_form(number: int | str, record: Support) -> GridRowForm:
    """The row of a stored record as it stands now, unbound."""
    return _form(number, record, cells_of(record))


def stored_row(number: int, record: Support) -> GridRow:
    return GridRow(number, stored_form(number, record), record)
