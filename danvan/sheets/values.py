"""Ids and dates that Excel damaged: restored where that is certain, else an error that says what was lost."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from danvan.lib import text
from danvan.lib.digits import MISSING_SIGNS
from danvan.lib.errors import Unreadable, quoted
from danvan.lib.periods import PartialDate, format_date, read_date
from danvan.sheets.model import Cell

EXACT_DIGITS = 15
"""More digits than these a spreadsheet's number does not hold."""
ROUNDED = 5
"""An id shown as 1.23457E+11 has kept six digits; what it lost comes back as zeros."""

_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=[0-9])[ .-](?=[0-9])")
# Thông tư 59/2021/TT-BCA: province 001–096, then century and sex 0–3 for those born from 1900 to 2099.
_CITIZEN = re.compile(r"0(?:0[1-9]|[1-8][0-9]|9[0-6])[0-3][0-9]{8}")
CITIZEN_DIGITS = 12
_AS_TEXT = "Hãy chuyển cột sang kiểu Văn bản (Text) rồi ghi lại mã từ giấy tờ."


@dataclass(frozen=True, slots=True)
class Identifier:
    """`text` has exactly the digits asked for; `note` says what was done to get there, "" when it was written so."""

    text: str
    note: str = ""


def as_identifier(value: Cell, length: int = CITIZEN_DIGITS) -> Identifier:
    """An id of `length` digits as text; spaces, dots and hyphens between digits go.

    One leading zero that a spreadsheet dropped is put back, with a note: for 12 digits (căn cước) only where the
    result begins like one. Unreadable where digits were lost (1.2E+11, more than 15) or are too few or too many;
    its `suggestion` is the id with two zeros where these may be what is missing.
    """
    if value is None or isinstance(value, bool | datetime.date | datetime.time):
        raise Unreadable("Chưa có mã số." if value is None else "Ô này không phải là mã số.")
    typed = isinstance(value, int | Decimal)
    shown = format(value, "f") if isinstance(value, Decimal) else text.clean(str(value)).lstrip("'’")
    if shown in MISSING_SIGNS | {""}:
        raise Unreadable("Chưa có mã số.", shown)
    if not typed and _SCIENTIFIC.fullmatch(shown):
        raise Unreadable(
            f"{quoted(shown)}: Excel đã rút gọn mã số thành số mũ, các chữ số sau đã mất. {_AS_TEXT}", shown
        )
    digits = shown if typed else _BETWEEN.sub("", shown)
    if not (digits.isascii() and digits.isdigit()):
        raise Unreadable(f"{quoted(shown)} không phải là mã số {length} chữ số.", shown)
    if typed and len(digits) > EXACT_DIGITS:
        raise Unreadable(
            f"{quoted(shown)}: Excel chỉ giữ đúng {EXACT_DIGITS} chữ số, phần sau đã mất. {_AS_TEXT}", shown
        )
    if digits.endswith("0" * ROUNDED) and digits[0] != "0" and len(digits) >= 2 * ROUNDED:
        raise Unreadable(
            f"{quoted(shown)}: nhiều số 0 ở cuối, có lẽ Excel đã rút gọn mã số và làm mất chữ số. {_AS_TEXT}", shown
        )
    if len(digits) == length:
        return Identifier(digits)
    restored = digits.zfill(length)
    likely = digits[0] != "0" and (length != CITIZEN_DIGITS or _CITIZEN.fullmatch(restored) is not None)
    if len(digits) == length - 1 and likely:
        return Identifier(restored, f"{quoted(shown)} có {length - 1} chữ số: đã thêm số 0 ở đầu mà Excel hay bỏ mất.")
    message = f"{quoted(shown)} có {len(digits)} chữ số, mã này phải có {length}."
    if len(digits) == length - 2 and likely:
        raise Unreadable(f"{message} Nếu Excel đã bỏ hai số 0 ở đầu thì là {restored}.", shown, restored)
    raise Unreadable(f"{message} Hãy ghi lại từ giấy tờ, trong cột kiểu Văn bản (Text).", shown)


# ---- dates ----------------------------------------------------------------------------------------------------------

_FIRST_DAY, _LAST_DAY = datetime.date(1920, 1, 1), datetime.date(2100, 12, 31)
_SERIAL = re.compile(r"[0-9]{4,5}(?:[.,][0-9]+)?")
_NUMERIC = re.compile(r"([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?([0-9]{4})(?:[ T].*)?")
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class DateHabits:
    """How a column writes its dates. `us_example` is a text with the month first; `swapped` says that typed dates
    probably had day and month exchanged when a file in Vietnamese order was opened by an Excel set to English.
    """

    us_example: str = ""
    swapped: bool = False

    @property
    def notes(self) -> list[str]:
        """What to tell about the column, in Vietnamese."""
        found = []
        if self.us_example:
            found.append(f"Cột này có ô viết tháng trước ngày (như {self.us_example}); hãy xem lại mọi ngày trong cột.")
        if self.swapped:
            found.append(
                "Cột này lẫn ô ngày và ô chữ: mọi ô ngày đều có ngày từ 1 đến 12, mọi ô chữ đều lớn hơn. "
                "Có lẽ Excel đã đảo ngày với tháng; hãy so lại với giấy tờ."
            )
        return found


def date_habits(values: Iterable[Cell]) -> DateHabits:
    """Look over a date column's cells; what does not read as a date plays no part."""
    us = ""
    late_texts = early_texts = typed = late_typed = 0
    for value in values:
        if isinstance(value, datetime.date):
            typed += 1
            late_typed += value.day > 12
        elif isinstance(value, str) and (found := _NUMERIC.fullmatch(text.clean(value))):
            first, second = int(found[1]), int(found[2])
            if 12 < second <= 31 and 1 <= first <= 12:
                us = us or text.clean(value)
            elif first > 12:
                late_texts += 1
            else:
                early_texts += 1
    return DateHabits(us, bool(late_texts and typed >= _ENOUGH and not late_typed and not early_texts))


def as_date(value: Cell, *, date1904: bool = False, habits: DateHabits | None = None) -> PartialDate:
    """A cell of a date column: read_date, and the numbers that are dates in a cell of format General.

    A number is days since 1900 (or 1904, as the workbook says) where that is a day of 1920–2100; 1900–2100 is a year.
    Where the column writes the month first, a text that has two readings is Unreadable and suggests the other one.
    """
    if isinstance(value, str):
        shown = text.clean(value)
        if _SERIAL.fullmatch(shown) and (day := _serial(Decimal(shown.replace(",", ".")), date1904)):
            return PartialDate(day)
        if habits and habits.us_example and (found := _NUMERIC.fullmatch(shown)):
            first, second = int(found[1]), int(found[2])
            if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
                other = f"{second:02d}/{first:02d}/{found[3]}"
                raise Unreadable(
                    f"{quoted(shown)} đọc được hai cách, vì cột này có ô viết tháng trước ngày (như "
                    f"{habits.us_example}): {format_date(read_date(shown).start)} hay {other}?", shown, other,
                )  # fmt: skip
    elif isinstance(value, int | Decimal) and not isinstance(value, bool) and (day := _serial(value, date1904)):
        return PartialDate(day)
    return read_date(value)


def _serial(number: int | Decimal, date1904: bool) -> datetime.date | None:
    """The day that a spreadsheet stores as this number, None where it is no likely one."""
    start = datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 30)
    if not 0 <= (_LAST_DAY - start).days - number < (_LAST_DAY - _FIRST_DAY).days + 1:
        return None
    day = start + datetime.timedelta(days=int(number))
    # A bare year between them is a year.
    return None if 1900 <= number <= 2100 else day
