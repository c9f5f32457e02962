"""Routes, movements, campaigns, fields and score sheets. Names of movements are those that the published text uses."""

import datetime
from decimal import Decimal

from beneficiaries.models import UnitPrice
from danvan.audit.journal import journal
from danvan.records.models import ConfirmationRoute
from models_programs.models import ModelField, ScoreSheet
from movements.models import Campaign, Movement

from .world import AS_PUBLISHED, INVENTED, YEARS, World

PRETIENG = "pretieng-2022"

# organisation kind, level, record kind, who confirms, who accepts
ROUTES = (
    ("", "commune", "", "commune_chair", "front_officer"),
    ("", "district", "", "", "front_officer"),
    ("front", "district", "", "", "front_chair"),
    ("", "district", "model_year", "mobilisation_board", "front_officer"),
    ("front", "district", "model_year", "mobilisation_board", "front_chair"),
    ("", "province", "", "", "front_officer"),
    ("", "", "", "", "front_officer"),
)

# code, name, kind, organisation's code
MOVEMENTS = (
    ("dan-van-kheo", "Thi đua “Dân vận khéo”", "emulation", "ban-dan-van-lam-ha"),
    ("nong-thon-moi", "Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh", "drive", "mttq-lam-ha"),
    ("hang-viet", "Người Việt Nam ưu tiên dùng hàng Việt Nam", "drive", "mttq-lam-ha"),
    ("nong-dan-gioi", "Nông dân thi đua sản xuất, kinh doanh giỏi", "emulation", "hoi-nong-dan-lam-ha"),
    ("xoa-doi-giam-ngheo", "Xóa đói giảm nghèo, ngày vì người nghèo", "emulation", "hoi-nong-dan-lam-ha"),
    ("ccb-guong-mau", "Cựu chiến binh gương mẫu", "emulation", "hoi-ccb-lam-ha"),
    ("xung-kich", "Xung kích phát triển kinh tế - xã hội và bảo vệ Tổ quốc", "emulation", "huyen-doan-lam-ha"),
    ("dong-hanh", "Đồng hành với thanh niên trong lập thân, lập nghiệp", "emulation", "huyen-doan-lam-ha"),
    ("thap-sang-duong-que", "Thắp sáng đường quê", "emulation", "huyen-doan-lam-ha"),
)

FIELDS = (
    ("kinh-te", "Kinh tế"),
    ("van-hoa-xa-hoi", "Văn hóa - xã hội"),
    ("quoc-phong-an-ninh", "Quốc phòng - an ninh"),
    ("he-thong-chinh-tri", "Xây dựng hệ thống chính trị"),
)

CRITERIA = (
    ("Đăng ký, kế hoạch, phân công người phụ trách", 15),
    ("Giải quyết khó khăn, bức xúc cụ thể của người dân", 25),
    ("Huy động được nhiều lực lượng, nhiều nguồn cùng làm", 20),
    ("Kết quả đo được so với mục tiêu", 25),
    ("Tính bền vững, khả năng nhân rộng", 15),
)


def make_routes(world: World) -> None:
    with journal(world.users["quantri"]):
        for organization_kind, level, record_kind, confirm, accept in ROUTES:
            world.save(
                "quantri", ConfirmationRoute, organization_kind=organization_kind, level=level,
                record_kind=record_kind, confirm_role=confirm, accept_role=accept,
            )  # fmt: skip


def make(world: World) -> None:
    """Movements and campaigns by a Front officer, fields and score sheets by the mobilisation board."""
    with journal(world.users["mttq"]):
        for code, name, kind, organization in MOVEMENTS:
            extra = {"description": "Ra quân tại xã Tân Thanh."} if code == "thap-sang-duong-que" else {}
            world.keep(
                world.movements, "mttq", Movement, code, name=name, kind=kind,
                organization=world.organizations[organization], **extra,
            )  # fmt: skip
        _campaigns(world)
        world.save(
            "mttq", UnitPrice, what="ngày công", unit="ngày công", price_vnd=250_000,
            valid_from=datetime.date(2021, 1, 1), authority=INVENTED,
        )  # fmt: skip
    with journal(world.users["bandanvan"]):
        for code, name in FIELDS:
            world.keep(world.fields, "bandanvan", ModelField, code, name=name)
        for year in YEARS:
            world.sheets[year] = world.save(
                "bandanvan", ScoreSheet, name="Phiếu chấm mô hình “Dân vận khéo” (minh họa)", year=year,
                pass_score=Decimal(70), criteria=[{"name": name, "maximum": points} for name, points in CRITERIA],
            )  # fmt: skip


def _campaigns(world: World) -> None:
    hamlets = [world.areas["pretieng-1"], world.areas["pretieng-2"]]
    start, end = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)
    joint = ("hoi-nong-dan-lam-ha", "hoi-lhpn-lam-ha", "huyen-doan-lam-ha", "doan-xa-phu-son",
             "hoi-chu-thap-do-lam-ha", "ban-chqs-lam-ha")  # fmt: skip
    pretieng = world.keep(
        world.campaigns, "mttq", Campaign, PRETIENG, name="Dân vận khéo Pretieng 2022", solution="4",
        movement=world.movements["dan-van-kheo"], organization=world.organizations["mttq-lam-ha"],
        joint_organizations=[world.organizations[code] for code in joint], areas=hamlets, start=start, end=end,
        description=f"Hai thôn Pretieng 1 và Pretieng 2, xã Phú Sơn. Số liệu theo {AS_PUBLISHED} "
        "Nguồn ghi mọi số chung cho hai thôn, không tách từng thôn, không nêu tên hộ, không ghi ngày trong năm.",
        aliases="Dân vận khéo Preteing 2022",
    )  # fmt: skip
    world.keep(
        world.campaigns, "mttq", Campaign, "ky-nghi-hong-2022", name="Kỳ nghỉ hồng", parent=pretieng,
        organization=world.organizations["huyen-doan-lam-ha"], areas=hamlets, start=start, end=end,
        description="Chương trình của Huyện đoàn Lâm Hà trong đợt Dân vận khéo Pretieng 2022. Các khoản của chương "
        "trình ghi ở đợt, nội dung từng khoản nêu “Kỳ nghỉ hồng”.",
    )  # fmt: skip
    for year in YEARS[:-1]:
        world.keep(
            world.campaigns, "mttq", Campaign, f"thang-cao-diem-{year}", solution="3",
            name=f"Tháng cao điểm “Vì người nghèo” {year}",
            movement=world.movements["xoa-doi-giam-ngheo"], organization=world.organizations["mttq-lam-ha"],
            areas=[world.areas["lam-ha"]], start=datetime.date(year, 10, 17), end=datetime.date(year, 11, 18),
            description=f"{INVENTED}.",
        )  # fmt: skip
    for year in YEARS:
        world.keep(
            world.campaigns, "mttq", Campaign, f"tet-vi-nguoi-ngheo-{year}", solution="3",
            name=f"Tết vì người nghèo {year}",
            organization=world.organizations["mttq-lam-ha"], areas=[world.areas["lam-ha"]],
            start=datetime.date(year, 1, 5), end=datetime.date(year, 2, 15), description=f"{INVENTED}.",
        )  # fmt: skip
    world.keep(
        world.campaigns, "mttq", Campaign, "me-linh-2023", name="Dân vận khéo Mê Linh 2023",
        movement=world.movements["dan-van-kheo"], organization=world.organizations["mttq-lam-ha"],
        areas=[world.areas["me-linh-hang-hot"], world.areas["me-linh-cong-troi"]],
        start=datetime.date(2023, 3, 1), end=datetime.date(2023, 12, 15), description=f"{INVENTED}.",
    )  # fmt: skip
