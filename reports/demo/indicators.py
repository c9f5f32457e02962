"""Indicators (chỉ tiêu) with their definitions, grouped A–L as domain.md §2.2 lists them."""

from danvan.audit.journal import journal
from movements.models import Indicator

from .world import World

# code, group, name, unit, kind, aggregation, lower is better, definition
INDICATORS = (
    ("mo-hinh-dang-ky", "A", "Mô hình “Dân vận khéo” đăng ký", "mô hình", "count", "sum", False,
     "Số mô hình × năm đã đăng ký với cơ quan phát động, gồm cả mô hình chuyển tiếp; tập thể và cá nhân đếm riêng."),
    ("mo-hinh-cong-nhan", "A", "Mô hình “Dân vận khéo” được công nhận", "mô hình", "count", "sum", False,
     "Số mô hình × năm có quyết định công nhận trong năm; tiêu biểu và khen thưởng đếm riêng."),
    ("thu-quy-vnn", "B", "Thu Quỹ “Vì người nghèo” huyện", "triệu đồng", "money", "sum", False,
     "Tiền và hiện vật đã quy thành tiền ủng hộ trực tiếp vào Quỹ trong năm, không kể quỹ cấp trên phân bổ."),
    ("nha-o-ho-ngheo", "C", "Nhà ở xây mới cho hộ nghèo", "căn", "count", "sum", False,
     "Số căn nhà xây mới đã bàn giao trong năm; một căn nhiều nguồn góp vẫn đếm một lần. Sửa nhà đếm riêng."),
    ("ho-tham-gia", "D", "Số hộ tham gia chương trình", "hộ", "count", "last", False,
     "Số hộ của địa bàn tham gia ít nhất một việc của đợt công tác dân vận, tính đến cuối năm."),
    ("dien-tich-dau", "D", "Diện tích trồng dâu", "ha", "area", "last", False,
     "Diện tích dâu hiện có của các hộ trong địa bàn của đợt, tính đến cuối năm."),
    ("ho-trong-dau", "D", "Số hộ trồng dâu", "hộ", "count", "last", False,
     "Số hộ của địa bàn có trồng dâu, tính đến cuối năm."),
    ("giam-sat", "E", "Cuộc giám sát, phản biện xã hội", "cuộc", "count", "sum", False,
     "Số cuộc giám sát và hội nghị phản biện do Mặt trận và các tổ chức chủ trì trong năm."),
    ("tiep-xuc-cu-tri", "F", "Hội nghị tiếp xúc cử tri", "cuộc", "count", "sum", False,
     "Số hội nghị tiếp xúc cử tri trong năm; số cử tri dự và số ý kiến ghi ở từng hoạt động."),
    ("xa-ntm", "G", "Xã đạt chuẩn nông thôn mới", "xã", "count", "last", False,
     "Số xã có quyết định công nhận đạt chuẩn còn hiệu lực đến cuối năm, gồm cả xã nâng cao và kiểu mẫu."),
    ("xa-ntm-nang-cao", "G", "Xã đạt chuẩn nông thôn mới nâng cao", "xã", "count", "last", False,
     "Số xã có quyết định công nhận đạt chuẩn nâng cao còn hiệu lực đến cuối năm."),
    ("xa-ntm-kieu-mau", "G", "Xã đạt chuẩn nông thôn mới kiểu mẫu", "xã", "count", "last", False,
     "Số xã có quyết định công nhận đạt chuẩn kiểu mẫu còn hiệu lực đến cuối năm."),
    ("tap-hop-hoi-vien", "H", "Tỷ lệ tập hợp đoàn viên, hội viên", "%", "rate", "ratio", False,
     "Số người là đoàn viên, hội viên (một người ở nhiều hội đếm một lần) chia cho số người trong độ tuổi tập hợp."),
    ("no-qua-han", "I", "Nợ quá hạn vốn ủy thác", "%", "rate", "ratio", True,
     "Nợ quá hạn chia cho tổng dư nợ ủy thác qua các tổ chức tại ngày cuối năm."),
    ("thu-ngan-sach", "K", "Thu ngân sách", "tỷ đồng", "money", "sum", False,
     "Thu ngân sách nhà nước trên địa bàn trong năm."),
    ("giam-ho-ngheo", "K", "Mức giảm tỷ lệ hộ nghèo", "điểm %", "rate", "none", False,
     "Tỷ lệ hộ nghèo đầu năm trừ tỷ lệ cuối năm, theo cùng một chuẩn nghèo."),
    ("giam-ho-ngheo-dtts", "K", "Mức giảm tỷ lệ hộ nghèo đồng bào DTTS", "điểm %", "rate", "none", False,
     "Tỷ lệ hộ nghèo trong đồng bào dân tộc thiểu số đầu năm trừ cuối năm, theo cùng một chuẩn nghèo."),
    ("buoi-tuyen-truyen", "L", "Buổi tuyên truyền, vận động", "buổi", "count", "sum", False,
     "Số buổi tuyên truyền, vận động do Mặt trận và các tổ chức thực hiện trong năm."),
)  # fmt: skip


def make(world: World) -> None:
    with journal(world.users["mttq"]):
        for code, group, name, unit, kind, aggregation, lower, definition in INDICATORS:
            world.keep(
                world.indicators, "mttq", Indicator, code, group=group, name=name, unit=unit, kind=kind,
                aggregation=aggregation, lower_is_better=lower, definition=definition,
            )  # fmt: skip
