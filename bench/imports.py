"""A file of supports by the run of `import_supports`: seconds and MB, beside reading alone and a bare bulk_create."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import transaction
from python_calamine import CalamineWorkbook

from bench import base
from bench.base import ROOT, Ground
from bench.faults import KINDS, plant
from bench.rows import MILLIONS, bare_support, places
from bench.table import Row, Table
from bench.timing import in_turns, peak_mb
from beneficiaries.imports.columns import LABELS
from beneficiaries.models import Contribution, Support, SupportItem
from danvan.accounts.models import User
from danvan.imports import batches
from danvan.imports.kinds import kinds
from danvan.imports.run import import_file

WORKS = ("store", "check", "preview", "read", "bulk")
DOES = (
    ("import_supports", "store"), ("import_supports --check", "check"), ("preview of a file with faults", "preview")
)  # fmt: skip


def measure(ground: Ground) -> list[Table]:
    database = base.copy(ground.small, ground.folder / "imports.sqlite3")
    base.use(database)
    count, n = ground.sizes.file_rows, ground.sizes.file_rounds
    files = iter([workbook(count, str(turn)) for turn in range(n + 2)])
    same, faulty = workbook(count, "same"), workbook(count, "faulty", faults_each(count))
    spent = in_turns(
        {"store": lambda: store(next(files)), "check": lambda: check(same), "preview": lambda: preview(faulty, count),
         "read": lambda: read(same), "bulk": lambda: bulk(count)}, n,
    )  # fmt: skip
    each = 1000 / count / 1000  # ms of the file → s per 1,000 rows
    table = Table(f"Import of {count:,} rows (.xlsx), SQLite, seconds per 1,000 rows")
    reading, writing = "reading it alone (calamine)", "bare bulk_create of its rows"
    for what, key in DOES:
        for beside, peer in ((reading, "read"), (writing, "bulk")):
            table.rows.append(Row(what, spent[key] * each, beside, spent[peer] * each, n, "s/1000"))
    measured = ("store", "bulk") if ground.sizes.quick else WORKS
    heights = {work: memory(ground, faulty if work == "preview" else same, work, count) for work in measured}
    for what, key in DOES:
        for beside, peer in ((reading, "read"), (writing, "bulk")):
            if key not in heights or peer not in heights:
                continue
            table.rows.append(Row(f"memory at its height: {what}", heights[key], beside, heights[peer], 1, "MB"))
    table.notes.append(
        f"preview: {spent['preview'] / 1000:.1f} s for {count:,} rows with {len(KINDS) * faults_each(count)} planted "
        f"faults of {len(KINDS)} kinds, all found; store: {spent['store'] / 1000:.1f} s"
    )
    table.notes.append(f"file of {len(same) // 1024} kB; memory: growth of a process of its own, after one tiny file")
    return [table]


def faults_each(count: int) -> int:
    """How many faults of each kind a file of so many rows gets: ten in ten thousand rows, none in a tiny file."""
    return max(1, count // 1000) if count >= 2 * len(KINDS) else 0


def workbook(count: int, name: str, each: int = 0) -> bytes:
    """Rows as an officer writes them: words for amounts, several quantities, two sources in every fourth; with `each`
    faults of every kind.
    """
    out = io.BytesIO()
    where = places()
    rows = []
    for at in range(count):
        place = where[at % len(where)]
        two = at % 4 == 0
        sources = f"{place.source.name} = 40 triệu; {where[(at + 1) % len(where)].source.name} = 20 triệu"
        rows.append({
            "date": f"{1 + at % 28:02}/{1 + at % 12:02}/2024", "commune": place.area.name,
            "organizations": place.organization.name, "kind": "Hỗ trợ", "form": "Nhà ở",
            "description": f"Xây nhà Đại đoàn kết, tệp {name}, dòng {at + 1}", "quantity": "01", "unit": "căn",
            "households": "1", "sources": sources if two else place.source.name, "amount": "60 triệu đồng",
        })  # fmt: skip
    plant(rows, each)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Hỗ trợ")
        sheet.write_row(0, 0, list(LABELS.values()))
        for at, cells in enumerate(rows, 1):
            sheet.write_row(at, 0, [cells.get(key, "") for key in LABELS])
    return out.getvalue()


def store(content: bytes) -> None:
    outcome = import_file(kinds()["ho-tro"], "bench.xlsx", content, user=User.objects.get(username="mttq"))
    if not outcome.stored:
        raise AssertionError(f"the file was not stored: {[fault.message for fault in outcome.faults[:3]]}")


def check(content: bytes) -> None:
    outcome = import_file(kinds()["ho-tro"], "bench.xlsx", content, user=User.objects.get(username="mttq"), check=True)
    if outcome.faults or outcome.stored:
        raise AssertionError(f"the check found: {[fault.message for fault in outcome.faults[:3]]}")


def preview(content: bytes, count: int) -> None:
    """As the browser's upload does it: a batch that waits, with every planted fault named."""
    user = User.objects.get(username="mttq")
    batch = batches.open_file(user, kinds()["ho-tro"], "bench.xlsx", content)
    if batch.faulty != len(KINDS) * faults_each(count):
        raise AssertionError(f"{batch.faulty} rows with faults: {batch.report['file'][:3]}")
    batch.delete()


def read(content: bytes) -> list[Any]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def bulk(count: int) -> None:
    """As many records with an item and a source each, in one transaction, unread and unchecked."""
    where = places()
    with transaction.atomic():
        made = Support.objects.bulk_create(
            [bare_support(where[n % len(where)], f"Dòng {n}") for n in range(count)], batch_size=500
        )
        SupportItem.objects.bulk_create(
            [SupportItem(support=support, name="Nhà ở", quantity=1, unit="căn") for support in made], batch_size=500
        )
        Contribution.objects.bulk_create(
            [
                Contribution(support=support, source=where[n % len(where)].source, amount_vnd=MILLIONS * 10**6)
                for n, support in enumerate(made)
            ],
            batch_size=500,
        )


def memory(ground: Ground, content: bytes, work: str, count: int) -> float:
    """MB that a process of its own grows by."""
    file = ground.folder / "memory.xlsx"
    file.write_bytes(content)
    database = base.copy(ground.small, ground.folder / f"memory-{work}.sqlite3")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{database}"}
    answer = subprocess.run(
        [sys.executable, "-m", "bench.imports_memory", str(ground.folder), str(file), work, str(count)],
        capture_output=True, text=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    if answer.returncode:
        raise RuntimeError(answer.stderr[-2000:])
    return float(json.loads(answer.stdout.splitlines()[-1]))


def grown(file: Path, work: str, count: int) -> float:
    """In that process: what one tiny file has loaded and cached is not counted."""
    content = file.read_bytes()
    works = {"store": lambda: store(content), "check": lambda: check(content),
             "preview": lambda: preview(content, count), "read": lambda: read(content),
             "bulk": lambda: bulk(count)}  # fmt: skip
    check(workbook(2, "warm"))
    return peak_mb(works[work])
