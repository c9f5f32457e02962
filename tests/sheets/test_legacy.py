"""TCVN3 and VNI are converted where that is sure; Unicode, English and K’Ho names stay as they are, to the letter."""

import io
import string
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.sheets import Sheet, legacy
from danvan.sheets.syllables import is_syllable
from danvan.uploads import read_upload

TEXTS = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "Nguyễn Thị Hường", "xã Phú Sơn, huyện Lâm Hà",
    "Hỗ trợ xây nhà Đại đoàn kết cho hộ nghèo", "Quỹ “Vì người nghèo” huyện", "thôn Preteing 1", "Đạ Đờn", "K’Lũ",
    "khoản vay, đợt 2, bằng chữ: tám trăm triệu", "kỷ niệm, kỳ, ý, ỳ, tuổi trẻ, ngõ, ẩn, ẵm, đẳng, dẫn, đặc, tẻ, mệt",
    "Ổn, Ưu, Ơn, Ăn, Âm, Ô tô, Ê Đê",
]  # fmt: skip
VNI_MARKS = {letter: source for source, letter in legacy._TABLES["VNI"].items()}
TCVN3_LETTERS = dict(zip(legacy._TCVN3_TO, legacy._TCVN3_FROM, strict=True))


def encode(text: str, encoding: str) -> str:
    table = VNI_MARKS if encoding == "VNI" else TCVN3_LETTERS
    return "".join(table.get(letter) or table.get(letter.lower(), letter) for letter in text)


def sheet(*rows: list[Any], name: str = "a.xlsx") -> Sheet:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "S"
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return read_upload(name, out.getvalue(), max_bytes=10**7)[0]


@pytest.mark.parametrize(
    ("encoding", "typed", "meant"),
    [
        ("TCVN3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("TCVN3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("TCVN3", "Tr­êng ®­îc hç trî 02 bé bµn ghÕ", "Trường được hỗ trợ 02 bộ bàn ghế"),
        ("TCVN3", "TæNG CéNG", "TỔNG CỘNG"),
        ("TCVN3", "UBND x· Phó S¬n", "UBND xã Phú Sơn"),
        ("TCVN3", "K’Lò", "K’Lũ"),
        ("VNI", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("VNI", "TOÅNG COÄNG NGÖÔØI NGHEØO", "TỔNG CỘNG NGƯỜI NGHÈO"),
        ("VNI", "Uûy ban MTTQ huyeän Ñöùc Troïng", "Ủy ban MTTQ huyện Đức Trọng"),
        ("VNI", "thò traán Ñinh Vaên, tæ leä 5,6 %", "thị trấn Đinh Văn, tỉ lệ 5,6 %"),
    ],
)
def test_words_as_they_stand_in_old_files(encoding: str, typed: str, meant: str) -> None:
    assert legacy.decode(typed, encoding) == meant


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_a_whole_sheet_is_converted_and_says_so(encoding: str) -> None:
    rows = [["STT", "Hä tªn" if encoding == "TCVN3" else "Hoï teân", "Note"]]
    rows += [[number, encode(text, encoding), "OK"] for number, text in enumerate(TEXTS)]
    found = sheet(*rows)
    meant = [text if encoding == "VNI" else text.replace("Ổn", "ổn") for text in TEXTS]
    assert found.rows == [["STT", "Họ tên", "Note"], *([n, text, "OK"] for n, text in enumerate(meant))]
    (note,) = found.notes
    assert note.where == "" and note.message.startswith(
        f"Trang tính có chữ gõ bằng bảng mã cũ {legacy.NAMES[encoding]}"
    )
    assert "đã đổi 13 ô" in note.message and "Hãy xem lại chữ hoa" in note.message


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_a_csv_in_an_old_encoding(encoding: str) -> None:
    content = "\r\n".join(encode(text.replace("“", '"').replace(",", ""), encoding) for text in TEXTS[:5])
    (found,) = read_upload("a.csv", content.encode("windows-1252"), max_bytes=10**7)
    assert [row[0] for row in found.rows] == [text.replace(",", "") for text in TEXTS[:5]]
    assert len(found.notes) == 1


def test_a_word_that_is_one_in_both_goes_with_its_sheet() -> None:
    # "Bá" is TCVN3 for "Bỏ": a syllable either way.
    assert sheet(["Bá"], ["ViÖt"], ["Céng"], ["hç trî"]).rows == [["Bỏ"], ["Việt"], ["Cộng"], ["hỗ trợ"]]
    assert sheet(["Bá"], ["Việt"], ["Cộng"], ["hỗ trợ"]).rows == [["Bá"], ["Việt"], ["Cộng"], ["hỗ trợ"]]


def test_the_mark_of_a_formula_without_a_result_says_nothing() -> None:
    found = sheet(["ViÖt"], ["Céng"], ["hç trî"], ["=1+1"])
    assert [row[0] for row in found.rows[:3]] == ["Việt", "Cộng", "hỗ trợ"] and str(found.rows[3][0]).endswith("=1+1")
    assert "trộn" not in found.notes[0].message


def test_on_a_mixed_sheet_only_what_speaks_is_converted() -> None:
    unicode = [[text] for text in TEXTS]
    found = sheet(*unicode, ["Hä tªn: NguyÔn ThÞ H­êng"], ["Tô Lan"])
    assert found.rows == [*unicode, ["Họ tên: Nguyễn Thị Hường"], ["Tô Lan"]]
    assert "đã đổi 1 ô" in found.notes[0].message and "trộn cả chữ Unicode" in found.notes[0].message


def test_what_is_not_sure_is_named_and_left() -> None:
    found = sheet(["Họ tên", "Xã"], ["Lan", "ViÖt Nam"])
    assert found.rows[1] == ["Lan", "ViÖt Nam"]
    ((where, message),) = found.notes
    assert where == "S!B2" and "“ViÖt Nam”" in message and "Unikey" in message


def test_long_lists_of_doubts_are_cut() -> None:
    found = sheet(*[["ViÖt Nam", "phó"]] * 30)
    assert len(found.notes) == legacy.NAMED + 1
    assert found.notes[-1].message == "Tất cả 30 ô có vẻ gõ bằng bảng mã cũ TCVN3 (ABC), chưa đổi."


# ---- nothing else is touched ----------------------------------------------------------------------------------------

ONSETS = "b c d đ g gh h k kh l m n ng ngh nh p ph q r s t th tr ch v x".split() + [""]
RHYMES = ["a", "á", "ài", "ảo", "ăn", "ắng", "âu", "ấp", "ậy", "é", "è", "ém", "ê", "ếch", "ênh", "í", "ìm", "iên",
          "ính", "oà", "óa", "oán", "ôi", "ông", "ố", "ơ", "ời", "ợp", "ú", "ùng", "uân", "uý", "úy", "ư", "ứng",
          "ườn", "ý", "ôn", "ốc", "óc", "ãi", "õi", "ẽo", "ã", "õ", "ìa", "ình", "ìn", "ề", "ệt"]  # fmt: skip
VIETNAMESE = st.builds(str.__add__, st.sampled_from(ONSETS), st.sampled_from(RHYMES))
KHO = [
    "K’Brêl", "K'Lũ", "Ka Thêm", "K’Brếu", "Ha Krông", "Liêng Hót", "Kơ Să Ha Đuê", "Cil Múp", "Bon Đơng",
    "Rơ Ông K’Wer",
    "Đa Gout", "Păng Tìng", "Y Moan Ênuôl", "H’Hen Niê", "Êban", "Niê Kđăm", "Mlô", "Krông Nô", "Rơ Châm", "Nay Blê",
    "Ntôr", "Srê", "Cơ Liêng", "Đưng K’Nớ", "Lơ Mu Ha Póh", "Lạch", "Tố", "Ró", "Bnơm", "Krajăn", "Dà Cháy", "Păng Pế",
]  # fmt: skip
ENGLISH = [
    "café",
    "résumé",
    "naïve",
    "façade",
    "crème brûlée",
    "Zoë",
    "señor",
    "déjà vu",
    "Müller",
    "São Paulo",
    "Malmö",
    "Köln",
    "El Niño",
    "25 °C",
    "120 m²",
    "½ ha",
    "3×4 m",
    "©2022",
    "Panadol®",
    "«Quỹ»",
    "the",
    "support",
    "±5",
]
WORDS = st.one_of(VIETNAMESE, st.sampled_from(KHO), st.sampled_from(ENGLISH), st.text(string.ascii_letters, max_size=6))
LINES = st.lists(st.one_of(WORDS, WORDS.map(str.upper), WORDS.map(str.title)), min_size=1, max_size=6).map(" ".join)


@given(st.lists(LINES, max_size=12))
def test_unicode_text_stays_to_the_letter(lines: list[str]) -> None:
    rows: list[list[Any]] = [[line, 1, None] for line in lines]
    assert legacy.convert("S", rows) == () and rows == [[line, 1, None] for line in lines]


@pytest.mark.parametrize("words", [KHO, ENGLISH, KHO + ENGLISH, [*KHO, *ENGLISH, *TEXTS]])
def test_names_and_foreign_words_alone_stay_too(words: list[str]) -> None:
    rows: list[list[Any]] = [[word] for word in words]
    assert legacy.convert("S", rows) == () and rows == [[word] for word in words]


@given(st.lists(VIETNAMESE, min_size=12, unique=True), st.sampled_from(["TCVN3", "VNI"]))
def test_a_sheet_of_syllables_comes_back_from_either_encoding(words: list[str], encoding: str) -> None:
    real = [word for word in words if is_syllable(word, strict=True)]
    rows: list[list[Any]] = [[encode(word, encoding)] for word in real]
    legacy.convert("S", rows)
    unsure = legacy.weigh([encode(word, encoding) for word in real], encoding).speaking < legacy.ENOUGH
    assert rows == [[word] for word in real] or unsure


@pytest.mark.parametrize(
    "word", "gì giếng giữ gìn quyết quỳnh nghiêng nguyễn hoà hòa quý quí yêu khuỷu ngoèo xoong".split()
)
def test_syllables(word: str) -> None:
    assert is_syllable(word, strict=True) and is_syllable(word.upper(), strict=True)


@pytest.mark.parametrize("word", ["viöt", "brêl", "kđăm", "café", "hóá", "ngt", "", "zô", "fa"])
def test_other_words(word: str) -> None:
    assert not is_syllable(word)


def test_strictly_a_stop_takes_sac_or_nang_and_k_a_front_vowel() -> None:
    assert not any(is_syllable(word, strict=True) for word in ("tàp", "cac", "ka", "ghà", "ngé", "cẻ"))
    assert all(is_syllable(word) for word in ("tàp", "cac", "ka", "ghà", "ngé", "cẻ"))
