"""The Pretieng case of 2022, row by row as published on 20/02/2023: nothing here is invented or computed."""

import datetime
from dataclasses import dataclass
from typing import Any

from beneficiaries.models import AreaPoverty, Support
from danvan.audit.journal import journal
from movements.models import PublishedFigure, Target

from . import desk
from .catalogue import PRETIENG
from .desk import Sheet
from .world import AS_PUBLISHED, PUBLISHED_ON, PUBLISHER, World

YEAR = 2022
INFERRED = "Một công trình nhiều nguồn. Nguồn không ghi rõ đơn vị làm nhà: Mặt trận huyện được suy ra từ quỹ đã chi."
AS_TYPED_ODDLY = "102,750.000 đồng"


@dataclass(frozen=True, slots=True)
class Given:
    """One row of the published table. `paid` is (source's code, đồng, the text as written); empty = not valued."""

    actor: str
    organization: str
    form: str
    description: str
    items: tuple[tuple[str, str, str], ...]
    households: int | None = None
    paid: tuple[tuple[str, int, str], ...] = ()
    note: str = ""
    manner: str = "cash"


GIVEN = (
    Given("mttq", "mttq-lam-ha", "house_new", "Xây nhà cho hộ nghèo khó khăn về nhà ở", (("Nhà ở", "20", "căn"),), 20,
          (("quy-vnn-lam-dong", 1_000_000_000, "01 tỷ đồng"), ("phu-son-van-dong", 60_000_000, "60 triệu đồng")),
          INFERRED),
    Given("hoinongdan", "hoi-nong-dan-lam-ha", "loan", "Vay mua nong né nuôi tằm", (("Khoản vay", "14", "khoản vay"),),
          14, (("nhcsxh", 140_000_000, "140 triệu đồng"),), "Vốn ủy thác qua Hội Nông dân huyện."),
    Given("hoiphunu", "hoi-lhpn-lam-ha", "house_new", "Xây nhà", (("Nhà ở", "1", "căn"),), 1,
          (("hoi-lhpn-van-dong", 50_000_000, "50 triệu đồng"),)),
    Given("hoiphunu", "hoi-lhpn-lam-ha", "sanitation", "Xây công trình vệ sinh",
          (("Công trình vệ sinh", "4", "công trình"),), 4, (("hoi-lhpn-van-dong", 32_000_000, "32 triệu"),)),
    Given("huyendoan", "huyen-doan-lam-ha", "goods", "Kỳ nghỉ hồng: 02 tấn phân và 04 bộ nong né",
          (("Phân bón", "2", "tấn"), ("Nong né", "4", "bộ")), None, (("huyen-doan-van-dong", 13_000_000, "13 triệu"),),
          "Chương trình “Kỳ nghỉ hồng”. Một giá trị cho hai hiện vật.", "in_kind"),
    Given("huyendoan", "huyen-doan-lam-ha", "goods", "Kỳ nghỉ hồng: trồng dâu", (("Trồng dâu", "0.6", "ha"),), None, (),
          "Chương trình “Kỳ nghỉ hồng”. Chưa quy thành tiền."),
    Given("huyendoan", "huyen-doan-lam-ha", "gift", "Kỳ nghỉ hồng: tặng quà", (("Quà", "23", "phần"),), None,
          (("huyen-doan-van-dong", 23_000_000, "23 triệu"),), "Chương trình “Kỳ nghỉ hồng”."),
    Given("huyendoan", "huyen-doan-lam-ha", "goods", "Kỳ nghỉ hồng: sữa cho trẻ em", (("Sữa", "700", "phần"),), None,
          (), "Chương trình “Kỳ nghỉ hồng”. Chưa quy thành tiền."),
    Given("canbo.phuson", "doan-xa-phu-son", "gift", "Tặng quà", (("Quà", "441", "phần"),), None,
          (("doan-xa-van-dong", 102_750_000, AS_TYPED_ODDLY),),
          f"Nguồn ghi “{AS_TYPED_ODDLY}”, lẫn dấu phẩy và dấu chấm; đã xác nhận là 102.750.000 đồng."),
    Given("chuthapdo", "hoi-chu-thap-do-lam-ha", "gift", "Tặng quà", (("Quà", "250", "phần"),), None,
          (("hoi-chu-thap-do-van-dong", 75_000_000, "75 triệu đồng"),)),
    Given("mttq", "mttq-lam-ha", "livelihood", "Hỗ trợ sinh kế hộ nghèo và cận nghèo", (("Sinh kế", "43", "hộ"),), 43,
          (("quy-vnn-lam-dong", 860_000_000, "860 triệu đồng"),)),
    Given("banchqs", "ban-chqs-lam-ha", "labour", "50 cán bộ chiến sỹ trồng dâu", (("Ngày công", "50", "ngày công"),),
          None, (), "Chưa quy thành tiền."),
)  # fmt: skip

# indicator's code, plan, result, note
TARGETS = (
    ("ho-tham-gia", None, "37", "Nguồn không ghi kế hoạch."),
    ("dien-tich-dau", "5.6", "7.6", "Nguồn công bố “tăng 2,6ha”."),
    ("ho-trong-dau", "23", "26", "Nguồn công bố tăng “03 hộ”."),
)
# end of year, poor, near-poor
POVERTY = ((2021, 43, 38), (2022, 37, 35))

# key, value, unit, the words, note
PUBLISHED = (
    ("support_vnd", "2230000000", "đồng", "2,230 tỷ đồng", ""),
    ("loan_vnd", "140000000", "đồng", "140 triệu đồng", ""),
    ("all_vnd", "2370000000", "đồng", "2,370 tỷ đồng", ""),
    ("ho-tham-gia.actual", "37", "hộ", "37 hộ", ""),
    ("dien-tich-dau.difference", "2.6", "ha", "tăng 2,6ha", ""),
    ("ho-trong-dau.difference", "3", "hộ", "03 hộ", ""),
    ("poor.start", "43", "hộ", "43 hộ nghèo", ""),
    ("poor.end", "37", "hộ", "37 hộ nghèo", ""),
    ("near_poor.start", "38", "hộ", "38 hộ cận nghèo", ""),
    ("poor.end", "35", "hộ", "35 hộ nghèo", "Nguồn ghi “hộ nghèo” ở chỗ của hộ cận nghèo (từ 38 xuống 35)."),
)


def _support(world: World, row: Given) -> Sheet:
    contributions = [
        {"source": world.sources[code].pk, "amount_vnd": amount, "typed": typed, "manner": row.manner}
        for code, amount, typed in row.paid
    ]
    data: dict[str, Any] = {
        "kind": "loan" if row.form == "loan" else "grant", "form": row.form, "description": row.description,
        "organization": world.organizations[row.organization], "campaign": world.campaigns[PRETIENG],
        "area": world.areas["phu-son"], "hamlets": [world.areas["pretieng-1"], world.areas["pretieng-2"]],
        "date": datetime.date(YEAR, 1, 1), "date_precision": "year", "households": row.households, "note": row.note,
        "items": [{"name": name, "quantity": quantity, "unit": unit} for name, quantity, unit in row.items],
        "contributions": contributions,
    }  # fmt: skip
    if row.form == "loan":
        data["loans"] = [{"lender": world.sources["nhcsxh"].pk, "purpose": "Mua nong né nuôi tằm"}]
    return Sheet(row.actor, Support, data, illustrative=False)


def make(world: World) -> None:
    """The twelve supports, plan and result, the poor, and what was published: all approved."""
    board = world.organizations["ban-dan-van-lam-ha"]
    common = {"organization": board, "area": world.areas["phu-son"], "campaign": world.campaigns[PRETIENG]}
    sheets = [_support(world, row) for row in GIVEN]
    for code, planned, actual, note in TARGETS:
        data = {"indicator": world.indicators[code], "year": YEAR, "planned_min": planned, "planned_max": planned,
                "actual": actual, "note": f"{note} {AS_PUBLISHED}"}  # fmt: skip
        sheets.append(Sheet("mttq", Target, common | data, illustrative=False))
    for year, poor, near_poor in POVERTY:
        data = {"date": datetime.date(year, 12, 31), "standard": "2016-2020", "source": PUBLISHER, "poor": poor,
                "near_poor": near_poor,
                "note": f"Số chung hai thôn Pretieng 1 và Pretieng 2. {AS_PUBLISHED}"}  # fmt: skip
        sheets.append(Sheet("mttq", AreaPoverty, common | data, illustrative=False))
    desk.run(world, sheets)
    with journal(world.users["mttq"]):
        for key, value, unit, words, note in PUBLISHED:
            world.save(
                "mttq", PublishedFigure, campaign=world.campaigns[PRETIENG], year=YEAR, key=key, value=value, unit=unit,
                words=words, source=PUBLISHER, date=PUBLISHED_ON, note=note,
            )  # fmt: skip
