"""Whatever stands in the cells of any kind of file: it is read or named as a fault, never a server error."""

import datetime
import random
from typing import Any

import pytest

from danvan.imports import batches
from danvan.imports.kind import ImportKind
from danvan.imports.kinds import kinds
from danvan.imports.preview import preview
from tests.imports.conftest import as_xlsx

CELLS = [
    None, "–", 0, 5, 12.5, -3, 10**17, 2022, 45000, True, datetime.datetime(2022, 3, 5), "1,5", "2022", "05/03/2022",
    "#N/A", "x" * 400, "a;b;c", "xã Phú Sơn", "phu-son", "Pretieng 1; Pretieng 2", "K’Lũ", "068161000123", 68161000123,
    "moi", "thôn", "tập thể", "Công nhận", "hộ nghèo", "đối thoại", "0,5-1", "MTTQ Phú Sơn", "huyện Lâm Hà",
    "Trồng dâu nuôi tằm", "Diện tích trồng dâu", "Phát triển kinh tế",
]  # fmt: skip
FILES, ROWS = 4, 8


def file_of(kind: ImportKind, chance: random.Random) -> list[list[Any]]:
    """Some of the kind's columns; each cell is the example of its column, or anything."""
    columns = [column for column in kind.columns if column.required or chance.random() < 0.6]
    return [
        [column.head for column in columns],
        *(
            [c.example if c.example and chance.random() < 0.6 else chance.choice(CELLS) for c in columns]
            for _ in range(ROWS)
        ),
    ]


@pytest.mark.once
@pytest.mark.parametrize("code", sorted(kinds()))
def test_any_cells_are_read_or_named(cast: Any, code: str) -> None:
    cast.make_household(head="K’Lũ", code="5")
    kind, chance = kinds()[code], random.Random(code)
    user = cast.fresh(cast.quantri if code == "dia-ban" else cast.mttq)
    for number in range(FILES):
        batch = batches.open_file(user, kind, f"{number}.xlsx", as_xlsx(file_of(kind, chance)))
        assert batch.report is not None, "its own heads are known"
        assert batch.state == "faulty" or not batch.report["faults"]
        preview(batch, user)
        skip = {key: {"skip": "bỏ"} for key in batch.report["faults"]}
        batches.mend(batch, {}, skip)
        assert not batch.report["faults"], "what is left was right before too"
