"""Letterheads: what an issuing body (`Issuer`) has at the head and the foot of its paper, by the form that it uses.

Rules: Nghị định 30/2020/NĐ-CP, Phụ lục I (Front and government), Hướng dẫn 36-HD/VPTW (Party), 29-HD/TWĐTN-VP (Youth
Union). The symbols after the number are habits of the offices, not rules: each body has its own. A number or date that
is not given stays blank for the clerk to fill in; nothing is made up.
"""

import re
from datetime import date
from typing import TYPE_CHECKING

from danvan.lib.periods import official_date
from reports.document import Letterhead
from reports.issuers.paper_form import FORMS, FormKind, PaperForm, form_of
from reports.issuers.signing import Signing, signer_lines

if TYPE_CHECKING:
    from reports.models import Issuer

MOTTO = ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc")
BLANK = "\u00a0" * 8
UPPER_RIGHT: dict[FormKind, tuple[str, ...]] = {
    "front": MOTTO,
    "government": MOTTO,
    "party": ("Đảng Cộng sản Việt Nam",),
    "union": ("Đoàn TNCS Hồ Chí Minh",),
}
STARS: dict[FormKind, str] = {"front": "", "government": "", "party": "*", "union": "***"}
# Between number and symbol: "05/BC-MTTQ-BTT", but the Party's and the Union's "05-BC/BDV".
MARKS: dict[FormKind, str] = {"front": "/", "government": "/", "party": "-", "union": "-"}
PLACE_KINDS = ("huyện", "tỉnh", "thành phố", "thị xã", "thị trấn", "quận", "phường", "đặc khu", "xã", "vùng")
PLACE_AT_END = re.compile(rf"\b({'|'.join(PLACE_KINDS)}) .+$", re.IGNORECASE)
PARTY_COMMITTEES = {
    "huyện": "Huyện ủy",
    "tỉnh": "Tỉnh ủy",
    "thành phố": "Thành ủy",
    "thị xã": "Thị ủy",
    "quận": "Quận ủy",
}


def bare_place(root: str) -> str:
    """The name without its kind: "huyện Lâm Hà" → "Lâm Hà"."""
    for kind in PLACE_KINDS:
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
    """ "Lâm Hà, ngày 03 tháng 3 năm 2023"; without a day blanks before the year."""
    words = official_date(dated) if dated else f"ngày{BLANK}tháng{BLANK}năm {year}"
    return f"{place}, {words}" if place else words[:1].upper() + words[1:]


def number_line(kind: FormKind, number: str, symbol: str, paper: PaperForm) -> str:
    """ "Số: 05/BC-MTTQ-BTT", of the Party "Số 05-BC/BDV": a number under 10 has two digits; "" stays blank."""
    written = f"{int(number):02d}" if re.fullmatch("[0-9]{1,9}", number) else number
    return f"Số{':' if paper.number_colon else ''} {written or BLANK}{MARKS[kind]}{symbol}"


def letterhead_of(
    issuer: "Issuer | None", *, root: str = "", number: str = "", signing: Signing = Signing.HEAD, post: str = ""
) -> Letterhead:
    """The letterhead of a body; without one that of the Front of the place `root`.

    `signing` says who signs; `post` is theirs where the body does not know it (thừa lệnh, thừa ủy quyền). A joint issue
    reads the second body too (one query).
    """
    if issuer is None:
        return front(root, number)
    kind: FormKind = issuer.form  # type: ignore[assignment]
    paper = form_of(kind, issuer.measures)
    head = _head(
        kind,
        paper=paper,
        superior=_lines(issuer.superior),
        issuer=issuer.issuer,
        number=number,
        symbol=issuer.symbol,
        place=issuer.place,
        signer=signer_lines(kind, issuer.authority, issuer.post, issuer.deputy_post, signing, post),
        issuer_name=issuer.name,
        addressees=_lines(issuer.addressees),
        recipients=_lines(issuer.recipients),
        joint=_beside(kind, issuer.joint_with) if issuer.joint_with else None,
    )
    return head


def _beside(kind: FormKind, other: "Issuer") -> Letterhead:
    """The second body of a joint issue, on the paper of the first."""
    return _head(
        kind,
        superior=_lines(other.superior),
        issuer=other.issuer,
        symbol=other.symbol,
        place=other.place,
        signer=signer_lines(kind, other.authority, other.post, other.deputy_post, Signing.HEAD),
        issuer_name=other.name,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" .;-") for line in text.splitlines() if line.strip(" .;-"))


def tied(name: str) -> str:
    """A body's name that breaks before its place and never inside it: "Ủy ban nhân dân / huyện Lâm Hà"."""
    return PLACE_AT_END.sub(lambda found: found[0].replace(" ", "\u00a0"), name)


def _head(
    kind: FormKind,
    *,
    superior: tuple[str, ...],
    issuer: str,
    symbol: str,
    place: str,
    signer: tuple[str, ...],
    issuer_name: str,
    number: str = "",
    addressees: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
    paper: PaperForm | None = None,
    joint: Letterhead | None = None,
) -> Letterhead:
    paper = paper or FORMS[kind]
    return Letterhead(
        issuer_kind=kind,
        superior=superior,
        issuer=tied(issuer),
        right=UPPER_RIGHT[kind],
        star=STARS[kind],
        number=number_line(kind, number, symbol, paper),
        place=place,
        signer=signer,
        issuer_name=issuer_name,
        addressees=addressees,
        recipients=recipients,
        paper=paper,
        joint=joint,
    )


def front(root: str, number: str = "") -> Letterhead:
    """Ủy ban MTTQ Việt Nam of a place, signed for its standing board."""
    return _head(
        "front",
        superior=("Ủy ban MTTQ Việt Nam", root) if root else ("Ủy ban MTTQ Việt Nam",),
        issuer="Ban Thường trực",
        number=number,
        symbol="BC-MTTQ-BTT",
        place=bare_place(root),
        signer=signer_lines("front", "Ban Thường trực", "Chủ tịch"),
        issuer_name=f"Ban Thường trực Ủy ban MTTQ Việt Nam {root}".rstrip(),
    )


def party(root: str, number: str = "", *, board: str = "Ban Dân vận") -> Letterhead:
    """The mass-mobilisation board of a Party committee: no motto, "*" under the issuer, no colon after "Số"."""
    committee = party_committee(root)
    return _head(
        "party",
        superior=(committee,) if committee else (),
        issuer=board,
        number=number,
        symbol="BC/BDV",
        place=bare_place(root),
        signer=signer_lines("party", board, "Trưởng ban"),
        issuer_name=f"{board} {committee}".rstrip(),
    )


def union(root: str, number: str = "") -> Letterhead:
    """The Youth Union's committee of a place: "***" under the issuer, the Union's name at the right."""
    return _head(
        "union",
        superior=(),
        issuer=f"BCH Đoàn {root}".rstrip(),
        number=number,
        symbol="BC/ĐTN",
        place=bare_place(root),
        signer=signer_lines("union", "Ban Thường vụ", "Bí thư"),
        issuer_name=f"Ban Thường vụ Đoàn TNCS Hồ Chí Minh {root}".rstrip(),
    )
