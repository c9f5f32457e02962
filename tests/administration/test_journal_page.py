"""Nhật ký on the screen: sentences without values; filters; pages that hold still. And the two homes beside it."""

import datetime
import re

import pytest

from danvan.accounts.roles import ROLES
from danvan.audit.models import Entry
from danvan.figures.definitions import DEFINITIONS
from danvan.figures.models import EffectRow
from danvan.lib import numbers, periods
from danvan.records import services
from danvan.templatetags import vn
from danvan.views_help import ASKED, DATES, MONEY


def as_(client, cast, name: str):
    client.force_login(cast.fresh(getattr(cast, name)))
    return client


@pytest.fixture
def history(cast):
    household = cast.make_household(head="CANARY-head", everyday_name="CANARY-nick", note="CANARY-note")
    services.update(cast.canbo_phuson, household, {"people": 6, "head": "CANARY-two"}, expected_version=1)
    support = cast.submit(cast.make_support(
        description="CANARY-support", note="CANARY-remark",
        recipients=[{"kind": "person", "name": "CANARY-person"}]))  # fmt: skip
    services.ask_back(cast.chutich_phuson, support, "CANARY-reason")
    cast.household, cast.support = household, support
    return cast


@pytest.mark.parametrize(
    "name", ["canbo_phuson", "chutich_phuson", "hoinongdan", "mttq", "bandanvan", "lanhdao", "nobody"]
)
def test_who_holds_no_right_reads_no_journal(client, history, name):
    assert as_(client, history, name).get("/nhat-ky/").status_code == 403


def test_the_administrator_reads_who_did_what_and_no_word_of_a_record(client, history):
    html = as_(client, history, "quantri").get("/nhat-ky/").content.decode()
    assert "CANARY" not in html
    assert "đề nghị làm rõ" in html and f"khoản hỗ trợ số {history.support.pk}" in html
    assert "chủ hộ, số khẩu" in html or "số khẩu, chủ hộ" in html  # which fields, never what they held
    assert f"/ho/{history.household.pk}/" not in html  # no link where they may not go


def test_the_front_chair_reads_reasons_too_but_no_value(client, history):
    html = as_(client, history, "mttq_truong").get("/nhat-ky/").content.decode()
    assert "CANARY-reason" in html
    assert not re.search("CANARY-(?!reason)", html)
    assert f"/ho/{history.household.pk}/" in html


def test_it_narrows_by_person_deed_record_and_day(client, history):
    as_(client, history, "quantri")

    def found(query: str) -> int:
        return len(client.get(f"/nhat-ky/?{query}").context["sentences"])

    assert found("") == Entry.objects.count()
    assert found("nguoi=chutich.phuson") == 1
    assert found("viec=update") == 1
    assert found(f"loai=beneficiaries.support&so={history.support.pk}") == 3  # made, sent, asked back
    today = datetime.date.today()
    assert found(f"tu={today:%d/%m/%Y}") == Entry.objects.count()
    assert found(f"den={today - datetime.timedelta(days=2):%d/%m/%Y}") == 0
    assert found("so=x") == 0
    assert "không phải" in client.get("/nhat-ky/?tu=hôm qua").content.decode()


def test_its_pages_hold_still_while_it_grows(client, cast):
    for number in range(60):
        cast.make_support(description=str(number))
    as_(client, cast, "quantri")
    first = client.get("/nhat-ky/")
    after = first.context["next"]
    cast.make_support()
    second = client.get(f"/nhat-ky/?truoc={after}")
    seqs = [s.seq for s in first.context["sentences"]] + [s.seq for s in second.context["sentences"]]
    assert seqs == sorted(seqs, reverse=True)
    assert len(seqs) == len(set(seqs)) == 60


def test_the_homes_desks_follow_the_rights(client, cast):
    def titles(name: str) -> list[str]:
        answer = as_(client, cast, name).get("/quan-tri/")
        return [desk.title for _, desks in answer.context["groups"] for desk in desks]

    assert titles("quantri")[:6] == [
        "Tài khoản", "Phân công", "Tuyến xác nhận", "Thiết lập", "Cấp sử dụng", "Nhật ký",
    ]  # fmt: skip
    assert "Chốt số liệu" in titles("mttq") and "Tài khoản" not in titles("mttq")
    for name in ("canbo_phuson", "lanhdao", "bandanvan", "nobody"):
        assert as_(client, cast, name).get("/quan-tri/").status_code == 403


# ---- help -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["canbo_phuson", "lanhdao", "quantri", "nobody"])
def test_help_is_for_everybody_who_is_logged_in(client, cast, name):
    html = as_(client, cast, name).get("/huong-dan/").content.decode()
    assert all(role.label in html for role in ROLES.values())
    assert all(definition.words in html for definition in DEFINITIONS)
    assert "Diện tích trồng dâu" in html and "Diện tích dâu cuối năm." in html
    client.logout()
    assert client.get("/huong-dan/").status_code == 302


def test_every_figure_that_records_count_for_is_defined(cast):
    cast.approve(cast.make_support())
    cast.approve(cast.make_support(contributions=[], description="50 ngày công"))
    counted = set(EffectRow.objects.values_list("indicator", flat=True))
    assert counted and counted <= {definition.code for definition in DEFINITIONS}


@pytest.mark.parametrize(("typed", "read"), MONEY)
def test_amounts_are_read_as_the_help_says(typed, read):
    assert f"{numbers.format_money(numbers.read_money(typed))} đồng" == read


@pytest.mark.parametrize(("typed", "read"), DATES)
def test_dates_are_read_as_the_help_says(typed, read):
    found = periods.read_date(typed)
    assert vn.day(found.start, str(found.precision)) == read


@pytest.mark.parametrize("typed", ASKED)
def test_what_the_help_calls_ambiguous_is_asked_about(typed):
    from danvan.lib.errors import Ambiguous

    with pytest.raises(Ambiguous):
        numbers.read_decimal(typed)


def test_a_link_leads_only_to_a_record_that_the_reader_may_see(client, cast):
    """A chair of Đức Trọng reads the whole journal; the records of Lâm Hà do not exist for her."""
    support = cast.make_support()
    link = f'href="/ho-tro/{support.pk}/"'
    assert link in as_(client, cast, "mttq_truong").get("/nhat-ky/").content.decode()
    html = as_(client, cast, "mttq_truong_ductrong").get("/nhat-ky/").content.decode()
    assert f"khoản hỗ trợ số {support.pk}" in html and link not in html
    assert link not in as_(client, cast, "quantri").get("/nhat-ky/").content.decode()


def test_the_page_says_which_entry_was_tampered_with_and_checks_the_whole_chain(client, cast):
    cast.make_support()
    as_(client, cast, "quantri")
    html = client.get("/nhat-ky/?kiem=1").content.decode()
    assert "Cả chuỗi nguyên vẹn" in html and "Sai mã kiểm" not in html
    entry = Entry.objects.get(action="create", record_type="beneficiaries.support")
    Entry.objects.bulk_create(
        [Entry(seq=entry.seq + 5, at=entry.at, actor=entry.actor, action="update", changes="{}", previous=entry.hash,
               hash="0" * 63 + "1")]
    )  # fmt: skip
    html = client.get("/nhat-ky/?kiem=1").content.decode()
    assert "không còn nguyên vẹn" in html and "Sai mã kiểm" in html


def test_the_journal_costs_at_most_twelve_queries(client, history, django_assert_max_num_queries):
    for name in ("quantri", "mttq_truong"):
        as_(client, history, name)
        with django_assert_max_num_queries(12):
            assert client.get("/nhat-ky/").status_code == 200
