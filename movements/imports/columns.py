"""Columns that files of records share."""

from typing import Any

from danvan.imports import cells
from danvan.imports.kind import Column
from movements import lookups

EXAMPLE_NOTE = "Dòng ví dụ, hãy xóa trước khi nhập"


def commune(action: str, **changes: Any) -> Column:
    """With `required=False` it may be left out or empty."""
    given = {"required": True, "read": cells.required_text, **changes}
    if not given["required"]:
        given = {**given, "read": cells.optional_text, "extra": True}
    return Column(
        "commune", "Xã", help="Xã, thị trấn; có hay không có chữ “xã” đều được.", example="Phú Sơn",
        names="place", choices=lookups.communes_of(action), width=18,
        aliases=("Địa bàn", "Xã, thị trấn", "Xã/thị trấn", "Xã phường", "Tên xã", "Địa phương", "Đơn vị hành chính",
                 "Nơi thực hiện"),
        **given,
    )  # fmt: skip


def hamlets(**changes: Any) -> Column:
    return Column(
        "hamlets", "Thôn", cells.names, "Thôn, tổ dân phố. Có thể để trống.", names="hamlet", separator=";", extra=True,
        width=18, aliases=("Thôn, tổ dân phố", "Thôn/TDP", "Thôn/Tổ dân phố", "Tổ dân phố", "Buôn", "Thôn buôn",
                           "Khu dân cư", "Nơi ở"),
        **changes,
    )  # fmt: skip


def body(action: str, **changes: Any) -> Column:
    """One organisation; the place's Front where the cell is empty."""
    return Column(
        "organization", "Đơn vị", cells.optional_text, "Đơn vị chịu trách nhiệm; để trống thì là MTTQ của địa bàn.",
        names="organization", choices=lookups.organizations_of(action), extra=True, width=30,
        aliases=("Tổ chức", "Đơn vị thực hiện", "Tổ chức chủ trì", "Cơ quan, đơn vị", "Đơn vị chủ trì", "Đơn vị ghi"),
        **changes,
    )  # fmt: skip


CAMPAIGN = Column(
    "campaign", "Đợt vận động", cells.optional_text, "Mã hoặc tên đợt. Có thể để trống.", names="campaign", extra=True,
    choices=lookups.campaigns, width=24, aliases=("Đợt", "Chương trình", "Đợt công tác dân vận"),
)  # fmt: skip
NOTE = Column(
    "note", "Ghi chú", cells.long_text, "Có thể để trống.", EXAMPLE_NOTE, extra=True, width=34, aliases=("Chú thích",)
)
YEAR = Column(
    "year", "Năm", cells.year, "Năm, ví dụ 2022.", "2022", kind="date", required=True, width=8,
    aliases=("Năm thực hiện", "Năm rà soát", "Năm báo cáo", "Kỳ"),
)  # fmt: skip
