"""Clean what was typed or pasted, and fold it for search.

Pasted text comes decomposed (NFD), with no-break spaces and invisible characters; names of the K’Ho carry an
apostrophe that every keyboard writes differently (K’Lũ, K'Lũ, K`Lũ); tone marks stand in the old or the new place
(hoà, hòa). Old TCVN3 and VNI encodings are not repaired here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = "'’‘ʼʻʹ′`´＇"
# Letters with a stroke do not decompose. U+00D0 (eth) looks like Đ and comes out of old fonts; ƀ is an Ê Đê and K’Ho
# letter.
STROKES = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d", "ƀ": "b", "Ƀ": "B"})
# Two code points that are no characters: XML, and so Word and Excel, refuses a text that holds one.
_NO_CHARACTERS = "\ufffe\uffff"
# "K’ Lũ" with a space after the mark is the same name.
_SPACED_APOSTROPHE = re.compile(rf"\b(\w)[{_APOSTROPHES}] ?(?=\w)")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
NO_APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHES))


def nfc(s: str) -> str:
    """Composed Unicode, the only form that is stored."""
    return unicodedata.normalize("NFC", s)


def clean(s: str) -> str:
    """NFC; every kind of space and line break → one space; control and invisible characters gone; ends stripped."""
    spaced = " ".join(nfc(s).split())
    if spaced.isprintable():
        return spaced
    kept = (c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in _NO_CHARACTERS)
    return " ".join("".join(kept).split())


def fold(s: str) -> str:
    """For search: no marks, đ → d, lower case, no apostrophes, plain quotes and spaces. "K’Lũ", "K' Lu" → "klu"."""
    return " ".join(map(_folded_word, _SPACED_APOSTROPHE.sub(r"\1", clean(s)).split(" ")))


@lru_cache(maxsize=16384)  # words come again and again, in a list as in a language
def _folded_word(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.translate(NO_APOSTROPHES).translate(_QUOTES).translate(STROKES))
    return unicodedata.normalize("NFC", "".join(c for c in bare if not unicodedata.combining(c))).lower()


def fold_loose(s: str) -> str:
    """Folded further: i = y (Lý, Lí; quý, quí) and every run of other signs is a space. For spellings that people
    vary.
    """
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(s).replace("y", "i")).split())
