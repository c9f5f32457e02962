"""The summary's own arithmetic and its JSON, against figures worked out by hand."""

import json
from decimal import Decimal

import pytest

from reports.pages.campaign_rows import percent
from reports.renderers import json as json_renderer
from reports.summary import PovertyRow, TargetRow, rate, to_json, trim
from tests.reports.pretieng_summary import EMPTY, PRETIENG


def target(low: str | None, high: str | None, actual: str | None, **more: object) -> TargetRow:
    low_, high_, actual_ = (None if text is None else Decimal(text) for text in (low, high, actual))
    return TargetRow(indicator="x", unit="%", planned_min=low_, planned_max=high_, actual=actual_, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("low", "high", "actual", "difference", "percent"),
    [
        ("5.6000", "5.6000", "7.6000", "2.0", "135.71"),
        ("23", "23", "26", "3", "113.04"),
        ("400", "400", "541", "141", "135.25"),
        ("0.5", "1", "1", "0", None),  # inside a range
        ("0.5", "1", "0.75", "0", None),
        ("1.5", "2", "2.7", "0.7", None),  # above: to the nearer bound
        ("1.5", "2", "1.2", "-0.3", None),  # below
        (None, None, "37", None, None),
        ("5", "5", None, None, None),
        ("0", "0", "3", "3", None),  # a zero plan has no rate
        ("14", None, "14", "0", "100.00"),  # one bound is an exact plan
    ],
)
def test_difference_and_percent(
    low: str | None, high: str | None, actual: str | None, difference: str | None, percent: str | None
) -> None:
    row = target(low, high, actual)
    assert (None if row.difference is None else str(row.difference)) == difference
    assert (None if row.percent is None else str(row.percent)) == percent


def test_lower_is_better_turns_the_judgement_round() -> None:
    assert target("5", "5", "4").met is False
    assert target("5", "5", "4", lower_is_better=True).met is True
    assert target("5", "5", "6", lower_is_better=True).met is False
    assert target(None, None, "4").met is None


def test_rates_round_half_up() -> None:
    assert rate(1, 8) == Decimal("12.50")
    assert rate(1, 800) == Decimal("0.13")  # 0.125
    assert rate(-6, 43) == Decimal("-13.95")
    assert rate(-3, 38) == Decimal("-7.89")
    assert rate(5, 0) is None
    assert rate(None, 4) is None


def test_a_whole_percent_is_rounded_once() -> None:
    assert percent(44_497, 100_000) == "44 %"  # 44,497, not 44,50 and from there 45
    assert rate(44_497, 100_000, 0) == 44


def test_padding_zeros_go_and_the_number_stays() -> None:
    assert str(trim(Decimal("5.6000"))) == "5.6"
    assert str(trim(Decimal("700.0000"))) == "700"
    assert trim(None) is None


def test_unknown_poverty_gives_no_change() -> None:
    row = PovertyRow(poverty_class="poor", start=None, end=37)
    assert row.change is None
    assert row.percent is None


def test_json_of_the_case() -> None:
    data = to_json(PRETIENG)
    assert list(data) == [
        "year", "scope", "illustrative", "totals", "published", "difference", "by_organization", "by_source", "by_area",
        "by_form", "by_month", "unvalued", "targets", "poverty", "warnings", "supplements", "joint",
        "poverty_flows",
        "targets_by_area", "indicators", "programme", "recipients", "period", "by_year", "unplaced", "before",
    ]  # fmt: skip
    assert data["scope"] == {"type": "campaign", "code": "pretieng-2022", "name": "Dân vận khéo Pretieng 2022"}
    assert data["totals"] == {
        "support_vnd": 2_215_750_000,
        "loan_vnd": 140_000_000,
        "all_vnd": 2_355_750_000,
        "supports": 12,
        "unvalued": 3,
        "houses": 21,
    }
    assert data["difference"] == {"support_vnd": 14_250_000, "loan_vnd": 0, "all_vnd": 14_250_000}


def test_json_rows_have_the_fixed_keys_first_in_order() -> None:
    data = json.loads(json_renderer.render(PRETIENG))
    fixed = {
        "by_organization": ["name", "support_vnd", "loan_vnd", "joint_vnd", "supports"],
        "by_source": ["name", "support_vnd", "loan_vnd", "joint_vnd", "supports"],
        "by_month": ["month", "support_vnd", "loan_vnd"],
        "unvalued": ["description", "quantity", "unit", "organization"],
        "targets": ["indicator", "unit", "planned_min", "planned_max", "actual", "difference", "percent"],
        "poverty": ["class", "start", "end", "change", "percent"],
        "warnings": ["code", "message", "stated", "computed"],
    }
    for name, keys in fixed.items():
        for row in data[name]:
            assert list(row)[: len(keys)] == keys, name
    mulberry = data["targets"][1]
    assert (mulberry["planned_min"], mulberry["planned_max"], mulberry["actual"]) == ("5.6", "5.6", "7.6")
    assert (mulberry["difference"], mulberry["percent"]) == ("2.0", "135.71")
    assert [row["quantity"] for row in data["unvalued"]] == ["0.6", "700", "50"]
    assert [(row["change"], row["percent"]) for row in data["poverty"]] == [(-6, "-13.95"), (-3, "-7.89")]


def test_unpublished_is_null_not_zero() -> None:
    data = to_json(EMPTY)
    assert data["published"] == {"support_vnd": None, "loan_vnd": None, "all_vnd": None}
    assert data["difference"] == {"support_vnd": None, "loan_vnd": None, "all_vnd": None}
