"""The list of supports: 25 rows with sums, under filters, at both sizes."""

from typing import Any

from bench import base
from bench.base import Ground
from bench.table import Row, Table
from bench.timing import in_turns, queries, replay, rows
from beneficiaries.models import Support

ROWS = 25
ADDRESSES = {
    "every year": "/ho-tro/",
    "one year": "/ho-tro/?nam=2022",
    "year, form": "/ho-tro/?nam=2022&hinh-thuc=house_new",
    "source": "/ho-tro/?nguon=quy-vnn-lam-dong",
    "searched": "/ho-tro/?tim=qua",
    "by amount": "/ho-tro/?sort=-ho-tro",
}
# The rows of the first page with their names, and how many there are: no parts, no sums, nobody's rights.
FLOOR = f"""
    SELECT s.id, s.description, s.date, s.date_precision, s.form, s.households, s.amount_vnd, s.status, a.name, p.name,
           o.short_name, (SELECT COUNT(*) FROM beneficiaries_support)
      FROM beneficiaries_support s JOIN movements_area a ON a.id = s.area_id
      LEFT JOIN movements_area p ON p.id = a.parent_id JOIN movements_organization o ON o.id = s.organization_id
     ORDER BY s.date DESC, s.id DESC LIMIT {ROWS}
"""  # noqa: S608


def measure(ground: Ground) -> list[Table]:
    table = Table(f"Support list, {ROWS} rows a page")
    client, n = ground.clients["front"], ground.sizes.rounds
    for database in (ground.small, ground.large):
        base.use(database)
        size = ground.name(database)
        costs = []
        for what, address in ADDRESSES.items():
            with queries() as asked:
                page(client, address)
            costs.append(f"{what} {len(asked)}")
            if what != "every year":
                spent = in_turns({"page": lambda a=address: page(client, a), "objects": objects}, n)
                table.rows.append(Row(f"the page: {what}, {size}", spent["page"], "bare ORM rows", spent["objects"], n))
                continue
            spent = in_turns(
                {"page": lambda a=address: page(client, a), "objects": objects,
                 "database": lambda asked=asked: replay(asked), "sql": lambda: rows(FLOOR)}, n,
            )  # fmt: skip
            hand = "hand-written SELECT of the rows"
            table.rows += [
                Row(f"the page: {what}, {size}", spent["page"], "bare ORM rows", spent["objects"], n),
                Row(f"its database time, {len(asked)} queries", spent["database"], hand, spent["sql"], n),
            ]
        table.notes.append(f"queries after login at {size}: {', '.join(costs)}")
    table.rows += [_grown(ground, client, what) for what in ("every year", "searched")]
    table.notes.append("bare ORM rows: the same 25 objects with items, contributions and names, and a count; no page")
    return [table]


def page(client: Any, address: str) -> bytes:
    response = client.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answers {response.status_code}")
    return bytes(response.content)


def objects() -> tuple[int, list[Any]]:
    """What Django's documentation would have one write for such a page."""
    found = (
        Support.objects.select_related("organization", "area__parent")
        .prefetch_related("items", "contributions__source").order_by("-date", "-pk")
    )  # fmt: skip
    return found.count(), list(found[:ROWS])


def _grown(ground: Ground, client: Any, what: str) -> Row:
    def on(database: Any) -> Any:
        base.use(database)
        rows(FLOOR)  # opens the file
        return page(client, ADDRESSES[what])

    n = ground.sizes.rounds
    spent = in_turns({"large": lambda: on(ground.large), "small": lambda: on(ground.small)}, n)
    large, small = ground.name(ground.large), ground.name(ground.small)
    return Row(f"the page: {what}, {large}", spent["large"], small, spent["small"], n)
