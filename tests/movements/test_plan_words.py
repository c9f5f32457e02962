"""Plan against result: the words and figures of design.md §6, by hand."""

from decimal import Decimal as D

import pytest

from danvan.lib.plan import Plan

# planned from, to, actual, lower is better → plan, difference, percent, words
ROWS = [
    ("5.6", "5.6", "7.6", False, "5,6", "2.0", "135.71", "đạt, vượt kế hoạch"),
    ("14", "14", "14", False, "14", "0", "100.00", "đạt"),
    ("24", "24", "22", False, "24", "-2", "91.67", "chưa đạt"),
    ("400", None, "541", False, "400", "141", "135.25", "đạt, vượt kế hoạch"),
    ("0.5", "1", "1", False, "0,5–1", "0", None, "trong khoảng"),
    ("0.5", "1", "0.5", False, "0,5–1", "0", None, "trong khoảng"),
    ("1.5", "2", "2.7", False, "1,5–2", "0.7", None, "vượt khoảng"),
    ("1.5", "2", "1.1", False, "1,5–2", "-0.4", None, "dưới khoảng"),
    ("0.2", "0.2", "0.18", True, "0,2", "-0.02", "90.00", "đạt, thấp hơn kế hoạch"),
    ("0.2", "0.2", "0.2", True, "0,2", "0.0", "100.00", "đạt"),
    ("0.2", "0.2", "0.21", True, "0,2", "0.01", "105.00", "cao hơn kế hoạch"),
    ("0.1", "0.3", "0.4", True, "0,1–0,3", "0.1", None, "vượt khoảng"),
    ("0.1", "0.3", "0.05", True, "0,1–0,3", "-0.05", None, "thấp hơn khoảng, tốt"),
    ("0", "0", "0", True, "0", "0", None, "đạt"),
    ("0", "0", "3", True, "0", "3", None, "cao hơn kế hoạch"),
    (None, None, "37", False, "–", None, None, "–"),
    ("23", "23", None, False, "23", None, None, "–"),
]


def number(text: str | None) -> D | None:
    return None if text is None else D(text)


@pytest.mark.parametrize(("low", "high", "actual", "lower", "text", "difference", "percent", "words"), ROWS)
def test_a_plan_says_what_came_of_it(
    low: str | None,
    high: str | None,
    actual: str | None,
    lower: bool,
    text: str,
    difference: str | None,
    percent: str | None,
    words: str,
) -> None:
    plan = Plan(number(low), number(high), number(actual), lower)
    assert plan.text == text
    assert plan.difference == number(difference)
    assert plan.percent == number(percent)
    assert plan.judgement[1] == words


def test_only_a_range_over_its_bound_is_bad_where_lower_is_better() -> None:
    over = Plan(D("0.1"), D("0.3"), D("0.4"), lower_is_better=True)
    assert over.judgement[0] == "warn"
    assert Plan(D("0.1"), D("0.3"), D("0.4")).judgement[0] == "ok"
