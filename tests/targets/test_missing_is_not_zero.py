"""A commune that did not report is "–", never 0, on every page and in every file; one that typed 0 is 0.

Three communes in 2022: Phú Sơn 5 of a plan of 10, Mê Linh 0 of a plan of 4, Đạ Đờn nothing. Last year 4, 2 and 3.
"""

import csv
import io
import re
from typing import Any

import openpyxl
import pypdf
import pytest

from danvan.records import services
from movements.models import Indicator, Target
from reports.building.build import build
from reports.files.outputs import OUTPUTS
from reports.summaries.summarize import summarize
from reports.summary import to_json
from tests.targets.pages import as_, text

COMPARE = "/chi-tieu/so-sanh/?ky=2022&noi=lam-ha&nhom=-"


@pytest.fixture
def told(cast: Any) -> Any:
    """The values, accepted."""
    where = {"phu_son": ("10", "5", "4"), "me_linh": ("4", "0", "2"), "da_don": ("", "", "3")}
    for place, (planned, actual, before) in where.items():
        base = {"area": getattr(cast, place), "organization": getattr(cast, f"mttq_{place}"), "indicator": cast.dau_tam}
        rows = [{"year": 2021, "actual": before}]
        rows += [{"year": 2022, "planned_min": planned, "actual": actual, "estimate": "12"}] if actual else []
        for row in rows:
            record = services.create(cast.mttq_2, Target, {**base, **row})
            Target.objects.filter(pk=record.pk).update(status="approved")
    Indicator.objects.create(
        code="ty-le", name="Tỷ lệ hộ", definition="Chia.", unit="%", kind="rate", aggregation="ratio", group="D"
    )
    return cast


def cells_of(page: str, head: str) -> list[str]:
    """The texts of a table row's cells, the first row whose head holds the words."""
    for row in re.findall(r"<tr.*?</tr>", page, flags=re.S):
        plain = [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.S)
        ]
        if plain and plain[0].startswith(head):
            return plain[1:]
    raise AssertionError(head)


def test_on_the_pages(told):
    page = text(as_(told.mttq).get(f"{COMPARE}&chi-tieu=dau-tam"))
    # plan, actual, difference, %, judgement, last year, change, estimate
    assert cells_of(page, "Xã Phú Sơn") == ["10", "5", "−5", "50,00 %", "chưa đạt", "4", "+1 +25,00 %", "12"]
    assert cells_of(page, "Xã Mê Linh") == ["4", "0", "−4", "0,00 %", "chưa đạt", "2", "−2 −100,00 %", "12"]
    assert cells_of(page, "Xã Đạ Đờn") == ["–", "–", "–", "–", "–", "3", "–", "–"]
    # 14 planned, 5 + 0 done by two of three; three reported last year, so nothing is compared
    assert cells_of(page, "Chung các xã")[:4] == ["14", "5 2/3 xã", "−9", "35,71 %"]
    assert cells_of(page, "Chung các xã")[5:] == ["9", "–", "24 2/3 xã"]
    chart = page[page.index('class="bars plan"') :]
    drawn = {
        row[0]: row[1] for row in re.findall(r'<th scope="row">.*?Xã (.*?)</a>.*?(<svg.*?</svg>)', chart, flags=re.S)
    }
    assert '<text class="b-mark" x="2" y="78%">–</text>' in drawn["Đạ Đờn"] and "b-hot" not in drawn["Đạ Đờn"]
    assert '<text class="b-mark" x="2" y="78%">0</text>' in drawn["Mê Linh"] and "b-mark" not in drawn["Phú Sơn"]
    whole = text(as_(told.mttq).get(COMPARE))
    assert cells_of(whole[whole.index("Các xã cạnh nhau") :], "Diện tích trồng dâu") == ["–", "0", "5", "5 2/3 xã"]
    grid = text(as_(told.mttq).get("/chi-tieu/bang/?ky=2022&noi=lam-ha&nhom=-"))
    boxes = re.findall(rf'name="o-{told.dau_tam.pk}-(\d+)-actual" value="([^"]*)"', grid)
    typed = {int(pk): value for pk, value in boxes}
    assert [typed[area.pk] for area in (told.phu_son, told.me_linh, told.da_don)] == ["5", "0", ""]


def test_in_the_files(told):
    client = as_(told.mttq)
    book: Any = openpyxl.load_workbook(io.BytesIO(client.get(f"{COMPARE}&bang=xa&xuat=xlsx").content)).active
    rows = list(book.iter_rows(values_only=True))
    assert rows[0][2:] == ("Đạ Đờn", "Mê Linh", "Phú Sơn", "Cộng", "Xã có số")
    assert next(row for row in rows if row[0] == "Diện tích trồng dâu")[2:] == ("–", 0, 5, 5, "2/3 xã")
    lines = list(csv.reader(io.StringIO(client.get(f"{COMPARE}&bang=xa&xuat=csv").content.decode("utf-8-sig"))))
    assert next(row for row in lines if row[0] == "Diện tích trồng dâu")[2:] == ["–", "0", "5", "5", "2/3 xã"]
    one: Any = openpyxl.load_workbook(
        io.BytesIO(client.get(f"{COMPARE}&chi-tieu=dau-tam&bang=so-sanh&xuat=xlsx").content)
    ).active
    found = {row[0]: row[4] for row in one.iter_rows(values_only=True, min_row=2)}
    assert found == {"Xã Đạ Đờn": "–", "Xã Mê Linh": 0, "Xã Phú Sơn": 5, "Chung các xã": 5}
    assert not isinstance(found["Xã Mê Linh"], str | None), "a number, not a text"


def test_in_the_years_report(told):
    """JSON null, the workbook's and the paper's "–"; the zero that was typed is a zero."""
    summary = summarize(told.fresh(told.mttq), year=2022, area="lam-ha")
    (row,) = to_json(summary)["targets_by_area"]
    assert (row["total"], row["reported"]) == ("5", 2)
    assert {one["name"]: one["actual"] for one in row["areas"]} == {"Đạ Đờn": None, "Mê Linh": "0", "Phú Sơn": "5"}
    sheet: Any = openpyxl.load_workbook(io.BytesIO(OUTPUTS["xlsx"].make(summary, build(summary))))["Chỉ tiêu theo xã"]
    found = {line[1]: line[2] for line in sheet.iter_rows(values_only=True, min_row=4) if line[1]}
    assert found == {"Đạ Đờn": "–", "Mê Linh": 0, "Phú Sơn": 5, "Chung các xã": 5, "Số xã có số": "2/3"}
    pages = pypdf.PdfReader(io.BytesIO(OUTPUTS["pdf"].make(summary, build(summary)))).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "1 Đạ Đờn –" in words and "2 Mê Linh 0" in words and "3 Phú Sơn 5" in words
    assert "Chung các xã 5" in words and "Số xã có số 2/3" in words
