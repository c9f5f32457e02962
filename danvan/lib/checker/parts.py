"""Totals against their parts in one sentence: "tổng …, gồm …", "… , tổng cộng …", "a + b = c"; loans apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown
from danvan.lib.checker.units import LOAN

NEAR = Fraction(15, 100)
"""“Trong đó” may name some parts only: a smaller sum speaks when it misses the total by no more than this."""

_MARK = re.compile(r"\b(trong đó|bao gồm|gồm có|gồm|cụ thể là|cụ thể|chia ra)\b|\(")
_SOME = re.compile(
    r"tiêu biểu|(?<!mô hình, )(?<!mô hình - )(?<!mô hình – )(?<!mô hình/)(?<!mô hình và )(?<!gương )điển hình"
    r"(?! tiên tiến)|một số|nổi bật|chủ yếu|chẳng hạn|ví dụ|v\.v|…|\.\.\.|như:|như là|có thể kể|riêng"
)
_OVERLAP = re.compile(
    r"(?<!phụ )\bnữ\b|dân tộc|dtts|đảng viên|trẻ em|cao tuổi|khuyết tật|tôn giáo|(?<!đoàn )thanh niên|là hộ|chủ hộ"
)
_CHANGED = re.compile(r"\b(?:tăng|giảm|vượt|thêm|so với|kế hoạch|kh|từ|xuống|lên|cùng kỳ|năm \d{4})\b[^,;«»]{0,25}$")
_A_YEAR = re.compile(r"(?:^|[\s(])(?:năm )?((?:19|20)\d{2})\s*(?::|-|–|là|có|xây|được|đạt)?\s*$")
_SPAN = re.compile(
    r"(?:19|20)\d{2}\s*(?:[-–]|đến|và|,)\s*(?:năm )?(?:19|20)\d{2}|\d năm|giai đoạn|nhiệm kỳ|lũy kế|qua các năm"
    r"|(?:hai|ba|bốn|năm) năm"
)
_ALL = re.compile(
    r"(?:tổng cộng|cộng chung|tổng số tiền|tổng kinh phí|tổng trị giá|tổng giá trị|tổng số)[^«»·;.]{0,40}$"
)
_SUM = re.compile(r"((?:«\d+»[^«»;.+=]{0,30}\+\s*)+)«(\d+)»[^«»;.+=]{0,30}=\s*«(\d+)»")
_SCALES = {"": 1, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_WITH = re.compile(r",\s*(?:với|thu hút|cùng|huy động|tổ chức|trị giá|tổng (?:trị giá|kinh phí|số tiền))\b[^,;]*$")
"""What opens another matter after a list: "gồm 18 đội cấp xã và 06 đội cấp huyện, với 612 đoàn viên"."""
_LEFT = re.compile(
    r"\bthu[^«»;.]{0,25}?«(\d+)»[^«»;.]{0,15}?\bchi[^«»;.]{0,25}?«(\d+)»[^«»;.]{0,10}?\b(?:còn|tồn)[^«»;.]{0,15}?«(\d+)»"
)
_EXHAUSTIVE = (("tập thể", "cá nhân"), ("xây mới", "sửa chữa"), ("hỗ trợ", "vay"), ("nam", "nữ"), ("mới", "duy trì"),
               ("ngân sách", "xã hội hóa"), ("ngân sách", "đóng góp"), ("hộ nghèo", "cận nghèo"),
               ("xã", "thị trấn"))  # fmt: skip
_KINDS = ("tập", "cá", "xã", "thị", "phường", "nam", "nữ")
"""First words of kinds that are counted instead of the noun itself: "316 tập thể", "2 thị trấn"."""

PLACES = ("xã", "thị", "thôn", "huyện", "phường", "tỉnh", "lĩnh", "đơn", "cơ", "đợt", "khối", "năm", "tổ", "buôn")
"""First words of where and in what something was done: groups and persons are no parts of these."""


def parts(sentence: Sentence, text: str) -> Iterator[Finding]:
    """Parts that do not make their total. What may be no full list of parts is left alone."""
    lower = sentence.text.lower()
    for match in _SUM.finditer(sentence.mask()):
        added = [sentence.figures[int(n)] for n in re.findall(r"«(\d+)»", match[1])] + [sentence.figures[int(match[2])]]
        total = sentence.figures[int(match[3])]
        if all(figure.dim == total.dim for figure in added):
            yield from _judge(text, total, added)
        elif total.dim == MONEY and total.exact and all(not figure.dim and figure.exact for figure in added):
            scale = re.search(r"nghìn|ngàn|triệu|tỷ|tỉ", total.text.lower())
            whole = sum((Fraction(figure.value) for figure in added), Fraction(0)) * _SCALES[scale[0] if scale else ""]
            if not holds(total, whole):  # the unit stands once, at the end: "1.060 + 50 + 32 = 1.142 triệu đồng"
                yield contradiction("parts_sum", text, total, whole, f"Tổng khác tổng của {len(added)} phần", *added)
    if _SOME.search(lower) or "=" in lower:
        return
    found = list(_after_mark(sentence, text))
    yield from found
    if not found and not _MARK.search(lower.replace("(", "")):
        yield from _total_last(sentence, text)


def remainders(sentence: Sentence, text: str) -> Iterator[Finding]:
    """ "Thu a, chi b, còn c": what is left is a − b."""
    for match in _LEFT.finditer(sentence.mask(MONEY)):
        came, went, left = (sentence.figures[int(number)] for number in match.groups())
        if came.exact and went.exact and not holds(left, came.value - went.value):
            yield contradiction("parts_sum", text, left, came.value - went.value, "Thu trừ chi", came, went)


def loan_in_support(sentence: Sentence, text: str) -> Iterator[Finding]:
    """A total that is called support and holds loans: a loan is never support."""
    money = [figure for figure in sentence.figures if figure.dim == MONEY and not figure.per and figure.reckons]
    for at, total in enumerate(money[:-1]):
        label = sentence.between(money[at - 1].end if at else sentence.start, total.start)
        rest = money[at + 1 :]
        mark = _MARK.search(sentence.between(total.end, rest[0].start))
        if (
            not mark
            or not re.search(r"(?:tổng|kinh phí|trị giá|toàn)[^«»;.]{0,40}hỗ trợ|hỗ trợ[^«»;.]{0,30}tổng", label)
            or LOAN.search(label)
        ):
            continue
        for number, part in enumerate(rest):
            words = sentence.between(rest[number - 1].end if number else total.end, part.start)
            after = sentence.between(part.end, part.end + 18)
            lent = LOAN.search(words) or re.match(r"\s*(?:vốn |cho |là |tiền )?(?:vốn )?(?:vay|cho vay)\b", after)
            whole = sum((Fraction(other.value) for other in rest), Fraction(0))
            if lent and part.value < total.value and (len(rest) == 1 or holds(total, whole)):
                computed = Fraction(total.value) - Fraction(part.value)
                words = f"Tổng gọi là hỗ trợ gồm cả vốn vay {shown(part.value, 'đồng')}; vốn vay không phải là hỗ trợ"
                yield contradiction("loan_in_support", text, total, computed, words, part)
                return


def _after_mark(sentence: Sentence, text: str) -> Iterator[Finding]:
    """The total right before “gồm”, “trong đó”, “cụ thể”, “(”, and what follows it."""
    figures = sentence.figures
    for at in range(len(figures) - 1):
        found = _total_and_gap(sentence, at)
        if found is None:
            continue
        total, begin, gap = found
        before = sentence.between(figures[at - 1].end if at else sentence.start, total.start)
        first = all(figure.dim != total.dim for figure in figures[:at])
        mark = _MARK.search(gap) or re.search(rf"^[^{'' if first else ','};]{{0,100}}:\s*[^,;]{{0,40}}$", gap)
        if (
            not mark
            and "tổng" in before
            and _exhausts(sentence.between(total.end, sentence.start + len(sentence.text)))
        ):
            mark = re.search(r", ", gap)  # "Tổng số … là 3.240, nam 1.500, nữ 1.740"
        if (
            not mark
            or not total.reckons
            or total.dim == RATE
            or total.per
            or ";" in gap[: mark.start()].rstrip().removesuffix(";")
        ):
            continue
        closed = sentence.between(begin, sentence.start + len(sentence.text))
        end = begin + (closed.find(")") if mark[0] == "(" and ")" in closed else len(closed))
        zone = [figure for figure in figures[at + 1 :] if begin <= figure.start < end]
        words = sentence.between(begin, end)
        listed = _parts_of(sentence, total, zone, within=mark[0] == "(")
        if listed is None:
            continue
        if len(listed) > 1 and mark[0] != "(":
            words = sentence.between(begin, listed[-1].end + 20)
        inner = _MARK.match(words[mark.end() :].lstrip()) if mark[0] == "(" else None  # "(trong đó: …)"
        if len(_MARK.findall(words[mark.end() :].replace("(", ""))) > bool(inner):
            continue
        if len(listed) == 1 and mark[0] != "(" and ":" not in mark[0]:
            if listed[0].value > total.value and listed[0].dim == total.dim:
                yield contradiction("part_over", text, listed[0], total.value, "Phần lớn hơn tổng", total)
        elif len(listed) > 1:
            full = (inner or mark)[0] in ("gồm", "bao gồm", "gồm có", "chia ra") or _exhausts(words)
            yield from _judge(
                text,
                total,
                listed,
                near=not full,
                overlap=total.dim != MONEY and bool(_OVERLAP.search(words)) and not _exhausts(words),
            )


def _total_and_gap(sentence: Sentence, at: int) -> tuple[Figure, int, str] | None:
    """The total that the figure at `at` stands for, where its parts may begin, and the words up to the first of them;
    None where nothing follows or it is not clear of what.
    """
    figures, total = sentence.figures, sentence.figures[at]
    follows = next((figure for figure in figures[at + 1 :] if figure.dim != RATE), None)
    if follows is None:
        return None
    begin = total.end
    if total.dim != MONEY and follows.dim != total.dim:  # "700 phần sữa cho 2 trường: …": the list is of phần
        later = next((f for f in figures[at + 2 :] if f.dim == total.dim), None)
        if later and re.fullmatch(r"[^:;«»]{0,25}:[^;]{0,40}", sentence.between(follows.end, later.start)):
            begin, follows = follows.end, later
    gap = sentence.between(begin, follows.start)
    if at and sentence.between(figures[at - 1].end, total.start).strip() == "/":
        if total.dim != MONEY:
            return None  # "145/151 xã, trong đó": parts of which of the two?
        total = figures[at - 1]  # what came in, of what was planned
    if sentence.bracket(total) >= 0 and sentence.bracket(follows) != sentence.bracket(total):
        main = [f for f in figures[:at] if f.dim == total.dim and sentence.bracket(f) < 0]
        if not main:
            return None
        total = main[-1]  # a base stood in the parenthesis: "tăng 9,5% so với năm trước (3.850 triệu); trong đó"
    return total, begin, gap


def _parts_of(sentence: Sentence, total: Figure, zone: Sequence[Figure], *, within: bool) -> list[Figure] | None:
    """Figures that can be parts of the total; None when the list is not one of parts. `within`: it is a parenthesis;
    else what stands in one beside a part must be of another kind."""
    listed: list[Figure] = []
    by_year = _by_years(sentence, total, zone)
    before, commas = total.end, False
    for figure in zone:
        label = sentence.between(before, figure.start)
        if figure.dim == RATE or figure.per or (total.dim == MONEY and figure.dim != MONEY):
            continue
        if len(listed) > 1 and _ended(label, commas):
            return listed
        if len(listed) > 1 and figure.dim != total.dim and _WITH.search(label):
            return listed
        if label.strip() == "/":
            return None  # "08 chỉ tiêu, trong đó 07/08 chỉ tiêu đạt": a fraction is no list
        if len(listed) == 1:
            commas = ";" not in label
        if (
            (_CHANGED.search(label) and not (by_year and _A_YEAR.search(label)))
            or _ALL.search(label)
            or not figure.exact
        ):
            return None
        beside = not within and sentence.bracket(figure) >= 0
        if beside or (total.dim != MONEY and figure.dim == MONEY):
            return None
        if figure.dim in _KINDS[:2] and total.dim in PLACES:
            return None  # "186 mô hình tại 14 xã; trong đó có 152 tập thể và 34 cá nhân"
        if total.dim != MONEY and figure.dim not in (total.dim, "", *_KINDS):
            return None
        listed.append(figure)
        before = figure.end
    return listed


def _by_years(sentence: Sentence, total: Figure, zone: Sequence[Figure]) -> bool:
    """Whether the list gives each year of a span ("giai đoạn 2021 - 2023 … 30 căn (năm 2021: 08 căn, …)"): beside one
    year's number, those of other years are what it is compared with."""
    years = [_A_YEAR.search(sentence.between(sentence.start, figure.start)[-20:]) for figure in zone]
    named = [int(year[1]) for year in years if year]
    first, last = (min(named), max(named)) if named else (0, 0)
    return (
        len(named) == len(zone) > 1
        and len(set(named)) == len(named) == last - first + 1
        and bool(_SPAN.search(sentence.between(sentence.start, total.end + 40)))
        and abs(sum(Fraction(f.value) for f in zone) - Fraction(total.value)) <= NEAR * Fraction(total.value)
    )


def _ended(label: str, commas: bool) -> bool:
    """Whether a list of at least two parts ended before this label: its commas gave way to a semicolon, a rate of the
    whole follows ("…, đạt 74% kế hoạch năm (2 tỷ)"), or what the whole raised ("…, nâng tổng nguồn vốn lên …")."""
    return (commas and ";" in label) or bool(
        re.search(r"[,;]\s*(?:nâng|đưa)\b|,[^,;]*(?:đạt|bằng|tăng|giảm|vượt)\s+[\d.,]+\s?%", label)
    )


def _total_last(sentence: Sentence, text: str) -> Iterator[Finding]:
    """ "A 50 triệu, B 32 triệu, tổng cộng 82 triệu": the total stands last."""
    figures = [
        figure
        for figure in sentence.figures
        if figure.dim != RATE and not sentence.between(sentence.start, figure.start)[-3:].rstrip().endswith("/")
    ]  # the wholes of fractions are no parts
    if len(figures) < 3:
        return
    total, before = figures[-1], figures[:-1]
    label = sentence.between(before[-1].end, total.start)
    halves = "cả năm" in label and re.search(r"6 tháng đầu.*6 tháng cuối", sentence.text.lower())
    if not (halves or _ALL.search(label) or re.search(r"\btổng\b[^;.]{0,30}$", label)) or not total.reckons:
        return
    listed = [figure for figure in before if figure.dim == total.dim]
    if not listed and re.search(r"(?:tổng cộng|cộng chung|cộng|tổng số) $", label):  # "18 tập thể, 27 cá nhân, …"
        pair = before[-2:]
        listed = pair if all(f.dim in _KINDS for f in pair) and _exhausts(sentence.text.lower()) else []
    words = [re.sub(r"năm \d{4}", "", sentence.between(sentence.start, figure.start)) for figure in listed]
    sound = all(figure.exact and not figure.per for figure in listed)
    if (
        len(listed) > 1
        and sound
        and not any(_CHANGED.search(word) or re.search(r"tổng[^,;]{0,30}$", word) for word in words)
    ):
        yield from _judge(text, total, listed, near=total.dim != MONEY)


def _exhausts(words: str) -> bool:
    return "còn lại" in words or any(all(word in words for word in pair) for pair in _EXHAUSTIVE)


def _judge(
    text: str, total: Figure, listed: Sequence[Figure], *, near: bool = False, overlap: bool = False
) -> Iterator[Finding]:
    whole = sum((Fraction(figure.value) for figure in listed), Fraction(0))
    if holds(total, whole) or overlap or not all(figure.exact for figure in listed):
        return
    short = Fraction(total.value) - whole
    if near and short > NEAR * Fraction(total.value):
        return
    yield contradiction("parts_sum", text, total, whole, f"Tổng khác tổng của {len(listed)} phần", *listed)
