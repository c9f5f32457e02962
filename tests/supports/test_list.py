"""The ledger's list: who sees which rows, sums that keep loans apart, filters, export, and its price in queries."""

import csv
import datetime
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Support
from tests.supports.pages import as_


@pytest.fixture
def ledger(cast):
    """60 million in Phú Sơn, 30 million in Mê Linh, a loan of 50 million, one not valued, one withdrawn."""
    cast.house = cast.approve(cast.make_support())
    cast.gift = cast.make_support(
        cast.canbo_melinh, form="gift", organization=cast.mttq_me_linh, area=cast.me_linh, campaign=None, hamlets=[],
        description="Tặng quà Tết", date=datetime.date(2023, 1, 1), date_precision="year",
        items=[{"name": "", "quantity": "100", "unit": "phần"}],
        contributions=[{"source": cast.quy_huyen.pk, "amount_vnd": 30_000_000}],
    )  # fmt: skip
    cast.debt = cast.approve(cast.make_support(cast.hoinongdan, **cast.loan_data(), hamlets=[], items=[]))
    cast.labour = cast.make_support(
        form="labour", description="Ngày công làm đường", date=datetime.date(2022, 3, 1), date_precision="month",
        items=[{"name": "", "quantity": "50", "unit": "ngày công"}], contributions=[],
    )  # fmt: skip
    cast.gone = cast.make_support(description="Ghi nhầm")
    from danvan.records import services

    cast.gone = services.withdraw(cast.fresh(cast.canbo_phuson), cast.gone)
    return cast


def names(answer) -> set[str]:
    return {row.description for row in answer.context["shown"].page}


ALL = {"Xây nhà Đại đoàn kết", "Tặng quà Tết", "Vay vốn trồng dâu", "Ngày công làm đường", "Ghi nhầm"}
HERE = ALL - {"Tặng quà Tết"}


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("mttq", ALL), ("canbo_phuson", HERE), ("canbo_melinh", {"Tặng quà Tết"}),
        ("hoinongdan", {"Vay vốn trồng dâu"}),
        ("hoiphunu", set()), ("mttq_ductrong", set()), ("lanhdao", {"Xây nhà Đại đoàn kết", "Vay vốn trồng dâu"}),
    ],
)  # fmt: skip
def test_each_sees_the_rows_of_their_reach(client, ledger, name, seen):
    assert names(as_(client, ledger, name).get("/ho-tro/")) == seen


@pytest.mark.parametrize("name", ["bandanvan", "quantri", "nobody"])
def test_who_does_not_read_the_ledger_is_refused(client, ledger, name):
    as_(client, ledger, name)
    assert client.get("/ho-tro/").status_code == 403
    assert client.get(f"/ho-tro/{ledger.house.pk}/").status_code in (403, 404)


def test_loans_are_never_summed_into_support_and_a_withdrawn_record_into_neither(client, ledger):
    answer = as_(client, ledger, "mttq").get("/ho-tro/")
    assert answer.context["shown"].totals == {"so-ho": 4, "ho-tro": 90_000_000, "cho-vay": 50_000_000}
    sums = {
        **answer.context["shown"].sums,
        "grants_vnd": answer.context["shown"].totals["ho-tro"],
        "loans_vnd": answer.context["shown"].totals["cho-vay"],
    }
    assert (sums["grants_vnd"], sums["loans_vnd"], sums["unvalued"], sums["withdrawn"]) == (
        90_000_000,
        50_000_000,
        1,
        1,
    )
    assert (sums["accepted"], sums["accepted_vnd"]) == (2, 60_000_000)
    page = answer.content.decode()
    assert "chưa quy thành tiền" in page and "140.000.000" not in page
    assert "50 ngày công" in page and "Quỹ “Vì người nghèo” tỉnh" in page


FILTERS = {
    "nam=2022": {"Xây nhà Đại đoàn kết", "Vay vốn trồng dâu", "Ngày công làm đường", "Ghi nhầm"},
    "nam=2023": {"Tặng quà Tết"},
    "xa=phu-son": HERE,
    "noi=me-linh": {"Tặng quà Tết"},
    "noi=lam-ha": ALL,
    "to-chuc=hoi-nong-dan": {"Vay vốn trồng dâu"},
    "nguon=quy-vnn-huyen": {"Xây nhà Đại đoàn kết", "Tặng quà Tết", "Ghi nhầm"},
    "nguon=nhcsxh": {"Vay vốn trồng dâu"},
    "dot=pretieng-2022": {"Xây nhà Đại đoàn kết", "Vay vốn trồng dâu", "Ngày công làm đường", "Ghi nhầm"},
    "hinh-thuc=gift": {"Tặng quà Tết"},
    "loai=loan": {"Vay vốn trồng dâu"},
    "loai=grant&trang-thai=approved": {"Xây nhà Đại đoàn kết"},
    "trang-thai=withdrawn": {"Ghi nhầm"},
    "chua-quy=1": {"Ngày công làm đường"},
    "thang=3": {"Ngày công làm đường"},
    "thang=%3F": {"Tặng quà Tết"},
    "tu=01/05/2022": {"Xây nhà Đại đoàn kết", "Vay vốn trồng dâu", "Tặng quà Tết", "Ghi nhầm"},
    "den=31/03/2022": {"Ngày công làm đường"},
    "den=30/03/2022": set(),
    "tu=2022&den=2022": {"Xây nhà Đại đoàn kết", "Vay vốn trồng dâu", "Ngày công làm đường", "Ghi nhầm"},
    "den=30/12/2023&nam=2023": set(),
    "tim=dai doan ket": {"Xây nhà Đại đoàn kết"},
    "tim=ngay cong phu son": {"Ngày công làm đường"},
    "xa=khong-co": set(),
    "thang=13": set(),
    "tu=hom qua": set(),
    "nam=hai-ngan": None,
}


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_narrows_rows_and_sums_alike(client, ledger, query):
    answer = as_(client, ledger, "mttq").get(f"/ho-tro/?{query}")
    if FILTERS[query] is None:
        assert answer.status_code == 404
        return
    assert names(answer) == FILTERS[query]
    rows = [s for s in answer.context["shown"].page if s.status != "withdrawn"]
    grants = [s.amount_vnd for s in rows if s.kind == "grant" and s.amount_vnd is not None]
    loans = [s.amount_vnd for s in rows if s.kind == "loan"]
    totals = answer.context["shown"].totals
    assert (totals["ho-tro"] or 0, totals["cho-vay"] or 0) == (sum(grants), sum(loans))


def test_a_programme_belongs_to_its_campaign(client, ledger):
    from movements.models import Campaign

    part = Campaign.objects.create(code="pretieng-nha", name="Nhà ở Pretieng", parent=ledger.pretieng)
    ledger.make_support(campaign=part, description="Nhà trong chương trình")
    answer = as_(client, ledger, "mttq").get("/ho-tro/?dot=pretieng-2022")
    assert "Nhà trong chương trình" in names(answer)
    assert names(client.get("/ho-tro/?dot=pretieng-nha")) == {"Nhà trong chương trình"}


def test_the_rows_of_a_source_say_what_it_gave_itself(client, ledger):
    shown = as_(client, ledger, "mttq").get("/ho-tro/?nguon=quy-vnn-huyen&trang-thai=approved").context["shown"]
    assert (shown.totals["ho-tro"], shown.sums["source_vnd"]) == (60_000_000, 40_000_000)


def test_sorting_by_the_support_puts_the_largest_first(client, ledger):
    answer = as_(client, ledger, "mttq").get("/ho-tro/?sort=-ho-tro&loai=grant&trang-thai=approved")
    assert [s.description for s in answer.context["shown"].page] == ["Xây nhà Đại đoàn kết"]
    both = client.get("/ho-tro/?sort=-ho-tro&tu=2022&loai=grant")
    amounts = [s.grant_vnd for s in both.context["shown"].page if s.grant_vnd is not None]
    assert amounts == [60_000_000, 30_000_000]


@pytest.mark.parametrize("query", ["", "loai=grant", "xa=phu-son&nam=2022"])
def test_the_export_is_exactly_the_list(client, ledger, query):
    as_(client, ledger, "mttq")
    shown = client.get(f"/ho-tro/?{query}").context["shown"]
    text = client.get(f"/ho-tro/?xuat=csv&{query}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == [column.label for column in shown.columns]
    assert [row[0] for row in rows[1:]] == [row.description for row in shown.page]
    amounts = {row[0]: (row[8], row[9], row[5]) for row in rows[1:]}
    assert amounts["Xây nhà Đại đoàn kết"] == ("60000000", "", "1 căn")
    assert amounts["Ngày công làm đường"] == ("chưa quy thành tiền", "", "50 ngày công")
    if not query:
        assert amounts["Vay vốn trồng dâu"] == ("", "50000000", "")


def test_the_workbook_has_typed_amounts(client, ledger):
    answer = as_(client, ledger, "mttq").get("/ho-tro/?xuat=xlsx&trang-thai=approved")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>60000000</v>" in sheet and "<v>50000000</v>" in sheet


def fill(cast, count: int) -> None:
    from danvan.audit.journal import journal

    with journal(cast.canbo_phuson):
        for number in range(count):
            cast.make_support(description=f"Khoản {number}")


def test_the_list_costs_the_same_at_ten_and_at_two_hundred_rows(client, cast):
    cost = []
    as_(client, cast, "canbo_phuson")
    for more in (10, 190):
        fill(cast, more)
        client.get("/ho-tro/?co=100")  # the size is remembered
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get("/ho-tro/?nam=2022&xa=phu-son&nguon=quy-vnn-huyen&to-chuc=mttq-phu-son")
        assert len(answer.context["shown"].page) == min(Support.objects.count(), 100)
        cost.append([q["sql"] for q in queries])
    assert len(cost[0]) == len(cost[1]), cost[1]
    assert len(cost[1]) <= 12, "\n".join(cost[1])
