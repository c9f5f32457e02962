"""What the browser is told and asked: CSRF on every POST, HSTS behind TLS, nothing kept, errors that say nothing."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from tests.access.expectations import OWN, Route, routes
from tests.access.headers import header_faults
from tests.access.matrix import Case, address, cases, leads_to, payload
from tests.access.visitors import Answer, Visitors

POSTS = [route for route in routes() if route.post is not None]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.id)
def test_a_post_without_the_token_is_refused(visitors: Visitors, route: Route) -> None:
    role = route.taker or (route.post or [""])[0]
    case = next(cases(visitors.world, route, [role]))
    visitors.clients["XX"] = (Client(enforce_csrf_checks=True), visitors.clients[role][1] if not route.public else "")
    try:
        answer = visitors.try_out("XX", "POST", address(visitors.world, case), payload(visitors, case))
    finally:
        del visitors.clients["XX"]
    assert answer.status == 403
    assert "403_csrf.html" in [template.name for template in answer.response.templates]
    assert not answer.changed and not answer.canaries
    assert not header_faults(case, answer)


TLS = {
    "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31536000, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}  # fmt: skip


@pytest.mark.parametrize("path", ["/dang-nhap/", "/ho-tro/", "/ho-tro/999999/", "/khong-co/", "/quan-tri/", "/healthz"])
@override_settings(**TLS)
def test_behind_tls_every_answer_asks_for_tls(visitors: Visitors, path: str) -> None:
    client = Client(headers={"x-forwarded-proto": "https"})
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.clients["CO"][1]
    response = client.get(path)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert not header_faults(Case("CO", POSTS[0]), Answer(response.status_code, response))
    plain = Client().get(path)
    if path != "/healthz":  # asked by the machine itself, without TLS
        assert plain.status_code == 301 and plain.headers["Location"].startswith("https://")


@pytest.mark.parametrize(
    "path", ["/khong-co/", "/ho-tro/0/", "/ho-tro/999999999999999999999/", "/tep/a.jpg", "/admin/"]
)
def test_what_is_not_there_is_said_in_the_portals_own_page(visitors: Visitors, path: str) -> None:
    answer = visitors.try_out("CO", "GET", path)
    assert answer.status == 404 and not answer.wrote
    assert not header_faults(Case("CO", POSTS[0]), answer)
    assert "Traceback" not in answer.text and settings.SECRET_KEY not in answer.text


def test_media_has_no_address_of_its_own(visitors: Visitors) -> None:
    """A file opens through its record alone; the folder is served nowhere."""
    found = visitors.world.files["supports", "draft", "psa"]
    for path in (f"/media/{found.file.name}", f"/{found.file.name}", f"/static/{found.file.name}"):
        assert visitors.try_out("CO", "GET", path).status == 404


@pytest.mark.parametrize("namespace", ["supports", "households", "works"])
def test_a_file_of_another_record_does_not_open_through_ones_own(visitors: Visitors, namespace: str) -> None:
    world = visitors.world
    mine = world.records[namespace, "draft", OWN["CO"]]
    for other in (world.files[namespace, "draft", "mel"], world.files[namespace, "approved", "psa"]):
        for part in ("attachment", "thumbnail", "mark", "detach"):
            url = reverse(f"{namespace}:{part}", args=[mine.pk, other.pk])
            assert visitors.try_out("CO", "GET", url).status == 404
        gone = visitors.try_out("CO", "POST", reverse(f"{namespace}:detach", args=[mine.pk, other.pk]))
        assert gone.status == 404 and not gone.changed


def test_a_proposal_of_another_record_is_not_decided_through_ones_own(visitors: Visitors) -> None:
    world = visitors.world
    mine, other = world.records["supports", "approved", "psa"], world.corrections["supports", "dtr"]
    url = reverse("supports:decide", args=[mine.pk, other.pk])
    assert visitors.try_out("FC", "GET", url).status == 404
    answer = visitors.try_out("FC", "POST", url, {"quyet_dinh": "duyet"})
    assert answer.status == 404 and not answer.changed


def test_after_a_step_nobody_is_led_to_another_site(visitors: Visitors) -> None:
    record = visitors.world.records["supports", "accepting", "psa"]
    url = reverse("supports:step", args=[record.pk, "tiep-nhan"])
    for target in ("https://xau.example/", "//xau.example/", "/\\xau.example", "javascript:alert(1)"):
        answer = visitors.try_out("FO", "POST", url, {"ve": target})
        assert answer.status == 302 and leads_to(answer).startswith("/ho-tro/")
    login = visitors.try_out("CO", "GET", f"{reverse('login')}?next=https://xau.example/")
    assert login.status == 302 and "xau.example" not in leads_to(login)
