"""Việc của tôi, the models: deadlines of who enters, what waits for the mobilisation board; at what cost."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from danvan.records import catalogs, periods, services
from danvan.records.kinds import record_models
from danvan.records.models import Record
from models_programs import life
from models_programs.models import MobilizationModel, ModelPlan, ModelYear, ScoreSheet
from movements.models import ReportingDue, ReportingPeriod
from tests.cast import Cast
from tests.movements.pages import as_, text

TODAY = datetime.date.today()
PAGE = "/viec-cua-toi/"


def ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


def year_of(
    cast: Cast, name: str, actor: Any = None, area: Any = None, body: Any = None, year: int = TODAY.year
) -> Any:
    area, body = area or cast.phu_son, body or cast.mttq_phu_son
    model = MobilizationModel.objects.create(
        name=name, type="collective", field=cast.kinh_te, organization=body, area=area
    )
    data = {"model": model, "organization": body, "area": area, "year": year}
    return services.create(actor or cast.canbo_phuson, ModelYear, data)


def world(cast: Cast) -> None:
    """In Phú Sơn: a draft behind the registration (20 days), one accepted behind the self-assessment (3 days), one of
    three years ago that nobody asks about any more, one that waits for the appraisal, one for the decision and for Mê
    Linh to take it up; in Mê Linh a draft. Phú Sơn owes nine.
    """
    plan = {"year": TODAY.year, "register_by": ago(20), "self_assess_by": ago(3), "appraise_by": ago(1),
            "recognise_by": ago(-30), "quotas": [{"area": cast.phu_son, "any_type": 9}]}  # fmt: skip
    catalogs.save(cast.bandanvan, ModelPlan, plan)
    catalogs.save(cast.bandanvan, ModelPlan, {"year": TODAY.year - 3, "self_assess_by": ago(1000)})
    year_of(cast, "Nháp")
    cast.approve(year_of(cast, "Chạy"))
    cast.approve(year_of(cast, "Xưa", year=TODAY.year - 3))
    year_of(cast, "CANARY", cast.canbo_melinh, cast.me_linh, cast.mttq_me_linh)
    sheet = ScoreSheet.objects.create(name="Phiếu", year=TODAY.year)
    one = sheet.criteria.create(name="Kết quả", maximum="60")
    scores = {one.pk: (Decimal(50), "Biên bản")}
    for name in ("Chấm", "Xong"):
        record = cast.approve(year_of(cast, name))
        life.self_assess(cast.canbo_phuson, record, sheet=sheet, scores=scores)
    life.appraise(cast.bandanvan, record, scores=scores, opinion="Đạt", proposed=True)
    life.replicate(cast.canbo_phuson, record, area=cast.me_linh, date=TODAY)


def due(answer: Any) -> list[tuple[int, str, bool]]:
    return [(one.count, one.words, one.late) for one in answer.context["followed"]]


def test_who_enters_reads_which_models_a_deadline_passed_by(cast: Cast) -> None:
    world(cast)
    answer = as_(cast.canbo_phuson).get(PAGE)
    assert [(m.title, m.step, m.late) for m in answer.context["models"]] == [
        (f"Nháp, năm {TODAY.year}", "Đăng ký", 20), (f"Chạy, năm {TODAY.year}", "Tự đánh giá", 3),
    ]  # fmt: skip
    assert "CANARY" not in text(answer) and due(answer) == []
    neighbour = as_(cast.canbo_melinh).get(PAGE)
    assert due(neighbour) == [(1, "lời mời nhân rộng chờ nhận", False)]
    assert [m.title for m in neighbour.context["models"]] == [f"CANARY, năm {TODAY.year}"]
    assert as_(cast.mttq).get(PAGE).context["models"] == [], "who enters for all has their own alone"


def test_the_board_reads_what_waits_for_it_and_each_line_leads_to_exactly_that(cast: Cast) -> None:
    world(cast)
    board = as_(cast.bandanvan)
    answer = board.get(PAGE)
    assert due(answer) == [
        (1, "mô hình chờ thẩm định", True), (1, "mô hình chờ quyết định công nhận", False),
        (1, f"đơn vị chưa đủ chỉ tiêu mô hình năm {TODAY.year}", True),
    ]  # fmt: skip
    appraise, decide, short = (one.url for one in answer.context["followed"])
    assert [row.model.name for url in (appraise, decide) for row in board.get(url).context["shown"].page] == [
        "Chấm", "Xong",
    ]  # fmt: skip
    assert [one.short for one, *_more in board.get(short).context["owed"]] == [6]  # three were handed in
    assert due(as_(cast.mttq_truong).get(PAGE)) == [  # the Front's chair enters everywhere, and decides
        (1, "lời mời nhân rộng chờ nhận", False), (1, "mô hình chờ quyết định công nhận", False),
    ]  # fmt: skip


def test_all_of_it_at_once_costs_twelve_queries(cast: Cast) -> None:
    world(cast)
    cast.make_support(items=[], contributions=[])
    cast.submit(cast.make_support())
    ReportingDue.objects.create(
        period=ReportingPeriod.objects.create(kind="quarter", year=2022, number=1), recipient="MTTQ", due=ago(4)
    )
    closing = periods.close(cast.mttq, cast.lam_ha, datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
    people = ("canbo_phuson", "chutich_phuson", "hoinongdan", "mttq", "mttq_truong", "bandanvan", "lanhdao", "quantri")
    for name in people:
        until = timezone.now() + datetime.timedelta(days=3)
        periods.grant_exception(cast.mttq, closing, getattr(cast, name), until, reason="Bổ sung")
        client = as_(getattr(cast, name))
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(PAGE)
        assert len(caught) <= 2 + 12, (name, [query["sql"][:90] for query in caught])  # session and user apart
        if name == "canbo_phuson":
            assert answer.context["exceptions"] and answer.context["dues"] and answer.context["models"]


def test_what_a_draft_lacks_is_known_of_the_kinds_that_lack_something() -> None:
    """`work_rows` says it in the database: a kind with a rule of its own must be told there."""
    rules = {
        kind for kind, m in record_models().items() if m.missing_for_submission is not Record.missing_for_submission
    }
    assert rules == {"support"}
