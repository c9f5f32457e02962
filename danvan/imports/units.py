"""Units that heads state: "Số tiền (triệu đồng)", "ĐVT: nghìn đồng", "Diện tích (ha)"."""

import re
from decimal import Decimal

from danvan.lib import numbers, text
from danvan.uploads import Cell

from .kind import ColumnKind

SCALES = {"nghìn": 3, "triệu": 6, "tỷ": 9}
_WORDS = {"nghin": "nghìn", "ngan": "nghìn", "trieu": "triệu", "trd": "triệu", "ty": "tỷ", "ti": "tỷ"}
_SCALE = re.compile(r"\b(?:1[.,]?000[.,]000|1[.,]?000|nghin|ngan|trieu|trd|ty|ti)(?=\b|d\b|dong\b)")
_SIGNS = {"1000000": "triệu", "1000": "nghìn"}
_MONEY = re.compile(r"\b(?:dong|d|vnd)\b")
_ABOVE = re.compile(r"\b(?:dvt|don vi tinh|don vi)\b")
_UNIT_PART = re.compile(r"\(([^()]*)\)|,\s*([^,()]*)$|(?:đvt|đơn vị tính)\s*:?\s*(.*)$", re.IGNORECASE)
_BARE = re.compile(r"[0-9][0-9.,\s]*")


def unit_of(head: str, kind: ColumnKind) -> str:
    """The unit in brackets, after a comma or after "ĐVT:"; for money one of nghìn, triệu, tỷ; "" for none or đồng."""
    found = _UNIT_PART.search(text.clean(head))
    if found is None:
        return ""
    part = next(piece for piece in found.groups() if piece is not None).strip()
    part = re.sub(r"^(?:đvt|đơn vị(?: tính)?)\s*:?\s*", "", part, flags=re.IGNORECASE)
    if kind == "money":
        return scale_in(part)
    return part if kind == "quantity" and len(part) <= 30 and not any(c.isdigit() for c in part[:1]) else ""


def scale_in(words: str) -> str:
    """nghìn, triệu or tỷ, where the words name one; "1.000 đồng" is nghìn."""
    folded = text.fold(words)
    found = _SCALE.search(folded)
    if found is None:
        return ""
    word = re.sub(r"[.,]", "", found[0])
    return _SIGNS.get(word) or _WORDS.get(word, "")


def unit_above(rows: list[list[Cell]]) -> str:
    """The scale of money that a line above the heads states ("Đơn vị tính: triệu đồng")."""
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and len(cell) <= 60:
                folded = text.fold(cell)
                if _ABOVE.search(folded) and _MONEY.search(folded):
                    return scale_in(cell)
    return ""


def with_unit(value: Cell, unit: str, kind: ColumnKind) -> Cell:
    """The cell with its head's unit; a text that names a unit itself keeps it."""
    if not unit or value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        if kind != "money":
            return f"{numbers.format_entry(value)} {unit}"
        scaled = Decimal(value).scaleb(SCALES[unit])
        return int(scaled) if scaled == scaled.to_integral_value() else scaled
    if isinstance(value, str) and _BARE.fullmatch(text.clean(value)):
        return f"{value} {unit}"
    return value
