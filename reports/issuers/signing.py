"""Who signs, and the lines over the signature: TM., KT., Q., TL., TUQ., of the Party T/M, K/T, T/L.

Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.7. Of the Party's form (36-HD/VPTW) what offices are known to do: a
collective body's deputy signs "T/M … / PHÓ BÍ THƯ", a board under a head "K/T TRƯỞNG BAN / PHÓ TRƯỞNG BAN".
"""

import re
from enum import StrEnum

from reports.issuers.paper_form import BOUND_BY_DECREE, FormKind


class Signing(StrEnum):
    """In whose place somebody signs."""

    HEAD = "head"  # the head of the body, for it
    DEPUTY = "deputy"  # ký thay: a deputy in the head's place
    ACTING = "acting"  # quyền: acting head
    BY_ORDER = "by_order"  # thừa lệnh
    AUTHORISED = "authorised"  # thừa ủy quyền


LABELS = {
    Signing.HEAD: "Cấp trưởng ký",
    Signing.DEPUTY: "Cấp phó ký thay",
    Signing.ACTING: "Quyền cấp trưởng ký",
    Signing.BY_ORDER: "Ký thừa lệnh",
    Signing.AUTHORISED: "Ký thừa ủy quyền",
}
STATE_WORDS = {"for": "TM.", "instead": "KT.", "acting": "Q.", "order": "TL.", "authorised": "TUQ."}
PARTY_WORDS = {"for": "T/M", "instead": "K/T", "acting": "Q.", "order": "T/L", "authorised": "TUQ."}


def signer_lines(
    kind: FormKind,
    authority: str,
    post: str,
    deputy_post: str = "",
    signing: Signing = Signing.HEAD,
    own_post: str = "",
) -> tuple[str, ...]:
    """("TM. Ban Thường trực", "KT. Chủ tịch", "Phó Chủ tịch"); the paper sets them in capitals.

    `authority`: the collective body that is signed for, "" where the head signs in their own right. `own_post`: of who
    signs by order or authorised.
    """
    words = PARTY_WORDS if kind == "party" else STATE_WORDS
    body = re.sub(r"^(TM\.|T/M)\s*", "", authority, flags=re.IGNORECASE)
    first = (f"{words['for']} {body}",) if body else ()
    match signing:
        case Signing.HEAD:
            return (*first, post)
        case Signing.ACTING:
            return (*first, f"{words['acting']} {post}")
        case Signing.DEPUTY:
            deputy = deputy_post or f"Phó {post}"
            if first and kind not in BOUND_BY_DECREE:
                return (*first, deputy)
            return (*first, f"{words['instead']} {post}", deputy)
        case Signing.BY_ORDER:
            return (f"{words['order']} {body or post}", own_post)
        case Signing.AUTHORISED:
            return (f"{words['authorised']} {body or post}", own_post)
