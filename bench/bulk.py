"""10,000 supports through the bulk door: seconds and MB beside the row-by-row door, and twenty people saving meanwhile.

python -m bench.bulk load FOLDER ROWS OLD    the loading alone, in a process of its own, on DATABASE_URL; prints JSON
python -m bench.bulk all FOLDER              everything, on the empty database of DATABASE_URL; prints JSON
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import base, writers
from bench.base import FULL, ROOT, Ground, Sizes
from bench.beside import beside_postgres
from bench.table import Row, Table

OLD = 300
"""Rows that the row-by-row door is measured with: it would take minutes for all of them."""


def measure(ground: Ground) -> list[Table]:
    path = base.copy(ground.small, ground.folder / "bulk.sqlite3")
    base.use(path)
    tables = _tables("SQLite", ground.sizes, _all(ground.folder, f"sqlite:///{path}", ground.sizes))
    found = beside_postgres(ground, "bench.bulk", "all")
    if isinstance(found, str):
        tables[-1].notes.append(found)
    else:
        tables += _tables("PostgreSQL, fsync off", ground.sizes, found)
    return tables


def _tables(vendor: str, sizes: Sizes, found: dict[str, Any]) -> list[Table]:
    alone, rows = found["alone"], sizes.bulk_rows
    door = Table(f"{rows:,} supports through the bulk door, {vendor}, seconds")
    row_by_row = f"services.create ({alone['old_rows']} rows, scaled)"
    checked, stored = alone["prepare"], alone["pack"] + alone["store"]
    door.rows = [
        Row("validated and stored", checked + stored, row_by_row, alone["old"], 1, "s"),
        Row("validated", checked, row_by_row, alone["old"], 1, "s"),
        Row("stored", stored, row_by_row, alone["old"], 1, "s"),
        Row(
            "memory at its height", alone["mb"], f"services.create, {alone['old_rows']} rows", alone["old_mb"], 1, "MB"
        ),
    ]
    door.notes.append(
        f"stored: {alone['pack']:.2f} s outside the transaction, {alone['store']:.2f} s in it; CPU "
        f"{alone['cpu']:.2f} s in all; journal and figures verified"
    )
    people = Table(f"{sizes.writers} people, a save a second each, while {rows:,} rows are stored, {vendor}")
    meanwhile, idle = found["meanwhile"], found["idle"]
    for what in ("p50", "p95", "worst"):
        people.rows.append(Row(what, meanwhile[what], "the same without an import", idle[what], meanwhile["sent"]))
    people.notes.append(
        f"{meanwhile['sent']} saves sent, {meanwhile['refused']} refused, {meanwhile['lost']} lost; the import took "
        f"{found['beside']['prepare']:.2f} + {found['beside']['pack']:.2f} + {found['beside']['store']:.2f} s meanwhile"
    )
    return [door, people]


def _all(folder: Path, url: str, sizes: Sizes) -> dict[str, Any]:
    alone = _load(folder, url, sizes.bulk_rows, min(OLD, sizes.bulk_rows)).communicate()[0]
    idle = writers.paced(sizes.writers, lambda turn: turn >= max(1, sizes.paced_seconds))
    loading = _load(folder, url, sizes.bulk_rows, 0)
    meanwhile = writers.paced(sizes.writers, lambda turn: turn > 0 and loading.poll() is not None)
    beside = loading.communicate()[0]
    _verify()
    return {"alone": _read(alone), "idle": idle, "meanwhile": meanwhile, "beside": _read(beside)}


def _verify() -> None:
    from danvan.audit.journal import verify
    from danvan.figures import effects

    faults = [*verify(), *effects.differences(), *effects.unproved()]
    if faults:
        raise AssertionError(f"the journal or the figures broke: {faults[:3]}")


def _load(folder: Path, url: str, rows: int, old: int) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    command = [sys.executable, "-m", "bench.bulk", "load", str(folder), str(rows), str(old)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


def _read(answer: str) -> dict[str, Any]:
    if not answer.strip():
        raise RuntimeError("the loading failed; see its words above")
    found: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return found


# ---- in the process that loads ---------------------------------------------------------------------------------


def load(count: int, old: int) -> dict[str, Any]:
    """Seconds of each part and MB at the height, in this process, warmed up by ten rows."""
    from bench.timing import peak_mb
    from beneficiaries.models import Support
    from danvan.accounts.models import User
    from danvan.audit.journal import journal
    from danvan.records import bulk, services

    actor, found = User.objects.get(username="mttq"), {}
    rows = supports(count)

    def many(rows: list[dict[str, Any]]) -> None:
        began, cpu = time.perf_counter(), time.process_time()
        prepared = bulk.prepare_many(actor, Support, rows)
        checked = time.perf_counter()
        batch = bulk.pack(actor, [one for one in prepared if not isinstance(one, Exception)])
        packed = time.perf_counter()
        with journal(actor, bulk="import") as log:
            bulk.store(log, batch)
        stored = time.perf_counter()
        if len(batch.records) != len(rows):
            raise AssertionError([one for one in prepared if isinstance(one, Exception)][0])
        found.update(prepare=checked - began, pack=packed - checked, store=stored - packed,
                     cpu=time.process_time() - cpu)  # fmt: skip

    def one_by_one() -> None:
        began = time.perf_counter()
        with journal(actor, bulk="import"):
            for row in rows[:old]:
                services.create(actor, Support, row)
        found.update(old=(time.perf_counter() - began) * count / old, old_rows=old)

    many(rows[:10])
    if old:
        found["old_mb"] = peak_mb(one_by_one)
    found["mb"] = peak_mb(lambda: many(rows))
    return found


def supports(count: int) -> list[dict[str, Any]]:
    """Rows as an import makes them: 1.3 items, 1.5 contributions, some loans, recipients, hamlets, joint bodies."""
    from bench.rows import places
    from movements.models import Area, Organization

    where = places()
    hamlets = {p.area.pk: list(Area.objects.filter(parent=p.area).values_list("pk", flat=True)[:2]) for p in where}
    joint = list(Organization.objects.order_by("pk").values_list("pk", flat=True)[:3])

    def row(n: int) -> dict[str, Any]:
        place, other = where[n % len(where)], where[(n + 1) % len(where)]
        data: dict[str, Any] = {
            "kind": "grant", "form": "house_new", "organization": place.organization.pk, "area": place.area.pk,
            "date": f"2024-{1 + n % 12:02}-{1 + n % 28:02}", "date_precision": "day", "households": 1,
            "description": f"Xây nhà Đại đoàn kết, hồ sơ {n}",
            "items": [{"name": "Nhà ở", "quantity": "1", "unit": "căn"}],
            "contributions": [{"source": place.source.pk, "amount_vnd": 60_000_000, "typed": "60 triệu"}],
            "recipients": [{"kind": "person", "name": f"K’Lũ {n}"}] if n % 4 == 0 else [],
            "hamlets": hamlets[place.area.pk] if n % 3 == 0 else [],
            "joint_organizations": joint[:1] if n % 5 == 0 else [],
        }  # fmt: skip
        if n % 10 < 3:
            data["items"].append({"name": "Bồn nước", "quantity": "2", "unit": "cái"})
        if n % 2:
            data["contributions"].append({"source": other.source.pk, "amount_vnd": 20_000_000, "typed": "20 triệu"})
        if n % 20 == 19:
            data |= {"kind": "loan", "form": "loan", "loans": [{"lender": place.source.pk, "term_months": 36}]}
        return data

    return [row(n) for n in range(count)]


def main() -> None:
    folder = Path(sys.argv[2])
    base.set_up(folder, os.environ["DATABASE_URL"])
    if sys.argv[1] == "load":
        print(json.dumps(load(int(sys.argv[3]), int(sys.argv[4]))))
    else:
        base.lay(whole=False)
        print(json.dumps(_all(folder, os.environ["DATABASE_URL"], FULL)))


if __name__ == "__main__":
    main()
