"""Find things by the names that people write: a dictionary each, no query per cell.

A name matches with or without its marks, never with other marks: "Lien Ha" may be Liên Hà, "Liên Hạ" may not.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from danvan.lib import text
from danvan.lib.folding import STROKES

T = TypeVar("T")

SUGGESTED = 60
"""So many unknown names of a file get suggestions; a file with more is simply the wrong one."""


class Names(Generic[T]):
    """Objects by their names, each with a rank: 0 the full name, then short names and aliases."""

    def __init__(self, keys: Callable[[str], Iterable[str]] | None = None) -> None:
        self._keys = keys or (lambda name: (text.fold_loose(name),))
        self._by_key: dict[str, list[tuple[int, str, T]]] = {}
        self._spelled: dict[str, None] = {}
        self._near: dict[str, list[str]] = {}
        self._asked: dict[str, list[tuple[tuple[bool, int], T]]] = {}

    def add(self, found: T, *names: str, rank: int = 0) -> None:
        """The first name is the one shown; later ones rank behind it."""
        self._asked.clear()
        for later, name in enumerate(names):
            if not name:
                continue
            for key in self._keys(name):
                self._by_key.setdefault(key, []).append((rank + min(later, 1), name, found))
        if names:
            self._spelled[names[0]] = None

    def find(self, name: str, keep: Callable[[T], bool] = lambda found: True) -> tuple[list[T], list[T]]:
        """(the best-ranked that `keep` keeps, all that bear the name): two of the first mean that the name asks."""
        rows = self._asked.get(name)
        if rows is None:
            folded = text.fold(name)
            # Spelled in full beats spelled without its kind: "thị trấn Nam Hà" is not the xã of that name.
            rows = self._asked[name] = [
                ((text.fold(spelled) != folded, rank), found)
                for key in self._keys(name)
                for rank, spelled, found in self._by_key.get(key, ())
                if agrees(name, spelled)
            ]
        kept = [row for row in rows if keep(row[1])]
        best = min((order for order, _ in kept), default=None)
        return _once(found for order, found in kept if order == best), _once(found for _, found in rows)

    def spelled(self) -> list[str]:
        """The name of each, as it is shown."""
        return list(self._spelled)

    def near(self, name: str, cutoff: float = 0.6) -> list[str]:
        """Names like it, best first."""
        if name not in self._near:
            if len(self._near) >= SUGGESTED:
                return []
            self._near[name] = text.closest(name, self._spelled, cutoff=0.6)
        return [other for other in self._near[name] if text.near(name, other) >= cutoff]

    def containing(self, name: str) -> list[str]:
        """Names that begin with this one or that it begins with: "Quỹ … tỉnh" and "Quỹ … tỉnh Lâm Đồng"."""
        mine = f"{text.fold_loose(name)} "
        found = []
        for other in self._spelled:
            theirs = f"{text.fold_loose(other)} "
            shorter = min(mine, theirs, key=len)
            if shorter.count(" ") > 1 and mine.startswith(shorter) and theirs.startswith(shorter):
                found.append(other)
        return found[:3]

    def suggestion(self, name: str) -> str:
        """ " Ý bạn là …?", or nothing."""
        near = self.near(name)
        return f" Ý bạn là {' hoặc '.join(f'“{other}”' for other in near)}?" if near else ""


def _once(found: Iterable[T]) -> list[T]:
    seen: list[T] = []
    for one in found:
        if one not in seen:
            seen.append(one)
    return seen


def agrees(typed: str, name: str) -> bool:
    """Whether the marks that were typed are all among the name's: none need be typed, none may differ."""
    return not marks(text.strip_prefix(typed)) - marks(name)


def marks(name: str) -> Counter[str]:
    """Tones, hooks, roofs and strokes, whatever letter of its syllable they stand on."""
    lower = text.clean(name).lower()
    found = Counter(c for c in unicodedata.normalize("NFD", lower) if unicodedata.combining(c))
    found.update("-" + c.translate(STROKES) for c in lower if ord(c) in STROKES)
    return found
