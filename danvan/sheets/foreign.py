"""Files that are no spreadsheet: what to say to the person who chose one."""

_OLD = "Tệp có mật khẩu hoặc là .xls cũ. Hãy mở bằng Excel và lưu lại thành .xlsx không mật khẩu."
_TABLE = "Hãy chép bảng sang Excel rồi lưu thành .xlsx."
_PICTURE = "Tệp này là ảnh. Hãy gõ bảng vào Excel và tải tệp .xlsx lên; ảnh để làm minh chứng của từng khoản."
_ARCHIVE = "Tệp này là tệp nén. Hãy giải nén rồi tải tệp .xlsx hoặc .csv bên trong lên."
_OPEN = "Hãy mở bằng Excel và lưu lại thành .xlsx."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The first bytes of a file → what to say.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", f"Tệp này là PDF. Hãy lấy tệp Excel gốc. Nếu không có: {_TABLE[0].lower()}{_TABLE[1:]}"),
    (b"{\\rtf", f"Tệp này là Word. {_TABLE}"),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG\r\n", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"<html", f"Tệp này thật ra là trang web, không phải bảng tính. {_OPEN}"),
    (b"<!doctype html", f"Tệp này thật ra là trang web, không phải bảng tính. {_OPEN}"),
    (b"<table", f"Tệp này thật ra là trang web, không phải bảng tính. {_OPEN}"),
    (b"<?xml", f"Tệp này là XML, không phải bảng tính .xlsx. {_OPEN}"),
)
# A member of a zip archive → what to say; xl/workbook.xml was looked for before.
_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", f"Tệp này là Word, không phải .xlsx. {_TABLE}"),
    ("ppt/presentation.xml", f"Tệp này là PowerPoint, không phải .xlsx. {_TABLE}"),
    ("xl/workbook.bin", f"Tệp này là .xlsb, không phải .xlsx. {_OPEN}"),
    ("content.xml", "Tệp này là .ods, không phải .xlsx. Hãy mở bằng LibreOffice hoặc Excel và lưu lại thành .xlsx."),
)


def refusal(name: str, data: bytes) -> str:
    """Why a file with this name and these bytes is no spreadsheet, "" when it may be a CSV."""
    if data.startswith(_OLE):
        return f"Tệp này là Word cũ (.doc). {_TABLE}" if name.lower().endswith((".doc", ".dot")) else _OLD
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, message in _BEGINNINGS:
        if start.startswith(beginning.lower()):
            return message
    if data[4:8] == b"ftyp":
        return _PICTURE
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        return "Tệp hỏng hoặc không phải .xlsx. Hãy mở bằng Excel và lưu lại thành .xlsx."
    return ""


def archive_refusal(members: list[str]) -> str:
    """Why a zip archive with these members is no workbook."""
    for member, message in _MEMBERS:
        if member in members:
            return message
    return "Tệp này không phải .xlsx. Hãy lưu lại thành .xlsx hoặc CSV UTF-8."
