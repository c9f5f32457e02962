"""What a page costs: at most twelve queries after login, for every page of every role, at the demo's size and with a
thousand supports more."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from beneficiaries.models import Contribution, Support, SupportItem
from danvan.accounts.models import User
from danvan.records import guards
from reports.demo import people

pytestmark = [pytest.mark.usefixtures("_made"), pytest.mark.django_db]

BUDGET = 12
LOGINS = ("canbo.phuson", "chutich.phuson", "hoinongdan", "mttq", "mttq.truong", "bandanvan", "lanhdao", "quantri")
QUERIED = {"dashboard": "?nam=2022", "reports:page": "?nam=2022&dot=pretieng-2022", "supports:list": "?nam=2022"}
# Downloads and what answers no page.
SKIPPED = {"healthz", "readyz", "login", "logout", "home", "reports:download"}


def plain_routes() -> Iterator[str]:
    """Names of every address without arguments."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str, args: bool) -> Iterator[str]:
        for pattern in patterns:
            needs = args or bool(pattern.pattern.converters)
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, inner, needs)
            elif pattern.name and not needs:
                yield prefix + pattern.name

    yield from sorted(set(walk(get_resolver().url_patterns, "", False)) - SKIPPED)


def after_login(client: Client, path: str) -> tuple[int, int]:
    """Status, and the queries beyond those for the session and the user."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        response = client.get(path)
    bare = [q["sql"] for q in caught if "django_session" not in q["sql"] and "SAVEPOINT" not in q["sql"]]
    users = sum(
        1 for sql in bare if sql.startswith('SELECT "accounts_user"."id"') and "WHERE" in sql and "JOIN" not in sql
    )
    return response.status_code, len(bare) - min(users, 1)


def costs(login: str) -> dict[str, int]:
    """Queries of every page that the role may open."""
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    found = {}
    for name in plain_routes():
        path = reverse(name) + QUERIED.get(name, "")
        status, queries = after_login(client, path)
        assert status in (200, 302, 400, 403, 405), f"{login} {path}: {status}"
        if status == 200:
            found[path] = queries
    for support in Support.objects.filter(status="approved").order_by("pk")[:1]:
        status, queries = after_login(client, support.get_absolute_url())
        if status == 200:
            found["support"] = queries
    return found


def a_thousand_more() -> None:
    """Copies of a support with its lines, past the door: only the number of rows matters here."""
    model = Support.objects.filter(status="approved", campaign__code="pretieng-2022").order_by("pk").first()
    assert model is not None
    source = Contribution.objects.order_by("pk").first()
    assert source is not None
    guards.remove()
    made = []
    for n in range(1000):
        copy = Support.objects.get(pk=model.pk)
        copy.pk, copy.description, copy.date = None, f"Khoản thêm {n}", datetime.date(2022, 1 + n % 12, 1 + n % 28)
        copy.search, copy.amount_vnd = f"khoan them {n}", 1_000_000
        made.append(copy)
    made = Support.objects.bulk_create(made)
    Contribution.objects.bulk_create(
        Contribution(support=s, source_id=source.source_id, amount_vnd=1_000_000) for s in made
    )
    SupportItem.objects.bulk_create(SupportItem(support=s, name="quà", quantity=1, unit="phần") for s in made)
    guards.install()


def test_every_listed_login_is_measured() -> None:
    assert set(LOGINS) <= {login for login, *_ in people.logins()}


def test_a_thousand_supports_more_cost_no_page_of_any_role_more() -> None:
    a_thousand_more()
    found = {login: costs(login) for login in LOGINS}
    assert all(len(paths) > 5 for paths in found.values())
    assert [(login, path, n) for login, paths in found.items() for path, n in paths.items() if n > BUDGET] == []
