"""A made-up report that has every part of an official document: what an issuing body's paper looks like.

It says itself that it is a specimen and holds no figure of the portal.
"""

from datetime import date

from reports.building import cells
from reports.document import (
    Appendix,
    Block,
    Column,
    Document,
    Heading,
    LetteredList,
    Letterhead,
    Meta,
    Paragraph,
    Row,
    Table,
)
from reports.issuers.letterheads import date_line

DATED = date(2022, 2, 6)
TITLE = "Kết quả công tác dân vận năm 2021 và nhiệm vụ trọng tâm năm 2022"
WORDS = (
    "Đoạn này chỉ để xem cỡ chữ, giãn dòng, lùi đầu dòng và khoảng cách giữa các đoạn; không có số liệu nào của cổng. "
    "Khi lập báo cáo, cổng viết lời từ số liệu đã tiếp nhận, người soạn sửa lời và người có thẩm quyền ký."
)


def sample(head: Letterhead) -> Document:
    """Two pages of text, a wide appendix of more pages than one, and an upright one; dated 06/02/2022."""
    first, second = head.paper.appendix_numbers[:2]
    return Document(
        meta=Meta(
            title=f"Mẫu trình bày: {head.issuer_name}",
            author=head.issuer_name,
            description="Trang mẫu của thể thức",
            keywords=("mẫu",),
            bookmark="Báo cáo mẫu",
            year=DATED.year,
        ),
        letterhead=head,
        kind="Báo cáo",
        title=TITLE,
        blocks=(*_body(head), Paragraph((f"Trên đây là mẫu trình bày, {head.issuer_name} trân trọng báo cáo./.",))),
        addressees=head.addressees or ("Cơ quan cấp trên thứ nhất", "Cơ quan cấp trên thứ hai"),
        recipients=head.recipients or ("Như trên", "Các đơn vị liên quan", "Lưu: VT"),
        signed_by="Nguyễn Văn A",
        joint_signed_by="Trần Thị B",
        dated=DATED,
        place_date=date_line(head.place, DATED, DATED.year),
        attached_to=("Kèm theo Báo cáo mẫu", f"của {head.issuer_name}"),
        banner="Mẫu trình bày",
        appendices=(
            Appendix(
                number=first,
                title="Bảng rộng để ngang",
                blocks=(_wide(),),
                landscape=True,
            ),
            Appendix(number=second, title="Bảng để dọc", blocks=(_short("Phụ lục"),)),
        ),
    )


def _body(head: Letterhead) -> tuple[Block, ...]:
    return (
        Paragraph((WORDS,)),
        Heading(2, f"I{head.chapter_suffix}", "Mục có tiêu đề"),
        Heading(3, "1.", "Khoản có tiêu đề"),
        Paragraph((WORDS,)),
        Heading(4, "a)", "Điểm thứ nhất"),
        Paragraph((WORDS,)),
        _short("Bảng mẫu"),
        Heading(2, f"II{head.chapter_suffix}", "Mục thứ hai"),
        *(Paragraph((WORDS,)) for _ in range(3)),
        LetteredList(((WORDS,), (WORDS,))),
    )


def _short(caption: str) -> Table:
    columns = (
        cells.INDEX,
        Column(title="Nội dung", kind="text"),
        Column(title="Số lượng", kind="count", width_mm=30, inset_mm=5),
    )
    rows = tuple(Row(cells=(cells.index(n), cells.text(f"Dòng mẫu {n}"), cells.count(n))) for n in (1, 2))
    return Table(
        caption=caption,
        columns=columns,
        rows=(*rows, cells.total(cells.count(3))),
        sheet=caption,
        unit_line="Đơn vị tính: dòng",
        notes=(("Ghi chú: số trong bảng là số thứ tự của dòng.",),),
    )


def _wide() -> Table:
    columns = (
        cells.INDEX,
        *(Column(title=f"Cột mẫu {number}", kind="text") for number in range(1, 6)),
    )
    rows = tuple(Row(cells=(cells.index(n), *(cells.text(f"Dòng {n}") for _ in range(5)))) for n in range(1, 31))
    return Table(caption="", columns=columns, rows=rows, sheet="Bảng rộng", together=False, numbered=True)
