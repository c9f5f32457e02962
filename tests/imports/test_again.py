"""A list taken out to be changed and imported again: unchanged it changes nothing, changes are edits or proposals."""

import unicodedata
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Support
from danvan.audit.models import Entry
from danvan.imports import batches, storing
from danvan.records import data as plain
from danvan.records import services
from danvan.records.models import Correction
from tests.imports.again_case import again, back, changed, said, taken
from tests.imports.kinds_case import asked, faults, stored
from tests.unchanged import everything

OF_THE_IMPORT = {"audit_entry", "audit_head", "audit_mention", "imports_importbatch"}
"""Its own entry in the journal, and the batch."""


def set_cell(number: int, head: str, value: Any) -> Any:
    def change(rows: list[dict[str, Any]]) -> None:
        assert head in rows[number]
        rows[number][head] = value

    return change


def whole(cast: Any) -> Support:
    """A support with everything that a file cannot hold: terms, shares, manners, a model, names of items."""
    household = cast.make_household()
    return cast.make_support(
        joint_organizations=[cast.hoi_phu_nu.pk], households=3, people=9, model=cast.mo_hinh.pk, note="dòng 1\ndòng 2",
        hamlets=[cast.pretieng_1.pk, cast.pretieng_2.pk],
        items=[{"name": "Nhà", "quantity": "1.125", "unit": "căn"},
               {"name": "Xi măng", "quantity": "2", "unit": "tấn"}],
        contributions=[
            {"source": cast.quy_huyen.pk, "amount_vnd": 40_000_000, "typed": "40 triệu", "manner": "in_kind",
             "valuation_basis": "giá chợ"},
            {"source": cast.quy_tinh.pk, "amount_vnd": None, "manner": "labour"},
        ],
        recipients=[
            {"kind": "household", "household": household.pk, "share_vnd": 5_000_000, "poverty_class": "poor"},
            {"kind": "group", "name": "Tổ dâu tằm", "received_by": "K’Breo"},
        ],
    )  # fmt: skip


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_an_unchanged_file_changes_nothing(cast: Any, fmt: str) -> None:
    whole(cast)
    cast.approve(cast.make_support(description="=1+1"))
    cast.submit(cast.make_support(description="-5 °C", date="2022-03-01", date_precision="month"))
    cast.record_of("support")  # a loan with terms
    content = taken(cast.mttq, "ho-tro", fmt)
    before = everything()
    batch = stored(back(cast.mttq, "ho-tro", content))
    assert batch.report is not None and set(batch.report["counts"]) == {"same"}
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= OF_THE_IMPORT


def test_one_cell_of_a_draft_is_an_edit_and_leaves_the_rest(cast: Any) -> None:
    support = whole(cast)
    before = plain.read(support)
    batch = again(cast.canbo_phuson, "ho-tro", set_cell(0, "Nội dung", "Xây nhà tình thương"))
    assert said(batch) == [("update", [["Nội dung", "Xây nhà Đại đoàn kết", "Xây nhà tình thương"]])]
    stored(batch)
    support.refresh_from_db()
    assert plain.read(support) == {**before, "description": "Xây nhà tình thương"} and support.version == 2


def test_parts_keep_what_the_file_does_not_hold(cast: Any) -> None:
    """40 → 50 million from the first source: how it was given and on which basis stays, and so does who received."""
    support = whole(cast)
    before = plain.read(support)

    def change(rows: list[dict[str, Any]]) -> None:
        rows[0]["Nguồn kinh phí"] = rows[0]["Nguồn kinh phí"].replace("40000000", "50 triệu")
        rows[0]["Số tiền"] = None
        rows[0]["Số lượng"] = rows[0]["Số lượng"].replace("2 tấn", "3 tấn")
        rows[0]["Người nhận"] += "; người: Lơ Mu Ha Póh"

    stored(again(cast.canbo_phuson, "ho-tro", change))
    support = Support.objects.get(pk=support.pk)
    after = plain.read(support)
    assert support.amount_vnd == 50_000_000
    assert after["contributions"] == [
        {**before["contributions"][0], "amount_vnd": 50_000_000, "typed": "50 triệu"}, before["contributions"][1],
    ]  # fmt: skip
    assert after["items"] == [before["items"][0], {**before["items"][1], "quantity": "3"}]
    assert after["recipients"][:2] == before["recipients"] and after["recipients"][2]["name"] == "Lơ Mu Ha Póh"
    same = ("items", "contributions", "recipients")
    assert {k: v for k, v in after.items() if k not in same} == {k: v for k, v in before.items() if k not in same}


def test_a_loan_keeps_its_terms(cast: Any) -> None:
    loan = cast.record_of("support")
    before = plain.read(loan)

    def change(rows: list[dict[str, Any]]) -> None:
        rows[0] |= {"Số tiền": 60_000_000, "Nội dung": "Vay vốn nuôi tằm"}

    stored(again(cast.canbo_phuson, "ho-tro", change))
    after = plain.read(Support.objects.get(pk=loan.pk))
    assert after["contributions"][0]["amount_vnd"] == 60_000_000 and after["loans"] == before["loans"]


def test_an_approved_record_gets_a_proposal_with_its_reason(cast: Any) -> None:
    support = cast.approve(cast.make_support(households=1))
    batch = again(cast.canbo_phuson, "ho-tro", set_cell(0, "Số hộ", 2))
    assert faults(batch) == [(2, "Lý do sửa", "Bản ghi đã tiếp nhận thì sửa thành đề nghị: hãy ghi lý do.")]
    kind = batches.kind_of(batch)
    row = batches.table_of(batch).rows[0]
    batches.mend(batch, {row.place.cell("why"): "Đếm lại tại thôn"}, {})
    assert kind.heads["why"] == "Lý do sửa" and said(batch) == [("propose", [["Số hộ", "1", "2"]])]
    stored(batch)
    proposal = Correction.objects.get()
    assert (proposal.record_id, proposal.reason, proposal.proposed_by) == (
        support.pk, "Đếm lại tại thôn", cast.canbo_phuson,
    )  # fmt: skip
    assert proposal.after == {**proposal.before, "households": 2}
    support.refresh_from_db()
    assert (support.households, support.version) == (1, proposal.version)


def test_an_edit_tells_its_history_before_and_after(cast: Any) -> None:
    support = cast.make_support()
    stored(again(cast.canbo_phuson, "ho-tro", set_cell(0, "Ghi chú", "đã bàn giao")))
    entry = Entry.objects.get(action="update", record_id=support.pk)
    assert '"note":["","đã bàn giao"]' in entry.changes


def test_a_newer_version_is_asked_about_and_the_answer_holds_for_it_alone(cast: Any) -> None:
    support = cast.make_support()
    content = changed(taken(cast.canbo_phuson, "ho-tro"), set_cell(0, "Nội dung", "Theo tệp"))
    services.update(cast.canbo_phuson, support, {"description": "Theo cổng"}, expected_version=1)
    batch = back(cast.canbo_phuson, "ho-tro", content)
    assert asked(batch) == {2: [("stale-2", [support.pk])]}
    assert said(batch) == [("update", [["Nội dung", "Theo cổng", "Theo tệp"]])]
    key = batches.table_of(batch).rows[0].place.key
    batches.mend(batch, {}, {key: {"keep": ["stale-2"]}})
    assert batch.state == "ready"
    services.update(cast.canbo_phuson, support, {"description": "Lại theo cổng"}, expected_version=2)
    batches.mend(batch, {}, {})
    assert asked(batch) == {2: [("stale-3", [support.pk])]} and batch.state == "faulty"
    batches.mend(batch, {}, {key: {"keep": ["stale-3"]}})
    stored(batch)
    support.refresh_from_db()
    assert (support.description, support.version) == ("Theo tệp", 4)


def test_who_moves_between_check_and_storing_stops_the_whole_file(cast: Any) -> None:
    first, second = cast.make_support(), cast.make_support(description="Sửa nhà")

    def change(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["Ghi chú"] = "theo tệp"

    batch = again(cast.canbo_phuson, "ho-tro", change)
    services.update(cast.canbo_phuson, second, {"note": "theo cổng"}, expected_version=1)
    storing.begin(batch.user, batch, submit=False)
    batch.refresh_from_db()
    first.refresh_from_db()
    assert (batch.state, first.version, first.note) == ("faulty", 1, "")
    assert [why for why, _ in asked(batch)[3]] == ["stale-2"]


def test_what_cannot_be_changed_says_so_and_tells_nothing_of_others(cast: Any) -> None:
    sent = cast.submit(cast.make_support())
    others = cast.make_support(actor=cast.mttq, organization=cast.mttq_me_linh, area=cast.me_linh, hamlets=[],
                               description="Chuyện của Mê Linh")  # fmt: skip

    def change(rows: list[dict[str, Any]]) -> None:
        rows[0]["Ghi chú"] = "đã gửi rồi mà sửa"
        rows.append({**rows[0], "Mã": f"HT-{others.pk}", "Ghi chú": "a"})
        rows.append({**rows[0], "Mã": "HT-999999", "Ghi chú": "b"})
        rows.append({**rows[0], "Mã": "PS-07", "Ghi chú": "c"})

    batch = again(cast.canbo_phuson, "ho-tro", change)
    none = "Không có bản ghi “{}” trong phạm vi của bạn. Dòng mới thì để trống cột Mã."
    assert faults(batch) == [
        (2, "Mã", f"HT-{sent.pk} đang ở trạng thái “Chờ xác nhận” nên không sửa được. Hãy bỏ dòng này."),
        (3, "Mã", none.format(f"HT-{others.pk}")), (4, "Mã", none.format("HT-999999")),
        (5, "Mã", none.format("PS-07")),
    ]  # fmt: skip
    assert "Mê Linh" not in str(batch.report)


def test_the_same_code_twice_is_a_fault_and_dropped_rows_change_nothing(cast: Any) -> None:
    for number in range(3):
        cast.make_support(description=f"Nhà {number}")

    def change(rows: list[dict[str, Any]]) -> None:
        rows[0]["Mã"] = rows[1]["Mã"]
        del rows[2]

    batch = again(cast.canbo_phuson, "ho-tro", change)
    assert [(line, head, why.partition(" (")[2]) for line, head, why in faults(batch)] == [
        (2, "Mã", "2, 3). Hãy giữ một dòng."), (3, "Mã", "2, 3). Hãy giữ một dòng."),
    ]  # fmt: skip
    before = everything()["beneficiaries_support"]
    stored(again(cast.canbo_phuson, "ho-tro", lambda rows: rows.pop()))
    assert everything()["beneficiaries_support"] == before


def test_a_row_without_code_is_a_new_draft(cast: Any) -> None:
    old = cast.make_support()

    def change(rows: list[dict[str, Any]]) -> None:
        rows.append({**rows[0], "Mã": None, "Phiên bản": None, "Nội dung": "Khoản mới", "Số tiền": None,
                     "Nguồn kinh phí": None})  # fmt: skip

    stored(again(cast.canbo_phuson, "ho-tro", change))
    assert list(Support.objects.order_by("pk").values_list("description", "version")) == [
        (old.description, 1), ("Khoản mới", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
@pytest.mark.parametrize("text", ["=1+1", "-5", "@a", "'=1+1", "+84 123", "0012"])
def test_a_text_that_looks_like_a_formula_or_number_survives(cast: Any, fmt: str, text: str) -> None:
    cast.make_support(description=text, note=text)
    batch = back(cast.canbo_phuson, "ho-tro", taken(cast.canbo_phuson, "ho-tro", fmt))
    assert (batch.state, faults(batch), said(batch)) == ("ready", [], [("same", [])])


def test_letters_that_excel_takes_apart_change_nothing(cast: Any) -> None:
    whole(cast)

    def change(rows: list[dict[str, Any]]) -> None:
        rows[0] = {head: unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell
                   for head, cell in rows[0].items()}  # fmt: skip

    assert said(again(cast.canbo_phuson, "ho-tro", change)) == [("same", [])]


def test_a_changed_row_must_fit_the_door_and_its_version(cast: Any) -> None:
    for number in range(3):
        cast.make_support(description=f"Nhà {number}")

    def change(rows: list[dict[str, Any]]) -> None:
        rows[0] |= {"Hình thức": "Vốn vay", "Loại": "Cho vay", "Nguồn kinh phí": None, "Số tiền": None}
        rows[1] |= {"Ghi chú": "a", "Phiên bản": None}
        rows[2] |= {"Ghi chú": "a", "Phiên bản": 7}

    assert [(line, head) for line, head, _ in faults(again(cast.canbo_phuson, "ho-tro", change))] == [
        (2, "Nguồn kinh phí"), (3, "Phiên bản"), (4, "Phiên bản"),
    ]  # fmt: skip


def test_checking_costs_the_same_queries_for_more_rows(cast: Any) -> None:
    def cost() -> int:
        def change(rows: list[dict[str, Any]]) -> None:
            for number, row in enumerate(rows):
                row["Ghi chú"] = f"theo tệp {number}"

        content = changed(taken(cast.canbo_phuson, "ho-tro"), change)
        with CaptureQueriesContext(connection) as caught:
            batch = back(cast.canbo_phuson, "ho-tro", content)
        assert batch.state == "ready"
        print(len(caught))
        [print(q["sql"][:200]) for q in caught.captured_queries]
        return len(caught)

    whole(cast)
    one = cost()
    for number in range(4):
        cast.make_support(description=f"Nhà {number}")
    assert cost() == one


def test_a_household_that_the_user_does_not_see_is_not_named_and_stays(cast: Any) -> None:
    """K’Breo lives in Mê Linh; the officer of Phú Sơn adds a group to whom the support went too."""
    other = cast.make_household(
        actor=cast.mttq, head="K’Breo", area=cast.me_linh, organization=cast.mttq_me_linh
    )  # fmt: skip
    support = cast.make_support(actor=cast.mttq, recipients=[{"kind": "household", "household": other.pk}])
    assert "K’Breo" in taken(cast.mttq, "ho-tro", "csv").decode()
    assert "K’Breo" not in taken(cast.canbo_phuson, "ho-tro", "csv").decode()
    stored(again(cast.canbo_phuson, "ho-tro", set_cell(0, "Người nhận", "nhóm: Tổ dâu tằm")))
    after = plain.read(Support.objects.get(pk=support.pk))["recipients"]
    assert [(row["household"], row["name"]) for row in after] == [(None, "Tổ dâu tằm"), (other.pk, "")]
