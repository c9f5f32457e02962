"""Rà soát hộ nghèo as a kind of file: a household is named by its code, or by its head and place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from beneficiaries.models import PovertyClass, PovertyReview
from danvan.imports import cells
from danvan.imports.codes import AGAIN
from danvan.imports.kind import Column, Row
from danvan.imports.records import RecordKind
from danvan.templatetags.vn import status_word
from movements.imports import columns, writing
from movements.imports.binding import Binding, RecordLookups, of_year

from .cells import birth_year, household_code
from .finding import find_households
from .standards import STANDARD, standard_of

ENTER = "poverty_review.enter"
CLASSES = {value: str(label) for value, label in PovertyClass.choices}
# Without "hộ", as lists write it.
ALSO = {label.removeprefix("hộ "): value for value, label in CLASSES.items()} | {"tái nghèo": "poor"}


def _classes(user: Any) -> list[str]:
    return list(CLASSES.values())


COLUMNS: tuple[Column, ...] = (
    Column("code", "Mã hộ", household_code, "Mã của hộ đã có trên cổng; không có thì ghi chủ hộ và thôn.", "PS-07",
           extra=True, aliases=("Mã số hộ", "Mã hộ gia đình")),
    Column("head", "Chủ hộ", cells.optional_text, "Họ tên chủ hộ đã có trên cổng.", "K’Lũ", extra=True, width=26,
           aliases=("Họ tên chủ hộ", "Họ và tên chủ hộ", "Họ và tên", "Họ tên", "Tên hộ")),
    Column("birth_year", "Năm sinh", birth_year, "Chỉ cần khi một thôn có hai hộ cùng tên.", kind="date", extra=True,
           width=10, aliases=("Ngày sinh", "Năm sinh chủ hộ", "Sinh năm")),
    columns.commune(ENTER, required=False),
    columns.hamlets(),
    columns.YEAR,
    STANDARD,
    Column("poverty_class", "Diện", cells.one_of("diện", CLASSES, ALSO), "Chọn trong danh sách.", "hộ nghèo",
           kind="choice", required=True, choices=_classes, width=20,
           aliases=("Xếp loại", "Kết quả rà soát", "Phân loại", "Phân loại hộ", "Diện hộ", "Loại hộ")),
    Column("reason", "Lý do", cells.optional_text, "Vì sao nghèo, vì sao thoát nghèo. Có thể để trống.", extra=True,
           width=30, aliases=("Nguyên nhân", "Nguyên nhân nghèo")),
    columns.NOTE,
    *AGAIN,
)  # fmt: skip


class ReviewKind(RecordKind):
    """Rows → drafts of reviews."""

    code = "ra-soat"
    title = "kết quả rà soát hộ nghèo"
    sheet = "Rà soát"
    model = PovertyReview
    right = ENTER
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {"household": "head", "area": "commune", "organization": "head"}
    fallback = "year"
    list_name = "poverty_reviews:list"
    same = ("household", "year", "standard")
    prefix = "RS"
    related = ("household", "area__parent")
    fixed = frozenset({"code", "head", "birth_year", "commune", "hamlets"})

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> RecordLookups:
        return RecordLookups(actor, aliases)

    def bind(self, row: Row, look: RecordLookups) -> None:
        binding = Binding(row, look, of_year(row["year"]))
        row.data |= {
            "area": binding.place(), "year": row["year"], "poverty_class": row["poverty_class"] or "",
            "reason": row["reason"] or "", "note": row["note"] or "",
            "standard": standard_of(row["standard"], row["year"]),
        }  # fmt: skip
        if row.unread("code", "head", "commune", "hamlets"):
            return
        if not row["code"] and not row["head"]:
            row.fault("head", "Hộ nào? Hãy ghi mã hộ, hoặc chủ hộ và thôn.")
        elif not row["code"] and row.data["area"] is None:
            row.fault("commune", "Hãy ghi xã (và thôn) của hộ, hoặc mã hộ.")

    def check(self, actor: Any | None, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        find_households(actor, rows)
        return super().check(actor, [row for row in rows if not row.faults])

    def cells(self, record: Any) -> dict[str, Any]:
        household = record.household
        return {
            "code": household.code, "head": household.head, "birth_year": writing.year(household.birth_year),
            **writing.place(record.area), "year": str(record.year), "standard": record.get_standard_display(),
            "poverty_class": CLASSES[record.poverty_class], "reason": record.reason, "note": record.note,
        }  # fmt: skip

    def said(self, record: Any) -> str:
        return f"{record} (chuẩn {record.standard}), {status_word(record).lower()}."
