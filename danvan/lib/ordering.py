"""Vietnamese dictionary order as a string that any database sorts alike.

Alphabet: a ă â b c d đ e ê … o ô ơ … u ư … y, with f j w z at their Latin place; at equal letters the tones stand as
no mark, huyền, hỏi, ngã, sắc, nặng; syllable by syllable, as dictionaries do ("ba ba" before "bà con"). Numbers stand
before letters and by value ("Thôn 2" before "Thôn 10"). Case, apostrophes and punctuation do not count.

The key holds only [0-9a-z], a digit after each letter: byte order, ICU and libc collations agree on it, and none finds
a digraph to treat as one letter. It is for ordering alone, never to be shown or parsed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from danvan.lib.folding import NO_APOSTROPHES, STROKES, clean

_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
_VARIANTS = {"a\u0306": 2, "a\u0302": 3, "e\u0302": 2, "o\u0302": 2, "o\u031b": 3, "u\u031b": 2}
_RUN = re.compile(r"\d+|[^\W\d_]+")
KEY_LENGTH = 255
"""Enough for names of 60 characters at the least, about 100 as a rule; longer ones are ordered by their beginning."""


def _number(digits: str) -> str:
    value = str(int(digits[:90]))
    return f"1{len(value):02d}{value}"


@lru_cache(maxsize=8192)  # Vietnamese has some seven thousand syllables
def _syllable(word: str) -> str:
    key: list[str] = []
    tone = 1
    for letter in word:
        base, *marks = tuple(unicodedata.normalize("NFD", letter))
        bare = base.translate(STROKES)
        variant = 2 if bare != base else 1
        for mark in marks:
            tone = _TONES.get(mark, tone)
            variant = _VARIANTS.get(bare + mark, variant)
        # A foreign letter sorts after z, by code point.
        key.append(f"{bare}{variant}" if "a" <= bare <= "z" else f"z9{ord(bare):07d}")
    return "".join(key) + f"0{tone}"


def sort_key(s: str, max_length: int = KEY_LENGTH) -> str:
    """The order of `s` as an [0-9a-z] string; recompute on save, index it, ORDER BY it."""
    runs = _RUN.findall(clean(s).translate(NO_APOSTROPHES).lower())
    return "".join(_number(run) if run.isdecimal() else _syllable(run) for run in runs)[:max_length]


def person_sort_key(name: str, max_length: int = KEY_LENGTH) -> str:
    """A person's order in Vietnamese lists: by tên (the last word), then họ and đệm. One-word names (K’Lũ) are their
    own tên.
    """
    *family, given = clean(name).split() or [""]
    return sort_key(" ".join([given, *family]), max_length)
