"""One cell → one value: the readers that kinds share. Each raises Unreadable or ValidationError in Vietnamese, with
what to write instead.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from danvan.lib import numbers, text
from danvan.lib.digits import MISSING_SIGNS
from danvan.lib.errors import Unreadable
from danvan.lib.numbers import Quantity
from danvan.lib.periods import PartialDate, format_date, read_date
from danvan.uploads import Cell, is_spreadsheet_error

from .faults import Unfit

MAX_PARTS = 100
MAX_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Amount:
    """Đồng, and the text as it was written, which makes no difference."""

    vnd: int
    typed: str = field(compare=False)


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


def day(value: Cell | PartialDate) -> PartialDate:
    """A date, read already by danvan.sheets.as_date or still a cell; refuses years that the ledger does not hold."""
    found = value if isinstance(value, PartialDate) else read_date(None if isinstance(sound(value), bool) else value)
    if not 1990 <= found.start.year <= 2100:
        raise Unreadable("Năm phải trong khoảng 1990–2100.")
    return found


def year(value: Cell | PartialDate) -> int:
    """The year of a date, or a year alone; the column is of dates."""
    return day(value).start.year


def days_like(written: str) -> list[str]:
    """What a day that no month has ("31/11/2022") may mean: the month's last."""
    parts = _DAY.fullmatch(written.strip())
    if parts is None:
        return []
    day_, month, year = (int(piece) for piece in parts.groups())
    if 1 <= month <= 12 and 28 < day_ <= 31 and year:
        return [f"{calendar.monthrange(year, month)[1]:02}/{month:02}/{year}"]
    return []


_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def one_of(what: str, labels: Mapping[str, str], also: Mapping[str, str] | None = None) -> Callable[[Cell], str]:
    """A reader of one of `labels` {value: label}, by label or by another word of `also` {word: value}."""
    known = {text.fold(label): value for value, label in labels.items()}
    known |= {text.fold(word): value for word, value in (also or {}).items()}

    def read(value: Cell) -> str:
        found = required_text(value)
        if text.fold(found) in known:
            return known[text.fold(found)]
        near = text.closest(found, labels.values(), cutoff=0.5)
        listed = ", ".join(labels.values())
        raise Unfit(f"Không có {what} “{found[:40]}”. Chọn một trong: {listed}.", choices=near or list(labels.values()))

    return read


def count(*units: str) -> Callable[[Cell], int | None]:
    """A reader of how many, with or without one of `units` ("hộ"); None for an empty cell."""

    def read(value: Cell) -> int | None:
        found = number_in(value)
        return None if found is None else numbers.read_count(found, units=units)

    return read


def decimal(value: Cell) -> Decimal | None:
    """A number with a decimal comma; None for an empty cell."""
    found = number_in(value)
    return None if found is None else Decimal(numbers.read_decimal(found))


def number_in(value: Cell) -> str | int | Decimal | None:
    """What may be read as a number: no date, no yes or no; None for an empty cell."""
    if is_empty(value):
        return None
    sound(value)
    if isinstance(value, date | bool):
        raise Unreadable("Ô này không phải là số. Hãy định dạng lại ô là số rồi ghi lại.")
    return value


def quantities(value: Cell) -> tuple[Quantity, ...]:
    if is_empty(value):
        return ()
    sound(value)
    if isinstance(value, date):
        raise Unreadable("Ô này là ngày, không phải số lượng. Hãy định dạng lại ô là số hoặc văn bản.")
    return numbers.read_quantities(value)


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
