"""The funnels that two districts published (domain.md §1.2), entered as that many models, print exactly so."""

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from danvan.audit.journal import verify
from danvan.imports.kinds import kinds
from danvan.imports.run import import_file
from models_programs.models import Award, ModelYear, Replication
from reports.summaries.summarize import summarize_all
from tests.cast import Cast
from tests.imports.conftest import as_xlsx
from tests.models_programs.test_funnel import behind, numbers
from tests.movements.pages import as_, text

HEADS = [
    "Tên mô hình", "Tập thể/cá nhân", "Lĩnh vực", "Đơn vị", "Xã", "Năm", "Bước", "Điểm", "Cấp công nhận",
    "Số quyết định công nhận", "Ngày công nhận", "Cơ quan công nhận", "Tiêu biểu", "Hình thức khen", "Giai đoạn khen",
    "Cấp khen", "Số quyết định khen", "Ngày khen", "Cơ quan khen", "Nhân rộng đến", "Ngày nhân rộng",
]  # fmt: skip
PLACES = ("Phú Sơn", "Mê Linh", "Đạ Đờn")
# type: (registered, recognised, exemplary, awarded, replicated)
U_MINH_THUONG = {"tập thể": (316, 251, 0, 0, 39), "cá nhân": (16, 15, 0, 0, 0)}
CHO_DON = {"tập thể": (69, 69, 29, 18, 0), "cá nhân": (54, 54, 26, 0, 0)}


def rows(year: int, counts: dict[str, tuple[int, ...]], level: str, when: str) -> Iterator[list[Any]]:
    for typed, (registered, recognised, exemplary, awarded, replicated) in counts.items():
        for n in range(registered):
            decided = [level, "31/QĐ-BCĐ", when, "Ban Chỉ đạo", "có" if n < exemplary else ""]
            award = ["Giấy khen", "2020–2022", "huyện", "12/QĐ-UBND", "20/12/2022", "Chủ tịch UBND huyện"]
            spread = [PLACES[(n + 1) % 3], f"01/06/{year}"]
            name = f"Mô hình {typed} {year}{' và bạn' * (n % 9)} số {n}"
            yield [
                name, typed, "Phát triển kinh tế", "Hội Nông dân", PLACES[n % 3], str(year),
                "Công nhận" if n < recognised else "Không đạt", 85 if n < recognised else 40,
                *(decided if n < recognised else [""] * 5), *(award if n < awarded else [""] * 6),
                *(spread if n < replicated else ["", ""]),
            ]  # fmt: skip


@pytest.fixture
def entered(cast: Cast) -> Cast:
    for year, counts, level, when in (
        (2019, U_MINH_THUONG, "cơ sở", "25/02/2020"), (2022, CHO_DON, "huyện", "16/11/2022"),
    ):  # fmt: skip
        content = as_xlsx([HEADS, *rows(year, counts, level, when)], "Mô hình")
        outcome = import_file(
            kinds()["mo-hinh"], f"{year}.xlsx", content, user=cast.fresh(cast.mttq),
            approvers=[cast.fresh(cast.mttq_2)],
        )  # fmt: skip
        assert (outcome.faults, outcome.approved) == ([], True)
    return cast


@pytest.mark.once
def test_what_was_published_is_what_is_printed_on_the_page_in_its_files_and_on_tong_quan(entered: Cast) -> None:
    assert ModelYear.objects.filter(status="approved").count() == 332 + 123
    wanted = {
        2019: {"Đăng ký": (316, 16, 332), "Được duyệt": (316, 16, 332), "Thẩm định": (316, 16, 332),
               "Công nhận": (251, 15, 266), "Tiêu biểu": (0, 0, 0), "Được khen": (0, 0, 0), "Nhân rộng": (39, 0, 39)},
        2022: {"Đăng ký": (69, 54, 123), "Được duyệt": (69, 54, 123), "Thẩm định": (69, 54, 123),
               "Công nhận": (69, 54, 123), "Tiêu biểu": (29, 26, 55), "Được khen": (18, 0, 18), "Nhân rộng": (0, 0, 0)},
    }  # fmt: skip
    assert Replication.objects.count() == 39
    assert set(Award.objects.values_list("start_year", "end_year")) == {(2020, 2022)}
    client, leader = as_(entered.mttq), as_(entered.lanhdao)
    for year, steps in wanted.items():
        page = client.get(f"/mo-hinh/bang/?nam={year}")
        shown = {
            row["step"].label: (*(number for _kind, number, _url in row["cells"]), row["total"])
            for row in page.context["steps"]
        }
        assert {label: shown[label] for label in steps} == steps
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/mo-hinh/bang/?nam={year}&xuat=xlsx").content))
        sheet: Any = book.active
        printed = {row[0]: row[1:4] for row in sheet.iter_rows(min_row=2, values_only=True)}
        assert {label: printed[label] for label in steps} == steps
        found = list(numbers(text(page)))
        assert all(behind(entered.mttq, address) == number for address, number in found) and len(found) > 20
        board = leader.get(f"/tong-quan/?nam={year}").context
        drawn = {row.label: (row.collective, row.individual, row.total) for row in board["stages"]}
        assert drawn == {label: tuple(map(str, figures)) for label, figures in steps.items() if label != "Đăng ký"}
        headline = next(one for one in board["headlines"] if one.label == "Mô hình công nhận")
        assert headline.value == str(steps["Công nhận"][2])
        models = summarize_all(year=year).models
        told = {row.label: (row.collective, row.individual, row.total) for row in models}
        assert {label: told[label] for label in drawn} == {label: steps[label] for label in drawn}
    assert verify() == []
