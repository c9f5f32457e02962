"""The form of a reorganisation: when and by which text, the new units, and which old unit goes to which of them.

Units are typed by code or name, for a list of all places would be long; a name that several bear asks for the code.
"""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from danvan.forms import DayField, ReadField
from danvan.lib import text
from danvan.lib.errors import Unreadable
from danvan.lib.quantities import read_count, read_decimal
from danvan.lib.writing import format_decimal
from danvan.lines import LineForm, LineFormSet, lines

from .forms_choices import place_words
from .models import Area, Organization
from .reorganizing import Move, Plan, Unit

LISTED = 6


class ShareField(ReadField):
    """More than 0, at most 1: "0,4"."""

    @staticmethod
    def reader(typed: str) -> Decimal:
        found = read_decimal(typed)
        if not 0 < found <= 1 or found != found.quantize(Decimal("0.000001")):
            raise Unreadable("Hãy ghi phần từ trên 0 đến 1, ví dụ 0,4.", typed)
        return found

    writer = staticmethod(format_decimal)


class NumberField(ReadField):
    """Which new unit, counted from 1."""

    reader = staticmethod(read_count)
    writer = staticmethod(str)


class UnitField(forms.CharField):
    """A unit by its code, or its name with or without its kind; cleans to the unit that stood on the form's day."""

    def __init__(self, model: type[Any], **kwargs: Any) -> None:
        self.model = model
        super().__init__(max_length=200, **kwargs)

    def find(self, typed: str, day: datetime.date) -> Any:
        """Raises ValidationError that names what there is."""
        rows = self.model.objects.select_related("parent" if self.model is Area else "area")
        if by_code := rows.filter(code=typed.strip()).first():
            return by_code
        named = [one for one in _bearing(rows, typed) if self._names(one) & {text.fold(typed)}]
        there = [one for one in named if one.is_valid_on(day)]
        if len(there) == 1:
            return there[0]
        if there:
            raise ValidationError(f"Có nhiều nơi tên “{typed}”: {self._listed(there)}. Hãy ghi mã.")
        if named:
            raise ValidationError(f"“{typed}” không có vào {day:%d/%m/%Y}: {self._listed(named)}.")
        raise ValidationError(f"Danh mục không có “{typed}”. Hãy ghi mã hoặc đúng tên.")

    @staticmethod
    def _names(one: Any) -> set[str]:
        return {text.fold(name) for name in (str(one), one.name, getattr(one, "short_name", "")) if name}

    def _listed(self, found: list[Any]) -> str:
        words = [f"{words_of(one)}, mã {one.code}" for one in found[:LISTED]]
        return "; ".join(words)


def _bearing(rows: Any, typed: str) -> Any:
    """Rows whose search text holds every word of the name; a kind ("xã") is part of it."""
    for word in text.fold(typed[:120]).split():
        rows = rows.filter(search__contains=word)
    return rows.order_by("pk")[:200]


def words_of(one: Any) -> str:
    if isinstance(one, Organization):
        return f"{one} ({one.area})"
    return f"{place_words(one)}{f', {one.parent}' if one.parent else ''}"


class HeadForm(forms.Form):
    day = DayField(label="Từ ngày", help_text="Ngày đầu của đơn vị mới; đơn vị cũ thôi hết ngày trước đó.")
    legal_basis = forms.CharField(
        label="Căn cứ", max_length=300, help_text="Ví dụ: Nghị quyết 1671/NQ-UBTVQH15 ngày 16/6/2025."
    )


class UnitLine(LineForm):
    name = forms.CharField(label="Tên", max_length=120)
    kind = forms.ChoiceField(label="Loại", choices=[("", "– chọn –"), *Area.Kind.choices])
    above = UnitField(Area, label="Thuộc", required=False)
    code = forms.SlugField(label="Mã", max_length=60, required=False)
    telling = ("name", "code", "above")

    def unit(self, day: datetime.date) -> Unit:
        found = self.cleaned_data
        return Unit(
            name=text.strip_prefix(text.clean(found["name"])) or text.clean(found["name"]), kind=found["kind"],
            code=found["code"], above=looked_up(self, "above", day),
        )  # fmt: skip


class BodyLine(LineForm):
    name = forms.CharField(label="Tên", max_length=200)
    short_name = forms.CharField(label="Tên gọn", max_length=80, required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("", "– chọn –"), *Organization.Kind.choices])
    area = UnitField(Area, label="Địa bàn")
    above = UnitField(Organization, label="Cấp trên", required=False)
    code = forms.SlugField(label="Mã", max_length=60, required=False)
    telling = ("name", "code", "area")

    def unit(self, day: datetime.date) -> Unit:
        found = self.cleaned_data
        return Unit(
            name=text.clean(found["name"]), short_name=text.clean(found["short_name"]), kind=found["kind"],
            code=found["code"], area=looked_up(self, "area", day), above=looked_up(self, "above", day),
        )  # fmt: skip


class MoveLine(LineForm):
    old = UnitField(Area, label="Đơn vị cũ")
    to = NumberField(label="Sang đơn vị mới số", required=False)
    share = ShareField(label="Phần", required=False)
    parts = forms.CharField(label="Các thôn sang đây", max_length=2000, required=False)
    telling = ("old", "share", "parts")

    def move(self, last: datetime.date) -> Move:
        found = self.cleaned_data
        old = looked_up(self, "old", last)
        share = found["share"] if found["share"] is not None else Decimal(1)
        return Move(old=old, to=(found["to"] or 1) - 1, share=share, parts=self._parts(old, last))

    def _parts(self, old: Any, last: datetime.date) -> tuple[Area, ...]:
        """The places in the old unit that the field names, by name or code."""
        typed = [word for word in map(text.clean, self.cleaned_data["parts"].replace(",", ";").split(";")) if word]
        if not typed or old is None:
            return ()
        there = list(Area.objects.filter(parent=old).valid_on(last))
        found: list[Area] = []
        for name in typed:
            folded = text.fold(name)
            same = [one for one in there if folded in (text.fold(one.name), text.fold(str(one)), one.code)]
            if len(same) == 1:
                found.append(same[0])
            else:
                listed = ", ".join(f"{one} (mã {one.code})" for one in same or there)
                words = f"{old} có nhiều “{name}”" if same else f"{old} không có “{name}”"
                self.add_error("parts", f"{words}: {listed or 'chưa có nơi nào bên trong'}.")
        return tuple(found)


class BodyMoveLine(LineForm):
    old = UnitField(Organization, label="Tổ chức cũ")
    to = NumberField(label="Sang tổ chức mới số", required=False)
    telling = ("old",)

    def move(self, last: datetime.date) -> Move:
        return Move(old=looked_up(self, "old", last), to=(self.cleaned_data["to"] or 1) - 1)


def looked_up(line: LineForm, name: str, day: datetime.date) -> Any:
    """The unit that the line's field names on the day; None, with the fault at the field, where there is none."""
    field: Any = line.fields[name]
    typed = line.cleaned_data.get(name)
    if not typed:
        return None
    try:
        return field.find(typed, day)
    except ValidationError as error:
        line.add_error(name, error)
        return None


Units, Bodies = lines(UnitLine, most=40), lines(BodyLine, most=40)
Moves, BodyMoves = lines(MoveLine, most=200), lines(BodyMoveLine, most=200)


class PlanForm:
    """The head and its two line tables as one. `plan` after `is_valid`."""

    def __init__(self, places: bool, user: Any, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        more = {"form_kwargs": {"user": user}}
        asked = initial or {}
        self.head = HeadForm(data, initial=asked)
        units, moves = (Units, Moves) if places else (Bodies, BodyMoves)
        self.units: LineFormSet = units(data, prefix="units", initial=asked.get("units"), **more)
        self.moves: LineFormSet = moves(data, prefix="moves", initial=asked.get("moves"), **more)
        self.plan: Plan | None = None

    def is_valid(self) -> bool:
        """Whether the lines can be read; whether they fit together is the service's to say."""
        units, moves = self.units.filled, self.moves.filled
        if not all([self.head.is_valid(), *(line.is_valid() for line in (*units, *moves))]):
            return False
        if not units:
            self.head.add_error(None, "Hãy ghi ít nhất một đơn vị mới.")
        day = self.head.cleaned_data["day"]
        last = day - datetime.timedelta(days=1)
        made, gone = [line.unit(day) for line in units], [line.move(last) for line in moves]
        if self.head.errors or any(line.errors for line in (*units, *moves)):
            return False
        self.plan = Plan(
            day=day, legal_basis=text.clean(self.head.cleaned_data["legal_basis"]), units=tuple(made),
            moves=tuple(gone),
        )  # fmt: skip
        return True

    def refuse(self, faults: Any) -> None:
        """Put the service's faults at their lines."""
        for fault in faults:
            found = {"units": self.units, "moves": self.moves}.get(fault.line)
            rows = found.filled if found is not None else []
            row = rows[fault.index] if fault.index < len(rows) else self.head
            row.add_error(fault.field if fault.field in row.fields else None, fault.message)
