"""Changes that do not follow from their two ends: "từ a xuống b, giảm c", "a, tăng c so với b", "kế hoạch b, đạt a"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from danvan.lib.checker.figures import RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, plain, shown
from danvan.lib.checker.passages import label

_UP, _DOWN = ("tăng", "vượt", "thêm", "cao hơn", "nhiều hơn"), ("giảm", "hụt", "thấp hơn", "ít hơn")
_VERB = rf"(?P<verb>{'|'.join((*_UP, *_DOWN))})"
_WORDS = r"(?:[\s/](?!và\b|nhưng\b|trong\b)(?:[^\W\d_]+|(?:19|20)\d\d\b)){0,8}"
_TO = r"(?:\s(?!còn|xuống|lên|đến|từ|so)[^\W\d_]+){0,3}(?:\s·(?:\s[^\W\d_]+)?\s(?:và|,))?"
"""Between the verb and its figure: a few words, a change of something else that stands beside."""
_C = rf"{_VERB}{_TO}\s?«(?P<c>\d+)»(?P<tail>[^«»;.]{{0,40}})"
_OPEN = r"\s*(?:\([^()«»]{0,25}\))?\s*[,;(–-]*\s*(?:tức(?: là)? |tương ứng |đã |như vậy )?"
_A, _B = r"«(?P<a>\d+)»", r"«(?P<b>\d+)»"
_FROM_TO = rf"từ[^«»·;.]{{0,40}}?{_B}[^«»·;.]{{0,60}}?\b(?P<way>xuống|lên|còn|thành)\b[^«»·;.]{{0,30}}?{_A}"
_PLAN = r"\b(?:kế hoạch|chỉ tiêu|kh|dự toán)\b"
_PLANNED_THEN_DONE = (
    rf"{_PLAN}[^«»;.]{{0,40}}?{_B}[^«».]{{0,60}}?(?:thực hiện|kết quả|đạt|trồng|đã|được)[^«».]{{0,40}}?{_A}"
    rf"[^«».]{{0,20}}?{_C}"
)
_OTHERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_FROM_TO}(?:{_WORDS}{_OPEN}{_C})?",
        rf"{_C}(?<=[\s(])từ {_B}[^«»·;.]{{0,60}}?\b(?P<way>xuống|lên|còn|thành)\b"
        rf"[^«»·;.]{{0,30}}?{_A}",
        rf"{_A}[^«»;.]{{0,20}}?, (?:tăng|giảm) từ {_B}(?![^«»;.]*(?:xuống|lên|còn|đến)\b)[^«»;.]{{0,25}}?{_C}",
        rf"{_A}[^«»;.]{{0,40}}? so với [^«»;.]{{0,50}}?{_B}[^«»;.]{{0,20}}?{_C}",
        rf"{_A}(?:\s[^\W\d_]+){{0,2}}\s*/\s*(?:kh|kế hoạch)?\s?{_B}[^«»;.]{{0,20}}?{_C}",
        rf"{_A}[^«»;.(]{{0,30}}?\((?:{_PLAN}|đầu năm|năm trước|năm \d{{4}})[^«»;.)]{{0,20}}{_B}[^«»;.]{{0,20}}?{_C}",
    )
)
_NOW_SO_VOI = re.compile(
    rf"{_A}[^«»;.]{{0,50}}?{_VERB}{_TO}\s?«(?P<c>\d+)»(?P<tail>[^«»;.]{{0,40}}?) so với [^«»;.]{{0,50}}?{_B}"
)
_LACKS = r",? (?:còn |nhưng |mới )?(?P<verb>vượt|thiếu|hụt|thừa)(?: hụt)? «(?P<c>\d+)»"
_RATED = r"[^«»;.]{0,20}?(?:«\d+»[^«»;.]{0,15}?)?"
_SHORT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_A}(?:\s[^\W\d_]+){{0,2}}\s*/\s*{_PLAN}[^«»;.]{{0,20}}?{_B}{_RATED}{_LACKS}(?P<tail>[^«»;.]{{0,40}})",
        rf"{_A}(?:\s[^\W\d_]+){{0,2}}\s*/\s*{_B}{_RATED}{_LACKS}(?P<tail>[^«»;.]{{0,20}} so với {_PLAN})",
        rf"{_A}[^«»;.]{{0,40}}?«\d+» (?:so với )?{_PLAN}[^«»;.(]{{0,20}}?\((?:{_PLAN} )?{_B}[^«»;.)]{{0,10}}\){_LACKS}"
        r"(?P<tail>[^«»;.]{0,40})",
        rf"{_A}[^«»;.]{{0,30}}?{_LACKS}(?P<tail>[^«»;.]{{0,20}}?) so với {_PLAN}[^«»;.]{{0,30}}?{_B}",
        rf"{_PLAN}[^«»;.]{{0,40}}?{_B}[^«».]{{0,60}}?(?:thực hiện|kết quả|đạt|trồng|đã|được)[^«».]{{0,40}}?{_A}"
        rf"{_RATED}{_LACKS}(?P<tail>[^«»;.]{{0,40}})",
    )
)
"""What a plan lacks, or is exceeded by, the rate perhaps between: "396,5 ha/kế hoạch 420 ha, đạt 94,4%, thiếu …"."""
_PLANNED = re.compile(_PLANNED_THEN_DONE)
_YEARS = re.compile(
    rf"(?:năm (?P<y1>\d{{4}})|đầu (?:năm|kỳ|nhiệm kỳ))[^«»;.]{{0,50}}?{_B}[^«»;.]{{0,20}}?"
    rf"(?:năm (?P<y2>\d{{4}})|cuối (?:năm|kỳ)|đến nay|hiện nay)[^«»;.]{{0,50}}?{_A}[^«»;.]{{0,12}}?{_C}"
)
PATTERNS = (*_OTHERS[:2], _NOW_SO_VOI, *_OTHERS[2:], _PLANNED, _YEARS, *_SHORT)
_OTHER_THAN_ENDS = re.compile(r"kế hoạch|chỉ tiêu|cùng kỳ|mỗi năm|bình quân")
_A_CHANGE = re.compile(rf"\b(?:{'|'.join((*_UP, *_DOWN))})\s*$")
_OF_PLAN = re.compile(r"\s*(?:của |so với )?(?:kế hoạch|kh\b|chỉ tiêu|dự toán|cùng kỳ)")
_OTHER_BASE = re.compile(r"so với(?! kế hoạch| chỉ tiêu| kh\b| dự toán)|cùng kỳ|năm trước|mỗi năm|bình quân")


def changes(sentence: Sentence, text: str) -> Iterator[Finding]:
    """Every stated change that its two ends contradict, once each, and ends that run against their own verb."""
    seen: set[tuple[int, ...]] = set()
    dims = {figure.dim for figure in sentence.figures}
    for dim in sorted(dims):
        mask = sentence.mask(RATE) if dim == RATE else sentence.mask(dim, "", RATE)
        for pattern in PATTERNS:
            for match in pattern.finditer(mask):
                groups = match.groupdict()
                if "gấp" in match[0]:
                    continue  # "tăng 3 triệu đồng so với năm trước và gấp 2 lần năm 2016 (27 triệu đồng)"
                if groups.get("y1") and groups.get("y2") and groups["y1"] >= groups["y2"]:
                    continue
                other = _OTHER_THAN_ENDS if groups.get("way") else _OTHER_BASE
                tail = groups.get("tail") or ""
                tail = re.split(r"[,(]", tail)[0] if groups.get("way") else tail
                elsewhere = pattern is not _NOW_SO_VOI and other.search(tail) is not None
                if not groups.get("way") and not _stands_outside(sentence, groups):
                    continue
                now = sentence.figures[int(groups["a"] or 0)]
                if not groups.get("way") and _A_CHANGE.search(label(sentence, now)):
                    continue  # "giảm 0,68% so với đầu năm (2,5%), vượt 0,18% …": itself a change
                if groups.get("c") and re.search(
                    r"bình quân|mỗi năm|trung bình", mask[match.start("verb") : match.end("c")]
                ):
                    elsewhere = True  # of each year, not of the ends
                found = _judge(sentence, text, groups, with_change=not elsewhere)
                key = tuple(int(groups[name]) for name in "abc" if groups.get(name))
                if found and not any(set(key) <= set(other) or set(other) <= set(key) for other in seen):
                    seen.add(key)
                    yield found


def _stands_outside(sentence: Sentence, groups: dict[str, str | None]) -> bool:
    """Makes the last figure before a parenthesis the one that rose, where the nearest stands inside as a base: "4.215
    triệu, đạt 120% kế hoạch (3.500 triệu), tăng 9,5% so với …"; false where there is none.
    """
    now, change = sentence.figures[int(groups["a"] or 0)], sentence.figures[int(groups["c"] or 0)]
    opened = sentence.bracket(now)
    if opened < 0 or sentence.bracket(change) == opened:
        return True
    outside = [
        number
        for number, figure in enumerate(sentence.figures[: int(groups["a"] or 0)])
        if figure.dim == now.dim and sentence.bracket(figure) < 0
    ]
    groups["a"] = str(outside[-1]) if outside else None
    return bool(outside)


def _judge(sentence: Sentence, text: str, groups: dict[str, str | None], *, with_change: bool) -> Finding | None:
    now, before = (sentence.figures[int(groups[name] or 0)] for name in "ab")
    if not _comparable(now, before) or (now.dim == RATE and _OF_PLAN.match(sentence.between(now.end, now.end + 20))):
        return None
    way, verb = groups.get("way"), groups.get("verb") or ""
    rises = now.value > before.value
    if now.value != before.value and ((way == "xuống" and rises) or (way == "lên" and not rises)):
        return _direction(text, before, now, f"từ … {way} …")
    if not (groups.get("c") and with_change):
        return None
    change = sentence.figures[int(groups["c"] or 0)]
    if change.dim not in ("", RATE, now.dim, before.dim):
        return None
    if now.value != before.value and rises != (verb in (*_UP, "thừa")):
        return _direction(text, before, now, verb, change)
    gap = abs(Fraction(now.value) - Fraction(before.value))
    relative = gap / Fraction(before.value) * 100 if before.value else None
    points = "điểm" in change.text.lower()
    if change.dim == RATE and now.dim != RATE:
        if relative is None or holds(change, relative):
            return None
        computed = relative
    else:
        if holds(change, gap) or (
            change.dim == RATE and not points and relative is not None and holds(change, relative)
        ):
            return None
        computed = gap
    unit = change.unit or now.unit or before.unit
    message = (
        f"{verb.capitalize()} bao nhiêu không khớp {shown(before.value, before.unit)} và {shown(now.value, now.unit)}"
    )
    return contradiction("change", text, change, computed, message, now, before, unit=unit)


def _direction(text: str, before: Figure, now: Figure, words: str, *others: Figure) -> Finding:
    figures = (before, now, *others)
    start, end = min(figure.start for figure in figures), max(figure.end for figure in figures)
    gap = Fraction(now.value) - Fraction(before.value)
    return Finding(
        code="direction", quote=text[start:end], stated=plain(now.value), computed=plain(before.value),
        difference=plain(gap), unit=now.unit or before.unit, start=start, end=end,
        message=f"“{words}” nhưng số sau ({shown(now.value, now.unit)}) {'lớn' if gap > 0 else 'nhỏ'} hơn số trước "
        f"({shown(before.value, before.unit)}).",
    )  # fmt: skip


def _comparable(now: Figure, before: Figure) -> bool:
    if RATE in (now.dim, before.dim) and now.dim != before.dim:
        return False  # a share and a count
    return now.start != before.start and now.exact and before.exact and not (now.per or before.per) and (
        now.dim == before.dim or "" in (now.dim, before.dim)
    )  # fmt: skip
