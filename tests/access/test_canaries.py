"""No foreign word through lists, searches, exports, fragments, figures or files (the matrix reads the pages)."""

import json

import pytest
from django.urls import reverse

from tests.access.expectations import ALL, KINDS, OWN, REACH, READERS, Route, routes
from tests.access.matrix import Case, stray
from tests.access.visitors import Answer, Visitors, shown_count
from tests.access.world import CCCD, PERSONAL, PLACES, canary

LISTS = [route for route in routes() if route.name.endswith(":list")]
RECORDS = [route for route in LISTS if route.name.partition(":")[0] in (*KINDS, "models", "loan_balances")]
pytestmark = pytest.mark.django_db


def names(routes: list[Route]) -> list[str]:
    return [route.id for route in routes]


def look(visitors: Visitors, role: str, route: Route, url: str, *, compare: bool = True) -> Answer:
    """GET the page; no canary in it may be out of the role's sight."""
    answer = visitors.try_out(role, "GET", url, compare=compare)
    assert answer.status < 500, answer.text
    assert not stray(Case(role, route), "GET", answer), (role, url)
    return answer


@pytest.mark.parametrize("route", LISTS, ids=names(LISTS))
def test_an_export_holds_what_the_list_shows(visitors: Visitors, route: Route) -> None:
    namespace = route.name.partition(":")[0]
    for role in ALL:
        may = role in (route.get or ()) and role in (*READERS, "AD")
        for form in ("csv", "xlsx") if role in ("CO", "OO", "LE") else ("csv",):
            answer = look(visitors, role, route, f"{reverse(route.name)}?xuat={form}", compare=not may)
            assert answer.status == (200 if may else 403), role
            assert may or not answer.changed
            if may and role not in ("OO", "MB") and namespace in KINDS.keys() - {"targets"}:
                assert any(word.startswith("zqpsa") for word in answer.canaries), f"{role}: the export is empty"


@pytest.mark.parametrize("route", RECORDS, ids=names(RECORDS))
def test_a_search_finds_nothing_out_of_sight(visitors: Visitors, route: Route) -> None:
    """By words of foreign records, and by names of people for who may not see names."""
    namespace = route.name.partition(":")[0]
    kind = {"loan_balances": "supports"}.get(namespace, namespace)
    for role in route.get or ():
        outside = [place for place in PLACES if place not in REACH[role]]
        sort = "hh" if kind in PERSONAL else "tx"
        words = [canary(place, kind, "approved", sort) for place in outside]
        if role in ("LE", "MB"):
            words += [canary("psa", kind, "approved", "rc"), canary("psa", "households", "approved", "hh")]
        if role == "OO":
            words.append(canary("psa", "households", "approved", "hh"))
        for word in words:
            answer = visitors.try_out(role, "GET", f"{reverse(route.name)}?tim={word}")
            assert answer.status == 200 and shown_count(answer) == 0, (role, word)
            assert answer.canaries <= {word}, "the box repeats what was typed, and nothing else"


# What each role might ask for beyond its own: another place, another body, what is not accepted yet.
BEYOND = {
    "CO": ("noi=me-linh", "xa=me-linh", "xa=lam-ha"), "OO": ("xa=phu-son", "to-chuc=hoi-phu-nu"),
    "FO": ("noi=hiep-thanh", "xa=hiep-thanh"), "LE": ("trang-thai=draft", "trang-thai=submitted"),
}  # fmt: skip


@pytest.mark.parametrize("route", RECORDS, ids=names(RECORDS))
def test_a_filter_widens_nothing(visitors: Visitors, route: Route) -> None:
    for role, queries in BEYOND.items():
        for query in queries if role in (route.get or ()) else ():
            look(visitors, role, route, f"{reverse(route.name)}?{query}")


@pytest.mark.parametrize("place", ["psa", "mel", "dtr"])
def test_the_finder_offers_households_in_sight_alone(visitors: Visitors, place: str) -> None:
    found = visitors.world.records["households", "draft", place]
    word = canary(place, "households", "draft", "hh")
    for role in KINDS["households"].read:
        answer = visitors.try_out(role, "GET", f"{reverse('households:find')}?q={word}")
        assert (found.head in answer.text) == (place in REACH[role]), role
        # Near names stand behind the exact one: all of them heads of households in the reach.
        assert all(near[2:5] in REACH[role] and near.endswith("hh") for near in answer.canaries - {word}), role


@pytest.mark.parametrize("namespace", [*KINDS])
@pytest.mark.parametrize("state", ["approved", "disputed", "accepting"])
def test_the_page_of_a_record_shows_what_its_reader_may_see(visitors: Visitors, namespace: str, state: str) -> None:
    for role in KINDS[namespace].read:
        record = visitors.world.records.get((namespace, state, OWN[role]))
        if record is None:
            continue
        url = reverse(f"{namespace}:detail", args=[record.pk])
        answer = look(visitors, role, Route(f"{namespace}:detail", ALL), url)
        assert answer.status == (404 if role == "LE" and state == "accepting" else 200)


def test_a_body_sees_its_support_without_the_name_of_the_household(visitors: Visitors) -> None:
    """The household lies outside what an organisation reads, although its own record names it."""
    url = reverse("supports:detail", args=[visitors.world.things["helped", "psb"].pk])
    route = Route("supports:detail", ALL)
    name = canary("psa", "households", "approved", "hh")
    assert name not in look(visitors, "OO", route, url).canaries
    assert name not in look(visitors, "LE", route, url).canaries
    assert name in look(visitors, "CC", route, url).canaries
    propose = reverse("supports:propose", args=[visitors.world.things["helped", "psb"].pk])
    assert name not in look(visitors, "OO", route, propose).canaries


def test_a_second_role_elsewhere_lends_no_sight_of_names(visitors: Visitors) -> None:
    """Officer in Phú Sơn and leader of the district: in Mê Linh a leader, who sees no recipient."""
    world = visitors.world
    user = world.cast.make_user("hai.vai", "Người hai vai")
    world.cast.assign(user, "commune_officer", world.cast.phu_son)
    world.cast.assign(user, "leader", world.cast.lam_ha)
    visitors.enter("TWO", user)
    try:
        seen = {}
        for place in ("psa", "mel"):
            pk = world.records["supports", "approved", place].pk
            seen[place] = visitors.try_out("TWO", "GET", reverse("supports:detail", args=[pk]))
            assert seen[place].status == 200
        assert canary("psa", "supports", "approved", "rc") in seen["psa"].canaries
        assert canary("mel", "supports", "approved", "rc") not in seen["mel"].canaries
    finally:
        del visitors.clients["TWO"]


SUBJECTS = ["", "&xa=phu-son", "&xa=me-linh", "&xa=hiep-thanh", "&to-chuc=hoi-nong-dan", "&to-chuc=hoi-phu-nu"]
WHOLE = {
    "": {"FO", "FC", "MB", "LE"}, "&xa=phu-son": {"CO", "CC", "FO", "FC", "MB", "LE"},
    "&xa=me-linh": {"FO", "FC", "MB", "LE"}, "&xa=hiep-thanh": set(),
    "&to-chuc=hoi-nong-dan": {"OO", "FO", "FC", "MB", "LE"}, "&to-chuc=hoi-phu-nu": {"FO", "FC", "MB", "LE"},
}  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_report_opens_for_who_sees_the_whole_of_it(visitors: Visitors, subject: str) -> None:
    route = Route("reports:page", ALL)
    addresses = [reverse("reports:page"), *(reverse("reports:download", args=[e]) for e in ("json", "xlsx"))]
    for role in READERS:
        for address in addresses:
            answer = look(visitors, role, route, f"{address}?nam=2022{subject}")
            assert answer.status == (200 if role in WHOLE[subject] else 404), (role, address)
            if address.endswith("json/") and answer.status == 200:
                said = json.loads(answer.response.seen)
                assert CCCD not in json.dumps(said)


@pytest.mark.parametrize("page", ["dashboard", "my_work", "reports:index", "inbox", "supports:list", "supports:new"])
def test_the_context_of_a_page_is_the_readers_own(visitors: Visitors, page: str) -> None:
    """`noi` is a place of the reach or there is no page; nothing foreign shows whatever place is asked for."""
    for role in ALL:
        for place in ("phu-son", "me-linh", "hiep-thanh"):
            answer = look(visitors, role, Route(page, ALL), f"{reverse(page)}?noi={place}&nam=2022")
            if page in ("dashboard", "reports:index") and role in ("CO", "CC"):
                assert answer.status == (200 if place == "phu-son" else 404)


def test_two_readers_never_share_a_kept_file(visitors: Visitors) -> None:
    """Downloads are kept by what the reader reaches: the second reader gets figures of their own."""
    url = f"{reverse('reports:download', args=['json'])}?nam=2022&dot=pretieng-2022"
    figures = {}
    for role in ("FO", "CO", "OO", "FO"):
        said = visitors.send(role, "GET", url)
        assert said.status == 200
        figures.setdefault(role, said.response.seen)
        assert figures[role] == said.response.seen
    assert len(set(figures.values())) == 3
