"""The number reader beside `Decimal(str)`, which reads no dots between thousands, no units and no words."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from bench.base import Ground
from bench.table import Row, Table
from bench.timing import Work, in_turns
from danvan.lib.numbers import read_count, read_decimal, read_money

MONEY = {"60.000.000": "60000000", "1,060 tỷ đồng": "1060000000", "32 triệu": "32000000", "500k": "500000",
         "2.215.750.000 đ": "2215750000", "107 tr": "107000000"}  # fmt: skip
DECIMALS = {"5,6": "5.6", "7,65": "7.65", "1.234,5": "1234.5", "12,50": "12.5"}
COUNTS = {"02": "2", "441": "441", "4.545": "4545"}

TIMES = 50


def measure(ground: Ground) -> list[Table]:
    table = Table("Reading numbers as people write them", "more is better")
    for what, read, texts in (
        ("read_money", read_money, MONEY), ("read_decimal", read_decimal, DECIMALS), ("read_count", read_count, COUNTS)
    ):  # fmt: skip
        for written, plain in texts.items():
            if read(written) != Decimal(plain):
                raise AssertionError(f"{what}({written!r}) is not {plain}")

        n = ground.sizes.reads
        spent = in_turns({"ours": _each(read, texts), "peer": _each(Decimal, texts.values())}, n)
        reads = TIMES * len(texts)
        table.rows.append(
            Row(what, reads / spent["ours"] * 1000, "Decimal(str)", reads / spent["peer"] * 1000, n, "reads/s")
        )
    return [table]


def _each(read: Callable[[str], Any], texts: Iterable[str]) -> Work:
    def work() -> None:
        for _ in range(TIMES):
            for written in texts:
                read(written)

    return work
