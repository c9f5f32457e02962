"""A movement's page: the tree of its campaigns with each thing once, two publishers side by side, to each reader their
part.
"""

import datetime
from typing import Any

import pytest
from django.test import Client

from beneficiaries.models import Household, Support
from danvan.records import files, services
from movements.models import Activity, Campaign, CommunityWork, PublishedFigure
from tests.evidence import picture, upload

MILLION = 1_000_000


def page_of(cast: Any, user: Any, year: str = "2022") -> Any:
    client = Client()
    client.force_login(cast.fresh(user))
    return client.get(f"/phong-trao/{cast.phong_trao.pk}/?nam={year}")


@pytest.fixture
def tree(cast: Any) -> Any:
    """Pretieng holds a programme, which holds another. 60 million in the campaign, 60 in the innermost, an activity in
    the programme and one of the movement alone, a road in the innermost; a household that takes part in the campaign.
    """
    cast.inner = Campaign.objects.create(code="trong", name="Chương trình trong", parent=cast.pretieng)
    cast.innermost = Campaign.objects.create(code="trong-cung", name="Chương trình trong cùng", parent=cast.inner)
    cast.approve(cast.make_support())
    cast.approve(cast.make_support(cast.mttq, area=cast.me_linh, organization=cast.mttq_me_linh, hamlets=[],
                                   campaign=cast.innermost, description="Nhà ở Mê Linh"))  # fmt: skip
    common = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "date": datetime.date(2022, 6, 1)}
    labour = {**common, "kind_of_activity": "labour", "name": "Ra quân"}
    for more in ({"campaign": cast.inner, "people": 50}, {"movement": cast.phong_trao, "people": 30}):
        cast.approve(services.create(cast.canbo_phuson, Activity, {**labour, **more}))
    cast.approve(services.create(cast.canbo_phuson, CommunityWork, {
        **common, "name": "Đường", "road_km": "1.5", "campaign": cast.innermost}))  # fmt: skip
    cast.approve(services.create(cast.canbo_phuson, Household, {
        "head": "K’Lũ", "people": 5, "area": cast.pretieng_1, "organization": cast.mttq_phu_son,
        "participations": [{"campaign": cast.pretieng.pk, "start_year": 2021}]}))  # fmt: skip
    for source, vnd in (("Ban Dân vận", 120 * MILLION), ("Hội Nông dân", 130 * MILLION)):
        PublishedFigure.objects.create(
            movement=cast.phong_trao, year=2022, key="support_vnd", value=vnd, unit="đồng", source=source,
            words=f"{vnd // MILLION} triệu đồng", date=datetime.date(2023, 1, 5),
        )  # fmt: skip
    return cast


def test_the_tree_holds_each_thing_once_and_every_number_opens_its_rows(tree: Any) -> None:
    page = page_of(tree, tree.mttq)
    shown = [
        (branch.name, branch.depth, [cell.sum.n for cell in branch.cells], branch.cells[0].sum.vnd)
        for branch in page.context["branches"]
    ]
    assert shown == [
        ("Đợt công tác dân vận Pretieng 2022", 0, [2, 0, 1, 1, 0], 120 * MILLION),
        ("Chương trình trong", 1, [1, 0, 1, 1, 0], 60 * MILLION),
        ("Chương trình trong cùng", 2, [1, 0, 0, 1, 0], 60 * MILLION),
        ("Ngoài các đợt", 0, [0, 0, 1, 0, 0], None),
    ]
    assert [cell.sum.n for cell in page.context["foot"]] == [2, 0, 2, 1, 0]
    client = Client()
    client.force_login(tree.fresh(tree.mttq))
    cells = [cell for branch in page.context["branches"] for cell in branch.cells] + list(page.context["foot"])
    numbers = {cell.url: cell.sum.n for cell in cells if cell.url}
    numbers |= {row.url: row.n for row in page.context["done"]}
    assert len(numbers) > 8
    for url, n in numbers.items():
        assert client.get(url).context["shown"].count == n, url
    assert {row.label: row.n for row in page.context["done"]}["Hộ có tên tham gia"] == 1


def test_two_publishers_who_differ_stand_side_by_side(tree: Any) -> None:
    ((label, figures, differ),) = page_of(tree, tree.lanhdao).context["published"]
    assert (label, differ) == ("Tổng hỗ trợ", "Các nơi công bố khác nhau")
    assert [(f.source, int(f.value), int(f.computed), int(f.difference)) for f in figures] == [
        ("Ban Dân vận", 120 * MILLION, 120 * MILLION, 0), ("Hội Nông dân", 130 * MILLION, 120 * MILLION, 10 * MILLION)
    ]  # fmt: skip


def test_a_reader_of_a_part_gets_the_part_and_nothing_is_held_against_it(tree: Any) -> None:
    page = page_of(tree, tree.canbo_melinh)
    text = page.content.decode()
    assert [cell.sum.n for cell in page.context["foot"]] == [1, 0, 0, 0, 0]
    assert page.context["part"] == "xã Mê Linh" and "120.000.000" in text, "what was published is public"
    ((_label, figures, _differ),) = page.context["published"]
    assert [figure.computed for figure in figures] == [None, None]
    assert "K’Lũ" not in text and "Đường" not in {row.label for row in page.context["done"]}
    board = page_of(tree, tree.bandanvan)
    assert board.context["foot"][0].sum.vnd == 120 * MILLION and 'href="/ho-tro/' not in board.content.decode()
    admin = page_of(tree, tree.quantri)
    assert "Chương trình trong cùng" in admin.content.decode() and "120.000.000" not in admin.content.decode()


def test_a_year_without_anything_says_what_to_do(tree: Any) -> None:
    page = page_of(tree, tree.mttq, "2019")
    text = page.content.decode()
    assert page.context["empty"] and "Số liệu gần nhất ở" in text and "Hãy mở đợt, chương trình của phong trào" in text
    for year in ("abc", "20222", "1500"):
        assert page_of(tree, tree.mttq, year).status_code == 404


def test_photos_are_a_strip_for_who_sees_evidence_and_an_organisation_shows_what_was_published_about_it(
    tree: Any, settings: Any, tmp_path: Any
) -> None:
    """The campaign's own photo and one of the house in its innermost programme; a leader sees neither."""
    settings.MEDIA_ROOT = tmp_path
    house = Support.objects.get(description="Nhà ở Mê Linh")
    files.attach(tree.fresh(tree.mttq), tree.pretieng, upload(picture(colour="red")), description="Ra quân")
    files.attach(tree.fresh(tree.mttq), house, upload(picture(colour="blue")), description="Khánh thành nhà")
    PublishedFigure.objects.create(
        organization=tree.hoi_nong_dan, year=2022, key="support_vnd", value=5 * MILLION, unit="đồng", qualifier="trên",
        source="Báo Lâm Đồng", words="trên 5 triệu đồng", date=datetime.date(2023, 1, 5),
    )  # fmt: skip

    def seen(user: Any, address: str) -> Any:
        client = Client()
        client.force_login(tree.fresh(user))
        return client.get(address)

    page = seen(tree.mttq, f"/dot/{tree.pretieng.pk}/?nam=2022")
    assert [photo.words for photo in page.context["photos"]] == ["Khánh thành nhà", "Ra quân"]
    for photo in page.context["photos"]:
        assert seen(tree.mttq, photo.thumbnail).status_code == 200
    assert seen(tree.lanhdao, f"/dot/{tree.pretieng.pk}/?nam=2022").context["photos"] == []
    words = [photo.words for photo in seen(tree.canbo_phuson, f"/dot/{tree.pretieng.pk}/").context["photos"]]
    assert words == ["Ra quân"], "a photo of Mê Linh's house is not Phú Sơn's"
    text = seen(tree.lanhdao, f"/to-chuc/{tree.hoi_nong_dan.pk}/").content.decode()
    assert "“trên 5 triệu đồng”" in text and "Báo Lâm Đồng, 05/01/2023" in text and "Tổng hỗ trợ, năm 2022" in text
