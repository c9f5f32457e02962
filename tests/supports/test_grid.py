"""Bảng nhập nhanh: what a row stores, what it asks, and that it stores once."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Support
from danvan.records import services
from tests.supports.pages import as_
from tests.unchanged import everything

GRID, ROW, SEND = "/ho-tro/nhap-nhanh/", "/ho-tro/nhap-nhanh/dong/", "/ho-tro/nhap-nhanh/gui/"


def on_top(**changes: str) -> dict[str, str]:
    """The context: MTTQ of Phú Sơn, two hamlets, the campaign, the year 2022."""
    kept = {"organization": "mttq phu son", "campaign": "pretieng", "area": "phu son",
            "hamlets": "pretieng 1; Pretieng 2", "date": "2022"}  # fmt: skip
    return {**kept, **changes}


def cells(number: int = 0, **changes: Any) -> dict[str, Any]:
    """A row of 23 gifts for 23 million đồng of the organisation's own."""
    good = {"description": "Tặng quà", "form": "qua", "quantity": "23", "unit": "phần",
            "sources": "to chuc tu van dong", "amount": "23 triệu"}  # fmt: skip
    return {f"dong-{number}-{name}": value for name, value in {**good, **changes}.items()}


def post_row(client: Any, **changes: Any) -> Any:
    top = {name: changes.pop(name) for name in list(changes) if name in ("campaign", "area", "hamlets", "date")}
    first, pk = changes.pop("first", {}), changes.pop("at", "")
    return client.post(f"{ROW}{pk}{'/' if pk else ''}", {**on_top(**top), "dong": "0", **first, **cells(**changes)})


@pytest.fixture
def officer(client, cast):
    return as_(client, cast, "canbo_phuson")


def test_a_row_is_a_draft_under_the_context_on_top(officer, cast):
    answer = post_row(officer)
    support = Support.objects.get()
    assert answer.status_code == 200 and "Đã lưu" in answer.content.decode()
    assert (support.status, support.kind, support.form, support.amount_vnd) == ("draft", "grant", "gift", 23_000_000)
    assert (support.organization, support.campaign, support.area) == (cast.mttq_phu_son, cast.pretieng, cast.phu_son)
    assert list(support.hamlets.order_by("code")) == [cast.pretieng_1, cast.pretieng_2]
    assert (support.year, support.date_precision) == (2022, "year")
    assert [(i.quantity, i.unit) for i in support.items.all()] == [(23, "phần")]
    assert [(c.source, c.manner, c.typed) for c in support.contributions.all()] == [
        (cast.tu_van_dong, "in_kind", "23 triệu")
    ]


def test_several_sources_and_several_things_as_an_import_reads_them(officer, cast):
    post_row(
        officer, form="nha o", quantity="2 tấn; 4 bộ", unit="", amount="1,060 tỷ đồng",
        sources="quy “vi nguoi ngheo” tinh = 1 tỷ; Tổ chức tự vận động = 60 triệu",
    )  # fmt: skip
    support = Support.objects.get()
    assert [(c.source, c.amount_vnd) for c in support.contributions.all()] == [
        (cast.quy_tinh, 1_000_000_000), (cast.tu_van_dong, 60_000_000),
    ]  # fmt: skip
    assert [(i.quantity, i.unit) for i in support.items.all()] == [(2, "tấn"), (4, "bộ")]
    assert support.amount_vnd == 1_060_000_000 and support.form == "house_new"


def test_a_loan_is_a_loan_with_its_lender(officer, cast):
    post_row(officer, form="von vay", quantity="14", unit="khoản vay", sources="nhcsxh", amount="140 triệu")
    assert "Không có nguồn kinh phí “nhcsxh”" not in officer.get(GRID).content.decode()
    support = Support.objects.filter(kind="loan").first()
    assert support is None  # the bank has no short name in the cast: the row says so and stores nothing
    post_row(officer, form="von vay", quantity="14", unit="khoản vay", sources="ngan hang", amount="140 triệu")
    support = Support.objects.get(kind="loan")
    assert support.loans.get().lender == cast.ngan_hang and support.amount_vnd == 140_000_000


def test_the_same_row_sent_again_is_the_same_record(officer):
    key = str(uuid.uuid4())
    first, second = post_row(officer, key=key), post_row(officer, key=key)
    assert first.status_code == second.status_code == 200
    assert Support.objects.count() == 1


def test_a_row_changed_while_its_answer_was_lost_is_changed_not_lost(officer):
    key = str(uuid.uuid4())
    post_row(officer, key=key)
    post_row(officer, key=key, description="Tặng quà Tết", amount="24 triệu")
    support = Support.objects.get()
    assert (support.description, support.amount_vnd, support.version) == ("Tặng quà Tết", 24_000_000, 2)


def test_an_ambiguous_amount_asks_under_the_row_and_stores_nothing(officer):
    answer = post_row(officer, amount="23,000.000")
    page = answer.content.decode()
    assert answer.status_code == 422 and not Support.objects.exists()
    assert "đọc được hai cách" in page and page.count('type="radio"') == 2
    assert "hai mươi ba triệu đồng" in page and 'value="23,000.000"' in page
    post_row(officer, amount="23,000.000", **{"amount-chon": "23.000.000"})
    assert Support.objects.get().amount_vnd == 23_000_000


def test_faults_stand_at_their_cells_with_what_was_typed(officer):
    before = everything()
    answer = post_row(officer, form="qùa gì đó", sources="Quỹ Vì người nghẻo huyện", households="mười", unit="")
    page = answer.content.decode()
    assert answer.status_code == 422 and everything() == before
    for cell, words in (
        ("form", "Không có hình thức “qùa gì đó”"), ("sources", "Ý bạn là"), ("households", "mười"),
        ("unit", "chưa có đơn vị tính"),
    ):  # fmt: skip
        assert f'id="id_dong-0-{cell}-error"' in page, cell
        assert words in page, cell
    assert 'value="qùa gì đó"' in page and 'value="mười"' in page


def test_what_is_wrong_on_top_is_said_at_the_row(officer):
    answer = post_row(officer, date="", hamlets="Pretieng 9")
    page = answer.content.decode()
    assert answer.status_code == 422 and not Support.objects.exists()
    assert "Ngày: Hãy ghi ngày" in page and "không có thôn “Pretieng 9”" in page


def test_a_stored_row_is_changed_by_what_differs_alone(officer, cast):
    support = cast.make_support(
        hamlets=[], recipients=[{"kind": "person", "name": "Bà Ka Dịu"}], joint_organizations=[cast.hoi_phu_nu]
    )
    row = officer.get(f"{ROW}{support.pk}/?dong=0").content.decode()
    assert 'value="Ủy ban MTTQ Việt Nam xã Phú Sơn; Hội Liên hiệp Phụ nữ huyện Lâm Hà"' in row
    changed = post_row(
        officer, at=support.pk, pk=support.pk, version=1, description="Xây nhà mới", form="Nhà ở xây mới", quantity="1",
        unit="căn", households="1", amount="", area="me linh", date="2021",
        organization="Ủy ban MTTQ Việt Nam xã Phú Sơn; Hội Liên hiệp Phụ nữ huyện Lâm Hà",
        sources="Quỹ “Vì người nghèo” huyện = 40 triệu; Quỹ “Vì người nghèo” tỉnh = 20 triệu",
    )  # fmt: skip
    assert changed.status_code == 200, changed.content.decode()
    support = Support.objects.get()
    assert (support.description, support.version) == ("Xây nhà mới", 2)
    assert support.items.get().name == "Nhà"  # what the grid does not show stays
    assert support.recipients.get().name == "Bà Ka Dịu"
    assert list(support.joint_organizations.all()) == [cast.hoi_phu_nu]
    assert (support.area, support.year) == (cast.phu_son, 2022)  # the context on top is for new rows


def test_a_row_that_somebody_changed_meanwhile_shows_both(officer, cast):
    post_row(officer)
    support = Support.objects.get()
    services.update(cast.fresh(cast.canbo_phuson_2), support, {"description": "Tặng quà Tết"}, expected_version=1)
    answer = post_row(officer, at=support.pk, pk=support.pk, version=1, amount="25 triệu")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tặng quà Tết" in page and "23 triệu" in page and 'value="25 triệu"' in page
    assert Support.objects.get().amount_vnd == 23_000_000
    assert post_row(officer, at=support.pk, pk=support.pk, version=2, amount="25 triệu").status_code == 200
    assert Support.objects.get().amount_vnd == 25_000_000


def test_a_stored_row_that_was_emptied_is_asked_about_and_stays(officer):
    post_row(officer)
    pk = Support.objects.get().pk
    blank = dict.fromkeys(("description", "quantity", "unit", "sources", "amount"), "")
    answer = post_row(officer, at=pk, pk=pk, version=1, **blank)
    assert answer.status_code == 422 and "Hãy ghi nội dung" in answer.content.decode()
    assert Support.objects.get().amount_vnd == 23_000_000


def test_a_row_taken_away_is_withdrawn_and_comes_back_as_a_new_draft(officer):
    key = str(uuid.uuid4())
    post_row(officer, key=key)
    pk = Support.objects.get().pk
    answer = officer.post(f"{ROW}{pk}/", {"dong": "0", "lam": "bo", **cells(pk=pk, version=1)})
    assert answer.status_code == 200 and "Hoàn tác" in answer.content.decode()
    assert Support.objects.get().status == "withdrawn"
    post_row(officer, key=str(uuid.uuid4()))
    assert sorted(Support.objects.values_list("status", flat=True)) == ["draft", "withdrawn"]


def test_a_row_whose_answer_was_lost_can_be_taken_away_by_its_key(officer):
    key = str(uuid.uuid4())
    post_row(officer, key=key)
    officer.post(ROW, {"dong": "0", "lam": "bo", **cells(key=key)})
    assert Support.objects.get().status == "withdrawn"


def test_stored_rows_are_sent_together_and_one_refusal_stops_no_other(officer, cast):
    good = cast.make_support(hamlets=[])
    empty = cast.make_support(hamlets=[], items=[], contributions=[])
    answer = officer.post(SEND, {"pk": [good.pk, empty.pk]}).json()
    assert answer["sent"] == [good.pk] and "còn thiếu" in answer["refused"][str(empty.pk)]
    assert sorted(Support.objects.values_list("status", flat=True)) == ["draft", "submitted"]


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("canbo_phuson", {"organization": "Ủy ban MTTQ Việt Nam xã Mê Linh"}),
        ("canbo_phuson", {"organization": "Hội Nông dân huyện Lâm Hà"}),
        ("canbo_phuson", {"area": "Mê Linh", "hamlets": ""}),
        ("canbo_phuson", {"hamlets": "Thôn 1"}),
        ("hoinongdan", {"organization": "Hội Liên hiệp Phụ nữ huyện Lâm Hà"}),
        ("mttq", {"area": "Hiệp Thạnh", "hamlets": ""}),
    ],
)
def test_a_name_outside_the_reach_is_refused_and_changes_nothing(client, cast, who, changes):
    as_(client, cast, who)
    before = everything()
    assert post_row(client, **changes).status_code == 422
    assert everything() == before


def test_foreign_rows_do_not_exist(client, cast):
    support = cast.make_support()
    as_(client, cast, "canbo_melinh")
    before = everything()
    assert client.get(f"{ROW}{support.pk}/").status_code == 404
    assert client.get(f"{GRID}?dong={support.pk}").status_code == 404
    assert post_row(client, at=support.pk, version=1).status_code == 404
    assert post_row(client, pk=support.pk, version=1).status_code == 404
    assert client.post(SEND, {"pk": support.pk}).status_code == 404
    assert everything() == before


def test_the_lists_under_the_cells_offer_the_reach_alone(officer):
    def names(what: str, term: str) -> str:
        return officer.get(f"{GRID}tim/{what}/", {"q": term}).content.decode()

    assert "xã Phú Sơn" in names("don-vi", "mttq") and "Mê Linh" not in names("don-vi", "mttq")
    assert "Không thấy" in names("noi", "me linh") and "Xã Phú Sơn" in names("noi", "phu son")
    assert 'data-text="Tổ chức tự vận động; Quỹ “Vì người nghèo” tỉnh"' in names(
        "nguon", "Tổ chức tự vận động; nguoi ngheo tinh"
    )


def test_the_organisations_last_source_is_remembered_loans_apart(officer, cast):
    asked = {"dv": "mttq phu son", "vay": "0"}
    assert officer.get(f"{GRID}nguon-quen/", asked).json() == {
        "organization": "Ủy ban MTTQ Việt Nam xã Phú Sơn", "source": "",
    }  # fmt: skip
    post_row(officer)
    assert officer.get(f"{GRID}nguon-quen/", asked).json()["source"] == "Tổ chức tự vận động"
    assert officer.get(f"{GRID}nguon-quen/", {**asked, "vay": "1"}).json()["source"] == ""


def test_without_a_script_every_row_is_stored_on_its_own_and_nothing_typed_is_lost(officer):
    rows = {**cells(0), **cells(1, amount="60,000.000"), **cells(2, description="Sữa", sources="", amount="")}
    answer = officer.post(GRID, {**on_top(), "dong-TOTAL": "4", **rows})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sorted(Support.objects.values_list("description", "amount_vnd")) == [("Sữa", None), ("Tặng quà", 23_000_000)]
    assert page.count("Đã lưu") == 2 and 'value="60,000.000"' in page
    assert "1 trong 3 dòng có tiền; 1 chưa quy thành tiền, 1 có lỗi" in page
    assert [row.state for row in answer.context["rows"]] == ["saved", "bad", "saved", "new"]
    assert page.count('aria-invalid="true"') == 1
    assert 'value="mttq phu son"' in page and 'value="pretieng 1; Pretieng 2"' in page


def test_without_a_script_more_rows_come_and_one_goes_and_comes_back(officer):
    rows = {**cells(0, amount="sai rồi"), "dong-TOTAL": "1"}
    more = officer.post(GRID, {**on_top(), **rows, "them": "10"})
    assert more.context["count"] == 11 and 'value="sai rồi"' in more.content.decode()
    gone = officer.post(GRID, {**on_top(), **rows, "bo": "0"})
    assert "Đã bỏ dòng “Tặng quà”" in gone.content.decode()
    back = officer.post(GRID, {**on_top(), **rows, "dong-0-removed": "1", "hoan": "0"})
    assert 'value="sai rồi"' in back.content.decode() and "Đã bỏ dòng" not in back.content.decode()
    assert not Support.objects.exists()


def test_stored_rows_come_back_by_the_address_with_their_context(officer):
    post_row(officer)
    page = officer.get(f"{GRID}?dong={Support.objects.get().pk}")
    text = page.content.decode()
    assert [row.state for row in page.context["rows"]][:2] == ["saved", "new"]
    assert 'value="Xã Phú Sơn"' in text and 'value="2022"' in text and "23.000.000" in text


def test_a_row_costs_twenty_five_queries_at_most_after_login(officer):
    post_row(officer, key=str(uuid.uuid4()))
    with CaptureQueriesContext(connection) as caught:
        post_row(officer, key=str(uuid.uuid4()), first={"lan_dau": "1"})
    skipped = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    bare = [q["sql"] for q in caught if not q["sql"].startswith(skipped) and "django_session" not in q["sql"]]
    assert Support.objects.count() == 2
    assert len(bare) - 1 <= 25, "\n".join(sql[:150] for sql in bare)  # one is the user


def test_the_page_costs_twelve_queries_at_most_however_many_rows_it_shows(officer, cast):
    made = [cast.make_support(hamlets=[]).pk for _ in range(20)]
    for pks in (made[:1], made):
        with CaptureQueriesContext(connection) as caught:
            page = officer.get(f"{GRID}?dong={'.'.join(map(str, pks))}")
        assert len(page.context["stored"]) == len(pks)
        bare = [q["sql"] for q in caught if "django_session" not in q["sql"]]
        assert len(bare) - 1 <= 12, "\n".join(sql[:150] for sql in bare)  # one is the user
