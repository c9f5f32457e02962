"""Đổi gì từ lần đề nghị làm rõ: the question, and what stood then beside what stands now."""

import pytest

from danvan.records import services
from danvan.records.models import Status


@pytest.fixture
def mended(cast):
    """Asked back twice; after the second question three saves: 1 → 2 → 4 households, a note written and taken away."""
    cast.support = cast.submit(cast.make_support(description="CANARY-support"))
    for question in ("Câu hỏi cũ", "Ghi rõ số hộ"):
        back = services.ask_back(cast.chutich_phuson, cast.support, question)
        author = cast.fresh(cast.canbo_phuson)
        if question == "Câu hỏi cũ":
            back = services.update(author, back, {"people": 9}, expected_version=back.version)
        else:
            for data in ({"households": 2, "note": "Tạm"}, {"households": 4}, {"note": ""}):
                back = services.update(author, back, data, expected_version=back.version)
        cast.support = services.submit(author, back)
    return cast


def part(client, cast, who, record, **headers):
    client.force_login(cast.fresh(getattr(cast, who)))
    return client.get(f"{record.get_absolute_url()}doi-gi/", headers=headers)


def test_only_what_differs_from_what_was_asked_about(client, mended):
    since = part(client, mended, "chutich_phuson", mended.support).context["since"]
    assert (since.who, since.question) == (mended.chutich_phuson, "Ghi rõ số hộ")
    assert since.changes == [("Tổng số hộ", "1", "4")]
    assert since.unknown == 0


def test_the_inbox_gets_the_part_alone(client, mended):
    html = part(client, mended, "chutich_phuson", mended.support, **{"HX-Request": "true"}).content.decode()
    assert "Ghi rõ số hộ" in html
    assert "<html" not in html
    whole = part(client, mended, "chutich_phuson", mended.support)
    assert "<html" in whole.content.decode() and "HX-Request" in whole["Vary"]


@pytest.mark.parametrize(("who", "status"), [("canbo_melinh", 404), ("lanhdao", 404), ("quantri", 403), ("mttq", 200)])
def test_it_is_for_those_who_read_the_history_or_take_the_step(client, mended, who, status):
    assert part(client, mended, who, mended.support).status_code == status


def test_a_record_that_was_never_asked_back_says_so(client, cast):
    sent = cast.submit(cast.make_support())
    assert "chưa được đề nghị làm rõ" in part(client, cast, "chutich_phuson", sent).content.decode()


def test_personal_values_open_for_those_who_see_names(client, cast):
    household = cast.submit(cast.make_household(head="K’Lũ"))
    back = services.ask_back(cast.chutich_phuson, household, "Tên chưa đúng")
    author = cast.fresh(cast.canbo_phuson)
    services.submit(author, services.update(author, back, {"head": "K’Lửu"}, expected_version=back.version))
    since = part(client, cast, "chutich_phuson", household).context["since"]
    assert ("K’Lũ", "K’Lửu") in [change[1:] for change in since.changes]


def test_whoever_takes_the_step_finds_it_on_the_records_page_within_twelve_queries(
    client, mended, django_assert_max_num_queries
):
    client.force_login(mended.fresh(mended.chutich_phuson))
    with django_assert_max_num_queries(12):
        html = client.get(mended.support.get_absolute_url()).content.decode()
    assert "Ghi rõ số hộ" in html and "doi-gi/" in html
    with django_assert_max_num_queries(12):
        client.get(f"{mended.support.get_absolute_url()}doi-gi/")
    client.force_login(mended.fresh(mended.canbo_phuson))
    assert "Đổi gì từ lần" not in client.get(mended.support.get_absolute_url()).content.decode()
    assert mended.support.status == Status.SUBMITTED
