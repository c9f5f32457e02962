"""Between a spreadsheet as people have it and an import: sheets, the table found on one, values that Excel damaged.

Pure code: no models, no requests. `danvan.uploads.read_upload` makes the sheets.
"""

from danvan.sheets.model import Cell, Merged, Note, Sheet, cell_name, column_letters, row_name
from danvan.sheets.tables import RawRow, RawTable, find_table
from danvan.sheets.values import DateHabits, Identifier, as_date, as_identifier, date_habits

__all__ = [
    "Cell",
    "DateHabits",
    "Identifier",
    "Merged",
    "Note",
    "RawRow",
    "RawTable",
    "Sheet",
    "as_date",
    "as_identifier",
    "cell_name",
    "column_letters",
    "date_habits",
    "find_table",
    "row_name",
]
