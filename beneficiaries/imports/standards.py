"""Chuẩn nghèo in files: by its name, or the one that was in force in the year."""

from typing import Any

from beneficiaries.models import Standard
from danvan.imports import cells
from danvan.imports.kind import Column
from danvan.uploads import Cell

LABELS = {value: str(label) for value, label in Standard.choices}
ALSO = {
    "2016-2020": "2016-2020", "2016-2021": "2016-2020", "QĐ 59/2015": "2016-2020", "2021-2025": "2022-2025",
    "2022-2025": "2022-2025", "NĐ 07/2021": "2022-2025", "Nghị định 07/2021/NĐ-CP": "2022-2025",
    "đa chiều 2022-2025": "2022-2025", "đa chiều 2021-2025": "2022-2025", "đa chiều 2016-2020": "2016-2020",
    "2027-2030": "2027-2030",
}  # fmt: skip
_named = cells.one_of("chuẩn nghèo", LABELS, ALSO)


def _read(value: Cell) -> str:
    return "" if cells.is_empty(value) else _named(value)


def standard_of(named: str | None, year: int | None) -> str:
    """What the cell names, else the standard of the year: Nghị định 07/2021/NĐ-CP, điều 2 keeps that of 2016–2020 for
    2021 and begins its own in 2022.
    """
    if named or year is None:
        return named or ""
    if year <= 2021:
        return Standard.MULTI_2016.value
    return Standard.MULTI_2021.value if year <= 2026 else Standard.MULTI_2027.value


def _labels(user: Any) -> list[str]:
    return list(LABELS.values())


STANDARD = Column(
    "standard", "Chuẩn", _read, "Chuẩn nghèo; để trống thì theo năm: đến 2021, 2022–2026, từ 2027.", kind="choice",
    extra=True, choices=_labels, width=24, aliases=("Chuẩn nghèo", "Theo chuẩn"),
)  # fmt: skip
