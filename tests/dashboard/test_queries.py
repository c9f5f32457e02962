"""Both pages cost the same queries with few records and with many, and twelve at most."""

import pytest

from danvan.audit.journal import journal


@pytest.mark.slow
def test_ten_and_two_hundred_supports_cost_the_same(plan, queries):
    pages = [
        (reader, page)
        for reader in (plan.lanhdao, plan.mttq, plan.bandanvan, plan.hoinongdan, plan.canbo_phuson)
        for page in ("/tong-quan/?nam=2022", "/tong-quan/", f"/dot/{plan.pretieng.pk}/")
    ]  # fmt: skip

    def grow(number):
        with journal(plan.mttq, bulk="import"):
            for _ in range(number):
                plan.approve(plan.make_support(plan.mttq))

    grow(6)
    few = [queries(reader, page) for reader, page in pages]
    grow(190)
    many = [queries(reader, page) for reader, page in pages]
    assert [len(sql) for sql in few] == [len(sql) for sql in many]
    for (reader, page), sql in zip(pages, many, strict=True):
        assert len(sql) <= 12, (reader.username, page, sql)


def test_a_long_campaign_folds_its_records(plan, get):
    for number in range(62):
        plan.approve(plan.make_support(description=f"Khoản {number}"))
    page = get(plan.lanhdao, f"/dot/{plan.pretieng.pk}/?nam=2022")
    first = page.context["givers"][0]
    assert (len(first.gifts), first.more) == (3, 60)
    assert first.vnd == 63 * 60_000_000 == sum(gift.vnd for gift in first.gifts) + first.more_vnd
    assert "và 60 khoản khác" in page.content.decode()
