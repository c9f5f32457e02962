"""The small pieces of official Vietnamese prose: lists, names, figures in sentences, the outline's numbers.

Wording follows what officials expect of a report: "đạt …% kế hoạch", "giảm 06 hộ (13,95%)", one-digit counts with a
zero in prose and without in tables, every figure bound to its data.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from danvan.lib.text import fold
from reports.document import Figure, Heading, Line
from reports.summary import Summary

NBSP = "\u00a0"
SMALL_NUMBERS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
LETTERS = ("a", "b", "c", "d", "đ", "e", "g", "h", "i", "k")
STEPS = {
    "Đăng ký": "đăng ký", "Được duyệt": "được duyệt", "Thẩm định": "được thẩm định", "Công nhận": "được công nhận",
    "Tiêu biểu": "tiêu biểu", "Nhân rộng": "được nhân rộng", "Tiếp từ năm trước": "tiếp tục từ năm trước",
    "Ngừng": "ngừng hoạt động",
}  # fmt: skip
"""The steps of a model's year, as they stand after a number of models."""
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def money(value: int | None, *, key: str = "", ref: str = "") -> Figure:
    """An amount inside a sentence: "14.250.000 đồng"."""
    return Figure(value=value, kind="money", unit="đồng", key=key, ref=ref)


def count(value: int | None, unit: str, *, key: str = "", ref: str = "") -> Figure:
    """A count inside a sentence: "04 công trình"."""
    return Figure(value=value, kind="count", unit=unit, key=key, ref=ref, pad=True)


def percent(value: Decimal | None, *, key: str = "", ref: str = "") -> Figure:
    """A rate inside a sentence: "135,71%"."""
    return Figure(value=value, kind="percent", unit="%", key=key, ref=ref)


def quantity(value: Decimal | None, unit: str, *, key: str = "", ref: str = "") -> Figure:
    """A measured quantity inside a sentence; whole numbers are written as counts: "0,6 ha", "04 bộ"."""
    if value is not None and value.as_tuple().exponent == 0:
        return Figure(value=int(value), kind="count", unit=unit, key=key, ref=ref, pad="%" not in unit)
    return Figure(value=value, kind="decimal", unit=unit, key=key, ref=ref)


def plain(value: Decimal | None, *, key: str = "", ref: str = "", signed: bool = False) -> Figure:
    """A quantity for a table cell: no unit, no leading zero; whole numbers as counts."""
    if value is not None and value.as_tuple().exponent == 0:
        return Figure(value=int(value), kind="count", key=key, ref=ref, signed=signed)
    return Figure(value=value, kind="decimal", key=key, ref=ref, signed=signed)


def join(parts: Iterable[Line], last: str = " và ", between: str = ", ") -> Line:
    """ "A, B và C" as one line."""
    items = list(parts)
    line: Line = ()
    for number, item in enumerate(items):
        if number:
            line += (last if number == len(items) - 1 else between,)
        line += item
    return line


def names(items: Sequence[str]) -> str:
    """ "A, B và C" of plain names."""
    return "".join(str(part) for part in join([(tie(item),) for item in items]))


def tie(name: str) -> str:
    """A name that does not break before its number: "thôn Pretieng 1"."""
    return re.sub(r" (?=\d+(?:\D|$))", NBSP, name)


def anchor(sheet: str) -> str:
    """The address, inside a page, of the table with this short name: where a figure that counts its rows leads."""
    return "#bang-" + fold(sheet).replace(" ", "-")


def lower_first(words: str) -> str:
    """The first letter small inside a sentence, unless the word is an abbreviation or a name of one letter."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def upper_first(words: str) -> str:
    """The first letter capital, the rest untouched."""
    return words[:1].upper() + words[1:]


def trend(change: int | Decimal) -> str:
    """ "tăng" or "giảm"; the caller says the zero case in its own words."""
    return "tăng" if change > 0 else "giảm"


def quote(name: str) -> str:
    """Vietnamese quotation marks, once."""
    return name if name.startswith(("“", '"')) else f"“{name}”"


def plan(low: Decimal, high: Decimal, unit: str, key: str = "", ref: str = "") -> Line:
    """A plan in words: "5,6 ha", "từ 0,5% đến 1%" or, with the unit once, "từ 14 đến 16 xã"."""
    if low == high:
        return (quantity(low, unit, key=key, ref=ref),)
    return (
        "từ ",
        quantity(low, unit if unit == "%" else "", key=f"{key}_min", ref=ref),
        " đến ",
        quantity(high, unit, key=f"{key}_max", ref=ref),
    )


def amount_of(name: str, unit: str, amount: Line) -> Line:
    """How much of what, the unit said once: "22 cuộc giám sát", but "diện tích trồng dâu 7,6 ha"."""
    rest = after_unit(name, unit)
    return (*amount, f" {tie(rest)}") if rest else (f"{tie(lower_first(name))} ", *amount)


def after_unit(name: str, unit: str) -> str:
    """What a name says after its own unit: "Cuộc giám sát" (cuộc) → "giám sát"; "" where it does not begin with it."""
    words = lower_first(name).removeprefix("số ")
    return words.removeprefix(f"{unit} ") if unit and words.startswith(f"{unit} ") else ""


def sentence(line: Line) -> Line:
    """The words as a sentence: a capital first, a full stop last."""
    first = upper_first(line[0]) if isinstance(line[0], str) else line[0]
    return (first, *line[1:], ".")


def prose(sentences: Iterable[Line]) -> Line:
    """Sentences one after the other."""
    return join((sentence(line) for line in sentences), last=" ", between=" ")


def kinds_told(collective: int, individual: int, key: str, refs: tuple[str, str]) -> Line:
    """ " (14 tập thể, 03 cá nhân)"; where all are of one kind, that alone: " (tập thể)"."""
    if not collective or not individual:
        return (f" ({'tập thể' if collective else 'cá nhân'})",) if collective or individual else ()
    first = count(collective, "tập thể", key=f"{key}collective", ref=refs[0])
    return (" (", first, ", ", count(individual, "cá nhân", key=f"{key}individual", ref=refs[1]), ")")


def place(summary: Summary) -> str:
    """Where, in full, for titles: the context's words, else the scope's name."""
    return tie(summary.context.place or (summary.scope.name if summary.scope.type in ("area", "portal") else ""))


def short_place(summary: Summary) -> str:
    """Where, inside a sentence: "hai thôn" when the figures are of several hamlets together."""
    hamlets = summary.context.hamlets
    if 1 < len(hamlets) < len(SMALL_NUMBERS):
        for kind in ("thôn", "tổ dân phố", "khu phố", "buôn"):
            if all(hamlet.casefold().startswith(kind + " ") for hamlet in hamlets):
                return f"{SMALL_NUMBERS[len(hamlets)]} {kind}"
    return place(summary) or "địa bàn"


def subject(summary: Summary) -> str:
    """What the report is about, in lower case, without the year: "kết quả …"."""
    where, name = place(summary), tie(summary.scope.name)
    match summary.scope.type:
        case "campaign":
            head = "kết quả " if name.casefold().startswith("đợt") else "kết quả đợt công tác dân vận "
            return f"{head}{quote(name)}" + (f" tại {where}" if where else "")
        case "organization":
            return f"kết quả công tác dân vận của {name}"
        case "movement":
            named = lower_first(name) if "“" in name else quote(name)
            return f"kết quả phong trào {named}"
        case "area":
            return f"kết quả công tác dân vận trên địa bàn {where or name}"
        case _:
            return "kết quả công tác dân vận" + (f" trên địa bàn {where}" if where else "")


def subject_in_period(summary: Summary) -> str:
    """The subject and the period; a year is not said twice when a campaign's name bears it."""
    words, year = subject(summary), str(summary.year)
    said = summary.period.is_calendar_year and year in summary.scope.name and year in words
    return words if said else f"{words} {summary.period.label}"


class Outline:
    """The running numbers of a report: chapters I, sections 1, points a, tables and charts."""

    def __init__(self, chapter_suffix: str = ".") -> None:
        """`chapter_suffix`: "." ("I.") or "-" ("I-", Party)."""
        self.chapter_suffix = chapter_suffix
        self.chapters = self.sections = self.points = self.tables = self.charts = 0

    def chapter(self, text: str) -> Heading:
        """ "I. …"; sections start again."""
        self.chapters, self.sections = self.chapters + 1, 0
        return Heading(2, ROMAN[self.chapters - 1] + self.chapter_suffix, text)

    def section(self, text: str) -> Heading:
        """ "1. …"; points start again."""
        self.sections, self.points = self.sections + 1, 0
        return Heading(3, f"{self.sections}.", text)

    def point(self, text: str) -> Heading:
        """ "a) …"."""
        self.points += 1
        return Heading(4, f"{LETTERS[self.points - 1]})", text)

    def table(self) -> str:
        """ "Bảng 1"."""
        self.tables += 1
        return f"Bảng{NBSP}{self.tables}"

    def chart(self) -> str:
        """ "Hình 1"."""
        self.charts += 1
        return f"Hình{NBSP}{self.charts}"
