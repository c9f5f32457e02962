"""A year's life of a model through the door, by hand: each step by whom it belongs to, and every refusal."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from danvan.figures.effects import differences
from danvan.figures.models import EffectRow
from danvan.records import services
from models_programs import life
from models_programs.models import LifeStep, ModelYear, ScoreSheet
from tests.cast import Cast

DAY = datetime.date(2022, 11, 16)
DECISION = {"level": "district", "decision": "31/QĐ-BCĐ", "date": DAY, "body": "Ban Chỉ đạo huyện"}


@pytest.fixture
def world(cast: Cast) -> Cast:
    cast.sheet = ScoreSheet.objects.create(name="Phiếu tập thể", year=2022, pass_score=70)
    cast.ket_qua = cast.sheet.criteria.create(name="Kết quả", maximum="60.5")
    cast.lan_toa = cast.sheet.criteria.create(name="Lan tỏa", maximum="39.5")
    draft = services.create(
        cast.canbo_phuson, ModelYear,
        {"model": cast.mo_hinh, "organization": cast.mttq_phu_son, "area": cast.phu_son, "year": 2022,
         "difficulty": "Đất đồi bạc màu", "partners": [cast.hoi_phu_nu], "goals": "5 ha dâu"},
    )  # fmt: skip
    cast.year = cast.approve(draft)
    return cast


def scores(cast: Cast, one: str, other: str) -> dict[int, tuple[Decimal, str]]:
    return {cast.ket_qua.pk: (Decimal(one), "Biên bản"), cast.lan_toa.pk: (Decimal(other), "")}


def assessed(cast: Cast) -> LifeStep:
    return life.self_assess(cast.canbo_phuson, cast.year, sheet=cast.sheet, scores=scores(cast, "55.5", "30"))


def appraised(cast: Cast, proposed: bool = True) -> LifeStep:
    return life.appraise(cast.bandanvan, cast.year, scores=scores(cast, "50", "30.5"), opinion="Đạt", proposed=proposed)


def stands(cast: Cast) -> tuple[str, Any, Any]:
    now = ModelYear.objects.get(pk=cast.year.pk)
    return now.stage, now.own_score, now.score


def sums() -> dict[str, int]:
    found: dict[str, int] = {}
    for indicator, value in EffectRow.objects.values_list("indicator", "value"):
        found[indicator] = found.get(indicator, 0) + int(value)
    return {k: v for k, v in found.items() if v}


def test_a_year_runs_is_assessed_appraised_recognised_awarded_and_carried_over(world: Cast) -> None:
    note = life.note(world.canbo_phuson, world.year, date=DAY, words="Họp tổ, 26 hộ đăng ký")
    assert stands(world) == ("running", None, None)
    life.note(world.canbo_phuson_2, world.year, date=DAY, words="Họp tổ, 27 hộ đăng ký", replaces=note)
    life.result(world.canbo_phuson, world.year, date=DAY, what="Trồng dâu", quantity=Decimal("5.6"), unit="ha")
    assessed(world)
    assert stands(world) == ("self_assessed", Decimal("85.5"), None)
    appraised(world)
    assert stands(world) == ("appraised", Decimal("85.5"), Decimal("80.5"))
    assert sums() == {"models": 1}
    life.recognise(world.mttq_truong, world.year, **DECISION)
    life.name_exemplary(world.mttq_truong, world.year, **{**DECISION, "decision": "32/QĐ-BCĐ"})
    life.award(world.mttq_truong, world.year, title="Giấy khen", start_year=2020, end_year=2022, **DECISION)
    assert sums() == {"models": 1, "models_recognised": 1, "models_exemplary": 1, "models_awarded": 1}
    year = world.year
    assert [(r.decision, r.exemplary) for r in year.recognitions.all()] == [("31/QĐ-BCĐ", False), ("32/QĐ-BCĐ", True)]
    following = life.carry_over(world.canbo_phuson, world.year)
    assert (following.year, following.status, following.difficulty) == (2023, "draft", "Đất đồi bạc màu")
    assert list(following.partners.all()) == [world.hoi_phu_nu]
    assert stands(world)[0] == "carried_over"
    assert sums()["models_recognised"] == 1
    assert differences() == []
