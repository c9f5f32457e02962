"""Địa bàn and tổ chức from a file: entries of catalogues, known by their code."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.audit.journal import verify
from danvan.audit.models import Entry
from movements.models import Area, Organization
from tests.imports.kinds_case import asked, bring, choices, faults, keep, opened, stored

PLACE = {"Mã": "phuc-tho", "Tên": "Xã Phúc Thọ", "Loại": "", "Cấp": "", "Thuộc": "huyện Lâm Hà", "Từ ngày": "",
         "Đến hết ngày": "30/06/2025", "Tên gọi khác": "Phúc Thọ Lâm Hà; P. Thọ"}  # fmt: skip
HAMLET = {"Mã": "phuc-tho-1", "Tên": "Phúc Tân", "Loại": "thôn", "Thuộc": "phuc-tho"}
BODY = {"Mã": "hnd-phu-son", "Tên": "Hội Nông dân xã Phú Sơn", "Tên ngắn": "HND Phú Sơn",
        "Loại": "Tổ chức chính trị - xã hội", "Địa bàn": "Phú Sơn", "Cấp trên": "hoi-nong-dan", "Từ ngày": "1993",
        "Đến hết ngày": "", "Tên gọi khác": ""}  # fmt: skip


def place(**cells: str) -> dict[str, str]:
    return {**PLACE, **{head.replace("_", " "): text for head, text in cells.items()}}


def body(**cells: str) -> dict[str, str]:
    return {**BODY, **{head.replace("_", " "): text for head, text in cells.items()}}


def test_places_are_stored_with_what_they_lie_in_whatever_the_order_of_rows(cast: Any) -> None:
    hamlet = {**dict.fromkeys(PLACE, ""), **HAMLET}
    by_name = {**hamlet, "Mã": "phuc-tho-2", "Tên": "Phúc Hòa", "Thuộc": "xã Phúc Thọ"}
    bring(cast.quantri, "dia-ban", hamlet, by_name, PLACE)
    commune = Area.objects.get(code="phuc-tho")
    assert (commune.name, commune.kind, commune.level, commune.parent) == ("Phúc Thọ", "xa", "commune", cast.lam_ha)
    assert (commune.valid_from, commune.valid_to) == (None, datetime.date(2025, 6, 30))
    assert commune.aliases == "Phúc Thọ Lâm Hà\nP. Thọ"
    assert [(area.name, area.kind, area.level) for area in commune.parts.order_by("code")] == [
        ("Phúc Tân", "thon", "hamlet"), ("Phúc Hòa", "thon", "hamlet"),
    ]  # fmt: skip
    assert all(area.path == f"{commune.path}{area.pk}." for area in commune.parts.all())
    assert Entry.objects.filter(action="import").count() == 1 and verify() == []


def test_a_code_with_the_same_values_changes_nothing_and_with_others_asks(cast: Any) -> None:
    bring(cast.quantri, "dia-ban", PLACE)
    commune = Area.objects.get(code="phuc-tho")
    bring(cast.quantri, "dia-ban", place(Tên="Phúc Thọ", Loại="xã"))
    commune.refresh_from_db()
    assert commune.version == 1
    batch = opened(cast.quantri, "dia-ban", place(Tên="Phúc Thọ Mới"))
    assert asked(batch) == {2: [("similar", [commune.pk])]}
    keep(batch, 2)
    stored(batch)
    commune.refresh_from_db()
    assert (commune.name, commune.kind, commune.version) == ("Phúc Thọ Mới", "xa", 2)


def test_a_column_that_is_not_in_the_file_changes_nothing(cast: Any) -> None:
    bring(cast.quantri, "dia-ban", PLACE)
    batch = opened(cast.quantri, "dia-ban", {"Mã": "phuc-tho", "Tên": "Phúc Thọ", "Thuộc": "huyện Lâm Hà"})
    assert asked(batch) == {}
    stored(batch)
    assert Area.objects.get(code="phuc-tho").aliases == "Phúc Thọ Lâm Hà\nP. Thọ"


@pytest.mark.parametrize(
    ("cells", "head", "said", "offered"),
    [
        ({"Mã": "vi-du"}, "Mã", "dòng ví dụ", ""),
        ({"Mã": "phúc thọ"}, "Mã", "", ""),
        ({"Tên": "Phúc Thọ"}, "Loại", "Loại nào", "xã"),
        ({"Tên": "Thành phố Lâm Hà"}, "Cấp", "Thành phố này ở cấp nào", "Huyện"),
        ({"Cấp": "Huyện"}, "Cấp", "Xã ở cấp xã", "Xã"),
        ({"Thuộc": "huyện Lâm Hàa"}, "Thuộc", "không có địa bàn", "huyện Lâm Hà"),
        ({"Thuộc": "me-linh"}, "Thuộc", "không chứa được", ""),
        ({"Thuộc": "phuc-tho-x", "Mã": "phuc-tho-x"}, "Thuộc", "chính nó", ""),
        ({"Từ_ngày": "01/07/2025"}, "Đến hết ngày", "Ngày cuối phải sau ngày đầu", ""),
        ({"Mã": "phuc-tho-0"}, "Mã", "đã ở dòng 2", ""),
    ],
)
def test_each_fault_of_a_place_stands_at_its_cell(
    cast: Any, cells: dict[str, str], head: str, said: str, offered: str
) -> None:
    batch = opened(cast.quantri, "dia-ban", place(Mã="phuc-tho-0", Tên="xã Khác"), place(**cells))
    ((row, where, message),) = faults(batch)
    assert (row, where) == (3, head) and said in message
    if offered:
        assert offered in choices(batch)


def test_a_parents_own_fault_is_not_its_childrens(cast: Any) -> None:
    batch = opened(cast.quantri, "dia-ban", place(Từ_ngày="31/02/2020"), {**dict.fromkeys(PLACE, ""), **HAMLET})
    assert [(row, head) for row, head, _ in faults(batch)] == [(2, "Từ ngày")]


def test_organisations_are_stored_with_their_parents(cast: Any) -> None:
    branch = body(Mã="chi-hoi-1", Tên="Chi hội nông dân Pretieng 1", Tên_ngắn="", Cấp_trên="hnd-phu-son", Loại="hội")
    bring(cast.mttq, "to-chuc", branch, BODY)
    made = Organization.objects.get(code="hnd-phu-son")
    assert (made.name, made.short_name, made.kind) == ("Hội Nông dân xã Phú Sơn", "HND Phú Sơn", "socio_political")
    assert (made.area, made.parent, made.valid_from) == (cast.phu_son, cast.hoi_nong_dan, datetime.date(1993, 1, 1))
    assert Organization.objects.get(code="chi-hoi-1").parent == made


def test_faults_of_organisations(cast: Any) -> None:
    batch = opened(cast.mttq, "to-chuc", body(Mã="a", Địa_bàn="Phú Sơnn"), body(Mã="b", Loại="lạ"),
                   body(Mã="c", Cấp_trên="Hội Nông dân huyện Lâm Hàa"), body(Mã="d", Cấp_trên="e"),
                   body(Mã="e", Cấp_trên="d"))  # fmt: skip
    assert [(row, head) for row, head, _ in faults(batch)] == [
        (2, "Địa bàn"), (3, "Loại"), (4, "Cấp trên"), (6, "Cấp trên"),
    ]  # fmt: skip
    assert "xã Phú Sơn" in choices(batch)


def test_only_who_keeps_a_catalogue_imports_it(cast: Any) -> None:
    for user, code, row in ((cast.mttq, "dia-ban", PLACE), (cast.canbo_phuson, "to-chuc", BODY),
                            (cast.quantri, "ho-tro", PLACE), (cast.bandanvan, "to-chuc", BODY)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            opened(user, code, row)


def test_a_check_costs_the_same_for_more_rows(cast: Any) -> None:
    def cost(code: str, user: Any, *rows: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            opened(user, code, *rows)
        return len(queries)

    few, many = ([place(Mã=f"x{count}-{n}", Tên=f"xã {n} của {count}") for n in range(count)] for count in (2, 30))
    assert cost("dia-ban", cast.quantri, *few) == cost("dia-ban", cast.quantri, *many)
    few, many = ([body(Mã=f"x{count}-{n}", Tên=f"Hội {n} của {count}") for n in range(count)] for count in (2, 30))
    assert cost("to-chuc", cast.mttq, *few) == cost("to-chuc", cast.mttq, *many)
