"""One cell → one value. Each reader raises Unreadable or ValidationError with what to write instead."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from beneficiaries.models import Support
from danvan.lib import numbers, text
from danvan.lib.digits import MISSING_SIGNS
from danvan.lib.errors import Unreadable
from danvan.lib.numbers import Quantity
from danvan.lib.periods import PartialDate, format_date, read_date
from danvan.uploads import Cell, is_spreadsheet_error

KINDS = {text.fold(str(label)): value for value, label in Support.Kind.choices}
FORMS = {text.fold(str(label)): value for value, label in Support.Form.choices} | {
    text.fold("Nhà ở"): Support.Form.HOUSE_NEW.value
}
MAX_PARTS = 100
MAX_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Amount:
    """Đồng, and the text as it was written."""

    vnd: int
    typed: str


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One source of a cell: its name, and the amount that was written beside it."""

    name: str
    amount: Amount | None


def as_text(value: Cell) -> str:
    """The cell as text, on one line: numbers and dates as Vietnamese write them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "đúng" if value else "sai"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return numbers.format_entry(value)
    return text.clean(str(value))


def sound(value: Cell) -> Cell:
    """The value, unless the spreadsheet itself says that it failed."""
    if is_spreadsheet_error(value):
        raise Unreadable(f"{as_text(value)}. Hãy sửa công thức hoặc ghi thẳng giá trị.", str(value))
    return value


def is_empty(value: Cell) -> bool:
    """Nothing, or a lone dash: both say that there is none."""
    return value is None or (isinstance(value, str) and text.clean(value) in MISSING_SIGNS | {""})


def required_text(value: Cell) -> str:
    found = as_text(sound(value))
    if not found:
        raise Unreadable("Ô này không được để trống.")
    return found


def optional_text(value: Cell) -> str:
    return "" if is_empty(value) else as_text(sound(value))


def long_text(value: Cell) -> str:
    """A note: its lines stay."""
    sound(value)
    found = value if isinstance(value, str) else as_text(value)
    if len(found) > MAX_NOTE:
        raise Unreadable(f"Ghi chú dài quá {numbers.format_int(MAX_NOTE)} ký tự.")
    return found


def names(value: Cell) -> list[str]:
    """Several, separated by ";"; a final ";" is forgiven, a name twice is one."""
    found = [text.clean(part) for part in optional_text(value).split(";")]
    if len(found) > MAX_PARTS:
        raise Unreadable(f"Ô có quá {MAX_PARTS} mục.")
    return list(dict.fromkeys(part for part in found if part))


def required_names(value: Cell) -> list[str]:
    found = names(value)
    if not found:
        raise Unreadable("Ô này không được để trống.")
    return found


def day(value: Cell) -> PartialDate:
    """Refuses the years that the ledger does not hold."""
    sound(value)
    found = read_date(None if isinstance(value, bool) else value)
    if not 1990 <= found.start.year <= 2100:
        raise Unreadable("Năm phải trong khoảng 1990–2100.")
    return found


def kind(value: Cell) -> str:
    found = required_text(value)
    if text.fold(found) not in KINDS:
        raise Unreadable(f"“{found[:40]}”: Loại là Hỗ trợ hoặc Cho vay.")
    return KINDS[text.fold(found)]


def form(value: Cell) -> str:
    found = required_text(value)
    if text.fold(found) not in FORMS:
        labels = ", ".join(str(label) for label in Support.Form.labels)
        raise Unreadable(f"Không có hình thức “{found[:40]}”. Chọn một trong: {labels}.")
    return FORMS[text.fold(found)]


def quantities(value: Cell) -> tuple[Quantity, ...]:
    if is_empty(value):
        return ()
    sound(value)
    if isinstance(value, date):
        raise Unreadable("Ô này là ngày, không phải số lượng. Hãy định dạng lại ô là số hoặc văn bản.")
    return numbers.read_quantities(value)


def households(value: Cell) -> int | None:
    if is_empty(value):
        return None
    sound(value)
    if isinstance(value, date):
        raise Unreadable("Ô này là ngày, không phải số hộ. Hãy định dạng lại ô là số.")
    return numbers.read_count(value, units=("hộ",))


def amount(value: Cell) -> Amount | None:
    if is_empty(value):
        return None
    sound(value)
    if isinstance(value, date):
        raise Unreadable("Ô này là ngày, không phải số tiền. Hãy định dạng lại ô là số.")
    vnd = numbers.read_money(value)
    if vnd == 0:
        raise Unreadable("Số tiền phải lớn hơn 0; chưa quy thành tiền thì để trống.")
    return Amount(vnd, as_text(value)[:120])


def sources(value: Cell) -> list[SourceCell]:
    """ "name" or "name = amount", separated by ";"; every part that cannot be read is named."""
    found, faults = [], []
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
            faults.append(error.message)
    if faults:
        raise ValidationError(faults)
    return found
