"""Every address × role × (own place, other place) × method, against the table of expectations."""

import pytest

from tests.access import matrix
from tests.access.expectations import ALL, Route, routes
from tests.access.headers import header_faults
from tests.access.matrix import Case, address, cases, expected, faults_of, may_change, payload
from tests.access.visitors import Visitors

ROUTES = routes()
pytestmark = pytest.mark.django_db


def test_every_address_is_declared() -> None:
    declared, real = {route.name for route in ROUTES}, {name for name, _ in matrix.walk()}
    assert not real - declared, "without a declared expectation"
    assert not declared - real, "declared, but no address"


def test_no_two_addresses_share_a_name() -> None:
    names = [name for name, _ in matrix.walk()]
    assert len(names) == len(set(names))


def test_every_expectation_is_named_once() -> None:
    assert len({route.id for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_reading(visitors: Visitors, route: Route) -> None:
    faults = []
    for case in cases(visitors.world, route):
        answer = visitors.try_out(case.role, "GET", address(visitors.world, case))
        faults += faults_of(visitors.world, case, "GET", answer, expected(visitors.world, case, "GET"))
        faults += header_faults(case, answer)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_writing(visitors: Visitors, route: Route) -> None:
    faults = []
    roles = ALL if route.post is not None else [(route.get or ALL)[0], "NO"]  # no POST here: one who reads, one not
    for case in cases(visitors.world, route, roles):
        data = payload(visitors, case) if route.post is not None else {"note": "x"}
        statuses = expected(visitors.world, case, "POST")
        compare = not may_change(case, "POST", statuses)
        answer = visitors.try_out(case.role, "POST", address(visitors.world, case), data, compare=compare)
        faults += faults_of(visitors.world, case, "POST", answer, statuses)
        faults += header_faults(case, answer)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_other_methods_and_strangers(visitors: Visitors, route: Route) -> None:
    """PUT, PATCH and DELETE exist nowhere; who is not logged in is sent to the login, whatever they ask for."""
    faults = []
    served = next(cases(visitors.world, route, [(route.get or route.post or ALL)[0]]))
    url = address(visitors.world, served)
    for method in ("PUT", "PATCH", "DELETE"):
        answer = visitors.try_out(served.role, method, url, {"note": "x"})
        statuses = {302} if route.name == "login" else {405}  # who is logged in is sent on whatever they ask
        faults += faults_of(visitors.world, served, method, answer, statuses)
    stranger = Case("AN", route, served.place, served.state)
    for method in ("GET", "POST", "DELETE"):
        answer = visitors.try_out("AN", method, url, {"note": "x"})
        if route.public:
            statuses = {200, 422} if method == "POST" and route.post else {200} if method == "GET" else {405}
        else:
            statuses = {302}
            if not answer.text.startswith(matrix.LOGIN):
                faults.append(f"{method} {stranger}: not sent to the login but to {answer.text[:80]}")
        faults += faults_of(visitors.world, stranger, method, answer, statuses)
        faults += header_faults(stranger, answer)
    assert not faults, "\n".join(faults)
