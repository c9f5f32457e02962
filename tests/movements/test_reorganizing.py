"""An administrator enters a merger as data: seen before it is written, refused with reasons, undone while unused."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from beneficiaries.models import Support
from danvan.accounts.scoping import visible_to
from danvan.audit.journal import verify
from danvan.audit.models import Entry
from danvan.records.data import Refused
from movements import reorganizing, reorganizing_bodies, reorganizing_places
from movements.models import Area, AreaSuccession, Organization, OrganizationSuccession, Reorganization
from movements.reorganizing import Move, Plan, Unfit, Unit
from movements.reorganizing_look import look

NEXT = datetime.date(2026, 1, 1)
BASIS = "Nghị quyết 1/NQ-HĐND"
NEW = "/dia-ban/sap-xep/them/"


def plan(cast, *moves: Move, units: tuple[Unit, ...] = (), day: datetime.date = datetime.date(2025, 7, 1)) -> Plan:
    """Mê Linh into a new commune under the province, unless it is said otherwise."""
    made = units or (Unit(name="Mê Linh Mới", kind="xa", above=cast.lam_dong),)
    return Plan(day=day, legal_basis=BASIS, units=made, moves=moves or (Move(old=cast.me_linh, to=0),))


def enter(cast, wanted: Plan) -> Reorganization:
    return reorganizing.apply(cast.fresh(cast.quantri), reorganizing_places.work_out, wanted)


def why(wanted: Plan, work_out=reorganizing_places.work_out) -> list[tuple[str, int, str]]:
    with pytest.raises(Unfit) as refused:
        work_out(wanted)
    return [(fault.line, fault.index, fault.field) for fault in refused.value.faults]


def test_a_renamed_commune_is_a_new_place_and_its_hamlets_follow(cast):
    done = enter(cast, plan(cast))
    new = Area.objects.get(code="me-linh-moi")
    hamlet = Area.objects.get(code="me-linh-1-2025")
    assert (new.valid_from, new.parent, new.level) == (datetime.date(2025, 7, 1), cast.lam_dong, "commune")
    assert (hamlet.name, hamlet.parent, hamlet.kind) == ("Thôn 1", new, "thon")
    links = AreaSuccession.objects.filter(new__in=[new, hamlet]).order_by("pk").values_list("old__code", "new__code")
    assert list(links) == [("me-linh", "me-linh-moi"), ("me-linh-1", "me-linh-1-2025")]
    for old in (cast.me_linh, cast.me_linh_1):
        old.refresh_from_db()
        assert old.valid_to == datetime.date(2025, 6, 30)
    assert (done.words, done.legal_basis) == ("xã Mê Linh → xã Mê Linh Mới", BASIS)
    assert Entry.objects.filter(action="reorganize", record_id=done.pk).exists()
    assert verify() == []


def test_undone_it_leaves_nothing_and_used_it_stays(cast):
    before = list(Area.objects.order_by("pk").values_list("code", "valid_to"))
    done = reorganizing.undo(cast.fresh(cast.quantri), enter(cast, plan(cast)))
    assert done.undone_by == cast.quantri
    assert list(Area.objects.order_by("pk").values_list("code", "valid_to")) == before
    again = enter(cast, plan(cast))
    hamlet = Area.objects.get(code="me-linh-1-2025")
    cast.make_support(
        cast.canbo_melinh, area=hamlet, hamlets=[], organization=cast.mttq_me_linh, date="2025-08-01", campaign=None
    )
    with pytest.raises(Refused, match=r"khoản hỗ trợ \(1\)"):
        reorganizing.undo(cast.fresh(cast.quantri), again)
    with pytest.raises(PermissionDenied):
        reorganizing.undo(cast.fresh(cast.mttq_truong), again)


def test_a_split_says_where_every_hamlet_goes_and_shares_come_to_one(cast):
    """Phú Sơn became something already in the cast: it is taken back first."""
    AreaSuccession.objects.filter(old=cast.phu_son).delete()
    two = (Unit(name="Đông", kind="xa", above=cast.lam_dong), Unit(name="Tây", kind="xa", above=cast.lam_dong))
    east = Move(old=cast.phu_son, to=0, share=Decimal("0.4"), parts=(cast.pretieng_1,))
    west = Move(old=cast.phu_son, to=1, share=Decimal("0.6"), parts=(cast.pretieng_2,))
    assert why(plan(cast, east, Move(old=cast.phu_son, to=1, share=Decimal("0.5")), units=two)) == [
        ("moves", 1, "share")
    ]
    assert why(plan(cast, east, Move(old=cast.phu_son, to=1, share=Decimal("0.6")), units=two)) == [
        ("moves", 1, "parts")
    ]
    enter(cast, plan(cast, east, west, units=two))
    assert Area.objects.get(code="pretieng-1-2025").parent.name == "Đông"
    assert Area.objects.get(code="pretieng-2-2025").parent.name == "Tây"


def test_what_does_not_fit_is_refused_at_its_line(cast):
    new = Unit(name="Mới", kind="xa", above=cast.lam_dong)
    assert why(plan(cast, Move(old=cast.phu_son, to=0))) == [("moves", 0, "old")]  # it became Phú Sơn Lâm Hà
    assert why(plan(cast, day=NEXT)) == [("moves", 0, "old")]  # gone since 30/06/2025
    assert why(plan(cast, units=(new, Unit(name="Thừa", kind="xa", above=cast.lam_dong)))) == [("units", 1, "name")]
    assert why(plan(cast, units=(Unit(name="Mới", kind="thon", above=cast.lam_dong),))) == [("units", 0, "kind")]
    assert why(plan(cast, units=(Unit(name="Mới", kind="xa", above=cast.lam_ha),))) == [("units", 0, "above")]
    assert why(plan(cast, units=(Unit(name="Mới", kind="xa", code="phu-son", above=cast.lam_dong),))) == [
        ("units", 0, "code")
    ]
    twin = Unit(name="Phú Sơn Lâm Hà", kind="xa", above=cast.lam_dong)
    assert why(plan(cast, units=(twin,))) == [("units", 0, "name")]
    assert why(plan(cast, Move(old=cast.me_linh, to=0), Move(old=cast.pretieng_1, to=0))) == [("moves", 1, "old")]
    assert not Reorganization.objects.exists()


def test_before_it_is_written_it_says_who_goes_along_what_stays_and_both_totals(cast):
    cast.approve(cast.make_support(
        cast.canbo_melinh, area=cast.me_linh_1, hamlets=[], organization=cast.mttq_me_linh,
        contributions=[{"source": cast.quy_huyen, "amount_vnd": 50_000_001}],
    ))  # fmt: skip
    draft = cast.make_support(cast.canbo_melinh, area=cast.me_linh, hamlets=[], organization=cast.mttq_me_linh)
    seen = look(reorganizing_places.work_out(plan(cast, units=(Unit(name="Mê Linh", kind="xa", above=cast.lam_dong),))))
    assert [(one.label, one.count, one.late) for one in seen.records] == [("khoản hỗ trợ", 2, 0)]
    assert [name for name, _role, _where in seen.people] == [str(cast.chutich_melinh), str(cast.canbo_melinh)]
    assert [body.code for body in seen.bodies] == ["mttq-me-linh"]
    assert [(row.title, row.values) for row in seen.totals.then] == [("xã Mê Linh", (50_000_001,))]
    assert [(row.title, row.values) for row in seen.totals.now] == [("xã Mê Linh", (50_000_001,))]
    assert "mã me-linh. Cổng phân biệt bằng mã me-linh-2." in seen.warnings[0]
    assert not Reorganization.objects.exists()
    draft.refresh_from_db()
    assert draft.area == cast.me_linh


def test_who_worked_there_enters_for_the_new_commune_and_sees_no_neighbours_past(cast):
    """Mê Linh and Hiệp Thạnh become one: its officer follows, and the other half's past stays hidden."""
    other = cast.make_support(
        cast.mttq_ductrong, area=cast.hiep_thanh, hamlets=[], organization=cast.mttq_duc_trong, campaign=None
    )
    foreign = cast.make_household(cast.mttq_ductrong, area=cast.hiep_thanh, organization=cast.mttq_duc_trong)
    enter(cast, plan(cast, Move(old=cast.me_linh, to=0), Move(old=cast.hiep_thanh, to=0)))
    new = Area.objects.get(code="me-linh-moi")
    officer = cast.fresh(cast.canbo_melinh)
    made = cast.make_support(
        officer, area=new, hamlets=[], organization=cast.mttq_me_linh, date="2025-08-01", campaign=None
    )
    assert list(visible_to(Support.objects.all(), officer)) == [made]
    assert other not in visible_to(Support.objects.all(), officer)
    assert not visible_to(type(foreign).objects.filter(pk=foreign.pk), officer).exists()


def test_two_boards_become_one_organisation(cast):
    wanted = Plan(
        day=NEXT, legal_basis=BASIS, moves=(Move(old=cast.hoi_nong_dan, to=0), Move(old=cast.hoi_phu_nu, to=0)),
        units=(Unit(name="Hội chung", kind="mass_association", area=cast.lam_dong),),
    )  # fmt: skip
    assert why(Plan(day=NEXT, legal_basis=BASIS, moves=wanted.moves, units=(
        Unit(name="Hội chung", kind="mass_association", area=cast.lam_ha),)),
        reorganizing_bodies.work_out) == [("units", 0, "area")]  # fmt: skip
    done = reorganizing.apply(cast.fresh(cast.mttq_truong), reorganizing_bodies.work_out, wanted)
    new = Organization.objects.get(code="hoi-chung")
    assert set(OrganizationSuccession.objects.filter(new=new).values_list("old", flat=True)) == {
        cast.hoi_nong_dan.pk, cast.hoi_phu_nu.pk,
    }  # fmt: skip
    cast.hoi_nong_dan.refresh_from_db()
    assert cast.hoi_nong_dan.valid_to == datetime.date(2025, 12, 31)
    assert str(done) == "Hội Nông dân huyện Lâm Hà, Hội Liên hiệp Phụ nữ huyện Lâm Hà → Hội chung"


def form(**changes: str) -> dict[str, str]:
    return {
        "day": "01/07/2025", "legal_basis": BASIS, "units-TOTAL_FORMS": "1", "units-INITIAL_FORMS": "0",
        "units-0-name": "xã Mê Linh Mới", "units-0-kind": "xa", "units-0-above": "lâm đồng",
        "moves-TOTAL_FORMS": "2", "moves-INITIAL_FORMS": "0", "moves-0-old": "me linh", **changes,
    }  # fmt: skip


def test_the_page_shows_first_and_writes_on_the_second_post(cast, client):
    client.force_login(cast.quantri)
    assert client.get(NEW, {"cu": "me-linh"}).context["form"].moves[0].initial["old"] == "me-linh"
    seen = client.post(NEW, form())
    assert "Điều sẽ xảy ra" in seen.content.decode()
    assert not Reorganization.objects.exists()
    wrong = client.post(NEW, form(**{"moves-0-old": "Tân Hà", "moves-1-old": "phu-son"}))
    assert wrong.status_code == 422
    assert "Danh mục không có “Tân Hà”" in wrong.content.decode()
    twice = client.post(NEW, form(**{"moves-1-old": "phu-son"}))
    assert "xã Phú Sơn đã có kế thừa: Phú Sơn Lâm Hà." in twice.content.decode()
    done = client.post(NEW, form(chac="1"))
    one = Reorganization.objects.get()
    assert done["Location"] == f"/dia-ban/sap-xep/{one.pk}/"
    client.post(done["Location"])
    one.refresh_from_db()
    assert one.undone_at


def test_a_split_is_typed_as_shares_and_names_of_hamlets(cast, client):
    """Mê Linh by 0,4 and 0,6; a hamlet that is not there, and one that is left out, are named at their line."""
    client.force_login(cast.quantri)
    split = {
        "units-TOTAL_FORMS": "2", "units-0-name": "Đông", "units-1-name": "Tây", "units-1-kind": "xa",
        "units-1-above": "lam-dong", "moves-0-share": "0,4", "moves-1-old": "xã Mê Linh", "moves-1-to": "2",
        "moves-1-share": "0,6",
    }  # fmt: skip
    left = client.post(NEW, form(**split))
    assert "Chưa ghi thôn Thôn 1 về đâu." in left.content.decode()
    wrong = client.post(NEW, form(**split, **{"moves-0-parts": "Thôn 9"}))
    assert "xã Mê Linh không có “Thôn 9”: thôn Thôn 1 (mã me-linh-1)." in wrong.content.decode()
    assert client.post(NEW, form(**{**split, "moves-0-share": "1,4"})).status_code == 422
    client.post(NEW, form(**split, **{"moves-0-parts": "thôn 1"}, chac="1"))
    assert Area.objects.get(code="me-linh-1-2025").parent.name == "Đông"
    shares = AreaSuccession.objects.filter(old=cast.me_linh).order_by("pk").values_list("new__name", "share")
    assert list(shares) == [("Đông", Decimal("0.4")), ("Tây", Decimal("0.6"))]
