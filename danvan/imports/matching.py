"""Which of a file's heads is which column: by name, alias or an earlier choice; what is unclear is asked, not guessed.

Heads match without regard to marks, case, i and y, and what stands in brackets, after a comma or after "ĐVT".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from danvan.lib import text
from danvan.uploads import Cell

from .cells import as_text
from .kind import ImportKind

IGNORED = frozenset({"stt", "tt", "so tt", "so thu tu", "lí do", "li do", "ket qua", "can sua"})
"""Heads of numbering and of our own error file: never asked about."""
NEAR = 0.75
_PREFIXES = re.compile(r"^(?:ten|ho va ten|ho ten|cac|loai|ma)\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class Head:
    """A head of a file: its column in the file, its text, the key that it surely is ("" = none), the key that it may
    be, and whether somebody should be asked.
    """

    index: int
    text: str
    key: str = ""
    guess: str = ""
    asked: bool = False


def head_key(head: Cell) -> str:
    """What two spellings of one head share."""
    words = re.split(r"[(,]|đvt|đơn vị tính:", as_text(head).lower() or "", maxsplit=1)[0]
    return text.fold_loose(words or as_text(head))


def known_heads(kind: ImportKind) -> dict[str, tuple[int, str]]:
    """{folded head: (rank, key)}: 0 the column's own, 1 an alias."""
    found: dict[str, tuple[int, str]] = {}
    for column in kind.columns:
        for rank, names in ((0, (column.head,)), (1, column.aliases)):
            for name in names:
                key = head_key(name)
                if key not in found or rank < found[key][0]:
                    found[key] = (rank, column.key)
    return found


def match(kind: ImportKind, heads: Sequence[Cell], remembered: Mapping[str, str] | None = None) -> list[Head]:
    """One Head for each head that says something. `remembered` {folded head: key, "" = leave out} comes first."""
    known, remembered = known_heads(kind), remembered or {}
    claims: dict[str, list[tuple[int, int]]] = {}  # key → (rank, index)
    for index, head in enumerate(heads):
        folded = head_key(head)
        if folded in remembered:
            if remembered[folded]:
                claims.setdefault(remembered[folded], []).append((-1, index))
        elif folded in known:
            rank, key = known[folded]
            claims.setdefault(key, []).append((rank, index))
        elif (bare := _PREFIXES.sub("", folded)) in known:
            claims.setdefault(known[bare][1], []).append((2, index))
    sure, unsure = {}, {}
    for key, claimed in claims.items():
        best = min(claimed)[0]
        first = [index for rank, index in claimed if rank == best]
        if len(first) == 1:
            sure[first[0]] = key
        else:
            unsure.update(dict.fromkeys(first, key))
    found = []
    for index, head in enumerate(heads):
        if head is None:
            continue
        folded = head_key(head)
        if index in sure:
            found.append(Head(index, as_text(head), sure[index], sure[index]))
        elif remembered.get(folded) == "" or folded in IGNORED:
            found.append(Head(index, as_text(head)))
        else:
            guess = unsure.get(index) or _near(folded, known, set(sure.values()))
            found.append(Head(index, as_text(head), "", guess, asked=True))
    return found


def _near(folded: str, known: Mapping[str, tuple[int, str]], taken: set[str]) -> str:
    like = text.closest(folded, [name for name, (_, key) in known.items() if key not in taken], n=1, cutoff=NEAR)
    return known[like[0]][1] if like else ""


def missing(kind: ImportKind, keys: set[str], *, strict: bool) -> list[str]:
    """Heads of the columns that a file must have and has not: the required ones; `strict`: all but the extra ones."""
    return [
        column.head
        for column in kind.columns
        if column.key not in keys and (column.required or strict) and not column.extra
    ]
