"""Three organisations, two funds, one house: the district counts one house and its money once in every view and export,
and each of the three is credited with it once on its own page.
"""

import csv
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client

from danvan.lib.joint import Sum
from danvan.records import corrections, services
from movements.models import Activity, CommunityWork
from reports.building.build import build
from reports.renderers import pdf
from reports.summaries.summarize import summarize
from reports.summary import to_json
from tests.reports.test_document_formats import extracted

HOUSE = 100_000_000
SAID = (
    "Cộng theo từng tổ chức 3 khoản, 300 triệu; toàn {} 1 khoản, 100 triệu: "
    "2 khoản, 200 triệu là phần cùng làm được đếm lại."
)


def funds(cast: Any, first: int, second: int) -> list[dict[str, Any]]:
    return [{"source": cast.quy_huyen.pk, "amount_vnd": first}, {"source": cast.quy_tinh.pk, "amount_vnd": second}]


@pytest.fixture
def house(cast: Any) -> Any:
    """A (MTTQ huyện) is the channel, B (Hội Nông dân) and C (Hội LHPN) join in; 60 + 40 million from two funds."""
    cast.pretieng.areas.set([cast.phu_son])
    cast.house = cast.approve(
        cast.make_support(
            cast.mttq, organization=cast.mttq_huyen, joint_organizations=[cast.hoi_nong_dan.pk, cast.hoi_phu_nu.pk],
            description="Nhà ba bên cùng làm", contributions=funds(cast, 60_000_000, 40_000_000),
        )
    )  # fmt: skip
    return cast


def signed_in(cast: Any, user: Any) -> Client:
    client = Client()
    client.force_login(cast.fresh(user))
    return client


def sums(page: Any) -> tuple[str, str]:
    """(Hỗ trợ, Nhà ở) of the headlines."""
    heads = {head.label: head.exact or head.value for head in page.context["headlines"]}
    return heads["Hỗ trợ"], heads.get("Nhà ở xây mới") or heads["Nhà ở"]


def decided(cast: Any, data: Any) -> None:
    """The officer proposes to change (None: to withdraw) the house, the chair decides."""
    cast.house.refresh_from_db()
    proposal = corrections.propose(
        cast.fresh(cast.mttq), cast.house, reason="Ghi nhầm", data=data, expected_version=cast.house.version
    )
    corrections.decide(cast.fresh(cast.mttq_truong), proposal, approve=True)


def on_its_page(client: Client, body: Any) -> list[tuple[str, Sum, Sum, Sum]]:
    page = client.get(f"/to-chuc/{body.pk}/?nam=2022")
    panel = next(panel for name, panel in page.context["panels"] if name.endswith("body_credit.html"))
    return [(title, line.led.sum, line.joined.sum, line.both.sum) for title, _thing, _money, line in panel["rows"]]


def test_one_house_counts_once_in_every_view_and_export(house: Any) -> None:
    client = signed_in(house, house.mttq_truong)
    a, b, c = house.mttq_huyen, house.hoi_nong_dan, house.hoi_phu_nu

    # The list, its foot and its files.
    for query in ("", "&to-chuc=mttq-huyen", "&tham-gia=hoi-phu-nu", "&cung-lam=hoi-nong-dan",
                  "&to-chuc=mttq-huyen&cung-lam=hoi-phu-nu", "&phong-trao=dan-van-kheo"):  # fmt: skip
        shown = client.get(f"/ho-tro/?nam=2022{query}").context["shown"]
        assert (shown.count, shown.totals["ho-tro"]) == (1, HOUSE), query
    assert client.get("/ho-tro/?cung-lam=mttq-huyen").context["shown"].count == 0, "the channel joined in nothing"
    answer = client.get("/ho-tro/?nam=2022&xuat=csv")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(row["Nội dung"], row["Hỗ trợ (đồng)"], row["Số lượng"]) for row in rows] == [
        ("Nhà ba bên cùng làm", str(HOUSE), "1 căn")
    ]
    answer = client.get("/ho-tro/?nam=2022&xuat=xlsx")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell == HOUSE] == [HOUSE]

    # Tổng quan, the campaign, the movement: the same sums, the overlap in a sentence.
    for address, whole in (
        ("/tong-quan/?nam=2022", "huyện"), (f"/dot/{house.pretieng.pk}/?nam=2022", "đợt"),
        (f"/phong-trao/{house.phong_trao.pk}/?nam=2022", "phong trào"),
    ):  # fmt: skip
        page = client.get(address)
        assert sums(page) == (str(HOUSE), "1"), address
        assert SAID.format(whole) in page.content.decode(), address
    campaign = client.get(f"/dot/{house.pretieng.pk}/?nam=2022")
    (block,) = campaign.context["credits"]
    assert [(line.led.sum.n, line.joined.sum.n, line.both.sum) for line in block.lines] == [
        (0, 1, Sum(1, HOUSE)), (0, 1, Sum(1, HOUSE)), (1, 0, Sum(1, HOUSE))
    ]  # fmt: skip
    assert [(pair.channel, pair.joiner, pair.cell.sum) for pair in block.together] == [
        ("MTTQ huyện", "Hội LHPN huyện", Sum(1, HOUSE)), ("MTTQ huyện", "Hội Nông dân huyện", Sum(1, HOUSE)),
    ]  # fmt: skip
    for pair in block.together:
        assert client.get(pair.cell.url).context["shown"].totals["ho-tro"] == HOUSE

    # Each is credited once on its own page; the lists behind say the same.
    once, none = Sum(1, HOUSE), Sum()
    assert on_its_page(client, a) == [("Khoản hỗ trợ", once, none, once)]
    assert on_its_page(client, b) == on_its_page(client, c) == [("Khoản hỗ trợ", none, once, once)]

    # The summary of every scope, and its JSON.
    for scope in ({}, {"campaign": "pretieng-2022"}, {"area": "phu-son"}):
        said = json.loads(json.dumps(to_json(summarize(house.fresh(house.mttq_truong), year=2022, **scope))))
        assert said["totals"] == {
            "support_vnd": HOUSE, "loan_vnd": 0, "all_vnd": HOUSE, "supports": 1, "unvalued": 0, "houses": 1
        }  # fmt: skip
        assert [(row["code"], row["support_vnd"], row["joint_vnd"], row["supports"], row["joint_supports"])
                for row in said["by_organization"]] == [
            ("mttq-huyen", HOUSE, 0, 1, 0), ("hoi-phu-nu", 0, HOUSE, 0, 1), ("hoi-nong-dan", 0, HOUSE, 0, 1)
        ]  # fmt: skip
        for groups in ("by_organization", "by_source", "by_area", "by_form", "by_month"):
            assert sum(row["support_vnd"] for row in said[groups]) == HOUSE, groups
        assert [(row["name"], row["support_vnd"]) for row in said["by_source"]] == [
            ("Quỹ “Vì người nghèo” huyện", 60_000_000), ("Quỹ “Vì người nghèo” tỉnh", 40_000_000)
        ]  # fmt: skip
        joint = said["joint"]
        assert [joint[name] for name in ("whole", "each", "again")] == [
            {"supports": n, "support_vnd": n * HOUSE} for n in (1, 3, 2)
        ]  # fmt: skip

    # The report: page, workbook, PDF.
    page = client.get("/bao-cao/xem/?nam=2022&dot=pretieng-2022").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/bao-cao/tai/xlsx/?nam=2022&dot=pretieng-2022").content))
    printed = extracted(
        pdf.render(build(summarize(house.fresh(house.mttq_truong), year=2022, campaign="pretieng-2022")))
    )
    for text in (page, re.sub(r"\s+", " ", printed)):
        assert SAID.format("đợt") in text.replace("\xa0", " ")
        assert "300.000.000" not in text and "200.000.000" not in text
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert HOUSE in cells and 2 * HOUSE not in cells and 3 * HOUSE not in cells


def test_an_organisation_s_report_says_what_it_joined_in(house: Any) -> None:
    """B led nothing: its sums are zero, and beside them stands the one house that it joined in."""
    client = signed_in(house, house.mttq_truong)
    summary = summarize(house.fresh(house.mttq_truong), year=2022, organization="hoi-nong-dan")
    assert (summary.totals.supports, summary.totals.support_vnd) == (0, 0)
    assert (summary.joint.whole, summary.joint.each) == (Sum(), Sum(1, HOUSE))
    assert client.get(summary.joined_ref).context["shown"].totals["ho-tro"] == HOUSE
    page = client.get("/bao-cao/xem/?nam=2022&to-chuc=hoi-nong-dan").content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page).replace("\xa0", " "))
    assert "Hội Nông dân huyện Lâm Hà cùng làm 01 khoản do đơn vị khác thực hiện, giá trị 100.000.000 đồng" in words
    led = summarize(house.fresh(house.mttq_truong), year=2022, organization="mttq-huyen")
    assert (led.joint.whole, led.joint.each) == (Sum(1, HOUSE), Sum(1, HOUSE))


def test_a_correction_and_a_withdrawal_move_every_credit_at_once(house: Any) -> None:
    """Ten million less, and C is taken out; then the record goes."""
    client = signed_in(house, house.lanhdao)
    changed = {"contributions": funds(house, 50_000_000, 40_000_000), "joint_organizations": [house.hoi_nong_dan.pk]}
    decided(house, changed)
    now = Sum(1, 90_000_000)
    assert on_its_page(client, house.mttq_huyen) == [("Khoản hỗ trợ", now, Sum(), now)]
    assert on_its_page(client, house.hoi_nong_dan) == [("Khoản hỗ trợ", Sum(), now, now)]
    assert on_its_page(client, house.hoi_phu_nu) == []
    assert sums(client.get("/tong-quan/?nam=2022")) == ("90000000", "1")
    joint = summarize(house.fresh(house.lanhdao), year=2022).joint
    assert (joint.whole, joint.again) == (now, now)

    decided(house, None)
    for body in (house.mttq_huyen, house.hoi_nong_dan, house.hoi_phu_nu):
        assert on_its_page(client, body) == []
    assert summarize(house.fresh(house.lanhdao), year=2022).joint.each == Sum()


def test_activities_and_works_done_together_count_once_too(cast: Any) -> None:
    """85 people at one activity of two; 1.5 km of road by three, with what people gave beside support."""
    client = signed_in(cast, cast.mttq)
    common = {"organization": cast.mttq_huyen, "area": cast.phu_son, "date": "2022-05-30", "campaign": cast.pretieng}
    cast.approve(services.create(cast.mttq, Activity, {
        **common, "kind_of_activity": "labour", "name": "Ra quân", "people": 85,
        "joint_organizations": [cast.hoi_phu_nu]}))  # fmt: skip
    cast.approve(services.create(cast.mttq, CommunityWork, {
        **common, "name": "Đường thôn", "road_km": "1.5", "given_vnd": 35_000_000,
        "joint_organizations": [cast.hoi_phu_nu, cast.hoi_nong_dan]}))  # fmt: skip
    page = client.get(f"/dot/{cast.pretieng.pk}/?nam=2022")
    done = {row.label: (row.n, [(f"{figure:f}", unit) for figure, unit in row.figures]) for row in page.context["done"]}
    assert done == {
        "Hoạt động": (1, [("85", "người")]),
        "Công trình, phần việc": (1, [("1.5", "km đường"), ("35000000", "đồng dân góp")]),
    }
    assert sums(page)[0] == "0", "what people gave is no support"
    assert {block.kind: (block.whole.sum.n, block.each.n, block.again.n) for block in page.context["credits"]} == {
        "activity": (1, 2, 1), "work": (1, 3, 2)
    }  # fmt: skip
    for row in page.context["done"]:
        assert client.get(row.url).context["shown"].count == row.n, row.url
    for block in page.context["credits"]:
        for line in block.lines:
            for cell in (line.led, line.joined, line.both):
                assert not cell.url or client.get(cell.url).context["shown"].count == cell.sum.n, cell.url
