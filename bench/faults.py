"""Twenty kinds of faults that a file of supports may hold, each planted in one cell of a good row."""

from collections.abc import Sequence

# (column at fault, cells that are changed); a row is good without them.
KINDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("date", {"date": "31/11/2022"}),
    ("date", {"date": "05/03/1800"}),
    ("date", {"date": "hôm qua"}),
    ("commune", {"commune": "Không Đâu"}),
    ("commune", {"commune": ""}),
    ("hamlets", {"hamlets": "Thôn không có"}),
    ("organizations", {"organizations": "Hội không tên"}),
    ("organizations", {"organizations": "–"}),
    ("campaign", {"campaign": "Đợt không có"}),
    ("kind", {"kind": "Tặng không"}),
    ("form", {"form": "Bằng miệng"}),
    ("form", {"form": "Vốn vay"}),
    ("description", {"description": "x" * 301}),
    ("quantity", {"quantity": "1.5"}),
    ("quantity", {"quantity": ""}),
    ("unit", {"unit": ""}),
    ("households", {"households": "hai hộ"}),
    ("sources", {"sources": "Nguồn không có"}),
    ("amount", {"amount": "102,750.000"}),
    ("amount", {"sources": "", "amount": "60 triệu"}),
)


def plant(rows: Sequence[dict[str, str]], each: int) -> list[tuple[int, str]]:
    """Put `each` faults of every kind into rows spread over the file; (index of the row, column) of each, in order.

    Raises ValueError when there are fewer rows than faults.
    """
    count = each * len(KINDS)
    if len(rows) < count:
        raise ValueError("more faults than rows")
    planted = []
    for number in range(count):
        at = number * len(rows) // count
        key, cells = KINDS[number % len(KINDS)]
        rows[at].update(cells)
        planted.append((at, key))
    return planted
