"""The case's file and the ways to hand it in."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from beneficiaries.imports.columns import LABELS
from danvan.imports.kinds import kinds
from danvan.imports.run import Outcome, import_file

CASE = Path(__file__).with_name("pretieng-2022-supports.csv")
HEADS = list(LABELS.values())


def case_rows() -> list[list[str]]:
    """The case's rows, heads first, as texts."""
    return list(csv.reader(io.StringIO(CASE.read_text(encoding="utf-8"))))


def as_csv(rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows: list[list[Any]], title: str = "Hỗ trợ") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(**cells: Any) -> list[Any]:
    """A good row (60 million for a house in Phú Sơn, 05/03/2022) with changes by key."""
    good: dict[str, Any] = {
        "date": "05/03/2022", "commune": "Phú Sơn", "hamlets": "", "organizations": "MTTQ huyện", "campaign": "",
        "kind": "Hỗ trợ", "form": "Nhà ở", "description": "Xây nhà", "quantity": "1", "unit": "căn",
        "households": "1", "sources": "Tổ chức tự vận động", "amount": "60 triệu", "note": "",
    }  # fmt: skip
    assert cells.keys() <= good.keys()
    return [{**good, **cells}[key] for key in LABELS]


Import = Callable[..., Outcome]


@pytest.fixture
def bring(cast: Any) -> Import:
    """Import rows (under the heads) or bytes as the Front's officer: bring(row(…), row(…), check=True)."""

    def bring_in(*rows: Any, name: str = "a.csv", user: Any = None, **options: Any) -> Outcome:
        content = rows[0] if isinstance(rows[0], bytes) else as_csv([HEADS, *rows])
        return import_file(kinds()["ho-tro"], name, content, user=cast.fresh(user or cast.mttq), **options)

    return bring_in


def said(outcome: Outcome) -> list[tuple[str, str]]:
    """(cell without its sheet, message) of each fault."""
    return [(fault.cell.rpartition("!")[2], fault.message) for fault in outcome.faults]
