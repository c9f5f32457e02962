"""A file of any kind as rows of {head: text}, opened, looked at and stored as the browser does it."""

from typing import Any

from danvan.accounts.models import User
from danvan.imports import batches, storing
from danvan.imports.kinds import kinds
from danvan.imports.models import ImportBatch
from tests.imports.conftest import as_csv

Cells = dict[str, Any]


def opened(user: User, code: str, *rows: Cells) -> ImportBatch:
    """The batch of a file whose heads are those of the first row; the columns match by themselves."""
    heads = list(rows[0])
    content = as_csv([heads, *([row.get(head, "") for head in heads] for row in rows)])
    batch = batches.open_file(User.objects.get(pk=user.pk), kinds()[code], "a.csv", content)
    assert batch.report is not None, "a column was not recognised"
    return batch


def faults(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """(row of the file, head, reason) of each fault."""
    kind = kinds()[batch.kind]
    assert batch.report is not None
    return [
        (int(key.rpartition("!")[2]), kind.column(fault[0]).head, fault[1])
        for key, found in batch.report["faults"].items()
        for fault in found
    ]


def choices(batch: ImportBatch) -> list[str]:
    """What is offered for the first fault."""
    assert batch.report is not None
    ((fault, *_), *_) = batch.report["faults"].values()
    return [label for _, label in fault[2]]


def asked(batch: ImportBatch) -> dict[int, list[tuple[str, list[int]]]]:
    """{row of the file: (why, stored records)} of what needs a decision."""
    assert batch.report is not None
    return {
        int(key.rpartition("!")[2]): [(why, ids) for why, _, ids in asks] for key, asks in batch.report["asks"].items()
    }


def keep(batch: ImportBatch, *numbers: int) -> None:
    """Vẫn nhập, for rows of the file."""
    rows = {f"a.csv!{number}": {"keep": ["similar", "double"]} for number in numbers}
    batches.mend(batch, {}, rows)


def stored(batch: ImportBatch) -> ImportBatch:
    """The batch after "Nhập cả tệp"; it must have been ready."""
    assert (batch.state, faults(batch), asked(batch)) == ("ready", [], {})
    storing.begin(batch.user, batch, submit=False)
    batch.refresh_from_db()
    assert batch.state == "stored"
    return batch


def bring(user: User, code: str, *rows: Cells) -> ImportBatch:
    return stored(opened(user, code, *rows))
