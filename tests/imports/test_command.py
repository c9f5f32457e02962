"""manage.py import_supports: what it prints and how it ends."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from beneficiaries.models import Support
from tests.imports.conftest import CASE, HEADS, as_csv, row


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_supports", *arguments, stdout=out)
    return out.getvalue()


def fails(*arguments: str) -> tuple[str, str]:
    """(printed, the error it ends with); manage.py turns the error into exit 1."""
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_supports", *arguments, stdout=out)
    assert error.value.returncode == 1
    return out.getvalue(), str(error.value)


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "tốt.csv"
    path.write_bytes(as_csv([HEADS, row()]))
    return str(path)


def test_the_case_by_two_people(cast: Any) -> None:
    cast.assign(cast.mttq_truong, "commune_chair", cast.lam_ha)
    printed = run(str(CASE), "--create-missing", "--user", "mttq", "--approve-by", "mttq.truong")
    assert "Đã ghi 12 khoản (đã tiếp nhận): hỗ trợ 2.215.750.000 đồng, cho vay 140.000.000 đồng." in printed
    assert "Thêm mới đợt vận động (mã dan-van-kheo-pretieng-2022)" in printed
    assert set(Support.objects.values_list("status", flat=True)) == {"approved"}


def test_several_approvers_each_take_their_steps(cast: Any) -> None:
    arguments = ["--approve-by", "mttq.truong", "--approve-by", "chutich.phuson"]
    assert "12 khoản (đã tiếp nhận)" in run(str(CASE), "--create-missing", "--user", "mttq", *arguments)


def test_a_fault_prints_cell_value_and_message_and_ends_with_1(cast: Any, tmp_path: Path) -> None:
    path = tmp_path / "xấu.csv"
    path.write_bytes(as_csv([HEADS, row(), row(amount="102,750.000 đồng"), row(commune="Lạ")]))
    printed, error = fails(str(path), "--user", "mttq")
    lines = [line.split("\t") for line in printed.splitlines()]
    assert [line[:2] for line in lines] == [["xấu.csv!M3", "102,750.000 đồng"], ["xấu.csv!B4", "Lạ"]]
    assert "102.750.000" in lines[0][2] and "102.750 " in lines[0][2]
    assert error == "2 lỗi, chưa ghi gì."
    assert Support.objects.count() == 0


def test_the_same_file_again_says_when_and_ends_well(cast: Any, good: str) -> None:
    run(good, "--user", "mttq")
    printed = run(good, "--user", "mttq")
    assert "đã được Vũ Đình Ổn nhập lúc" in printed and "không ghi thêm gì" in printed
    assert Support.objects.count() == 1


def test_a_check_needs_no_user_and_writes_nothing(cast: Any, good: str) -> None:
    assert "Không có lỗi: 1 dòng" in run(good, "--check")
    assert "Không có lỗi: 1 dòng" in run(good, "--check", "--user", "mttq")
    assert Support.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "--user"),
        (["--user", "ai-do"], "ai-do"),
        (["--check", "--approve-by", "mttq.truong"], "--approve-by cần"),
        (["--user", "mttq", "--approve-by", "mttq"], "người khác"),
        (["--user", "lanhdao"], "không có quyền"),
        (["--user", "chutich.phuson"], "không có quyền"),
    ],
)
def test_wrong_arguments_and_missing_rights_are_said(cast: Any, good: str, arguments: list[str], says: str) -> None:
    assert says in fails(good, *arguments)[1]
    assert Support.objects.count() == 0


def test_a_file_that_is_not_there(cast: Any) -> None:
    assert "Không mở được" in fails("/không/có.csv", "--user", "mttq")[1]


def test_an_approver_without_the_right_leaves_nothing(cast: Any, good: str) -> None:
    printed, _ = fails(good, "--user", "mttq", "--approve-by", "lanhdao")
    assert "D2" in printed and "Bước tiếp nhận" in printed and "lanhdao" in printed
    assert Support.objects.count() == 0
