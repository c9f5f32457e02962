"""One save through the door beside a bare insert of the same rows, and twenty people who save at once."""

from typing import Any

from bench import base, writers
from bench.base import Ground
from bench.beside import beside_postgres
from bench.rows import Place, bare_ledger_rows, bare_whole, places, support_data
from bench.table import Row, Table
from bench.timing import in_turns
from beneficiaries.models import Support
from danvan.accounts.models import User
from danvan.records import services


def measure(ground: Ground) -> list[Table]:
    base.use(base.copy(ground.small, ground.folder / "saves.sqlite3"))
    tables = [_one(ground)]
    base.use(base.copy(ground.small, ground.folder / "writers.sqlite3"))
    tables.append(_at_once("SQLite", writers.measure(ground.sizes)))
    found = beside_postgres(ground, "bench.writers")
    if isinstance(found, str):
        tables[-1].notes.append(found)
    else:
        tables.append(_at_once("PostgreSQL, fsync off", found))
    return tables


def _one(ground: Ground) -> Table:
    place = next(p for p in places() if p.area.code == "phu-son")
    n = ground.sizes.rounds
    spent = in_turns(
        {
            "create": lambda: entered(place), "rows": lambda: bare_ledger_rows(place),
            "whole": lambda: through_every_step(place), "all": lambda: bare_whole(place),
        },
        n,
    )  # fmt: skip
    table = Table("One save of a support, SQLite")
    table.rows = [
        Row("create", spent["create"], "bare ORM insert of the ledger's rows", spent["rows"], n),
        Row("create + submit + confirm + accept", spent["whole"], "bare inserts of the same rows, 4 commits",
            spent["all"], n),
    ]  # fmt: skip
    table.notes.append("the door reads each person's rights anew at every step, as requests do; WAL, synchronous=FULL")
    return table


def entered(place: Place) -> Any:
    return services.create(fresh(place.officer), Support, support_data(place))


def through_every_step(place: Place) -> Any:
    record = services.submit(fresh(place.officer), entered(place))
    record = services.confirm(fresh(place.chair), record)
    record = services.accept(fresh("mttq"), record)
    if record.status != "approved":
        raise AssertionError(f"the support ended as {record.status}")
    return record


def fresh(login: str) -> User:
    return User.objects.get(username=login)


def _at_once(vendor: str, found: list[dict[str, Any]]) -> Table:
    table = Table(f"Many people saving at once, {vendor}")
    for one in found:
        how, door, bare, n = one["how"], one["door"], one["bare"], one["door"]["sent"]
        table.rows += [
            Row(f"p50 of a save, {how}", door["p50"], "bare insert at once", bare["p50"], n),
            Row("p95", door["p95"], "bare insert at once", bare["p95"], n),
        ]
        table.notes.append(
            f"{how}: {door['sent']} saves sent, {door['refused']} refused, {door['lost']} lost; "
            f"bare: {bare['sent']} sent, {bare['refused']} refused, {bare['lost']} lost"
        )
    return table
