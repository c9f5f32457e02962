"""“Dân vận khéo” models: those that the published text names, others invented, and their illustrative years."""

import datetime
from dataclasses import dataclass
from random import Random
from typing import Any

from danvan.audit.journal import journal
from danvan.records import catalogs
from models_programs.models import MobilizationModel, ModelYear

from . import desk, lives
from .desk import Sheet
from .supports import OFFICERS
from .world import World, slug


@dataclass(frozen=True, slots=True)
class Model:
    """A model with its first year and the stages of its years in turn. `published`: the text of 2023 names it."""

    name: str
    field: str
    organization: str
    area: str
    first: int
    stages: str  # one letter a year, see STAGES
    type: str = "collective"
    published: bool = False
    parent: str = ""  # the code of the model that it was replicated from

    @property
    def code(self) -> str:
        return slug(self.name)


STAGES = {"c": "recognised", "n": "not_recognised", "o": "carried_over", "s": "stopped", "r": "running",
          "d": "registered", "t": "self_assessed", "a": "appraised"}  # fmt: skip

REGISTERED = {
    "difficulty": "Người dân ở xa, đi lại khó; việc cần làm ngay thì chờ lâu.",
    "forces": "Người có uy tín, tổ trưởng tổ dân phố, đoàn viên thanh niên.",
    "start": datetime.date(2024, 1, 15), "end": datetime.date(2024, 12, 15),
}  # fmt: skip
MODELS = (
    Model("Tổ liên kết trồng dâu nuôi tằm", "kinh-te", "mttq-lam-ha", "me-linh", 2021, "occcr", published=True),
    Model("Tổ già làng tự quản", "quoc-phong-an-ninh", "mttq-lam-ha", "da-don", 2021, "cccca", published=True),
    Model("Phòng chống tảo hôn, hôn nhân cận huyết thống", "van-hoa-xa-hoi", "hoi-lhpn-lam-ha", "lam-ha", 2021, "occct",
          published=True),
    Model("Tổ phụ nữ không sinh con thứ 3", "van-hoa-xa-hoi", "hoi-lhpn-lam-ha", "lam-ha", 2022, "cccr",
          published=True),
    Model("Tuyến đường hoa nông thôn mới", "van-hoa-xa-hoi", "mttq-tan-ha", "tan-ha", 2021, "ccc"),
    Model("Camera an ninh thôn", "quoc-phong-an-ninh", "mttq-dong-thanh", "dong-thanh", 2022, "occr"),
    Model("Nuôi heo đất giúp hội viên nghèo", "kinh-te", "hoi-lhpn-lam-ha", "phuc-tho", 2021, "cnos"),
    Model("Tổ hợp tác cà phê bền vững", "kinh-te", "hoi-nong-dan-lam-ha", "tan-van", 2022, "occd"),
    Model("Khu dân cư không rác thải nhựa", "van-hoa-xa-hoi", "mttq-nam-ban", "nam-ban", 2022, "cc"),
    Model("Ngày thứ Bảy vì dân", "he-thong-chinh-tri", "mttq-dinh-van", "dinh-van", 2022, "ccr"),
    Model("Cựu chiến binh giúp nhau làm kinh tế", "kinh-te", "hoi-ccb-lam-ha", "lien-ha", 2021, "cocr"),
    Model("Người có uy tín vận động con cháu đến trường", "van-hoa-xa-hoi", "mttq-phi-to", "phi-to", 2022, "cct",
          "individual"),
    Model("Hiến đất mở đường liên thôn", "van-hoa-xa-hoi", "mttq-phu-son", "phu-son", 2021, "cc", "individual"),
    Model("Trưởng thôn gương mẫu, nói dân tin", "he-thong-chinh-tri", "mttq-me-linh", "me-linh", 2022, "nc",
          "individual"),
    Model("Thanh niên khởi nghiệp từ tơ tằm", "kinh-te", "huyen-doan-lam-ha", "dan-phuong", 2023, "ca", "individual"),
    Model("Tiếng loa an ninh buôn làng", "quoc-phong-an-ninh", "mttq-tan-thanh", "tan-thanh", 2023, "ct"),
    Model("Quỹ khuyến học dòng họ", "van-hoa-xa-hoi", "mttq-hoai-duc", "hoai-duc", 2023, "oc"),
    Model("Dân vận khéo Pretieng", "kinh-te", "mttq-lam-ha", "phu-son", 2023, "cr",
          parent="to-lien-ket-trong-dau-nuoi-tam"),
    Model("Tuyến đường hoa xã Tân Thanh", "van-hoa-xa-hoi", "mttq-tan-thanh", "tan-thanh", 2022, "ccc",
          parent="tuyen-duong-hoa-nong-thon-moi"),
    Model("Tuyến đường hoa thị trấn Nam Ban", "van-hoa-xa-hoi", "mttq-nam-ban", "nam-ban", 2022, "cs",
          parent="tuyen-duong-hoa-nong-thon-moi"),
    Model("Tuyến đường hoa xã Mê Linh", "van-hoa-xa-hoi", "mttq-me-linh", "me-linh", 2023, "cc",
          parent="tuyen-duong-hoa-xa-tan-thanh"),
)  # fmt: skip
# What was chosen and praised in 2022, beside what the scores of other years bring.
PRAISED = {"tuyen-duong-hoa-nong-thon-moi": True, "khu-dan-cu-khong-rac-thai-nhua": False,
           "nguoi-co-uy-tin-van-dong-con-chau-den-truong": True}  # fmt: skip


def make(world: World) -> None:
    """The models by who leads them, then their years."""
    dice = Random(1510)  # noqa: S311 - the same demo every time
    for model in MODELS:
        _save(world, model)
    sheets = [_year(world, dice, model, i, STAGES[s]) for model in MODELS for i, s in enumerate(model.stages)]
    open_ = [sheet for sheet in sheets if sheet.data["year"] == 2025]
    for sheet, goal in zip(open_, ("submitted", "confirmed", "draft", "submitted"), strict=False):
        sheet.goal = goal  # type: ignore[assignment]
    walked = {code: sheet for code in lives.GOALS for sheet in sheets if _is(world, sheet, code)}
    for sheet in walked.values():
        for name in ("own_score", "score", "recognitions", "awards"):
            sheet.data.pop(name, None)
        sheet.data |= REGISTERED | {"stage": "registered"}
    desk.run(world, sheets)
    for code, sheet in walked.items():
        lives.walk(world, code, sheet.record)


def _is(world: World, sheet: Sheet, code: str) -> bool:
    return bool(sheet.data["year"] == lives.YEAR and sheet.data["model"] == world.models[code])


def officer(organization: str) -> str:
    """Who enters for an organisation of the district or for a commune's Front."""
    return OFFICERS.get(organization) or f"canbo.{organization.removeprefix('mttq-').replace('-', '')}"


def _save(world: World, model: Model) -> None:
    user = world.users["mttq" if model.parent else officer(model.organization)]  # who sees the parent, too
    data = {
        "name": model.name, "type": model.type, "field": world.fields[model.field],
        "organization": world.organizations[model.organization], "area": world.areas[model.area],
        "movement": world.movements["dan-van-kheo"],
        "replicated_from": world.models[model.parent] if model.parent else None,
    }  # fmt: skip
    with journal(user):
        world.models[model.code] = catalogs.save(user, MobilizationModel, data, illustrative=not model.published)


def _year(world: World, dice: Random, model: Model, index: int, stage: str) -> Sheet:
    year = model.first + index
    done = stage in ("recognised", "not_recognised", "appraised", "carried_over")
    score = dice.randint(72, 96) if stage != "not_recognised" else dice.randint(52, 68)
    data: dict[str, Any] = {
        "model": world.models[model.code], "organization": world.organizations[model.organization],
        "area": world.areas[model.area], "year": year, "stage": stage, "households": dice.randint(15, 120),
        "goals": "Giải quyết một việc khó, cụ thể của khu dân cư.", "sheet": world.sheets[year],
        "own_score": str(score + 2) if done or stage == "self_assessed" else None,
        "score": str(score) if done else None,
    }  # fmt: skip
    if stage == "stopped":
        data["stop_reason"] = "Hết nguồn kinh phí, hội viên không tiếp tục tham gia."
    if stage == "recognised":
        day = datetime.date(year, 11, dice.randint(8, 24))
        decision = {"level": "district", "decision": f"{dice.randint(20, 80)}/QĐ-BCĐ", "date": day, "body": lives.BODY}
        praised = year == 2022 and model.code in PRAISED
        data["recognitions"] = [decision | {"exemplary": praised or score >= 88}]
        if score >= 92 or (praised and PRAISED[model.code]):
            data["awards"] = [decision | {"title": "Giấy khen", "body": lives.PRAISES}]
    followers = [other for other in MODELS if other.parent == model.code and other.first == year]
    if followers:
        sees = model.organization == "mttq-lam-ha"  # a commune's officer does not see the model of another commune
        data["replications"] = [
            {"area": world.areas[one.area].pk, "date": datetime.date(year, 4, 10),
             "child": world.models[one.code].pk if sees else None}
            for one in followers
        ]  # fmt: skip
    return Sheet(officer(model.organization), ModelYear, data)
