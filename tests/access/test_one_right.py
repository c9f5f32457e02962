"""Each refusal differs from a success by one permission only; and a right that is taken away bites at once."""

import dataclasses
import datetime

import pytest
from django.urls import reverse

from danvan.accounts.roles import ROLES, Reach, Role
from danvan.accounts.scoping import access
from danvan.records import corrections
from movements.models import Assignment
from tests.access.expectations import KINDS, Route, routes
from tests.access.matrix import Case, address, cases, payload
from tests.access.visitors import Visitors
from tests.access.world import ACTORS

WRITES = [route for route in routes() if route.post is not None and route.needs]
CODES = {"CO": "commune_officer", "CC": "commune_chair", "OO": "org_officer", "FO": "front_officer",
         "FC": "front_chair", "MB": "mobilisation_board", "LE": "leader", "AD": "administrator"}  # fmt: skip
pytestmark = pytest.mark.django_db


def drop(monkeypatch: pytest.MonkeyPatch, role: str, action: str) -> None:
    """The role loses one action; a role that nobody has keeps it known (asking for an unknown one is an error)."""
    mine = ROLES[CODES[role]]
    assert action in mine.actions
    monkeypatch.setitem(ROLES, mine.code, dataclasses.replace(mine, actions=mine.actions - {action}))
    monkeypatch.setitem(ROLES, "nobodys", Role("nobodys", "", Reach.AREA, frozenset({action}), may=""))


@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.id)
def test_one_right_makes_the_difference(visitors: Visitors, route: Route, monkeypatch: pytest.MonkeyPatch) -> None:
    role = route.taker or (route.post or [""])[0]
    case = next(cases(visitors.world, route, [role]))
    url, data = address(visitors.world, case), payload(visitors, case)
    done = visitors.try_out(role, "POST", url, data)
    assert done.status in route.done, done.text[:2000]
    assert done.changed, "the POST that should succeed stored nothing"

    drop(monkeypatch, role, route.needs)
    for file in data.values():
        if hasattr(file, "seek"):
            file.seek(0)
    refused = visitors.try_out(role, "POST", url, data)
    assert refused.status in ({200, 302, 403} if route.writes is not None else {403, 404})
    assert not refused.changed


@pytest.mark.parametrize("role", ["FO", "FC"])
@pytest.mark.parametrize("namespace", KINDS)
def test_nobody_takes_a_step_on_their_own_record(visitors: Visitors, namespace: str, role: str) -> None:
    """Written by the Front itself and confirmed by the commune: it waits for anybody of the Front but its author."""
    record = visitors.world.selfmade[namespace, role]
    other = {"FO": "FC", "FC": "FO"}[role]
    step = reverse(f"{namespace}:step", args=[record.pk, "tiep-nhan"])
    back = reverse(f"{namespace}:step", args=[record.pk, "lam-ro"])
    ticked = {"muc": f"{KINDS[namespace].kind}:{record.pk}", "lam": "xong", "chac": "1"}
    for method, url in (("GET", step), ("POST", step), ("GET", back), ("POST", back)):
        answer = visitors.try_out(role, method, url, {"reason": "Xem lại"})
        assert (answer.status, answer.changed) == (403, frozenset()), url
    assert not visitors.try_out(role, "POST", reverse("inbox"), ticked).changed
    assert visitors.try_out(other, "POST", step).changed
    assert visitors.try_out(other, "POST", reverse("inbox"), ticked).changed


@pytest.mark.parametrize("namespace", KINDS)
def test_nobody_decides_their_own_proposal(visitors: Visitors, namespace: str) -> None:
    record = visitors.world.records[namespace, "approved", "psa"]
    chair = visitors.world.cast.fresh(visitors.world.actor("FC"))
    made = corrections.propose(
        chair, record, reason="Ghi nhầm", data={"note": "Đã sửa"}, expected_version=record.version
    )
    url = reverse(f"{namespace}:decide", args=[record.pk, made.pk])
    for method in ("GET", "POST"):
        assert visitors.send("FC", method, url, {"quyet_dinh": "duyet"}).status == 403
    made.refresh_from_db()
    assert made.state == "proposed"


# One page of each role that it loses with its assignment.
PAGES = {"CO": "supports:new", "CC": "inbox", "OO": "supports:list", "FO": "closings", "FC": "journal",
         "MB": "score_sheets:new", "LE": "dashboard", "AD": "accounts"}  # fmt: skip


@pytest.mark.parametrize("role", PAGES)
def test_a_revoked_right_bites_on_the_next_request(visitors: Visitors, role: str) -> None:
    url, user = reverse(PAGES[role]), visitors.world.actor(role)
    assert visitors.send(role, "GET", url).status == 200
    yesterday = datetime.date.today() - datetime.timedelta(days=2)
    Assignment.objects.filter(user=user).update(ends=yesterday)
    assert visitors.send(role, "GET", url).status == 403
    assert visitors.send(role, "POST", url, {"note": "x"}).status in (403, 405)
    assert visitors.send(role, "GET", reverse("my_work")).canaries == frozenset()


@pytest.mark.parametrize("role", ACTORS)
def test_a_disabled_account_is_out_of_its_live_session(visitors: Visitors, role: str) -> None:
    user = visitors.world.actor(role)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    for name in ("my_work", "home", "areas:list"):
        answer = visitors.send(role, "GET", reverse(name))
        assert answer.status == 302 and answer.text.startswith("/dang-nhap/")


def test_an_issued_password_opens_nothing_but_its_change(visitors: Visitors) -> None:
    user = visitors.world.actor("CO")
    type(user).objects.filter(pk=user.pk).update(must_change_password=True)
    for name in ("my_work", "supports:list", "supports:new"):
        answer = visitors.send("CO", "GET", reverse(name))
        assert answer.status == 302 and answer.text.startswith(reverse("password_change"))
    assert visitors.send("CO", "GET", reverse("password_change")).status == 200


def test_two_roles_do_not_lend_each_other_their_places(visitors: Visitors) -> None:
    """Officer in Phú Sơn and leader of the district: drafts and the right to write stay in Phú Sơn."""
    world = visitors.world
    user = world.cast.make_user("hai.vai", "Người hai vai")
    world.cast.assign(user, "commune_officer", world.cast.phu_son)
    world.cast.assign(user, "leader", world.cast.lam_ha)
    assert access(world.cast.fresh(user)).may("support.enter")
    visitors.enter("TWO", user)
    try:
        for state, status in (("draft", 404), ("approved", 200)):
            pk = world.records["supports", state, "mel"].pk
            answer = visitors.try_out("TWO", "GET", reverse("supports:detail", args=[pk]))
            assert answer.status == status
        edit = reverse("supports:propose", args=[world.records["supports", "approved", "mel"].pk])
        assert visitors.try_out("TWO", "GET", edit).status == 403
        household = reverse("households:detail", args=[world.records["households", "approved", "mel"].pk])
        assert visitors.try_out("TWO", "GET", household).status == 404
    finally:
        del visitors.clients["TWO"]


def test_every_role_has_its_address(visitors: Visitors) -> None:
    """The codes of the table and those of the cast speak of the same roles."""
    for role, code in CODES.items():
        held = set(Assignment.objects.filter(user=visitors.world.actor(role)).values_list("role", flat=True))
        assert held == {code}
    assert Case("CO", WRITES[0]).route is WRITES[0]
