"""Hoạt động as a kind of file."""

from collections.abc import Mapping
from typing import Any, ClassVar

from danvan.imports import cells
from danvan.imports.codes import AGAIN
from danvan.imports.faults import Unfit
from danvan.imports.kind import Column, Row, number_read
from danvan.imports.names import Names
from danvan.imports.records import RecordKind
from movements import lookups
from movements.models import Activity, Campaign, Movement, Organization, Solution

from . import columns, writing
from .binding import Binding, RecordLookups

ENTER = "activity.enter"
KINDS = {value: str(label) for value, label in Activity.Kind.choices}
# The words of reports for what the portal counts under one name.
ALSO = {
    "tuyên truyền": "propaganda", "vận động": "propaganda", "tuyên truyền vận động": "propaganda",
    "tiếp xúc": "voter_meeting", "phản biện": "criticism", "hội thi": "contest", "hội diễn": "contest",
    "ra quân": "labour", "lao động": "labour", "ngày hội": "festival", "ngày hội đại đoàn kết toàn dân tộc": "festival",
    "hội nghị": "meeting", "giao ban": "meeting", "họp": "meeting",
}  # fmt: skip


COUNTS = ("people", "women", "minority", "attendances", "sessions", "recommendations", "answered")
WORDS = ("place", "subject", "supervised", "basis", "solution")


def _kinds(user: Any) -> list[str]:
    return list(KINDS.values())


BASES = {value: str(label) for value, label in Activity.Basis.choices}
GROUPS = {value: str(label) for value, label in Solution.choices}
ALSO_BASIS = {"217": "217", "217-qđ/tw": "217", "218": "218", "218-qđ/tw": "218", "khác": "other"}
ALSO_GROUP = {value: value for value in GROUPS}


def _words(key: str, head: str, help_: str, *aliases: str, width: int = 24) -> Column:
    return Column(key, head, cells.optional_text, help_, extra=True, width=width, aliases=aliases)


def _choice(key: str, head: str, help_: str, words: dict[str, str], also: dict[str, str], *aliases: str) -> Column:
    """A choice that may stay empty; "" is what the record has then."""
    known = cells.one_of(head.lower(), words, also)

    def read(value: Any) -> str | None:
        return known(value) if cells.optional_text(value) else None

    return Column(key, head, read, help_, kind="choice", choices=lambda user: list(words.values()), extra=True,
                  aliases=aliases)  # fmt: skip


def _count(key: str, head: str, help_: str, *units: str, aliases: tuple[str, ...] = (), example: str = "") -> Column:
    return Column(
        key, head, cells.count(*units), help_, example, kind="count", extra=True, show=number_read, aliases=aliases
    )


COLUMNS: tuple[Column, ...] = (
    Column("date", "Ngày", cells.day, "Ngày, tháng hoặc chỉ năm: 05/03/2022, 03/2022, 2022.", "05/03/2022", kind="date",
           required=True, aliases=("Ngày tháng", "Thời gian", "Thời gian thực hiện", "Ngày, tháng, năm", "Năm")),
    columns.commune(ENTER),
    columns.hamlets(),
    Column("organizations", "Đơn vị", cells.required_names, "Đơn vị tổ chức; đơn vị phối hợp ghi sau dấu chấm phẩy.",
           "MTTQ xã Phú Sơn", required=True, names="organization", separator=";", width=34,
           choices=lookups.organizations_of(ENTER),
           aliases=("Tổ chức", "Đơn vị thực hiện", "Tổ chức thực hiện", "Đơn vị chủ trì", "Cơ quan, đơn vị")),
    columns.CAMPAIGN,
    Column("movement", "Phong trào", cells.optional_text, "Mã hoặc tên phong trào, cuộc vận động. Có thể để trống.",
           names="movement", extra=True, width=24, aliases=("Cuộc vận động", "Phong trào thi đua")),
    Column("kind_of_activity", "Loại hoạt động", cells.one_of("loại hoạt động", KINDS, ALSO), "Chọn trong danh sách.",
           "đối thoại", kind="choice", required=True, choices=_kinds, width=22,
           aliases=("Loại", "Hình thức", "Hình thức hoạt động", "Phân loại")),
    Column("name", "Nội dung", cells.required_text, "Việc đã làm, nói ngắn.", "Đối thoại với nhân dân thôn Pretieng 1",
           required=True, width=40, aliases=("Nội dung hoạt động", "Tên hoạt động", "Công việc", "Diễn giải")),
    _count("people", "Số người", "Bao nhiêu người khác nhau. Có thể để trống.", "người", "đại biểu",
           aliases=("Người tham gia", "Số người tham gia", "Số người dự")),
    _count("attendances", "Số lượt", "Bao nhiêu lượt người. Có thể để trống.", "lượt", "lượt người", "người",
           aliases=("Lượt người", "Số lượt người", "Lượt người tham gia", "Lượt người dự"), example="120"),
    _count("recommendations", "Kiến nghị", "Số kiến nghị. Có thể để trống.", "kiến nghị", "ý kiến",
           aliases=("Số kiến nghị", "Ý kiến", "Số ý kiến")),
    _count("answered", "Đã trả lời", "Số kiến nghị đã được trả lời. Có thể để trống.", "kiến nghị", "ý kiến",
           aliases=("Đã được trả lời", "Số đã trả lời", "Đã giải quyết")),
    _words("place", "Nơi tổ chức", "Nói chung, không phải địa bàn. Có thể để trống.", "Địa điểm", "Địa điểm tổ chức"),
    _count("sessions", "Số cuộc", "Dòng này gồm mấy cuộc, buổi; để trống là một.", "cuộc", "buổi", "lớp", "hội nghị",
           aliases=("Số buổi", "Số lớp", "Số hội nghị", "Số cuộc, buổi")),
    _count("women", "Nữ", "Trong số người. Có thể để trống.", "người", aliases=("Trong đó nữ", "Số nữ", "Phụ nữ")),
    _count("minority", "Người DTTS", "Người dân tộc thiểu số trong số người. Có thể để trống.", "người",
           aliases=("DTTS", "Trong đó DTTS", "Dân tộc thiểu số", "Trong đó người dân tộc thiểu số")),
    _choice("basis", "Căn cứ", "Của giám sát, phản biện, góp ý. Có thể để trống.", BASES, ALSO_BASIS),
    _words("subject", "Nội dung giám sát", "Giám sát, phản biện, góp ý việc gì. Có thể để trống.",
           "Nội dung giám sát, phản biện", width=34),
    _words("supervised", "Đối tượng giám sát", "Ai được giám sát, ai ra dự thảo. Có thể để trống.",
           "Đối tượng", "Đơn vị được giám sát", "Đối tượng giám sát, phản biện"),
    _choice("solution", "Nhóm giải pháp", "Theo năm nhóm của chủ đề năm. Có thể để trống.", GROUPS, ALSO_GROUP, "Nhóm"),
    columns.NOTE,
    *AGAIN,
)  # fmt: skip


class ActivityLookups(RecordLookups):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.movements: Names[Movement] = Names()
        for movement in Movement.objects.all():
            self.movements.add(movement, movement.name, movement.code)

    def movement(self, name: str) -> Movement:
        found: Movement | None = lookups.only(
            self.movements.find(self.meant("movement", name))[0], "phong trào, cuộc vận động", name
        )
        if found is None:
            raise Unfit(
                f"Danh mục không có phong trào, cuộc vận động “{name}”.{self.movements.suggestion(name)}",
                part=name, choices=self.movements.near(name),
            )  # fmt: skip
        return found


class ActivityKind(RecordKind):
    """Rows → drafts of activities."""

    code = "hoat-dong"
    title = "hoạt động"
    sheet = "Hoạt động"
    model = Activity
    right = ENTER
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {
        "date_precision": "date", "year": "date", "area": "commune", "organization": "organizations",
        "joint_organizations": "organizations",
    }  # fmt: skip
    fallback = "name"
    can_create: ClassVar[tuple[type[Any], ...]] = (Organization, Campaign)
    list_name = "activities:list"
    same = ("organization", "date", "area", "name")
    prefix = "HD"
    related = ("organization", "area__parent", "campaign", "movement")
    prefetch = ("joint_organizations",)

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> ActivityLookups:
        return ActivityLookups(actor, aliases, create=create)

    def bind(self, row: Row, look: ActivityLookups) -> None:
        binding = Binding(row, look, row["date"])
        area = binding.place()
        row.data |= binding.held("organizations", area)
        row.data |= {
            "area": area, "campaign": binding.campaign(), "kind_of_activity": row["kind_of_activity"] or "",
            "name": row["name"] or "", "note": row["note"] or "",
            **{key: row[key] for key in COUNTS}, **{key: row[key] or "" for key in WORDS},
        }  # fmt: skip
        if row["movement"]:
            row.data["movement"] = binding.attempt("movement", lambda: look.movement(row["movement"]))

    def cells(self, record: Any) -> dict[str, Any]:
        return {
            "date": writing.dated(record), **writing.place(record.area), "organizations": writing.bodies(record),
            "campaign": writing.name_of(record.campaign), "movement": writing.name_of(record.movement),
            "kind_of_activity": KINDS[record.kind_of_activity], "name": record.name, "note": record.note,
            **{key: getattr(record, key) for key in (*COUNTS, *WORDS)},
            "basis": BASES.get(record.basis, ""), "solution": GROUPS.get(record.solution, ""),
        }  # fmt: skip

    def said(self, record: Any) -> str:
        return writing.said(record)
