"""Cấp sử dụng: whose portal this is, changed on one page, journalled, and read by what says "the whole portal"."""

from danvan.audit.models import Entry
from movements.models import AreaGroup, Portal

PAGE = "/thiet-lap/cap-su-dung/"


def test_a_portal_goes_over_to_a_commune_and_to_a_named_group(cast, client):
    client.force_login(cast.quantri)
    page = client.get(PAGE).content.decode()
    assert "Cổng của Huyện Lâm Hà" in page
    assert "Huyện Lâm Hà đã thôi hết ngày 30/06/2025" in page
    done = client.post(PAGE, {"root_area": cast.phu_son_lam_ha.pk, "issuer": cast.mttq_phu_son_moi.pk})
    assert done.status_code == 302
    assert str(Portal.current()) == "Xã Phú Sơn Lâm Hà"
    assert Entry.objects.filter(action="setting").count() == 1
    client.force_login(cast.mttq_truong)
    assert "Xã Phú Sơn Lâm Hà" in client.get("/dia-ban/").content.decode()
    group = AreaGroup.objects.create(name="vùng Lâm Hà cũ")
    group.areas.set([cast.phu_son, cast.me_linh])
    values = {"root_area": cast.lam_dong.pk, "root_group": group.pk, "issuer": cast.mttq_huyen.pk}
    client.post(PAGE, values)
    assert str(Portal.current()) == "vùng Lâm Hà cũ"
    assert "nhóm gồm 2 nơi" in client.get(PAGE).content.decode()


def test_a_place_must_be_named(cast, client):
    client.force_login(cast.quantri)
    answer = client.post(PAGE, {"root_area": "", "issuer": cast.mttq_huyen.pk})
    assert answer.status_code == 422
    assert Portal.current().root_area == cast.lam_ha
