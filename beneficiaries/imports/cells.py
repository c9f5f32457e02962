"""The cells that only the ledger's files have: a support's form and sources, a household's numbers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from beneficiaries.models import Support
from danvan.imports.cells import MAX_PARTS, Amount, amount, as_text, count, is_empty, one_of, optional_text, sound
from danvan.imports.faults import Unfit, single
from danvan.lib import text
from danvan.lib.errors import Unreadable
from danvan.lib.periods import PartialDate, read_date
from danvan.sheets.values import CITIZEN_DIGITS, Identifier, as_identifier
from danvan.uploads import Cell

kind = one_of("loại", {value: str(label).capitalize() for value, label in Support.Kind.choices})
_FORMS = {value: str(label) for value, label in Support.Form.choices}
_ALSO = {"Nhà ở": Support.Form.HOUSE_NEW.value}
FORMS = {text.fold(label): value for value, label in _FORMS.items()} | {text.fold(w): v for w, v in _ALSO.items()}
form = one_of("hình thức", _FORMS, _ALSO)
households = count("hộ")


CMND_DIGITS = 9
"""An identity card from before 2016."""


def birth_year(value: Cell | PartialDate) -> int | None:
    """The year of a day of birth, or a year alone; None for an empty cell."""
    if isinstance(value, PartialDate):
        return value.start.year
    return None if is_empty(value) else read_date(value).start.year


def household_code(value: Cell) -> str:
    """A code as it was typed; a whole number without its separators."""
    if isinstance(value, int | Decimal) and value == int(value):
        return str(int(value))
    return optional_text(value)


def identity(value: Cell) -> Identifier | None:
    """Số CCCD (12 digits) or the old CMND (9); zeros that Excel dropped come back where that is certain, else asked."""
    if is_empty(value):
        return None
    sound(value)
    digits = sum(c.isdigit() for c in as_text(value))
    if digits == CMND_DIGITS - 1 and not isinstance(value, date):
        shown = "".join(c for c in as_text(value) if c.isdigit())
        raise Unfit(f"“{shown}” có 8 chữ số: CCCD có 12, CMND cũ có 9.", choices=[shown.zfill(CMND_DIGITS)])
    return as_identifier(value, CMND_DIGITS if digits == CMND_DIGITS else CITIZEN_DIGITS)


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One source of a cell: its name, and the amount that was written beside it."""

    name: str
    amount: Amount | None


def sources(value: Cell) -> list[SourceCell]:
    """ "name" or "name = amount", separated by ";"; every part that cannot be read is named."""
    found: list[SourceCell] = []
    faults: list[ValidationError] = []
    parts = [part for part in optional_text(value).split(";") if part.strip()]
    if len(parts) > MAX_PARTS:
        raise Unreadable(f"Ô có quá {MAX_PARTS} nguồn.")
    for part in parts:
        name, equals, typed = part.rpartition("=")
        name = text.clean(name if equals else part)
        try:
            if not name:
                raise Unreadable(f"“{text.clean(part)}”: thiếu tên nguồn trước dấu bằng.")
            if equals and not typed.strip():
                raise Unreadable(f"“{name}”: thiếu số tiền sau dấu bằng.")
            found.append(SourceCell(name, amount(typed.strip()) if equals else None))
        except Unreadable as error:
            ((message, _, choices),) = single(error)
            faults.append(Unfit(message, part=typed.strip(), choices=choices))
    if faults:
        raise ValidationError(faults)
    return found
