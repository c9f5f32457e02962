"""Every measure of an official document on paper, with what the rules allow: the one place where they stand.

The style sheet (`renderers/paper_style.py`) and Word files are made from a `PaperForm`; an issuer may differ from its
form's own set (`Issuer.measures`). Lengths are mm, sizes pt. `RULES` says of each measure what it is, where its value
comes from and between what the rule lets it lie. Pure Python, no database.

Sources: NĐ = Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I (the numbers of its sections follow); HD 36 = Hướng dẫn
36-HD/VPTW (Party), found in excerpts only, its sizes are the offices' habits; ST = the handbook of a provincial Party
committee; HD 29 = Hướng dẫn 29-HD/TWĐTN-VP (Youth Union), excerpts too. Where a rule is silent the value is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypeAlias

FormKind: TypeAlias = Literal["front", "party", "union", "government"]
Value: TypeAlias = float | bool | str
SINGLE = 1.149  # the height of a single line of Tinos, as of Times New Roman, in parts of the size of its letters
PAGE_MM, WIDE_MM = (210, 297), (297, 210)
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ARABIC = tuple(str(number) for number in range(1, 11))
# Widest line of the right column by its size: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in bold capitals.
NATION_MM_PER_PT, LEFT_MM = 7.25, 68.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The letters of one part: size in pt and style."""

    size: float
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    underlined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a measure is. `low`–`high`: what the source allows (both None: no number)."""

    label: str
    group: str
    unit: str
    low: float | None
    high: float | None
    source: str


def _letters(
    size: float, low: float, high: float, label: str, source: str, group: str = "Cỡ chữ", **style: bool
) -> Any:
    rule = Rule(label=label, group=group, unit="pt", low=low, high=high, source=source)
    return field(default=Letters(size=size, **style), metadata={"rule": rule})


def _length(
    value: float, low: float, high: float, label: str, source: str, group: str = "Trang giấy", unit: str = "mm"
) -> Any:
    rule = Rule(label=label, group=group, unit=unit, low=low, high=high, source=source)
    return field(default=value, metadata={"rule": rule})


def _choice(value: bool, label: str, source: str) -> Any:
    return field(
        default=value,
        metadata={"rule": Rule(label=label, group="Cách đánh số", unit="", low=None, high=None, source=source)},
    )


PAGES, TABLES, LINES = "Trang giấy", "Bảng và hình", "Dòng, đoạn"
OURS = "không có quy định; chọn của cổng"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """The measures of one form; the defaults are those of Nghị định 30/2020/NĐ-CP."""

    # ---- the page: NĐ I.3 gives a range for portrait; it does not turn the margins of a wide page
    margin_top: float = _length(20, 20, 25, "Lề trên", "NĐ I.3")
    margin_bottom: float = _length(20, 20, 25, "Lề dưới", "NĐ I.3")
    margin_left: float = _length(30, 30, 35, "Lề trái", "NĐ I.3")
    margin_right: float = _length(15, 15, 20, "Lề phải", "NĐ I.3")
    wide_top: float = _length(20, 15, 35, "Lề trên, trang ngang", OURS)
    wide_bottom: float = _length(20, 15, 35, "Lề dưới, trang ngang", OURS)
    wide_left: float = _length(30, 15, 35, "Lề trái, trang ngang", OURS)
    wide_right: float = _length(15, 15, 35, "Lề phải, trang ngang", OURS)
    page_number: Letters = _letters(13, 13, 14, "Số trang", "NĐ I.7", PAGES)
    # NĐ I.7 says in the middle of the top margin's width; ST gives 10 mm from the edge, which is its middle in height.
    page_number_mm: float = _length(10, 7, 15, "Số trang cách mép trên", "ST; NĐ I.7: trong lề trên")

    # ---- the head: NĐ II.1–II.5
    nation: Letters = _letters(13, 12, 13, "Quốc hiệu", "NĐ II.1", bold=True, capitals=True)
    motto: Letters = _letters(14, 13, 14, "Tiêu ngữ", "NĐ II.1", bold=True)
    heading: Letters = _letters(15, 13, 16, "Tiêu đề (Đảng, Đoàn)", "HD 36; mẫu của Đoàn", bold=True, capitals=True)
    superior: Letters = _letters(13, 12, 13, "Cơ quan chủ quản", "NĐ II.2", capitals=True)
    issuer: Letters = _letters(13, 12, 13, "Cơ quan ban hành", "NĐ II.2", bold=True, capitals=True)
    number: Letters = _letters(13, 13, 13, "Số, ký hiệu", "NĐ II.3")
    date: Letters = _letters(14, 13, 14, "Địa danh, ngày tháng", "NĐ II.4", italic=True)
    kind: Letters = _letters(14, 13, 14, "Tên loại", "NĐ II.5", bold=True, capitals=True)
    subject: Letters = _letters(14, 13, 14, "Trích yếu", "NĐ II.5", bold=True)
    rule_percent: float = _length(
        40, 33.3, 50, "Nét kẻ dưới tên cơ quan, trích yếu so với dòng chữ", "NĐ II.2, II.5: 1/3 đến 1/2", LINES, "%"
    )
    # HD 36, HD 29: a row of dashes under the subject where the state's form has a rule; 0 = the rule.
    subject_dashes: float = _length(0, 0, 12, "Gạch nối dưới trích yếu (0: nét kẻ liền)", "HD 36", LINES, "gạch")

    # ---- the text: NĐ II.6
    to: Letters = _letters(14, 13, 14, "Kính gửi", "NĐ III.1")
    body: Letters = _letters(14, 13, 14, "Nội dung", "NĐ II.6")
    chapter: Letters = _letters(14, 13, 14, "Mục I.", "NĐ II.6", bold=True, capitals=True)
    clause: Letters = _letters(14, 13, 14, "Khoản 1. có tiêu đề", "NĐ II.6", bold=True)
    point: Letters = _letters(14, 13, 14, "Điểm a)", "NĐ II.6")
    indent: float = _length(12.7, 10, 12.7, "Lùi đầu dòng", "NĐ II.6: 1 cm hoặc 1,27 cm", LINES)
    paragraph_gap: float = _length(6, 6, 12, "Giữa các đoạn", "NĐ II.6: ít nhất 6 pt", LINES, "pt")
    line_spacing: float = _length(1.12, 1, 1.5, "Giãn dòng, so với dòng đơn", "NĐ II.6: đơn đến 1,5", LINES, "dòng")

    # ---- the end: NĐ II.7, II.9
    power: Letters = _letters(14, 13, 14, "Quyền hạn, chức vụ", "NĐ II.7", bold=True, capitals=True)
    signer: Letters = _letters(14, 13, 14, "Họ tên người ký", "NĐ II.7", bold=True)
    signature_gap: float = _length(28, 15, 45, "Chỗ để ký", OURS, LINES)
    copies_label: Letters = _letters(12, 12, 12, "Chữ “Nơi nhận”", "NĐ II.9", bold=True, italic=True)
    copies: Letters = _letters(11, 11, 11, "Danh sách nơi nhận", "NĐ II.9")

    # ---- appendices: NĐ III.1 (phụ lục)
    appendix: Letters = _letters(14, 14, 14, "Chữ “Phụ lục”", "NĐ III.1", bold=True)
    appendix_title: Letters = _letters(14, 13, 14, "Tên phụ lục", "NĐ III.1", bold=True, capitals=True)
    attached: Letters = _letters(14, 13, 14, "Dòng “Kèm theo”", "NĐ III.1", italic=True)

    # ---- tables and charts: NĐ says nothing of them
    table: Letters = _letters(12, 10, 14, "Chữ trong bảng", OURS, TABLES)
    wide_table: Letters = _letters(11, 9, 14, "Chữ trong bảng, trang ngang", OURS, TABLES)
    caption: Letters = _letters(13, 11, 14, "Tên bảng", OURS, TABLES, bold=True)
    unit_line: Letters = _letters(12, 10, 14, "Đơn vị tính", OURS, TABLES, italic=True)
    note: Letters = _letters(11, 10, 14, "Ghi chú dưới bảng", OURS, TABLES, italic=True)
    chart_caption: Letters = _letters(13, 11, 14, "Tên hình", OURS, TABLES, italic=True)

    # ---- numbering
    roman_appendices: bool = _choice(True, "Phụ lục đánh số La Mã", "NĐ III.1; ST: Ả-rập")
    appendix_first_number: bool = _choice(False, "In số trang ở trang đầu phụ lục", "NĐ nói của văn bản; chọn của cổng")
    dashed_page_number: bool = _choice(False, "Số trang có gạch hai bên (- 2 -)", "NĐ I.7: chữ số Ả-rập")
    dashed_chapters: bool = _choice(False, "Mục đánh số “I-” thay cho “I.”", "thói quen văn bản Đảng")
    small_subject: bool = _choice(False, "Trích yếu mở đầu bằng chữ thường", "thói quen văn bản Đảng")
    number_colon: bool = _choice(True, "“Số:” có dấu hai chấm", "NĐ II.3; HD 36: không")

    @property
    def chapter_suffix(self) -> str:
        """What stands after the Roman number of a chapter."""
        return "-" if self.dashed_chapters else "."

    @property
    def appendix_numbers(self) -> tuple[str, ...]:
        """What appendices are numbered with where there are several."""
        return ROMANS if self.roman_appendices else ARABIC

    @property
    def text_mm(self) -> float:
        """The width of the text on an upright page."""
        return PAGE_MM[0] - self.margin_left - self.margin_right

    @property
    def left_mm(self) -> float:
        """The width of the head's left column: what the quốc hiệu at its size leaves, 68 mm at most."""
        return round(min(LEFT_MM, self.text_mm - self.nation.size * NATION_MM_PER_PT - 1), 2)

    @property
    def line_pt(self) -> float:
        """The height of a line of the text in pt."""
        return round(self.body.size * SINGLE * self.line_spacing, 2)


STATE = PaperForm()
PARTY = replace(
    STATE,
    superior=Letters(size=14, capitals=True),
    issuer=Letters(size=14, bold=True, capitals=True),
    number=Letters(size=14),
    kind=Letters(size=16, bold=True, capitals=True),
    subject=Letters(size=15, bold=True),
    copies_label=Letters(size=14, underlined=True),
    subject_dashes=5,
    roman_appendices=False,
    dashed_chapters=True,
    small_subject=True,
    number_colon=False,
)
UNION = replace(STATE, kind=Letters(size=16, bold=True, capitals=True), subject_dashes=9)
FORMS: dict[FormKind, PaperForm] = {"front": STATE, "government": STATE, "party": PARTY, "union": UNION}
RULES: dict[str, Rule] = {one.name: one.metadata["rule"] for one in fields(PaperForm)}
BOUND_BY_DECREE = frozenset({"front", "government"})
LOOSE_PT = (10.0, 18.0)  # sizes of Party and Union: their rules were not found in full, so only nonsense is refused


def default_of(kind: FormKind, name: str) -> Value:
    """The form's own value of a measure; of letters their size."""
    return plain(getattr(FORMS[kind], name))


def plain(value: Any) -> Value:
    """A measure as people type it: letters by their size."""
    return value.size if isinstance(value, Letters) else value


def bounds(kind: FormKind, name: str) -> tuple[float, float] | None:
    """(least, most) that a measure may be in this form; None where it is no number.

    The decree binds the Front and the government. Of the Party and the Union only what nobody prints is refused.
    """
    rule = RULES[name]
    if rule.low is None or rule.high is None:
        return None
    if kind not in BOUND_BY_DECREE and rule.unit == "pt" and rule.group == "Cỡ chữ":
        return LOOSE_PT
    return rule.low, rule.high


def fault(kind: FormKind, name: str, value: Value) -> str:
    """Why a measure may not be, in words; "" where it may."""
    limits = bounds(kind, name)
    if not isinstance(value, bool | int | float):
        return "Phải là một số."
    if limits is None or limits[0] <= float(value) <= limits[1]:
        return ""
    rule = RULES[name]
    low, high = (number(one) for one in limits)
    allowed = f"là {low}" if low == high else f"từ {low} đến {high}"
    return f"Phải {allowed} {rule.unit} ({cited(rule)})."


def cited(rule: Rule) -> str:
    """Where the value comes from, for a reader who does not know our short forms."""
    return (
        rule.source.replace("NĐ ", "NĐ 30/2020, Phụ lục I, ")
        .replace("HD 36", "HD 36-HD/VPTW")
        .replace("ST", "sổ tay cấp ủy")
    )


def number(value: float) -> str:
    """12.7 → "12,7", 20.0 → "20"."""
    return f"{value:g}".replace(".", ",")


def value_in_words(name: str, value: Value) -> str:
    """ "13 pt", "30 mm", "có"."""
    if isinstance(value, bool) or RULES[name].low is None:
        return "có" if value else "không"
    return f"{number(float(value))} {RULES[name].unit}"


def in_words(differing: Mapping[str, Value]) -> str:
    """What an issuer's measures differ in: "Lề trái 35 mm; Nội dung 13 pt"."""
    return "; ".join(f"{RULES[name].label} {value_in_words(name, value)}" for name, value in differing.items())


def form_of(kind: FormKind, differing: Mapping[str, Value] | None = None) -> PaperForm:
    """The form's measures with what differs from them; names that are no measure are passed over."""
    base = FORMS[kind]
    changes: dict[str, Any] = {}
    for name, value in (differing or {}).items():
        if name not in RULES:
            continue
        stands = getattr(base, name)
        if isinstance(stands, Letters):
            changes[name] = replace(stands, size=float(value))
        else:
            changes[name] = bool(value) if isinstance(stands, bool) else float(value)
    return replace(base, **changes)
