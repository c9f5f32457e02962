"""Models whose year of 2024 was walked step by step (illustrative): notes, results, scores, decisions, places."""

import datetime
from decimal import Decimal
from typing import Any

from danvan.audit.journal import journal
from models_programs import life
from models_programs.models import ModelYear

from .world import World

YEAR = 2024
# code of a model: how far its year goes; each needs the stages before it
GOALS = {"ngay-thu-bay-vi-dan": "replicated", "tieng-loa-an-ninh-buon-lang": "assessed",
         "thanh-nien-khoi-nghiep-tu-to-tam": "appraised"}  # fmt: skip
NOTES = {
    "ngay-thu-bay-vi-dan": (
        (datetime.date(2024, 3, 9), "Buổi đầu: 14 cán bộ giúp 6 hộ neo đơn làm giấy tờ tại nhà."),
        (datetime.date(2024, 7, 13), "Cùng Đoàn thanh niên sửa 400 m đường vào tổ dân phố."),
    ),
    "tieng-loa-an-ninh-buon-lang": ((datetime.date(2024, 4, 2), "Phát thanh bằng tiếng K’Ho vào 5 giờ sáng thứ Hai."),),
    "thanh-nien-khoi-nghiep-tu-to-tam": ((datetime.date(2024, 5, 20), "Vay 50 triệu đồng làm nhà tằm 120 m²."),),
}
RESULTS = {
    "ngay-thu-bay-vi-dan": (("Hồ sơ giải quyết ngoài giờ", Decimal(312), "hồ sơ"),
                            ("Đường được sửa", Decimal("1.4"), "km")),
    "tieng-loa-an-ninh-buon-lang": (("Buổi phát thanh", Decimal(46), "buổi"),),
    "thanh-nien-khoi-nghiep-tu-to-tam": (("Kén thu được", Decimal("1.85"), "tấn"),),
}  # fmt: skip
BODY = "Ban Chỉ đạo phong trào thi đua “Dân vận khéo” huyện Lâm Hà (minh họa)"
PRAISES = "Chủ tịch UBND huyện Lâm Hà (minh họa)"


def walk(world: World, code: str, record: ModelYear) -> None:
    """From the accepted registration to the goal of its model, each step by whom it belongs to."""
    author, board, chair = record.created_by, world.users["bandanvan"], world.users["mttq.truong"]
    with journal(author):
        for date, words in NOTES[code]:
            life.note(author, record, date=date, words=words)
        for what, quantity, unit in RESULTS[code]:
            life.result(author, record, date=datetime.date(YEAR, 10, 31), what=what, quantity=quantity, unit=unit)
        sheet = world.sheets[YEAR]
        criteria = list(sheet.criteria.all())
        own = {c.pk: (c.maximum - 1, "Biên bản, ảnh ở mục Minh chứng") for c in criteria}
        life.self_assess(author, record, sheet=sheet, scores=own)
    if GOALS[code] == "assessed":
        return
    with journal(board):
        given = {c.pk: (c.maximum - 2, "") for c in criteria}
        life.appraise(board, record, scores=given, opinion="Thiết thực, người dân đồng tình; nhân rộng được.",
                      proposed=True)  # fmt: skip
    if GOALS[code] == "appraised":
        return
    decision: dict[str, Any] = {"level": "district", "decision": "58/QĐ-BCĐ", "date": datetime.date(2024, 11, 15),
                                "body": BODY}  # fmt: skip
    with journal(chair):
        life.recognise(chair, record, **decision)
        life.award(
            chair,
            record,
            title="Giấy khen",
            start_year=2022,
            end_year=2024,
            **decision | {"decision": "1021/QĐ-UBND", "body": PRAISES},
        )
        life.replicate(chair, record, area=world.areas["phu-son"], date=datetime.date(2025, 2, 15))
        life.replicate(chair, record, area=world.areas["me-linh"], date=datetime.date(2025, 3, 1),
                       organization=world.organizations["mttq-me-linh"])  # fmt: skip
