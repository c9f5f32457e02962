"""Vietnamese typed before Unicode: TCVN3 (fonts “.Vn…”) and VNI (fonts “VNI-…”), found by their words and converted.

Such a file holds Latin-1 letters that only its font shows as Vietnamese: "ViÖt" or "Vieät" for "Việt". A word speaks
for an encoding when it is no Vietnamese syllable as it stands and is one when decoded. Text that is Unicode already
stays as it is, to the letter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from danvan.lib.errors import quoted
from danvan.sheets.model import Cell, Note, cell_name, is_spreadsheet_error
from danvan.sheets.syllables import is_syllable

NAMED = 20
"""Cells of one kind that a sheet's notes name; then their number."""
ENOUGH = 3
"""Different words that must speak for an encoding before anything is converted."""
SURE = 0.85
LATIN = "\u00ff"

# TCVN 5712:1993, VN3: the lower-case letters with tones and the capitals without; its capitals with tones are a font.
_TCVN3_FROM = (
    "¡¢§£¤¥¦¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
)  # fmt: skip
_TCVN3_TO = (
    "ĂÂĐÊÔƠƯăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)  # fmt: skip
# VNI: a letter, then a mark.
_VNI_TONES = dict(zip("ùøûõï", "áàảãạ", strict=True))
_VNI_VOWELS = {
    "a": {**_VNI_TONES, **dict(zip("âáàåãäêéèúüë", "âấầẩẫậăắằẳẵặ", strict=True))},
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
}
_VNI_SINGLE = dict(zip("íìæóòîôöñ", "íìỉĩịỵơưđ", strict=True))


def _tables() -> dict[str, dict[str, str]]:
    vni = dict(_VNI_SINGLE)
    for vowel, marks in _VNI_VOWELS.items():
        vni |= {vowel + mark: letter for mark, letter in marks.items()}
    for source, letter in list(vni.items()):
        vni[source.upper()] = letter.upper()
        if len(source) == 2:
            vni[source[0].upper() + source[1]] = letter.upper()
    return {"TCVN3": dict(zip(_TCVN3_FROM, _TCVN3_TO, strict=True)), "VNI": vni}


_TABLES = _tables()
NAMES = {"TCVN3": "TCVN3 (ABC)", "VNI": "VNI"}
_WORD = re.compile("[A-Za-z\u00a1-\u024f\u1e00-\u1eff]+")
_SOURCE = {
    encoding: re.compile("|".join([*sorted(table, key=len, reverse=True), "[\u00a1-\u00ff]"]))
    for encoding, table in _TABLES.items()
}
_CAPITALS = re.compile("[A-Z][^ a-z]*[A-Z]")
_PARTS = re.compile("[A-Za-z\u00a1-\u00ff]+|[^A-Za-z\u00a1-\u00ff]+")


def decode(value: str, encoding: str) -> str | None:
    """The text in Unicode, None when a letter of it is none of the encoding's ("TCVN3" or "VNI")."""
    table = _TABLES[encoding]

    def decoded(part: str) -> str:
        return _SOURCE[encoding].sub(lambda found: table[found[0]], part)

    try:
        if encoding == "TCVN3" and _CAPITALS.search(value):
            parts = _PARTS.findall(value)
            return "".join(_capitals(parts, [decoded(part) for part in parts]))
        return decoded(value)
    except KeyError:
        return None


def _capitals(before: list[str], after: list[str]) -> list[str]:
    """TCVN3 has no capitals with tones: in a word whose plain letters are all capitals, two at least, they were."""
    plain = [re.sub("[^A-Za-z]", "", part) for part in before]
    loud = [len(letters) > 1 and letters.isupper() for letters in plain]
    if any(loud) and "".join(plain).isupper():
        return [part.upper() for part in after]
    return [part.upper() if is_loud else part for part, is_loud in zip(after, loud, strict=True)]


# ---- which one it is ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Evidence:
    """Different words that hold a letter beyond ASCII and one within: how many are no Latin-1 (so Unicode), how many
    are, how many of these decode to a syllable, and how many of those were none before.
    """

    unicode: int = 0
    latin: int = 0
    decoded: int = 0
    speaking: int = 0

    @property
    def whole(self) -> bool:
        """Whether all of the text is in the encoding."""
        return self.speaking >= ENOUGH and self.decoded >= SURE * self.latin and self.unicode * 10 <= self.speaking


def weigh(values: Iterable[str], encoding: str) -> Evidence:
    """What the words of some texts say for an encoding."""
    found = Evidence()
    for word in _foreign_words(" ".join(values)):
        if max(word) > LATIN:
            found.unicode += 1
            continue
        found.latin += 1
        if _decodes(word, encoding):
            found.decoded += 1
            found.speaking += not is_syllable(word)
    return found


def _foreign_words(value: str) -> list[str]:
    """The different words that are not ASCII. A lone sign (©, ½, §) may be anything and is none."""
    words = set(_WORD.findall(value))
    return [word for word in words if not word.isascii() and (max(word) > LATIN or min(word) < "\x80")]


def _decodes(word: str, encoding: str) -> bool:
    decoded = decode(word, encoding)
    return decoded is not None and is_syllable(decoded, strict=True)


def convert(name: str, rows: list[list[Cell]]) -> tuple[Note, ...]:
    """Convert a sheet's texts in place where that is sure, and say what was converted and what is doubtful.

    Where all of the sheet is in one encoding, every text is; on a mixed sheet a text is converted when all its words
    decode and one speaks for the encoding.
    """
    texts = {
        value
        for row in rows
        for value in row
        if isinstance(value, str) and not value.isascii() and not is_spreadsheet_error(value)
    }
    weights = {encoding: weigh(texts, encoding) for encoding in _TABLES}
    encoding = max(weights, key=lambda each: weights[each].speaking)
    evidence = weights[encoding]
    if not evidence.speaking:
        return ()
    decodes = {word: _decodes(word, encoding) for word in _foreign_words(" ".join(texts))}
    speaks = {word for word, does in decodes.items() if does and not is_syllable(word)}
    made: dict[str, str] = {}
    doubtful: set[str] = set()
    for value in texts:
        words = _foreign_words(value)
        if any(max(word) > LATIN for word in words):
            continue
        spoken = not speaks.isdisjoint(words)
        sure = evidence.whole or (evidence.speaking >= ENOUGH and spoken and all(decodes[word] for word in words))
        decoded = decode(value, encoding) if sure else None
        if decoded is not None:
            made[value] = decoded
        elif spoken or (evidence.whole and words):
            doubtful.add(value)
    return _apply(name, rows, encoding, made, doubtful, mixed=not evidence.whole)


def _apply(
    name: str, rows: list[list[Cell]], encoding: str, made: dict[str, str], doubtful: set[str], *, mixed: bool
) -> tuple[Note, ...]:
    notes: list[Note] = []
    converted: list[str] = []
    left = 0
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if not isinstance(value, str) or value.isascii():
                continue
            if value in made:
                row[column] = made[value]
                converted.append(value)
            elif value in doubtful:
                left += 1
                if left <= NAMED:
                    message = (
                        f"{quoted(value)} có vẻ gõ bằng bảng mã cũ {NAMES[encoding]}, chưa đổi vì không chắc. "
                        "Hãy đổi ô này sang Unicode (Unikey: Ctrl + Shift + F6) rồi nhập lại."
                    )
                    notes.append(Note(cell_name(name, number, column), message))
    if left > NAMED:
        notes.append(Note("", f"Tất cả {left} ô có vẻ gõ bằng bảng mã cũ {NAMES[encoding]}, chưa đổi."))
    if converted:
        example = max(converted[:NAMED], key=len)
        message = (
            f"Trang tính có chữ gõ bằng bảng mã cũ {NAMES[encoding]}: đã đổi {len(converted)} ô sang Unicode, "
            f"như {quoted(example)} thành {quoted(made[example])}. Hãy xem lại chữ hoa."
        )
        if mixed:
            message += " Trang tính trộn cả chữ Unicode: ô ngắn có thể chưa được đổi, hãy xem lại từng ô."
        notes.insert(0, Note("", message))
    return tuple(notes)
