"""The columns of a support file, in the file's order (design.md §6)."""

from typing import Any

from beneficiaries.models import FundingSource, Support
from danvan.imports import cells as common
from danvan.imports.codes import AGAIN
from danvan.imports.kind import Column, money_read, number_read
from danvan.lib.numbers import Quantity, format_decimal
from movements import lookups

from . import cells
from .recipients import recipients

EXAMPLE_NOTE = "Dòng ví dụ, hãy xóa trước khi nhập"
ENTER = "support.enter"


def _kinds(user: Any) -> list[str]:
    return [str(label).capitalize() for label in Support.Kind.labels]


def _forms(user: Any) -> list[str]:
    return [str(label) for label in Support.Form.labels]


def _sources(user: Any) -> list[str]:
    return list(FundingSource.objects.order_by("sort_key").values_list("name", flat=True))


def _quantities(value: tuple[Quantity, ...]) -> str:
    return "; ".join(f"{format_decimal(one.value)} {one.unit}".strip() for one in value or ())


COLUMNS: tuple[Column, ...] = (
    Column("date", "Ngày", common.day, "Ngày, tháng hoặc chỉ năm: 05/03/2022, 03/2022, 2022.", "05/03/2022",
           kind="date", required=True, aliases=("Ngày tháng", "Thời gian", "Thời gian thực hiện", "Ngày hỗ trợ",
                                                "Ngày, tháng, năm", "Năm")),
    Column("commune", "Xã", common.required_text, "Xã, thị trấn; có hay không có chữ “xã” đều được.", "Phú Sơn",
           required=True, names="place", choices=lookups.communes_of(ENTER),
           aliases=("Địa bàn", "Xã, thị trấn", "Xã/thị trấn", "Xã phường", "Tên xã", "Nơi nhận", "Đơn vị hành chính")),
    Column("hamlets", "Thôn", common.names, "Thôn, tổ dân phố; nhiều thôn ngăn bằng dấu chấm phẩy. Có thể để trống.",
           names="hamlet", separator=";", width=22,
           aliases=("Thôn, tổ dân phố", "Thôn/TDP", "Thôn/Tổ dân phố", "Tổ dân phố", "Buôn", "Thôn buôn")),
    Column("organizations", "Tổ chức", common.required_names,
           "Đơn vị thực hiện; các đơn vị phối hợp ghi sau dấu chấm phẩy.", "MTTQ xã Phú Sơn", required=True,
           names="organization", separator=";", choices=lookups.organizations_of(ENTER), width=34,
           aliases=("Đơn vị thực hiện", "Tổ chức thực hiện", "Cơ quan, đơn vị", "Cơ quan thực hiện",
                    "Đơn vị hỗ trợ", "Kênh hỗ trợ")),
    Column("campaign", "Đợt vận động", common.optional_text, "Mã hoặc tên đợt. Có thể để trống.", names="campaign",
           choices=lookups.campaigns, width=24, aliases=("Đợt", "Chương trình", "Đợt công tác dân vận", "Phong trào")),
    Column("kind", "Loại", cells.kind, "Hỗ trợ hoặc Cho vay.", "Hỗ trợ", kind="choice", required=True, choices=_kinds,
           aliases=("Loại hỗ trợ", "Phân loại")),
    Column("form", "Hình thức", cells.form, "Chọn trong danh sách; “Nhà ở” là nhà ở xây mới.", "Nhà ở xây mới",
           kind="choice", required=True, choices=_forms, aliases=("Hình thức hỗ trợ", "Hạng mục")),
    Column("description", "Nội dung", common.required_text, "Việc đã làm, nói ngắn.", "Xây nhà Đại đoàn kết",
           required=True, width=34, aliases=("Nội dung hỗ trợ", "Nội dung công việc", "Diễn giải", "Công việc")),
    Column("quantity", "Số lượng", common.quantities,
           "Con số; nhiều thứ: “02 tấn; 04 bộ” và để trống Đơn vị tính. Có thể để trống.", "1", kind="quantity",
           separator=";", show=_quantities, aliases=("SL", "Khối lượng", "Diện tích")),
    Column("unit", "Đơn vị tính", common.optional_text, "căn, phần, ha, ngày công …", "căn",
           aliases=("ĐVT",)),
    Column("households", "Số hộ", cells.households, "Số hộ được hỗ trợ. Có thể để trống.", "1", kind="count",
           show=number_read, aliases=("Số hộ được hỗ trợ", "Số hộ hưởng lợi", "Hộ")),
    Column("sources", "Nguồn kinh phí", cells.sources,
           "Nguồn, hoặc “nguồn = số tiền; nguồn = số tiền”. Có thể để trống.",
           "Quỹ “Vì người nghèo” huyện = 40 triệu; Hộ tự góp = 20 triệu", names="source", separator=";", width=40,
           aliases=("Nguồn", "Nguồn vốn", "Nguồn hỗ trợ", "Nguồn lực")),
    Column("amount", "Số tiền", common.amount, "Tổng số tiền; để trống khi chưa quy thành tiền.", "60 triệu đồng",
           kind="money", show=money_read,
           aliases=("Thành tiền", "Kinh phí", "Tổng kinh phí", "Tổng tiền", "Tổng số tiền", "Giá trị", "Trị giá",
                    "Giá trị quy đổi", "Kinh phí thực hiện")),
    Column("note", "Ghi chú", common.long_text, "Có thể để trống.", EXAMPLE_NOTE, width=34, aliases=("Chú thích",)),
    Column("recipients", "Người nhận", recipients,
           "Hộ theo mã hoặc tên trong xã (trùng tên thì thêm thôn: K’Lũ, Pretieng 1); “người: …”, “nhóm: …”, "
           "“cộng đồng: …”. Nhiều người nhận ngăn bằng dấu chấm phẩy. Có thể để trống hoặc không có cột này.",
           extra=True, separator=";", width=34,
           aliases=("Hộ nhận", "Người được hỗ trợ", "Hộ được hỗ trợ", "Chủ hộ", "Đối tượng nhận", "Họ tên người nhận")),
    Column("people", "Số người", common.count("người", "khẩu", "nhân khẩu"), "Số người được hỗ trợ. Có thể để trống.",
           kind="count", extra=True, show=number_read, aliases=("Số người được hỗ trợ", "Số người hưởng lợi")),
    *AGAIN,
)  # fmt: skip
LABELS = {column.key: column.head for column in COLUMNS if not column.extra}
