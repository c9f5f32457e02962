"""Người nhận: households by code or name within the commune, and groups, persons, communities by name."""

from typing import Any

import pytest

from beneficiaries.imports.columns import COLUMNS
from beneficiaries.models import Support
from tests.imports.conftest import HEADS, as_csv, row, said

WITH = [*HEADS, next(column.head for column in COLUMNS if column.key == "recipients")]


@pytest.fixture
def give(cast: Any, bring: Any) -> Any:
    """give("K’Lũ; nhóm: …", …): a support of Phú Sơn with these recipients, entered by its officer."""

    def bring_in(recipients: str, user: Any = None, **cells: Any) -> Any:
        cells = {"organizations": "MTTQ Phú Sơn", "households": "", **cells}
        return bring(as_csv([WITH, [*row(**cells), recipients]]), user=user or cast.canbo_phuson)

    return bring_in


def named(support: Support) -> list[tuple[str, str]]:
    return [(one.kind, one.household.head if one.household else one.name) for one in support.recipients.all()]


def test_households_by_code_and_name_and_others_by_their_word(cast: Any, give: Any) -> None:
    cast.make_household(head="K’Lũ", code="PS-01")
    cast.make_household(head="Lơ Mu Ha Póh")
    outcome = give("ps-01; lo mu ha poh; nhóm: Tổ dâu tằm; cộng đồng: thôn Pretieng 1; người: Bà Ánh")
    assert said(outcome) == []
    assert named(Support.objects.get()) == [
        ("household", "K’Lũ"), ("household", "Lơ Mu Ha Póh"), ("group", "Tổ dâu tằm"),
        ("community", "thôn Pretieng 1"), ("person", "Bà Ánh"),
    ]  # fmt: skip


def test_a_near_miss_is_suggested_and_nothing_is_guessed(cast: Any, give: Any) -> None:
    cast.make_household(head="Lơ Mu Ha Póh")
    ((cell, message),) = said(give("Lơ Mu Ha Pót"))
    assert cell == "O2" and "Ý bạn là “Lơ Mu Ha Póh”" in message and Support.objects.count() == 0


def test_two_of_one_name_are_told_apart_by_their_hamlet(cast: Any, give: Any) -> None:
    cast.make_household(head="K’Lũ", area=cast.pretieng_1)
    other = cast.make_household(head="K’Lũ", area=cast.pretieng_2)
    ((cell, message),) = said(give("K’Lũ"))
    assert cell == "O2" and "có 2 hộ tên" in message
    assert said(give("K’Lũ, Pretieng 2")) == []
    assert Support.objects.get().recipients.get().household == other
    assert said(give("K’Lũ", hamlets="Pretieng 2", description="Theo thôn")) == []


def test_a_household_of_another_commune_does_not_exist_here(cast: Any, give: Any) -> None:
    cast.make_household(cast.canbo_melinh, head="Zơ Râm Lạ", area=cast.me_linh, organization=cast.mttq_me_linh)
    ((_, message),) = said(give("Zơ Râm Lả"))
    assert "Ý bạn là" not in message and "Zơ Râm Lạ" not in message


def test_who_sees_no_household_names_none(cast: Any, give: Any) -> None:
    cast.make_household(head="K’Lũ")
    ((_, message),) = said(give("K’Lụ", user=cast.hoinongdan, organizations="Hội Nông dân"))
    assert "Ý bạn là" not in message
    assert said(give("nhóm: Tổ dâu tằm", user=cast.hoinongdan, organizations="Hội Nông dân")) == []


def test_more_named_than_counted_is_a_fault_at_the_count(cast: Any, give: Any) -> None:
    cast.make_household(head="K’Lũ")
    cast.make_household(head="K’Brèm")
    assert [cell for cell, _ in said(give("K’Lũ; K’Brèm", households="1"))] == ["K2"]


@pytest.mark.parametrize("typed", ["lạ: gì đó", "nhóm:"])
def test_words_that_say_nothing(give: Any, typed: str) -> None:
    assert [cell for cell, _ in said(give(typed))] == ["O2"]


def test_a_household_that_has_the_same_form_in_the_year_is_said_and_may_be_imported(cast: Any, give: Any) -> None:
    cast.make_household(head="K’Lũ")
    give("K’Lũ")
    again = give("K’Lũ", description="Xây nhà lần hai")
    assert again.stored
    (warning,) = [one for one in again.warnings if "cùng hình thức" in one.message]
    assert warning.value == "K’Lũ" and "Xây nhà, 60.000.000 đồng" in warning.message
    assert not [one for one in give("K’Lũ", date="05/03/2023", description="Năm sau").warnings if "cùng" in one.message]
