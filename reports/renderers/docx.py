"""The report as a Word file, for those who must edit it: real styles, tables and sections, the letterhead of paper.

Charts come as small tables of their figures. There are no links: a file that travels would lead nowhere.
"""

from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from django.utils import timezone
from docx.oxml.ns import qn
from lxml import etree

from reports.document import Appendix, Block, ChartBlock, Document, Heading, LetteredList, Paragraph, Table
from reports.issuers.paper_form import PAGE_MM, WIDE_MM, PaperForm
from reports.renderers import docx_head, docx_styles
from reports.renderers.docx_charts import chart_table
from reports.renderers.docx_styles import LANGUAGE
from reports.renderers.docx_tables import data_table
from reports.renderers.docx_xml import SPACE, paragraph, sub, twips
from reports.renderers.figures import line_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOOTER_MM = 8
PROPERTY_CHARS = 255  # more, and the library refuses a property
IN_FILE, IN_DOCUMENT = ("officeDocument", "core-properties"), ("styles", "settings", "theme")
SYMBOLS = "abcdđeghiklmnopqrstuvxy"


def render(document: Document) -> bytes:
    """The file's bytes; opens in Word and in LibreOffice."""
    file, form = _empty(), document.letterhead.paper
    _properties(file, document)
    styles = docx_styles.looks(form)
    docx_styles.write(file.styles.element, styles)
    body = file.element.body
    references = _margins_text(file, document)
    for element in list(body):
        body.remove(element)
    docx_head.letterhead(body, document, styles)
    docx_head.title(body, document, styles)
    for number, block in enumerate(document.blocks, 1):
        _block(body, block, form, keep=number == len(document.blocks))
    docx_head.signature(body, document)
    # A section's properties stand in its last paragraph, those of the last one at the end of the body.
    before: Appendix | None = None
    for appendix in document.appendices:
        paragraph(body, "Gap").append(_section(references, form, before))
        docx_head.appendix_title(body, appendix, document.attached_to)
        for block in appendix.blocks:
            _block(body, block, form, wide=appendix.landscape)
        before = appendix
    body.append(_section(references, form, before))
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()


def letters(number: int) -> str:
    """The mark of a point: a, b, c, d, đ … y, aa; no f, j, w or z in Vietnamese."""
    result = ""
    while number:
        number, place = divmod(number - 1, len(SYMBOLS))
        result = SYMBOLS[place] + result
    return result


def _block(body: Any, block: Block, form: PaperForm, *, wide: bool = False, keep: bool = False) -> None:
    """One block of the tree. `wide`: on a landscape page; `keep`: on the page of what follows."""
    if isinstance(block, Heading):
        paragraph(body, f"Heading{block.level - 1}", f"{block.number} {block.text}")
    elif isinstance(block, Paragraph):
        paragraph(body, "Note" if block.style == "note" else "BodyText", line_text(block.parts), keep=keep)
    elif isinstance(block, LetteredList):
        for number, item in enumerate(block.items, 1):
            paragraph(body, "Points", f"{letters(number)}) {line_text(item)}")
    else:
        table: Table = chart_table(block) if isinstance(block, ChartBlock) else block
        width = WIDE_MM[0] - form.wide_left - form.wide_right if wide else form.text_mm
        size = form.wide_table.size if wide else form.table.size
        for element in data_table(table, width, size, small=wide):
            body.append(element)


def _section(references: list[Any], form: PaperForm, appendix: Appendix | None) -> Any:
    """A section's properties: its sheet, its own count of pages, no number on its first. `appendix` None: the body."""
    section = etree.Element(qn("w:sectPr"))
    section.extend(deepcopy(references))
    sub(section, "type", val="nextPage")
    wide = appendix is not None and appendix.landscape
    width, height = WIDE_MM if wide else PAGE_MM
    sub(section, "pgSz", w=twips(width), h=twips(height), **({"orient": "landscape"} if wide else {}))
    kind = "wide" if wide else "margin"
    margins = {side: twips(getattr(form, f"{kind}_{side}")) for side in ("top", "right", "bottom", "left")}
    above = form.page_number_mm - form.page_number.size * docx_head.MM_PER_PT / 2
    sub(section, "pgMar", **margins, header=twips(above), footer=twips(FOOTER_MM), gutter=0)
    if appendix is not None:
        sub(section, "pgNumType", start=1)
    if appendix is None or not form.appendix_first_number:
        sub(section, "titlePg")
    return section


def _margins_text(file: Any, document: Document) -> list[Any]:
    """The page's number above, the banner of illustrative data below; what sections refer to them by."""
    first = file.sections[0]
    first.different_first_page_header_footer = True
    parts = [(first.header, "Header"), (first.first_page_header, "Header")]
    parts += [(first.footer, "Footer"), (first.first_page_footer, "Footer")]
    for part, style in parts:
        part.is_linked_to_previous = False
        holder = part._element
        for element in list(holder):
            holder.remove(element)
        form = paragraph(holder, style, document.banner if style == "Footer" else "")
        if part is parts[0][0]:
            _page_number(form.getparent(), dashed=document.letterhead.paper.dashed_page_number)
    return [each for each in first._sectPr if each.tag in (qn("w:headerReference"), qn("w:footerReference"))]


def _page_number(made: Any, *, dashed: bool) -> None:
    if dashed:
        sub(sub(made, "r"), "t", "- ").set(SPACE, "preserve")
    sub(sub(sub(made, "fldSimple", instr="PAGE"), "r"), "t", "2")
    if dashed:
        sub(sub(made, "r"), "t", " -").set(SPACE, "preserve")


def _empty() -> Any:
    """The library's empty file without what it brings along: a picture of a page, another program's name, 400 kB of
    styles.
    """
    file = docx.Document()
    for holder, kept in ((file.part.package, IN_FILE), (file.part, IN_DOCUMENT)):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] not in kept:
                del holder.rels[key]
    return file


def _properties(file: Any, document: Document) -> None:
    """What the file says about itself, and that Word need not treat it as one of an older Word."""
    about, meta, now = file.core_properties, document.meta, timezone.now().replace(tzinfo=None)
    said = {"title": meta.title, "author": meta.author, "subject": meta.description, "last_modified_by": meta.author}
    said |= {"keywords": ", ".join(meta.keywords), "language": LANGUAGE, "comments": ""}
    for name, text in said.items():
        setattr(about, name, text if len(text) <= PROPERTY_CHARS else text[: PROPERTY_CHARS - 1] + "…")
    about.created = about.modified = now
    settings = file.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    compat = settings.find(qn("w:compat"))
    compat.clear()
    word = "http://schemas.microsoft.com/office/word"
    sub(compat, "compatSetting", name="compatibilityMode", uri=word, val=15)
