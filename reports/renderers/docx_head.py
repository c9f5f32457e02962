"""What frames a report in Word: letterhead, title, addressees, the signature block and an appendix's title.

As on paper: two columns without lines, rules under the words as long as the words ask, "Nơi nhận" level with the
signer's authority. A rule is the lower border of a thin paragraph of its own, which Word and LibreOffice draw alike.
"""

from typing import Any

from reports.document import Appendix, Document, Letterhead
from reports.issuers.paper_form import PaperForm
from reports.renderers.docx_styles import Look
from reports.renderers.docx_xml import cell, frame, paragraph, row, sub, twips
from reports.renderers.layout import title_lines

COPIES_MM = 84.0
MM_PER_PT = 25.4 / 72


def text_mm(text: str, look: Look) -> float:
    """About how long a line is in bold Times: letters by their kind (within 4 % for the words of letterheads)."""
    shown = text.upper() if look.letters.capitals else text
    ems = sum(0.25 if c.isspace() else 0.72 if c.isupper() else 0.49 if c.isalnum() else 0.33 for c in shown)
    return ems * look.letters.size * MM_PER_PT


def rule(parent: Any, style: Look, words: str, room_mm: float, percent: float) -> None:
    """A rule under `words` (the last line of a part), in a column of `room_mm`: `percent` of their length."""
    long = min(text_mm(words, style), room_mm) * percent / 100
    form = paragraph(parent, "Rule")
    sub(sub(form, "pBdr"), "bottom", val="single", sz=6, space=0, color="000000")
    sub(form, "ind", left=twips((room_mm - long) / 2), right=twips((room_mm - long) / 2))


def letterhead(body: Any, document: Document, styles: dict[str, Look]) -> None:
    """Issuer at the left, the nation's or the Party's heading at the right; below them number and date, on one line."""
    head = document.letterhead
    left_mm = head.paper.left_mm
    right_mm = head.paper.text_mm - left_mm
    table = frame((left_mm, right_mm))
    body.append(table)
    upper = row(table)
    left, right = cell(upper, left_mm, middle=False), cell(upper, right_mm, middle=False)
    if head.joint:
        _issuer(left, head, styles, bare=True)
        paragraph(left, "Superior", "-")
    _issuer(left, head.joint or head, styles, paper=head.paper)
    nation = ("Nation", "Motto") if len(head.right) > 1 else ("PartyName",)
    for style, line in zip(nation, head.right, strict=True):
        paragraph(right, style, line)
    rule(right, styles[nation[-1]], head.right[-1], right_mm, 100)
    lower = row(table)
    paragraph(cell(lower, left_mm, middle=False), "Number", head.number)
    paragraph(cell(lower, right_mm, middle=False), "PlaceDate", document.place_date)


def _issuer(
    left: Any, head: Letterhead, styles: dict[str, Look], *, paper: PaperForm | None = None, bare: bool = False
) -> None:
    """A body's lines, with its rule or its star below unless `bare`."""
    for line in head.superior:
        paragraph(left, "Superior", line)
    paragraph(left, "Issuer", head.issuer)
    if bare:
        return
    paper = paper or head.paper
    if head.star:
        paragraph(left, "Star", head.star)
    else:
        rule(left, styles["Issuer"], head.issuer, paper.left_mm, paper.rule_percent)


def title(body: Any, document: Document, styles: dict[str, Look]) -> None:
    """The banner of illustrative data, the kind of document, what it is about with its rule, whom it goes to."""
    paper = document.letterhead.paper
    paragraph(body, "Gap")
    if document.banner:
        form = paragraph(body, "Banner", document.banner)
        borders = sub(form, "pBdr")
        for side in ("top", "left", "bottom", "right"):
            sub(borders, side, val="single", sz=6, space=1, color="000000")
        aside = twips((paper.text_mm - text_mm(document.banner, styles["Banner"]) - 8) / 2)
        sub(form, "ind", left=aside, right=aside)
    paragraph(body, "Title", document.kind)
    lines = title_lines(document)
    for line in lines:
        paragraph(body, "Subject", line)
    if paper.subject_dashes:
        paragraph(body, "Star", "-" * int(paper.subject_dashes))
    else:
        rule(body, styles["Subject"], max(lines, key=len), paper.text_mm, paper.rule_percent)
    paragraph(body, "Gap")
    if document.addressees:
        _addressees(body, document.addressees, styles["To"], paper.text_mm)


def _addressees(body: Any, names: tuple[str, ...], look: Look, room_mm: float) -> None:
    """ "Kính gửi:" alone on its line, the names below, their dashes under the colon."""
    left = text_mm("Kính gửi:", look)
    right = min(room_mm - left, max(text_mm(f"- {name};", look) for name in names) + 2)
    table = frame((left, right), centred=True)
    body.append(table)
    line = row(table)
    paragraph(cell(line, left, middle=False), "To", "Kính gửi:")
    box = cell(line, right, middle=False)
    paragraph(box, "To")
    for text in listed(names):
        paragraph(box, "To", text)
    paragraph(body, "Gap")


def listed(names: tuple[str, ...]) -> list[str]:
    """ "- A;", "- B." """
    return [f"- {name}{'.' if number == len(names) else ';'}" for number, name in enumerate(names, 1)]


def signature(body: Any, document: Document) -> None:
    """Where copies go, and who signs: a row that no page break divides. Of a joint issue both sign above the copies,
    the first body at the right.
    """
    head, room_mm = document.letterhead, document.letterhead.paper.text_mm
    paragraph(body, "Gap", keep=True)
    if head.joint:
        table = frame((room_mm / 2, room_mm / 2))
        body.append(table)
        line = row(table)
        _power(cell(line, room_mm / 2, middle=False), head.joint, document.joint_signed_by, head.paper)
        _power(cell(line, room_mm / 2, middle=False), head, document.signed_by, head.paper)
        paragraph(body, "Gap", keep=True)
    table = frame((COPIES_MM, room_mm - COPIES_MM))
    body.append(table)
    line = row(table)
    copies, power = cell(line, COPIES_MM, middle=False), cell(line, room_mm - COPIES_MM, middle=False)
    paragraph(copies, "CopiesTitle", "Nơi nhận:")
    for text in listed(document.recipients):
        paragraph(copies, "Copies", text)
    if document.seal:
        paragraph(copies, "Copies", f"Mã xác minh {document.seal.code}, kiểm tra tại {document.seal.address}")
    if head.joint:
        paragraph(power, "Copies")
    else:
        _power(power, head, document.signed_by, head.paper)


def _power(box: Any, head: Letterhead, name: str, paper: PaperForm) -> None:
    for text in head.signer:
        paragraph(box, "Power", text)
    sub(paragraph(box, "Signer", name), "spacing", before=twips(paper.signature_gap))


def appendix_title(body: Any, appendix: Appendix, attached_to: tuple[str, ...]) -> None:
    """ "Phụ lục I", its title, and to which report it belongs."""
    paragraph(body, "Appendix", f"Phụ lục {appendix.number}".strip())
    paragraph(body, "AppendixTitle", appendix.title)
    for number, line in enumerate(attached_to, 1):
        paragraph(body, "Attached", "(" * (number == 1) + line + ")" * (number == len(attached_to)))
    paragraph(body, "Gap", keep=True)
