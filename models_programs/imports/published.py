"""Số công bố of models, where the models themselves are not held: a row is one figure of one year's funnel.

The figures become `PublishedFigure` under the keys of funnel.py; the funnel shows them beside what is held. Two
publishers may differ, and both stay.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from danvan.imports import cells
from danvan.imports.faults import Unfit
from danvan.imports.kind import Column, ImportKind, Row, Stored
from danvan.imports.records import same_as
from danvan.lib import numbers
from danvan.lib.errors import Unreadable
from danvan.lib.periods import DatePrecision, PartialDate
from danvan.records import catalogs
from danvan.records.data import Invalid
from danvan.records.known import Known
from danvan.records.preparing import prepare
from danvan.uploads import Cell
from models_programs.funnel import KEY, STEPS, TOTAL, TYPES
from movements.imports import columns
from movements.imports.binding import Binding, RecordLookups, of_year
from movements.models import PublishedFigure

RIGHT = "catalog.published"
STEP_WORDS = {step.code: step.label for step in STEPS}
TYPE_WORDS = {**{kind.value: str(kind.label) for kind in TYPES}, TOTAL: "cộng"}
_step = cells.one_of("bước", STEP_WORDS, {
    "được công nhận": "recognised", "khen": "awarded", "khen thưởng": "awarded", "được thẩm định": "appraised",
    "được nhân rộng": "replicated", "đăng ký mới": "registered",
})  # fmt: skip
_type = cells.one_of("loại", TYPE_WORDS, {"TT": "collective", "CN": "individual", "tổng": TOTAL, "chung": TOTAL})


def _optional_type(value: Cell) -> str:
    return TOTAL if cells.is_empty(value) else _type(value)


def _figure(value: Cell) -> numbers.Published:
    """ "332", "trên 300 mô hình"."""
    found = numbers.read_published(cells.required_text(value))
    if not isinstance(found.value, int) or found.value < 0 or found.unit == "đồng":
        raise Unfit("Số mô hình là một số nguyên, ví dụ 332 hoặc “trên 300”.")
    return found


def _day(value: Cell | PartialDate) -> Any:
    found = cells.day(value)
    if found.precision != DatePrecision.DAY:
        raise Unreadable("Hãy ghi cả ngày, tháng, năm công bố, ví dụ 25/02/2020.")
    return found.start


COLUMNS: tuple[Column, ...] = (
    Column("commune", "Địa bàn", cells.optional_text, "Nơi mà con số nói về; để trống là toàn cổng.", "", extra=True,
           names="place", width=20, aliases=("Xã", "Huyện", "Nơi")),
    columns.YEAR,
    Column("step", "Bước", _step, "Cột nào của bảng năm.", "Công nhận", kind="choice", required=True, width=16,
           choices=lambda user: list(STEP_WORDS.values()), aliases=("Chỉ tiêu", "Cột")),
    Column("type", "Tập thể/cá nhân", _optional_type, "Tập thể, cá nhân; để trống là cộng cả hai.", "tập thể",
           kind="choice", extra=True, choices=lambda user: list(TYPE_WORDS.values()), width=16,
           aliases=("Loại", "TT/CN")),
    Column("value", "Số công bố", _figure, "Như đã công bố; “trên”, “gần”, “khoảng” được giữ.", "251", required=True,
           width=14, aliases=("Số", "Số lượng", "Giá trị"), show=lambda found: str(found.value) if found else ""),
    Column("source", "Cơ quan công bố", cells.required_text, "Ai công bố.", "Huyện ủy U Minh Thượng", required=True,
           width=30, aliases=("Nguồn", "Nơi công bố")),
    Column("date", "Ngày công bố", _day, "Ngày công bố.", "25/02/2020", kind="date", required=True, width=14,
           aliases=("Ngày",)),
    Column("words", "Nguyên văn", cells.optional_text, "Câu đã công bố. Có thể để trống.", extra=True, width=40),
    columns.NOTE,
)  # fmt: skip


class PublishedKind(ImportKind):
    """Rows → published figures, which stand at once: they are sent to nobody."""

    code = "so-cong-bo-mo-hinh"
    title = "số công bố về mô hình"
    sheet = "Số công bố"
    model = PublishedFigure
    right = RIGHT
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {"area": "commune", "key": "step", "qualifier": "value"}
    fallback = "value"
    list_name = "published:list"
    similar_says = "Cơ quan này đã công bố số ấy trong ngày ấy:"

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> RecordLookups:
        return RecordLookups(actor, aliases)

    def bind(self, row: Row, look: RecordLookups) -> None:
        row.values["hamlets"] = None
        area = Binding(row, look, of_year(row["year"])).place()
        found, step, kind = row["value"], row["step"], row["type"]
        if found is None or step is None or kind is None:
            return
        said = f"{found.text}{'' if found.unit else ' mô hình'}: {STEP_WORDS[step].lower()}, {TYPE_WORDS[kind]}"
        row.data |= {
            "area": area, "year": row["year"], "key": f"{KEY}.{step}.{kind}", "value": found.value,
            "unit": "mô hình", "qualifier": found.qualifier, "words": row["words"] or said,
            "source": row["source"] or "", "date": row["date"], "note": row["note"] or "",
        }  # fmt: skip

    def check(self, actor: Any | None, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        known = Known()
        known.expect({row.data["area"] for row in rows if row.data["area"] is not None})
        for row in rows:
            try:
                prepare(PublishedFigure(), row.data, known)
            except Invalid as refusal:
                yield from ((row, place, said) for place, texts in refusal.errors.items() for said in texts)

    def pack(self, actor: Any, rows: Sequence[Row]) -> None:
        """A handful of figures: each through the catalogues' door."""

    def create(self, actor: Any, rows: Sequence[Row], packed: Any) -> list[Any]:
        for row in rows:
            row.pk = catalogs.save(actor, PublishedFigure, row.data).pk
        return []

    def similar(self, rows: Sequence[Row], user: Any) -> dict[int, list[int]]:
        """The same figure of the same publisher on the same day; catalogues hide nothing. One query."""
        there = PublishedFigure.objects.filter(campaign__isnull=True, movement__isnull=True, organization__isnull=True)
        return same_as(rows, there, ("key", "year", "area", "source", "date"))

    def stored(self, ids: Iterable[int], user: Any) -> dict[int, Stored]:
        found = PublishedFigure.objects.filter(pk__in=list(ids))
        return {one.pk: Stored(one.get_absolute_url(), f"{one} ({one.source}, {one.date:%d/%m/%Y}).") for one in found}
