"""The form on paper, typed from Nghị định 30/2020/NĐ-CP, Phụ lục I, not from `paper_form`: what stands where, how."""

from dataclasses import dataclass, replace

from reports.document import Letterhead
from reports.issuers.letterheads import front, party, tied, union
from reports.issuers.signing import signer_lines
from tests.reports.paper_read import MM

ROOT = "huyện Lâm Hà"
A4 = (210 * MM, 297 * MM)
TITLE = "Kết quả công tác dân vận năm 2021"
BANNER = "Mẫu trình bày"
UPRIGHT, BOLD, ITALIC, BOTH = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"


@dataclass(frozen=True)
class Part:
    """A part of the form: its words as printed, the sizes allowed, its letters, the side on which it stands."""

    name: str
    text: str
    low: float
    high: float
    font: str
    side: str = ""
    page: int = 0


def text_parts(chapter: str, title: str, body: tuple[float, float]) -> list[Part]:
    low, high = body
    return [
        Part("trích yếu", title, low, max(high, 15), BOLD, "centre"),
        Part("kính gửi", "Kính gửi:", 13, 14, UPRIGHT),
        Part("nội dung", "Đoạn này chỉ để xem", low, high, UPRIGHT),
        Part("mục", f"{chapter} MỤC CÓ TIÊU ĐỀ", low, high, BOLD),
        Part("khoản", "1. Khoản có tiêu đề", low, high, BOLD),
        Part("điểm", "a) Điểm thứ nhất", low, high, UPRIGHT),
        Part("họ tên", "Nguyễn Văn A", 13, 14, BOLD, "right", 1),
        Part("nơi nhận, danh sách", "- Như trên;", 11, 11, UPRIGHT, "left", 1),
        Part("tên phụ lục", "BẢNG RỘNG ĐỂ NGANG", 13, 14, BOLD, "centre", 2),
        Part("kèm theo", "(Kèm theo Báo cáo mẫu", 13, 14, ITALIC, "centre", 2),
    ]


def state_parts(superior: str, issuer: str, number: str, power: str) -> list[Part]:
    return [
        Part("quốc hiệu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, BOLD, "right"),
        Part("tiêu ngữ", "Độc lập - Tự do - Hạnh phúc", 13, 14, BOLD, "right"),
        *([Part("cơ quan chủ quản", superior, 12, 13, UPRIGHT, "left")] if superior else []),
        Part("cơ quan ban hành", issuer, 12, 13, BOLD, "left"),
        Part("số, ký hiệu", number, 13, 13, UPRIGHT, "left"),
        Part("địa danh, ngày", "Lâm Hà, ngày 06 tháng 02 năm 2022", 13, 14, ITALIC, "right"),
        Part("tên loại", "BÁO CÁO", 13, 14, BOLD, "centre"),
        *text_parts("I.", TITLE, (13, 14)),
        Part("quyền hạn", power, 13, 14, BOLD, "right", 1),
        Part("nơi nhận", "Nơi nhận:", 12, 12, BOTH, "left", 1),
        Part("phụ lục", "Phụ lục I", 14, 14, BOLD, "centre", 2),
    ]


GOVERNMENT = replace(
    front(ROOT, "5"),
    issuer_kind="government",
    superior=(),
    issuer=tied("Ủy ban nhân dân huyện Lâm Hà"),
    number="Số: 05/BC-UBND",
    signer=signer_lines("government", "Ủy ban nhân dân", "Chủ tịch", "Phó Chủ tịch", "deputy"),  # type: ignore[arg-type]
)
JOINT = replace(front(ROOT, "5"), joint=replace(party(ROOT), star="", signer=("Trưởng ban",)))
FRONT_PARTS = state_parts("ỦY BAN MTTQ VIỆT NAM", "BAN THƯỜNG TRỰC", "Số: 05/BC-MTTQ-BTT", "TM. BAN THƯỜNG TRỰC")
PAPERS: dict[str, tuple[Letterhead, list[Part]]] = {
    "front": (front(ROOT, "5"), FRONT_PARTS),
    "government": (
        GOVERNMENT,
        [
            *state_parts("", "ỦY BAN NHÂN DÂN", "Số: 05/BC-UBND", "TM. ỦY BAN NHÂN DÂN"),
            Part("nơi của cơ quan", "HUYỆN LÂM HÀ", 12, 13, BOLD, "left"),
            Part("ký thay", "KT. CHỦ TỊCH", 13, 14, BOLD, "right", 1),
            Part("cấp phó", "PHÓ CHỦ TỊCH", 13, 14, BOLD, "right", 1),
        ],
    ),
    "party": (
        party(ROOT, "5"),
        [
            Part("tiêu đề", "ĐẢNG CỘNG SẢN VIỆT NAM", 15, 15, BOLD, "right"),
            Part("cơ quan chủ quản", "HUYỆN ỦY LÂM HÀ", 14, 14, UPRIGHT, "left"),
            Part("cơ quan ban hành", "BAN DÂN VẬN", 14, 14, BOLD, "left"),
            Part("dấu sao", "*", 10, 14, UPRIGHT, "left"),
            Part("số, ký hiệu", "Số 05-BC/BDV", 14, 14, UPRIGHT, "left"),
            Part("địa danh, ngày", "Lâm Hà, ngày 06 tháng 02 năm 2022", 13, 14, ITALIC, "right"),
            Part("tên loại", "BÁO CÁO", 16, 16, BOLD, "centre"),
            *text_parts("I-", TITLE.replace("Kết", "kết"), (14, 15)),
            Part("quyền hạn", "T/M BAN DÂN VẬN", 13, 14, BOLD, "right", 1),
            Part("nơi nhận", "Nơi nhận:", 14, 14, UPRIGHT, "left", 1),
            Part("phụ lục", "Phụ lục 1", 14, 14, BOLD, "centre", 2),
        ],
    ),
    "union": (
        union(ROOT, "7"),
        [
            Part("tiêu đề", "ĐOÀN TNCS HỒ CHÍ MINH", 15, 15, BOLD, "right"),
            Part("cơ quan ban hành", "BCH ĐOÀN HUYỆN LÂM HÀ", 12, 13, BOLD, "left"),
            Part("dấu sao", "***", 10, 14, UPRIGHT, "left"),
            Part("số, ký hiệu", "Số: 07-BC/ĐTN", 13, 13, UPRIGHT, "left"),
            Part("địa danh, ngày", "Lâm Hà, ngày 06 tháng 02 năm 2022", 13, 14, ITALIC, "right"),
            Part("tên loại", "BÁO CÁO", 16, 16, BOLD, "centre"),
            *text_parts("I.", TITLE, (13, 14)),
            Part("quyền hạn", "TM. BAN THƯỜNG VỤ", 13, 14, BOLD, "right", 1),
            Part("nơi nhận", "Nơi nhận:", 12, 12, BOTH, "left", 1),
            Part("phụ lục", "Phụ lục I", 14, 14, BOLD, "centre", 2),
        ],
    ),
    "joint": (
        JOINT,
        [
            *FRONT_PARTS,
            Part("cơ quan thứ hai", "BAN DÂN VẬN", 12, 13, BOLD, "left"),
            Part("chức vụ thứ hai", "TRƯỞNG BAN", 13, 14, BOLD, "left", 1),
            Part("họ tên thứ hai", "Trần Thị B", 13, 14, BOLD, "left", 1),
        ],
    ),
}
