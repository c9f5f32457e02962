"""verify_journal, rebuild_figures and first_admin, as whoever runs the server calls them."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from beneficiaries.models import Support
from danvan.accounts.models import User
from danvan.accounts.scoping import access
from danvan.audit.journal import current_head, verify
from danvan.audit.models import Entry
from danvan.figures.models import EffectRow
from danvan.records import guards
from movements.models import Area, Assignment, Portal
from tests.unchanged import refuses


def run(*command: str) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*command, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), err.getvalue() + str(error)
    return 0, out.getvalue(), err.getvalue()


# ---- verify_journal --------------------------------------------------------------------------------------------


def test_a_sound_journal_prints_its_length_and_its_head(cast):
    cast.approve(cast.make_support())
    code, out, err = run("verify_journal")
    assert (code, err) == (0, "")
    assert "4 mục" in out
    assert current_head() in out
    assert run("verify_journal", "--head", current_head())[0] == 0


def test_a_changed_journal_exits_1_and_names_the_entry(cast):
    cast.approve(cast.make_support())
    guards.remove()
    Entry.objects.filter(seq=3).update(action="return")
    code, _, err = run("verify_journal")
    assert code == 1
    assert "mục 3: nội dung đã bị đổi" in err


def test_a_printed_head_finds_a_journal_that_was_cut(cast):
    cast.approve(cast.make_support())
    assert run("verify_journal", "--head", "9:" + "a" * 64)[0] == 1
    assert run("verify_journal", "--head", "nine")[0] == 2


# ---- rebuild_figures -------------------------------------------------------------------------------------------


def test_sound_figures_verify(cast):
    cast.approve(cast.make_support())
    assert run("rebuild_figures", "--verify")[:2] == (0, "Số liệu khớp với đếm lại.\n")


def test_a_difference_exits_1_changes_nothing_and_is_mended_in_somebodys_name(cast):
    support = cast.approve(cast.make_support())
    EffectRow.objects.create(
        actor=cast.mttq, reason="approve", record_type="beneficiaries.support", record_id=support.pk, record_version=1,
        indicator="support_vnd", year=2022, month=5, area=cast.phu_son, organization=cast.mttq_phu_son,
        campaign=cast.pretieng, value=Decimal(5),
    )  # fmt: skip
    rows = EffectRow.objects.count()
    code, _, err = run("rebuild_figures", "--verify")
    assert code == 1
    assert f"khoản hỗ trợ {support.pk}: dòng tác động khác với đếm lại" in err
    assert EffectRow.objects.count() == rows
    code, out, _ = run("rebuild_figures", "--user", "quantri")
    assert code == 0
    assert "1 bản ghi" in out
    entry = Entry.objects.first()
    assert (entry.action, entry.actor) == ("rebuild", cast.quantri)
    assert run("rebuild_figures", "--verify")[0] == 0


def test_an_amount_that_is_not_the_sum_of_its_contributions_is_found_and_left_to_a_correction(cast):
    support = cast.make_support()
    unvalued = cast.make_support(contributions=[{"source": cast.tu_van_dong.pk}])
    Support.objects.filter(pk=support.pk).update(amount_vnd=60_000_001)
    Support.objects.filter(pk=unvalued.pk).update(amount_vnd=0)
    code, _, err = run("rebuild_figures", "--verify")
    assert code == 1
    assert f"khoản hỗ trợ {support.pk}: số tiền ghi 60000001, các phần góp cộng lại 60000000" in err
    assert f"khoản hỗ trợ {unvalued.pk}: số tiền ghi 0, các phần góp cộng lại None" in err
    assert run("rebuild_figures", "--user", "quantri")[0] == 1
    support.refresh_from_db()
    assert support.amount_vnd == 60_000_001


def test_figures_are_not_mended_in_nobodys_name(cast):
    with refuses(CommandError):
        call_command("rebuild_figures", "--user", "khong.co")
    with refuses(CommandError):
        call_command("rebuild_figures")


# ---- first_admin -----------------------------------------------------------------------------------------------

PASSWORD = "cây dâu tằm Pretieng"


@pytest.fixture
def typed(monkeypatch):
    def type_in(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return type_in


def make_admin(*options: str) -> tuple[int, str, str]:
    return run("first_admin", "Quan.Tri.Moi", "--name", "Nguyễn Văn Á", "--password-stdin", *options)


def test_the_first_administrator_stands_on_the_portals_root(cast, typed):
    Assignment.objects.filter(role="administrator").delete()
    typed(PASSWORD + "\n")
    assert make_admin() == (0, "Đã tạo quản trị quan.tri.moi (Nguyễn Văn Á).\n", "")
    user = User.objects.get(username="quan.tri.moi")
    assert user.check_password(PASSWORD)
    assert user.assignments.get().area == cast.lam_ha
    assert access(user).may("accounts")
    assert [(e.action, e.record_type, e.actor) for e in Entry.objects.order_by("seq")] == [
        ("create", "accounts.user", user),
        ("create", "movements.assignment", user),
    ]
    assert PASSWORD not in "".join(Entry.objects.values_list("changes", flat=True))
    assert verify() == []


def test_on_an_empty_database_the_first_administrator_brings_the_root(db, typed):
    typed(PASSWORD + "\n")
    assert make_admin("--area", "lam-ha", "--area-name", "Lâm Hà", "--area-kind", "huyen")[0] == 0
    assert Portal.current().root_area.title == "Huyện Lâm Hà"
    assert Area.objects.get().level == "district"


def test_where_there_is_an_administrator_no_other_is_made_from_the_shell(cast, typed):
    typed(PASSWORD + "\n")
    with refuses(CommandError) as caught:
        call_command("first_admin", "ai.do", "--name", "Ai Đó", "--password-stdin")
    assert "Đã có quản trị" in str(caught.value)


def test_the_demos_administrator_is_none(cast, typed):
    User.objects.filter(username="quantri").update(is_demo=True)
    typed(PASSWORD + "\n")
    assert make_admin()[0] == 0


@pytest.mark.parametrize(
    ("options", "password", "words"),
    [
        ((), "ngắn", "quá ngắn"),
        ((), "123456789012", "chữ số"),
        (("--area", "khong-co"), PASSWORD, "Không có địa bàn"),
        (("--area", "khong-co", "--area-name", "Mới"), PASSWORD, "Không có địa bàn"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(cast, typed, options, password, words):
    Assignment.objects.filter(role="administrator").delete()
    typed(password + "\n")
    with refuses(CommandError) as caught:
        call_command("first_admin", "quan.tri", "--name", "Á", "--password-stdin", *options)
    assert words in str(caught.value)


def test_a_taken_username_is_refused(cast, typed):
    Assignment.objects.filter(role="administrator").delete()
    typed(PASSWORD + "\n")
    with refuses(CommandError) as caught:
        call_command("first_admin", "mttq", "--name", "Á", "--password-stdin")
    assert "đã có người dùng" in str(caught.value)


def test_without_a_root_and_without_a_place_it_says_what_is_missing(db, typed):
    typed(PASSWORD + "\n")
    code, _, err = make_admin()
    assert code == 1
    assert "--area" in err
    assert not User.objects.exists()
