"""Every kind of record that can be imported goes out and comes back: nothing, an edit, a proposal, a refusal."""

from typing import Any

import pytest

from danvan.imports.kinds import kinds
from danvan.records import data as plain
from danvan.records.kinds import record_models
from danvan.records.models import Correction, Record
from tests.imports.again_case import again, back, changed, said, taken
from tests.imports.kinds_case import faults, stored
from tests.unchanged import everything

OF_THE_IMPORT = {"audit_entry", "audit_head", "audit_mention", "imports_importbatch"}

RULED = {"people": 30, "women": 12, "minority": 18, "sessions": 2, "basis": "217", "subject": "-rà soát hộ nghèo",
         "supervised": "UBND xã", "place": "Hội trường", "solution": "5"}  # fmt: skip
# kind of file: (kind of record, what another record of it has, head, cell, field, value)
CASES: dict[str, tuple[str, dict[str, Any], str, Any, str, Any]] = {
    "ho-tro": ("support", {"description": "=1+1"}, "Số hộ", 7, "households", 7),
    "ho": ("household", {"head": "Lơ Mu Ha Póh", "code": "0012", "birth_year": 1961}, "Số khẩu", 6, "people", 6),
    "ra-soat": ("poverty_review", {"year": 2023}, "Diện", "cận nghèo", "poverty_class", "near_poor"),
    "so-ho-ngheo": ("area_poverty", {"source": "-5", "poor": None}, "Hộ nghèo", 41, "poor", 41),
    "hoat-dong": ("activity", {**RULED, "name": "@a", "date_precision": "quarter"}, "Số người", 85, "people", 85),
    "cong-trinh": (
        "community_work",
        {"name": "=b", "joint_organizations": [], "land_m2": "640.5", "given_vnd": 35_000_000},
        "Bóng đèn",
        12,
        "lamps",
        12,
    ),  # fmt: skip
    "chi-tieu": (
        "target",
        {"year": 2021, "planned_max": "7.25", "actual": "6.125"},
        "Thực hiện",
        "7,6",
        "actual",
        "7.6",
    ),
    "mo-hinh": ("model_year", {"year": 2023}, "Bước", "đang thực hiện", "stage", "running"),
}


def test_every_kind_of_records_is_tried() -> None:
    named = {code for code, kind in kinds().items() if kind.prefix and issubclass(kind.model, Record)}
    assert named == CASES.keys() == {code for code, kind in kinds().items() if issubclass(kind.model, Record)}
    prefixes = [kind.prefix for kind in kinds().values() if kind.prefix]
    assert len(set(prefixes)) == len(prefixes)
    assert {kinds()[code].model for code in CASES} == {record_models()[case[0]] for case in CASES.values()}


def of(cast: Any, code: str, /, **changes: Any) -> Any:
    return cast.record_of(CASES[code][0], **changes)


def only(code: str, record: Any, head: str, cell: Any, **more: Any) -> Any:
    """Change one cell of one record's row."""

    def change(rows: list[dict[str, Any]]) -> None:
        row = next(row for row in rows if row["Mã"] == f"{kinds()[code].prefix}-{record.pk}")
        assert head in row
        row |= {head: cell, **more}

    return change


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
@pytest.mark.parametrize("code", CASES)
def test_unchanged_rows_change_nothing(cast: Any, code: str, fmt: str) -> None:
    of(cast, code, **CASES[code][1])
    cast.approve(of(cast, code))
    content = taken(cast.mttq, code, fmt)
    before = everything()
    batch = stored(back(cast.mttq, code, content))
    assert batch.report is not None and batch.report["counts"].keys() == {"same"}
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= OF_THE_IMPORT


@pytest.mark.parametrize("code", CASES)
def test_one_cell_of_a_draft_changes_one_field(cast: Any, code: str) -> None:
    _kind, more, head, cell, field, value = CASES[code]
    record = of(cast, code)
    of(cast, code, **more)
    before = plain.read(record)
    stored(again(cast.canbo_phuson, code, only(code, record, head, cell)))
    record = type(record)._default_manager.get(pk=record.pk)
    assert (plain.read(record), record.version) == ({**before, field: value}, 2)


@pytest.mark.parametrize("code", CASES)
def test_one_cell_of_an_approved_record_is_a_proposal(cast: Any, code: str) -> None:
    _kind, _more, head, cell, field, value = CASES[code]
    record = cast.approve(of(cast, code))
    stored(again(cast.canbo_phuson, code, only(code, record, head, cell, **{"Lý do sửa": "ghi nhầm"})))
    proposal = Correction.objects.get()
    assert (proposal.record_id, proposal.reason, proposal.after) == (
        record.pk, "ghi nhầm", {**plain.read(record), field: value},
    )  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_another_place_s_record_does_not_exist(cast: Any, code: str) -> None:
    """A commune's officer names a record of Phú Sơn from Mê Linh: the words are those of no record at all."""
    record = of(cast, code)
    content = changed(taken(cast.canbo_phuson, code), only(code, record, *CASES[code][2:4]))
    prefix = kinds()[code].prefix
    nobody = changed(content, lambda rows: rows[0].update({"Mã": f"{prefix}-999"}))
    reasons = [
        [why for _line, head, why in faults(back(cast.canbo_melinh, code, file)) if head == "Mã"]
        for file in (content, nobody)
    ]
    assert reasons[0] == [reasons[1][0].replace(f"{prefix}-999", f"{prefix}-{record.pk}")]


def test_numbers_of_identity_do_not_go_out_and_stay(cast: Any) -> None:
    household = cast.make_household(cccd="001061000001")
    content = taken(cast.canbo_phuson, "ho")
    assert b"001061000001" not in taken(cast.canbo_phuson, "ho", "csv")
    stored(back(cast.canbo_phuson, "ho", changed(content, only("ho", household, "Số khẩu", 6))))
    household.refresh_from_db()
    assert (household.people, household.cccd) == (6, "001061000001")


def test_zeros_that_excel_took_from_a_code_are_no_change(cast: Any) -> None:
    household = cast.make_household(code="0012")
    batch = again(cast.canbo_phuson, "ho", only("ho", household, "Mã hộ", 12))
    assert said(batch) == [("same", [])]


def test_whose_review_it_is_cannot_be_changed_by_a_file(cast: Any) -> None:
    review = of(cast, "ra-soat")
    assert [(head, why) for _line, head, why in faults(again(cast.canbo_phuson, "ra-soat", only(
        "ra-soat", review, "Chủ hộ", "K’Breo")))] == [
        ("Chủ hộ", "Cột này cho biết bản ghi là của ai, không sửa qua tệp được. Hãy sửa trên cổng."),
    ]  # fmt: skip


# ---- catalogues: their code is the Mã ------------------------------------------------------------------------------

CATALOGUES = ("dia-ban", "to-chuc")


def test_every_catalogue_is_tried() -> None:
    once = {"so-cong-bo-mo-hinh"}  # published figures are brought, never taken back
    assert {code for code, kind in kinds().items() if not issubclass(kind.model, Record)} - once == set(CATALOGUES)
    assert not any(kinds()[code].comes_again for code in once)


@pytest.fixture
def keeper(cast: Any) -> Any:
    """Who keeps both catalogues and may take lists out."""
    user = cast.make_user("giudanhmuc")
    cast.assign(user, "administrator", cast.lam_dong)
    cast.assign(user, "front_officer", cast.lam_ha)
    return user


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
@pytest.mark.parametrize("code", CATALOGUES)
def test_an_unchanged_catalogue_stays(cast: Any, keeper: Any, code: str, fmt: str) -> None:
    content = taken(keeper, code, fmt)
    before = everything()
    batch = stored(back(keeper, code, content))
    assert batch.report is not None and batch.report["counts"].keys() == {"same"}
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= OF_THE_IMPORT


@pytest.mark.parametrize("code", CATALOGUES)
def test_one_cell_of_a_catalogue_changes_one_entry(cast: Any, keeper: Any, code: str) -> None:
    entry = {"dia-ban": cast.pretieng_1, "to-chuc": cast.mttq_phu_son}[code]

    def change(rows: list[dict[str, Any]]) -> None:
        next(row for row in rows if row["Mã"] == entry.code)["Tên gọi khác"] = "Thôn Một"

    content = changed(taken(keeper, code), change)
    batch = back(keeper, code, content)
    assert [one for one in said(batch) if one[0] != "same"] == [("update", [["Tên gọi khác", "", "Thôn Một"]])]
    stored(batch)
    entry.refresh_from_db()
    assert (entry.aliases, entry.version) == ("Thôn Một", 2)
    batch = back(keeper, code, changed(content, lambda rows: [row.update({"Từ ngày": "01/01/1995"}) for row in rows
                                                               if row["Mã"] == entry.code]))  # fmt: skip
    assert [why for asks in batch.report["asks"].values() for why, *_ in asks] == ["stale-2"]  # type: ignore[index]
