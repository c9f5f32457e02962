"""What was decided about a model's year, in the cells of its file: recognitions, awards, replications.

A cell may hold several, separated by ";", in the same order in each column of a group: "cấp xã; cấp huyện" beside
"12/QĐ; 31/QĐ". One value for several decisions is that of all of them; "–" is the lack of one.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from danvan.imports import cells
from danvan.imports.kind import Column, Part, Row
from danvan.lib import text
from danvan.lib.errors import Unreadable
from danvan.lib.periods import DatePrecision, format_date
from danvan.sheets import as_date
from danvan.uploads import Cell
from models_programs.models import Decided, ModelYear
from movements.imports.binding import Binding
from movements.models import Area

LEVELS = {value: str(label) for value, label in Decided.Level.choices}
NONE = "–"
_level = cells.one_of("cấp", LEVELS, {
    "xã": "commune", "cơ sở": "commune", "cấp cơ sở": "commune", "phường": "commune", "thị trấn": "commune",
    "huyện": "district", "thị xã": "district", "thành phố": "district", "tỉnh": "province", "cấp trung ương": "nation",
})  # fmt: skip
_YES = {"x", "v", "co", "1", "dung", "tieu bieu", "true", "yes"}
_NO = {"khong", "0", "sai", "false", "no"}
_PERIOD = re.compile(r"((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?")


def several(one: Callable[[Any], Any]) -> Callable[[Cell], tuple[Any, ...]]:
    """A reader of a cell of several; nothing between two ";" is None."""

    def read(value: Cell) -> tuple[Any, ...]:
        if cells.is_empty(value):
            return ()
        if not isinstance(value, str):
            return (one(value),)
        parts = [text.clean(part) for part in value.split(";")]
        if len(parts) > cells.MAX_PARTS:
            raise Unreadable(f"Ô có quá {cells.MAX_PARTS} mục.")
        found = parts[:-1] if len(parts) > 1 and not parts[-1] else parts
        return tuple(None if cells.is_empty(part) else one(part) for part in found)

    return read


def _day(value: Cell) -> Any:
    found = cells.day(as_date(value))
    if found.precision != DatePrecision.DAY:
        raise Unreadable(f"“{cells.as_text(value)}” chưa đủ ngày. Hãy ghi cả ngày, tháng, năm, ví dụ 16/11/2022.")
    return found.start


def _flag(value: Cell) -> bool:
    if isinstance(value, bool):
        return value
    said = text.fold(cells.as_text(value))
    if said in _YES or said in _NO:
        return said in _YES
    raise Unreadable("Tiêu biểu: ghi “có” hoặc “không”.")


def _period(value: Cell) -> tuple[int, int]:
    """ "2020–2022"; one year alone is a period of one year."""
    found = _PERIOD.fullmatch(cells.as_text(value))
    if found is None:
        raise Unreadable("Giai đoạn: ghi năm đầu và năm cuối, ví dụ 2020–2022.")
    return int(found[1]), int(found[2] or found[1])


def _column(key: str, head: str, read: Callable[[Any], Any], help_: str, example: str = "", **more: Any) -> Column:
    return Column(key, head, several(read), help_, example, extra=True, separator=";", **more)


COLUMNS: tuple[Column, ...] = (
    _column("rec_level", "Cấp công nhận", _level, "cấp xã, cấp huyện, cấp tỉnh; nhiều quyết định thì ngăn bằng “;”.",
            "cấp huyện", width=16, aliases=("Cấp",)),
    _column("rec_decision", "Số quyết định công nhận", cells.as_text, "Số, ký hiệu quyết định công nhận.", "31/QĐ-BCĐ",
            width=20, aliases=("Số quyết định", "Quyết định công nhận", "Số QĐ", "Số QĐ công nhận")),
    _column("rec_date", "Ngày công nhận", _day, "Ngày của quyết định.", "16/11/2022", width=14,
            aliases=("Ngày quyết định", "Ngày QĐ", "Ngày quyết định công nhận")),
    _column("rec_body", "Cơ quan công nhận", cells.as_text, "Ai ra quyết định.", "Ban Chỉ đạo huyện", width=28,
            aliases=("Cơ quan quyết định", "Cơ quan ra quyết định", "Đơn vị công nhận")),
    _column("exemplary", "Tiêu biểu", _flag, "“có” khi quyết định ấy ghi tiêu biểu; để trống là không.", "có", width=10,
            aliases=("Điển hình tiêu biểu", "Mô hình tiêu biểu", "Được chọn tiêu biểu")),
    _column("award_title", "Hình thức khen", cells.as_text, "Giấy khen, Bằng khen …", "Giấy khen", width=20,
            aliases=("Khen thưởng", "Khen", "Danh hiệu")),
    _column("award_period", "Giai đoạn khen", _period, "Khi khen cho nhiều năm, ví dụ 2020–2022.", "2020–2022",
            width=14, aliases=("Khen giai đoạn",)),
    _column("award_level", "Cấp khen", _level, "Như cấp công nhận.", "cấp huyện", width=14,
            aliases=("Cấp khen thưởng",)),
    _column("award_decision", "Số quyết định khen", cells.as_text, "Số, ký hiệu quyết định khen.", "12/QĐ-UBND",
            width=20, aliases=("Quyết định khen", "Số QĐ khen", "Số quyết định khen thưởng")),
    _column("award_date", "Ngày khen", _day, "Ngày của quyết định khen.", "20/12/2022", width=14,
            aliases=("Ngày quyết định khen", "Ngày khen thưởng")),
    _column("award_body", "Cơ quan khen", cells.as_text, "Ai khen.", "Chủ tịch UBND huyện", width=28,
            aliases=("Cơ quan khen thưởng",)),
    _column("rep_area", "Nhân rộng đến", cells.as_text, "Xã, thị trấn làm theo; nhiều nơi thì ngăn bằng “;”.",
            width=24, names="place", aliases=("Nơi nhân rộng", "Nhân rộng tại", "Nhân rộng")),
    _column("rep_date", "Ngày nhân rộng", _day, "Ngày bắt đầu ở nơi ấy.", width=14),
)  # fmt: skip

# relation → {field: column}; "period" is a field of two.
GROUPS: dict[str, dict[str, str]] = {
    "recognitions": {"level": "rec_level", "decision": "rec_decision", "date": "rec_date", "body": "rec_body",
                     "exemplary": "exemplary"},
    "awards": {"title": "award_title", "period": "award_period", "level": "award_level", "decision": "award_decision",
               "date": "award_date", "body": "award_body"},
    "replications": {"area": "rep_area", "date": "rep_date"},
}  # fmt: skip
DOOR_KEYS = {f"{relation}.{name}": key for relation, fields in GROUPS.items() for name, key in fields.items()} | {
    "awards.start_year": "award_period", "awards.end_year": "award_period",
}  # fmt: skip
PARTS: Mapping[str, Part] = {
    "recognitions": Part(("decision",)), "awards": Part(("decision",)), "replications": Part(("area",)),
}  # fmt: skip


def bind(binding: Binding) -> dict[str, list[dict[str, Any]]]:
    """The rows of each relation, as the door takes them; what does not go together is a fault of its column."""
    found = {relation: _rows(binding.row, fields) for relation, fields in GROUPS.items()}
    for row in found["recognitions"]:
        row["exemplary"] = bool(row["exemplary"])
    for row in found["awards"]:
        row["start_year"], row["end_year"] = row.pop("period") or (None, None)
    for row in found["replications"]:
        row["area"] = _place(binding, row["area"]) if row["area"] else None
    return found


def _place(binding: Binding, name: str) -> Area | None:
    found: Area | None = binding.attempt("rep_area", lambda: binding.look.commune(name, binding.known))
    return found


def _rows(row: Row, fields: Mapping[str, str]) -> list[dict[str, Any]]:
    columns: dict[str, Sequence[Any]] = {name: row[key] or () for name, key in fields.items()}
    if row.unread(*fields.values()):
        return []
    count = max(len(values) for values in columns.values())
    for name, values in columns.items():
        if len(values) not in (0, 1, count):
            row.fault(fields[name], f"Có {len(values)} mục trong khi cột khác có {count}: ghi đủ, cùng thứ tự.")
            return []
    return [
        {name: values[at if len(values) > 1 else 0] if values else None for name, values in columns.items()}
        for at in range(count)
    ]


def written(record: ModelYear) -> dict[str, str]:
    """The cells of a stored year."""
    recognitions, awards = record.recognitions.all(), record.awards.all()
    return {
        **{f"rec_{name}": value for name, value in _decided(recognitions).items()},
        "exemplary": _joined("có" if one.exemplary else "không" for one in recognitions),
        "award_title": _joined(one.title for one in awards),
        "award_period": _joined(f"{one.start_year}–{one.end_year}" if one.start_year else "" for one in awards),
        **{f"award_{name}": value for name, value in _decided(awards).items()},
        "rep_area": _joined(str(one.area) for one in record.replications.all()),
        "rep_date": _joined(format_date(one.date) for one in record.replications.all()),
    }


def _decided(rows: Iterable[Any]) -> dict[str, str]:
    rows = list(rows)
    return {
        "level": _joined(LEVELS[one.level] for one in rows), "decision": _joined(one.decision for one in rows),
        "date": _joined(format_date(one.date) for one in rows), "body": _joined(one.body for one in rows),
    }  # fmt: skip


def _joined(values: Iterable[str]) -> str:
    found = list(values)
    return "; ".join(value or NONE for value in found) if any(found) else ""
