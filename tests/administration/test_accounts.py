"""Accounts: a password shown once, changed at the first login; sessions that end; nobody widens their own reach."""

import json
import re

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from danvan.accounts.models import User
from danvan.accounts.people import one_time_password
from danvan.audit.models import Entry
from movements.models import Assignment
from tests.cast import PASSWORD
from tests.unchanged import everything

SHOWN = re.compile(r"<b>((?:[a-z2-9]{4}-){3}[a-z2-9]{4})</b>")
NEW = {"username": "canbo.moi", "full_name": "Lê Văn Mới", "position": "Cán bộ"}
OWN = "con trâu gặm cỏ ven suối"


def admin(client, cast):
    client.force_login(cast.fresh(cast.quantri))
    return client


@pytest.mark.parametrize(
    "name", ["canbo_phuson", "chutich_phuson", "hoinongdan", "mttq", "mttq_truong", "bandanvan", "lanhdao", "nobody"]
)
def test_only_an_administrator_manages_accounts(client, cast, name):
    client.force_login(getattr(cast, name))
    pk = cast.canbo_melinh.pk
    before = everything()
    for url in ("", "them/", f"{pk}/", f"{pk}/mat-khau/"):
        assert client.get(f"/tai-khoan/{url}").status_code == 403
        if url:
            assert client.post(f"/tai-khoan/{url}", NEW).status_code == 403
    for url in ("/phan-cong/", "/phan-cong/them/", "/tuyen-xac-nhan/", "/tuyen-xac-nhan/them/"):
        assert client.get(url).status_code == 403
    assert everything() == before


def test_a_new_account_gets_a_password_that_is_shown_once_and_kept_nowhere(client, cast):
    answer = admin(client, cast).post("/tai-khoan/them/", NEW)
    password = SHOWN.search(answer.content.decode())[1]
    user = User.objects.get(username="canbo.moi")
    assert check_password(password, user.password) and user.must_change_password
    assert "no-store" in answer["Cache-Control"]
    assert password not in client.get(f"/tai-khoan/{user.pk}/").content.decode()
    assert not any(password in text for text in Entry.objects.values_list("changes", flat=True))
    entry = Entry.objects.get(action="create", record_type="accounts.user")
    assert (entry.actor, entry.record_id, json.loads(entry.changes)["username"]) == (cast.quantri, user.pk, "canbo.moi")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "mttq"}, "đã có người dùng"),
        ({"username": "cán bộ"}, "Tên đăng nhập"),
        ({"full_name": ""}, "Họ và tên"),
    ],
)
def test_a_wrong_account_is_refused_at_its_field(client, cast, changes, said):
    before = User.objects.count()
    answer = admin(client, cast).post("/tai-khoan/them/", {**NEW, **changes})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert User.objects.count() == before


def test_the_first_login_leads_to_the_change_of_password_and_nowhere_else(client, cast):
    shown = admin(client, cast).post("/tai-khoan/them/", NEW).content.decode()
    password = SHOWN.search(shown)[1]
    visitor = Client()
    visitor.post("/dang-nhap/", {"username": "canbo.moi", "password": password})
    for url in ("/", "/viec-cua-toi/", "/ho-tro/", "/huong-dan/"):
        assert visitor.get(url).headers["Location"] == "/doi-mat-khau/", url
    page = visitor.get("/doi-mat-khau/")
    assert "do quản trị cấp" in page.content.decode()
    same = {"old_password": password, "new_password1": password, "new_password2": password}
    assert "phải khác" in visitor.post("/doi-mat-khau/", same).content.decode()
    weak = {"old_password": password, "new_password1": "12345678", "new_password2": "12345678"}
    assert visitor.post("/doi-mat-khau/", weak).status_code == 200
    assert User.objects.get(username="canbo.moi").must_change_password
    visitor.post("/doi-mat-khau/", {"old_password": password, "new_password1": OWN, "new_password2": OWN})
    user = User.objects.get(username="canbo.moi")
    assert not user.must_change_password and check_password(OWN, user.password)
    assert visitor.get("/viec-cua-toi/").status_code == 200
    assert list(Entry.objects.filter(actor=user).order_by("seq").values_list("action", flat=True)) == [
        "login", "password",
    ]  # fmt: skip


def test_logging_in_and_out_is_journalled_and_a_wrong_password_is_not(cast):
    visitor = Client()
    visitor.post("/dang-nhap/", {"username": "mttq", "password": "sai mật khẩu"})
    assert not Entry.objects.filter(action="login").exists()
    visitor.post("/dang-nhap/", {"username": "mttq", "password": PASSWORD})
    visitor.post("/dang-xuat/")
    visitor.post("/dang-xuat/")
    assert list(Entry.objects.order_by("seq").values_list("action", "actor")) == [
        ("login", cast.mttq.pk), ("logout", cast.mttq.pk),
    ]  # fmt: skip


def change(client, cast, user, **changes):
    data = {"full_name": user.full_name, "position": "", "is_active": "on", "version": str(user.version), **changes}
    return client.post(f"/tai-khoan/{user.pk}/", {k: v for k, v in data.items() if v is not None})


def test_disabling_logs_out_at_once_and_for_good(client, cast):
    theirs = Client()
    theirs.post("/dang-nhap/", {"username": "canbo.phuson", "password": PASSWORD})
    assert theirs.get("/viec-cua-toi/").status_code == 200
    admin(client, cast)
    assert change(client, cast, cast.canbo_phuson, is_active=None).status_code == 302
    assert theirs.get("/viec-cua-toi/").status_code == 302
    assert theirs.post("/dang-nhap/", {"username": "canbo.phuson", "password": PASSWORD}).status_code == 200
    assert change(client, cast, User.objects.get(pk=cast.canbo_phuson.pk)).status_code == 302
    assert theirs.get("/viec-cua-toi/").status_code == 302  # the old session stays dead when the account reopens
    update = Entry.objects.filter(action="update", record_type="accounts.user").order_by("seq").first()
    assert json.loads(update.changes) == {"is_active": [True, False]}


def test_a_reset_ends_the_sessions_and_demands_a_new_password(client, cast):
    theirs = Client()
    theirs.post("/dang-nhap/", {"username": "canbo.phuson", "password": PASSWORD})
    admin(client, cast)
    asked = client.get(f"/tai-khoan/{cast.canbo_phuson.pk}/mat-khau/")
    assert "Cấp lại mật khẩu" in asked.content.decode()
    assert theirs.get("/viec-cua-toi/").status_code == 200  # a question changes nothing
    answer = client.post(f"/tai-khoan/{cast.canbo_phuson.pk}/mat-khau/")
    password = SHOWN.search(answer.content.decode())[1]
    user = User.objects.get(pk=cast.canbo_phuson.pk)
    assert check_password(password, user.password) and user.must_change_password
    assert theirs.get("/viec-cua-toi/").status_code == 302
    entry = Entry.objects.get(action="reset")
    assert (entry.actor, entry.record_id, entry.changes) == (cast.quantri, user.pk, "{}")


def test_nobody_disables_or_resets_themselves(client, cast):
    admin(client, cast)
    answer = change(client, cast, cast.quantri, is_active=None)
    assert answer.status_code == 422
    assert "Không tự khóa tài khoản" in answer.content.decode()
    client.post(f"/tai-khoan/{cast.quantri.pk}/mat-khau/")
    user = User.objects.get(pk=cast.quantri.pk)
    assert user.is_active and check_password(PASSWORD, user.password)


def test_a_stale_change_of_an_account_is_refused(client, cast):
    admin(client, cast)
    assert change(client, cast, cast.mttq, full_name="Vũ Đình Ổn A").status_code == 302
    assert change(client, cast, cast.mttq, full_name="Vũ Đình Ổn B").status_code == 422  # still on version 1
    assert User.objects.get(pk=cast.mttq.pk).full_name == "Vũ Đình Ổn A"


def test_the_list_finds_people_without_diacritics_and_by_role(client, cast):
    admin(client, cast)
    html = client.get("/tai-khoan/?tim=hanh").content.decode()
    assert "Nguyễn Thị Hạnh" in html and "K’Brèm" not in html
    html = client.get("/tai-khoan/?vai-tro=leader").content.decode()
    assert "Lý Văn Ấn" in html and "K’Brèm" not in html


def test_one_time_passwords_differ_and_are_long_enough():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(password) == 19 for password in made)


# ---- assignments ------------------------------------------------------------------------------------------------


def assignment(user, role, area=None, organization=None, **changes):
    return {"user": str(user.pk), "role": role, "area": str(area.pk) if area else "",
            "organization": str(organization.pk) if organization else "", "starts": "1/1/2022", "ends": "",
            "delegated_by": "", **changes}  # fmt: skip


def test_a_role_is_given_by_the_desk_and_bites_on_the_next_request(client, cast):
    theirs = Client()
    theirs.force_login(cast.nobody)
    assert theirs.get("/ho/").status_code == 403
    admin(client, cast)
    assert client.post("/phan-cong/them/", assignment(cast.nobody, "commune_officer", cast.phu_son)).status_code == 302
    assert theirs.get("/ho/").status_code == 200
    given = Assignment.objects.get(user=cast.nobody)
    sent = {**assignment(cast.nobody, "commune_officer", cast.phu_son, ends="31/1/2022"), "version": "1"}
    assert client.post(f"/phan-cong/{given.pk}/sua/", sent).status_code == 302
    assert theirs.get("/ho/").status_code == 403


@pytest.mark.parametrize(
    ("role", "place", "said"),
    [
        ("commune_officer", "hoi_nong_dan", "không chọn tổ chức"),
        ("org_officer", "phu_son", "không chọn địa bàn"),
        ("leader", None, "cần một địa bàn"),
        ("org_officer", None, "cần một tổ chức"),
    ],
)
def test_a_role_needs_its_kind_of_place(client, cast, role, place, said):
    where = getattr(cast, place) if place else None
    kind = {"organization": where} if place == "hoi_nong_dan" else {"area": where}
    answer = admin(client, cast).post("/phan-cong/them/", assignment(cast.nobody, role, **kind))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Assignment.objects.filter(user=cast.nobody).exists()


def test_delegation_needs_an_end(client, cast):
    admin(client, cast)
    sent = assignment(cast.mttq_2, "front_chair", cast.lam_ha, delegated_by=str(cast.mttq_truong.pk))
    assert "Ủy quyền cần có ngày hết." in client.post("/phan-cong/them/", sent).content.decode()
    assert client.post("/phan-cong/them/", {**sent, "ends": "31/12/2030"}).status_code == 302


def test_nobody_widens_their_own_reach(client, cast):
    admin(client, cast)
    answer = client.post("/phan-cong/them/", assignment(cast.quantri, "front_chair", cast.lam_ha))
    assert answer.status_code == 422
    assert "Không tự phân công cho mình" in answer.content.decode()
    own = Assignment.objects.get(user=cast.quantri)
    assert client.get(f"/phan-cong/{own.pk}/sua/").status_code == 403
    assert client.post(f"/phan-cong/{own.pk}/xoa/").status_code == 403
    assert Assignment.objects.filter(user=cast.quantri).count() == 1


def test_routes_are_read_and_written_in_words(client, cast):
    admin(client, cast)
    html = client.get("/tuyen-xac-nhan/").content.decode()
    assert "Cấp xã" in html and "Chủ tịch UBMTTQ xã" in html and "Mọi loại bản ghi" in html
    assert "commune_chair" not in html
    sent = {"organization_kind": "front", "level": "commune", "record_kind": "support", "confirm_role": "",
            "accept_role": "front_chair", "confirm_days": "5", "accept_days": "3"}  # fmt: skip
    made = client.post("/tuyen-xac-nhan/them/", sent, follow=True).content.decode()
    assert "Khoản hỗ trợ" in made and "Mặt trận Tổ quốc" in made
    wrong = {**sent, "record_kind": "activity", "accept_role": "leader"}
    assert client.post("/tuyen-xac-nhan/them/", wrong).status_code == 422


@pytest.mark.parametrize("rows", [5, 100])
def test_pages_cost_at_most_twelve_queries(client, cast, django_assert_max_num_queries, rows):
    for number in range(rows):
        cast.assign(cast.make_user(f"u{number}"), "commune_officer", cast.phu_son)
    admin(client, cast)
    for url in ("/quan-tri/", "/tai-khoan/", f"/tai-khoan/{cast.mttq.pk}/", "/phan-cong/", "/phan-cong/them/",
                "/tuyen-xac-nhan/", "/nhat-ky/", "/huong-dan/"):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200, url
