"""Whole numbers in Vietnamese words, as receipts and decisions spell amounts ("Bằng chữ: …")."""

from __future__ import annotations

LE = "lẻ"
"""The word for an empty ten ("một trăm lẻ năm"). "linh" is as correct; "lẻ" is what people say in Lâm Đồng."""

MAX_IN_WORDS = 10**18 - 1

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def _below_thousand(n: int, full: bool) -> list[str]:
    """Words of 1..999; `full` also says the empty hundred ("không trăm lẻ năm"), as every group but the first must."""
    hundreds, tens, units = n // 100, n // 10 % 10, n % 10
    words: list[str] = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        if units:
            words += [LE, _DIGITS[units]] if words else [_DIGITS[units]]
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if units == 1 and tens > 1:
        words.append("mốt")
    elif units == 4 and tens > 1:
        words.append("tư")
    elif units == 5:
        words.append("lăm")
    elif units:
        words.append(_DIGITS[units])
    return words


def _below_billion(n: int, full: bool) -> list[str]:
    words: list[str] = []
    for scale, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = n // scale % 1000
        if group:
            words += _below_thousand(group, full or bool(words))
            if name:
                words.append(name)
    return words


def number_in_words(n: int) -> str:
    """1060000000 → "một tỷ không trăm sáu mươi triệu"; 0 → "không"; −5 → "âm năm". |n| ≤ 10^18 − 1 (ValueError).

    Rules: mốt, tư, lăm after mươi (mười một, mười bốn, mười lăm keep một and bốn); "lẻ" for an empty ten; "không trăm"
    for an empty hundred of any group but the first; empty groups are silent; above tỷ one counts tỷ ("một nghìn tỷ",
    "một triệu tỷ").
    """
    if abs(n) > MAX_IN_WORDS:
        raise ValueError("number too large for words")
    if n == 0:
        return _DIGITS[0]
    billions, rest = divmod(abs(n), 10**9)
    words = ["âm"] if n < 0 else []
    if billions:
        words += [*_below_billion(billions, full=False), "tỷ"]
    return " ".join(words + _below_billion(rest, full=bool(billions)))


def money_in_words(n: int, *, capital: bool = False) -> str:
    """Đồng in words: "một tỷ không trăm sáu mươi triệu đồng"; `capital` for "Bằng chữ: Một tỷ …"."""
    words = f"{number_in_words(n)} đồng"
    return words[0].upper() + words[1:] if capital else words
