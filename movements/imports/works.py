"""Công trình, phần việc as a kind of file. What people gave stands in columns of its own and is never support."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from danvan.imports import cells
from danvan.imports.codes import AGAIN
from danvan.imports.kind import Column, Row, money_read, number_read
from danvan.imports.records import RecordKind
from danvan.lib import numbers, text
from danvan.lib.errors import Unreadable
from danvan.uploads import Cell
from movements import lookups
from movements.models import Campaign, CommunityWork, Organization

from . import columns, writing
from .binding import Binding, RecordLookups
from .targets import whole_day

ENTER = "community_work.enter"
VALUES = (
    "road_km", "lamps", "land_m2", "labour_days", "given_vnd", "value_vnd", "started_on", "opened_on", "note",
)  # fmt: skip


def measure(*units: str) -> Callable[[Cell], Decimal | None]:
    """A reader of "1,25" or "1,25 km" in one of `units`; None for an empty cell."""

    def read(value: Cell) -> Decimal | None:
        found = cells.number_in(value)
        if found is None:
            return None
        quantity = numbers.read_quantity(found)
        if quantity.unit and text.fold(quantity.unit) not in {text.fold(unit) for unit in units}:
            raise Unreadable(f"Đơn vị tính ở đây là {units[0]}, không phải “{quantity.unit}”.")
        return quantity.value

    return read


def money(value: Cell) -> int | None:
    """đồng; None for an empty cell."""
    found = cells.number_in(value)
    return None if found is None else numbers.read_money(found)


def _measured(key: str, head: str, help_: str, *units: str, aliases: tuple[str, ...] = ()) -> Column:
    return Column(
        key, head, measure(*units), f"{help_} Có thể để trống.", kind="decimal", extra=True, show=number_read,
        aliases=aliases,
    )  # fmt: skip


def _money(key: str, head: str, help_: str, *aliases: str) -> Column:
    return Column(
        key, head, money, f"{help_} Có thể để trống.", kind="money", extra=True, show=money_read, aliases=aliases
    )


def _day(key: str, head: str) -> Column:
    return Column(key, head, whole_day, "Cả ngày, tháng, năm. Có thể để trống.", kind="date", extra=True)


COLUMNS: tuple[Column, ...] = (
    Column("date", "Ngày", cells.day, "Ngày, tháng hoặc chỉ năm: 30/08/2022, 08/2022, 2022.", "30/08/2022", kind="date",
           required=True, aliases=("Ngày tháng", "Thời gian", "Thời gian thực hiện", "Năm")),
    columns.commune(ENTER),
    columns.hamlets(),
    Column("organizations", "Đơn vị", cells.required_names,
           "Đơn vị thực hiện; đơn vị cùng làm ghi sau dấu chấm phẩy.", "MTTQ xã Phú Sơn", required=True,
           names="organization", separator=";", width=34, choices=lookups.organizations_of(ENTER),
           aliases=("Tổ chức", "Đơn vị thực hiện", "Tổ chức thực hiện", "Đơn vị chủ trì", "Cơ quan, đơn vị")),
    columns.CAMPAIGN,
    Column("name", "Công trình, phần việc", cells.required_text, "Tên công trình, phần việc.",
           "Thắp sáng đường thôn Pretieng 1", required=True, width=40,
           aliases=("Tên công trình", "Công trình", "Phần việc", "Nội dung", "Tên công trình, phần việc")),
    _measured("road_km", "Đường (km)", "Số ki-lô-mét đường.", "km", aliases=("Đường", "Km đường", "Chiều dài (km)")),
    Column("lamps", "Bóng đèn", cells.count("bóng", "bóng đèn", "bộ"), "Số bóng đèn. Có thể để trống.", kind="count",
           extra=True, show=number_read, aliases=("Số bóng đèn", "Đèn")),
    _measured("land_m2", "Đất hiến (m²)", "Số mét vuông đất người dân hiến.", "m²", "m2",
              aliases=("Đất hiến", "Diện tích đất hiến", "Đất hiến (m2)")),
    _measured("labour_days", "Ngày công", "Số ngày công người dân góp.", "ngày công", "công", "ngày",
              aliases=("Ngày công dân góp", "Số ngày công")),
    _money("given_vnd", "Dân góp", "Tiền người dân góp, không cộng vào hỗ trợ.", "Tiền dân góp", "Dân đóng góp"),
    _money("value_vnd", "Tổng trị giá", "Trị giá cả công trình.", "Trị giá", "Giá trị công trình"),
    _day("started_on", "Khởi công"),
    _day("opened_on", "Khánh thành"),
    columns.NOTE,
    *AGAIN,
)  # fmt: skip


class WorkKind(RecordKind):
    """Rows → drafts of works."""

    code = "cong-trinh"
    title = "công trình, phần việc"
    sheet = "Công trình"
    model = CommunityWork
    right = ENTER
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {
        "date_precision": "date", "year": "date", "area": "commune", "organization": "organizations",
        "joint_organizations": "organizations",
    }  # fmt: skip
    fallback = "name"
    can_create: ClassVar[tuple[type[Any], ...]] = (Organization, Campaign)
    list_name = "works:list"
    same = ("organization", "date", "area", "name")
    prefix = "PV"
    related = ("organization", "area__parent", "campaign")
    prefetch = ("joint_organizations", "hamlets")

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> RecordLookups:
        return RecordLookups(actor, aliases, create=create)

    def bind(self, row: Row, look: RecordLookups) -> None:
        binding = Binding(row, look, row["date"])
        commune, hamlets = binding.commune_and_hamlets()
        row.data |= binding.held("organizations", commune)
        row.data |= {
            "area": commune, "hamlets": [hamlet.pk for hamlet in hamlets], "campaign": binding.campaign(),
            "name": row["name"] or "", **{key: row[key] for key in VALUES}, "note": row["note"] or "",
        }  # fmt: skip

    def cells(self, record: Any) -> dict[str, Any]:
        return {
            "date": writing.dated(record), **writing.place(record.area, list(record.hamlets.all())),
            "organizations": writing.bodies(record), "campaign": writing.name_of(record.campaign),
            "name": record.name, **{key: getattr(record, key) for key in VALUES},
        }  # fmt: skip

    def said(self, record: Any) -> str:
        return writing.said(record)
