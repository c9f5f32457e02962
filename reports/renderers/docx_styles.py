"""The styles of a report in Word: one of each name, so that whoever edits it changes a style and not a hundred lines.

Measures are those of paper (static/paper/report.css); names are Vietnamese, for Word's list of styles shows them.
Headings are Word's own three, which its navigation pane and a table of contents know.
"""

from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from reports.document import Issuer

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
TEXT_PT, LINE_PT = 13.0, 17.0
INDENT_MM = 12.7
TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A paragraph style: sizes and spaces in points, the first line's indent in millimetres.

    `name` is what Word shows; its own English name for built-in ones. `keep`: never apart from what follows.
    `outline`: 0 for the level of chapters, None for running text.
    """

    name: str
    size: float = TEXT_PT
    line: float = LINE_PT
    before: float = 0
    after: float = 0
    first_mm: float = 0
    align: str = "left"
    bold: bool = False
    italic: bool = False
    caps: bool = False
    underline: bool = False
    keep: bool = False
    outline: int | None = None


_TEXT = Look(name="Body Text", after=5, first_mm=INDENT_MM, align="both")
_HEAD = Look(name="", size=13, line=16, align="center", keep=True)
_CELL = Look(name="", size=12, line=15)

LOOKS: dict[str, Look] = {
    "Normal": Look(name="Normal"),
    "BodyText": _TEXT,
    "Points": replace(_TEXT, name="Điểm a, b, c"),
    "Heading1": replace(_TEXT, name="heading 1", before=5, bold=True, caps=True, keep=True, outline=0),
    "Heading2": replace(_TEXT, name="heading 2", before=1, bold=True, keep=True, outline=1),
    "Heading3": replace(_TEXT, name="heading 3", before=1, keep=True, outline=2),
    "Note": Look(name="Ghi chú", size=11, line=14, before=3, italic=True),
    "Caption": Look(name="caption", line=16, before=6, after=3, align="center", bold=True, keep=True),
    "UnitLine": Look(name="Đơn vị tính", size=12, line=16, after=3, align="right", italic=True, keep=True),
    "CellHead": replace(_CELL, name="Đầu cột", align="center", bold=True, keep=True),
    "CellNumbers": Look(name="Số thứ tự cột", size=10, line=12, align="center", italic=True, keep=True),
    "Cell": replace(_CELL, name="Ô bảng"),
    "CellHeadSmall": replace(
        _CELL, name="Đầu cột, bảng ngang", size=11, line=13, align="center", bold=True, keep=True
    ),
    "CellSmall": replace(_CELL, name="Ô bảng, bảng ngang", size=11, line=13),
    "Superior": replace(_HEAD, name="Cơ quan chủ quản", caps=True),
    "Issuer": replace(_HEAD, name="Cơ quan ban hành", caps=True, bold=True),
    "Star": replace(_HEAD, name="Dấu sao", size=14, line=14),
    "Nation": replace(_HEAD, name="Quốc hiệu", caps=True, bold=True),
    "Motto": replace(_HEAD, name="Tiêu ngữ", size=14, line=17, bold=True),
    "PartyName": replace(_HEAD, name="Tiêu đề", size=15, line=18, caps=True, bold=True),
    "Number": replace(_HEAD, name="Số, ký hiệu", line=17, before=8),
    "PlaceDate": replace(_HEAD, name="Địa danh, ngày tháng", size=14, line=17, before=8, italic=True),
    "Rule": Look(name="Đường kẻ", size=1, line=3, align="center", keep=True),
    "Banner": Look(name="Nhãn số liệu minh họa", size=12, line=15, after=10, align="center", caps=True),
    "Title": replace(_HEAD, name="Title", size=14, line=18, before=14, bold=True, caps=True),
    "Subject": replace(_HEAD, name="Trích yếu", size=14, line=18, bold=True),
    "To": Look(name="Kính gửi", keep=True),
    "CopiesTitle": Look(name="Nơi nhận, tiêu đề", size=12, line=18, bold=True, italic=True),
    "Copies": Look(name="Nơi nhận", size=11, line=13.5),
    "Power": Look(name="Quyền hạn, chức vụ", line=18, align="center", bold=True, caps=True),
    "Signer": Look(name="Họ tên người ký", line=18, align="center", bold=True),
    "Appendix": Look(name="Phụ lục", align="center", bold=True, keep=True, outline=0),
    "AppendixTitle": Look(name="Tên phụ lục", align="center", bold=True, caps=True, keep=True),
    "Attached": Look(name="Kèm theo", align="center", italic=True, keep=True),
    "Gap": Look(name="Khoảng cách", size=1, line=8),
    "Header": Look(name="header", align="center", line=13),
    "Footer": Look(name="footer", size=11, line=13, align="center", italic=True),
}  # fmt: skip

# Sizes of the Party's and the Youth Union's papers are the offices' habits.
_OTHERS: dict[Issuer, dict[str, dict[str, Any]]] = {
    "party": {
        "Superior": {"size": 14, "line": 17},
        "Issuer": {"size": 14, "line": 17},
        "Number": {"size": 14, "before": 0},
        "PlaceDate": {"before": 0},
        "Title": {"size": 16, "line": 22},
        "Subject": {"size": 15, "line": 19},
        "CopiesTitle": {"size": 14, "bold": False, "italic": False, "underline": True},
    },
    "union": {"Number": {"before": 0}, "PlaceDate": {"before": 0}, "Title": {"size": 16, "line": 22}},
}


def looks(issuer: Issuer) -> dict[str, Look]:
    """The styles by their id, with the sizes of the issuer's form."""
    return {name: replace(look, **_OTHERS.get(issuer, {}).get(name, {})) for name, look in LOOKS.items()}


def sub(parent: Any, tag: str, text: str = "", /, **attributes: object) -> Any:
    """A new last child `w:tag` of an element; attributes are of Word's name space too. Text is escaped by lxml."""
    element = etree.SubElement(parent, qn(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    if text:
        element.text = text
    return element


def twips(mm: float) -> int:
    """Millimetres as Word counts lengths."""
    return round(mm * TWIPS_PER_MM)


def write(styles: Any, issuer: Issuer) -> None:
    """Put these styles in the place of those that the library's empty file brings (`styles`: the root element)."""
    for element in list(styles):
        if element.tag != qn("w:latentStyles"):
            styles.remove(element)
    defaults = etree.Element(qn("w:docDefaults"))
    styles.insert(0, defaults)
    letters = sub(sub(defaults, "rPrDefault"), "rPr")
    sub(letters, "rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    _size(letters, TEXT_PT)
    sub(letters, "lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    sub(sub(sub(defaults, "pPrDefault"), "pPr"), "spacing", before=0, after=0)
    sub(_style(styles, "character", "DefaultParagraphFont", "Default Paragraph Font", default=1), "uiPriority", val=1)
    for name, look in looks(issuer).items():
        _paragraph(styles, name, look)
    plain = sub(_style(styles, "table", "TableNormal", "Normal Table", default=1), "tblPr")
    sub(plain, "tblInd", w=0, type="dxa")
    _margins(plain, top=0, left=0, bottom=0, right=0)
    ruled = sub(_style(styles, "table", "ReportTable", "Bảng số liệu"), "tblPr")
    borders = sub(ruled, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        sub(borders, side, val="single", sz=4, space=0, color="000000")
    _margins(ruled, top=50, left=80, bottom=50, right=80)


def _style(styles: Any, kind: str, name: str, shown: str, **attributes: object) -> Any:
    style = sub(styles, "style", type=kind, styleId=name, **attributes)
    sub(style, "name", val=shown)
    return style


def _paragraph(styles: Any, name: str, look: Look) -> None:
    style = _style(styles, "paragraph", name, look.name, **({"default": 1} if name == "Normal" else {}))
    if name != "Normal":
        sub(style, "basedOn", val="Normal")
    sub(style, "qFormat")
    form = sub(style, "pPr")
    if look.keep:
        sub(form, "keepNext")
    if look.outline is not None:
        sub(form, "keepLines")
    at_least = "exact" if name in ("Rule", "Gap") else "atLeast"
    sub(form, "spacing", before=_20(look.before), after=_20(look.after), line=_20(look.line), lineRule=at_least)
    if look.first_mm:
        sub(form, "ind", firstLine=twips(look.first_mm))
    sub(form, "jc", val=look.align)
    if look.outline is not None:
        sub(form, "outlineLvl", val=look.outline)
    letters = sub(style, "rPr")
    for wanted, tags in ((look.bold, ("b", "bCs")), (look.italic, ("i", "iCs")), (look.caps, ("caps",))):
        for tag in tags if wanted else ():
            sub(letters, tag)
    _size(letters, look.size)
    if look.underline:
        sub(letters, "u", val="single")


def _size(letters: Any, points: float) -> None:
    sub(letters, "sz", val=round(points * 2))
    sub(letters, "szCs", val=round(points * 2))


def _20(points: float) -> int:
    return round(points * 20)


def _margins(form: Any, **twips_by_side: int) -> None:
    margins = sub(form, "tblCellMar")
    for side, value in twips_by_side.items():
        sub(margins, side, w=value, type="dxa")
