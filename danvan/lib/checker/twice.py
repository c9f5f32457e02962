"""The same thing given two values, and the end of one poverty class under the name of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, holds, plain, shown
from danvan.lib.text import fold

_CLASS = re.compile(
    r"(?:hộ )?(?P<class>cận nghèo|nghèo)(?P<gap>[^«»;.]{0,25}?)\btừ «(?P<b>\d+)»(?P<unit>[^«»;.]{0,30}?)"
    r"(?:xuống|lên|còn)[^«»;.]{0,20}?«(?P<a>\d+)»\s?(?P<after>hộ (?:cận nghèo|nghèo))"
)
_STOCK = re.compile(
    r"(?P<label>[^«»·;,.:()]{4,80}?)(?:\s(?:là|đạt|có|còn|hiện có|hiện còn|ước đạt|lên)|:)"
    r"\s«(?P<n>\d+)»(?P<after>[^«»·;,.:()]{0,60})"
    r"|(?:^|[.,;] ?)(?:với|trong(?: tổng)?(?: số)?) «(?P<m>\d+)»(?P<following>[^«»·;,.:()]{0,60})"
)
_TIME = re.compile(
    r"(?:đầu|cuối|giữa)\s(?:năm|kỳ)(?: \d{4})?|năm \d{4}|quý \d|tháng \d+|đợt \d+|giai đoạn [\d–-]+|nhiệm kỳ [\d–-]+"
    r"|cùng kỳ|năm trước|kế hoạch|chỉ tiêu|dự kiến|mục tiêu|đến nay|hiện nay|ước|trước đây|trước khi|sau khi"
)
_EVENT = re.compile(
    r"(?:tăng|giảm|thêm|từ|hỗ trợ|tặng|trao|giúp|cho|mỗi|bình quân|trong đó|so với|thu|chi|riêng|vượt)\b"
)
_NAMES = re.compile(
    r"(?:xã|thôn|huyện|tỉnh|thị trấn|phường|tổ dân phố|buôn|hội|đoàn|ban|mttq|ubnd|chi bộ|công ty|trường|quỹ)"
    r"(?:\s[A-ZĐÀ-Ỹ][\w’'`]*)+(?:\s\d+)?"
)
_BESIDE = re.compile(
    r"(?:còn|có|là) «(?P<a>\d+)» (?P<noun>[^\W\d_]+(?: [^\W\d_]+){1,3})"
    r"(?: và|,) (?:còn )?«(?P<b>\d+)» (?P=noun)(?=[.,;)]|$)"
)
_WORDS = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    "so tong hien van tinh duoc va thi cung la co con hien nay theo bao cao nhu vay nam nay da duoc "
    "den do tai trong voi o cua toan tong".split()
)
_A_LABEL = 3
"""Words that a label after a comma has at least, when more than a time stands before the comma."""


def side_by_side(sentence: Sentence, text: str) -> Iterator[Finding]:
    """ "còn 37 hộ nghèo và 35 hộ nghèo": one thing twice in one breath."""
    for match in _BESIDE.finditer(sentence.mask()):
        first, second = (sentence.figures[int(match[name])] for name in ("a", "b"))
        if first.exact and second.exact and first.value != second.value and len(match["noun"].split()) > 1:
            yield two(text, first, second)


def wrong_class(sentence: Sentence, text: str) -> Iterator[Finding]:
    """ "hộ cận nghèo từ 38 xuống còn 35 hộ nghèo": the end stands under the other class."""
    for match in _CLASS.finditer(sentence.mask()):
        begins = match["class"]
        ends = match["after"].removeprefix("hộ ")
        if "nghèo" in match["unit"] and "cận" not in match["unit"] and begins == "cận nghèo":
            continue  # "cận nghèo … từ 43 hộ nghèo": no pair of ends
        if begins != ends and "và" not in match["gap"]:
            figure = sentence.figures[int(match["a"])]
            start, end = figure.start, figure.end + 1 + len(match["after"])
            number = shown(figure.value, "")
            yield Finding(
                code="wrong_class", quote=text[start:end], stated=plain(figure.value), computed=plain(figure.value),
                difference="0", unit="hộ", start=start, end=end,
                message=f"Ghi {number} hộ {ends}, nhưng số đầu kỳ cùng câu là hộ {begins}: "
                f"đề nghị xác nhận {number} hộ {begins}.",
            )  # fmt: skip


def two_values(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """One label at one time with two values ("Tổng kinh phí vận động là …" twice). Labels must be the same words."""
    known: dict[tuple[frozenset[str], str, str], tuple[Figure, int]] = {}
    time = ""
    for sentence in sentences:
        named = _TIME.findall(sentence.text.lower())
        time = " ".join(sorted(set(named))) or time
        for label, figure in _stocks(sentence):
            key = (label, figure.dim, _time_at(sentence, figure, named) or time)
            first, _ = known.setdefault(key, (figure, sentence.start))
            if first is figure or not (first.reckons and figure.reckons):
                continue
            if holds(figure, first.value) or holds(first, figure.value):
                continue
            yield two(text, first, figure)


def _time_at(sentence: Sentence, figure: Figure, named: Sequence[str]) -> str:
    """Where a sentence names two times, that of the figure: the last before it ("đầu năm 52 hộ; cuối năm 37 hộ")."""
    if len(set(named)) < 2:  # noqa: PLR2004 - two times
        return ""
    before = _TIME.findall(sentence.between(sentence.start, figure.start))
    return before[-1] if before else ""


def two(text: str, first: Figure, second: Figure) -> Finding:
    """The finding of one thing with two values, at its second mention."""
    gap = Fraction(second.value) - Fraction(first.value)
    unit = second.unit or first.unit
    return Finding(
        code="two_values", quote=text[second.start : second.end], stated=plain(second.value),
        computed=plain(first.value), difference=plain(gap), unit=unit, start=second.start, end=second.end,
        message=f"Cùng một nội dung ghi hai số: {shown(first.value, unit)} và {shown(second.value, unit)}, "
        f"chênh {shown(abs(gap), unit)}.",
    )  # fmt: skip


def _enumerated(before: str, said: str) -> bool:
    """Whether a label is only the last words of an enumeration that began before the comma."""
    clause = re.split(r"[;.»]", before[-200:])[-1]
    return before.endswith(",") and len(said.split()) < _A_LABEL <= len(_TIME.sub(" ", clause).split())


def _stocks(sentence: Sentence) -> Iterator[tuple[frozenset[str], Figure]]:
    """Statements of how many there are: the folded words of label, noun and names of places, with their figure."""
    mask = sentence.mask()
    if len(_TIME.findall(sentence.text.lower())) > 2:
        return
    for match in _STOCK.finditer(mask):
        said, after = match["label"] or "", match["after"] or match["following"] or ""
        at = match["n"] or match["m"]
        figure = sentence.figures[int(at)]
        if figure.dim == RATE and "tỷ lệ" not in said and "tỉ lệ" not in said:
            continue
        if figure.per or not figure.exact or _EVENT.search(said) or after.lstrip().startswith("/"):
            continue
        before = mask[: match.start("n" if match["n"] else "m")]
        if "«" in before[:-1] and re.search(r"trong đó|từ|tăng|giảm", before):
            continue
        if match["n"] and _enumerated(mask[: match.start()], said):
            continue  # the end of an enumeration: "nhà được hỗ trợ xây mới, sửa chữa là 1.477 căn"
        if match["n"] and not _TIME.sub("", said).strip():
            continue
        names = _NAMES.findall(sentence.text[: figure.start - sentence.start])
        words = _TIME.sub(" ", f"{said} {after}") + " " + " ".join(names)
        label = frozenset(fold(" ".join(_WORDS.findall(words))).split()) - _EMPTY
        if len(label) >= 2:
            yield label, figure
