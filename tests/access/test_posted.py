"""What a hand-made POST cannot do: name a foreign row, or set what no form has."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from danvan.imports import batches
from danvan.imports.batches import State
from danvan.imports.kinds import kinds
from danvan.imports.models import ImportedRow
from tests.access.expectations import KINDS, OWN, Route, routes
from tests.access.matrix import Case, address, form_values, payload, support_file
from tests.access.visitors import Visitors

NEW = {route.name: route for route in routes() if route.name.endswith(":new")}
EDIT = {route.name: route for route in routes() if route.name.endswith(":edit")}
pytestmark = pytest.mark.django_db

# (address, role) → what is posted in place of a name of one's own: a function of the world.
FOREIGN: list[tuple[str, str, str, Any]] = []
for _namespace, _kind in KINDS.items():
    if _namespace != "poverty_reviews":  # its place follows the household
        FOREIGN += [
            (_namespace, "CO", "area", lambda w: w.cast.me_linh),
            (_namespace, "CO", "organization", lambda w: w.cast.mttq_me_linh),
            (_namespace, "CO", "organization", lambda w: w.cast.hoi_nong_dan),
            (_namespace, "FO", "area", lambda w: w.cast.hiep_thanh),
        ]
    if "OO" in _kind.enter:
        FOREIGN.append((_namespace, "OO", "organization", lambda w: w.cast.hoi_phu_nu))
FOREIGN += [
    ("supports", "CO", "recipients-0-household", lambda w: w.records["households", "approved", "mel"]),
    ("supports", "OO", "recipients-0-household", lambda w: w.records["households", "approved", "psa"]),
    ("supports", "CO", "chon_ho", lambda w: w.records["households", "approved", "mel"]),
    ("supports", "CO", "model", lambda w: w.things["models", "mel"]),
    ("supports", "OO", "model", lambda w: w.things["models", "psa"]),
    ("supports", "CO", "hamlets", lambda w: "Thôn 1"),
    ("works", "CO", "hamlets", lambda w: w.cast.me_linh_1),
    ("poverty_reviews", "CO", "household", lambda w: w.records["households", "approved", "mel"]),
    ("poverty_reviews", "FO", "household-chon", lambda w: w.records["households", "approved", "dtr"]),
    ("model_years", "CO", "model", lambda w: w.things["models", "mel"]),
    ("model_years", "OO", "model", lambda w: w.things["models", "psa"]),
    ("model_years", "CO", "replications-0-child", lambda w: w.things["spare_models", "mel"]),
    ("households", "CO", "participations-0-model", lambda w: w.things["models", "mel"]),
    ("models", "CO", "replicated_from", lambda w: w.things["models", "mel"]),
    ("models", "CO", "area", lambda w: w.cast.me_linh),
    ("models", "OO", "organization", lambda w: w.cast.hoi_phu_nu),
    ("loan_balances", "CO", "loan", lambda w: w.things["loans", "mel"]),
    ("loan_balances", "CO", "loan", lambda w: w.things["loans", "psb"]),
    ("loan_balances", "OO", "loan", lambda w: w.things["loans", "psa"]),
]
BESIDE_IT = {  # what a line of its own needs besides the foreign key
    "replications-0-child": lambda w: {"replications-0-area": w.cast.phu_son.pk, "replications-TOTAL_FORMS": "1"},
    "participations-0-model": lambda w: {"participations-0-start_year": "2022", "participations-TOTAL_FORMS": "1"},
    "recipients-0-household": lambda w: {"recipients-0-name": "", "recipients-0-kind": "household"},
}


def named(value: Any) -> str:
    return str(getattr(value, "pk", value))


@pytest.mark.parametrize("verb", ["new", "edit"])
@pytest.mark.parametrize(
    ("namespace", "role", "field", "foreign"), FOREIGN, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_foreign_key_is_never_stored(
    visitors: Visitors, namespace: str, role: str, field: str, foreign: Any, verb: str
) -> None:
    world = visitors.world
    route = {**NEW, **EDIT}[f"{namespace}:{verb}"]
    state, place = ("draft", OWN[role]) if verb == "edit" else ("", "")
    case = Case(role, route, place, state if namespace in KINDS else "")
    url, data = address(world, case), payload(visitors, case)
    good = visitors.try_out(role, "POST", url, data, compare=False)
    assert good.status == 302, good.text[:500]  # without the foreign key it is stored
    data |= {field: named(foreign(world)), **BESIDE_IT.get(field, lambda w: {})(world)}
    if namespace in KINDS and verb == "new":
        data["key"] = str(uuid.uuid4())
    answer = visitors.try_out(role, "POST", url, data)
    assert answer.status in (403, 404, 422), answer.status
    assert not answer.changed


PROTECTED = {
    "status": "approved", "pending_action": "accept", "pending_role": "front_officer", "amount_vnd": "1",
    "approved_at": "2022-01-01", "submitted_at": "2022-01-01", "created_at": "2001-01-01", "illustrative": "on",
    "created_by": "1", "updated_by": "1", "search": "x", "sort_key": "x", "cccd_hash": "x", "id": "1", "pk": "1",
}  # fmt: skip
KEPT = ("status", "pending_action", "pending_role", "approved_at", "submitted_at", "created_at", "created_by_id",
        "illustrative", "search", "sort_key", "id")  # fmt: skip


@pytest.mark.parametrize(
    ("namespace", "role"), [(name, role) for name, kind in KINDS.items() for role in kind.enter if role != "FC"]
)
def test_protected_fields_do_not_change_through_a_form(visitors: Visitors, namespace: str, role: str) -> None:
    world = visitors.world
    case = Case(role, EDIT[f"{namespace}:edit"], OWN[role], "draft")
    record = world.records[namespace, "draft", OWN[role]]
    before = type(record).objects.get(pk=record.pk)
    data = {**payload(visitors, case), **PROTECTED}
    assert visitors.send(role, "POST", address(world, case), data).status == 302
    after = type(record).objects.get(pk=record.pk)
    assert {name: getattr(after, name) for name in KEPT} == {name: getattr(before, name) for name in KEPT}
    assert (after.version, after.updated_by_id) == (before.version + 1, world.actor(role).pk)
    if namespace == "supports":
        assert after.amount_vnd == before.amount_vnd == 60_000_000

    fresh = Case(role, NEW[f"{namespace}:new"])
    data = {**payload(visitors, fresh), **PROTECTED, "version": "9", "key": str(uuid.uuid4())}
    assert visitors.send(role, "POST", address(world, fresh), data).status == 302
    made = type(record).objects.order_by("pk").last()
    assert made.pk > after.pk
    assert (made.status, made.version, made.illustrative, made.approved_at) == ("draft", 1, False, None)
    assert (made.created_by_id, made.pending_action) == (world.actor(role).pk, "")


@pytest.mark.parametrize("version", ["", "2", "1.0", None])
@pytest.mark.parametrize("name", EDIT)
def test_a_version_that_is_not_the_standing_one_stores_nothing(visitors: Visitors, name: str, version: Any) -> None:
    route = EDIT[name]
    role = (route.post or [""])[0]
    world = visitors.world
    namespace = name.partition(":")[0]
    scoped = namespace in (*KINDS, "models", "loan_balances", "recommendations", "tasks")
    case = Case(role, route, OWN[role] if scoped else "", "draft" if namespace in KINDS else "")
    data = {**payload(visitors, case), "version": version}
    if version is None:
        del data["version"]
    answer = visitors.try_out(role, "POST", address(world, case), data)
    assert answer.status in (409, 422), answer.status
    assert not answer.changed


@pytest.mark.parametrize("page", ["inbox", "submit_ready"])
def test_bulk_steps_reach_no_foreign_record(visitors: Visitors, page: str) -> None:
    world = visitors.world
    state = "accepting" if page == "inbox" else "draft"
    for role in ("CC", "FO", "FC", "MB") if page == "inbox" else ("CO", "OO", "FO", "CC", "LE", "AD"):
        for kind_of, kind in KINDS.items():
            foreign = world.records[kind_of, state, "dtr"]
            ticked = {"muc": f"{kind.kind}:{foreign.pk}", "lam": "xong", "reason": "x"}
            for sure in ({}, {"chac": "1"}):  # the page that asks first, and the step itself
                answer = visitors.try_out(role, "POST", reverse(page), {**ticked, **sure})
                assert answer.status == (200 if page == "inbox" else 302) and not answer.changed
                assert not answer.canaries and "zqdtr" not in str(answer.response.cookies)


@pytest.mark.parametrize(
    ("role", "cells"),
    [
        ("CO", {"commune": "Mê Linh"}), ("CO", {"organizations": "Hội Nông dân"}),
        ("CO", {"organizations": "MTTQ Mê Linh"}), ("OO", {"organizations": "Hội LHPN"}),
        ("FO", {"commune": "Hiệp Thạnh", "organizations": "MTTQ Đức Trọng"}),
    ],
)  # fmt: skip
def test_an_import_brings_nothing_into_a_foreign_place(visitors: Visitors, role: str, cells: dict[str, str]) -> None:
    own = {"organizations": "Hội Nông dân"} if role == "OO" else {}
    user = visitors.world.cast.fresh(visitors.world.actor(role))
    for changes, state in ((own, State.READY), (cells, State.FAULTY)):
        file = support_file(**{**own, **changes})
        batch = batches.open_file(user, kinds()["ho-tro"], file.name, file.read())
        assert batch.state == state
    answer = visitors.send(role, "POST", reverse("imports:store", args=[batch.pk]))
    assert answer.status == 302 and not ImportedRow.objects.exists()


def test_a_period_is_closed_in_ones_own_places_alone(visitors: Visitors) -> None:
    route = next(r for r in routes() if r.name == "close")
    for area in ("hiep-thanh", "duc-trong", "lam-dong"):
        data = {**payload(visitors, Case("FO", route)), "area": area}
        answer = visitors.try_out("FO", "POST", reverse("close"), data)
        assert answer.status == 422 and not answer.changed


def test_a_split_names_no_foreign_household(visitors: Visitors) -> None:
    world = visitors.world
    for role, place in (("CO", "mel"), ("FO", "dtr")):
        mine = world.records["households", "approved", "psa"]
        url = reverse("households:lineage", args=[mine.pk])
        data = {"kind": "split", "date": "01/02/2023", "other": world.records["households", "approved", place].pk}
        answer = visitors.try_out(role, "POST", url, data)
        assert answer.status == 422 and not answer.changed
        assert not [word for word in answer.canaries if word.startswith(f"zq{place}")]


def test_an_administrator_gives_themself_nothing(visitors: Visitors) -> None:
    world = visitors.world
    me = world.actor("AD")
    case = Case("AD", NEW["assignments:new"])
    data = {**payload(visitors, case), "user": str(me.pk), "role": "front_chair", "area": str(world.cast.lam_ha.pk)}
    answer = visitors.try_out("AD", "POST", reverse("assignments:new"), data)
    assert answer.status == 422 and not answer.changed
    mine = me.assignments.get()
    for name in ("edit", "delete"):
        url = reverse(f"assignments:{name}", args=[mine.pk])
        values = form_values(visitors, "AD", reverse("assignments:edit", args=[world.things["assignments", ""].pk]))
        answer = visitors.try_out("AD", "POST", url, {**values, "role": "front_chair"})
        assert answer.status == 403 and not answer.changed
    other = world.things["assignments", ""]
    values = form_values(visitors, "AD", reverse("assignments:edit", args=[other.pk]))
    url = reverse("assignments:edit", args=[other.pk])
    answer = visitors.try_out("AD", "POST", url, {**values, "user": str(me.pk)})
    assert answer.status == 422 and not answer.changed


def test_a_second_post_of_one_form_makes_nothing_more(visitors: Visitors) -> None:
    case = Case("CO", Route("supports:new", ["CO"], ["CO"]))
    data = payload(visitors, case) | {"key": str(uuid.uuid4())}
    url = reverse("supports:new")
    model = type(visitors.world.records["supports", "draft", "psa"])
    before = model.objects.count()
    for _ in range(3):
        assert visitors.send("CO", "POST", url, data).status == 302
    assert model.objects.count() == before + 1
    assert visitors.send("FO", "POST", url, data).status == 403  # somebody else's key
    assert model.objects.count() == before + 1
