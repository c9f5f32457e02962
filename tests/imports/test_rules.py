"""Each rule of the file, one short test: what is read, what is refused and at which cell."""

import datetime
from typing import Any

import pytest

from beneficiaries.models import FundingSource, Support
from danvan.records.models import PeriodClosing
from movements.models import Area, Campaign, Organization
from tests.imports.conftest import HEADS, as_csv, as_xlsx, row, said
from tests.sheets.test_legacy import encode


def one(outcome: Any) -> Support:
    assert said(outcome) == []
    return Support.objects.get()


# ---- dates and places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "date", "precision"),
    [
        ("5/3/2022", (2022, 3, 5), "day"),
        ("05-03-2022", (2022, 3, 5), "day"),
        ("5.3.2022", (2022, 3, 5), "day"),
        ("2022-03-05", (2022, 3, 5), "day"),
        ("3/2022", (2022, 3, 1), "month"),
        ("2022", (2022, 1, 1), "year"),
    ],
)
def test_dates_as_people_write_them(bring: Any, typed: str, date: tuple[int, int, int], precision: str) -> None:
    support = one(bring(row(date=typed)))
    assert (support.date, support.date_precision) == (datetime.date(*date), precision)


def test_a_typed_date_and_a_typed_year_of_a_workbook(bring: Any) -> None:
    rows = [HEADS, row(date=datetime.date(2022, 3, 5)), row(date=2021, description="Năm trước")]
    assert said(bring(as_xlsx(rows))) == []
    assert sorted(Support.objects.values_list("date", "date_precision")) == [
        (datetime.date(2021, 1, 1), "year"),
        (datetime.date(2022, 3, 5), "day"),
    ]


@pytest.mark.parametrize("typed", ["Phú Sơn", "xã Phú Sơn", "X. Phú Sơn", "phu son", "XA PHU SON", "Phu\u0301 Sơn"])
def test_a_commune_with_or_without_prefix_and_marks(cast: Any, bring: Any, typed: str) -> None:
    assert one(bring(row(commune=typed))).area == cast.phu_son


def test_other_marks_are_another_name(bring: Any) -> None:
    ((cell, message),) = said(bring(row(commune="Phụ Sơn")))
    assert cell == "B2" and "Ý bạn là “xã Phú Sơn”" in message


def test_a_place_must_have_existed_on_the_rows_date(cast: Any, bring: Any) -> None:
    ((cell, message),) = said(bring(row(date="01/08/2025")))
    assert cell == "B2" and "Phú Sơn Lâm Hà từ 01/07/2025" in message
    assert said(bring(row(commune="Phú Sơn Lâm Hà")))[0][0] == "B2"
    # Both existed in 2025, and the year is all that is known.
    for name in ("Phú Sơn", "Phú Sơn Lâm Hà"):
        assert said(bring(row(date="2025", commune=name))) == []


def test_one_hamlet_is_the_place_several_are_covered(cast: Any, bring: Any) -> None:
    assert said(bring(row(hamlets="thôn pretieng 1"), row(hamlets="Pretieng 1; Pretieng 2", description="Hai"))) == []
    single, several = Support.objects.order_by("pk")
    assert single.area == cast.pretieng_1 and not single.hamlets.exists()
    assert several.area == cast.phu_son and several.hamlets.count() == 2


def test_an_alias_of_a_hamlet_counts(cast: Any, bring: Any) -> None:
    Area.objects.filter(pk=cast.pretieng_1.pk).update(aliases="Preteing 1\nBờ Tiêng 1")
    assert one(bring(row(hamlets="Preteing 1"))).area == cast.pretieng_1


def test_a_hamlet_of_another_commune_is_unknown_here(bring: Any) -> None:
    ((cell, message),) = said(bring(row(commune="Mê Linh", hamlets="Pretieng 1")))
    assert cell == "C2" and "Xã Mê Linh không có thôn “Pretieng 1”" in message


def test_two_places_of_one_name_ask(cast: Any, bring: Any) -> None:
    Area.objects.create(code="tt", name="Phú Sơn", level="commune", kind="thi_tran", parent=cast.lam_ha)
    ((cell, message),) = said(bring(row()))
    assert cell == "B2" and "xã Phú Sơn" in message and "thị trấn Phú Sơn" in message
    assert one(bring(row(commune="xã Phú Sơn"))).area == cast.phu_son


# ---- organisations, campaigns, sources ------------------------------------------------------------------------------


def test_the_first_organisation_is_the_channel(cast: Any, bring: Any) -> None:
    support = one(bring(row(organizations="Hội Nông dân huyện Lâm Hà; MTTQ huyện; Hội LHPN")))
    assert support.organization == cast.hoi_nong_dan
    assert set(support.joint_organizations.all()) == {cast.mttq_huyen, cast.hoi_phu_nu}


@pytest.mark.parametrize(
    "typed",
    ["pretieng-2022", "Đợt công tác dân vận Pretieng 2022", "dot cong tac dan van PRETIENG 2022", "Dân vận khéo"],
)
def test_a_campaign_by_code_name_or_alias(cast: Any, bring: Any, typed: str) -> None:
    Campaign.objects.filter(pk=cast.pretieng.pk).update(aliases="Dân vận khéo")
    assert one(bring(row(campaign=typed))).campaign == cast.pretieng


def test_missing_names_are_faults_without_create_missing(bring: Any) -> None:
    faults = said(bring(row(organizations="Hội Nông dân huyện Lâm Hạ", sources="Quỹ lạ", campaign="Đợt lạ")))
    assert [cell for cell, _ in faults] == ["D2", "E2", "L2"]
    assert "Ý bạn là “Hội Nông dân huyện Lâm Hà”" in faults[0][1]


def test_missing_names_are_made_once_with_a_warning_for_near_misses(cast: Any, bring: Any) -> None:
    outcome = bring(
        row(organizations="Hội Nông dân huyện Lâm Hàa", sources="Quỹ lạ"),
        row(organizations="Hội Nông dân huyện Lâm Hàa", sources="Quỹ lạ", description="Hai"),
        row(organizations="Chi hội thôn Pretieng 1", description="Ba"),
        create_missing=True,
    )
    assert said(outcome) == []
    body = Organization.objects.get(name="Hội Nông dân huyện Lâm Hàa")
    assert (body.kind, body.area) == ("unclassified", cast.lam_ha)
    assert Organization.objects.get(name="Chi hội thôn Pretieng 1").area == cast.phu_son
    assert FundingSource.objects.get(name="Quỹ lạ").kind == "unclassified"
    warned = {w.cell: w.message for w in outcome.warnings}
    assert "gần giống “Hội Nông dân huyện Lâm Hà”" in warned["a.csv!D2"]
    assert len(outcome.warnings) == 3


def test_create_missing_needs_the_catalogue_right(cast: Any, bring: Any) -> None:
    before = FundingSource.objects.count()
    outcome = bring(row(organizations="MTTQ Phú Sơn", sources="Quỹ lạ"), user=cast.canbo_phuson, create_missing=True)
    ((cell, message),) = said(outcome)
    assert cell == "L2" and "không được thêm" in message
    assert FundingSource.objects.count() == before


def test_an_organisation_that_was_not_there_on_the_date(cast: Any, bring: Any) -> None:
    Organization.objects.filter(pk=cast.hoi_phu_nu.pk).update(valid_from=datetime.date(2023, 1, 1))
    ((cell, message),) = said(bring(row(organizations="Hội LHPN")))
    assert cell == "D2" and "không hoạt động" in message


# ---- kinds, items ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "form"),
    [("Nhà ở", "house_new"), ("nha o xay moi", "house_new"), ("Sửa nhà", "house_repair"), ("QUÀ", "gift")],
)
def test_forms_by_their_words(bring: Any, typed: str, form: str) -> None:
    assert one(bring(row(form=typed))).form == form


@pytest.mark.parametrize("cells", [{"kind": "Cho vay"}, {"form": "Vốn vay"}])
def test_a_loan_and_its_form_go_together(bring: Any, cells: dict[str, str]) -> None:
    assert [cell for cell, _ in said(bring(row(**cells)))] == ["G2"]


def test_several_quantities_with_their_units(bring: Any) -> None:
    support = one(bring(row(quantity="02 tấn; 04 bộ", unit="")))
    assert [(i.quantity, i.unit) for i in support.items.all()] == [(2, "tấn"), (4, "bộ")]


@pytest.mark.parametrize(
    ("quantity", "unit", "cell"),
    [
        ("5", "", "J2"),
        ("", "căn", "I2"),
        ("2; 3", "căn", "J2"),
        ("2 tấn", "bộ", "J2"),
        ("0", "căn", "I2"),
        ("1.5", "ha", "I2"),
        ("-3", "căn", "I2"),
    ],
)
def test_quantities_that_say_too_little_or_too_much(bring: Any, quantity: str, unit: str, cell: str) -> None:
    assert [found for found, _ in said(bring(row(quantity=quantity, unit=unit)))] == [cell]


def test_what_may_be_empty_may_be(bring: Any) -> None:
    support = one(bring(row(quantity="", unit="", households="", sources="", amount="–", campaign="-", note="")))
    assert (support.amount_vnd, support.households, support.campaign) == (None, None, None)
    assert not support.items.exists() and not support.contributions.exists()


@pytest.mark.parametrize(
    ("key", "cell"),
    [("date", "A2"), ("commune", "B2"), ("organizations", "D2"), ("kind", "F2"), ("form", "G2"), ("description", "H2")],
)
def test_what_must_stand_must(bring: Any, key: str, cell: str) -> None:
    assert [found for found, _ in said(bring(row(**{key: ""})))] == [cell]


def test_a_text_too_long_is_refused_at_its_cell(bring: Any) -> None:
    assert [cell for cell, _ in said(bring(row(description="x" * 301), row(note="y" * 2001)))] == ["H2", "N3"]


# ---- money ----------------------------------------------------------------------------------------------------------

TWO = "Quỹ “Vì người nghèo” huyện = 01 tỷ; Tổ chức tự vận động = 60 triệu"


@pytest.mark.parametrize("amount", ["", "1,060 tỷ đồng", "1.060.000.000"])
def test_sources_with_amounts_add_up_and_an_empty_total_is_their_sum(bring: Any, amount: str) -> None:
    support = one(bring(row(sources=TWO, amount=amount)))
    assert support.amount_vnd == 1_060_000_000
    assert [c.amount_vnd for c in support.contributions.all()] == [1_000_000_000, 60_000_000]


def test_sources_that_do_not_add_up_name_both_sums(bring: Any) -> None:
    ((cell, message),) = said(bring(row(sources=TWO, amount="1,050 tỷ")))
    assert cell == "M2" and "1.060.000.000" in message and "1.050.000.000" in message


def test_a_bare_single_source_takes_the_total(bring: Any) -> None:
    part = one(bring(row(amount="60 triệu"))).contributions.get()
    assert (part.amount_vnd, part.typed) == (60_000_000, "60 triệu")


def test_a_bare_source_without_an_amount_is_not_valued(bring: Any) -> None:
    support = one(bring(row(amount="")))
    assert support.amount_vnd is None and support.contributions.get().amount_vnd is None


@pytest.mark.parametrize(
    ("sources", "amount", "cell"),
    [
        ("Tổ chức tự vận động; Quỹ “Vì người nghèo” huyện", "60 triệu", "M2"),  # several bare ones
        ("", "60 triệu", "M2"),  # an amount without a source
        ("Tổ chức tự vận động = ", "60 triệu", "L2"),
        ("= 60 triệu", "", "L2"),
        ("Tổ chức tự vận động = 1.5", "", "L2"),
        ("Tổ chức tự vận động", "0", "M2"),
        ("Tổ chức tự vận động", "-5", "M2"),
        ("Tổ chức tự vận động", "trên 2 tỷ", "M2"),
        ("Tổ chức tự vận động", "0,5 đồng", "M2"),
    ],
)
def test_money_that_asks_or_lacks_something(bring: Any, sources: str, amount: str, cell: str) -> None:
    assert [found for found, _ in said(bring(row(sources=sources, amount=amount)))] == [cell]


def loan(**cells: Any) -> list[Any]:
    good = {
        "kind": "Cho vay",
        "form": "Vốn vay",
        "sources": "Ngân hàng Chính sách xã hội",
        "organizations": "Hội Nông dân",
    }
    return row(**{**good, **cells})


def test_a_loans_source_is_its_lender(cast: Any, bring: Any) -> None:
    support = one(bring(loan(description="Mua nong né")))
    terms = support.loans.get()
    assert (terms.lender, terms.purpose, support.amount_vnd) == (cast.ngan_hang, "Mua nong né", 60_000_000)


@pytest.mark.parametrize(("cells", "cell"), [({"sources": "", "amount": ""}, "L2"), ({"amount": ""}, "M2")])
def test_a_loan_without_a_source_or_an_amount(bring: Any, cells: dict[str, str], cell: str) -> None:
    assert [found for found, _ in said(bring(loan(**cells)))] == [cell]


def test_a_typed_fraction_of_a_dong_asks(bring: Any) -> None:
    ((cell, message),) = said(bring(as_xlsx([HEADS, row(amount=102_750.5)])))
    assert cell == "M2" and "hai cách" in message


# ---- rights and protected fields ------------------------------------------------------------------------------------


def test_columns_named_approved_or_status_do_nothing(bring: Any) -> None:
    heads = [*HEADS, "approved", "status", "Trạng thái", "created_by_id"]
    outcome = bring(as_csv([heads, [*row(), "1", "approved", "Đã tiếp nhận", "1"]]))
    support = one(outcome)
    assert (support.status, support.approved_at, support.pending_action) == ("draft", None, "")
    assert len(outcome.warnings) == 4


@pytest.mark.parametrize(
    ("who", "cells", "cell"),
    [
        ("canbo_phuson", {"commune": "Mê Linh", "organizations": "MTTQ Mê Linh"}, "D2"),
        ("canbo_phuson", {"organizations": "MTTQ huyện"}, "D2"),
        ("hoinongdan", {"organizations": "Hội LHPN"}, "D2"),
        ("mttq", {"commune": "Hiệp Thạnh", "organizations": "MTTQ Đức Trọng"}, "D2"),
    ],
)
def test_rows_outside_the_importers_reach_are_refused(
    cast: Any, bring: Any, who: str, cells: dict[str, str], cell: str
) -> None:
    outcome = bring(row(**cells), user=getattr(cast, who))
    assert [found for found, _ in said(outcome)] == [cell]
    assert Support.objects.count() == 0


def test_a_closed_period_is_refused_at_the_date(cast: Any, bring: Any) -> None:
    PeriodClosing.objects.create(
        area=cast.lam_ha, start=datetime.date(2022, 1, 1), end=datetime.date(2022, 12, 31), closed_by=cast.mttq_truong
    )
    ((cell, message),) = said(bring(row()))
    assert cell == "A2" and "đã chốt" in message


# ---- the sheet itself -----------------------------------------------------------------------------------------------


def test_a_missing_head_is_named(bring: Any) -> None:
    heads = [head for head in HEADS if head != "Số tiền"]
    ((cell, message),) = said(bring(as_csv([heads, row()[:13]])))[:1]
    assert cell == "N1" and "Thiếu cột “Số tiền”" in message


def test_heads_may_come_in_any_order_without_marks(bring: Any) -> None:
    heads = ["so tien (đồng)" if head == "Số tiền" else head.upper() for head in HEADS]
    assert one(bring(as_csv([heads[::-1], row()[::-1]]))).amount_vnd == 60_000_000


def test_a_comma_outside_quotes_is_noticed(bring: Any) -> None:
    content = as_csv([HEADS]) + ",".join(row(amount="1,060 tỷ")).encode()
    ((cell, message),) = said(bring(content))
    assert cell == "O2" and "ngoặc kép" in message


def test_an_amount_without_its_unit_is_pointed_out(bring: Any) -> None:
    outcome = bring(row(amount="60"))
    assert outcome.stored and [w.cell for w in outcome.warnings] == ["a.csv!M2"]


def test_the_templates_example_row_is_not_stored(bring: Any) -> None:
    ((cell, message),) = said(bring(row(note="Dòng ví dụ, hãy xóa trước khi nhập")))
    assert cell == "N2" and "dòng ví dụ" in message


def test_empty_rows_keep_the_count_of_the_sheet(bring: Any) -> None:
    assert [cell for cell, _ in said(bring(row(), [""] * 14, row(amount="1.5")))] == ["M4"]


def test_an_error_of_the_spreadsheet_is_never_an_empty_cell(bring: Any) -> None:
    outcome = bring(as_xlsx([HEADS, row(amount="=1/0", sources="")]))
    assert [cell for cell, _ in said(outcome)] == ["M2"]
    assert "Công thức" in said(outcome)[0][1]


def test_a_file_in_an_old_font_is_stored_in_unicode_with_a_warning(cast: Any, bring: Any) -> None:
    content = as_csv([HEADS, row(description="Xây nhà cho hộ nghèo")]).decode()
    outcome = bring(encode(content, "TCVN3").encode("windows-1252"))
    assert said(outcome) == [] and Support.objects.get().description == "Xây nhà cho hộ nghèo"
    assert [w.cell for w in outcome.warnings] == ["a.csv"] and "TCVN3" in outcome.warnings[0].message
