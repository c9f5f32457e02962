"""Places with their successions, and people with what they can reach."""

from datetime import date

import pytest
from django.test import Client

from beneficiaries.models import Support
from beneficiaries.restated import facts_on_both
from danvan.accounts.models import User
from danvan.accounts.scoping import access, visible_to
from danvan.records.models import ConfirmationRoute
from movements.models import Area, AreaGroup, AreaStanding, Assignment, Organization, Portal
from reports.demo import people

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.slow]

MERGERS = {
    "Đinh Văn Lâm Hà": {"Đinh Văn", "Tân Văn", "Bình Thạnh"},
    "Phú Sơn Lâm Hà": {"Phú Sơn", "Đạ Đờn"},
    "Nam Hà Lâm Hà": {"Nam Hà", "Phi Tô"},
    "Nam Ban Lâm Hà": {"Nam Ban", "Đông Thanh", "Mê Linh", "Gia Lâm"},
    "Tân Hà Lâm Hà": {"Tân Hà", "Hoài Đức", "Đan Phượng", "Liên Hà"},
    "Phúc Thọ Lâm Hà": {"Phúc Thọ", "Tân Thanh"},
}


def test_the_district_until_30_06_2025() -> None:
    district = Area.objects.get(code="lam-ha")
    units = Area.objects.filter(parent=district, level="commune")
    assert units.filter(kind="thi_tran").count() == 2
    assert units.filter(kind="xa").count() == 14
    assert {unit.valid_to for unit in units} == {date(2025, 6, 30)}
    assert Portal.current() is not None and Portal.current().root_area == district


def test_the_six_communes_and_what_they_were_made_of() -> None:
    for name, origins in MERGERS.items():
        commune = Area.objects.get(name=name, level="commune")
        assert {link.old.name for link in commune.origins.all()} == origins
        assert {link.share for link in commune.origins.all()} == {1}
        assert {link.legal_basis for link in commune.origins.all()} == {"Nghị quyết 1671/NQ-UBTVQH15, 16/06/2025"}
        assert commune.parent.code == "lam-dong"
    assert Area.objects.get(code="binh-thanh-duc-trong").parent.name == "Đức Trọng"


def test_the_old_region_is_a_group_without_the_outsider() -> None:
    names = set(AreaGroup.objects.get(name="vùng Lâm Hà cũ").areas.values_list("name", flat=True))
    assert len(names) == 16 and "Bình Thạnh" not in names


def test_the_page_of_the_six_communes_says_that_they_exceed_the_old_district_by_binh_thanh(client: Client) -> None:
    client.force_login(User.objects.get(username="mttq"))
    group = AreaGroup.objects.get(name="sáu xã mới của vùng Lâm Hà")
    page = " ".join(client.get(group.get_absolute_url()).content.decode().split())
    assert "6 xã mới cộng lại rộng hơn huyện Lâm Hà cũ: thêm xã Bình Thạnh (huyện Đức Trọng)." in page
    assert "Phần thêm là 2.100 hộ, 8.400 khẩu, so với 36.840 hộ của huyện Lâm Hà cũ." in page


def test_phu_son_and_da_don_are_one_on_the_borders_of_today() -> None:
    """Of 2022: what each was given, and what their one successor is restated to; the district's whole does not move."""
    then, now = facts_on_both(Support.objects.approved().in_year(2022))
    given = {code: sum(f.vnd for f in then if f.commune.code == code) for code in ("phu-son", "da-don")}
    assert all(given.values())
    assert sum(f.vnd for f in now if f.commune.code == "phu-son-lam-ha") == sum(given.values())
    assert sum(f.vnd for f in now) == sum(f.vnd for f in then)
    assert {f.commune.name for f in now} <= {f"xã {name}" for name in MERGERS} | {"chưa phân xã"}


@pytest.mark.parametrize("number", [1, 2])
def test_pretieng_lives_on_under_the_new_commune(number: int) -> None:
    old = Area.objects.get(code=f"pretieng-{number}")
    assert old.aliases == f"Preteing {number}"
    assert old.successions.get().new.parent.name == "Phú Sơn Lâm Hà"


def test_new_rural_standing_as_published() -> None:
    facts = AreaStanding.objects.filter(date=date(2022, 12, 31))
    assert facts.filter(fact="ntm").count() == 14
    assert set(facts.filter(fact="ntm_nang_cao").values_list("area__name", flat=True)) == {"Tân Văn", "Đông Thanh"}
    assert facts.get(fact="ntm_kieu_mau").area.name == "Tân Hà"


def test_no_record_stands_at_a_place_or_for_an_organization_that_did_not_exist() -> None:
    for support in Support.objects.select_related("area", "organization").prefetch_related("hamlets"):
        first, last = support.covers()
        for place in (support.area, *support.hamlets.all(), support.organization):
            assert place.valid_from is None or place.valid_from <= first, support
            assert place.valid_to is None or last <= place.valid_to or support.date_precision != "day", support


def test_partners_from_outside_and_the_merged_board() -> None:
    assert Organization.objects.get(name="Chữ thập đỏ Quận Tân Bình").kind == "partner"
    assert Organization.objects.filter(name="Liên đoàn Lao động huyện Lâm Hà").exists()
    board = Organization.objects.get(code="ban-dan-van-lam-ha")
    assert board.successions.get().new.label == "Ban Tuyên giáo và Dân vận"


@pytest.mark.parametrize(
    ("login", "role"),
    [
        ("canbo.phuson", "commune_officer"), ("chutich.phuson", "commune_chair"), ("canbo.melinh", "commune_officer"),
        ("hoinongdan", "org_officer"), ("mttq", "front_officer"), ("mttq.truong", "front_chair"),
        ("bandanvan", "mobilisation_board"), ("lanhdao", "leader"), ("quantri", "administrator"),
    ],
)  # fmt: skip
def test_the_named_logins_log_in_with_their_role(login: str, role: str, settings: object) -> None:
    user = User.objects.get(username=login)
    assert user.check_password(settings.DEMO_PASSWORD)  # type: ignore[attr-defined]
    own = {a.role for a in user.assignments.all() if a.delegated_by_id is None}
    assert own == {role} and access(user).roles >= own
    assert login in {row[0] for row in people.logins()}


def test_the_chair_of_phu_son_lets_the_districts_chair_confirm_there_only() -> None:
    found = Assignment.objects.get(delegated_by__username="chutich.phuson")
    assert (found.user.username, found.role, found.area.code) == ("mttq.truong", "commune_chair", "phu-son")


def test_who_is_not_in_the_table_cannot_log_in() -> None:
    listed = {row[0] for row in people.logins()}
    others = User.objects.exclude(username__in=listed)
    assert others.exists() and not any(user.has_usable_password() for user in others)
    assert not User.objects.filter(is_demo=False).exists()


def test_the_officer_of_me_linh_does_not_see_phu_son() -> None:
    seen = visible_to(Support.objects.all(), User.objects.get(username="canbo.melinh"))
    assert seen.exists()
    assert not seen.filter(area__code="phu-son").exists()


def test_routes() -> None:
    def steps(kind: str, level: str) -> tuple[str, str]:
        route = ConfirmationRoute.objects.get(organization_kind=kind, level=level, record_kind="")
        return route.confirm_role, route.accept_role

    assert steps("", "commune") == ("commune_chair", "front_officer")
    assert steps("", "district") == ("", "front_officer")
    assert steps("front", "district") == ("", "front_chair")
