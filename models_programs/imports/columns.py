"""The columns of a file of models: a row is a model in a year."""

from typing import Any

from danvan.imports import cells
from danvan.imports.codes import AGAIN
from danvan.imports.kind import Column, number_read
from danvan.uploads import Cell
from models_programs.models import MobilizationModel, ModelField, ModelYear
from movements.imports import columns

from . import decisions

ENTER = "model_year.enter"
TYPES = {value: str(label) for value, label in MobilizationModel.Type.choices}
STAGES = {value: str(label) for value, label in ModelYear.Stage.choices}
_type = cells.one_of("loại", TYPES, {
    "TT": "collective", "mô hình tập thể": "collective", "điển hình tập thể": "collective",
    "CN": "individual", "mô hình cá nhân": "individual", "điển hình cá nhân": "individual",
})  # fmt: skip
_stage = cells.one_of("bước", STAGES, {
    "đăng ký mới": "registered", "đang thực hiện": "running", "triển khai": "running", "tự chấm": "self_assessed",
    "thẩm định": "appraised", "được công nhận": "recognised", "đạt": "recognised", "hiệu quả": "recognised",
    "không đạt": "not_recognised", "chưa công nhận": "not_recognised", "chuyển tiếp": "carried_over",
    "ngừng hoạt động": "stopped", "dừng": "stopped",
})  # fmt: skip


def _optional_type(value: Cell) -> str:
    return "" if cells.is_empty(value) else _type(value)


def _optional_stage(value: Cell) -> str:
    return ModelYear.Stage.REGISTERED.value if cells.is_empty(value) else _stage(value)


def _fields(user: Any) -> list[str]:
    return list(ModelField.objects.order_by("pk").values_list("name", flat=True))


COLUMNS: tuple[Column, ...] = (
    Column("name", "Tên mô hình", cells.required_text, "Tên mô hình, điển hình; đã có ở nơi đó thì thêm năm cho nó.",
           "Trồng dâu nuôi tằm", required=True, width=40,
           aliases=("Mô hình", "Tên mô hình, điển hình", "Tên điển hình", "Mô hình đăng ký", "Nội dung mô hình")),
    Column("type", "Tập thể/cá nhân", _optional_type, "Tập thể hoặc cá nhân; mô hình đã có thì để trống được.",
           "tập thể", kind="choice", extra=True, choices=lambda user: list(TYPES.values()), width=16,
           aliases=("Loại", "Loại mô hình", "TT/CN", "Loại hình", "Đối tượng")),
    Column("field", "Lĩnh vực", cells.optional_text, "Một lĩnh vực trong danh mục; mô hình đã có thì để trống được.",
           "Phát triển kinh tế", extra=True, names="field", choices=_fields, width=26, aliases=("Thuộc lĩnh vực",)),
    columns.body(ENTER),
    columns.commune(ENTER),
    columns.hamlets(),
    Column("address", "Địa chỉ", cells.optional_text, "Nơi cụ thể. Có thể để trống.", extra=True, width=24,
           aliases=("Địa chỉ cụ thể", "Địa chỉ thực hiện")),
    columns.YEAR,
    Column("stage", "Bước", _optional_stage, "Đã tới bước nào; để trống là Đăng ký.", "Công nhận", kind="choice",
           extra=True, choices=lambda user: list(STAGES.values()), width=20,
           aliases=("Trạng thái", "Tình trạng", "Kết quả thẩm định", "Kết quả công nhận", "Công nhận")),
    Column("stop_reason", "Lý do ngừng", cells.optional_text, "Chỉ khi mô hình ngừng.", extra=True, width=24),
    columns.CAMPAIGN,
    Column("households", "Số hộ", cells.count("hộ"), "Số hộ tham gia. Có thể để trống.", kind="count", extra=True,
           show=number_read, width=10, aliases=("Số hộ tham gia", "Hộ tham gia")),
    Column("score", "Điểm", cells.decimal, "Điểm thẩm định. Có thể để trống.", kind="decimal", extra=True,
           show=number_read, width=10, aliases=("Điểm thẩm định", "Số điểm")),
    *decisions.COLUMNS,
    columns.NOTE,
    *AGAIN,
)  # fmt: skip
