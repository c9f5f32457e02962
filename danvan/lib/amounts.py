"""A number with the words that scale it, in front of a unit: "1 tỷ 60 triệu đồng", "4 nghìn cây", "1,5 nghìn tỷ".

The grammar: one or more pieces `number [nghìn | triệu | tỷ]`, each smaller than the one before, then `đồng` if money
is asked for, then the rest, which is the caller's unit. Only the last piece may have a decimal comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from danvan.lib.digits import NUMBER, as_reading, read_digits
from danvan.lib.errors import Ambiguous, Reading, Unreadable, quoted

_NGHIN, _TRIEU, _TY = 3, 6, 9
SCALES = {
    **dict.fromkeys(("nghìn", "ngàn", "nghin", "ngan", "k"), _NGHIN),
    **dict.fromkeys(("triệu", "trieu", "tr"), _TRIEU),
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti"), _TY),
}
"""Power of ten of each scale word, as people type it."""
CURRENCY = frozenset(("đồng", "dong", "đ", "d", "vnđ", "vnd", "₫"))

_WORD = re.compile(r"[^\W\d_]+|₫")


@dataclass(frozen=True)
class Amount:
    """What a phrase says: its value, whether a scale word or đồng stood in it, and what follows (a unit, or nothing).

    `step` is one unit of the last written digit: "2,47 tỷ" → 10.000.000.
    """

    value: Decimal
    scaled: bool
    currency: bool
    rest: str
    step: Decimal


@dataclass(frozen=True)
class _Piece:
    token: str
    power: int
    readings: tuple[Decimal, ...]

    def at(self, reading: int) -> Decimal:
        return self.readings[min(reading, len(self.readings) - 1)].scaleb(self.power)

    @property
    def decimals(self) -> int:
        return len(self.token.partition(",")[2])


def _scale_words(text: str, at: int) -> tuple[int, bool, int]:
    """The power of ten that stands at `at`, whether đồng is glued to it ("trđ"), and where it ends."""
    found = _WORD.match(text, at)
    if not found:
        return 0, False, at
    word = found[0].lower()
    for length in range(len(word), 0, -1):
        power = SCALES.get(word[:length])
        glued = word[length:]
        if power is not None and (not glued or glued in CURRENCY):
            break
    else:
        return 0, False, at
    end = found.end()
    after = _WORD.match(text, end + 1) if power < _TY and text[end : end + 1] == " " else None
    if not glued and after and SCALES.get(after[0].lower()) == _TY:  # nghìn tỷ, triệu tỷ
        return power + _TY, False, after.end()
    return power, bool(glued), end


def _readings(token: str, scaled: bool, text: str) -> tuple[Decimal, ...]:
    try:
        return (read_digits(token, scaled=scaled, text=text),)
    except Ambiguous as ambiguous:
        return tuple(Decimal(reading) for reading in ambiguous.readings)


def _colloquial_tail(pieces: list[_Piece], currency: bool, text: str) -> tuple[Decimal, Decimal] | None:
    """The two readings of "1 tỷ 60": the next smaller scale (1 tỷ 60 triệu) or decimals (1,6 tỷ), or bare units."""
    tail = pieces[-1]
    if len(pieces) == 1 or tail.power or len(tail.readings) > 1:
        return None
    number, above = tail.at(0), pieces[-2].power
    if number >= 1000:
        if currency or "." in tail.token or " " in tail.token:
            return None
        raise Unreadable(f"{quoted(text)}: hãy ghi đơn vị sau {quoted(tail.token)}.", text)
    if not tail.token.isdigit():
        raise Unreadable(f"{quoted(text)}: hãy ghi đơn vị sau {quoted(tail.token)}.", text)
    before = sum((piece.at(0) for piece in pieces[:-1]), Decimal(0))
    smaller = before + number.scaleb(above - 3)
    decimals = before + number.scaleb(above - len(tail.token))
    return (smaller, before + number) if currency or smaller == decimals else (smaller, decimals)


def _check_order(pieces: list[_Piece], text: str) -> None:
    for earlier, later in zip(pieces, pieces[1:], strict=False):
        if "," in earlier.token or len(earlier.readings) > 1:
            raise Unreadable(
                f"{quoted(text)}: chỉ phần cuối được có số lẻ; viết như “1 tỷ 60 triệu” hoặc “1,06 tỷ”.", text
            )
        if later.power >= earlier.power or later.at(0) >= Decimal(1).scaleb(earlier.power):
            raise Unreadable(f"{quoted(text)}: phần sau phải nhỏ hơn phần trước; viết như “1 tỷ 60 triệu”.", text)


def read_amount(text: str, *, original: str, money: bool) -> Amount:
    """Read prepared text that begins with a digit. Ambiguous carries readings of the whole amount; `money` accepts
    đồng.
    """
    pieces: list[_Piece] = []
    at, currency = 0, False
    while found := NUMBER.match(text, at):
        at = found.end()
        spaced = at + (text[at : at + 1] == " ")
        power, glued, end = _scale_words(text, spaced)
        currency = glued
        pieces.append(_Piece(found[0], power, _readings(found[0], power > 0, original)))
        at = end if power else at
        at += text[at : at + 1] == " "
        if glued or not power:
            break
    if not pieces:
        raise Unreadable(f"{quoted(original)} không bắt đầu bằng chữ số.", original)
    word = _WORD.match(text, at)
    if money and not currency and word and word[0].lower() in CURRENCY:
        currency, at = True, word.end()
    scaled = any(piece.power for piece in pieces)
    rest = text[at:].strip()
    _check_order(pieces, original)
    unit = "đồng" if currency or (money and scaled and not rest) else rest
    if tail := _colloquial_tail(pieces, currency, original):
        if tail[0] != tail[1]:
            raise Ambiguous(original, (as_reading(tail[0]), as_reading(tail[1])), unit)
    totals = [sum((piece.at(reading) for piece in pieces), Decimal(0)) for reading in (0, 1)]
    if totals[0] != totals[1]:
        raise Ambiguous(original, (as_reading(totals[0]), as_reading(totals[1])), unit)
    step = Decimal(1).scaleb(pieces[-1].power - pieces[-1].decimals)
    return Amount(totals[0], scaled, currency, rest, step)


def readings_of(ambiguous: Ambiguous) -> tuple[Reading, Reading]:
    """The two readings, as a pair."""
    first, second = ambiguous.readings
    return first, second
