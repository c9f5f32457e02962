"""A group of places before and after: whether the new ones together are the old district, and by how much not."""

import datetime

from movements import reorganizing, reorganizing_places
from movements.group_compare import Size, compare
from movements.models import AreaGroup, AreaStanding
from movements.reorganizing import Move, Plan, Unit

DAY = datetime.date(2025, 7, 1)


def test_new_communes_that_took_in_a_neighbour_exceed_the_old_district_by_it(cast, client):
    """Mê Linh of Lâm Hà and Hiệp Thạnh of Đức Trọng become one; Phú Sơn and Đạ Đờn became Phú Sơn Lâm Hà."""
    plan = Plan(
        day=DAY, legal_basis="NQ", units=(Unit(name="Mê Linh Mới", kind="xa", above=cast.lam_dong),),
        moves=(Move(old=cast.me_linh, to=0), Move(old=cast.hiep_thanh, to=0)),
    )  # fmt: skip
    reorganizing.apply(cast.fresh(cast.quantri), reorganizing_places.work_out, plan)
    group = AreaGroup.objects.create(name="xã mới")
    group.areas.set(type(cast.phu_son).objects.filter(code__in=["me-linh-moi", "phu-son-lam-ha"]))
    for area, households in ((cast.me_linh, 1500), (cast.phu_son, 1850), (cast.da_don, 2600)):
        AreaStanding.objects.create(area=area, fact="size", date="2022-12-31", households=households)
    found = compare(cast.fresh(cast.mttq), group)
    assert (found.whole, found.outside, found.left) == ("huyện Lâm Hà cũ", (cast.hiep_thanh,), ())
    assert (found.size, found.more) == (Size(5950, None), Size(None, None))  # nobody counted Hiệp Thạnh
    rows = {row.new.code: (row.inside, row.outside, row.size.households) for row in found.made}
    assert rows["me-linh-moi"] == ((cast.me_linh,), (cast.hiep_thanh,), None)
    assert rows["phu-son-lam-ha"] == ((cast.da_don, cast.phu_son), (), 4450)
    client.force_login(cast.mttq)
    page = " ".join(client.get(f"/nhom-dia-ban/{group.pk}/").content.decode().split())
    assert "2 xã mới cộng lại rộng hơn huyện Lâm Hà cũ: thêm xã Hiệp Thạnh (huyện Đức Trọng)." in page


def test_totals_stand_beside_each_other_only_for_who_reads_totals_and_of_their_places(cast):
    cast.approve(cast.make_support(contributions=[{"source": cast.quy_huyen, "amount_vnd": 7}]))
    cast.approve(cast.make_support(
        cast.mttq, area=cast.da_don, hamlets=[], organization=cast.hoi_nong_dan,
        contributions=[{"source": cast.quy_huyen, "amount_vnd": 5}],
    ))  # fmt: skip
    group = AreaGroup.objects.create(name="hai xã cũ")
    group.areas.set([cast.phu_son, cast.da_don])
    seen = {
        name: [(row.year, row.then, row.now) for row in compare(cast.fresh(getattr(cast, name)), group).years]
        for name in ("mttq", "canbo_phuson", "hoinongdan", "quantri")
    }
    assert seen == {
        "mttq": [(2022, 12, 12)], "canbo_phuson": [(2022, 7, 7)], "hoinongdan": [(2022, 5, 5)], "quantri": [],
    }  # fmt: skip
    assert compare(cast.fresh(cast.mttq), AreaGroup.objects.create(name="trống")) is None
