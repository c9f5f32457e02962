"""The styles of a report in Word: one of each name, so that whoever edits it changes a style and not a hundred lines.

Sizes, gaps and indents are the paper's own (`PaperForm`); what no rule gives as a measure is as in
static/paper/report.css. Names are Vietnamese, for Word's list of styles shows them. Headings are Word's own three,
which its navigation pane and a table of contents know.
"""

from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from reports.issuers.paper_form import Letters, PaperForm
from reports.renderers.docx_xml import sub, twips

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
THIN = Letters(size=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A paragraph style: its letters, the height of a line, spaces in points, the first line's indent in millimetres.

    `name` is what Word shows; its own English name for built-in ones. `keep`: never apart from what follows.
    `outline`: 0 for the level of chapters, None for running text. `exact`: a line is as high even when empty.
    """

    name: str
    letters: Letters
    line: float
    before: float = 0
    after: float = 0
    first_mm: float = 0
    align: str = "left"
    keep: bool = False
    outline: int | None = None
    exact: bool = False


def looks(form: PaperForm) -> dict[str, Look]:
    """The styles by their id."""
    text = Look(
        name="Body Text", letters=form.body, line=form.line_pt, after=form.paragraph_gap, first_mm=form.indent,
        align="both",
    )  # fmt: skip
    chapter = replace(text, name="heading 1", letters=form.chapter, before=4, keep=True, outline=0)
    return {
        "Normal": Look(name="Normal", letters=form.body, line=form.line_pt),
        "BodyText": text,
        "Points": replace(text, name="Điểm a, b, c"),
        "Heading1": chapter,
        "Heading2": replace(chapter, name="heading 2", letters=form.clause, before=0, outline=1),
        "Heading3": replace(chapter, name="heading 3", letters=form.point, before=0, outline=2),
        **_head(form),
        **_title(form),
        **_tables(form),
        **_end(form),
        "Rule": Look(name="Đường kẻ", letters=THIN, line=3, align="center", keep=True, exact=True),
        "Gap": Look(name="Khoảng cách", letters=THIN, line=8, exact=True),
        "Header": Look(name="header", letters=form.page_number, line=form.page_number.size, align="center"),
        "Footer": Look(name="footer", letters=Letters(size=11, italic=True), line=13, align="center"),
    }


def _centred(name: str, letters: Letters, height: float, before: float = 0) -> Look:
    return Look(name=name, letters=letters, line=letters.size * height, before=before, align="center", keep=True)


def _head(form: PaperForm) -> dict[str, Look]:
    starred = 0 if form.subject_dashes else 8
    return {
        "Superior": _centred("Cơ quan chủ quản", form.superior, 1.22),
        "Issuer": _centred("Cơ quan ban hành", form.issuer, 1.22),
        "Star": _centred("Dấu sao", Letters(size=14), 1),
        "Nation": _centred("Quốc hiệu", form.nation, 1.22),
        "Motto": _centred("Tiêu ngữ", form.motto, 1.22),
        "PartyName": _centred("Tiêu đề", form.heading, 1.22),
        "Number": _centred("Số, ký hiệu", form.number, 1.22, starred),
        "PlaceDate": _centred("Địa danh, ngày tháng", form.date, 1.22, starred),
    }


def _title(form: PaperForm) -> dict[str, Look]:
    banner = Letters(size=12, capitals=True)
    return {
        "Banner": replace(_centred("Nhãn số liệu minh họa", banner, 1.25), after=10),
        "Title": _centred("Title", form.kind, 1.28, 14),
        "Subject": _centred("Trích yếu", form.subject, 1.28),
        "To": Look(name="Kính gửi", letters=form.to, line=form.line_pt, keep=True),
        "Appendix": replace(_centred("Phụ lục", form.appendix, 1.28), outline=0),
        "AppendixTitle": _centred("Tên phụ lục", form.appendix_title, 1.28),
        "Attached": _centred("Kèm theo", form.attached, 1.28),
    }


def _tables(form: PaperForm) -> dict[str, Look]:
    made = {
        "Caption": replace(_centred("caption", form.caption, 1.25, 6), after=3),
        "UnitLine": replace(_centred("Đơn vị tính", form.unit_line, 1.25), after=3, align="right"),
        "Note": Look(name="Ghi chú", letters=form.note, line=form.note.size * 1.25, before=3),
        "CellNumbers": _centred("Số thứ tự cột", Letters(size=10, italic=True), 1.2),
    }
    for end, letters, words in (("", form.table, ""), ("Small", form.wide_table, ", bảng ngang")):
        made[f"Cell{end}"] = Look(name=f"Ô bảng{words}", letters=letters, line=letters.size * 1.2)
        made[f"CellHead{end}"] = _centred(f"Đầu cột{words}", replace(letters, bold=True), 1.2)
    return made


def _end(form: PaperForm) -> dict[str, Look]:
    line = form.line_pt
    return {
        "CopiesTitle": Look(name="Nơi nhận, tiêu đề", letters=form.copies_label, line=line),
        "Copies": Look(name="Nơi nhận", letters=form.copies, line=form.copies.size * 1.22),
        "Power": replace(_centred("Quyền hạn, chức vụ", form.power, 1), line=line),
        "Signer": replace(_centred("Họ tên người ký", form.signer, 1), line=line),
    }


def write(styles: Any, made: dict[str, Look]) -> None:
    """Put these styles in the place of those that the library's empty file brings (`styles`: the root element)."""
    for element in list(styles):
        if element.tag != qn("w:latentStyles"):
            styles.remove(element)
    defaults = etree.Element(qn("w:docDefaults"))
    styles.insert(0, defaults)
    letters = sub(sub(defaults, "rPrDefault"), "rPr")
    sub(letters, "rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    _size(letters, made["Normal"].letters.size)
    sub(letters, "lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    sub(sub(sub(defaults, "pPrDefault"), "pPr"), "spacing", before=0, after=0)
    sub(_style(styles, "character", "DefaultParagraphFont", "Default Paragraph Font", default=1), "uiPriority", val=1)
    for name, look in made.items():
        _paragraph(styles, name, look)
    plain = sub(_style(styles, "table", "TableNormal", "Normal Table", default=1), "tblPr")
    sub(plain, "tblInd", w=0, type="dxa")
    _margins(plain, top=0, left=0, bottom=0, right=0)
    ruled = sub(_style(styles, "table", "ReportTable", "Bảng số liệu", customStyle=1), "tblPr")
    borders = sub(ruled, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        sub(borders, side, val="single", sz=4, space=0, color="000000")
    _margins(ruled, top=50, left=80, bottom=50, right=80)


def _style(styles: Any, kind: str, name: str, shown: str, **attributes: object) -> Any:
    style = sub(styles, "style", type=kind, styleId=name, **attributes)
    sub(style, "name", val=shown)
    return style


def _paragraph(styles: Any, name: str, look: Look) -> None:
    own = {} if look.name.isascii() else {"customStyle": 1}
    style = _style(styles, "paragraph", name, look.name, **({"default": 1} if name == "Normal" else own))
    if name != "Normal":
        sub(style, "basedOn", val="Normal")
    sub(style, "qFormat")
    form = sub(style, "pPr")
    if look.keep:
        sub(form, "keepNext")
    if look.outline is not None:
        sub(form, "keepLines")
    rule = "exact" if look.exact else "atLeast"
    sub(form, "spacing", before=_20(look.before), after=_20(look.after), line=_20(look.line), lineRule=rule)
    if look.first_mm:
        sub(form, "ind", firstLine=twips(look.first_mm))
    sub(form, "jc", val=look.align)
    if look.outline is not None:
        sub(form, "outlineLvl", val=look.outline)
    letters, wanted = sub(style, "rPr"), look.letters
    for there, tags in ((wanted.bold, ("b", "bCs")), (wanted.italic, ("i", "iCs")), (wanted.capitals, ("caps",))):
        for tag in tags if there else ():
            sub(letters, tag)
    _size(letters, wanted.size)
    if wanted.underlined:
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
