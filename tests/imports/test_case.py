"""The reference case as a file: the same totals as the case's page, from CSV and from XLSX."""

import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection

from beneficiaries.models import Support
from danvan.audit.journal import verify
from danvan.audit.models import Entry
from danvan.figures.effects import differences
from danvan.figures.models import EffectRow
from danvan.imports.models import ImportBatch
from danvan.records.models import StepTaken
from movements.models import Area, Campaign
from tests.imports.conftest import CASE, HEADS, as_csv, as_xlsx, case_rows, row, said

AMBIGUOUS = "102,750.000 đồng"


def totals() -> dict[str, int]:
    supports = list(Support.objects.prefetch_related("items"))
    grants = [s for s in supports if not s.is_loan]
    houses = [item for s in grants if s.form == "house_new" for item in s.items.all()]
    return {
        "support_vnd": sum(s.amount_vnd or 0 for s in grants),
        "loan_vnd": sum(s.amount_vnd or 0 for s in supports if s.is_loan),
        "supports": len(supports),
        "unvalued": sum(1 for s in grants if s.amount_vnd is None),
        "houses": int(sum((item.quantity for item in houses), Decimal(0))),
    }


CASE_TOTALS = {
    "support_vnd": 2_215_750_000, "loan_vnd": 140_000_000, "supports": 12, "unvalued": 3, "houses": 21,
}  # fmt: skip


def table_counts() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in connection.introspection.table_names()
    }


def other_name() -> list[list[str]]:
    rows = case_rows()
    for cells in rows[1:]:
        cells[HEADS.index("Đợt vận động")] = "Đợt thử nhập 2022"
    return rows


def test_the_case_as_csv_under_another_campaign_gives_the_cases_totals(cast: Any, bring: Any) -> None:
    outcome = bring(as_csv(other_name()), create_missing=True)
    assert said(outcome) == []
    assert outcome.stored and len(outcome.made) == 12
    assert totals() == CASE_TOTALS
    assert {s.status for s in Support.objects.all()} == {"draft"}
    assert {s.created_by for s in Support.objects.all()} == {cast.mttq}
    campaign = Campaign.objects.get(name="Đợt thử nhập 2022")
    assert campaign.code == "dot-thu-nhap-2022"
    assert set(Support.objects.values_list("campaign", "date_precision", "date", "area")) == {
        (campaign.pk, "year", datetime.date(2022, 1, 1), cast.phu_son.pk)
    }


def test_the_case_as_xlsx_with_typed_cells_gives_the_same(cast: Any, bring: Any) -> None:
    rows: list[list[Any]] = [list(cells) for cells in other_name()]
    typed = {"Ngày": int, "Số hộ": int}
    for cells in rows[1:]:
        for head, make in typed.items():
            cells[HEADS.index(head)] = make(cells[HEADS.index(head)]) if cells[HEADS.index(head)] else None
    rows[9][HEADS.index("Số tiền")] = 102_750_000
    rows[6][HEADS.index("Số lượng")] = 0.6
    outcome = bring(as_xlsx(rows), name="b.xlsx", create_missing=True)
    assert said(outcome) == []
    assert totals() == CASE_TOTALS


def test_the_case_saved_by_libreoffice_gives_the_same(cast: Any, bring: Any) -> None:
    saved = CASE.with_suffix(".xlsx")  # the CSV opened in LibreOffice Calc and saved as "Excel 2007–365"
    outcome = bring(saved.read_bytes(), name=saved.name, create_missing=True)
    assert said(outcome) == []
    assert totals() == CASE_TOTALS


def test_the_details_of_the_case_survive(cast: Any, bring: Any) -> None:
    bring(CASE.read_bytes(), create_missing=True)
    first, loan = Support.objects.order_by("pk")[:2]
    assert [(c.source.name, c.amount_vnd, c.typed) for c in first.contributions.all()] == [
        ('Quỹ "Vì người nghèo" tỉnh Lâm Đồng', 1_000_000_000, "01 tỷ đồng"),
        ("Xã Phú Sơn vận động", 60_000_000, "60 triệu đồng"),
    ]
    assert {a.name for a in first.hamlets.all()} == {"Pretieng 1", "Pretieng 2"}
    assert first.note == "một công trình nhiều nguồn"
    assert (loan.kind, loan.loans.get().lender.name, loan.loans.get().purpose) == (
        "loan", "Ngân hàng Chính sách xã hội", "Vay mua nong né nuôi tằm",
    )  # fmt: skip
    both = Support.objects.get(description__contains="02 tấn phân")
    assert [(i.quantity, i.unit) for i in both.items.all()] == [(2, "tấn"), (4, "bộ")]
    assert both.amount_vnd == 13_000_000 and both.households is None
    quoted = Support.objects.get(amount_vnd=102_750_000)
    assert quoted.note == 'nguồn ghi "102,750.000 đồng"'
    assert quoted.contributions.get().typed == "102.750.000"


def test_an_ambiguous_amount_stores_nothing_and_names_the_cell_with_both_readings(cast: Any, bring: Any) -> None:
    rows = case_rows()
    rows[9][HEADS.index("Số tiền")] = AMBIGUOUS
    before = table_counts()
    outcome = bring(as_csv(rows), name="so.csv", create_missing=True)
    assert [fault.cell for fault in outcome.faults] == ["so.csv!M10"]
    assert outcome.faults[0].value == AMBIGUOUS
    assert "102.750.000" in outcome.faults[0].message and "102.750 " in outcome.faults[0].message
    assert not outcome.stored
    assert table_counts() == before


def test_every_fault_of_every_row_is_found_at_once(cast: Any, bring: Any) -> None:
    outcome = bring(
        row(commune="Phú Sơnn", amount="1.5"),
        row(),
        row(date="31/11/2022", kind="Tặng", form="Nhà", households="hai"),
        row(organizations="Hội lạ; Đoàn lạ", sources="Quỹ lạ"),
    )
    assert [cell for cell, _ in said(outcome)] == ["B2", "M2", "A4", "F4", "G4", "K4", "D5", "D5", "L5"]
    assert "Ý bạn là “xã Phú Sơn”" in said(outcome)[0][1]
    assert "tháng 11 năm 2022 có 30 ngày" in said(outcome)[2][1]
    assert Support.objects.count() == 0


def test_approved_by_others_it_counts_and_the_journal_has_one_entry_for_each_person(cast: Any, bring: Any) -> None:
    outcome = bring(
        CASE.read_bytes(),
        create_missing=True,
        approvers=[cast.fresh(cast.mttq_truong), cast.fresh(cast.chutich_phuson)],
    )
    assert said(outcome) == [] and outcome.approved
    assert {s.status for s in Support.objects.all()} == {"approved"}
    figures = {key: sum(EffectRow.objects.filter(indicator=key).values_list("value", flat=True)) for key in CASE_TOTALS}
    assert figures == CASE_TOTALS
    assert differences() == []
    # Đoàn xã Phú Sơn is a body of the commune: its chair confirms, the Front accepts; the others go straight there.
    steps = list(StepTaken.objects.values_list("action", "actor__username"))
    assert steps.count(("submit", "mttq")) == 12
    assert steps.count(("confirm", "chutich.phuson")) == 1
    assert steps.count(("accept", "mttq.truong")) == 12
    assert list(Entry.objects.order_by("seq").values_list("action", "actor__username").distinct()) == [
        ("import", name) for name in Entry.objects.order_by("seq").values_list("actor__username", flat=True)
    ]
    assert Entry.objects.count() == 3
    assert verify() == []


def test_one_person_with_both_rights_takes_both_steps(cast: Any, bring: Any) -> None:
    cast.assign(cast.mttq_truong, "commune_chair", cast.lam_ha)
    outcome = bring(CASE.read_bytes(), create_missing=True, approvers=[cast.fresh(cast.mttq_truong)])
    assert said(outcome) == [] and outcome.approved


def test_a_step_that_the_approver_may_not_take_is_named_and_nothing_is_stored(cast: Any, bring: Any) -> None:
    before = table_counts()
    outcome = bring(CASE.read_bytes(), create_missing=True, approvers=[cast.fresh(cast.mttq_truong)])
    assert [cell for cell, _ in said(outcome)] == ["D10"]
    assert "Bước xác nhận của Đoàn xã Phú Sơn thuộc Chủ tịch UBMTTQ xã" in said(outcome)[0][1]
    assert "mttq.truong" in said(outcome)[0][1]
    assert table_counts() == before


def test_nobody_approves_their_own_rows(cast: Any, bring: Any) -> None:
    outcome = bring(row(organizations="Hội Nông dân"), approvers=[cast.fresh(cast.mttq)])
    assert [cell for cell, _ in said(outcome)] == ["D2"]
    assert Support.objects.count() == 0


def test_the_same_bytes_again_store_nothing_and_say_when_it_was(cast: Any, bring: Any) -> None:
    first = bring(row())
    before = table_counts()
    again = bring(row(), name="other-name.csv", user=cast.mttq_2)
    assert not again.stored and again.faults == []
    assert again.again is not None and again.again.user == cast.mttq
    assert again.again == ImportBatch.objects.get() and first.stored
    assert table_counts() == before
    assert bring(row(description="Xây nhà khác")).stored


def test_a_refused_file_may_come_again_once_mended_elsewhere(cast: Any, bring: Any) -> None:
    assert not bring(row(campaign="Đợt mới")).stored
    Campaign.objects.create(code="dot-moi", name="Đợt mới")
    assert bring(row(campaign="Đợt mới")).stored


def test_a_check_changes_no_table(cast: Any, bring: Any) -> None:
    before = table_counts()
    outcome = bring(CASE.read_bytes(), check=True, create_missing=True)
    assert said(outcome) == [] and not outcome.stored and outcome.made == [] and outcome.rows == 12
    assert table_counts() == before


def test_a_check_in_nobodys_name_changes_no_table_and_finds_the_same(cast: Any, bring: Any) -> None:
    from danvan.imports.kinds import kinds
    from danvan.imports.run import import_file

    before = table_counts()
    clean = import_file(kinds()["ho-tro"], "a.csv", CASE.read_bytes(), user=None, check=True, create_missing=True)
    assert said(clean) == [] and clean.rows == 12
    bad = import_file(
        kinds()["ho-tro"], "a.csv", as_csv([HEADS, row(amount="1.5"), row(kind="Cho vay")]), user=None, check=True
    )
    assert [cell for cell, _ in said(bad)] == ["M2", "G3"]
    assert table_counts() == before


def test_places_are_never_made(cast: Any, bring: Any) -> None:
    before = Area.objects.count()
    outcome = bring(row(commune="Xã Lạ", hamlets="Thôn Lạ"), row(hamlets="Pretieng 9"), create_missing=True)
    assert [cell for cell, _ in said(outcome)] == ["B2", "C3"]
    assert Area.objects.count() == before
