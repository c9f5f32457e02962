"""The same household, form and year: said to who sees it, without details to who does not, a reason where asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries import household_merge as merging
from beneficiaries.models import Support
from beneficiaries.repeats import Asked, repeated, repeats
from danvan.records import services
from danvan.records.bulk_steps import submit_many
from danvan.records.data import Refused
from movements.models import Portal
from tests.supports.pages import lines, posted


@pytest.fixture
def helped(cast):
    """K’Lũ got a house in Phú Sơn in May 2022 by `first`; `second` is a draft of another."""
    cast.home = cast.make_household()
    row = [{"kind": "household", "household": cast.home.pk}]
    cast.first = cast.approve(cast.make_support(recipients=row, description="Nhà thứ nhất"))
    cast.second = cast.make_support(recipients=row, description="Nhà thứ hai")
    return cast


def said(cast, who, **changes):
    one = {"households": (cast.home.pk,), "form": "house_new", "year": 2022, "pk": cast.second.pk, **changes}
    (found,) = repeats(cast.fresh(getattr(cast, who)), [Asked(**one)])
    return [(str(r.household or "?"), str(r.support or "?")) for r in found]


def test_only_the_same_form_and_year_are_a_repeat(helped):
    assert said(helped, "canbo_phuson") == [("K’Lũ", "Nhà thứ nhất")]
    assert said(helped, "canbo_phuson", form="gift") == []
    assert said(helped, "canbo_phuson", year=2023) == []
    assert said(helped, "canbo_phuson", pk=helped.first.pk) == [("K’Lũ", "Nhà thứ hai")]
    services.withdraw(helped.canbo_phuson, helped.second)
    assert said(helped, "canbo_phuson", pk=helped.first.pk) == []


def test_a_foreign_support_is_said_without_details_and_a_foreign_draft_not_at_all(helped):
    row = [{"kind": "household", "household": helped.home.pk}]
    far = helped.make_support(helped.mttq, organization=helped.mttq_huyen, area=helped.me_linh, hamlets=[],
                              description="CANARY", recipients=row)  # fmt: skip
    assert said(helped, "canbo_phuson") == [("K’Lũ", "Nhà thứ nhất")]
    helped.submit(far)
    assert said(helped, "canbo_phuson") == [("K’Lũ", "Nhà thứ nhất"), ("K’Lũ", "?")]
    assert ("K’Lũ", "CANARY") in said(helped, "mttq")


def test_merged_records_are_one_household(helped):
    other = helped.make_household(head="K’ Lú")
    asked = {"households": (other.pk,), "pk": None}
    assert said(helped, "canbo_phuson", **asked) == []
    merging.propose(helped.canbo_phuson, other, helped.home, reason="Một hộ")
    assert said(helped, "canbo_phuson", **asked) == [("K’ Lú", "Nhà thứ nhất"), ("K’ Lú", "Nhà thứ hai")]
    assert said(helped, "canbo_phuson") == [("K’Lũ", "Nhà thứ nhất")]


def test_many_rows_cost_as_many_queries_as_one(helped):
    user = helped.fresh(helped.canbo_phuson)
    row = Asked((helped.home.pk,), "house_new", 2022)
    repeats(user, [row])
    with CaptureQueriesContext(connection) as queries:
        assert all(repeats(user, [row] * 300))
    assert len(queries) == 3


def test_sending_asks_once_and_a_draft_is_stored_without_a_question(client, helped):
    client.force_login(helped.canbo_phuson)
    row = {"kind": "household", "household": helped.home.pk}
    sent = posted(helped, luu="gui", **lines("recipients", row))
    before = Support.objects.count()
    answer = client.post("/ho-tro/them/", sent)
    assert answer.status_code == 422 and Support.objects.count() == before
    page = answer.content.decode()
    assert "Nhà thứ nhất" in page and f"/ho-tro/{helped.first.pk}/" in page
    assert client.post("/ho-tro/them/", {**sent, "again": "on", "repeat_reason": "Bão làm sập"}).status_code == 302
    made = Support.objects.order_by("-pk").first()
    assert (made.status, made.repeat_reason) == ("submitted", "Bão làm sập")
    client.force_login(helped.chutich_phuson)
    assert "Bão làm sập" in client.get(f"/ho-tro/{made.pk}/").content.decode()
    assert "Bão làm sập" in client.get(f"/ho-tro/{made.pk}/buoc/xac-nhan/").content.decode()
    client.force_login(helped.canbo_phuson)
    assert client.post("/ho-tro/them/", {**sent, "luu": "nhap"}).status_code == 302


def test_where_the_portal_asks_for_a_reason_nothing_is_sent_without(client, helped):
    client.force_login(helped.mttq_truong)
    assert client.post("/thiet-lap/", {"repeat_needs_reason": "on"}).status_code == 302
    assert Portal.objects.get().repeat_needs_reason
    with pytest.raises(Refused, match="lý do hỗ trợ lần nữa"):
        services.submit(helped.canbo_phuson, helped.second)
    (outcome,) = submit_many(helped.canbo_phuson, [helped.second])
    assert "lý do hỗ trợ lần nữa" in outcome.reason
    services.update(helped.canbo_phuson, helped.second, {"repeat_reason": "Nhà cháy"}, expected_version=1)
    assert services.submit(helped.canbo_phuson, helped.second).status == "submitted"
    client.force_login(helped.mttq)
    assert client.get("/thiet-lap/").status_code == 403


def test_whoever_accepts_sees_the_mark_in_the_inbox_and_before_taking_many(client, helped):
    other = helped.make_household(head="K’ Lú")
    third = helped.make_support(recipients=[{"kind": "household", "household": other.pk}], description="Nhà thứ ba")
    merging.propose(helped.canbo_phuson, other, helped.home, reason="Một hộ")
    plain = helped.submit(helped.make_support(description="Nhà riêng"))
    sent = [helped.submit(one) for one in (helped.second, third)]
    assert repeated([plain.pk, *(one.pk for one in sent)]) == {one.pk for one in sent}
    client.force_login(helped.fresh(helped.chutich_phuson))
    page = client.get("/tiep-nhan/").content.decode()
    assert page.count("Có thể trùng") == 2
    asked = client.post("/tiep-nhan/", {"lam": "buoc", "muc": [f"support:{one.pk}" for one in (plain, *sent)]})
    assert "2 khoản có hộ đã nhận cùng hình thức trong năm." in asked.content.decode()
