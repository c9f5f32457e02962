"""Bổ sung vào kỳ sau: what comes in after a closing keeps its date, counts in the next open period, stands apart."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from beneficiaries.models import PovertyReview, Support
from danvan.audit.models import Entry
from danvan.figures import effects
from danvan.figures.models import EffectRow
from danvan.records import corrections, periods, services
from danvan.records.models import PeriodClosing
from danvan.records.periods import PeriodClosed
from movements.models import Activity
from reports.building.build import build
from reports.summaries.summarize import summarize, summarize_all
from reports.summary import to_json
from tests.unchanged import refuses

D = datetime.date
FIRST, LAST = D(2022, 1, 1), D(2022, 12, 31)


def close(cast, start=FIRST, end=LAST, area=None) -> PeriodClosing:
    return periods.close(cast.mttq_truong, area or cast.lam_ha, start, end)


def late(cast, actor=None, **changes) -> Support:
    return services.create(actor or cast.canbo_phuson, Support, cast.support_data(**changes), supplement=True)


# ---- where it counts -------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    ("closings", "date", "precision", "counted"),
    [
        ([((2022, 1, 1), (2022, 12, 31))], D(2022, 5, 30), "day", D(2023, 1, 1)),
        ([((2022, 3, 1), (2022, 3, 31))], D(2022, 3, 15), "day", D(2022, 4, 1)),
        # April and the whole of the first quarter are closed too: the first day after all of them
        ([((2022, 1, 1), (2022, 3, 31)), ((2022, 4, 1), (2022, 4, 30))], D(2022, 3, 15), "day", D(2022, 5, 1)),
        # known to its year only: behind the closing that refuses it, not behind the year
        ([((2022, 1, 1), (2022, 3, 31))], D(2022, 1, 1), "year", D(2022, 4, 1)),
        ([((2022, 3, 10), (2022, 3, 20))], D(2022, 3, 12), "day", D(2022, 3, 21)),
    ],
)
def test_it_counts_from_the_first_open_day_after_the_closing(cast, closings, date, precision, counted):
    for start, end in closings:
        close(cast, D(*start), D(*end))
    record = late(cast, date=date, date_precision=precision)
    assert (record.date, record.counted_on) == (date, counted)
    assert (record.year, record.month, record.covers()) == (counted.year, counted.month, (counted, counted))


@pytest.mark.once
def test_an_open_period_makes_no_supplement(cast):
    assert late(cast).counted_on is None
    close(cast)
    periods.grant_exception(
        cast.mttq_truong, PeriodClosing.objects.get(), cast.canbo_phuson,
        timezone.now() + datetime.timedelta(hours=1), reason="Chứng từ về muộn",
    )  # fmt: skip
    assert late(cast).counted_on is None


def test_the_refusal_offers_where_it_would_count_and_for_a_fact_of_the_year_it_does_not(cast):
    household = cast.make_household()
    close(cast)
    with refuses(PeriodClosed) as caught:
        cast.make_support()
    assert caught.value.counted_on == D(2023, 1, 1)
    assert "tính vào tháng 1/2023" in caught.value.message
    review = {"household": household, "year": 2022, "standard": "2022-2025", "poverty_class": "poor",
              "organization": cast.mttq_phu_son, "area": cast.phu_son}  # fmt: skip
    with refuses(PeriodClosed) as caught:
        services.create(cast.canbo_phuson, PovertyReview, review, supplement=True)
    assert caught.value.counted_on is None
    assert "xin ngoại lệ" in caught.value.message


def test_activities_have_supplements_too(cast):
    close(cast)
    data = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "date": D(2022, 5, 30),
            "kind_of_activity": "dialogue", "name": "Đối thoại với dân"}  # fmt: skip
    made = services.create(cast.canbo_phuson, Activity, data, supplement=True)
    assert (made.date, made.counted_on, made.year) == (D(2022, 5, 30), D(2023, 1, 1), 2023)


# ---- figures ---------------------------------------------------------------------------------------------------


def test_the_closed_year_stands_and_the_next_one_counts_it_apart(cast):
    """2022: 60 million. 2023: 7 million of its own, and 60 + a loan of 50 million for 2022."""
    cast.approve(cast.make_support())
    close(cast)
    before = to_json(summarize_all(year=2022))
    cast.approve(late(cast, description="Nhà bàn giao, chứng từ về muộn"))
    cast.approve(services.create(cast.hoinongdan, Support, cast.loan_data(), supplement=True))
    seven = [{"source": cast.quy_huyen.pk, "amount_vnd": 7_000_000}]
    cast.approve(cast.make_support(date=D(2023, 2, 1), contributions=seven, form="gift", items=[]))

    assert to_json(summarize_all(year=2022)) == before
    assert before["supplements"] == []
    after = summarize_all(year=2023)
    data = to_json(after)
    assert (data["totals"]["support_vnd"], data["totals"]["loan_vnd"], data["totals"]["supports"]) == (
        67_000_000, 50_000_000, 3,
    )  # fmt: skip
    assert sum(row["support_vnd"] for row in data["by_organization"]) == 67_000_000
    assert [(r["month"], r["support_vnd"], r["loan_vnd"]) for r in data["by_month"]] == [
        ("2023-01", 60_000_000, 50_000_000), ("2023-02", 7_000_000, 0),
    ]  # fmt: skip
    assert [
        (r["description"], r["date"], r["counted"], r["organization"], r["support_vnd"], r["loan_vnd"])
        for r in data["supplements"]
    ] == [
        ("Nhà bàn giao, chứng từ về muộn", "30/05/2022", "tháng 1/2023", cast.mttq_phu_son.name, 60_000_000, None),
        ("Vay vốn trồng dâu", "30/05/2022", "tháng 1/2023", cast.hoi_nong_dan.name, None, 50_000_000),
    ]
    assert effects.differences() == []
    assert effects.unproved() == []
    rows = EffectRow.objects.filter(indicator="support_vnd").values_list("year", "month", "value")
    assert sorted(map(tuple, rows)) == [(2022, 5, 60_000_000), (2023, 1, 60_000_000), (2023, 2, 7_000_000)]


def test_the_ways_to_count_agree_on_supplements(cast):
    close(cast)
    cast.approve(late(cast))
    found = Support.objects.approved().in_year(2023)
    assert found.ledger().totals() == found.ledger_with_entries().totals()
    assert found.ledger().supplements() == found.ledger_with_entries().supplements()
    assert found.ledger().supplements().support_vnd == 60_000_000
    assert [m.month for m in found.by_month()] == [1]
    assert found.in_period(D(2023, 1, 1), D(2023, 1, 31)).count() == 1
    assert not Support.objects.in_period(D(2022, 1, 1), D(2022, 12, 31)).exists()


@pytest.mark.once
def test_the_paper_prints_them_in_a_section_of_their_own_and_only_then(cast):
    cast.approve(cast.make_support())
    close(cast)
    cast.approve(late(cast))
    assert "Bổ sung cho kỳ trước" not in str(build(summarize_all(year=2022)))
    paper = str(build(summarize_all(year=2023)))
    assert "Bổ sung cho kỳ trước" in paper and "Các khoản bổ sung cho kỳ đã chốt" in paper


@pytest.mark.once
def test_a_reader_without_rows_gets_the_form_and_no_words_of_the_record(cast):
    close(cast)
    cast.approve(late(cast, description="CANARY"))
    rows = summarize(cast.fresh(cast.bandanvan), year=2023).supplements
    assert [(row.description, row.support_vnd, row.ref) for row in rows] == [("Nhà ở xây mới", 60_000_000, "")]


# ---- its life --------------------------------------------------------------------------------------------------


def test_a_draft_left_behind_by_a_closing_goes_on_as_a_supplement(cast):
    draft, sent = cast.make_support(), cast.submit(cast.make_support())
    close(cast)
    with refuses(PeriodClosed):
        services.submit(cast.canbo_phuson, draft)
    draft = services.supplement(cast.canbo_phuson, draft)
    assert (draft.counted_on, draft.version) == (D(2023, 1, 1), 2)
    assert cast.approve(draft).status == "approved"
    with refuses(PermissionDenied):
        services.supplement(cast.canbo_melinh, sent)
    sent = services.supplement(cast.chutich_phuson, sent)  # whose step waits
    assert cast.approve(sent).year == 2023


def test_an_edited_supplement_stays_one_while_its_period_is_closed(cast):
    closing = close(cast)
    record = late(cast)
    record = services.update(cast.canbo_phuson, record, {"note": "x"}, expected_version=1)
    assert record.counted_on == D(2023, 1, 1)
    moved = services.update(cast.canbo_phuson, record, {"date": D(2023, 5, 1)}, expected_version=2)
    assert (moved.counted_on, moved.year) == (None, 2023)
    again = late(cast)
    periods.reopen(cast.mttq_truong, closing, reason="Sót số liệu")
    again = services.update(cast.canbo_phuson, again, {"note": "y"}, expected_version=1)
    assert (again.counted_on, again.year) == (None, 2022)


def test_when_the_next_period_closes_too_a_waiting_supplement_moves_on(cast):
    close(cast)
    record = late(cast)
    close(cast, D(2023, 1, 1), D(2023, 1, 31))
    with refuses(PeriodClosed) as caught:
        services.submit(cast.canbo_phuson, record)
    assert caught.value.counted_on == D(2023, 2, 1)
    assert services.supplement(cast.canbo_phuson, record).counted_on == D(2023, 2, 1)


def test_an_accepted_record_is_never_moved_and_its_refusal_says_what_else_there_is(cast):
    approved = cast.approve(cast.make_support())
    close(cast)
    with refuses(PermissionDenied):
        services.supplement(cast.canbo_phuson, approved)
    with refuses(PeriodClosed) as caught:
        corrections.propose(cast.canbo_phuson, approved, reason="…", data={"households": 2}, expected_version=1)
    assert caught.value.counted_on is None
    assert "một bản bổ sung" in caught.value.message and "ngoại lệ" in caught.value.message


def test_an_accepted_supplement_is_corrected_where_it_counts(cast):
    close(cast)
    record = cast.approve(late(cast))
    fifty = [{"source": cast.quy_huyen.pk, "amount_vnd": 50_000_000}]
    proposed = corrections.propose(
        cast.canbo_phuson, record, reason="Ghi nhầm", data={"contributions": fifty}, expected_version=1
    )
    corrections.decide(cast.mttq_truong, proposed, approve=True)
    assert summarize_all(year=2023).totals.support_vnd == 50_000_000
    assert effects.differences() == []
    close(cast, D(2023, 1, 1), D(2023, 12, 31))
    with refuses(PeriodClosed):
        corrections.propose(cast.canbo_phuson, record, reason="…", data={"households": 2}, expected_version=2)


def test_the_journal_says_where_it_counts_and_which_closing_made_it_so(cast):
    closing = close(cast)
    record = late(cast)
    entry = Entry.objects.get(action="supplement", record_id=record.pk)
    assert json.loads(entry.changes) == {
        "counted_on": [None, "2023-01-01"], "closing": closing.pk, "start": "2022-01-01", "end": "2022-12-31",
    }  # fmt: skip
