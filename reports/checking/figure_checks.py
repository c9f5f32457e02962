"""Kiểm tra số liệu against the data: what a text states of a year and a campaign beside what the records say.

Pure: a text and a `Summary` in, findings out. It compares what the text surely says of the whole subject: totals of
support and loans, new houses, results and plans of targets, poverty at both ends, and what figure_groups.py compares.
Sentences about another year, or about one giver's part, are left alone, and so are tables.
"""

import re
from collections.abc import Iterator, Sequence

from danvan.lib.checker import Figure, Finding, Sentence, contradiction, holds, in_tables, judge, prepare, read
from danvan.lib.checker.units import LENT, LOAN
from danvan.lib.text import fold
from reports.checking.figure_groups import counts, groups
from reports.summary import Summary, TargetRow, trim

_TOTAL = re.compile(r"\btổng\b(?! hợp| kết)|tổng cộng|toàn đợt")
_SUPPORT = re.compile(r"hỗ trợ|trao tặng|ủng hộ|giúp đỡ")
_GIVER = re.compile(
    r"\bhội\b|đoàn|mttq|mặt trận|\bban\b|quỹ|công ty|ngân hàng|ngân sách|mỗi|bình quân|thu |"
    r"còn lại|đơn vị|riêng|trong đó|gồm"
)
_BESIDE = re.compile(r"[^«»;]{0,20}(?:,|\bvà\b) (?:tổng )?(?:số tiền |vốn )?(?:cho )?vay(?: là)?\s*")
"""A second total right after the first: "tổng hỗ trợ là …, cho vay …"."""
_HOUSE = re.compile(r"tổng[^«»;.]{0,60}«(\d+)» căn|«(\d+)» căn nhà[^«»;.]{0,20}(?:cả đợt|toàn đợt|tổng)")
_POVERTY = re.compile(
    r"(?P<class>cận nghèo|nghèo)\b[^«»;.]{0,40}?từ «(?P<start>\d+)»[^«»;.]{0,30}?"
    r"(?:xuống|lên|còn)[^«»;.]{0,20}?«(?P<end>\d+)»"
)
_PLAN = re.compile(r"(?:kế hoạch|chỉ tiêu|kh|dự kiến)[^«»;]{0,20}$")
_CHANGE = re.compile(r"(?:tăng|giảm|vượt|thêm|hụt)[^«»;,]{0,20}$")
_DONE = re.compile(r"(?:đạt|thực hiện|kết quả|là|được|trồng|có|mới|ước)\s*$")


def findings(text: str, summary: Summary | None = None, year: int | None = None) -> list[Finding]:
    """All that the checker says of a text, and with a summary also where it differs from the data."""
    prepared = prepare(text)
    sentences = read(prepared)
    found = judge(prepared, sentences, year or (summary.year if summary else None))
    if summary is not None:
        found += against(prepared, sentences, summary)
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def against(text: str, sentences: Sequence[Sentence], summary: Summary) -> list[Finding]:
    """The data's findings, each difference once."""
    found: dict[tuple[str, str, str], Finding] = {}
    tables = in_tables(text)
    for sentence in sentences:
        if sentence.start in tables:
            continue
        years = {int(year) for year in re.findall(r"năm ((?:19|20)\d{2})", sentence.text.lower())}
        if years and summary.year not in years:
            continue
        for rule in (*(_OF_RECORDS if summary.totals.supports else ()), _poverty, _targets):
            for finding in rule(sentence, text, summary):
                found.setdefault((finding.code, finding.stated, finding.computed), finding)
    return list(found.values())


def _totals(sentence: Sentence, text: str, summary: Summary) -> Iterator[Finding]:
    lower = sentence.text.lower()
    if not _TOTAL.search(lower):
        return
    before, totals, named = sentence.start, summary.totals, False
    for figure in sentence.figures:
        label = re.split(";", sentence.between(before, figure.start))[-1]
        clause = re.split(";", sentence.between(sentence.start, figure.start))[-1]
        before = figure.end
        if figure.dim != "đồng" or figure.per or figure.asks or figure.malformed or _GIVER.search(clause):
            continue
        beside = named and _BESIDE.fullmatch(label)
        named = bool(_TOTAL.search(label))
        if not (named or beside):
            continue  # a part, or one record's sum
        after = sentence.between(figure.end, figure.end + 14)
        loan, support = (
            bool(LOAN.search(label) or LENT.match(after)),
            bool(_SUPPORT.search(label)),
        )
        if loan and support:
            name, computed = "Tổng hỗ trợ và cho vay", totals.all_vnd
        elif loan:
            name, computed = "Tổng cho vay", totals.loan_vnd
        elif support:
            name, computed = "Tổng hỗ trợ", totals.support_vnd
        elif re.search(r"tổng (?:cộng|kinh phí|trị giá|giá trị|nguồn lực)", label):
            name, computed = "Tổng hỗ trợ và cho vay", totals.all_vnd
            if holds(figure, totals.support_vnd):
                continue
        else:
            continue
        if name == "Tổng hỗ trợ" and totals.loan_vnd and holds(figure, totals.all_vnd):
            name = "Tổng gọi là hỗ trợ gồm cả vốn vay; tổng hỗ trợ"
        if not holds(figure, computed):
            yield contradiction("data_total", text, figure, computed, f"{name} khác số của cổng")


def _houses(sentence: Sentence, text: str, summary: Summary) -> Iterator[Finding]:
    for match in _HOUSE.finditer(sentence.mask()):
        figure = sentence.figures[int(match[1] or match[2])]
        if not holds(figure, summary.totals.houses):
            yield contradiction("data_houses", text, figure, summary.totals.houses, "Số căn nhà khác số của cổng")


def _poverty(sentence: Sentence, text: str, summary: Summary) -> Iterator[Finding]:
    rows = {row.poverty_class: row for row in summary.poverty}
    for match in _POVERTY.finditer(sentence.mask("hộ", "")):
        row = rows.get("near_poor" if match["class"] == "cận nghèo" else "poor")
        for name in ("start", "end"):
            computed = getattr(row, name) if row else None
            figure = sentence.figures[int(match[name])]
            if computed is not None and not holds(figure, computed):
                words = f"Số hộ {match['class']} {'đầu' if name == 'start' else 'cuối'} kỳ khác số của cổng"
                yield contradiction("data_poverty", text, figure, computed, words, unit="hộ")


def _targets(sentence: Sentence, text: str, summary: Summary) -> Iterator[Finding]:
    for row in summary.targets:
        name = set(fold(re.sub(r"[^\w\s]", " ", row.indicator)).split())
        clause = next((one for one in _clauses(sentence) if name <= one[0]), None)
        if len(name) < 2 or clause is None:
            continue
        _, before, end = clause
        for figure in sentence.figures:
            if not before <= figure.start < end:
                continue
            label = sentence.between(before, figure.start)
            before = figure.end
            if fold(row.unit).split()[:1] != fold(figure.dim).split() or figure.per or figure.asks or figure.malformed:
                continue
            yield from _target(figure, label, sentence.between(figure.end, figure.end + 20), row, text)
            if not _PLAN.search(label):
                break  # the first result named is the indicator's


_OF_RECORDS = (_totals, _houses, groups, counts)
"""What the records add up to: where there are none yet, nothing is compared with them."""


def _clauses(sentence: Sentence) -> list[tuple[set[str], int, int]]:
    """Between its semicolons: the folded words, where the clause begins and where it ends."""
    cuts = [sentence.start, *(sentence.start + match.end() for match in re.finditer(";", sentence.text))]
    edges = [*cuts, sentence.start + len(sentence.text)]
    return [
        (set(fold(re.sub(r"[^\w\s]", " ", sentence.between(start, end))).split()), start, end)
        for start, end in zip(edges, edges[1:], strict=False)
    ]


def _target(figure: Figure, label: str, after: str, row: TargetRow, text: str) -> Iterator[Finding]:
    if _CHANGE.search(label) or (figure.dim == "%" and re.match(r"\s*(?:kế hoạch|kh\b|so với|chỉ tiêu)", after)):
        return
    if _PLAN.search(label):
        bounds = row.bounds
        if bounds and bounds[0] == bounds[1] and not holds(figure, bounds[0]):
            yield contradiction("data_target", text, figure, bounds[0], f"{row.indicator}: kế hoạch khác số của cổng")
    elif _DONE.search(label):
        actual = trim(row.actual)
        if actual is not None and not holds(figure, actual):
            yield contradiction("data_target", text, figure, actual, f"{row.indicator}: kết quả khác số của cổng")
