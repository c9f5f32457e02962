"""Số hộ nghèo của địa bàn, as published, as a kind of file."""

from collections.abc import Mapping
from typing import Any, ClassVar

from beneficiaries.models import AreaPoverty
from danvan.imports import cells
from danvan.imports.codes import AGAIN
from danvan.imports.kind import Column, Row, number_read
from danvan.imports.records import RecordKind
from danvan.lib.numbers import format_int
from danvan.lib.periods import DatePrecision, format_date
from danvan.templatetags.vn import status_word
from movements.imports import columns, writing
from movements.imports.binding import Binding, RecordLookups
from movements.models import Campaign, Organization

from .standards import STANDARD, standard_of

ENTER = "area_poverty.enter"


def _count(key: str, head: str, example: str, *aliases: str) -> Column:
    return Column(
        key, head, cells.count("hộ"), "Để trống khi nguồn không nêu; chưa biết khác với không có.", example,
        kind="count", extra=True, show=number_read, aliases=aliases,
    )  # fmt: skip


COLUMNS: tuple[Column, ...] = (
    columns.commune(ENTER),
    columns.hamlets(),
    Column("date", "Ngày", cells.day, "Ngày của số liệu, ví dụ 31/12/2022.", "31/12/2022", kind="date", required=True,
           aliases=("Tại ngày", "Thời điểm", "Ngày số liệu", "Năm")),
    STANDARD,
    Column("source", "Nguồn", cells.required_text, "Báo cáo, quyết định nào công bố số này.", "UBND xã Phú Sơn",
           required=True, width=30, aliases=("Nguồn số liệu", "Cơ quan công bố", "Theo báo cáo")),
    _count("poor", "Hộ nghèo", "43", "Số hộ nghèo", "Tổng số hộ nghèo"),
    _count("near_poor", "Hộ cận nghèo", "38", "Số hộ cận nghèo", "Cận nghèo"),
    _count("households", "Tổng số hộ", "", "Số hộ", "Tổng hộ", "Tổng số hộ dân"),
    columns.CAMPAIGN,
    columns.body(ENTER),
    columns.NOTE,
    *AGAIN,
)  # fmt: skip


class AreaPovertyKind(RecordKind):
    """Rows → drafts of published counts."""

    code = "so-ho-ngheo"
    title = "số hộ nghèo của địa bàn"
    sheet = "Số hộ nghèo"
    model = AreaPoverty
    right = ENTER
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {"area": "commune"}
    fallback = "poor"
    can_create: ClassVar[tuple[type[Any], ...]] = (Organization, Campaign)
    list_name = "area_poverty:list"
    same = ("area", "date", "standard", "campaign", "source")
    prefix = "HN"
    related = ("area__parent", "campaign", "organization")

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> RecordLookups:
        return RecordLookups(actor, aliases, create=create)

    def bind(self, row: Row, look: RecordLookups) -> None:
        date = row["date"]
        if date is not None and date.precision != DatePrecision.DAY:
            row.fault("date", f"Số liệu này tại ngày nào của {date}?", [format_date(date.end), format_date(date.start)])
        binding = Binding(row, look, date)
        area = binding.place()
        row.data |= {
            "area": area, "organization": binding.body_or_front("organization", area), "campaign": binding.campaign(),
            "date": date.start if date else None, "standard": standard_of(row["standard"], date and date.start.year),
            "source": row["source"] or "", "note": row["note"] or "",
            **{key: row[key] for key in ("poor", "near_poor", "households")},
        }  # fmt: skip

    def cells(self, record: Any) -> dict[str, Any]:
        return {
            **writing.place(record.area), "date": record.date, "standard": record.get_standard_display(),
            "source": record.source, "campaign": writing.name_of(record.campaign),
            "organization": record.organization.name, "note": record.note,
            **{key: getattr(record, key) for key in ("poor", "near_poor", "households")},
        }  # fmt: skip

    def said(self, record: Any) -> str:
        poor, near = ("–" if n is None else format_int(n) for n in (record.poor, record.near_poor))
        return f"{record}: {poor} hộ nghèo, {near} hộ cận nghèo, {record.source}, {status_word(record).lower()}."
