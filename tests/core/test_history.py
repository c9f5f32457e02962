"""Nhật ký of one record: sentences with before and after, names of the time, what is private, the figures moved."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Household, Support
from danvan.audit.models import Entry, Mention, PersonKey
from danvan.history import entries_of
from danvan.imports.kinds import kinds
from danvan.imports.run import import_file
from danvan.records import catalogs, corrections, differences, periods, services
from tests.imports.conftest import HEADS, as_csv, row
from tests.supports.pages import as_


def page(client, cast, name, record, query="") -> str:
    return as_(client, cast, name).get(f"{record.get_absolute_url()}lich-su/{query}").content.decode()


def lines(client, cast, name, record, query=""):
    return as_(client, cast, name).get(f"{record.get_absolute_url()}lich-su/{query}").context["lines"]


def bring(cast, name: str, rows: int):
    content = as_csv([HEADS, *(row(organizations="MTTQ Phú Sơn", note=str(n)) for n in range(rows))])
    outcome = import_file(kinds()["ho-tro"], name, content, user=cast.fresh(cast.canbo_phuson))
    assert outcome.stored, outcome.faults
    return Support.objects.order_by("pk")


def correct(cast, record, **data):
    proposed = corrections.propose(
        cast.canbo_phuson, record, reason="Ghi nhầm số", data=data, expected_version=record.version
    )
    return corrections.decide(cast.mttq_truong, proposed, approve=True, note="Đúng biên bản")


def test_a_corrected_amount_is_told_from_what_to_what_by_whom_and_why(client, cast):
    """60 million became 70: the first source gave 50 instead of 40."""
    record = cast.approve(cast.make_support())
    correct(cast, record, contributions=[
        {"source": cast.quy_huyen.pk, "amount_vnd": 50_000_000}, {"source": cast.quy_tinh.pk, "amount_vnd": 20_000_000,
                                                                 "typed": "20 triệu"},
    ])  # fmt: skip
    found = lines(client, cast, "canbo_phuson", record)
    assert [f"{line.who} {line.did}" for line in found] == [
        "Hoàng Văn Ích duyệt đề nghị sửa của K’Brèm", "K’Brèm đề nghị sửa (đã duyệt)", "Vũ Đình Ổn tiếp nhận",
        "Nguyễn Thị Hạnh xác nhận", "K’Brèm gửi", "K’Brèm ghi bản ghi",
    ]  # fmt: skip
    assert found[0].changes == [
        "Nguồn góp: Quỹ “Vì người nghèo” huyện: số tiền từ 40.000.000 thành 50.000.000, nguyên văn bỏ 40 triệu"
    ]
    assert (found[0].reason, found[1].reason) == ("Đúng biên bản", "Ghi nhầm số")
    assert found[0].figures == ["+10.000.000 đồng vào Hỗ trợ 2022"]
    assert found[2].figures == ["+60.000.000 đồng vào Hỗ trợ 2022", "+1 khoản vào Số khoản 2022",
                                "+1 căn vào Nhà ở 2022"]  # fmt: skip
    assert ("Ngày", "30/05/2022") in found[-1].held


def test_one_field_makes_one_sentence(client, cast):
    record = cast.make_support()
    services.update(cast.canbo_phuson, record, {"households": 3}, expected_version=1)
    html = page(client, cast, "canbo_phuson", record)
    at = Entry.objects.get(action="update").at
    local = at.astimezone(datetime.timezone(datetime.timedelta(hours=7)))
    assert f'<b>K’Brèm sửa</b> Tổng số hộ từ 1 thành 3 <span class="mute">lúc {local:%H:%M %d/%m/%Y}</span>' in html


def test_a_withdrawal_that_was_proposed_names_both(client, cast):
    record = cast.approve(cast.make_support())
    proposed = corrections.propose(cast.canbo_phuson, record, reason="Ghi trùng", expected_version=1)
    corrections.decide(cast.mttq_truong, proposed, approve=True)
    found = lines(client, cast, "canbo_phuson", record)
    assert [line.did for line in found[:2]] == ["duyệt đề nghị rút của K’Brèm", "đề nghị rút (đã duyệt)"]
    assert found[0].figures[0] == "−60.000.000 đồng vào Hỗ trợ 2022"


def test_names_are_those_of_the_time(client, cast):
    record = cast.make_support()
    services.update(cast.canbo_phuson, record, {"campaign": None}, expected_version=1)
    catalogs.save(cast.mttq, cast.pretieng, {"name": "Đợt đã đổi tên"}, expected_version=1)
    services.update(cast.canbo_phuson, record, {"campaign": cast.pretieng}, expected_version=2)
    found = lines(client, cast, "canbo_phuson", record)
    assert found[0].changes == ["Đợt vận động thành Đợt đã đổi tên"]
    assert found[1].changes == ["Đợt vận động bỏ Đợt công tác dân vận Pretieng 2022"]


# ---- what is private ------------------------------------------------------------------------------------------


def test_a_reader_without_the_right_sees_that_a_personal_field_changed_and_no_value(client, cast, monkeypatch):
    home = cast.make_household(head="K’Lũ Kín")
    services.update(cast.canbo_phuson, home, {"head": "K’Lũ Mới", "people": 6}, expected_version=1)
    assert "Chủ hộ từ K’Lũ Kín thành K’Lũ Mới" in page(client, cast, "canbo_phuson", home)
    support = cast.make_support()
    rows = [{"kind": "household", "household": home.pk}]
    services.update(cast.mttq, support, {"recipients": rows}, expected_version=1)
    assert "K’Lũ" in page(client, cast, "mttq", support)
    cast.assign(cast.nobody, "commune_officer", cast.phu_son)
    from danvan.accounts import roles

    role = roles.ROLES["commune_officer"]
    bare = roles.Role(
        role.code, role.label, role.reach, role.actions - {"personal.view"}, may=role.may, seated=role.seated
    )
    monkeypatch.setitem(roles.ROLES, role.code, bare)
    for record, label in ((home, "Chủ hộ"), (support, "Người nhận")):
        html = page(client, cast, "nobody", record)
        assert (
            f"{label} (thông tin riêng, không hiện)" in html and "K’Lũ" not in html.split("<main")[1].split("</h1>")[1]
        )


def test_a_destroyed_key_says_that_it_was_erased(client, cast):
    home = cast.make_household(head="K’Lũ Kín")
    services.update(cast.canbo_phuson, home, {"head": "Hộ 01"}, expected_version=1)
    PersonKey.objects.filter(record_id=home.pk).delete()
    html = page(client, cast, "canbo_phuson", home)
    assert "Chủ hộ (đã xóa theo yêu cầu)" in html and "K’Lũ Kín" not in html


def test_who_looked_at_an_identity_number_and_why_stands_there(client, cast):
    home = cast.approve(cast.make_household(cccd="068099001234"))
    as_(client, cast, "canbo_phuson").post(f"/ho/{home.pk}/hien-cccd/", {"reason": "Đối chiếu hồ sơ vay vốn"})
    html = page(client, cast, "canbo_phuson", home)
    assert "K’Brèm xem số định danh" in html and "Đối chiếu hồ sơ vay vốn" in html
    assert "068099001234" not in html and "••••1234" in html


# ---- where it came from ---------------------------------------------------------------------------------------


def test_an_imported_record_tells_its_file_and_its_place_in_it(client, cast):
    record = bring(cast, "so-ho-tro.csv", 3)[1]
    assert [line.did for line in lines(client, cast, "canbo_phuson", record)] == [
        "nhập từ tệp “so-ho-tro.csv”, dòng 3, bản ghi thứ 2 trong 3"
    ]
    assert Mention.objects.filter(record_type="beneficiaries.support").count() == 3


def test_a_supplement_and_its_closing_are_told(client, cast):
    periods.close(cast.mttq_truong, cast.lam_ha, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    record = services.create(cast.canbo_phuson, Support, cast.support_data(), supplement=True)
    found = lines(client, cast, "canbo_phuson", record)
    assert found[0].did == "ghi bổ sung cho kỳ đã chốt"
    assert found[0].changes == ["kỳ 01/01/2022–31/12/2022 đã chốt; tính vào tháng 1/2023"]
    record = cast.approve(record)
    assert "+60.000.000 đồng vào Hỗ trợ 2023" in lines(client, cast, "canbo_phuson", record)[0].figures


# ---- lists, pages, cost ---------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([("A", 1)], [("A", 2)], ["Hiện vật: A: số lượng từ 1 thành 2"]),
        ([("A", 1)], [("A", 1), ("B", 2)], ["Hiện vật: thêm B · 2 · cái"]),
        ([("A", 1), ("B", 2)], [("B", 2)], ["Hiện vật: bỏ A · 1 · cái"]),
        ([("A", 1), ("B", 2)], [("B", 2), ("A", 1)], []),
        ([("A", 1), ("B", 2)], [("B", 3), ("A", 1)], ["Hiện vật: B: số lượng từ 2 thành 3"]),
    ],
)  # fmt: skip
def test_rows_are_compared_one_by_one(before, after, said):
    def rows(pairs):
        return [{"name": name, "quantity": str(quantity), "unit": "cái"} for name, quantity in pairs]

    assert differences.told(Support, "items", rows(before), rows(after), {}) == said


def test_it_narrows_by_person_and_pages(client, cast):
    record = cast.make_support()
    for version in range(1, 56):
        services.update(cast.canbo_phuson, record, {"households": version + 1}, expected_version=version)
    record = cast.submit(Support.objects.get())
    services.confirm(cast.chutich_phuson, record)
    answer = as_(client, cast, "canbo_phuson").get(f"/ho-tro/{record.pk}/lich-su/")
    first, later = answer.context["lines"], answer.context["later"]
    rest = lines(client, cast, "canbo_phuson", record, f"?truoc={later}")
    assert (len(first), len(rest)) == (50, entries_of(record).count() - 50)
    assert [line.did for line in lines(client, cast, "canbo_phuson", record, "?nguoi=chutich.phuson")] == ["xác nhận"]
    assert lines(client, cast, "canbo_phuson", record, "?nguoi=lanhdao") == []


def test_it_costs_at_most_twelve_queries_whatever_happened(client, cast):
    """Imported, written over, sent, asked back, accepted, corrected, refused: everything that is looked up."""
    record = bring(cast, "so.csv", 2)[0]
    home = cast.make_household()
    services.update(
        cast.canbo_phuson, record,
        {"campaign": cast.pretieng, "households": 5, "joint_organizations": [cast.hoi_phu_nu.pk],
         "recipients": [{"kind": "household", "household": home.pk}], "model": cast.mo_hinh},
        expected_version=1,
    )  # fmt: skip
    record = cast.submit(record)
    services.ask_back(cast.chutich_phuson, record, "Thiếu")
    record = cast.approve(Support.objects.get(pk=record.pk))
    correct(cast, record, households=7)
    as_(client, cast, "canbo_phuson")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/ho-tro/{record.pk}/lich-su/").status_code == 200
    assert len(queries) <= 12, "\n".join(q["sql"][:160] for q in queries)


def test_another_communes_history_does_not_exist(client, cast):
    record = cast.make_support()
    assert as_(client, cast, "canbo_melinh").get(f"/ho-tro/{record.pk}/lich-su/").status_code == 404
    assert Household.objects.count() == 0
