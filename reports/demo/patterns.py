"""What illustrative supports look like, with the rates that domain.md §4.2 found in Lâm Đồng."""

from dataclasses import dataclass

COMMUNE = "xã"  # stands for the commune's Front as channel, and for its fund as payer


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of support. `each` is (from, to, step) in đồng a unit, None = not valued; `payers` are (source's code,
    weight): what the unit costs is split by the weights, to whole hundreds of thousands.
    """

    form: str
    weight: int
    words: tuple[str, ...]
    item: str
    unit: str
    count: tuple[int, int]
    each: tuple[int, int, int] | None
    channels: tuple[str, ...]
    payers: tuple[tuple[tuple[str, int], ...], ...] = ((),)
    months: tuple[int, ...] = tuple(range(1, 13))
    by_household: bool = False
    manner: str = "cash"


TET = (1, 1, 2)
PEAK = (10, 11, 11, 12)

PATTERNS = (
    Pattern("house_new", 18, ("Xây nhà Đại đoàn kết cho hộ nghèo", "Xây nhà tình thương"), "Nhà ở", "căn", (2, 6),
            (55_000_000, 80_000_000, 5_000_000), (COMMUNE, COMMUNE, "mttq-lam-ha"),
            ((("quy-vnn-lam-dong", 50), (COMMUNE, 10)), (("quy-vnn-lam-ha", 50), ("doanh-nghiep-lam-ha", 20)),
             (("quy-vnn-lam-ha", 60),)), (3, 4, 6, 8, 9, 10, 11, 12), True),
    Pattern("house_repair", 8, ("Sửa nhà cho hộ cận nghèo", "Sửa nhà cho gia đình chính sách"), "Sửa nhà", "căn",
            (1, 4), (15_000_000, 25_000_000, 1_000_000), (COMMUNE, COMMUNE, "hoi-ccb-lam-ha"),
            ((("quy-vnn-lam-ha", 15), (COMMUNE, 5)), ((COMMUNE, 1),)), (3, 4, 5, 7, 9, 10), True),
    Pattern("sanitation", 6, ("Xây công trình vệ sinh hộ gia đình",), "Công trình vệ sinh", "công trình", (2, 6),
            (8_000_000, 8_000_000, 1), ("hoi-lhpn-lam-ha",), ((("hoi-lhpn-van-dong", 1),),), (4, 5, 6, 8, 9), True),
    Pattern("livelihood", 18, ("Hỗ trợ bò giống sinh sản", "Hỗ trợ cây giống, phân bón", "Hỗ trợ giống dâu và nong né"),
            "Sinh kế", "hộ", (5, 20), (12_000_000, 20_000_000, 1_000_000),
            ("mttq-lam-ha", COMMUNE, "hoi-nong-dan-lam-ha"),
            ((("quy-vnn-lam-dong", 1),), (("quy-vnn-lam-ha", 3), ("ngan-sach-lam-ha", 1)),
             (("quy-ho-tro-nong-dan", 1),)),
            (3, 4, 5, 6, 7, 9), True),
    Pattern("gift", 26, ("Tặng quà Tết cho hộ nghèo", "Tặng quà Tết cho gia đình khó khăn"), "Quà Tết", "phần",
            (40, 180), (300_000, 500_000, 50_000), (COMMUNE, COMMUNE, "hoi-chu-thap-do-lam-ha", "ldld-lam-ha"),
            (((COMMUNE, 1),), (("ca-nhan-hao-tam", 1), ("doanh-nghiep-lam-ha", 1)), (("hoi-chu-thap-do-van-dong", 1),)),
            TET),
    Pattern("gift", 14, ("Tặng quà Tháng cao điểm “Vì người nghèo”", "Tặng quà Ngày hội Đại đoàn kết"), "Quà", "phần",
            (20, 90), (300_000, 500_000, 50_000), (COMMUNE, "mttq-lam-ha", "hoi-chu-thap-do-lam-ha"),
            (((COMMUNE, 1),), (("quy-vnn-lam-ha", 1),), (("chu-thap-do-tan-binh", 1),)), PEAK),
    Pattern("scholarship", 10, ("Học bổng cho học sinh nghèo vượt khó", "Tiếp bước đến trường"), "Học bổng", "suất",
            (8, 40), (500_000, 1_500_000, 100_000), ("huyen-doan-lam-ha", "hoi-lhpn-lam-ha", COMMUNE),
            ((("huyen-doan-van-dong", 1),), (("ca-nhan-hao-tam", 1),)), (8, 9)),
    Pattern("medical", 5, ("Khám bệnh, cấp thuốc miễn phí",), "Lượt khám", "lượt", (80, 300), (60_000, 120_000, 10_000),
            ("hoi-chu-thap-do-lam-ha",), ((("chu-thap-do-tan-binh", 2), ("hoi-chu-thap-do-van-dong", 1)),), (5, 6, 7),
            manner="in_kind"),
    Pattern("goods", 7, ("Gạo cứu đói giáp hạt", "Nhu yếu phẩm cho hộ khó khăn"), "Gạo", "kg", (300, 1500),
            (15_000, 18_000, 1_000), ("hoi-chu-thap-do-lam-ha", COMMUNE), ((("ca-nhan-hao-tam", 1),),), (3, 4, 7, 8),
            manner="in_kind"),
    Pattern("goods", 5, ("Quần áo, sách vở cũ", "Sữa cho trẻ em"), "Hiện vật", "phần", (50, 400), None,
            ("huyen-doan-lam-ha", "hoi-lhpn-me-linh"), months=(3, 6, 7, 9)),
    Pattern("labour", 7, ("Giúp dân thu hoạch cà phê", "Giúp dân dựng nhà, làm đường"), "Ngày công", "ngày công",
            (20, 120), None, ("ban-chqs-lam-ha", "huyen-doan-lam-ha", "hoi-ccb-lam-ha"), months=(3, 7, 8, 11, 12)),
    Pattern("loan", 12, ("Vay vốn chăn nuôi bò", "Vay vốn trồng dâu nuôi tằm", "Vay vốn cải tạo vườn cà phê"),
            "Khoản vay", "khoản vay", (4, 15), (10_000_000, 50_000_000, 5_000_000),
            ("hoi-nong-dan-lam-ha", "hoi-lhpn-lam-ha", "hoi-ccb-lam-ha", "huyen-doan-lam-ha"), ((("nhcsxh", 1),),),
            (3, 4, 5, 6, 9, 10), True),
)  # fmt: skip

# What the Front or the chair asked back, and what an officer noted.
QUESTIONS = (
    "Danh sách ký nhận có 69 hộ, khoản ghi 96 phần. Đề nghị đối chiếu lại số phần quà.",
    "Nguồn ghi “Quỹ” nhưng chưa rõ quỹ cấp xã hay cấp huyện.",
    "Thiếu biên bản bàn giao. Đề nghị bổ sung ngày bàn giao và số căn.",
    "Số tiền chưa khớp với giấy báo của ngân hàng, đề nghị xem lại.",
)
