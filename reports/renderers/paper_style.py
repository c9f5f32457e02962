"""The part of the paper's style sheet that is made of measures; `static/paper/report.css` holds what is not.

Made as text because WeasyPrint reads no `var()` inside `@page`.
"""

from reports.issuers.paper_form import Letters, PaperForm

# Which selectors print a part; the names are PaperForm's.
PARTS: dict[str, str] = {
    "nation": ".nation",
    "motto": ".motto",
    "heading": ".heading",
    "superior": ".superior",
    "issuer": ".issuer",
    "number": ".number",
    "date": ".date",
    "kind": ".kind",
    "subject": "h1",
    "to": ".to",
    "body": "html",
    "chapter": "h2",
    "clause": "h3",
    "point": "h4",
    "power": ".power .post",
    "signer": ".power .name",
    "copies_label": ".copies .label",
    "copies": ".copies",
    "appendix": ".appendix h2",
    "appendix_title": ".appendix h2 .title",
    "attached": ".attached",
    "table": "table",
    "wide_table": ".appendix.wide table",
    "caption": ".table > figcaption b",
    "unit_line": ".table > figcaption i",
    "note": "p.note",
    "chart_caption": ".chart > figcaption",
}


def css(form: PaperForm) -> str:
    """The rules that follow from the measures."""
    return "\n".join([*_pages(form), *(_letters(PARTS[name], getattr(form, name)) for name in PARTS), *_lines(form)])


def _pages(form: PaperForm) -> list[str]:
    counter = '"- " counter(page) " -"' if form.dashed_page_number else "counter(page)"
    first = "" if form.appendix_first_number else " @top-center { content: none }"
    return [
        _page("", (form.margin_top, form.margin_right, form.margin_bottom, form.margin_left), form, counter),
        _page("appendix-wide", (form.wide_top, form.wide_right, form.wide_bottom, form.wide_left), form, counter),
        # Numbering starts again with each appendix; on the element it would not reach the page counter.
        *(
            f"@page {name}:nth(1 of {name}) {{ counter-reset: page 1;{first} }}"
            for name in ("appendix", "appendix-wide")
        ),
    ]


def _page(name: str, margins: tuple[float, float, float, float], form: PaperForm, counter: str) -> str:
    """A page's margins (top, right, bottom, left) and its number, whose middle is `page_number_mm` below the edge.

    The number stands in the middle of its box, which is the top margin less what is padded away.
    """
    off = round(2 * form.page_number_mm - margins[0], 2)
    side = "top" if off > 0 else "bottom"
    return (
        f"@page {name} {{ margin: {' '.join(f'{mm:g}mm' for mm in margins)}; @top-center {{ content: {counter}; "
        f"font-size: {form.page_number.size:g}pt; padding-{side}: {abs(off):g}mm }} }}"
    )


def _letters(selector: str, letters: Letters) -> str:
    style = [f"font-size: {letters.size:g}pt", f"font-weight: {'bold' if letters.bold else 'normal'}"]
    style.append(f"font-style: {'italic' if letters.italic else 'normal'}")
    style.append(f"text-transform: {'uppercase' if letters.capitals else 'none'}")
    style.append(f"text-decoration: {'underline' if letters.underlined else 'none'}")
    return f"{selector} {{ {'; '.join(style)} }}"


def _lines(form: PaperForm) -> list[str]:
    line, gap = f"{form.line_pt:g}pt", f"{form.paragraph_gap:g}pt"
    dashes = "-" * int(form.subject_dashes)
    return [
        f"html, h1, h2, h3, h4, .copies .label, .power p {{ line-height: {line} }}",
        f"p, ol.points > li {{ margin: {gap} 0; text-indent: {form.indent:g}mm }}",
        f"h2, h3, h4 {{ text-indent: {form.indent:g}mm }}",
        f".head .left {{ width: {form.left_mm:g}mm }}",
        f".rule::after {{ width: {form.rule_percent:g}% }}",
        f".power p.name {{ padding-top: {form.signature_gap:g}mm }}",
        f".to > div + div {{ padding-top: {line} }}",
        *([f'.subject::after {{ content: "{dashes}"; border: 0; width: auto; margin: 0 }}'] if dashes else []),
    ]
