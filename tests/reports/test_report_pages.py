"""Báo cáo in the browser: what each person may open, what it counts for them, and what a download leaves behind."""

import datetime
import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.models import AreaPoverty, Support
from danvan.audit.models import Entry
from danvan.records import catalogs, services
from movements.models import Portal, PublishedFigure
from reports.asked import Asked
from reports.composing import document_of, summary_of
from reports.summaries.summarize_reader import Reader

CAMPAIGN = {"nam": "2022", "dot": "pretieng-2022"}
LIST = 'href="/ho-tro/?dot=pretieng-2022&amp;nam=2022'


@pytest.fixture
def ledger(cast):
    """In the campaign: a house of 60 million and a loan of 50 in Phú Sơn, a gift of 7 million in Mê Linh."""
    cache.clear()
    cast.pretieng.areas.set([cast.phu_son])
    cast.house = cast.approve(cast.make_support())
    cast.loan = cast.approve(services.create(cast.hoinongdan, Support, cast.loan_data()))
    cast.gift = cast.approve(
        cast.make_support(
            cast.canbo_melinh, form="gift", organization=cast.mttq_me_linh, area=cast.me_linh, hamlets=[],
            description="Quà Tết Mê Linh", items=[{"quantity": "70", "unit": "phần"}],
            contributions=[{"source": cast.tu_van_dong.pk, "amount_vnd": 7_000_000}],
        )
    )  # fmt: skip
    return cast


def get(client, user, name, data=None, **kwargs):
    client.force_login(user)
    return client.get(reverse(f"reports:{name}", **kwargs), data)


def json_for(client, user, data):
    response = get(client, user, "download", data, args=["json"])
    assert response.status_code == 200
    return json.loads(response.content)


def test_the_index_offers_what_the_reader_may_open(client, ledger):
    page = get(client, ledger.mttq, "index").content.decode()
    for words in ("Báo cáo năm 2022", "huyện Lâm Hà", "Xã Phú Sơn", "Xã Mê Linh", "67.000.000", "60.000.000"):
        assert words in page
    page = get(client, ledger.canbo_melinh, "index", {"nam": "2022"}).content.decode()
    assert "Xã Mê Linh" in page and "7.000.000" in page
    assert "Xã Phú Sơn" not in page and "67.000.000" not in page and "Hội Nông dân huyện" not in page


def test_the_form_leads_to_an_address_that_can_be_kept(client, ledger):
    response = get(client, ledger.mttq, "index", {"nam": "2022", "pham-vi": "dot:pretieng-2022"})
    assert response.url == f"{reverse('reports:page')}?nam=2022&dot=pretieng-2022"
    assert get(client, ledger.mttq, "index", {"pham-vi": "khac:1"}).status_code == 404


def test_every_figure_of_the_page_is_linked_to_its_rows(client, ledger):
    page = get(client, ledger.mttq, "page", CAMPAIGN).content.decode()
    assert "67.000.000" in page and "50.000.000" in page
    assert f"{LIST}&amp;loai=grant&amp;trang-thai=approved" in page
    assert f"{LIST}&amp;to-chuc=mttq-phu-son&amp;trang-thai=approved" in page
    assert f'href="/ho-tro/{ledger.house.pk}/"' in page
    assert f"{reverse('reports:download', args=['pdf'])}?nam=2022&amp;dot=pretieng-2022" in page


@pytest.mark.parametrize(
    ("who", "data", "status"),
    [
        ("mttq", {"nam": "2022"}, 200),
        ("mttq", {"nam": "2022", "xa": "lam-ha"}, 200),
        ("mttq", {"nam": "2022", "xa": "hiep-thanh"}, 404),
        ("mttq", {"nam": "2022", "xa": "khong-co"}, 404),
        ("mttq", {"nam": "hai"}, 404),
        ("mttq", {"nam": "1900"}, 404),
        ("mttq", {"nam": "2022", "xa": "phu-son", "dot": "pretieng-2022"}, 404),
        ("mttq_ductrong", {"nam": "2022", "xa": "phu-son"}, 404),
        ("canbo_melinh", {"nam": "2022", "xa": "me-linh"}, 200),
        ("canbo_melinh", {"nam": "2022", "xa": "phu-son"}, 404),
        ("canbo_melinh", {"nam": "2022", "xa": "lam-ha"}, 404),
        ("canbo_melinh", {"nam": "2022"}, 404),
        ("canbo_melinh", {"nam": "2022", "to-chuc": "hoi-nong-dan"}, 404),
        ("hoinongdan", {"nam": "2022", "to-chuc": "hoi-nong-dan"}, 200),
        ("hoinongdan", {"nam": "2022", "to-chuc": "hoi-phu-nu"}, 404),
        ("hoinongdan", {"nam": "2022", "xa": "phu-son"}, 404),
        ("lanhdao", {"nam": "2022"}, 200),
        ("bandanvan", CAMPAIGN, 200),
        ("quantri", CAMPAIGN, 403),
        ("nobody", CAMPAIGN, 403),
    ],
)
def test_who_may_open_which_report(client, ledger, who, data, status):
    user = getattr(ledger, who)
    assert get(client, user, "page", data).status_code == status
    assert get(client, user, "download", data, args=["json"]).status_code == status


def test_a_campaign_counts_what_the_reader_sees_and_compares_nothing_published(client, ledger):
    PublishedFigure.objects.create(
        campaign=ledger.pretieng, year=2022, key="support_vnd", value=70_000_000, words="70 triệu", source="Ban",
        date=datetime.date(2023, 2, 20),
    )  # fmt: skip
    whole = json_for(client, ledger.mttq, CAMPAIGN)
    assert (whole["totals"]["support_vnd"], whole["difference"]["support_vnd"]) == (67_000_000, 3_000_000)
    part = json_for(client, ledger.canbo_melinh, CAMPAIGN)
    assert (part["totals"]["support_vnd"], part["totals"]["loan_vnd"]) == (7_000_000, 0)
    assert part["published"]["support_vnd"] is None and part["difference"]["support_vnd"] is None
    assert part["warnings"][0]["code"] == "partial_scope"
    page = get(client, ledger.canbo_melinh, "page", CAMPAIGN).content.decode()
    assert "Chỉ gồm số liệu trong phạm vi được xem (xã Mê Linh)" in page
    assert "Xây nhà Đại đoàn kết" not in page and "60.000.000" not in page


def test_the_board_reads_sums_without_rows_or_links(client, ledger):
    figures = json_for(client, ledger.bandanvan, CAMPAIGN)
    assert figures["totals"]["support_vnd"] == 67_000_000
    assert {row["ref"] for row in figures["by_organization"]} == {""}
    page = get(client, ledger.bandanvan, "page", CAMPAIGN).content.decode()
    assert "67.000.000" in page
    assert "/ho-tro/?" not in page and "Quà Tết Mê Linh" not in page


@pytest.mark.parametrize(("extension", "start"), [("xlsx", b"PK"), ("docx", b"PK"), ("json", b"{"), ("pdf", b"%PDF-")])
def test_a_download_is_named_without_people_and_journalled(client, ledger, extension, start):
    before = Entry.objects.filter(action="export").count()
    response = get(client, ledger.lanhdao, "download", CAMPAIGN, args=[extension])
    assert response.status_code == 200 and response.content.startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="bao-cao-2022-pretieng-2022.{extension}"'
    assert Entry.objects.filter(action="export", actor_id=ledger.lanhdao.pk).count() == before + 1
    assert get(client, ledger.lanhdao, "download", CAMPAIGN, args=["exe"]).status_code == 404


def test_a_kept_file_serves_those_who_see_the_same_until_a_figure_changes(client, ledger, monkeypatch):
    made = []
    from reports import views

    real = views.summary_of
    monkeypatch.setattr(views, "summary_of", lambda *args, **kwargs: made.append(1) or real(*args, **kwargs))
    first = get(client, ledger.mttq, "download", CAMPAIGN, args=["xlsx"]).content
    assert get(client, ledger.mttq_2, "download", CAMPAIGN, args=["xlsx"]).content == first
    assert len(made) == 1, "the same role and reach: the same file"
    other = get(client, ledger.canbo_melinh, "download", CAMPAIGN, args=["json"])
    assert json.loads(other.content)["totals"]["support_vnd"] == 7_000_000
    assert len(made) == 2
    ledger.approve(ledger.make_support())
    assert json_for(client, ledger.mttq, CAMPAIGN)["totals"]["support_vnd"] == 127_000_000
    get(client, ledger.mttq, "download", CAMPAIGN, args=["xlsx"])
    assert len(made) == 4, "a new approval makes the file anew"


def test_an_edited_published_figure_makes_the_file_anew(client, ledger):
    data = {"campaign": ledger.pretieng.pk, "year": 2022, "key": "support_vnd", "value": "70000000", "unit": "đồng",
            "words": "70 triệu", "source": "Ban", "date": "2023-02-20"}  # fmt: skip
    figure = catalogs.save(ledger.mttq, PublishedFigure, data)
    assert json_for(client, ledger.mttq, CAMPAIGN)["published"]["support_vnd"] == 70_000_000
    catalogs.save(ledger.mttq, figure, {"value": "71000000"}, expected_version=figure.version)
    assert json_for(client, ledger.mttq, CAMPAIGN)["published"]["support_vnd"] == 71_000_000


def test_reading_a_report_writes_nothing(client, ledger):
    client.force_login(ledger.mttq)
    before = Entry.objects.count()
    client.get(reverse("reports:page"), CAMPAIGN)
    client.get(reverse("reports:index"))
    client.head(reverse("reports:download", args=["json"]), CAMPAIGN)
    assert Entry.objects.count() == before
    assert client.post(reverse("reports:page")).status_code == 405


@pytest.mark.parametrize("who", ["mttq", "canbo_melinh", "hoinongdan", "lanhdao", "bandanvan"])
def test_pages_cost_twelve_queries_at_few_and_at_many_rows(client, ledger, who):
    user = getattr(ledger, who)
    poverty = {"organization": ledger.mttq_huyen, "area": ledger.phu_son, "campaign": ledger.pretieng,
               "date": datetime.date(2022, 12, 31), "standard": "2016-2020", "source": "Ban", "poor": 37}  # fmt: skip
    ledger.approve(services.create(ledger.mttq, AreaPoverty, poverty))

    def cost(name, data):
        client.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"reports:{name}"), data).status_code == 200
        return len(queries)

    few = [cost("index", {"nam": "2022"}), cost("page", CAMPAIGN)]
    rows = Support.objects.bulk_create(
        Support(
            kind="grant", form="gift", organization=ledger.mttq_me_linh, area=ledger.me_linh, campaign=ledger.pretieng,
            date=datetime.date(2022, 7, 1), year=2022, description=f"Quà {n}", status="draft", amount_vnd=1000,
            created_by=ledger.mttq, updated_by=ledger.mttq,
        )
        for n in range(200)
    )  # fmt: skip
    Support.objects.filter(pk__in=[row.pk for row in rows]).update(status="approved")
    many = [cost("index", {"nam": "2022"}), cost("page", CAMPAIGN)]
    assert many == few
    assert max(few) <= 12


def test_the_district_itself_is_linked_to_its_own_records(client, ledger):
    """Chưa phân xã: one record of the district, which no commune's list shows."""
    ledger.approve(ledger.make_support(ledger.mttq, organization=ledger.hoi_phu_nu, area=ledger.lam_ha, hamlets=[]))
    figures = json_for(client, ledger.mttq, {"nam": "2022"})
    (row,) = (row for row in figures["by_area"] if row["name"] == "chưa phân xã")
    assert row["supports"] == 1
    assert client.get(row["ref"]).context["shown"].count == 1


def test_the_page_names_its_appendices_as_the_files_do(cast) -> None:
    """Records alone stand on the page; the files add the statistics, so that both call the records Phụ lục I."""
    cast.approve(cast.make_support())
    asked = Asked(scope="area", code="phu-son", period="2022")
    said = [
        {appendix.number: appendix.title for appendix in document_of(asked, summary).appendices}
        for screen in (True, False)
        for summary in [summary_of(asked, Reader.system(), Portal.current(), screen=screen)]
    ]
    assert [sorted(one) for one in said] == [["I"], ["I", "II"]]
    assert said[0]["I"] == said[1]["I"]
