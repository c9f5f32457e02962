"""The cells that only a support has: its kind, its form, its sources."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from beneficiaries.models import Support
from danvan.imports.cells import MAX_PARTS, Amount, amount, count, one_of, optional_text
from danvan.imports.faults import Unfit, single
from danvan.lib import text
from danvan.lib.errors import Unreadable
from danvan.uploads import Cell

kind = one_of("loại", {value: str(label).capitalize() for value, label in Support.Kind.choices})
_FORMS = {value: str(label) for value, label in Support.Form.choices}
_ALSO = {"Nhà ở": Support.Form.HOUSE_NEW.value}
FORMS = {text.fold(label): value for value, label in _FORMS.items()} | {text.fold(w): v for w, v in _ALSO.items()}
form = one_of("hình thức", _FORMS, _ALSO)
households = count("hộ")


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
