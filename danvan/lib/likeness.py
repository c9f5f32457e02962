"""Names that are nearly the same: how a word sounds, one slip of the pen, and the keys by which both are found.

A slip is a missing, doubled or extra letter, two letters swapped, or (in a word of five letters and more, for "Lan"
and "Vân" are two names) one letter for another. Words are folded (danvan/lib/folding.py) before anything else.

The keys of a stored word are the word itself, "=" its sound, "-" its sound less a letter, "#" the letters of its
sound in order. `near_keys` says which of them a word that was typed looks for, so that an index of whole keys answers
without comparing anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from danvan.lib.folding import clean, fold

SWAPPED_FROM, REPLACED_FROM = 3, 5  # letters
_APOSTROPHE = re.compile(r"\b([A-Za-z])['’‘ʼʻʹ′`´＇] ?(?=\w)")
# K’Lũ, H’Lan, Y’Bhăm: the mark is often a space, or not there at all.
_SHORT = frozenset("khy")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = "aeiou"
# Beginnings that people write for one another, longest first; K’Ho clusters (Kr-, Br-) keep their r.
_STARTS = (
    ("ngh", "ng"), ("gh", "g"), ("tr", "ch"), ("ph", "f"), ("kh", "kh"), ("ch", "ch"), ("x", "s"), ("r", "d"),
    ("z", "d"), ("c", "k"), ("q", "k"),
)  # fmt: skip


def words_of(text: str) -> list[str]:
    """Folded words of letters and digits; a lone k, h or y joins the word behind it: "K’ Lũ", "k lu", "KLu" → klu."""
    found: list[str] = []
    for word in re.findall(r"[a-z0-9]+", fold(text)):
        if found and found[-1] in _SHORT and word.isalpha():
            found[-1] += word
        else:
            found.append(word)
    return found


def sound(word: str) -> str:
    """One spelling for what people confuse: i/y, s/x, tr/ch, d/gi/r, c/k/q, ph/f, doubled letters."""
    heard = _DOUBLED.sub(r"\1", word.replace("y", "i"))
    if heard.startswith("gi") and len(heard) > 2:
        return "d" + (heard[2:] if heard[2] in _VOWELS else heard[1:])
    for written, said in _STARTS:
        if heard.startswith(written):
            return said + heard[len(written) :]
    return heard


def name_sound(name: str) -> str:
    """The sounds of a name's words, in order."""
    return " ".join(sound(word) for word in words_of(name))


def stored_keys(names: Iterable[str], others: Iterable[str] = ()) -> str:
    """The keys of a row, in order and separated by spaces: `names` forgive slips, `others` (codes, places) do not."""
    keys: set[str] = set()
    for text in others:
        for word in words_of(text):
            keys |= {word, word.lstrip("0") or word}
    for text in names:
        # "K’Lũ" is found by "klu", and by "lu" alone.
        keys.update(re.findall(r"[a-z0-9]+", fold(_APOSTROPHE.sub(r"\1 ", clean(text)))))
        for word in words_of(text):
            keys.add(word)
            if word.isalpha():
                heard = sound(word)
                keys.add(f"={heard}")
                if len(heard) >= SWAPPED_FROM:
                    keys.add(f"#{_ordered(heard)}")
                    keys.update(f"-{less}" for less in _less_one(heard))
    return " ".join(sorted(keys))


def exact_keys(term: str) -> tuple[tuple[str, ...], ...]:
    """Every word, each as the beginning of a stored one ("*" at the end)."""
    return tuple((f"{word}*",) for word in words_of(term))


def sound_keys(term: str) -> tuple[tuple[str, ...], ...]:
    """Every word as it begins or as it sounds."""
    return tuple((f"{word}*", f"={sound(word)}") for word in words_of(term))


def near_keys(term: str) -> tuple[tuple[str, ...], ...]:
    """Every word as it begins, as it sounds, or with one slip."""
    return tuple((f"{word}*", *_slips(sound(word))) for word in words_of(term))


def _slips(heard: str) -> list[str]:
    keys = [f"={heard}"]
    if not heard.isalpha():
        return keys
    less = _less_one(heard)
    if len(heard) >= SWAPPED_FROM:
        keys += [f"#{_ordered(heard)}", f"-{heard}"]
        keys += [f"={one}" for one in less if len(one) >= SWAPPED_FROM]
    if len(heard) >= REPLACED_FROM:
        keys += [f"-{one}" for one in less]
    return keys


def alike(a: str, b: str) -> bool:
    """Whether two names are nearly the same: the same number of words, all of one sound but one with a single slip."""
    first, second = name_sound(a).split(), name_sound(b).split()
    if len(first) != len(second) or not first:
        return False
    differing = [(x, y) for x, y in zip(first, second, strict=True) if x != y]
    return not differing or (len(differing) == 1 and same_but_a_slip(*differing[0]))


def same_but_a_slip(x: str, y: str) -> bool:
    """Whether two sounds are one, or one slip apart: what `near_keys` finds among the stored keys."""
    if x == y:
        return True
    if min(len(x), len(y)) < SWAPPED_FROM or not (x.isalpha() and y.isalpha()):
        return False
    if _ordered(x) == _ordered(y) or x in _less_one(y) or y in _less_one(x):
        return True
    return min(len(x), len(y)) >= REPLACED_FROM and bool(_less_one(x) & _less_one(y))


def _less_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _ordered(word: str) -> str:
    return "".join(sorted(word))
