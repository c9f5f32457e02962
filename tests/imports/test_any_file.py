"""Spreadsheets that hypothesis makes: what goes in is stored as it was read, or named as an error; never a server
error.
"""

import datetime
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beneficiaries.imports.columns import LABELS
from beneficiaries.models import Support
from danvan.imports import batches, storing
from danvan.imports.kinds import kinds
from danvan.uploads import UnsafeFile
from tests.imports.conftest import HEADS, as_csv, as_xlsx

JUNK = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=12),
    st.integers(-(10**9), 10**13), st.floats(allow_nan=False, allow_infinity=False, width=32), st.booleans(),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)),
    st.sampled_from(["–", "=1+1", "1.5", "102,750.000", "#REF!", "K’Lũ", "\u00a0", "Tổng cộng", "31/02/2022"]),
)  # fmt: skip
GOOD: dict[str, list[Any]] = {
    "date": ["05/03/2022", "3/2022", "2022", datetime.date(2022, 5, 30), 2021], "commune": ["Phú Sơn", "xa Me Linh"],
    "hamlets": ["", None], "organizations": ["MTTQ huyện", "Hội Nông dân; Hội LHPN"], "campaign": ["", "pretieng-2022"],
    "kind": ["Hỗ trợ"], "form": ["Nhà ở", "Quà"], "quantity": ["", None], "unit": ["", None],
    "households": ["2", 3, "", "05 hộ"], "sources": ["Tổ chức tự vận động"], "note": ["", "Ghi chú"],
}  # fmt: skip
AMOUNTS = {"60 triệu": 60_000_000, "1,06 tỷ đồng": 1_060_000_000, "102.750.000": 102_750_000, "": None, "500k": 500_000}


@st.composite
def lines(draw: Any) -> dict[str, Any]:
    """A row with a word of its own for a description; one cell in ten or so is junk."""
    cells = {key: draw(st.sampled_from(values)) for key, values in GOOD.items()}
    cells["amount"] = draw(st.sampled_from(sorted(AMOUNTS)))
    cells["description"] = f"Việc {draw(st.integers(0, 10**9))}"
    for key in draw(st.sets(st.sampled_from(sorted(LABELS)), max_size=2)):
        cells[key] = draw(JUNK)
    return {key: cells[key] for key in LABELS}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(lines(), min_size=1, max_size=8), book=st.booleans())
def test_what_goes_in_is_stored_as_read_or_named(cast: Any, rows: list[dict[str, Any]], book: bool) -> None:
    sheet = [HEADS, *(list(cells.values()) for cells in rows)]
    with transaction.atomic():
        try:
            content = as_xlsx(sheet) if book else as_csv(sheet)
            batch = batches.open_file(cast.fresh(cast.mttq), kinds()["ho-tro"], "a.xlsx" if book else "a.csv", content)
        except UnsafeFile:
            return
        else:
            if batch.report is not None and not batch.report["file"]:
                _store_what_reads(batch, rows)
        finally:
            transaction.set_rollback(True)


def _store_what_reads(batch: Any, rows: list[dict[str, Any]]) -> None:
    """Leave out what was named, keep what was only asked about, store the rest and hold it against what was typed."""
    report = batch.report
    skipped = {int(key.rpartition("!")[2]) for key, _ in report["skipped"]}
    faulty = {int(key.rpartition("!")[2]) for key in report["faults"]}
    expected = [cells for number, cells in enumerate(rows, 2) if number not in skipped | faulty]
    decisions: dict[str, Any] = {key: {"skip": "lỗi"} for key in report["faults"]}
    decisions |= {
        key: {"keep": [ask[0] for ask in asks]} for key, asks in report["asks"].items() if key not in decisions
    }
    if decisions:
        batches.mend(batch, {}, decisions)
    if not expected:
        return
    assert batch.state == "ready", batch.report
    storing.begin(batch.user, batch, submit=False)
    stored = list(Support.objects.order_by("pk"))
    assert len(stored) == len(expected)
    for support, cells in zip(stored, expected, strict=True):
        if str(cells["description"]).startswith("Việc "):
            assert support.description == cells["description"]
        if cells["amount"] in AMOUNTS and isinstance(cells["amount"], str):
            assert support.amount_vnd == AMOUNTS[cells["amount"]]
        assert support.status == "draft" and support.created_by_id == batch.user_id
