"""Mã and Phiên bản: how a row of a file names a record that is there, one rule for all kinds.

"HT-123" is the record with the id 123 of the kind whose prefix is HT. The id never changes and is never given again.
"""

import re

from danvan.lib import text
from danvan.lib.errors import Unreadable
from danvan.uploads import Cell

from . import cells
from .kind import Column

MA, VERSION, WHY = "record", "version", "why"
_DASHES = str.maketrans("‐‑‒–—−", "------")


def code_of(prefix: str, pk: int) -> str:
    """ "HT-123"."""
    return f"{prefix}-{pk}"


def pk_of(prefix: str, code: str) -> int | None:
    """The id that a code of the kind names; None of any other text."""
    found = re.fullmatch(rf"{prefix}-?0*([1-9][0-9]{{0,17}})", code)
    return int(found[1]) if found else None


def read_code(value: Cell) -> str:
    """A code as it stands, in capitals, without spaces; "" for an empty cell."""
    if cells.is_empty(value):
        return ""
    return re.sub(r"\s+", "", cells.as_text(cells.sound(value)).upper().translate(_DASHES))


def _version(value: Cell) -> int | None:
    found = cells.count()(value)
    if found == 0:
        raise Unreadable("Phiên bản bắt đầu từ 1. Hãy giữ nguyên cột này như khi tải về.")
    return found


def _why(value: Cell) -> str:
    return text.clean(cells.long_text(value)) if not cells.is_empty(value) else ""


CODE_COLUMN = Column(
    MA, "Mã", read_code, "Mã của bản ghi đã có, như khi tải về; dòng mới để trống.", extra=True, template=False,
    width=11, aliases=("Mã bản ghi", "Mã trên cổng"),
)  # fmt: skip
VERSION_COLUMN = Column(
    VERSION, "Phiên bản", _version, "Như khi tải về.", kind="count", extra=True, template=False, width=10
)
WHY_COLUMN = Column(
    WHY, "Lý do sửa", _why, "Cần cho bản ghi đã tiếp nhận: vì sao đề nghị sửa.", extra=True, template=False, width=30
)
AGAIN = (CODE_COLUMN, VERSION_COLUMN, WHY_COLUMN)
"""The columns of a kind whose records may come again, beside its own."""
AGAIN_KEYS = frozenset({MA, VERSION, WHY})
