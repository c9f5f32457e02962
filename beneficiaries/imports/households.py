"""Hộ as a kind of file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from beneficiaries.models import Household
from beneficiaries.models.households import LegalBasis
from beneficiaries.similar import similar_households
from danvan.accounts.scoping import visible_to
from danvan.imports import cells
from danvan.imports.codes import AGAIN
from danvan.imports.kind import Column, Row, Stored, number_read
from danvan.imports.records import RecordKind
from danvan.lib import text
from movements.imports import columns, writing
from movements.imports.binding import Binding, RecordLookups

from .cells import birth_year, household_code, identity
from .recipients import PREFIX

ENTER = "household.enter"
BASES = {value: str(label) for value, label in LegalBasis.choices}
_basis = cells.one_of("căn cứ", BASES, {"nhiệm vụ": "duty", "đồng ý": "consent", "thỏa thuận": "contract"})


def _legal_basis(value: Any) -> str:
    return LegalBasis.DUTY.value if cells.is_empty(value) else _basis(value)


def _bases(user: Any) -> list[str]:
    return list(BASES.values())


COLUMNS: tuple[Column, ...] = (
    Column("code", "Mã hộ", household_code, "Mã của hộ, nếu có. Có thể để trống.", "PS-07", extra=True,
           aliases=("Mã số hộ", "Số hộ", "Mã hộ gia đình")),
    Column("head", "Chủ hộ", cells.required_text, "Họ tên chủ hộ; tên một tiếng như K’Lũ cũng được.", "K’Lũ",
           required=True, width=26, aliases=("Họ tên chủ hộ", "Họ và tên chủ hộ", "Họ và tên", "Họ tên", "Tên hộ")),
    Column("birth_year", "Năm sinh", birth_year, "Năm hoặc ngày sinh của chủ hộ. Có thể để trống.", "1961", kind="date",
           extra=True, width=10, aliases=("Ngày sinh", "Năm sinh chủ hộ", "Sinh năm")),
    Column("everyday_name", "Tên thường gọi", cells.optional_text, "Tên bà con thường gọi. Có thể để trống.",
           extra=True, width=20, aliases=("Tên gọi khác", "Tên gọi ở nhà")),
    Column("people", "Số khẩu", cells.count("khẩu", "người", "nhân khẩu"), "Bao nhiêu người. Có thể để trống.", "5",
           kind="count", extra=True, show=number_read, width=10,
           aliases=("Số nhân khẩu", "Nhân khẩu", "Khẩu", "Số người", "Số người trong hộ")),
    Column("ethnicity", "Dân tộc", cells.optional_text, "Có thể để trống.", "K’Ho", extra=True, width=12),
    Column("cccd", "CCCD", identity, "12 chữ số (CMND cũ 9), cột kiểu Văn bản. Lưu ở dạng mã hóa. Có thể để trống.",
           kind="id", extra=True, width=16, show=lambda found: found.text if found else "",
           aliases=("Số CCCD", "CMND", "CMND/CCCD", "CCCD/CMND", "Số CMND", "Căn cước", "Số căn cước", "Số định danh",
                    "Căn cước công dân", "Số định danh cá nhân", "Số giấy tờ")),
    columns.commune(ENTER),
    columns.hamlets(),
    columns.body(ENTER),
    Column("legal_basis", "Căn cứ", _legal_basis, "Vì sao được giữ dữ liệu của hộ; để trống là thực hiện nhiệm vụ.",
           kind="choice", extra=True, choices=_bases, width=26, aliases=("Căn cứ giữ dữ liệu", "Căn cứ pháp lý")),
    columns.NOTE,
    *AGAIN,
)  # fmt: skip


class HouseholdKind(RecordKind):
    """Rows → drafts of households."""

    code = "ho"
    title = "danh sách hộ"
    sheet = "Hộ"
    model = Household
    right = ENTER
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {"area": "commune"}
    fallback = "head"
    list_name = "households:list"
    prefix = PREFIX
    related = ("area__parent", "organization")
    prefetch = ("residences", "participations")

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> RecordLookups:
        return RecordLookups(actor, aliases)

    def bind(self, row: Row, look: RecordLookups) -> None:
        binding = Binding(row, look)
        area = binding.place()
        if row["hamlets"] and len(row["hamlets"]) > 1:
            row.fault("hamlets", "Một hộ ở một thôn. Hãy ghi một tên.", row["hamlets"])
        number = row["cccd"]
        if number is not None and number.note:
            row.warn("cccd", number.text, number.note)
        row.data |= {
            "code": row["code"] or "", "head": row["head"] or "", "birth_year": row["birth_year"],
            "everyday_name": row["everyday_name"] or "", "people": row["people"], "ethnicity": row["ethnicity"] or "",
            "cccd": number.text if number else "", "legal_basis": row["legal_basis"] or LegalBasis.DUTY.value,
            "area": area, "organization": binding.body_or_front("organization", area), "note": row["note"] or "",
        }  # fmt: skip

    def cells(self, record: Any) -> dict[str, Any]:
        """Without the number of identity, which leaves the portal for a journalled reason only."""
        return {
            "code": record.code, "head": record.head, "birth_year": writing.year(record.birth_year),
            "everyday_name": record.everyday_name, "people": record.people, "ethnicity": record.ethnicity,
            **writing.place(record.area), "organization": record.organization.name,
            "legal_basis": BASES[record.legal_basis], "note": record.note,
        }  # fmt: skip

    def check(self, actor: Any | None, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        yield from super().check(actor, rows)
        seen: dict[tuple[str, int], Row] = {}
        for row in rows:
            if row.data["area"] is None:
                continue
            first = seen.setdefault((text.fold(row.data["head"]), row.data["area"].pk), row)
            if first is not row:
                row.warn("head", row.data["head"], f"Cùng tên, cùng nơi ở với dòng {first.place.row} của tệp.")

    def similar(self, rows: Sequence[Row], user: Any) -> dict[int, list[int]]:
        """By number, by name and hamlet, by near name and birth year; a number held elsewhere is the door's to refuse,
        and tells nothing more.
        """
        known = [index for index, row in enumerate(rows) if row.data.get("head") and row.data.get("area")]
        found = similar_households(user, [rows[index].data for index in known])
        hits = {
            index: [one.household.pk for one in like if one.household]
            for index, like in zip(known, found, strict=True)
        }  # fmt: skip
        return {index: ids for index, ids in hits.items() if ids}

    def stored(self, ids: Iterable[int], user: Any) -> dict[int, Stored]:
        there = visible_to(Household.objects.filter(pk__in=list(ids)), user).select_related("area__parent")
        return {one.pk: Stored(one.get_absolute_url(), _said(one)) for one in there}


def _said(household: Household) -> str:
    parts = [
        household.head, household.birth_year and f"sinh {household.birth_year}", str(household.area),
        household.area.level == "hamlet" and str(household.area.parent), household.code and f"mã {household.code}",
        household.cccd and f"CCCD {household.masked_cccd}",
    ]  # fmt: skip
    return f"{', '.join(str(part) for part in parts if part)}."
