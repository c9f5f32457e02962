"""Tables pasted as text: cells parted by tabs or "|", with a row "Tổng cộng" and perhaps a column "Tổng", "Cộng".

Arithmetic: each column's cells add up to its total; each row's cells to the row's total where the header names one.
Silent for columns of rates, averages, prices, years and numbering, for rows with sub-levels (I, 1, a or "trong đó"),
and for a column or row in which any cell is no number ("–" and an empty cell are nothing to add).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from danvan.lib.checker.findings import Finding, plain, shown
from danvan.lib.digits import read_digits
from danvan.lib.errors import Ambiguous, Unreadable

_TOTAL = re.compile(r"\s*(?:\*\*)?(?:tổng(?: cộng| số| chung)?|cộng|toàn (?:xã|huyện))(?:\*\*)?\s*:?\s*", re.IGNORECASE)
_NO_SUM = re.compile(
    r"%|tỷ lệ|tỉ lệ|bình quân|đơn giá|mức|\bnăm sinh|\btt\b|\bstt\b|ghi chú|so với|so sánh|giá\b|xếp|điểm|ngày"
    r"|điện thoại|thứ|hạng|tăng|giảm",
    re.IGNORECASE,
)
_SUB = re.compile(r"\s*(?:[IVX]+|[A-Z]|[a-zđ]|\d+\.\d+)[.)]?\s*")
_PART = re.compile(r"trong đó|riêng|gồm|trong số", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm )?(?:19|20)\d{2}", re.IGNORECASE)
_IN = re.compile(r"\b(nghìn|ngàn|triệu|tỷ|tỉ) (?:đồng|đ)\b")
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_NOTHING = ("", "-", "–", "—", "x")
_FEWEST, _COLUMNS = 4, 2
"""Lines of a table: a header, two rows and a total; and columns."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """`start`, `end`: where it stands in the text; `value`: its number, None where it has none."""

    text: str
    start: int
    end: int
    value: Fraction | None

    @property
    def odd(self) -> bool:
        """Whether it says something that is no number."""
        return self.value is None and self.text not in _NOTHING


def tables(text: str) -> Iterator[Finding]:
    """Totals of columns and of rows that their cells do not make."""
    for rows in _grids(text):
        header, body = rows[0], rows[1:]
        counted = any(cell.value is not None and not _YEAR.fullmatch(cell.text) for cell in header)
        if counted or any(len(row) != len(header) for row in body):
            continue
        names = [next((cell.text for cell in row if cell.text), "") for row in body]
        total = next((at for at, row in enumerate(body) if any(_TOTAL.fullmatch(cell.text) for cell in row[:2])), None)
        nested = any(_SUB.fullmatch(row[0].text) or _PART.search(" ".join(c.text for c in row[:2])) for row in body)
        if total is not None and total in (0, len(body) - 1) and not nested and len(names) > _COLUMNS:
            others = [row for at, row in enumerate(body) if at != total]
            yield from _columns(text, header, others, body[total])
        yield from _rows(text, header, body)


def in_tables(text: str) -> frozenset[int]:
    """Where the lines of tables begin: they are no sentences."""
    return frozenset(text.rfind("\n", 0, row[0].start) + 1 for rows in _grids(text) for row in rows)


def _columns(
    text: str, header: Sequence[_Cell], rows: Sequence[list[_Cell]], total: Sequence[_Cell]
) -> Iterator[Finding]:
    for at, stated in enumerate(total):
        column = [row[at] for row in rows]
        values = [cell.value for cell in column if cell.value is not None]
        if stated.value is None or _NO_SUM.search(header[at].text) or any(cell.odd for cell in column):
            continue
        if len(values) < _COLUMNS or "%" in stated.text:
            continue
        whole = sum(values, Fraction(0))
        if abs(whole - stated.value) > _slack([stated, *column], header[at].text):
            yield _finding(
                text, stated, whole, header[at].text, f"Tổng của cột “{header[at].text}” khác tổng {len(values)} dòng"
            )


def _rows(text: str, header: Sequence[_Cell], body: Sequence[list[_Cell]]) -> Iterator[Finding]:
    """The last column is named a total: each row's cells between its name and it."""
    if not _TOTAL.fullmatch(header[-1].text):
        return
    used = [at for at in range(1, len(header) - 1) if not _NO_SUM.search(header[at].text)]
    used = [
        at for at in used if any(row[at].value is not None for row in body) and not any(row[at].odd for row in body)
    ]
    if len(used) < _COLUMNS:
        return
    wrong = []
    for row in body:
        values = [row[at].value for at in used]
        whole = sum((value for value in values if value is not None), Fraction(0))
        cells = [row[-1], *(row[at] for at in used)]
        if row[-1].value is not None and abs(whole - row[-1].value) > _slack(cells, header[-1].text):
            wrong.append((row[-1], whole, next((cell.text for cell in row if cell.odd), row[0].text)))
    holding = sum(row[-1].value is not None for row in body) - len(wrong)
    if holding >= max(_COLUMNS, len(wrong)):  # where most rows "fail", the columns are no parts of the last
        for stated, whole, name in wrong:
            words = f"Cột “{header[-1].text}” của dòng “{name}” khác tổng các cột"
            yield _finding(text, stated, whole, header[-1].text, words)


def _slack(cells: Sequence[_Cell], name: str) -> Fraction:
    """What the rounding of the cells may hide: none for counts, half a last digit each for decimals and for thousands,
    millions or milliards of đồng."""
    decimals = max(len(cell.text.partition(",")[2]) for cell in cells)
    rounded = decimals or re.search(r"nghìn|ngàn|triệu|tỷ|1\.000", name.lower())
    return Fraction(len(cells), 2 * 10**decimals) if rounded else Fraction(0)


def _finding(text: str, stated: _Cell, whole: Fraction, name: str, words: str) -> Finding:
    """In đồng where the heading says that its column is in thousands, millions or milliards of them."""
    value = stated.value or Fraction(0)
    unit = _IN.search(name.lower())
    scale = _SCALES[unit[1]] if unit else 1
    said = f" {unit[1]} đồng" if unit else ""
    return Finding(
        code="table_sum", quote=text[stated.start : stated.end], stated=plain(value * scale),
        computed=plain(whole * scale), difference=plain((value - whole) * scale), start=stated.start, end=stated.end,
        unit="đồng" if unit else "",
        message=f"{words}: ghi {shown(value, '')}{said}, tính ra {shown(whole, '')}{said}, "
        f"chênh {shown(abs(value - whole), '')}{said}.",
    )  # fmt: skip


def _grids(text: str) -> Iterator[list[list[_Cell]]]:
    run: list[list[_Cell]] = []
    expected = -1
    for start, line in [*_lines_of_tables(text), (-_FEWEST, "")]:
        if start != expected:
            if len(run) >= _FEWEST:
                yield _without_bars(run)
            run = []
        expected = start + len(line) + 1
        if not re.fullmatch(r"[\s|:+-]*", line):
            run.append(_cells(line, start))


def _lines_of_tables(text: str) -> Iterator[tuple[int, str]]:
    """The lines that have a tab or a bar, and where they begin."""
    at = 0
    for line in text.split("\n"):
        if "\t" in line.strip() or "|" in line:
            yield at, line
        at += len(line) + 1


def _cells(line: str, start: int) -> list[_Cell]:
    sign = "|" if "|" in line else "\t"
    found, at = [], 0
    for part in line.split(sign):
        begin = start + at + len(part) - len(part.lstrip())
        content = part.strip()
        found.append(_Cell(content, begin, begin + len(content), _number(content)))
        at += len(part) + 1
    return found


def _without_bars(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """Without the nothing outside of outer bars, where every line has them: else an empty first cell is a cell."""
    if all(len(row) > 1 and not row[0].text for row in rows):
        rows = [row[1:] for row in rows]
    if all(len(row) > 1 and not row[-1].text for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _number(content: str) -> Fraction | None:
    try:
        return Fraction(read_digits(content)) if re.fullmatch(r"\d[\d., ]*", content) else None
    except (Ambiguous, Unreadable):
        return None
