"""Places and organisations: what became of them, what is offered in forms, codes from names."""

import datetime

from movements.models import Area, AreaStanding, AreaSuccession, Organization
from tests.cast import REFORM, Cast
from tests.movements.pages import as_, text


def test_a_merger_is_seen_from_both_sides(cast: Cast) -> None:
    AreaSuccession.objects.filter(old=cast.phu_son).update(legal_basis="NQ 1671/NQ-UBTVQH15")
    old = text(as_(cast.mttq).get(f"/dia-ban/{cast.phu_son.pk}/"))
    assert "chuyển thành" in old
    assert f'<a href="/dia-ban/{cast.phu_son_lam_ha.pk}/">xã Phú Sơn Lâm Hà</a>' in old
    assert "01/07/2025" in old
    assert "NQ 1671/NQ-UBTVQH15" in old
    new = text(as_(cast.mttq).get(f"/dia-ban/{cast.phu_son_lam_ha.pk}/"))
    assert new.count("hình thành từ") == 2
    assert f'<a href="/dia-ban/{cast.da_don.pk}/">xã Đạ Đờn</a>' in new
    assert "toàn bộ" in new


def test_a_part_that_moved_says_its_share(cast: Cast) -> None:
    AreaSuccession.objects.create(old=cast.me_linh, new=cast.phu_son_lam_ha, date=REFORM, share="0.4")
    assert "0,4" in text(as_(cast.mttq).get(f"/dia-ban/{cast.me_linh.pk}/"))


def test_the_shares_of_a_place_never_come_to_more_than_the_place(cast: Cast) -> None:
    sent = {"old": cast.phu_son.pk, "new": cast.me_linh.pk, "date": "01/07/2025", "share": "0,2"}
    answer = as_(cast.quantri).post("/ke-thua-dia-ban/them/", sent)
    assert answer.status_code == 422
    assert "Các phần chuyển đi của xã Phú Sơn cộng lại không thể quá 1." in text(answer)
    assert 'value="0,2"' in text(answer)


def test_a_place_shows_its_facts_parts_and_bodies(cast: Cast) -> None:
    AreaStanding.objects.create(
        area=cast.phu_son,
        fact="size",
        date=datetime.date(2022, 12, 31),
        households=1850,
        people=7400,
        basis="Niên giám",
    )
    page = text(as_(cast.canbo_phuson).get(f"/dia-ban/{cast.phu_son.pk}/"))
    for words in ("1.850", "7.400", "Niên giám", "Thôn Pretieng 1", "Ủy ban MTTQ Việt Nam xã Phú Sơn"):
        assert words in page
    assert "Ghi dữ kiện" not in page  # only the administrator keeps places
    assert "Ghi dữ kiện" in text(as_(cast.quantri).get(f"/dia-ban/{cast.phu_son.pk}/"))


def test_the_list_of_places_narrows_by_level_place_and_validity(cast: Cast) -> None:
    client = as_(cast.mttq)
    communes = text(client.get("/dia-ban/?cap=commune&xa=lam-ha"))
    assert "Xã Mê Linh" in communes
    assert f'href="/dia-ban/{cast.hiep_thanh.pk}/"' not in communes
    assert f'href="/dia-ban/{cast.pretieng_1.pk}/"' not in communes
    now = text(client.get("/dia-ban/?hieu-luc=co"))
    assert f'href="/dia-ban/{cast.phu_son_lam_ha.pk}/"' in now
    assert f'href="/dia-ban/{cast.phu_son.pk}/"' not in now
    in_2025 = text(client.get("/dia-ban/?nam=2025&cap=commune"))
    assert f'href="/dia-ban/{cast.phu_son.pk}/"' in in_2025
    assert f'href="/dia-ban/{cast.phu_son.pk}/"' not in text(client.get("/dia-ban/?nam=2026&cap=commune"))


def test_a_form_offers_places_of_the_users_reach_and_says_until_when(cast: Cast) -> None:
    page = text(as_(cast.canbo_phuson).get("/hoat-dong/them/"))
    assert "Xã Phú Sơn (đến 30/06/2025)" in page
    assert "Xã Phú Sơn Lâm Hà (từ 01/07/2025)" in page
    area = page.split('name="area"')[1].split("</select>")[0]
    assert "Mê Linh" not in area
    assert "Pretieng" not in area  # records stand at commune level; hamlets have a field of their own
    body = page.split('name="organization"')[1].split("</select>")[0]
    assert "xã Phú Sơn" in body
    assert "Hội Nông dân" not in body


def test_an_organisation_officer_enters_only_for_their_own(cast: Cast) -> None:
    page = text(as_(cast.hoinongdan).get("/hoat-dong/them/"))
    body = page.split('name="organization"')[1].split("</select>")[0]
    assert "Hội Nông dân huyện Lâm Hà" in body
    assert "Phụ nữ" not in body
    area = page.split('name="area"')[1].split("</select>")[0]
    assert "Xã Mê Linh (đến 30/06/2025)" in area  # anywhere in the root area, and in what it became
    assert "Xã Phú Sơn Lâm Hà (từ 01/07/2025)" in area
    assert "Hiệp Thạnh" not in area


def test_a_new_form_starts_in_the_place_and_year_of_the_context(cast: Cast) -> None:
    page = text(as_(cast.mttq).get("/chi-tieu/them/?noi=phu-son&nam=2022"))
    assert f'<option value="{cast.phu_son.pk}" selected>' in page
    assert 'name="year" value="2022"' in page
    assert "/chi-tieu/them/?noi=phu-son&nam=2022" in text(as_(cast.mttq).get("/chi-tieu/?noi=phu-son&nam=2022"))


def test_an_empty_code_is_made_from_the_name_and_is_never_taken(cast: Cast) -> None:
    client = as_(cast.mttq)
    sent = {"name": "Hội Người cao tuổi", "kind": "mass_association", "area": cast.lam_ha.pk}
    client.post("/to-chuc/them/", sent)
    client.post("/to-chuc/them/", sent)
    codes = Organization.objects.filter(name="Hội Người cao tuổi").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["hoi-nguoi-cao-tuoi", "hoi-nguoi-cao-tuoi-2"]
    edit = f"/to-chuc/{Organization.objects.get(code='hoi-nguoi-cao-tuoi').pk}/sua/"
    assert client.post(edit, {**sent, "name": "Hội NCT huyện", "version": 1}).status_code == 302
    assert Organization.objects.get(name="Hội NCT huyện").code == "hoi-nguoi-cao-tuoi"


def test_a_code_that_is_taken_is_refused_at_the_field(cast: Cast) -> None:
    sent = {"name": "Xã mới", "code": "phu-son", "level": "commune", "kind": "xa"}
    answer = as_(cast.quantri).post("/dia-ban/them/", sent)
    assert answer.status_code == 422
    assert 'value="phu-son"' in text(answer)
    assert "id_code-error" in text(answer)
    assert Area.objects.filter(code="phu-son").count() == 1


def test_a_place_that_is_used_is_not_deleted(cast: Cast) -> None:
    answer = as_(cast.quantri).post(f"/dia-ban/{cast.phu_son.pk}/xoa/")
    assert answer.status_code == 409
    assert Area.objects.filter(pk=cast.phu_son.pk).exists()


def test_an_organisation_shows_successions_and_what_it_leads(cast: Cast) -> None:
    page = text(as_(cast.mttq).get(f"/to-chuc/{cast.mttq_phu_son_moi.pk}/"))
    assert page.count("hình thành từ") == 2
    assert "Ủy ban MTTQ Việt Nam xã Đạ Đờn" in page
    lead = text(as_(cast.mttq).get(f"/to-chuc/{cast.mttq_huyen.pk}/"))
    assert "Đợt công tác dân vận Pretieng 2022" in lead
    farmers = f"/to-chuc/{cast.hoi_nong_dan.pk}/"
    assert "Trồng dâu nuôi tằm" in text(as_(cast.mttq).get(farmers))
    assert "Trồng dâu nuôi tằm" not in text(as_(cast.quantri).get(farmers))  # does not see models
