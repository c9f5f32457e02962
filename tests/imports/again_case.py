"""A list's "Tải để sửa" as rows of {head: cell}, changed and brought back."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl

from danvan.accounts.models import User
from danvan.export import write_csv, write_xlsx
from danvan.imports import batches, outgoing
from danvan.imports.kinds import kinds
from danvan.imports.models import ImportBatch

Change = Callable[[list[dict[str, Any]]], None]


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def taken(user: User, code: str, fmt: str = "xlsx") -> bytes:
    """The file of all that the user sees of a kind, by rising id."""
    kind = kinds()[code]
    rows = outgoing.rows_of(kind, kind.model._default_manager.order_by("pk"), fresh(user))
    return {"xlsx": write_xlsx, "csv": write_csv}[fmt](kind.sheet, outgoing.heads_of(kind), rows)


def changed(content: bytes, change: Change) -> bytes:
    """The file after somebody worked on it: `change` gets its rows as {head: cell} and changes, adds or drops some."""
    xlsx = content[:2] == b"PK"
    if xlsx:
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet: Any = book.active
        heads, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    else:
        heads, *lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    rows = [dict(zip(heads, line, strict=True)) for line in lines]
    change(rows)
    out = [heads, *([row.get(head) for head in heads] for row in rows)]
    if xlsx:
        sheet.delete_rows(1, sheet.max_row)
        for line in out:
            sheet.append(line)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()
    text = io.StringIO(newline="")
    csv.writer(text).writerows(out)
    return text.getvalue().encode("utf-8-sig")


def back(user: User, code: str, content: bytes) -> ImportBatch:
    """The batch of such a file, checked; its columns match by themselves."""
    name = "lai.xlsx" if content[:2] == b"PK" else "lai.csv"
    batch = batches.open_file(fresh(user), kinds()[code], name, content)
    assert batch.report is not None, "a column was not recognised"
    return batch


def again(user: User, code: str, change: Change, fmt: str = "xlsx") -> ImportBatch:
    return back(user, code, changed(taken(user, code, fmt), change))


def said(batch: ImportBatch) -> list[tuple[str, list[list[str]]]]:
    """(what storing will do, [head, before, after] of each cell that differs) of the rows that name a record."""
    assert batch.report is not None
    return [(what, [list(cell) for cell in shown]) for what, shown in batch.report["again"].values()]
