"""The words around a figure: its qualifier before it, its noun after it, what a price is for, what tells of a loan."""

from __future__ import annotations

import re

_STOPS = frozenset(
    "và cho so với tăng giảm đạt bằng từ đến của tại trong được là có chiếm xuống lên còn trị giá tổng gồm bao mỗi ở "
    "năm theo do vào trên bị đã thuộc nhằm để vượt thì này khi nên hoàn thành tham hay hoặc nhưng mà cùng kỳ kế kh "
    "tương ứng hỗ trợ vay tặng trao cao thấp hơn nữa mới cụ nêu trước sau qua thực gia cũng rồi như về đầu cuối bình x "
    "đ trồng đồng nằm chưa không đang sẽ phải làm thu chi nhiều ít dưới mỗi một các những đối nếu chỉ đó toàn".split()
)
_NOUN = re.compile(r"\s?((?:m2|m3|km2|m²|[^\W\d_]+)(?: [^\W\d_]+){0,3})")
_SAME = {
    "hecta": "ha", "héc": "ha", "m2": "m²", "met": "m", "mét": "m", "ngôi": "căn", "nhà": "căn", "cháu": "em",
    "tổng": "",
}  # fmt: skip
_UNITS = ("gia đình", "chi đoàn", "chi hội", "chi bộ", "trường hợp", "đồng chí", "đội viên")
"""Nouns that begin with a word of _STOPS or mean something else than their first word."""
_QUALIFIERS = {
    **dict.fromkeys(("trên", "hơn", "ít nhất", "tối thiểu", ">", "không dưới"), "trên"),
    **dict.fromkeys(("gần", "dưới", "không quá", "tối đa", "<"), "gần"),
    **dict.fromkeys(("khoảng", "ước", "ước tính", "ước đạt", "xấp xỉ", "chừng", "~", "≈"), "khoảng"),
}
_QUALIFIER = re.compile(
    r"(?:^|[\s(])(" + "|".join(map(re.escape, sorted(_QUALIFIERS, key=len, reverse=True))) + r")\s*$", re.IGNORECASE
)
_PER_AFTER = re.compile(r"\s?/\s?(?:0?1\s)?([^\W\d_]+(?: [^\W\d_]+)?)|\s(?:mỗi|một|cho mỗi|trên một)\s([^\W\d_]+)")
_PER_BEFORE = re.compile(
    r"(?:mỗi|từng|một)\s(?!năm|tháng|ngày|số|phần|trong)(gia đình|chi đoàn|chi hội|chi bộ|đồng chí|[^\W\d_]+)"
    r"[^«»\d,;:.()]{0,30}(?:\b0?1\s[^«»\d,;:.()]{0,30})?$",
    re.IGNORECASE,
)
LOAN = re.compile(r"\bvay\b|tín dụng")
LENT = re.compile(r"\s*(?:là )?(?:vốn |cho |tiền ){0,2}vay\b")
"""Right after an amount: "3,1 tỷ đồng vốn vay"."""


def noun_after(text: str, at: int) -> str:
    """The noun phrase right after a figure, at most four words, lower case: "hộ cận nghèo"; "" when none is there."""
    found = _NOUN.match(text, at)
    if not found:
        return ""
    words: list[str] = []
    if found[1].lower().startswith(_UNITS):
        return " ".join(found[1].lower().split()[:2])
    for word in found[1].split():
        if word.lower() in _STOPS or (words and word[0].isupper()):
            break
        words.append(word.lower())
    return " ".join(words)


def dimension(noun: str) -> str:
    """What a figure may be added to or compared with: the first word of its noun, with synonyms joined."""
    first = noun if noun.startswith(_UNITS) else noun.split()[0] if noun else ""
    return _SAME.get(first, first)


def qualifier_before(text: str, at: int) -> str:
    """ "trên", "gần" or "khoảng" when such a word stands right before the figure, else ""."""
    found = _QUALIFIER.search(text[max(0, at - 14) : at])
    if not found or re.search(
        r"(?:tăng|giảm|cao|thấp|nhiều|ít|lớn)\s+hơn\s*$", text[max(0, at - 14) : at], re.IGNORECASE
    ):
        return ""
    return _QUALIFIERS[found[1].lower()]


def per_unit_after(text: str, at: int) -> str:
    """The noun that a price is for: "300.000 đồng/suất" → "suất". "/KH" and "/năm" are none."""
    found = _PER_AFTER.match(text, at)
    word = dimension((found[1] or found[2]).lower()) if found else ""
    return "" if word in ("kh", "kế", "dự", "chỉ", "tổng", "mục") else word


def per_unit_before(text: str, at: int) -> str:
    """The same before the price: "mỗi suất trị giá 300.000 đồng"."""
    found = _PER_BEFORE.search(text[max(0, at - 60) : at])
    return dimension(found[1].lower()) if found else ""
