"""Địa bàn as a kind of file: the places of a portal, with what they lie in and when they were."""

from collections.abc import Mapping
from typing import Any, ClassVar

from danvan.imports import cells
from danvan.imports.catalog import CODE, VALIDITY, CatalogKind
from danvan.imports.codes import VERSION_COLUMN
from danvan.imports.faults import Unfit
from danvan.imports.kind import Column, Row
from danvan.imports.names import Names
from danvan.lib import text
from danvan.uploads import Cell
from movements.forms_choices import valid_words
from movements.lookups import listed
from movements.models import Area

KINDS = {value: str(label) for value, label in Area.Kind.choices}
LEVELS = {value: str(label) for value, label in Area.Level.choices}
RANK = {level: rank for rank, level in enumerate(Area.Level.values)}
LEVEL_OF = {
    "tinh": "province", "huyen": "district", "quan": "district", "thi_xa": "district", "xa": "commune",
    "thi_tran": "commune", "phuong": "commune", "dac_khu": "commune", "thon": "hamlet", "to_dan_pho": "hamlet",
}  # fmt: skip
"""What a kind says of the level; a thành phố may lie at two."""
_kind = cells.one_of("loại", KINDS, {"TDP": "to_dan_pho", "buôn": "thon", "bản": "thon", "ấp": "thon", "xóm": "thon",
                                     "khu phố": "to_dan_pho", "TT": "thi_tran"})  # fmt: skip
_level = cells.one_of("cấp", LEVELS, {"cấp tỉnh": "province", "cấp huyện": "district", "cấp xã": "commune",
                                      "cơ sở": "commune", "khu dân cư": "hamlet"})  # fmt: skip


def _optional_kind(value: Cell) -> str:
    return "" if cells.is_empty(value) else _kind(value)


def _optional_level(value: Cell) -> str:
    return "" if cells.is_empty(value) else _level(value)


COLUMNS: tuple[Column, ...] = (
    CODE,
    Column("name", "Tên", cells.required_text, "Tên, có hay không có loại ở trước.", "Pretieng 1", required=True,
           width=26,
           aliases=("Tên địa bàn", "Tên đơn vị hành chính", "Địa bàn")),
    Column("kind", "Loại", _optional_kind, "xã, thị trấn, thôn …; để trống khi tên đã có loại ở trước.", "thôn",
           kind="choice", extra=True, choices=lambda user: list(KINDS.values()), aliases=("Loại hình",)),
    Column("level", "Cấp", _optional_level, "Để trống thì theo loại.", kind="choice", extra=True,
           choices=lambda user: list(LEVELS.values())),
    Column("parent", "Thuộc", cells.optional_text, "Mã hoặc tên nơi chứa nó; có thể là một dòng khác của tệp.",
           "phu-son",
           extra=True, width=22, aliases=("Trực thuộc", "Thuộc địa bàn", "Đơn vị cấp trên", "Cấp trên")),
    *VALIDITY,
    VERSION_COLUMN,
)  # fmt: skip


class Places:
    """Every place, by code and by name. `parent` prefers a place that could hold the row."""

    def __init__(self) -> None:
        self.there: dict[str, Area] = {}
        self.of_file: set[str] = set()
        self.names: Names[Area] = Names(text.place_keys)
        for area in Area.objects.select_related("parent"):
            self.there[area.code] = area
            if area.level != Area.Level.HAMLET:
                self.names.add(area, str(area), area.name, *area.aliases.splitlines())

    def parent(self, name: str, row: Row) -> Area:
        if name.lower() in self.there:
            return self.there[name.lower()]
        rank = RANK[row.prepared.entry.level]
        found, _ = self.names.find(name, lambda area: RANK[area.level] < rank)
        if len(found) > 1:
            found = [area for area in found if area.valid_to is None] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise Unfit(f"Có nhiều địa bàn tên “{name}”: {listed(found)}. Hãy ghi mã.", choices=[a.code for a in found])
        near = self.names.near(name)
        raise Unfit(f"Danh mục và tệp không có địa bàn “{name}”.{self.names.suggestion(name)}", choices=near)


class PlaceKind(CatalogKind):
    """Rows → places."""

    code = "dia-ban"
    title = "địa bàn"
    sheet = "Địa bàn"
    model = Area
    right = "catalog.places"
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    list_name = "areas:list"
    related = ("parent",)

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> Places:
        return Places()

    def fields(self, row: Row, look: Places) -> dict[str, Any]:
        there = look.there.get(row["code"])
        name, kind = row["name"] or "", row["kind"] or ""
        if there is None or name != there.name:  # "Thôn 1" may be the whole name
            name, kind = _parted(name, kind)
        kind = kind or (there.kind if there else "")
        if not kind and not row.unread("kind", "name"):
            row.fault("kind", "Loại nào: xã, thị trấn, thôn …?", [KINDS[k] for k in ("xa", "thi_tran", "thon")])
        level = row["level"] or LEVEL_OF.get(kind, "") or (there.level if there else "")
        if kind and not level and not row.unread("level"):
            row.fault("level", "Thành phố này ở cấp nào?", [LEVELS["province"], LEVELS["district"]])
        elif kind and LEVEL_OF.get(kind, level) != level:
            row.fault("level", f"{KINDS[kind].capitalize()} ở cấp {LEVELS[LEVEL_OF[kind]].lower()}.",
                      [LEVELS[LEVEL_OF[kind]]])  # fmt: skip
        return {
            "name": name, "kind": kind, "level": level, "valid_from": row["valid_from"], "valid_to": row["valid_to"],
            "aliases": row["aliases"] or "",
        }  # fmt: skip

    def fits(self, row: Row, parent: Area) -> str:
        if RANK[parent.level] >= RANK[row.prepared.entry.level]:
            return f"{parent.title} cùng cấp hoặc thấp hơn, không chứa được {row['name']}."
        return ""

    def cells(self, entry: Area) -> dict[str, Any]:
        return {"kind": KINDS[entry.kind], "level": LEVELS[entry.level]}

    def said(self, entry: Area) -> str:
        parts = [str(entry), entry.parent and f"thuộc {entry.parent}", valid_words(entry.valid_from, entry.valid_to),
                 entry.aliases and f"tên khác {'; '.join(entry.aliases.splitlines())}"]  # fmt: skip
        return f"{', '.join(str(part) for part in parts if part)}."


def _parted(name: str, kind: str) -> tuple[str, str]:
    """ "Xã Phú Sơn" → ("Phú Sơn", "xa"): a name without its kind, and the kind where it said it."""
    for value, label in KINDS.items():
        if (not kind or kind == value) and name.lower().startswith(f"{label} ") and len(name) > len(label) + 1:
            return name[len(label) + 1 :].strip(), value
    return name, kind
