"""Plan and result in sentences: what reached its plan, what did not and by how much, what had none, what is missing.

"đạt 135,71% kế hoạch" is result / plan, never "vượt 135,71%". Where less is better the plan is a ceiling (mức khống
chế), of which a share says nothing.
"""

from reports.building.narrative import (
    after_unit,
    amount_of,
    anchor,
    count,
    join,
    lower_first,
    percent,
    plan,
    prose,
    quantity,
    tie,
    trend,
)
from reports.document import Block, Figure, Line, Paragraph
from reports.summary import Summary, TargetRow, trim

MAX_TOLD = 8
"""Indicators of one paragraph; the table has them all."""


def targets_told(summary: Summary, table: str) -> list[Block]:
    """A paragraph for what is reached, what is not, what had no plan and what is not known yet. `table`: its label."""
    rows = summary.targets
    reached = [row for row in rows if row.met]
    missed = behind(summary)
    others = [row for row in rows if row.met is None and row.actual is not None]
    blocks: list[Block] = []
    if reached or missed:
        told = (_reached(summary), *_each(reached, table))
        blocks.append(Paragraph(prose(told), key="results.targets"))
    if missed:
        head: Line = ("còn ", count(len(missed), "chỉ tiêu", key="targets.behind", ref=anchor("Chỉ tiêu")),
                      " chưa đạt kế hoạch")  # fmt: skip
        blocks.append(Paragraph(prose((head, *_each(missed, table))), key="results.targets.behind"))
    if others:
        blocks.append(Paragraph(prose([_unplanned(others, table)]), key="results.targets.other"))
    waiting = [row for row in rows if row.actual is None]
    if waiting:
        blocks.append(Paragraph(prose([_waiting(waiting)]), key="results.targets.waiting"))
    return blocks


def behind(summary: Summary) -> list[TargetRow]:
    """The indicators whose result did not reach the plan."""
    return [row for row in summary.targets if row.met is False]


def met_counts(summary: Summary) -> tuple[int, int]:
    """(reached, judged): of the indicators with a plan and a result, how many reached it."""
    judged = [row.met for row in summary.targets if row.met is not None]
    return sum(judged), len(judged)


def met_words(summary: Summary) -> Line:
    """ "02/03 chỉ tiêu": reached of judged, leading to the table."""
    met, judged = met_counts(summary)
    ref = anchor("Chỉ tiêu")
    return count(met, "", key="targets.met", ref=ref), "/", count(judged, "chỉ tiêu", key="targets.judged", ref=ref)


def key_of(row: TargetRow) -> str:
    """The stem of the keys of an indicator's figures."""
    return f"targets.{row.code or row.indicator}"


def gap(row: TargetRow) -> Figure:
    """How far the result lies from the plan, without its sign; two rates differ by points (điểm %)."""
    far = None if row.difference is None else abs(row.difference)
    unit = "điểm %" if row.unit == "%" else row.unit
    return quantity(far, unit, key=f"{key_of(row)}.difference", ref=row.ref)


def gap_words(row: TargetRow) -> Line:
    """For a request: "giám sát, phản biện xã hội thiếu 02 cuộc", "nợ quá hạn vượt 0,01 điểm %"."""
    name = tie(after_unit(row.indicator, row.unit) or lower_first(row.indicator))
    return (f"{name} {'vượt' if row.lower_is_better else 'thiếu'} ", gap(row))


def _reached(summary: Summary) -> Line:
    met, judged = met_counts(summary)
    if not met:
        number = count(judged, "chỉ tiêu", key="targets.judged", ref=anchor("Chỉ tiêu"))
        return ("trong ", number, " có kế hoạch, chưa có chỉ tiêu nào đạt kế hoạch")
    whole, done = ("cả ", "đều đạt") if met == judged > 1 else ("có ", "đã đạt")
    return (whole, *met_words(summary), f" có kế hoạch {done} hoặc vượt kế hoạch")


def _each(rows: list[TargetRow], table: str) -> list[Line]:
    told = [_against_plan(row) for row in rows[:MAX_TOLD]]
    return [*told, (f"các chỉ tiêu khác nêu tại {table}",)] if len(rows) > MAX_TOLD else told


def _result(row: TargetRow) -> Line:
    """ "có 22 cuộc giám sát" or "diện tích trồng dâu là 7,6 ha"."""
    actual = quantity(trim(row.actual), row.unit, key=f"{key_of(row)}.actual", ref=row.ref)
    if after_unit(row.indicator, row.unit):
        return ("có ", *amount_of(row.indicator, row.unit, (actual,)))
    return (f"{tie(lower_first(row.indicator))} là ", actual)


def _against_plan(row: TargetRow) -> Line:
    line, difference = _result(row), row.difference
    if row.bounds is None or difference is None:
        return line
    planned = plan(*row.bounds, row.unit, f"{key_of(row)}.planned", row.ref)
    if row.is_range and difference == 0:
        return (*line, ", nằm trong mức kế hoạch (", *planned, ")")
    if row.lower_is_better:
        if difference == 0:
            return (*line, ", đúng bằng mức khống chế theo kế hoạch")
        far = "cao" if difference > 0 else "thấp"
        return (*line, f", {far} hơn ", gap(row), " so với mức khống chế theo kế hoạch (", *planned, ")")
    if row.is_range:
        if difference < 0:
            return (*line, ", chưa đạt mức kế hoạch (", *planned, "), còn thiếu ", gap(row))
        return (*line, ", cao hơn mức kế hoạch (", *planned, ") là ", gap(row))
    if row.percent is not None:
        line += (", đạt ", percent(row.percent, key=f"{key_of(row)}.percent", ref=row.ref), " kế hoạch")
    elif difference == 0:
        line += (", đúng bằng kế hoạch",)
    return (*line, f", {trend(difference)} ", gap(row), " so với kế hoạch") if difference else line


def _unplanned(rows: list[TargetRow], table: str) -> Line:
    parts = [
        amount_of(row.indicator, row.unit,
                  (quantity(trim(row.actual), row.unit, key=f"{key_of(row)}.actual", ref=row.ref),))
        for row in rows[:MAX_TOLD]
    ]  # fmt: skip
    between = "; " if len(parts) > 2 else " và "
    more = f"; các chỉ tiêu khác nêu tại {table}" if len(rows) > MAX_TOLD else ""
    head = "ngoài ra, đã ghi nhận "
    return (head, *join(parts, last=between, between="; "), *([more] if more else []))


def _waiting(rows: list[TargetRow]) -> Line:
    number = count(len(rows), "chỉ tiêu", key="targets.waiting", ref=anchor("Chỉ tiêu"))
    named = "; ".join(tie(lower_first(row.indicator)) for row in rows[:MAX_TOLD])
    return ("có ", number, f" chưa có kết quả: {named}", *([" và các chỉ tiêu khác"] if len(rows) > MAX_TOLD else []))
