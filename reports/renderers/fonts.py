"""The paper's typeface: Tinos, metric-compatible with Times New Roman, and complete for Vietnamese.

Which file "Times New Roman" resolves to differs by machine and may lack letters (Debian 12's `fonts-liberation` lacks
92 of 146), so the paper names Tinos alone and this check speaks up where it is missing.
"""

import shutil
import subprocess
from functools import cache

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FAMILY = "Tinos"
STYLES = {"Regular": "thường", "Bold": "đậm", "Italic": "nghiêng", "Bold Italic": "đậm nghiêng"}
PACKAGE = "fonts-croscore"
VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
MARKS = "–−“”’…₫\u00a0"


class FontsMissing(RuntimeError):
    """No complete typeface for Vietnamese paper on this machine."""


@cache
def vietnamese_letters() -> str:
    """Every letter of Vietnamese that is not ASCII, small and capital, composed: 134 of them."""
    from unicodedata import normalize

    small = {normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *TONES)} | {"đ"}
    letters = {letter for letter in small | {letter.upper() for letter in small} if not letter.isascii()}
    return "".join(sorted(letters))


def _files() -> dict[str, str]:
    """The installed files of the family by style."""
    program = shutil.which("fc-list")
    if program is None:
        return {}
    listing = subprocess.run(  # noqa: S603 - a fixed command without a shell
        [program, "--format", "%{style[0]}\t%{file}\n", f":family={FAMILY}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    pairs = (line.split("\t", 1) for line in listing.stdout.splitlines() if "\t" in line)
    return {pair[0]: pair[1] for pair in pairs}


@cache
def check_fonts() -> tuple[str, ...]:
    """What is wrong with the paper's typeface, in Vietnamese, a sentence each; nothing when PDF can be made.

    Looked up once per process. For a system check: `[Error(text, id="reports.E001") for text in check_fonts()]`.
    """
    files = _files()
    problems = []
    for style, name in STYLES.items():
        file = files.get(style)
        if file is None:
            problems.append(f"Thiếu phông {FAMILY} kiểu {name}: hãy cài gói {PACKAGE}.")
            continue
        with TTFont(file, lazy=True) as font:
            known = font.getBestCmap()
        missing = [letter for letter in vietnamese_letters() + MARKS if ord(letter) not in known]
        if missing:
            problems.append(
                f"Phông {FAMILY} kiểu {name} thiếu {len(missing)} chữ tiếng Việt: hãy cài lại gói {PACKAGE}."
            )
    return tuple(problems)


def require_fonts() -> None:
    """FontsMissing unless the typeface is there and whole: a report with squares for letters must never be made."""
    problems = check_fonts()
    if problems:
        raise FontsMissing(" ".join(problems))
