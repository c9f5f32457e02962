"""Tổ chức as a kind of file."""

from collections.abc import Mapping
from typing import Any, ClassVar

from danvan.imports import cells
from danvan.imports.catalog import CODE, VALIDITY, CatalogKind
from danvan.imports.codes import VERSION_COLUMN
from danvan.imports.faults import Unfit
from danvan.imports.kind import Column, Row
from danvan.uploads import Cell
from movements.forms_choices import valid_words
from movements.lookups import only
from movements.models import Area, Organization

from .binding import Binding, RecordLookups

KINDS = {value: str(label) for value, label in Organization.Kind.choices}
_kind = cells.one_of("loại tổ chức", KINDS, {
    "MTTQ": "front", "Mặt trận": "front", "chính trị - xã hội": "socio_political", "hội": "mass_association",
    "đoàn thể": "socio_political", "quân đội": "armed_forces", "công an": "armed_forces", "nhà nước": "government",
    "chính quyền": "government", "Đảng": "party", "đối tác": "partner",
})  # fmt: skip


def _optional_kind(value: Cell) -> str:
    return Organization.Kind.UNCLASSIFIED.value if cells.is_empty(value) else _kind(value)


def _places(user: Any) -> list[str]:
    there = Area.objects.exclude(level=Area.Level.HAMLET).order_by("-valid_to", "path")
    return list(dict.fromkeys(str(area) for area in there))


COLUMNS: tuple[Column, ...] = (
    CODE,
    Column("name", "Tên", cells.required_text, "Tên đầy đủ.", "Hội Nông dân xã Phú Sơn", required=True, width=40,
           aliases=("Tên tổ chức", "Tên đơn vị", "Tên đầy đủ", "Tổ chức", "Đơn vị")),
    Column("short_name", "Tên ngắn", cells.optional_text, "Tên gọn trên bảng và biểu. Có thể để trống.", "HND Phú Sơn",
           extra=True, width=22, aliases=("Tên gọn", "Tên viết tắt", "Viết tắt")),
    Column("kind", "Loại", _optional_kind, "Chọn trong danh sách; để trống là chưa phân loại.",
           "tổ chức chính trị - xã hội", kind="choice", extra=True, choices=lambda user: list(KINDS.values()), width=26,
           aliases=("Loại tổ chức", "Phân loại", "Khối")),
    Column("commune", "Địa bàn", cells.required_text, "Mã hoặc tên nơi tổ chức hoạt động, ở mọi cấp.", "Phú Sơn",
           required=True, names="place", choices=_places, width=20, aliases=("Xã", "Thuộc địa bàn", "Nơi đặt", "Nơi")),
    Column("parent", "Cấp trên", cells.optional_text, "Mã hoặc tên tổ chức cấp trên; có thể là một dòng khác của tệp.",
           extra=True, width=30, aliases=("Trực thuộc", "Tổ chức cấp trên", "Thuộc")),
    *VALIDITY,
    VERSION_COLUMN,
)  # fmt: skip


class Bodies(RecordLookups):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_file: set[str] = set()
        self.there = {body.code: body for body in Organization.objects.all()}
        self.areas = {area.code: area for area in Area.objects.select_related("parent")}

    def parent(self, name: str, row: Row) -> Organization:
        found: Organization | None = only(self.organizations.find(name)[0], "tổ chức", name)
        if found is None:
            near = self.organizations.near(name)
            raise Unfit(
                f"Danh mục và tệp không có tổ chức “{name}”.{self.organizations.suggestion(name)}", choices=near
            )
        return found


class OrganizationKind(CatalogKind):
    """Rows → organisations."""

    code = "to-chuc"
    title = "tổ chức"
    sheet = "Tổ chức"
    model = Organization
    right = "catalog.organizations"
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {"area": "commune"}
    list_name = "organizations:list"
    related = ("area", "parent")

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> Bodies:
        return Bodies(actor, aliases)

    def fields(self, row: Row, look: Bodies) -> dict[str, Any]:
        area = look.areas.get((row["commune"] or "").lower()) or Binding(row, look).place()
        return {
            "name": row["name"] or "", "short_name": row["short_name"] or "", "kind": row["kind"] or "", "area": area,
            "valid_from": row["valid_from"], "valid_to": row["valid_to"], "aliases": row["aliases"] or "",
        }  # fmt: skip

    def cells(self, entry: Organization) -> dict[str, Any]:
        return {"short_name": entry.short_name, "kind": KINDS[entry.kind], "commune": entry.area.code}

    def said(self, entry: Organization) -> str:
        parts = [
            entry.name, entry.short_name, str(entry.get_kind_display()), entry.area,
            entry.parent and f"thuộc {entry.parent}", valid_words(entry.valid_from, entry.valid_to),
            entry.aliases and f"tên khác {'; '.join(entry.aliases.splitlines())}",
        ]  # fmt: skip
        return f"{', '.join(str(part) for part in parts if part)}."
