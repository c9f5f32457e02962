"""Illustrative households: invented people, where they live, and how the yearly review classed them."""

import datetime
from random import Random
from typing import Any

from beneficiaries.models import Household, PovertyReview

from . import desk
from .desk import Sheet
from .people import handle
from .places import BY_CODE
from .world import FIRST_DAY, LAST_DAY, World, slug

STANDARD = "2022-2025"
# commune → how many
COUNTS = {"phu-son": 11, "me-linh": 9, "da-don": 6, "tan-thanh": 5, "phi-to": 4, "lien-ha": 3, "phuc-tho": 2}
# Names of the K’Ho: often one word, often an apostrophe. All are invented.
KHO = ("K’Lũ", "K’Brẻo", "K’Nhen", "Ka Hiền", "Kơ Să Ha Tuấn", "K’Déo", "Ka Thủy", "Cil Ha Brơi", "K’Ột", "Ka Loan",
       "Kra Jăn Ha Minh", "K’Biếu", "Ka Nhàn", "Rơ Ông Ha Điệp", "K’Tiệp", "Ka Srỡn", "Liêng Hót Ha Sương", "K’Vinh",
       "Ka Drim", "Cil Mup Ha Póh", "K’Sáu", "Ka Sen", "Bon Krong Ha Lành", "K’Ngoan")  # fmt: skip
KINH = ("Nguyễn Văn Lý", "Trần Thị Gấm", "Lê Đình Quý", "Phạm Văn Đoan", "Đỗ Thị Ước", "Hoàng Văn Bằng",
        "Vũ Thị Nết", "Bùi Văn Ngữ", "Nguyễn Thị Ái", "Đinh Văn Sửu", "Trịnh Thị Ý", "Phan Văn Út",
        "Lương Thị Ích", "Cao Văn Đạt", "Hồ Thị Ánh", "Mai Văn Thế")  # fmt: skip
# What became of a household: class by year.
PATHS = (
    {2021: "poor", 2022: "poor", 2023: "escaped_poor"},
    {2021: "poor", 2022: "escaped_poor"},
    {2022: "poor", 2023: "near_poor", 2024: "escaped_near_poor"},
    {2021: "near_poor", 2022: "near_poor"},
    {2022: "poor"},
    {2023: "near_poor", 2024: "near_poor"},
)
REASONS = {"escaped_poor": "Thu nhập tăng, hết thiếu hụt về nhà ở.", "escaped_near_poor": "Thu nhập ổn định.",
           "poor": "Thiếu đất sản xuất, nhà ở tạm.", "near_poor": "Thu nhập thấp, có người ốm đau."}  # fmt: skip


def _household(world: World, dice: Random, commune: str, number: int, name: str) -> Sheet:
    hamlet = world.areas[f"{commune}-{slug(dice.choice(BY_CODE[commune].hamlets))}"]
    kho = name in KHO
    since = datetime.date(dice.randint(1998, 2016), 1, 1)
    residences: list[dict[str, Any]] = [{"area": hamlet.pk, "start": since, "end": LAST_DAY}]
    residences.append({"area": world.areas[f"{hamlet.code}-{FIRST_DAY.year}"].pk, "start": FIRST_DAY})
    born = dice.randint(1948, 1993)
    data: dict[str, Any] = {
        "organization": world.organizations[f"mttq-{commune}"], "area": hamlet, "head": name, "birth_year": born,
        "code": f"{commune.upper().replace('-', '')}-{number:03d}", "people": dice.randint(2, 8),
        "ethnicity": "K’Ho" if kho else "Kinh", "residences": residences,
    }  # fmt: skip
    if dice.random() < 0.5:
        data["cccd"] = f"068{dice.randint(0, 1)}{born % 100:02d}{900000 + dice.randint(1, 99999)}"
    if dice.random() < 0.2:
        data["everyday_name"] = f"{'Ma' if kho else 'Ông'} {name.split()[-1]}"
    if commune == "me-linh" and dice.random() < 0.6:
        area = f"0.{dice.randint(2, 6)}"
        data["participations"] = [{"model": world.models["to-lien-ket-trong-dau-nuoi-tam"].pk, "start_year": 2022,
                                   "result": area, "unit": "ha"}]  # fmt: skip
    return Sheet(f"canbo.{handle(commune)}", Household, data)


def make(world: World) -> None:
    """Households first, then their reviews; a few of both still wait or are drafts."""
    dice = Random(2022)  # noqa: S311 - the same demo every time
    kho, kinh = list(KHO), list(KINH)
    sheets: list[Sheet] = []
    for commune, count in COUNTS.items():
        for number in range(1, count + 1):
            names = kho if kho and (not kinh or commune in ("phu-son", "me-linh", "phi-to") or number % 2) else kinh
            sheets.append(_household(world, dice, commune, number, names.pop(0)))
    for sheet in sheets[9:11]:
        sheet.goal = "submitted"
    records = desk.run(world, sheets)
    reviews: list[Sheet] = []
    for index, (sheet, household) in enumerate(zip(sheets, records, strict=True)):
        if sheet.goal != "approved":
            continue
        world.households.setdefault(world.areas[household.area.parent.code].code, []).append(household)
        for year, poverty_class in PATHS[index % len(PATHS)].items():
            data = {"household": household, "organization": household.organization, "area": household.area,
                    "year": year, "standard": STANDARD, "poverty_class": poverty_class,
                    "reason": REASONS[poverty_class]}  # fmt: skip
            reviews.append(Sheet(sheet.actor, PovertyReview, data))
    latest = [review for review in reviews if review.data["year"] == 2024]
    latest[0].goal, latest[1].goal = "submitted", "confirmed"
    desk.run(world, reviews)


def class_in(year: int, household: Household) -> str:
    """How the demo's reviews classed the household at the end of `year` or last before it; "" when never."""
    found = (
        PovertyReview.objects.filter(household=household, year__lte=year)
        .order_by("-year")
        .values_list("poverty_class", flat=True)
        .first()
    )
    return found or ""
