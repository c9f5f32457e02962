"""What frames a report in Word: letterhead, title, addressees, the signature block and an appendix's title.

As on paper: two columns without lines, rules under the words as long as the words ask, "Nơi nhận" level with the
signer's authority. A rule is the lower border of a thin paragraph of its own, which Word and LibreOffice draw alike.
"""

from typing import Any

from reports.document import Appendix, Document
from reports.renderers.docx_styles import Look, sub, twips
from reports.renderers.docx_tables import cell, frame, paragraph, row
from reports.renderers.layout import title_lines

LEFT_MM, TEXT_MM = 68.0, 165.0
COPIES_MM = 84.0
PART_OF_LINE = 0.4  # a rule of a third to a half of the line above it
MM_PER_PT = 25.4 / 72


def text_mm(text: str, look: Look) -> float:
    """About how long a line is in bold Times: letters by their kind (within 4 % for the words of letterheads)."""
    shown = text.upper() if look.caps else text
    ems = sum(0.25 if c.isspace() else 0.72 if c.isupper() else 0.49 if c.isalnum() else 0.33 for c in shown)
    return ems * look.size * MM_PER_PT


def rule(parent: Any, style: Look, words: str, room_mm: float, part: float) -> None:
    """A rule under `words` (the last line of a part), in a column of `room_mm`: `part` of their length."""
    aside = max(0.0, (room_mm - min(text_mm(words, style), room_mm) * part) / 2)
    form = paragraph(parent, "Rule")
    sub(sub(form, "pBdr"), "bottom", val="single", sz=6, space=0, color="000000")
    sub(form, "ind", left=twips(aside), right=twips(aside))


def letterhead(body: Any, document: Document, styles: dict[str, Look]) -> None:
    """Issuer at the left, the nation's or the Party's heading at the right; below them number and date, on one line."""
    head, right_mm = document.letterhead, TEXT_MM - LEFT_MM
    table = frame((LEFT_MM, right_mm))
    body.append(table)
    upper = row(table)
    left, right = cell(upper, LEFT_MM, middle=False), cell(upper, right_mm, middle=False)
    for line in head.superior:
        paragraph(left, "Superior", line)
    paragraph(left, "Issuer", head.issuer)
    if head.star:
        paragraph(left, "Star", head.star)
    else:
        rule(left, styles["Issuer"], head.issuer, LEFT_MM, PART_OF_LINE)
    nation = ("Nation", "Motto") if len(head.right) > 1 else ("PartyName",)
    for style, line in zip(nation, head.right, strict=False):
        paragraph(right, style, line)
    rule(right, styles[nation[-1]], head.right[len(nation) - 1], right_mm, 1)
    lower = row(table)
    paragraph(cell(lower, LEFT_MM, middle=False), "Number", head.number)
    paragraph(cell(lower, right_mm, middle=False), "PlaceDate", document.place_date)


def title(body: Any, document: Document, styles: dict[str, Look]) -> None:
    """The banner of illustrative data, the kind of document, what it is about with its rule, whom it goes to."""
    paragraph(body, "Gap")
    if document.banner:
        form = paragraph(body, "Banner", document.banner)
        borders = sub(form, "pBdr")
        for side in ("top", "left", "bottom", "right"):
            sub(borders, side, val="single", sz=6, space=1, color="000000")
        aside = twips((TEXT_MM - text_mm(document.banner, styles["Banner"]) - 8) / 2)
        sub(form, "ind", left=aside, right=aside)
    kind = document.letterhead.issuer_kind
    paragraph(body, "Title", document.kind)
    lines = title_lines(document)
    for line in lines:
        paragraph(body, "Subject", line)
    if kind in ("party", "union"):
        paragraph(body, "Star", "-----")
    else:
        rule(body, styles["Subject"], max(lines, key=len), TEXT_MM, PART_OF_LINE)
    paragraph(body, "Gap")
    if document.addressees:
        _addressees(body, document.addressees, styles["To"])


def _addressees(body: Any, names: tuple[str, ...], look: Look) -> None:
    """ "Kính gửi:" alone on its line, the names below, their dashes under the colon."""
    left = text_mm("Kính gửi:", look)
    right = min(TEXT_MM - left, max(text_mm(f"- {name};", look) for name in names) + 2)
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
    """Where copies go, and who signs: one row that no page break divides, with 28 mm for the signature."""
    paragraph(body, "Gap", keep=True)
    power_mm = TEXT_MM - COPIES_MM
    table = frame((COPIES_MM, power_mm))
    body.append(table)
    line = row(table)
    copies, power = cell(line, COPIES_MM, middle=False), cell(line, power_mm, middle=False)
    paragraph(copies, "CopiesTitle", "Nơi nhận:")
    for text in listed(document.recipients):
        paragraph(copies, "Copies", text)
    for text in document.letterhead.signer:
        paragraph(power, "Power", text)
    sub(paragraph(power, "Signer", document.signed_by), "spacing", before=twips(28))


def appendix_title(body: Any, appendix: Appendix, attached_to: tuple[str, ...]) -> None:
    """ "Phụ lục I", its title, and to which report it belongs."""
    paragraph(body, "Appendix", f"Phụ lục {appendix.number}".strip())
    paragraph(body, "AppendixTitle", appendix.title)
    for number, line in enumerate(attached_to, 1):
        paragraph(body, "Attached", "(" * (number == 1) + line + ")" * (number == len(attached_to)))
    paragraph(body, "Gap")
