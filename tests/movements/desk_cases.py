"""One case a desk: where it is, who writes it, what a whole form holds, and what a wrong one says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from models_programs.models import MobilizationModel, ModelField, ModelYear, ScoreSheet
from movements.models import (
    Activity,
    Area,
    AreaGroup,
    AreaStanding,
    AreaSuccession,
    Campaign,
    CommunityWork,
    Indicator,
    Movement,
    Organization,
    OrganizationSuccession,
    PublishedFigure,
    Target,
)

Data = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """`bad` maps a field to what is typed wrong; `says` is in the answer. `shows` stands on the page once saved."""

    path: str
    model: type
    writer: str
    data: Callable[[Any], Data]
    bad: Data
    says: str
    shows: str
    change: Data = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    @property
    def is_record(self) -> bool:
        return hasattr(self.model, "status")

    def post(self, cast: Any, **changes: Any) -> Data:
        """What the browser sends: the form with its empty line tables."""
        sent = {k: getattr(v, "pk", v) for k, v in {**self.data(cast), **changes}.items()}
        for relation in self.lines:
            sent.setdefault(f"{relation}-TOTAL_FORMS", "0")
            sent.setdefault(f"{relation}-INITIAL_FORMS", "0")
        return sent


CASES = [
    Case("/hoat-dong/", Activity, "canbo_phuson",
         lambda c: {"organization": c.mttq_phu_son, "area": c.phu_son, "date": "15/03/2022", "name": "Đối thoại với dân",
                    "kind_of_activity": "dialogue", "people": "120", "attendances": "150"},
         {"people": "một trăm rưỡi người"}, "một trăm rưỡi người", "Đối thoại với dân", {"attendances": "160"}),
    Case("/cong-trinh/", CommunityWork, "canbo_phuson",
         lambda c: {"organization": c.mttq_phu_son, "area": c.phu_son, "date": "quý II/2022", "name": "Thắp sáng đường quê",
                    "road_km": "1,5", "lamps": "40", "given_vnd": "60 triệu", "hamlets": c.pretieng_1},
         {"given_vnd": "102,750.000"}, "102,750.000", "60.000.000", {"lamps": "42"}),
    Case("/chi-tieu/", Target, "canbo_phuson",
         lambda c: {"organization": c.mttq_phu_son, "area": c.phu_son, "year": "2022", "indicator": c.dau_tam,
                    "planned_min": "5,6", "actual": "7,6"},
         {"planned_min": "1.5"}, "1.5", "135,71", {"reason": "Giá dâu tăng"}),
    Case("/danh-muc-chi-tieu/", Indicator, "mttq",
         lambda c: {"name": "Số hộ trồng dâu", "definition": "Hộ có dâu cuối năm.", "unit": "hộ", "kind": "count",
                    "aggregation": "last"},
         {"unit": "h" * 31}, "h" * 31, "Hộ có dâu cuối năm.", {"group": "D"}),
    Case("/dot/", Campaign, "mttq",
         lambda c: {"name": "Đợt Đạ Đờn 2023", "organization": c.mttq_huyen, "start": "01/03/2023", "end": "31/12/2023",
                    "areas": c.da_don},
         {"end": "31/02/2023"}, "31/02/2023", "xã Đạ Đờn", {"description": "Hai thôn."}),
    Case("/phong-trao/", Movement, "mttq",
         lambda c: {"name": "Toàn dân đoàn kết xây dựng nông thôn mới", "kind": "drive", "start": "01/01/2021"},
         {"start": "hôm qua"}, "hôm qua", "cuộc vận động", {"description": "Năm nội dung."}),
    Case("/so-cong-bo/", PublishedFigure, "mttq",
         lambda c: {"campaign": c.pretieng, "year": "2022", "key": "support_vnd", "value": "2.230.000.000", "unit": "đồng",
                    "words": "2,230 tỷ đồng", "source": "Ban Dân vận Huyện ủy", "date": "20/02/2023"},
         {"value": "1.5"}, "1.5", "2,230 tỷ đồng", {"note": "Gồm cả tháng 12."}),
    Case("/dia-ban/", Area, "quantri",
         lambda c: {"name": "Tân Văn", "level": "commune", "kind": "xa", "parent": c.lam_ha, "valid_to": "30/06/2025"},
         {"valid_to": "30/6"}, "30/6", "Xã Tân Văn", {"aliases": "Tân văn"}),
    Case("/ke-thua-dia-ban/", AreaSuccession, "quantri",
         lambda c: {"old": c.me_linh, "new": c.phu_son_lam_ha, "date": "01/07/2025", "share": "1",
                    "legal_basis": "NQ 1671/NQ-UBTVQH15"},
         {"share": "1,5"}, "1,5", "NQ 1671/NQ-UBTVQH15", {"share": "0,4"}),
    Case("/nhom-dia-ban/", AreaGroup, "quantri",
         lambda c: {"name": "Vùng Lâm Hà cũ", "areas": c.phu_son}, {"areas": "9999"}, "9999", "Phú Sơn", {"name": "Vùng cũ"}),
    Case("/du-kien-dia-ban/", AreaStanding, "quantri",
         lambda c: {"area": c.phu_son, "fact": "size", "date": "31/12/2022", "households": "1.850", "people": "7.400"},
         {"households": "-5"}, "-5", "7.400", {"basis": "Niên giám"}),
    Case("/to-chuc/", Organization, "mttq",
         lambda c: {"name": "Hội Chữ thập đỏ huyện", "kind": "mass_association", "area": c.lam_ha},
         {"area": ""}, "Hội Chữ thập đỏ huyện", "hội quần chúng", {"short_name": "Chữ thập đỏ"}),
    Case("/ke-thua-to-chuc/", OrganizationSuccession, "mttq",
         lambda c: {"old": c.mttq_me_linh, "new": c.mttq_phu_son_moi, "date": "01/07/2025", "legal_basis": "Luật 97/2025"},
         {"date": "tháng bảy"}, "tháng bảy", "Luật 97/2025", {"legal_basis": "Luật 97/2025/QH15"}),
    Case("/linh-vuc/", ModelField, "bandanvan", lambda c: {"name": "Xây dựng nông thôn mới"}, {"name": "x" * 121}, "x" * 121,
         "xay-dung-nong-thon-moi", {"name": "Nông thôn mới"}),
    Case("/danh-muc-mo-hinh/", MobilizationModel, "canbo_phuson",
         lambda c: {"name": "Tổ già làng tự quản", "type": "collective", "field": c.kinh_te, "organization": c.mttq_phu_son,
                    "area": c.phu_son},
         {"type": "cả hai"}, "Tổ già làng tự quản", "tập thể", {"address": "Thôn Pretieng 1"}),
    Case("/phieu-cham/", ScoreSheet, "bandanvan",
         lambda c: {"name": "Phiếu tập thể", "year": "2022", "pass_score": "70", "criteria-TOTAL_FORMS": "2",
                    "criteria-INITIAL_FORMS": "0", "criteria-0-name": "Kết quả", "criteria-0-maximum": "60,5",
                    "criteria-1-name": "Nhân rộng", "criteria-1-maximum": "39,5"},
         {"criteria-0-maximum": "sáu mươi"}, "sáu mươi", "Tổng điểm tối đa: 100", {"pass_score": "75"}, ("criteria",)),
    Case("/mo-hinh/", ModelYear, "canbo_phuson",
         lambda c: {"model": c.mo_hinh, "organization": c.mttq_phu_son, "area": c.phu_son, "year": "2022",
                    "stage": "recognised", "households": "26", "recognitions-TOTAL_FORMS": "1",
                    "recognitions-INITIAL_FORMS": "0", "recognitions-0-level": "district",
                    "recognitions-0-decision": "31/QĐ-BCĐ", "recognitions-0-date": "16/11/2022",
                    "recognitions-0-body": "Ban Chỉ đạo huyện"},
         {"recognitions-0-date": "mười sáu"}, "mười sáu", "31/QĐ-BCĐ", {"households": "27"},
         ("recognitions", "awards", "replications")),
]  # fmt: skip
