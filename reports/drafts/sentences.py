"""Who wrote which sentence of a draft, and what differs between two versions, sentence by sentence. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, Literal, TypeVar

W = TypeVar("W")

MOST_SENTENCES = 200
"""Of one block: its longest text has some eighty sentences of usual length."""

# A full stop ends a sentence before a capital, a figure or a quotation; a line (a point of a list) ends one too.
_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zà-ỹđ]|[{“\"(])|\n+")


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence of two versions: in both, only in the older ("gone"), only in the newer ("new")."""

    how: Literal["same", "gone", "new"]
    sentence: str


def split(text: str) -> list[str]:
    """The sentences of a text with tokens, in order."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def changes(old: str, new: str) -> list[Change]:
    """The two texts in one reading: what went stands before what came in its place. Of more than MOST_SENTENCES no
    pairs are looked for: the same short sentence a thousand times over would take minutes.
    """
    before, after = split(old), split(new)
    found: list[Change] = []
    whole = [("replace", 0, len(before), 0, len(after))]
    pairs = SequenceMatcher(None, before, after, autojunk=False)
    for how, i, j, k, n in whole if max(len(before), len(after)) > MOST_SENTENCES else pairs.get_opcodes():
        if how == "equal":
            found += [Change("same", sentence) for sentence in before[i:j]]
        else:
            found += [Change("gone", sentence) for sentence in before[i:j]]
            found += [Change("new", sentence) for sentence in after[k:n]]
    return found


@dataclass(frozen=True, slots=True)
class Written(Generic[W]):
    """A sentence as it stands, and the version that first had it; None: the portal composed it."""

    sentence: str
    by: W | None


def blame(now: str, composed: Iterable[str], versions: Sequence[tuple[W, str]]) -> list[Written[W]]:
    """Each sentence of `now` with who first wrote it. `composed`: what the portal had composed; `versions`: oldest
    first, each with the block's text in it."""
    own = {sentence for text in composed for sentence in split(text)}
    first: dict[str, W] = {}
    for version, text in versions:
        for sentence in split(text):
            first.setdefault(sentence, version)
    return [Written(sentence, None if sentence in own else first.get(sentence)) for sentence in split(now)]
