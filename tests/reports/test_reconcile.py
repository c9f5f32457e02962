"""Published against computed: each code by a case of its own, and silence where nothing contradicts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.summaries.reconcile import NOTES, contradictions, published_totals, warnings
from reports.summaries.reconcile_figures import Published, holds
from reports.summaries.reconcile_notes import ambiguous
from reports.summary import MonthRow, PovertyRow, Scope, Summary, TargetRow, Totals, UnvaluedRow

SUMMARY = Summary(
    year=2022,
    scope=Scope(type="campaign", code="dot", name="Đợt"),
    totals=Totals(support_vnd=2_215_750_000, loan_vnd=140_000_000, supports=12, unvalued=3, houses=21),
    poverty=(
        PovertyRow(poverty_class="poor", start=43, end=37),
        PovertyRow(poverty_class="near_poor", start=38, end=35),
    ),
    targets=(
        TargetRow(
            indicator="Diện tích dâu", code="dau", unit="ha", planned_min=Decimal("5.6000"),
            planned_max=Decimal("5.6000"), actual=Decimal("7.6000"),
        ),
    ),
)  # fmt: skip


def said(key, value, unit="đồng", qualifier="", source="Ban", on=date(2023, 2, 20)):
    return Published(key=key, value=Decimal(value), unit=unit, qualifier=qualifier, source=source, on=on)


def codes(*figures, summary=SUMMARY, **more):
    summary = replace(summary, published=published_totals(figures))
    return [warning.code for warning in warnings(summary, figures, **more)]


@pytest.mark.parametrize(
    ("qualifier", "stated", "computed", "expected"),
    [
        ("", "5", 5, True),
        ("", "5", 6, False),
        ("", "5.60", Decimal("5.6"), True),
        ("trên", "100", 100, True),
        ("trên", "100", 99, False),
        ("trên", "100", 250, True),
        ("gần", "100", 100, True),
        ("gần", "100", 90, True),
        ("gần", "100", 101, False),
        ("gần", "100", 89, False),
        ("khoảng", "100", 110, True),
        ("khoảng", "100", 90, True),
        ("khoảng", "100", 111, False),
    ],
)
def test_qualifiers_compare_as_bounds(qualifier, stated, computed, expected):
    assert holds(Decimal(stated), computed, qualifier) is expected


def test_a_total_that_differs_is_shown_with_both_values():
    figures = [said("support_vnd", 2_230_000_000), said("loan_vnd", 140_000_000)]
    (warning,) = warnings(replace(SUMMARY, published=published_totals(figures)), figures)
    assert warning.code == "published_total"
    assert (warning.stated, warning.computed) == ("2.230.000.000 đồng", "2.215.750.000 đồng")
    assert "14.250.000 đồng" in warning.message


def test_a_total_that_holds_is_silent():
    assert codes(said("support_vnd", 2_215_750_000), said("loan_vnd", 140_000_000)) == []
    assert codes(said("support_vnd", 2_200_000_000, qualifier="trên")) == []


def test_the_grand_total_is_told_once_and_loans_stand_apart():
    figures = [said("support_vnd", 2_230_000_000), said("loan_vnd", 140_000_000), said("all_vnd", 2_370_000_000)]
    assert codes(*figures) == ["published_total", "loan_apart"]
    assert codes(said("all_vnd", 2_370_000_000)) == ["published_total"]
    wrong = [*figures[:2], said("all_vnd", 2_400_000_000)]
    assert codes(*wrong) == ["published_total", "published_sum"]


def test_a_loan_counted_as_support_is_named():
    assert codes(said("support_vnd", 2_355_750_000)) == ["loan_in_support"]


def test_a_stated_difference_is_compared_with_result_minus_plan():
    figures = [said("dau.difference", "2.6", "ha")]
    (warning,) = warnings(SUMMARY, figures)
    assert (warning.code, warning.stated, warning.computed) == ("stated_change", "2,6 ha", "2,0 ha")
    assert codes(said("dau.difference", "2", "ha"), said("dau.actual", "7.6"), said("dau.planned", "5.6")) == []
    assert codes(said("dau.actual", "7.5"), said("dau.planned", "5")) == ["stated_actual", "stated_plan"]
    assert codes(said("khac.difference", "9")) == [], "an indicator that is not in the report"


def test_a_planned_range_holds_all_that_lies_in_it():
    ranged = TargetRow(
        indicator="Giảm nghèo", code="ngheo", unit="%", planned_min=Decimal("0.5"), planned_max=Decimal(1),
        actual=Decimal("1.2"),
    )  # fmt: skip
    summary = replace(SUMMARY, targets=(ranged,))
    assert codes(said("ngheo.planned", "0.7"), summary=summary) == []
    assert codes(said("ngheo.planned", "1.5"), summary=summary) == ["stated_plan"]
    assert codes(said("ngheo.difference", "0.2"), summary=summary) == []


def test_a_figure_under_the_wrong_class_is_recognised_by_its_value():
    figures = [said("poor.end", 37, "hộ"), said("poor.end", 35, "hộ")]
    (warning,) = warnings(SUMMARY, figures)
    assert (warning.code, warning.stated, warning.computed) == ("stated_class", "35 hộ nghèo", "35 hộ cận nghèo")
    assert codes(said("poor.end", 36, "hộ")) == ["stated_poverty"]
    assert codes(said("near_poor.start", 38, "hộ"), said("poor.change", -6, "hộ")) == []


def test_publishers_who_differ_are_both_kept():
    figures = [said("loan_vnd", 140_000_000, on=date(2023, 1, 1)), said("loan_vnd", 150_000_000, source="Hội")]
    assert codes(*figures) == ["published_total", "published_conflict"]
    assert published_totals(figures).loan_vnd == 150_000_000, "the latest"


def test_different_standards_break_the_series():
    assert codes(standards=("2016–2020", "2022–2025")) == ["poverty_standard"]
    assert codes(standards=("2016–2020", "2016–2020")) == []


def unvalued(quantity, unit="ngày công"):
    return UnvaluedRow(description="Trồng dâu", quantity=Decimal(quantity), unit=unit, organization="BCHQS")


def test_what_divides_the_difference_exactly_is_offered_as_a_possible_cause():
    summary = replace(SUMMARY, unvalued=(unvalued("0.6", "ha"), unvalued("700", "phần"), unvalued("50")))
    found = codes(said("support_vnd", 2_230_000_000), summary=summary)
    assert found == ["published_total", "possible_cause"], "50 × 285.000; 700 does not divide in thousands"
    assert codes(said("support_vnd", 2_200_000_000), summary=summary) == ["published_total"]


def test_records_without_a_month_are_a_note():
    months = (MonthRow(month="2022-03", supports=2), MonthRow(month="2022", supports=10))
    assert codes(summary=replace(SUMMARY, by_month=months)) == ["month_unknown"]


def test_notes_contradict_nothing_and_stay_out_of_the_paper():
    figures = [said("support_vnd", 2_230_000_000), said("loan_vnd", 140_000_000), said("all_vnd", 2_370_000_000)]
    summary = replace(SUMMARY, published=published_totals(figures))
    summary = replace(summary, warnings=warnings(summary, figures))
    assert {warning.code for warning in summary.warnings} & NOTES == {"loan_apart"}
    assert [warning.code for warning in contradictions(summary).warnings] == ["published_total"]


def test_an_amount_typed_with_two_readings_is_quoted():
    typed = [("102,750.000 đồng", 102_750_000, "Đoàn xã", "/ho-tro/9/"), ("60 triệu", 60_000_000, "MTTQ", "/ho-tro/1/")]
    (warning,) = ambiguous(typed)
    assert (warning.stated, warning.computed) == ("“102,750.000 đồng”", "102.750.000 đồng")
    assert warning.ref == "/ho-tro/9/"
