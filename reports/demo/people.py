"""The people of the demo. Those whom the logins table lists have the demo's password; the others only work here."""

import datetime
from dataclasses import dataclass
from itertools import cycle

from django.conf import settings

from danvan.accounts.models import User
from danvan.accounts.roles import ROLES
from danvan.audit.journal import journal
from movements.models import Assignment

from .places import COMMUNES
from .world import World

SINCE = datetime.date(2021, 1, 1)
UNTIL = datetime.date(2030, 12, 31)  # of the one delegation


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the demo with the one assignment that they hold: an area's code, or an organisation's."""

    login: str
    name: str
    position: str
    role: str
    area: str = ""
    organization: str = ""
    listed: bool = True


NAMED = (
    Person("canbo.phuson", "Nguyễn Thị Hạnh", "Cán bộ Mặt trận xã Phú Sơn", "commune_officer", area="phu-son"),
    Person("chutich.phuson", "Kơ Să K’Brêm", "Chủ tịch UBMTTQ xã Phú Sơn", "commune_chair", area="phu-son"),
    Person("canbo.melinh", "Lê Thị Thu Hà", "Cán bộ Mặt trận xã Mê Linh", "commune_officer", area="me-linh"),
    Person("chutich.melinh", "Đinh Công Hòa", "Chủ tịch UBMTTQ xã Mê Linh", "commune_chair", area="me-linh"),
    Person("hoinongdan", "Vũ Đình Thắng", "Cán bộ Hội Nông dân huyện", "org_officer",
           organization="hoi-nong-dan-lam-ha"),
    Person("hoiphunu", "Hoàng Thị Mai", "Cán bộ Hội LHPN huyện", "org_officer", organization="hoi-lhpn-lam-ha"),
    Person("huyendoan", "Trương Minh Khôi", "Cán bộ Huyện đoàn", "org_officer", organization="huyen-doan-lam-ha"),
    Person("mttq", "Phạm Quốc Tuấn", "Cán bộ Ủy ban MTTQ huyện", "front_officer", area="lam-ha"),
    Person("mttq.2", "Đặng Thị Ngọc Lan", "Cán bộ Ủy ban MTTQ huyện", "front_officer", area="lam-ha"),
    Person("mttq.truong", "Bùi Văn Đức", "Chủ tịch Ủy ban MTTQ huyện", "front_chair", area="lam-ha"),
    Person("bandanvan", "Ngô Thị Bích Thủy", "Chuyên viên Ban Dân vận Huyện ủy", "mobilisation_board", area="lam-ha"),
    Person("lanhdao", "Trần Văn Minh", "Phó Bí thư Thường trực Huyện ủy", "leader", area="lam-ha"),
    Person("quantri", "Lý Hoàng Nam", "Quản trị hệ thống", "administrator", area="lam-ha"),
    Person("hoiccb", "Mai Văn Lực", "Cán bộ Hội Cựu chiến binh huyện", "org_officer",
           organization="hoi-ccb-lam-ha", listed=False),
    Person("ldld", "Tạ Thị Hương", "Cán bộ Liên đoàn Lao động huyện", "org_officer",
           organization="ldld-lam-ha", listed=False),
    Person("chuthapdo", "Phan Thị Kim Oanh", "Cán bộ Hội Chữ thập đỏ huyện", "org_officer",
           organization="hoi-chu-thap-do-lam-ha", listed=False),
    Person("banchqs", "Lưu Văn Sơn", "Trợ lý Ban Chỉ huy Quân sự huyện", "org_officer",
           organization="ban-chqs-lam-ha", listed=False),
)  # fmt: skip
_OFFICERS = ("Nguyễn Văn Tài", "Trần Thị Yến", "Phạm Thị Dung", "Lê Quang Vinh", "Đỗ Thị Hiền", "Hồ Văn Phước",
             "Dương Thị Loan", "Cao Xuân Trường", "Võ Thị Hồng", "Nguyễn Đức Anh", "Trịnh Thị Tuyết", "Bùi Thanh Bình",
             "Đào Thị Nga", "Phan Văn Hậu")  # fmt: skip
_CHAIRS = ("Nguyễn Hữu Lộc", "Trần Đình Khánh", "Cil Ha Sang", "Lê Văn Thành", "Phạm Thị Thanh", "Đỗ Văn Quý",
           "Hoàng Văn Thọ", "Nguyễn Thị Xuân", "Vũ Văn Toàn", "Ya Loan", "Đặng Văn Ninh", "Lê Thị Phượng",
           "Trần Văn Hùng", "Nguyễn Bá Cường")  # fmt: skip


def handle(area_code: str) -> str:
    """The part of a login name that says the commune: "phu-son" → "phuson"."""
    return area_code.replace("-", "")


def _of_communes() -> list[Person]:
    officers, chairs = cycle(_OFFICERS), cycle(_CHAIRS)
    named = {person.login for person in NAMED}
    people = []
    for commune in COMMUNES:
        mine = handle(commune.code)
        if f"canbo.{mine}" in named:
            continue
        people += [
            Person(f"canbo.{mine}", next(officers), f"Cán bộ Mặt trận {commune.title}", "commune_officer",
                   area=commune.code, listed=False),
            Person(f"chutich.{mine}", next(chairs), f"Chủ tịch UBMTTQ {commune.title}", "commune_chair",
                   area=commune.code, listed=False),
        ]  # fmt: skip
    return people


PEOPLE = (*NAMED, *_of_communes())


def _add(world: World, person: Person) -> User:
    password = settings.DEMO_PASSWORD if person.listed else None
    user = User.objects.create_user(
        person.login, password, full_name=person.name, position=person.position, is_demo=True
    )
    world.users[person.login] = user
    return user


def bootstrap_administrator(world: World) -> None:
    """The first user, who makes all others; nobody stands before them in the journal."""
    person = next(person for person in PEOPLE if person.login == "quantri")
    user = _add(world, person)
    with journal(user) as log:
        log.add("create", user, {"username": user.username})


def assign_administrator(world: World) -> None:
    """The administrator's own right, which nobody can give by the door yet."""
    user = world.users["quantri"]
    with journal(user) as log:
        assignment = Assignment(user=user, role="administrator", area=world.areas["lam-ha"], starts=SINCE)
        assignment.full_clean()
        assignment.save()
        log.add("create", assignment, {"user": user.pk, "role": assignment.role})


def make(world: World) -> None:
    """Everybody else with their assignments, by the administrator; all are fetched anew, with today's rights."""
    with journal(world.users["quantri"]) as log:
        for person in PEOPLE:
            if person.login == "quantri":
                continue
            user = _add(world, person)
            log.add("create", user, {"username": user.username})
            world.save(
                "quantri", Assignment, user=user, role=person.role, starts=SINCE,
                area=world.areas[person.area] if person.area else None,
                organization=world.organizations[person.organization] if person.organization else None,
            )  # fmt: skip
        # A delegation: the commune's chair lets the district's chair confirm in their place, so that a year's paper
        # entered at the district can be taken through every step by one person.
        world.save(
            "quantri", Assignment, user=world.users["mttq.truong"], role="commune_chair", starts=SINCE,
            area=world.areas["phu-son"], delegated_by=world.users["chutich.phuson"], ends=UNTIL,
        )  # fmt: skip
    world.users = {user.username: user for user in User.objects.filter(is_demo=True)}


def logins() -> list[tuple[str, str, str]]:
    """(login, name with position, role) of everybody who can log in, in the order of the table."""
    return [
        (person.login, f"{person.name}, {person.position}", ROLES[person.role].label)
        for person in PEOPLE
        if person.listed
    ]
