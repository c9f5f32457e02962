"""Kiểm tra số liệu against the data, by parts of the whole: what one organisation or one source gave, how many models
and households.

Silent unless the sentence speaks of a total of exactly one organisation or source of the data, of the whole year, or of
the whole subject ("toàn huyện", "tổng số"); a name that two of them share is no name.
"""

import re
from collections.abc import Iterator, Sequence

from danvan.lib.checker import Finding, Sentence, contradiction, holds
from danvan.lib.checker.units import LENT, LOAN
from danvan.lib.text import fold
from reports.summary import GroupRow, Summary

_TOTAL = re.compile(r"\btổng (?:giá trị|kinh phí|số tiền|trị giá|số vốn|cộng|hỗ trợ|nguồn lực|cho vay)")
_PART = re.compile(
    r"quý |tháng|đợt|nhân dịp|\btết\b|trong đó|riêng|giai đoạn|lũy kế|kế hoạch|chỉ tiêu|so với|cùng kỳ|mỗi|bình quân"
    r"|phối hợp|cùng với|nhiệm kỳ|còn lại"
)
_WHOLE = re.compile(r"\btoàn (?:xã|huyện|tỉnh|đợt|vùng|địa bàn)\b|\btổng số\b|tổng cộng|cả năm")
_PLACED = re.compile(r"(?:xã|thôn|thị trấn|buôn|Hội|Đoàn|Ban|Quỹ|Công ty|MTTQ|Mặt trận)\s+[A-ZĐÀ-Ỹ]|lĩnh vực|cấp ")
_STEPS = (
    ("Đăng ký", re.compile(r"đăng ký[^,;.]{0,25}$")),
    ("Công nhận", re.compile(r"công nhận[^,;.]{0,25}$")),
    ("Nhân rộng", re.compile(r"nhân rộng[^,;.]{0,15}$")),
)
_PLACE = re.compile(r"(?<=huyện|.tỉnh) [A-ZĐ].*$")


def groups(sentence: Sentence, text: str, summary: Summary) -> Iterator[Finding]:
    """Totals of one organisation or one source that differ from the data."""
    if not _TOTAL.search(sentence.text.lower()) or _PART.search(sentence.text.lower()):
        return
    for code, word, rows in (
        ("data_organization", "tổ chức", summary.by_organization), ("data_source", "nguồn", summary.by_source),
    ):  # fmt: skip
        before = sentence.start
        for figure in sentence.figures:
            label = sentence.between(before, figure.start)
            alone = before == sentence.start or ";" in label
            label, before = label.split(";")[-1], figure.end
            plain = _words(sentence.text[: figure.start - sentence.start].split(";")[-1])
            row = _named(plain, rows) if alone else None  # "tặng 441 phần quà, tổng trị giá …" is one record
            if row is None or row.joint or (code == "data_organization" and _named(plain, summary.by_source)):
                continue
            if figure.dim != "đồng" or figure.per or not figure.reckons or not _TOTAL.search(label):
                continue
            lent = LOAN.search(label) or LENT.match(sentence.between(figure.end, figure.end + 14))
            computed = row.loan_vnd if lent else row.support_vnd
            if computed and not holds(figure, computed) and not holds(figure, row.support_vnd + row.loan_vnd):
                what = "cho vay" if lent else "hỗ trợ"
                yield contradiction(code, text, figure, computed, f"Tổng {what} của {word} {row.name} khác số của cổng")


def counts(sentence: Sentence, text: str, summary: Summary) -> Iterator[Finding]:
    """Models by step and lượt hộ of the whole subject."""
    lower = sentence.text.lower()
    if not _WHOLE.search(lower) or _PART.search(lower) or _PLACED.search(sentence.text):
        return
    models = {row.label: row.collective + row.individual for row in summary.models}
    before = sentence.start
    for figure in sentence.figures:
        label = sentence.between(before, figure.start)
        before = figure.end
        if not figure.reckons or sentence.bracket(figure) >= 0:
            continue
        if figure.unit.startswith("mô hình") and models:
            step = next((name for name, words in _STEPS if words.search(label)), "")
            if step in models and not holds(figure, models[step]):
                message = f"Số mô hình “{step}” khác số của cổng"
                yield contradiction("data_count", text, figure, models[step], message)
        elif figure.unit.startswith("lượt hộ") and summary.totals.households and _WHOLE.search(label):
            if not holds(figure, summary.totals.households):
                message = "Số lượt hộ khác số của cổng"
                yield contradiction("data_count", text, figure, summary.totals.households, message)


def _named(plain: str, rows: Sequence[GroupRow]) -> GroupRow | None:
    """The one row whose name, with or without the district or province after it, begins the sentence or stands after
    its first words; None when none or several do."""
    found: dict[str, GroupRow] = {}
    for row in rows:
        for name in {_words(row.name), _words(_PLACE.sub("", row.name))}:
            if len(name.split()) > 1 and re.search(rf"\b{re.escape(name)}\b", plain):
                found[name] = row
    longest = [name for name in found if not any(name != other and name in other for other in found)]
    return found[longest[0]] if len({found[name].name for name in longest}) == 1 else None


def _words(name: str) -> str:
    """Folded words without punctuation: "Quỹ “Vì người nghèo” tỉnh" → "quy vi nguoi ngheo tinh"."""
    return " ".join(re.findall(r"\w+", fold(name)))
