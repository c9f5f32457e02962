"""Ghi khoản hỗ trợ: what the form stores, keeps and offers."""

import uuid

import pytest

from beneficiaries.models import Support
from danvan.records.models import Correction
from tests.supports.pages import NEW, as_, lines, loan, posted
from tests.unchanged import everything


def test_two_sources_typed_in_words_make_one_support_of_their_sum(client, cast):
    answer = as_(client, cast, "canbo_phuson").post(NEW, posted(cast))
    support = Support.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/ho-tro/{support.pk}/"
    assert support.amount_vnd == 1_060_000_000
    assert [(c.source, c.amount_vnd, c.typed) for c in support.contributions.all()] == [
        (cast.quy_tinh, 1_000_000_000, "1 tỷ"),
        (cast.quy_huyen, 60_000_000, "60 triệu"),
    ]
    assert [(i.name, i.quantity, i.unit) for i in support.items.all()] == [("Nhà ở", 20, "căn")]
    assert list(support.hamlets.order_by("code")) == [cast.pretieng_1, cast.pretieng_2]
    assert (support.status, support.kind, support.households) == ("draft", "grant", 20)


def test_a_source_without_an_amount_is_not_valued_and_not_zero(client, cast):
    blank = lines("contributions", {"source": cast.quy_huyen.pk, "manner": "in_kind", "amount_vnd": ""})
    as_(client, cast, "canbo_phuson").post(NEW, posted(cast, **blank))
    support = Support.objects.get()
    assert support.amount_vnd is None and support.contributions.get().amount_vnd is None
    page = client.get(f"/ho-tro/{support.pk}/").content.decode()
    assert "chưa quy thành tiền" in page and ">0<" not in page


def test_a_loan_takes_its_single_source_for_lender(client, cast):
    as_(client, cast, "canbo_phuson").post(NEW, loan(cast))
    support = Support.objects.get()
    assert support.kind == "loan" and support.loans.get().lender == cast.ngan_hang
    assert support.amount_vnd == 50_000_000


def test_the_kind_follows_the_form_and_cannot_be_posted(client, cast):
    as_(client, cast, "canbo_phuson").post(NEW, posted(cast, kind="loan", status="approved", amount_vnd="5"))
    support = Support.objects.get()
    assert (support.kind, support.status, support.amount_vnd) == ("grant", "draft", 1_060_000_000)


def test_the_same_form_sent_twice_makes_one_support(client, cast):
    key = str(uuid.uuid4())
    as_(client, cast, "canbo_phuson")
    first = client.post(NEW, posted(cast, key=key))
    second = client.post(NEW, posted(cast, key=key))
    assert Support.objects.count() == 1 and first["Location"] == second["Location"]


def test_save_and_go_on_keeps_where_when_and_who(client, cast):
    answer = as_(client, cast, "canbo_phuson").post(NEW, posted(cast, luu="tiep"))
    page = client.get(answer["Location"])
    form = page.context["form"]
    kept = {name: str(form[name].value()) for name in ("organization", "campaign", "area", "hamlets", "date")}
    assert kept == {
        "organization": str(cast.mttq_phu_son.pk),
        "campaign": str(cast.pretieng.pk),
        "area": str(cast.phu_son.pk),
        "hamlets": "Pretieng 1; Pretieng 2",
        "date": "30/05/2022",
    }
    assert str(page.context["formsets"]["contributions"][0]["source"].value()) == str(cast.quy_tinh.pk)
    assert form["description"].value() in (None, "")
    assert [s.description for s in page.context["lately"]] == ["Xây nhà cho hộ nghèo khó khăn về nhà ở"]


def test_an_edit_that_leaves_the_lines_alone_keeps_them(client, cast):
    as_(client, cast, "canbo_phuson").post(NEW, posted(cast))
    support = Support.objects.get()
    form = client.get(f"/ho-tro/{support.pk}/sua/").context["formsets"]["contributions"]
    assert [line["amount_vnd"].value() for line in form][:2] == ["1 tỷ", "60 triệu"]
    client.post(f"/ho-tro/{support.pk}/sua/", posted(cast, support, note="Bổ sung biên bản"))
    support.refresh_from_db()
    assert support.note == "Bổ sung biên bản" and support.contributions.count() == 2 and support.items.count() == 1
    assert [c.typed for c in support.contributions.all()] == ["1 tỷ", "60 triệu"]


def test_a_line_left_blank_is_dropped(client, cast):
    as_(client, cast, "canbo_phuson").post(NEW, posted(cast))
    support = Support.objects.get()
    blank = {"source": "", "manner": "cash", "amount_vnd": ""}
    one = lines("contributions", {"source": cast.quy_tinh.pk, "manner": "cash", "amount_vnd": "1 tỷ"}, blank)
    client.post(f"/ho-tro/{support.pk}/sua/", posted(cast, support, **one))
    support.refresh_from_db()
    assert support.amount_vnd == 1_000_000_000


def test_a_line_more_and_a_search_work_without_a_script(client, cast):
    home = cast.make_household(head="K’Lũ")
    as_(client, cast, "canbo_phuson")
    more = client.post(NEW, posted(cast, them="contributions"))
    assert more.status_code == 200 and more.context["formsets"]["contributions"].total_form_count() == 4
    assert more.context["form"]["description"].value() == "Xây nhà cho hộ nghèo khó khăn về nhà ở"
    found = client.post(NEW, posted(cast, them="ho", tim="k lu"))
    assert found.context["found"] == [home] and "K’Lũ" in found.content.decode()
    taken = client.post(NEW, posted(cast, them="ho-da-chon", chon_ho=[home.pk]))
    assert [one for _line, one in taken.context["formsets"]["recipients"].people] == [home]
    assert taken.context["understood"].named == 1 and taken.context["understood"].unnamed == 19
    rows = lines("recipients", {"kind": "household", "household": home.pk}, {"kind": "person", "name": ""})
    dropped = client.post(NEW, posted(cast, them="bo-0", **rows))
    assert dropped.context["formsets"]["recipients"].people == []
    assert not Support.objects.exists()


def test_named_and_unnamed_households_live_in_one_record(client, cast):
    home = cast.make_household(head="K’Lũ")
    rows = lines("recipients", {"kind": "group", "name": "Tổ đổi công"})
    as_(client, cast, "canbo_phuson").post(NEW, posted(cast, chon_ho=[home.pk], **rows))
    support = Support.objects.get()
    kept = [(r.kind, r.household, r.name) for r in support.recipients.order_by("kind")]
    assert kept == [("group", None, "Tổ đổi công"), ("household", home, "")]


def test_a_household_out_of_sight_cannot_be_named_by_its_number(client, cast):
    theirs = cast.make_household(cast.canbo_melinh, head="Nguyễn Văn Kín", area=cast.me_linh_1,
                                 organization=cast.mttq_me_linh)  # fmt: skip
    as_(client, cast, "canbo_phuson")
    rows = lines("recipients", {"kind": "household", "household": theirs.pk})
    answer = client.post(NEW, posted(cast, **rows))
    assert answer.status_code == 422 and "Nguyễn Văn Kín" not in answer.content.decode()
    assert "trong phạm vi của bạn" in answer.content.decode() and not Support.objects.exists()
    ticked = client.post(NEW, posted(cast, them="ho-da-chon", chon_ho=[theirs.pk]))
    searched = client.post(NEW, posted(cast, them="ho", tim="nguyen van kin"))
    for page in (ticked, searched):
        assert "Nguyễn Văn Kín" not in page.content.decode()


def test_the_same_help_twice_in_a_year_is_a_warning_not_a_wall(client, cast):
    home = cast.make_household(head="K’Broh")
    cast.make_support(recipients=[{"kind": "household", "household": home.pk}])
    as_(client, cast, "canbo_phuson")
    warned = client.post(NEW, posted(cast, them="ho-da-chon", chon_ho=[home.pk])).content.decode()
    assert "Có thể trùng" in warned and "Xây nhà Đại đoàn kết" in warned
    answer = client.post(NEW, posted(cast, chon_ho=[home.pk]), follow=True)
    assert Support.objects.count() == 2 and "hãy xem có trùng không" in answer.content.decode()


@pytest.mark.parametrize("name", ["chutich_phuson", "lanhdao", "bandanvan", "quantri", "nobody"])
def test_who_does_not_enter_is_refused_and_nothing_changes(client, cast, name):
    as_(client, cast, name)
    before = everything()
    assert client.get(NEW).status_code == 403 and client.post(NEW, posted(cast)).status_code == 403
    assert client.get("/ho-tro/thon/0/?q=pre").status_code == 403
    assert everything() == before


def test_an_officer_of_an_organisation_enters_for_it_alone_anywhere_in_the_district(client, cast):
    as_(client, cast, "hoinongdan")
    form = client.get(NEW).context["form"]
    assert list(form.fields["organization"].queryset) == [cast.hoi_nong_dan]
    assert form["organization"].value() == cast.hoi_nong_dan.pk
    offered = set(form.fields["area"].queryset)
    assert {cast.phu_son, cast.me_linh, cast.phu_son_lam_ha} <= offered and cast.hiep_thanh not in offered
    client.post(NEW, posted(cast, organization=cast.hoi_nong_dan.pk, area=cast.me_linh.pk, hamlets="thon 1"))
    assert Support.objects.get().area == cast.me_linh


def test_hamlets_are_suggested_under_the_field_with_the_list_completed(client, cast):
    answer = as_(client, cast, "canbo_phuson").get(f"/ho-tro/thon/{cast.phu_son.pk}/?q=Pretieng 1; pretieng 2")
    assert 'data-text="Pretieng 1; Pretieng 2"' in answer.content.decode()
    other = client.get(f"/ho-tro/thon/{cast.me_linh.pk}/?q=thon").content.decode()
    assert "Thôn 1" not in other


def test_a_correction_is_proposed_on_the_same_form(client, cast):
    support = cast.approve(cast.make_support())
    page = as_(client, cast, "canbo_phuson").get(f"/ho-tro/{support.pk}/de-nghi-sua/")
    assert "Ở đâu, khi nào, ai làm" in page.content.decode() and "Vì sao sửa" in page.content.decode()
    more = client.post(f"/ho-tro/{support.pk}/de-nghi-sua/", posted(cast, support, them="items"))
    assert more.status_code == 200 and not Correction.objects.exists()
    client.post(f"/ho-tro/{support.pk}/de-nghi-sua/", posted(cast, support, **{"de_nghi-reason": "Ghi nhầm"}))
    correction = Correction.objects.get()
    assert (
        correction.state == "proposed"
        and sum(c["amount_vnd"] for c in correction.after["contributions"]) == 1_060_000_000
    )
    support.refresh_from_db()
    assert support.amount_vnd == 60_000_000


def test_the_page_of_the_form_asks_the_database_no_more_for_more_lines(client, cast, django_assert_max_num_queries):
    many = [{"source": cast.quy_huyen.pk, "manner": "cash", "amount_vnd": "1 triệu"}] * 30
    as_(client, cast, "canbo_phuson")
    with django_assert_max_num_queries(12):
        client.post(NEW, posted(cast, them="items", **lines("contributions", *many)))
