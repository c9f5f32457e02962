"""Two records of one household: merged they read as one, nothing is rewritten, and undone all is as before."""

import pytest
from django.core.exceptions import PermissionDenied

from beneficiaries import household_merge as merging
from beneficiaries.models import Household, HouseholdMerge, Recipient, standing_ids
from danvan.audit.models import Entry
from danvan.records import data as plain
from danvan.records import services
from danvan.records.data import Invalid, Refused
from tests.households.household_cast import as_, review

ROW = {"kind": "household"}
REASON = "Một hộ ghi hai lần"


@pytest.fixture
def two(cast):
    """K’Lũ twice: `kept`, and `away` with a gift, a review and a campaign."""
    cast.kept = cast.make_household(head="K’Lũ", birth_year=1961)
    cast.away = cast.make_household(cast.canbo_phuson_2, head="K’ Lú", people=6, everyday_name="Ông Chim")
    cast.gift = cast.make_support(recipients=[{**ROW, "household": cast.away.pk, "share_vnd": 5_000_000}])
    cast.house = cast.make_support(recipients=[{**ROW, "household": cast.kept.pk, "share_vnd": 60_000_000}])
    services.update(cast.canbo_phuson_2, cast.away, {
        "residences": [{"area": cast.pretieng_2.pk}],
        "participations": [{"campaign": cast.pretieng.pk, "start_year": 2022}]}, expected_version=1)  # fmt: skip
    return cast


def life(client, household):
    return client.get(f"/ho/{household.pk}/").context["life"]


def fresh(household):
    return Household.objects.get(pk=household.pk)


def test_two_drafts_are_merged_at_once_and_read_as_one(client, two):
    two.approve(two.gift)
    two.approve(two.house)
    merge = merging.propose(two.canbo_phuson, fresh(two.away), two.kept, take=["people", "everyday_name"],
                            reason=REASON)  # fmt: skip
    assert merge.state == "applied"
    kept = fresh(two.kept)
    assert (kept.head, kept.people, kept.everyday_name, kept.birth_year) == ("K’Lũ", 6, "Ông Chim", 1961)
    as_(client, two, "canbo_phuson")
    read = life(client, two.kept)
    assert read.share_vnd == 65_000_000
    assert len(read.residences) == len(read.participations) == 1
    assert [str(row) for row in client.get("/ho/").context["shown"].page] == ["K’Lũ"]
    assert f'data-value="{two.away.pk}"' not in client.get("/ho/tim/?q=k+lu").content.decode()
    gone = client.get(f"/ho/{two.away.pk}/").content.decode()
    assert "Hồ sơ này đã gộp vào" in gone and f"/ho/{two.kept.pk}/" in gone
    assert {"merge"} <= set(Entry.objects.filter(record_id=two.away.pk).values_list("action", flat=True))


def test_undoing_leaves_everything_as_before(client, two):
    review(two, "poor", household=two.away)
    two.approve(two.gift)
    before = [plain.read(fresh(one)) for one in (two.kept, two.away)]
    named = list(Recipient.objects.order_by("pk").values())
    merge = merging.propose(two.canbo_phuson, fresh(two.away), two.kept, take=["people"], reason=REASON)
    as_(client, two, "canbo_phuson")
    assert len(life(client, two.kept).reviews) == 1
    merging.propose_undo(two.canbo_phuson, merge, reason="Hai người khác nhau")
    assert [plain.read(fresh(one)) for one in (two.kept, two.away)] == before
    assert list(Recipient.objects.order_by("pk").values()) == named
    assert len(life(client, two.kept).reviews) == 0
    assert len(client.get("/ho/").context["shown"].page) == 2


def test_undoing_keeps_what_somebody_changed_since(two):
    merge = merging.propose(
        two.canbo_phuson, fresh(two.away), two.kept, take=["people", "everyday_name"], reason=REASON
    )
    services.update(two.canbo_phuson, fresh(two.kept), {"people": 9}, expected_version=2)
    merging.propose_undo(two.canbo_phuson, merge, reason="Hai người khác nhau")
    assert (fresh(two.kept).people, fresh(two.kept).everyday_name) == (9, "")


def test_an_approved_record_is_merged_when_another_person_decides(client, two):
    two.approve(two.kept)
    two.approve(two.gift)
    merge = merging.propose(two.canbo_phuson, fresh(two.away), fresh(two.kept), take=["people"], reason=REASON)
    assert merge.state == "proposed"
    assert standing_ids([two.away.pk]) == {}
    for who in ("canbo_phuson", "canbo_phuson_2", "chutich_phuson", "mttq"):  # proposer, author, no right, no right
        with pytest.raises(PermissionDenied):
            merging.decide(getattr(two, who), merge, approve=True)
    with pytest.raises(Refused, match="lý do"):
        merging.decide(two.mttq_truong, merge, approve=False)
    assert fresh(two.kept).people == 5
    merging.decide(two.mttq_truong, merge, approve=True)
    kept = fresh(two.kept)
    assert (kept.people, kept.status, kept.version) == (6, "approved", 2)
    assert standing_ids([two.away.pk]) == {two.away.pk: two.kept.pk}
    undo = merging.propose_undo(two.canbo_phuson, HouseholdMerge.objects.get(), reason="Nhầm")
    assert undo.state == "undoing" and undo.stands
    merging.decide(two.mttq_truong, undo, approve=True)
    assert (fresh(two.kept).people, HouseholdMerge.objects.get().state) == (5, "undone")


def test_a_refused_merge_leaves_both_and_may_be_proposed_again(two):
    two.approve(two.kept)
    merge = merging.propose(two.canbo_phuson, fresh(two.away), fresh(two.kept), reason=REASON)
    with pytest.raises(Invalid):
        merging.propose(two.canbo_phuson, fresh(two.away), fresh(two.kept), reason=REASON)
    merging.decide(two.mttq_truong, merge, approve=False, note="Hai hộ khác nhau")
    assert standing_ids([two.away.pk]) == {}
    assert merging.propose(two.canbo_phuson, fresh(two.away), fresh(two.kept), reason=REASON).state == "proposed"


def test_a_chain_of_merges_ends_at_the_last_and_opens_again(two):
    third = two.make_household(head="Ka Lu")
    first = merging.propose(two.canbo_phuson, fresh(two.away), two.kept, reason=REASON)
    second = merging.propose(two.canbo_phuson, two.kept, third, reason=REASON)
    assert standing_ids([two.away.pk, two.kept.pk]) == {two.away.pk: third.pk, two.kept.pk: third.pk}
    with pytest.raises(Invalid):  # what was merged away takes nothing in
        merging.propose(two.canbo_phuson, two.make_household(head="K’Lu Ba"), fresh(two.away), reason=REASON)
    merging.propose_undo(two.canbo_phuson, second, reason="Nhầm")
    assert standing_ids([two.away.pk, two.kept.pk]) == {two.away.pk: two.kept.pk}
    assert first.pk


def test_a_household_in_a_campaign_twice_counts_once_when_merged(client, two):
    services.update(two.canbo_phuson, two.kept, {
        "participations": [{"campaign": two.pretieng.pk, "start_year": 2021}]}, expected_version=1)  # fmt: skip
    for one in (two.kept, two.away):
        two.approve(fresh(one))

    def joined():
        page = as_(client, two, "mttq").get(two.pretieng.get_absolute_url())
        return next(row.n for row in page.context["done"] if row.label == "Hộ có tên tham gia")

    assert joined() == 2
    merging.decide(two.mttq_truong, merging.propose(two.canbo_phuson, fresh(two.away), fresh(two.kept), reason=REASON),
                   approve=True)  # fmt: skip
    assert joined() == 1


def test_the_pages_of_a_merge_from_side_by_side_to_its_undoing(client, two):
    as_(client, two, "canbo_phuson")
    url = f"/ho/{two.kept.pk}/gop/"
    found = client.post(url, {"other-tim": "chim", "them": "other"}).content.decode()
    assert f'name="other-chon" value="{two.away.pk}"' in found  # without JavaScript
    answer = client.post(url, {"other-chon": str(two.away.pk)})
    assert answer.status_code == 302 and answer["Location"] == f"{url}?voi={two.away.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert "Ông Chim" in page and 'name="lay-people"' in page
    assert client.post(answer["Location"], {"lay-people": "kia", "reason": ""}).status_code == 422
    done = client.post(answer["Location"], {"lay-people": "kia", "reason": REASON}, follow=True)
    assert REASON in done.content.decode() and fresh(two.kept).people == 6
    merge = HouseholdMerge.objects.get()
    assert client.post(f"/ho/gop/{merge.pk}/", {"lam": "bo", "note": ""}).status_code == 422
    assert client.post(f"/ho/gop/{merge.pk}/", {"lam": "bo", "note": "Nhầm"}).status_code == 302
    assert HouseholdMerge.objects.get().state == "undone"


def test_nobody_merges_or_sees_what_lies_elsewhere(client, two):
    other = two.make_household(two.canbo_melinh, head="CANARY", area=two.me_linh_1, organization=two.mttq_me_linh)
    as_(client, two, "canbo_phuson")
    assert client.get(f"/ho/{two.kept.pk}/gop/?voi={other.pk}").status_code == 404
    with pytest.raises(PermissionDenied):
        merging.propose(two.canbo_phuson, other, two.kept, reason=REASON)
    merge = merging.propose(two.mttq, other, two.kept, reason=REASON)
    assert client.get(f"/ho/gop/{merge.pk}/").status_code == 404
    for page in (f"/ho/{two.kept.pk}/", "/ho/trung-lap/"):
        assert "CANARY" not in client.get(page).content.decode()
