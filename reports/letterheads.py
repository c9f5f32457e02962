"""Letterheads as data, by kind of issuing body.

Rules: Nghị định 30/2020/NĐ-CP, Phụ lục I (Front and government), Hướng dẫn 36-HD/VPTW (Party), 29-HD/TWĐTN-VP (Youth
Union). The symbols after the number are habits of the offices, not rules: an office that uses others passes its own
`Letterhead`. A number or date that is not given stays blank for the clerk to fill in; nothing is made up.
"""

from datetime import date

from reports.document import Letterhead

MOTTO = ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc")
BLANK = "\u00a0" * 8
PARTY_COMMITTEES = {
    "huyện": "Huyện ủy",
    "tỉnh": "Tỉnh ủy",
    "thành phố": "Thành ủy",
    "thị xã": "Thị ủy",
    "quận": "Quận ủy",
}


def bare_place(root: str) -> str:
    """The name without its kind: "huyện Lâm Hà" → "Lâm Hà"."""
    for kind in ("huyện", "tỉnh", "thành phố", "thị xã", "thị trấn", "quận", "phường", "đặc khu", "xã", "vùng"):
        if root.casefold().startswith(kind + " "):
            return root[len(kind) + 1 :]
    return root


def party_committee(root: str) -> str:
    """The Party committee of a place: "huyện Lâm Hà" → "Huyện ủy Lâm Hà", "xã Phú Sơn" → "Đảng ủy xã Phú Sơn"."""
    for kind, name in PARTY_COMMITTEES.items():
        if root.casefold().startswith(kind + " "):
            return f"{name} {bare_place(root)}"
    return f"Đảng ủy {root}" if root else ""


def date_line(place: str, dated: date | None, year: int) -> str:
    """ "Lâm Hà, ngày 03 tháng 3 năm 2023": two digits for days under 10 and for months 1 and 2 only."""
    if dated is None:
        words = f"ngày{BLANK}tháng{BLANK}năm {year}"
    else:
        month = f"{dated.month:02d}" if dated.month <= 2 else str(dated.month)
        words = f"ngày {dated.day:02d} tháng {month} năm {dated.year}"
    return f"{place}, {words}" if place else words[:1].upper() + words[1:]


def front(root: str, number: str = "") -> Letterhead:
    """Ủy ban MTTQ Việt Nam of a place, signed for its standing board."""
    return Letterhead(
        issuer_kind="front",
        superior=("Ủy ban MTTQ Việt Nam", root) if root else ("Ủy ban MTTQ Việt Nam",),
        issuer="Ban Thường trực",
        right=MOTTO,
        star="",
        number=f"Số: {number or BLANK}/BC-MTTQ-BTT",
        place=bare_place(root),
        signer=("TM. Ban Thường trực", "Chủ tịch"),
        issuer_name=f"Ban Thường trực Ủy ban MTTQ Việt Nam {root}".rstrip(),
    )


def party(root: str, number: str = "", *, board: str = "Ban Dân vận") -> Letterhead:
    """The mass-mobilisation board of a Party committee: no motto, "*" under the issuer, no colon after "Số"."""
    committee = party_committee(root)
    return Letterhead(
        issuer_kind="party",
        superior=(committee,) if committee else (),
        issuer=board,
        right=("Đảng Cộng sản Việt Nam",),
        star="*",
        number=f"Số {number or BLANK}-BC/BDV",
        place=bare_place(root),
        signer=("T/M Ban Dân vận" if board == "Ban Dân vận" else f"T/M {board}", "Trưởng ban"),
        issuer_name=f"{board} {committee}".rstrip(),
        chapter_suffix="-",
    )


def union(root: str, number: str = "") -> Letterhead:
    """The Youth Union's committee of a place: "***" under the issuer, the Union's name at the right."""
    return Letterhead(
        issuer_kind="union",
        superior=(),
        issuer=f"BCH Đoàn {root}".rstrip(),
        right=("Đoàn TNCS Hồ Chí Minh",),
        star="***",
        number=f"Số: {number or BLANK}-BC/ĐTN",
        place=bare_place(root),
        signer=("TM. Ban Thường vụ", "Bí thư"),
        issuer_name=f"Ban Thường vụ Đoàn TNCS Hồ Chí Minh {root}".rstrip(),
    )
