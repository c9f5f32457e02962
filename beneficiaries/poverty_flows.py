"""Biến động hộ nghèo, cận nghèo: how one year's list became the next, household by household. Pure; no database.

The lists of a place at the ends of two years are those of its accepted reviews. Every household that is in one of them
and not in the other left or entered for exactly one reason, so that start + in − out = end always. What is not known
is a reason of its own (chưa rà soát, nơi chưa có danh sách …), never a guess.

A change of class counts before anything else is asked, except that who lives elsewhere has moved, whatever its class.
The words of each reason stand in `REASONS`; README and the help repeat them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

POOR, NEAR = "poor", "near_poor"
LISTS = (POOR, NEAR)
STAYED = "stayed"
# What proves that a household was once in the list: its class, or that it left it.
ONCE_IN = {POOR: frozenset({"poor", "escaped_poor"}), NEAR: frozenset({"near_poor", "escaped_near_poor"})}


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a household, seen from one place and one year.

    `start`, `end`: its class by the reviews of the year before and of the year, "" = not reviewed. `there_before`,
    `there`: whether it belonged to the place at the ends of the two years. `earlier`: its classes of the years before
    those, oldest first. `other_before`, `other`: reviewed in that year, but by another standard only. `listed_before`:
    its commune held a list the year before. `came`, `went`: by the lineage of the year it came out of, or went into,
    another household. `withdrawn`: its record was taken back.
    """

    start: str = ""
    end: str = ""
    there_before: bool = True
    there: bool = True
    earlier: tuple[str, ...] = ()
    other_before: bool = False
    other: bool = False
    listed_before: bool = True
    came: bool = False
    went: bool = False
    withdrawn: bool = False

    def before_in(self, which: str) -> bool:
        return self.there_before and self.start == which

    def now_in(self, which: str) -> bool:
        return self.there and self.end == which


@dataclass(frozen=True, slots=True)
class Reason:
    """Why households left (`sign` −1) or entered (+1) a list. `label`: its words by list, under "" those of either."""

    code: str
    sign: int
    label: dict[str, str]
    words: str

    def said(self, which: str) -> str:
        return self.label.get(which, self.label.get("", ""))


REASONS: tuple[Reason, ...] = (
    Reason("escaped", -1, {POOR: "Thoát nghèo, không còn nghèo hay cận nghèo", NEAR: "Thoát cận nghèo"},
           "năm nay rà soát là thoát nghèo, thoát cận nghèo hoặc không nghèo"),
    Reason("to_near", -1, {POOR: "Thoát nghèo, còn cận nghèo"}, "năm trước nghèo, năm nay cận nghèo"),
    Reason("to_poor", -1, {NEAR: "Chuyển sang hộ nghèo"}, "năm trước cận nghèo, năm nay nghèo"),
    Reason("moved_out", -1, {"": "Chuyển đi nơi khác"}, "năm nay rà soát ở nơi khác, hoặc nơi ở đã ghi là nơi khác"),
    Reason("joined", -1, {"": "Tách, nhập vào hộ khác"},
           "năm nay không rà soát, đã ghi tách hoặc nhập hộ trong năm"),
    Reason("withdrawn", -1, {"": "Hồ sơ hộ đã rút"}, "năm nay không rà soát, hồ sơ hộ đã rút"),
    Reason("other_now", -1, {"": "Năm nay chỉ có kết quả theo chuẩn khác"},
           "năm nay chỉ rà soát theo chuẩn khác chuẩn của danh sách"),
    Reason("missing", -1, {"": "Chưa rà soát năm nay"}, "có trong danh sách năm trước, năm nay chưa có kết quả"),
    Reason("from_poor", 1, {NEAR: "Từ hộ nghèo sang"}, "năm trước nghèo, năm nay cận nghèo"),
    Reason("from_near", 1, {POOR: "Từ cận nghèo sang, lần đầu nghèo"},
           "năm trước cận nghèo, trước đó chưa từng nghèo"),
    Reason("near_again", 1, {POOR: "Tái nghèo, từ cận nghèo"}, "năm trước cận nghèo, trước đó đã từng nghèo"),
    Reason("again", 1, {POOR: "Tái nghèo", NEAR: "Tái cận nghèo"},
           "từng có trong danh sách, đã thoát, nay trở lại"),
    Reason("new", 1, {"": "Phát sinh mới"}, "lần đầu có trong danh sách, theo các năm cổng giữ"),
    Reason("moved_in", 1, {"": "Chuyển đến"}, "cuối năm trước ở nơi khác"),
    Reason("parted", 1, {"": "Do tách, nhập hộ"}, "đã ghi tách ra từ, hoặc nhận nhập, một hộ khác trong năm"),
    Reason("other_before", 1, {"": "Năm trước chỉ có kết quả theo chuẩn khác"},
           "năm trước chỉ rà soát theo chuẩn khác chuẩn của danh sách"),
    Reason("back", 1, {"": "Năm trước chưa rà soát"},
           "kết quả gần nhất là nghèo hoặc cận nghèo, nhưng năm trước không có kết quả"),
    Reason("unlisted", 1, {"": "Xã chưa có danh sách năm trước"}, "năm trước xã chưa có kết quả rà soát nào"),
)  # fmt: skip
BY_CODE = {reason.code: reason for reason in REASONS}
ESCAPED = ("escaped", "to_near")
AGAIN = ("again", "near_again")


def reason_of(case: Case, which: str) -> str:
    """The code of what happened to the household in the list `which`; STAYED, or "" when it was in neither."""
    before, now = case.before_in(which), case.now_in(which)
    if before and now:
        return STAYED
    if before:
        return _left(case, which)
    return _entered(case, which) if now else ""


def _left(case: Case, which: str) -> str:
    if not case.there:
        return "moved_out"
    if case.end:
        other = {POOR: NEAR, NEAR: POOR}[which]
        return "escaped" if case.end != other else "to_near" if which == POOR else "to_poor"
    if case.other:
        return "other_now"
    if case.went:
        return "joined"
    return "withdrawn" if case.withdrawn else "missing"


def _entered(case: Case, which: str) -> str:
    if not case.there_before:
        return "moved_in"
    once = bool(ONCE_IN[which].intersection((*case.earlier, case.start)))
    if case.start == NEAR and which == POOR:
        return "near_again" if once else "from_near"
    if case.start == POOR:
        return "from_poor"
    if not case.start:
        if case.other_before:
            return "other_before"
        if case.came:
            return "parted"
        if case.earlier and case.earlier[-1] in LISTS:
            return "back"
        if not case.listed_before:
            return "unlisted"
    return "again" if once else "new"


@dataclass(frozen=True, slots=True)
class Line:
    """One reason with how many households; `sign` as of its Reason."""

    code: str
    label: str
    count: int
    sign: int


@dataclass(frozen=True)
class Flow:
    """One list over one year. `start`, `end` None: no list is held of that year, and nothing is said of the change."""

    which: str
    start: int | None
    end: int | None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def known(self) -> bool:
        return self.start is not None and self.end is not None

    def lines(self, sign: int) -> tuple[Line, ...]:
        found = (Line(r.code, r.said(self.which), self.counts[r.code], sign) for r in REASONS if r.sign == sign)
        return tuple(line for line in found if line.count)

    @property
    def out(self) -> tuple[Line, ...]:
        return self.lines(-1)

    @property
    def into(self) -> tuple[Line, ...]:
        return self.lines(1)

    @property
    def left(self) -> int:
        return sum(line.count for line in self.out)

    @property
    def entered(self) -> int:
        return sum(line.count for line in self.into)

    @property
    def stayed(self) -> int:
        return self.counts[STAYED]

    @property
    def escaped(self) -> int:
        return sum(self.counts[code] for code in ESCAPED)

    @property
    def again(self) -> int:
        return sum(self.counts[code] for code in AGAIN)

    @property
    def change(self) -> int | None:
        return None if self.start is None or self.end is None else self.end - self.start


def flow(cases: Iterable[Case], which: str, *, listed_before: bool = True, listed: bool = True) -> Flow:
    """The flow of one list. `listed_before`, `listed`: whether a list of the year before, and of the year, is held."""
    counts: Counter[str] = Counter()
    start = end = 0
    for case in cases:
        code = reason_of(case, which)
        if code:
            counts[code] += 1
            start += case.before_in(which)
            end += case.now_in(which)
    both = listed_before and listed
    return Flow(which, start if listed_before else None, end if listed else None, counts if both else Counter())


SMALL = 3
"""Fewer households than this are not told to who may not see names (domain.md §7)."""


def hides(*counts: int | None) -> bool:
    """Whether any of the counts would point at single households."""
    return any(count is not None and 0 < count < SMALL for count in counts)


def gathered(lines: Sequence[Line]) -> tuple[Line, ...] | None:
    """The lines with the small ones added up into one of at least three; None where even all of them are fewer."""
    small = sorted((line for line in lines if hides(line.count)), key=lambda line: line.count)
    large = sorted((line for line in lines if not hides(line.count)), key=lambda line: line.count)
    if not small:
        return tuple(lines)
    while sum(line.count for line in small) < SMALL or len(small) < 2:
        if not large:
            return None
        small.append(large.pop(0))
    rest = [line for line in lines if line not in small]
    return (*rest, Line("", "Các lý do khác, gộp lại", sum(line.count for line in small), small[0].sign))
