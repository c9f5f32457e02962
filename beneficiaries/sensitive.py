"""Which supports say of a recipient what a list with names must not: illness, disability, orphans, early marriage.

By the form, and by words in what the support is called and in the recipient's category. Words are compared without
diacritics, whole: better one recipient too many without a name than one too few.
"""

import re

from danvan.lib.text import fold

from .models import Support

FORMS = frozenset({Support.Form.MEDICAL.value})
WORDS = (
    "bệnh", "bệnh nhân", "khám chữa", "chữa trị", "điều trị", "phẫu thuật", "mổ tim", "ung thư", "hiv", "aids",
    "tâm thần", "trầm cảm", "đột quỵ", "chạy thận", "hiểm nghèo", "khuyết tật", "tàn tật", "xe lăn", "nạn nhân",
    "chất độc", "da cam", "dioxin", "mồ côi", "bỏ rơi", "tảo hôn", "kết hôn sớm", "hôn nhân cận huyết", "nghiện",
    "cai nghiện", "bạo lực gia đình", "xâm hại",
)  # fmt: skip
_FOLDED = tuple(f" {fold(word)} " for word in WORDS)


def reveals(form: str, *words: str) -> bool:
    """Whether naming a recipient would tell of their health, family or marriage. `words`: description, category."""
    if form in FORMS:
        return True
    said = re.sub(r"[\W_]+", " ", " ".join(["", *(fold(part) for part in words), ""]))
    return any(word in said for word in _FOLDED)
