"""Vietnamese text: everything that callers import, with the names of places and their near misses.

Cleaning and folding are in folding.py, dictionary order in ordering.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from danvan.lib.folding import clean, fold, fold_loose, nfc
from danvan.lib.ordering import person_sort_key, sort_key

__all__ = [
    "clean",
    "closest",
    "fold",
    "fold_loose",
    "near",
    "nfc",
    "person_sort_key",
    "place_key",
    "place_keys",
    "sort_key",
    "strip_prefix",
]

# Places ---------------------------------------------------------------------------------------------------------------

_KINDS = (
    "xã", "thị trấn", "phường", "thôn", "tổ dân phố", "buôn", "khu phố", "huyện", "tỉnh", "đặc khu", "thành phố",
    "thị xã", "quận", "ấp", "xóm",
)  # fmt: skip
_WORDS = "|".join(_KINDS)
# A one-letter abbreviation needs its dot, or "X" and "H" would vanish from names.
_ABBREVIATIONS = r"(?:tdp|tt|kp|tp|tx|đk)(?:\.\s*|\s+|(?=\d))|[xphtq]\.\s*"
_PREFIX = re.compile(rf"(?:(?:{_WORDS})\s+|{_ABBREVIATIONS})(?=\w)", re.IGNORECASE)
_PREFIX_BARE = re.compile(rf"(?:(?:{fold(_WORDS)})\s+|{_ABBREVIATIONS})(?=\w)", re.IGNORECASE)


def strip_prefix(name: str) -> str:
    """A place's name without its kind: "xã Phú Sơn", "X. Phú Sơn" → "Phú Sơn"; "thôn Buôn Chuối" → "Chuối"; "TDP5" →
    "5".

    A kind without diacritics counts only in a name without any ("xa Phu Son"), for "Xà Bang" is no xã.
    """
    rest = clean(name)
    prefix = _PREFIX_BARE if rest.isascii() else _PREFIX
    while found := prefix.match(rest):
        rest = rest[found.end() :]
    return rest


def place_key(name: str) -> str:
    """What two spellings of one place share. Keys meet, places do not: compare within one parent, and by code where
    known.
    """
    return fold(strip_prefix(name))


def place_keys(name: str) -> frozenset[str]:
    """The key with and without the prefix stripped: "Tinh Bien" may be Tịnh Biên. Two names match when their sets
    meet.
    """
    return frozenset({place_key(name), fold(name)})


# Near misses ----------------------------------------------------------------------------------------------------------

_COMPARED = 80


def _distance(a: str, b: str) -> int:
    """Optimal string alignment: insert, delete, replace, or swap two neighbours ("Preteing")."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def near(a: str, b: str) -> float:
    """Likeness 0..1 of two names without regard to marks, case and i/y; 1 = the same. Names are compared to 80
    characters.
    """
    x, y = fold_loose(a)[:_COMPARED], fold_loose(b)[:_COMPARED]
    longest = max(len(x), len(y))
    return 1.0 if x == y else 1 - _distance(x, y) / longest


def closest(name: str, names: Iterable[str], n: int = 3, cutoff: float = 0.6) -> list[str]:
    """The up to `n` of `names` most like `name`, best first, for "Ý bạn là …?"; none that is less like it than
    `cutoff`.
    """
    size = len(fold_loose(name)[:_COMPARED])
    scored: list[tuple[float, str]] = []
    for other in names:
        length = len(fold_loose(other)[:_COMPARED])
        # The lengths alone bound the likeness; most of a long list needs no comparison.
        if min(size, length) < cutoff * max(size, length):
            continue
        score = near(name, other)
        if score >= cutoff:
            scored.append((-score, other))
    return [other for _, other in sorted(scored)[:n]]
