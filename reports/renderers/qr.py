"""A QR code as the path of an SVG, which a template draws: nothing of it is markup by itself."""

from dataclasses import dataclass

import segno

QUIET = 4
"""Modules of white around the code that ISO/IEC 18004 asks for."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """`size`: modules a side, the quiet zone with them; `path`: the dark ones, for a viewBox of that size."""

    size: int
    path: str


def draw(text: str) -> Drawing:
    """The code of `text` by error correction M (15 % of it may be soiled), the usual one for print."""
    found = segno.make(text, error="m", micro=False, boost_error=False)
    parts: list[str] = []
    for y, row in enumerate(found.matrix, QUIET):
        start = None
        for x, dark in enumerate([*row, 0], QUIET):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                parts.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return Drawing(size=len(found.matrix) + 2 * QUIET, path="".join(parts))
