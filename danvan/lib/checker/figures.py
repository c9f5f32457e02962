"""Figures in running Vietnamese text: what is a figure, what only looks like one, and the sentence around it.

Dates, years, document numbers, telephone numbers, ordinals ("thôn 1", "lần thứ 3") and list numbering are left out.
What has two readings (danvan.lib.digits) stays a figure with `asks`; money takes the one reading that can be money.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from danvan.lib.amounts import read_amount
from danvan.lib.checker.leftout import LEFT_OUT
from danvan.lib.checker.units import dimension, noun_after, per_unit_after, per_unit_before, qualifier_before
from danvan.lib.errors import Ambiguous, Reading, Unreadable
from danvan.lib.text import nfc

MAX_CHARS = 200_000
MAX_SENTENCE = 2_000
"""What is longer is no sentence; cut there, so that time stays in proportion to the text."""
MONEY, RATE = "đồng", "%"

_NUMBER = r"(?:\d{1,3}(?: \d{3}){2,}|\d{1,3}(?: \d{3})+(?=\s?(?:đồng(?! chí| bào)|đ|VNĐ)(?!\w))|\d+(?:[.,]\d+)*)"
_SCALE = r"(?:\s?(?:nghìn tỷ|ngàn tỷ|nghìn|ngàn|triệu|tr|tỷ|tỉ)(?![^\W\d_]))"
_CURRENCY = r"(?:\s?(?:đồng(?! chí| bào)|đ|vnđ|vnd)(?!\w))"
_PHRASE = re.compile(
    rf"(?<![\w.,]){_NUMBER}(?:{_SCALE}(?:\s{_NUMBER}{_SCALE})*{_CURRENCY}?|{_CURRENCY})?", re.IGNORECASE
)
_PERCENT = re.compile(r"\s?(?:điểm\s?(?:%|phần trăm)|%|phần trăm)", re.IGNORECASE)
_ONE_POINT = re.compile(r"^\d+\.(?:\d{1,2}|\d{4,})(?!\d|[.,]\d)")
"""A point before one or two digits parts no thousands: "1.8 triệu" is asked about, and reckoned as 1,8."""
_RANGE = re.compile(r"\s?[-–]\s?$")
_SPLIT = re.compile(r"\n+|(?<=[.!?…])\s+(?=[A-ZĐÀ-Ỹ“\"(*+-])")
_NUMBERED = re.compile(r"\s*(?:\d+\.)+|\s*[IVX]+\.|\s*[a-zđ]\.", re.IGNORECASE)
"""A heading's number, which ends no sentence."""
_FOREIGN = str.maketrans("«»·", "“”-")
"""The signs of a mask, where the text itself has them."""
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:TP|TT|TX|X|H|P|TM|KT|Q|GS|TS|ThS|Ths|BS|v\.v)\.$")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` in base units (đồng, the written unit otherwise); `step` one unit of its last written digit.

    `unit`: "đồng", "%" or the noun after it ("hộ nghèo", "" when none); `dim`: what may be added to it ("hộ").
    `per`: the noun that a price is for ("suất"); `high`: the upper bound of a range; `asks`: the two readings.
    """

    text: str
    start: int
    end: int
    value: Decimal
    unit: str
    dim: str
    step: Decimal
    qualifier: str = ""
    per: str = ""
    high: Decimal | None = None
    asks: tuple[Reading, ...] = ()
    malformed: str = ""

    @property
    def reckons(self) -> bool:
        """One number, read in one way (or in the only way that is money); it may be a bound."""
        return self.high is None and not self.malformed and (not self.asks or self.dim == MONEY)

    @property
    def exact(self) -> bool:
        """Whether something can be computed from it: it reckons and is no bound."""
        return self.reckons and not self.qualifier


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `start` of the text, with its figures; `item`: it is a line of a list."""

    text: str
    start: int
    figures: tuple[Figure, ...]
    item: bool = False
    _masks: dict[str, str] = field(default_factory=dict, compare=False)

    def mask(self, *dims: str) -> str:
        """Its lower-case text with "«n»" for figure n that is of these dimensions (all when none), "·" for others."""
        key = "|".join(dims)
        if key not in self._masks:
            parts, at = [], 0
            for number, figure in enumerate(self.figures):
                parts.append(self.text[at : figure.start - self.start].translate(_FOREIGN))
                keep = (not dims or figure.dim in dims) and figure.reckons
                parts.append(f"«{number}»" if keep else "·")
                at = figure.end - self.start
            self._masks[key] = ("".join(parts) + self.text[at:].translate(_FOREIGN)).lower()
        return self._masks[key]

    def bracket(self, figure: Figure) -> int:
        """Where the parenthesis opens that holds the figure, as a position of the sentence; −1 outside of any."""
        before = self.text[: figure.start - self.start]
        opened = before.rfind("(")
        return opened if opened > before.rfind(")") else -1

    def between(self, first: int, last: int) -> str:
        """Lower-case text between two positions of the whole text."""
        return self.text[max(0, first - self.start) : max(0, last - self.start)].lower()


def prepare(text: str) -> str:
    """The text as it is read and shown back: NFC, ordinary spaces. Positions of figures count in it.

    ValueError beyond MAX_CHARS characters.
    """
    if len(text) > MAX_CHARS:
        raise ValueError(f"Văn bản dài quá {MAX_CHARS} ký tự.")
    return re.sub(r"[\u00a0\u202f\u2007]", " ", nfc(text)).replace("\r\n", "\n").replace("\r", "\n")


def read(text: str) -> list[Sentence]:
    """The sentences of a prepared text, in order."""
    found: list[Sentence] = []
    at = 0
    cuts = [(match.start(), match.end()) for match in _SPLIT.finditer(text)]
    for start, end in [*cuts, (len(text), len(text))]:
        within = text[start : start + 1] not in ("\n", "")
        if within and (_ABBREVIATED.search(text[max(0, start - 8) : start]) or _NUMBERED.fullmatch(text[at:start])):
            continue
        for begin in range(at, start, MAX_SENTENCE):
            piece = text[begin : min(start, begin + MAX_SENTENCE)]
            if piece.strip():
                found.append(_sentence(piece, begin))
        at = end
    return found


def _sentence(piece: str, start: int) -> Sentence:
    skipped = bytearray(len(piece))
    for match in LEFT_OUT.finditer(piece):
        skipped[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    figures: list[Figure] = []
    for match in _PHRASE.finditer(piece):
        if any(skipped[match.start() : match.end()]):
            continue
        figure = _figure(piece, start, match.start(), match.end())
        before = figures[-1] if figures else None
        if before and figure and _RANGE.fullmatch(piece[before.end - start : match.start()]) and before.dim in (
            "", figure.dim,
        ):  # fmt: skip
            figures[-1] = _range(piece, start, before, figure)
        elif figure:
            figures.append(figure)
    item = bool(re.match(r"\s*(?:[-–+*•]|\d+[.)]|[a-zđ]\))\s", piece))
    return Sentence(piece, start, tuple(figures), item)


def _range(piece: str, start: int, low: Figure, high: Figure) -> Figure:
    return Figure(
        text=piece[low.start - start : high.end - start], start=low.start, end=high.end, value=low.value,
        unit=high.unit, dim=high.dim, step=high.step, qualifier=low.qualifier, high=high.value,
    )  # fmt: skip


def _figure(piece: str, offset: int, start: int, end: int) -> Figure | None:
    phrase = piece[start:end]
    percent = _PERCENT.match(piece, end)
    asks: tuple[Reading, ...] = ()
    malformed = ""
    scaled = bool(re.search(_SCALE, phrase, re.IGNORECASE))
    currency = bool(re.search(r"(?:đồng|đ|vnđ|vnd)$", phrase, re.IGNORECASE))
    value, step = Decimal(0), Decimal(1)
    try:
        amount = read_amount(phrase, original=phrase, money=True)
        value, step = amount.value, amount.step
    except Ambiguous as ambiguous:
        asks = ambiguous.readings
        value = (min if _ONE_POINT.search(phrase) else max)(Decimal(reading) for reading in asks)
        if phrase.count(",") == 1 and "." not in phrase and (percent or phrase.startswith("0,")):
            value, asks = min(Decimal(reading) for reading in asks), ()  # no thousands begin with 0, no rate has them
            step = Decimal("0.001")
    except Unreadable as unreadable:
        malformed = unreadable.message
    noun = "" if currency or percent else noun_after(piece, end)
    if percent:
        unit = dim = RATE
        end = percent.end()
    elif currency or (scaled and not (noun and _counted(noun))):
        unit = dim = MONEY
    else:
        unit, dim = noun, dimension(noun)
    per = (per_unit_after(piece, end) or per_unit_before(piece, start)) if dim == MONEY else ""
    return Figure(
        text=piece[start:end], start=offset + start, end=offset + end, value=value, unit=unit, dim=dim, step=step,
        qualifier=qualifier_before(piece, start), per=per, asks=asks, malformed=malformed,
    )  # fmt: skip


def _counted(noun: str) -> bool:
    """Whether "4 nghìn cây" counts trees: a noun of things follows the scale word, not the words of the sentence."""
    return noun.split()[0] in (
        "cây", "con", "lượt", "người", "hộ", "m²", "m3", "m", "km", "kg", "tấn", "ngày", "suất", "phần", "lít", "ha",
        "cuốn", "tờ", "hội", "đoàn", "tin", "bài", "cổ", "khẩu", "dân", "nhân", "học", "giống", "ý",
    )  # fmt: skip
