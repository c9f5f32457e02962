"""Both pages cost the same queries with few records and with many, and twelve at most."""

import pytest

from beneficiaries.models import Support
from danvan.accounts.models import User
from danvan.audit.journal import journal
from danvan.figures import effects
from danvan.records import guards


def copies(model: Support, number: int, actor: User) -> None:
    """As many more of an approved support with its lines and effects, past the door: only their number matters here."""
    lines = [*model.items.all(), *model.contributions.all()]
    hamlets = list(model.hamlets.all())
    guards.remove()
    for n in range(number):
        copy = Support.objects.get(pk=model.pk)
        copy.pk, copy.description = None, f"Khoản {n}"
        copy.save()
        copy.hamlets.set(hamlets)
        for line in lines:
            line.pk, line.support = None, copy
            line.save()
    guards.install()
    effects.rebuild(actor)


@pytest.mark.slow
def test_ten_and_two_hundred_supports_cost_the_same(plan, queries):
    pages = [
        (reader, page)
        for reader in (plan.lanhdao, plan.mttq, plan.bandanvan, plan.hoinongdan, plan.canbo_phuson)
        for page in ("/tong-quan/?nam=2022", "/tong-quan/", f"/dot/{plan.pretieng.pk}/")
    ]  # fmt: skip

    with journal(plan.mttq, bulk="import"):
        for _ in range(6):
            plan.approve(plan.make_support(plan.mttq))
    few = [queries(reader, page) for reader, page in pages]
    copies(Support.objects.latest("pk"), 190, plan.mttq)
    many = [queries(reader, page) for reader, page in pages]
    assert [len(sql) for sql in few] == [len(sql) for sql in many]
    for (reader, page), sql in zip(pages, many, strict=True):
        assert len(sql) <= 12, (reader.username, page, sql)


def test_a_long_campaign_folds_its_records(plan, get):
    copies(plan.house, 62, plan.mttq)
    page = get(plan.lanhdao, f"/dot/{plan.pretieng.pk}/?nam=2022")
    first = page.context["givers"][0]
    assert (len(first.gifts), first.more) == (3, 60)
    assert first.vnd == 63 * 60_000_000 == sum(gift.vnd for gift in first.gifts) + first.more_vnd
    assert "và 60 khoản khác" in page.content.decode()
