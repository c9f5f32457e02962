"""A year's life of a model through the door, by hand: each step by whom it belongs to, and every refusal."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from danvan.figures.effects import differences
from danvan.figures.models import EffectRow
from danvan.records import corrections, services
from danvan.records.data import Invalid, Refused
from models_programs import life
from models_programs.models import LifeStep, MobilizationModel, ModelYear, Recognition, Replication, ScoreSheet
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


def test_each_step_is_refused_to_whom_it_does_not_belong(world: Cast) -> None:
    with pytest.raises(Refused, match="làm khi mô hình ở “Tự đánh giá”; mô hình đang ở “Đăng ký”"):
        appraised(world)
    with pytest.raises(PermissionDenied, match="do người ghi cho mô hình này ghi"):
        life.note(world.bandanvan, world.year, date=DAY, words="x")
    with pytest.raises(PermissionDenied, match="“Tự đánh giá” thuộc người ghi"):
        life.self_assess(world.canbo_melinh, world.year, sheet=world.sheet, scores=scores(world, "1", "1"))
    with pytest.raises(Invalid) as faults:
        life.self_assess(
            world.canbo_phuson, world.year, sheet=world.sheet, scores={world.ket_qua.pk: (Decimal("60.51"), "")}
        )
    assert faults.value.errors == {
        f"score-{world.ket_qua.pk}": ["Điểm từ 0 đến 60,5."],
        f"score-{world.lan_toa.pk}": ["Hãy cho điểm tiêu chí này; không đạt thì ghi 0."],
    }
    assert stands(world) == ("registered", None, None)
    step = assessed(world)
    for person in (world.canbo_phuson, world.chutich_phuson, world.mttq_truong, world.lanhdao):
        with pytest.raises(PermissionDenied, match="“Thẩm định” thuộc Ban Dân vận"):
            life.appraise(person, world.year, scores=scores(world, "1", "1"), opinion="x", proposed=True)
    with pytest.raises(life.Moved, match="vừa ghi “Tự đánh giá”"):
        life.appraise(
            world.bandanvan, world.year, scores=scores(world, "1", "1"), opinion="x", proposed=True, last=step.pk - 1
        )
    appraised(world, proposed=False)
    with pytest.raises(PermissionDenied, match="quyết định trên kết quả thẩm định do người khác ghi"):
        life.recognise(world.bandanvan, world.year, **DECISION)
    with pytest.raises(Invalid) as faults:
        life.recognise(world.mttq_truong, world.year, **{**DECISION, "decision": ""})
    assert list(faults.value.errors) == ["decision"]
    with pytest.raises(Invalid):
        life.refuse(world.mttq_truong, world.year, reason=" ")
    life.refuse(world.mttq_truong, world.year, reason="Chưa bền vững")
    with pytest.raises(Refused, match="đang ở “Không công nhận”"):
        life.award(world.mttq_truong, world.year, title="Giấy khen", **DECISION)
    assert (Recognition.objects.count(), sums()) == (0, {"models": 1})


def test_nobody_appraises_what_is_theirs_nor_by_delegation(world: Cast) -> None:
    assessed(world)
    for writer in (world.canbo_phuson, world.canbo_phuson_2):  # the second only wrote in the diary
        life.take_back(world.mttq_truong, world.year, world.year.life.latest("pk"), reason="Làm lại")
        life.note(writer, world.year, date=DAY, words="Họp")
        assessed(world)
        world.assign(writer, "mobilisation_board", world.lam_ha)
        with pytest.raises(PermissionDenied, match="không thẩm định, công nhận mô hình của mình được"):
            life.appraise(writer, world.year, scores=scores(world, "1", "1"), opinion="x", proposed=True)
    member = world.make_user("hoivien")
    world.assign(member, "mobilisation_board", world.lam_ha)
    world.assign(member, "org_officer", world.hoi_nong_dan)  # leads the model, though the commune wrote the year
    with pytest.raises(PermissionDenied, match="mô hình của đơn vị mình"):
        life.appraise(member, world.year, scores=scores(world, "1", "1"), opinion="x", proposed=True)
    standin = world.make_user("thay")
    world.assign(standin, "mobilisation_board", world.lam_ha, delegated_by=world.canbo_phuson,
                 ends=datetime.date(2030, 1, 1))  # fmt: skip
    with pytest.raises(PermissionDenied, match="Người ủy quyền cho bạn có phần trong mô hình này"):
        life.appraise(standin, world.year, scores=scores(world, "1", "1"), opinion="x", proposed=True)
    assert stands(world)[0] == "self_assessed"


def test_a_step_is_taken_back_by_who_decides_and_the_year_stands_as_before(world: Cast) -> None:
    assessed(world)
    judged = appraised(world)
    given = life.recognise(world.mttq_truong, world.year, **DECISION)
    chosen = life.name_exemplary(world.mttq_truong, world.year, **DECISION)
    with pytest.raises(PermissionDenied, match="do bạn hoặc người ủy quyền cho bạn ghi"):
        life.take_back(world.mttq_truong, world.year, chosen, reason="Nhầm")
    with pytest.raises(PermissionDenied, match="thuộc người quyết định"):
        life.take_back(world.canbo_phuson, world.year, chosen, reason="Nhầm")
    with pytest.raises(PermissionDenied, match="thu lại những mục đó trước"):
        life.take_back(world.bandanvan, world.year, given, reason="Nhầm")
    with pytest.raises(PermissionDenied, match="thu lại các bước sau nó trước"):
        life.take_back(world.mttq_truong, world.year, judged, reason="Nhầm")
    life.take_back(world.bandanvan, world.year, chosen, reason="Nhầm mô hình")
    life.take_back(world.bandanvan, world.year, given, reason="Sai số quyết định")
    assert (Recognition.objects.count(), stands(world)) == (0, ("appraised", Decimal("85.5"), Decimal("80.5")))
    assert (sums(), differences()) == ({"models": 1}, [])
    life.take_back(world.mttq_truong, world.year, judged, reason="Chấm lại")
    assert stands(world) == ("self_assessed", Decimal("85.5"), None)
    assert [step.undoes_id for step in world.year.life.filter(action="take_back")] == [chosen.pk, given.pk, judged.pk]


def test_a_proposal_and_the_steps_leave_each_other_alone(world: Cast) -> None:
    proposal = corrections.propose(
        world.canbo_phuson, world.year, reason="Ghi rõ", data={"goals": "6 ha dâu"}, expected_version=1
    )
    with pytest.raises(Refused, match="đề nghị sửa hoặc rút chờ duyệt"):
        assessed(world)
    corrections.decide(world.mttq_truong, proposal, approve=True)
    assessed(world)
    with pytest.raises(Invalid) as faults:
        corrections.propose(world.canbo_phuson, world.year, reason="x", data={"stage": "recognised"},
                            expected_version=2)  # fmt: skip
    assert list(faults.value.errors) == ["stage"]
    with pytest.raises(Invalid) as faults:
        corrections.propose(world.canbo_phuson, world.year, reason="x", data={"recognitions": [DECISION]},
                            expected_version=2)  # fmt: skip
    assert list(faults.value.errors) == ["recognitions"]
    assert ModelYear.objects.get(pk=world.year.pk).goals == "6 ha dâu"


def test_stray_sql_changes_no_stage_no_decision_and_no_history(world: Cast) -> None:
    assessed(world)
    appraised(world)
    life.recognise(world.mttq_truong, world.year, **DECISION)
    for statement in (
        "UPDATE models_programs_modelyear SET stage = 'stopped'",
        "UPDATE models_programs_modelyear SET score = 99",
        "UPDATE models_programs_modelyear SET stage = 'recognised', note = 'x'",
        "UPDATE models_programs_recognition SET decision = '1/QĐ'",
        "DELETE FROM models_programs_recognition",
        "INSERT INTO models_programs_recognition (model_year_id, level, decision, date, body, exemplary) "
        "SELECT model_year_id, level, decision, date, body, exemplary FROM models_programs_recognition",
        "UPDATE models_programs_lifestep SET stage = 'running'",
        "DELETE FROM models_programs_scoreline",
        "UPDATE models_programs_scoreline SET score = 1",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_replication_opens_a_child_at_once_where_its_writer_enters(world: Cast) -> None:
    life.note(world.canbo_phuson, world.year, date=DAY, words="Họp")
    with pytest.raises(Invalid, match="phải khác nơi của mô hình"):
        life.replicate(world.canbo_phuson, world.year, area=world.phu_son, date=DAY)
    with pytest.raises(PermissionDenied, match="ngoài phạm vi"):
        life.replicate(world.canbo_phuson, world.year, area=world.me_linh, date=DAY, organization=world.mttq_me_linh)
    assert not Replication.objects.exists()
    life.replicate(world.mttq, world.year, area=world.me_linh, date=DAY, organization=world.mttq_me_linh)
    child = MobilizationModel.objects.get(replicated_from=world.mo_hinh)
    assert (child.area, child.years.get().status) == (world.me_linh, "draft")
    assert Replication.objects.get().child == child
    with pytest.raises(Refused, match="rút bản ghi ấy trước"):
        life.take_back(world.mttq_truong, world.year, world.year.life.latest("pk"), reason="Nhầm")
