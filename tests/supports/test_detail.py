"""One support: what its page says to whom, its steps by role, its history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Support
from tests.supports.pages import NEW, as_, posted
from tests.unchanged import everything


@pytest.fixture
def named(cast):
    """An approved support with two named households, three unnamed, and a group."""
    cast.home = cast.make_household(head="K’Lũ Kín")
    cast.other = cast.make_household(head="Ka Brès Kín")
    cast.support = cast.approve(
        cast.make_support(
            households=5,
            recipients=[
                {"kind": "household", "household": cast.home.pk, "poverty_class": "poor"},
                {"kind": "household", "household": cast.other.pk},
                {"kind": "group", "name": "Tổ đổi công Kín"},
            ],
        )
    )
    return cast


def test_the_page_says_what_where_when_and_how_much_in_words(client, named):
    page = as_(client, named, "canbo_phuson").get(f"/ho-tro/{named.support.pk}/").content.decode()
    for words in (
        "Xây nhà Đại đoàn kết", "Xã Phú Sơn: thôn Pretieng 1", "30/05/2022", "60.000.000",
        "sáu mươi triệu đồng", "40 triệu", "Đã tiếp nhận", "K’Lũ Kín", "hộ nghèo", "Tổ đổi công Kín",
    ):  # fmt: skip
        assert words in page, words
    assert "<b>2</b> hộ đã có tên, <b>3</b> hộ chưa có tên" in page


@pytest.mark.parametrize("name", ["lanhdao", "hoinongdan"])
def test_names_are_for_those_who_may_see_households(client, named, name):
    if name == "hoinongdan":
        named.support = named.make_support(
            named.mttq, organization=named.hoi_nong_dan, recipients=[{"kind": "household", "household": named.home.pk}]
        )
    as_(client, named, name)
    page = client.get(f"/ho-tro/{named.support.pk}/")
    assert page.status_code == 200 and "Kín" not in page.content.decode()
    assert "hộ đã có tên" in page.content.decode()
    for url in ("/ho-tro/", "/ho-tro/?tim=kin", "/ho-tro/?xuat=csv"):
        assert "Kín" not in client.get(url).content.decode()


def test_a_foreign_support_does_not_exist(client, named):
    as_(client, named, "canbo_melinh")
    pk = named.support.pk
    before = everything()
    for path in ("", "sua/", "lich-su/", "de-nghi-sua/", "de-nghi-rut/", "buoc/gui/", "buoc/tiep-nhan/"):
        assert client.get(f"/ho-tro/{pk}/{path}").status_code == 404, path
    assert client.post(f"/ho-tro/{pk}/sua/", posted(named)).status_code == 404
    assert client.post(f"/ho-tro/{pk}/buoc/rut/").status_code == 404
    assert everything() == before


def test_the_author_neither_confirms_nor_accepts_and_each_step_has_its_person(client, cast):
    as_(client, cast, "canbo_phuson").post(NEW, posted(cast, luu="gui"))
    support = Support.objects.get()
    pk = support.pk

    def step(name, word):
        return as_(client, cast, name).post(f"/ho-tro/{pk}/buoc/{word}/").status_code

    assert support.status == "submitted"
    for name, word in (
        ("canbo_phuson", "xac-nhan"), ("canbo_phuson", "tiep-nhan"), ("canbo_phuson_2", "xac-nhan"),
        ("mttq", "tiep-nhan"), ("chutich_phuson", "tiep-nhan"), ("lanhdao", "xac-nhan"),
    ):  # fmt: skip
        assert step(name, word) in (403, 404), (name, word)
    assert step("chutich_phuson", "xac-nhan") == 302
    assert step("chutich_phuson", "tiep-nhan") == 403 and step("canbo_phuson", "tiep-nhan") == 403
    assert step("mttq", "tiep-nhan") == 302
    support.refresh_from_db()
    assert support.status == "approved" and support.amount_vnd == 1_060_000_000
    assert as_(client, cast, "canbo_phuson").get(f"/ho-tro/{pk}/sua/").status_code == 403


def test_the_front_does_not_accept_what_it_entered(client, cast):
    as_(client, cast, "mttq").post(NEW, posted(cast, organization=cast.mttq_huyen.pk, luu="gui"))
    pk = Support.objects.get().pk
    assert client.post(f"/ho-tro/{pk}/buoc/tiep-nhan/").status_code == 403
    page = client.get(f"/ho-tro/{pk}/").content.decode()
    assert "Bạn là người ghi nên không tự xác nhận hay tiếp nhận được." in page
    assert as_(client, cast, "mttq_truong").post(f"/ho-tro/{pk}/buoc/tiep-nhan/").status_code == 302


def test_the_history_tells_who_did_what_with_before_and_after(client, cast):
    home = cast.make_household(head="K’Lũ Kín")
    support = cast.make_support()
    as_(client, cast, "canbo_phuson")
    client.post(
        f"/ho-tro/{support.pk}/sua/", posted(cast, support, chon_ho=[home.pk], **{"recipients-TOTAL_FORMS": "0"})
    )
    support.refresh_from_db()
    cast.approve(support)
    page = client.get(f"/ho-tro/{support.pk}/lich-su/").content.decode()
    for words in (
        "K’Brèm ghi bản ghi", "K’Brèm sửa", "K’Brèm gửi", "Nguyễn Thị Hạnh xác nhận", "Vũ Đình Ổn tiếp nhận",
        "Xây nhà Đại đoàn kết", "Xây nhà cho hộ nghèo khó khăn về nhà ở", "1.000.000.000", "K’Lũ Kín",
    ):  # fmt: skip
        assert words in page, words
    assert page.index("tiếp nhận") < page.index("ghi bản ghi")


def test_the_history_keeps_names_from_those_who_do_not_see_them(client, cast):
    home = cast.make_household(head="K’Lũ Kín")
    support = cast.make_support(cast.mttq, organization=cast.hoi_nong_dan)
    rows = {"recipients-TOTAL_FORMS": "0", "chon_ho": [home.pk]}
    as_(client, cast, "mttq").post(
        f"/ho-tro/{support.pk}/sua/", posted(cast, support, organization=cast.hoi_nong_dan.pk, **rows)
    )
    page = as_(client, cast, "hoinongdan").get(f"/ho-tro/{support.pk}/lich-su/")
    assert page.status_code == 200 and "Kín" not in page.content.decode() and "Người nhận" in page.content.decode()
    approved = cast.approve(cast.make_support())
    assert as_(client, cast, "lanhdao").get(f"/ho-tro/{approved.pk}/lich-su/").status_code == 403


def test_the_history_shows_a_proposal_and_its_answer(client, cast):
    support = cast.approve(cast.make_support())
    as_(client, cast, "canbo_phuson").post(
        f"/ho-tro/{support.pk}/de-nghi-sua/", posted(cast, support, **{"de_nghi-reason": "Ghi nhầm số"})
    )
    page = client.get(f"/ho-tro/{support.pk}/").content.decode()
    assert "Có đề nghị sửa" in page and "Ghi nhầm số" in page and "60.000.000" in page
    history = client.get(f"/ho-tro/{support.pk}/lich-su/").content.decode()
    assert "K’Brèm đề nghị sửa" in history and "Ghi nhầm số" in history and "chờ duyệt" in history


def test_the_detail_and_the_history_cost_no_more_for_more_parts(client, cast):
    def cost(support, path):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/ho-tro/{support.pk}/{path}").status_code == 200
        return [q["sql"] for q in queries]

    few = cast.make_support(recipients=[{"kind": "household", "household": cast.make_household().pk}])
    many = cast.make_support(
        items=[{"name": f"Vật {n}", "quantity": "1", "unit": "cái"} for n in range(20)], households=20,
        contributions=[{"source": cast.quy_huyen.pk, "amount_vnd": 1_000_000 + n} for n in range(20)],
        recipients=[{"kind": "household", "household": cast.make_household(head=f"Hộ {n}").pk} for n in range(20)],
    )  # fmt: skip
    as_(client, cast, "canbo_phuson")
    assert len(cost(few, "")) == len(cost(many, "")) <= 14  # 12 after login: the session and the user are read first
    assert len(cost(few, "sua/")) == len(cost(many, "sua/")) <= 14
    for _ in range(8):
        support = Support.objects.get(pk=many.pk)
        client.post(f"/ho-tro/{many.pk}/sua/", posted(cast, support, note=f"lần {support.version}"))
    queries = cost(many, "lich-su/")
    assert len(queries) <= 14, "\n".join(queries)
