"""The file to fill in: the heads, an example row, lists to choose from, and a sheet that explains each column."""

import io

import xlsxwriter

from beneficiaries.models import Support

from .columns import COLUMNS

FILE_NAME = "mau-nhap-khoan-ho-tro.xlsx"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST_ROWS = 1000
WIDTHS = {"organizations": 34, "description": 34, "sources": 40, "note": 34, "hamlets": 22, "campaign": 24}


def template_bytes() -> bytes:
    """An XLSX that import_supports reads; its example row is refused until it is deleted (EXAMPLE_NOTE)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    example = book.add_format({"italic": True, "font_color": "#555555"})
    # Text, so that Excel does not turn 05/03/2022 into 3 May or 1.060 into 1,06 on its way.
    plain = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("Hỗ trợ")
    for index, (key, (head, _, sample)) in enumerate(COLUMNS.items()):
        sheet.set_column(index, index, WIDTHS.get(key, 14), plain)
        sheet.write_string(0, index, head, bold)
        if sample:
            sheet.write_string(1, index, sample, example)
    choices = {
        "kind": [str(label).capitalize() for label in Support.Kind.labels],
        "form": [str(label) for label in Support.Form.labels],
    }
    for key, labels in choices.items():
        at = list(COLUMNS).index(key)
        sheet.data_validation(1, at, LIST_ROWS, at, {"validate": "list", "source": labels})
    sheet.freeze_panes(1, 0)
    guide = book.add_worksheet("Hướng dẫn")
    guide.set_column(0, 0, 18)
    guide.set_column(1, 1, 90)
    for row, (head, hint, _) in enumerate(COLUMNS.values()):
        guide.write_string(row, 0, head, bold)
        guide.write_string(row, 1, hint)
    book.close()
    return out.getvalue()
