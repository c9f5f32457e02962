"""Reports of any period, by hand: what is in it, what has no place in it, cùng kỳ; on the page and by command.

Each record's amount is another power of two in million đồng, so that a sum says which records are in it.
"""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import AreaPoverty, Support
from movements.models import Portal, ReportingPeriod, Target
from reports.asked import Asked
from reports.composing import document_of, summary_of
from reports.renderers.figures import line_text
from reports.summaries.summarize_reader import Reader
from reports.summary import to_json

DAY = datetime.date
MILLION = 1_000_000
# million đồng: (day, how exactly it is known)
GIFTS = {
    1: (DAY(2021, 12, 5), "day"),
    2: (DAY(2022, 1, 10), "day"),
    4: (DAY(2022, 3, 1), "month"),
    8: (DAY(2022, 1, 1), "quarter"),
    16: (DAY(2022, 4, 1), "quarter"),
    32: (DAY(2022, 7, 1), "month"),
    64: (DAY(2022, 9, 30), "day"),
    128: (DAY(2022, 1, 1), "year"),
    256: (DAY(2022, 10, 1), "quarter"),
    512: (DAY(2022, 12, 15), "day"),
    1024: (DAY(2021, 2, 20), "day"),
    2048: (DAY(2021, 1, 1), "year"),
    8192: (DAY(2023, 5, 5), "day"),
}
LOAN, SUPPLEMENT = 4096, 16384
ODD_YEAR = "2021-12-01..2022-11-30"


@pytest.fixture
def ledger(cast):
    """The gifts in Phú Sơn, those of 2 and 4 in the campaign; a loan of 01/02/2022, and a gift of 20/11/2021 that came
    in after its year was closed and counts from 01/01/2022. The year 2022 is also set up to end on 30/11.
    """
    base = {"kind": "grant", "form": "gift", "organization": cast.mttq_phu_son, "area": cast.phu_son,
            "status": "draft", "created_by": cast.mttq, "updated_by": cast.mttq}  # fmt: skip
    rows = [
        Support(**base, date=day, date_precision=known, year=day.year, amount_vnd=vnd * MILLION,
                description=f"Quà {vnd}", campaign=cast.pretieng if vnd in (2, 4) else None)
        for vnd, (day, known) in GIFTS.items()
    ]  # fmt: skip
    rows.append(Support(**{**base, "kind": "loan", "form": "loan"}, date=DAY(2022, 2, 1), year=2022, description="Vay",
                        amount_vnd=LOAN * MILLION))  # fmt: skip
    rows.append(Support(**base, date=DAY(2021, 11, 20), counted_on=DAY(2022, 1, 1), year=2022, description="Bổ sung",
                        amount_vnd=SUPPLEMENT * MILLION))  # fmt: skip
    Support.objects.filter(pk__in=[row.pk for row in Support.objects.bulk_create(rows)]).update(status="approved")
    cast.first = ReportingPeriod(kind="quarter", year=2022, number=1)
    odd = ReportingPeriod(
        kind="year", year=2022, start=DAY(2021, 12, 1), end=DAY(2022, 11, 30), name="Năm công tác 2022"
    )
    for period in (cast.first, odd):
        period.refresh_derived()
        period.save()
    return cast


def summary(period, **scope):
    (kind, code), *_rest = [*scope.items(), ("portal", None)]
    return summary_of(Asked(scope=kind, code=code, period=period), Reader.system(), Portal.current())


def millions(value):
    return None if value is None else value // MILLION


# period: support, what has no place (records, đồng), cùng kỳ
CASES = {
    "2022-Q1": (2 + 4 + 8 + SUPPLEMENT, (1, 128), 1024),
    "2022-Q2": (16, (1, 128), None),
    "2022-H1": (2 + 4 + 8 + 16 + SUPPLEMENT, (1, 128), 1024),
    "2022-H2": (32 + 64 + 256 + 512, (1, 128), 1),
    "2022-9T": (2 + 4 + 8 + 16 + 32 + 64 + SUPPLEMENT, (1, 128), 1024),
    "2022-03": (4, (2, 8 + 128), None),
    "2022": (2 + 4 + 8 + 16 + 32 + 64 + 128 + 256 + 512 + SUPPLEMENT, None, 1 + 1024 + 2048),
    "2021-2022": (17406 + 3073, None, None),
    ODD_YEAR: (1 + 2 + 4 + 8 + 16 + 32 + 64 + SUPPLEMENT, (3, 128 + 256 + 2048), 1024),
}


@pytest.mark.parametrize("period", CASES)
def test_a_period_holds_what_surely_lies_in_it_and_says_what_has_no_place(ledger, period):
    found = summary(period, area="phu-son")
    left = found.unplaced and (found.unplaced.supports, millions(found.unplaced.support_vnd))
    then = found.before.totals if found.before else None
    assert (millions(found.totals.support_vnd), left, then and millions(then.support_vnd)) == CASES[period]
    months = [row.month for row in found.by_month]
    assert all(found.period.start.isoformat() <= f"{month}-31" and month <= str(found.period.end) for month in months)
    assert sum(row.support_vnd for row in found.by_month) == found.totals.support_vnd


def test_every_list_behind_a_period_holds_what_its_figure_says(client, ledger):
    client.force_login(ledger.mttq)

    def listed(address):
        return client.get(address).context["shown"].totals["ho-tro"]

    for period in ("2022-Q1", "2022-9T", "2021-2022", ODD_YEAR):
        found = summary(period, area="phu-son")
        assert listed(found.totals.support_ref) == found.totals.support_vnd
        assert [listed(row.ref) for row in found.by_area] == [row.support_vnd for row in found.by_area]
        grants = [row for row in found.by_month if row.support_vnd]
        assert [listed(row.ref) for row in grants] == [row.support_vnd for row in grants]
        assert [listed(row.ref) for row in found.by_year] == [row.support_vnd for row in found.by_year]
        if found.unplaced:
            assert listed(found.unplaced.ref) == found.unplaced.support_vnd
        if found.before and found.before.totals:
            assert listed(found.before.totals.support_ref) == found.before.totals.support_vnd


@pytest.mark.once
def test_a_span_is_told_year_by_year_and_has_no_year_before(ledger):
    found = summary("2020-2022", area="phu-son")
    assert [(row.year, millions(row.support_vnd), row.supports) for row in found.by_year] == [
        (2020, 0, 0), (2021, 3073, 3), (2022, 17406, 11),
    ]  # fmt: skip
    assert found.before is None
    words = said(found, "2020-2022")
    assert "giai đoạn 2020–2022" in words and "Chưa có khoản nào được ghi nhận cho năm 2020." in words


def test_plans_and_results_are_those_of_the_reporting_period(ledger):
    base = {"organization": ledger.mttq_phu_son, "area": ledger.phu_son, "indicator": ledger.dau_tam,
            "status": "draft", "created_by": ledger.mttq, "updated_by": ledger.mttq}  # fmt: skip
    rows = [
        Target(**base, year=2022, period=ledger.first, planned_min=10, planned_max=10, actual=7),
        Target(**base, year=2022, planned_min=40, planned_max=40, actual=33),
        Target(**base, year=2021, actual=20),
    ]
    for row in rows:
        row.refresh_derived()
    made = Target.objects.bulk_create(rows)
    Target.objects.filter(pk__in=[row.pk for row in made]).update(status="approved")

    def told(period):
        return [(row.planned_min, row.actual, row.before) for row in summary(period, area="phu-son").targets]

    assert told("2022-Q1") == [(10, 7, None)]
    assert told("2022") == told(ODD_YEAR) == [(40, 33, 20)]
    assert told("2022-Q2") == [], "nobody set it up, so that nothing was planned for it"


def test_poor_households_at_the_start_and_the_end_of_the_period(ledger):
    base = {"organization": ledger.mttq_phu_son, "area": ledger.phu_son, "standard": "2022-2025", "source": "UBND",
            "year": 2022, "status": "draft", "created_by": ledger.mttq, "updated_by": ledger.mttq}  # fmt: skip
    days = {DAY(2021, 12, 31): 43, DAY(2022, 6, 30): 40, DAY(2022, 12, 31): 37}
    made = AreaPoverty.objects.bulk_create(AreaPoverty(**base, date=day, poor=poor) for day, poor in days.items())
    AreaPoverty.objects.filter(pk__in=[row.pk for row in made]).update(status="approved")

    def poor(period):
        found = summary(period, area="phu-son")
        row = found.poverty[0]
        return row.start, row.end, row.before, found.context.poverty_start, found.context.poverty_end

    assert poor("2022-Q1") == (43, None, None, "cuối năm 2021", "cuối kỳ")
    assert poor("2022-H1") == (43, 40, None, "cuối năm 2021", "ngày 30/06/2022")
    assert poor("2022-H2") == (40, 37, 43, "ngày 30/06/2022", "cuối năm 2022")
    assert poor("2022") == (43, 37, 43, "cuối năm 2021", "cuối năm 2022")


def said(found, period):
    document = document_of(Asked(period=period), found)
    lines = [document.title]
    for block in document.all_blocks():
        lines += [line_text(line) for line in (getattr(block, "items", None) or (getattr(block, "parts", ()),))]
    return "\n".join(lines).replace("\u00a0", " ")


@pytest.mark.once
def test_the_words_speak_of_the_period(ledger):
    quarter = said(summary("2022-Q1", area="phu-son"), "2022-Q1")
    assert quarter.startswith("Kết quả công tác dân vận trên địa bàn xã Phú Sơn quý I/2022\n")
    assert "Ngoài ra có 01 khoản (hỗ trợ 128.000.000 đồng) chỉ ghi năm nên chưa xếp được vào kỳ này" in quarter
    # 2 + 4 + 8 + 16384 against 1024: 15.374 million more, 1501.3671… per cent; three grants more than one
    assert "So với quý I/2021, giá trị hỗ trợ tăng 15.374.000.000 đồng (1.501,37%)" in quarter
    assert "số khoản hỗ trợ tăng 03 khoản (300,00%)" in quarter
    assert "theo dõi theo năm, không tách cho kỳ này" in quarter
    alone = said(summary("2022-Q2", area="phu-son"), "2022-Q2")
    assert "Chưa có số liệu quý II/2021 trong phạm vi báo cáo nên không so sánh với cùng kỳ." in alone
    odd = said(summary(ODD_YEAR, area="phu-son"), ODD_YEAR)
    assert "xã Phú Sơn năm công tác 2022" in odd
    assert "Kỳ báo cáo tính từ ngày 01/12/2021 đến hết ngày 30/11/2022." in odd
    assert "chỉ ghi tháng, quý hoặc năm" in odd


@pytest.mark.once
def test_a_movement_counts_its_campaigns(client, ledger):
    """Of the quarter the gifts of 2 and 4; a reader of a commune has their part of it, as of a campaign."""
    found = summary("2022-Q1", movement="dan-van-kheo")
    assert millions(found.totals.support_vnd) == 6
    client.force_login(ledger.mttq)
    shown = client.get("/bao-cao/xem/", {"ky": "2022-Q1", "phong-trao": "dan-van-kheo"}).content.decode()
    shown = shown.replace("\u00a0", " ")
    assert "phong trào thi đua “Dân vận khéo” quý I/2022" in shown and "6.000.000 đồng" in shown
    assert client.get(found.totals.support_ref).context["shown"].totals["ho-tro"] == 6 * MILLION
    of_movement = client.get(f"/phong-trao/{ledger.phong_trao.pk}/", {"nam": "2022"}).content.decode()
    assert f'data-vnd="{summary("2022", movement="dan-van-kheo").totals.support_vnd}"' in of_movement
    assert 'href="/bao-cao/xem/?nam=2022&amp;phong-trao=dan-van-kheo"' in of_movement
    client.force_login(ledger.canbo_melinh)
    part = client.get("/bao-cao/xem/", {"ky": "2022-Q1", "phong-trao": "dan-van-kheo"}).content.decode()
    assert "Chỉ gồm số liệu trong phạm vi được xem" in part and "6.000.000" not in part
    assert client.get("/bao-cao/xem/", {"ky": "2022-Q1", "phong-trao": "khong-co"}).status_code == 404


@pytest.mark.once
def test_the_page_offers_kind_period_and_subject_and_keeps_them_in_the_address(client, ledger):
    client.force_login(ledger.mttq)
    page = client.get("/bao-cao/", {"ky": "2022-H1"}).content.decode()
    assert "<h1>Báo cáo 6 tháng đầu năm 2022</h1>" in page and '<option value="2022-H1" selected>' in page
    assert f'<option value="{ODD_YEAR}">Năm công tác 2022 (01/12/2021–30/11/2022)</option>' in page
    assert 'href="/bao-cao/xem/?ky=2022-H1&amp;xa=phu-son"' in page and "16.414.000.000" in page
    assert 'href="/bao-cao/xem/?ky=2022-H1&amp;phong-trao=dan-van-kheo"' in page
    chosen = client.get("/bao-cao/", {"ky": "2022-H1", "loai": "phu-luc", "pham-vi": "xa:phu-son"})
    assert chosen.url == "/bao-cao/xem/?ky=2022-H1&xa=phu-son&loai=phu-luc"
    empty = client.get("/bao-cao/", {"ky": "2019-Q3"}).content.decode()
    assert "Báo cáo quý III/2019" in empty and "Chưa có số liệu đã tiếp nhận trong kỳ này" in empty
    for bad in ({"ky": "2022-Q5"}, {"ky": "x"}, {"loai": "khac"}, {"ky": "2022-H1", "pham-vi": "khac:1"}):
        assert client.get("/bao-cao/", bad).status_code == 404
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/bao-cao/xem/", {"ky": "2022-H1", "xa": "lam-ha"}).status_code == 200
    assert len(queries) <= 14, "twelve after the session and the user"


@pytest.mark.once
def test_the_command_says_the_same_as_the_page(ledger):
    def answer(*options):
        out = io.StringIO()
        call_command("annual_summary", *options, stdout=out)
        return json.loads(out.getvalue())

    half = answer("--period", "2022-H1", "--area", "phu-son")
    assert half == json.loads(json.dumps(to_json(summary("2022-H1", area="phu-son"))))
    assert half["period"] == {
        "code": "2022-H1", "label": "6 tháng đầu năm 2022", "start": "2022-01-01", "end": "2022-06-30",
    }  # fmt: skip
    assert (
        half["unplaced"]["support_vnd"] == 128 * MILLION and half["before"]["totals"]["support_vnd"] == 1024 * MILLION
    )
    assert answer("--period", "2022-Q2", "--area", "phu-son")["before"]["totals"] is None
    assert answer("--period", "2022-Q1", "--movement", "dan-van-kheo")["totals"]["support_vnd"] == 6 * MILLION
    assert answer("--year", "2022", "--area", "phu-son") == answer("--period", "2022", "--area", "phu-son")
    with pytest.raises(CommandError, match="Kỳ không hợp lệ"):
        answer("--period", "2022-Q7")
    with pytest.raises(CommandError, match="Không có loại báo cáo này"):
        answer("--year", "2022", "--kind", "phu-luc", "--campaign", "pretieng-2022")
