"""Quotas and deadlines of a year: entered on one page, and who is behind them."""

import datetime
from typing import Any

from danvan.records import catalogs, services
from models_programs.models import ModelPlan, ModelYear
from tests.cast import Cast
from tests.models_programs.test_funnel import behind, lay, model
from tests.movements.pages import as_, text

LONG_AGO = datetime.date(2022, 10, 15)


def plan(cast: Cast, **changes: Any) -> ModelPlan:
    quotas = [
        {"area": cast.phu_son, "any_type": 3}, {"area": cast.me_linh, "any_type": 1, "collective": 1},
        {"area": cast.da_don, "any_type": 2}, {"organization": cast.hoi_nong_dan, "any_type": 1},
    ]  # fmt: skip
    return catalogs.save(cast.bandanvan, ModelPlan, {"year": 2022, "quotas": quotas, **changes})


def test_a_plan_is_one_form_with_a_line_for_every_unit(cast: Cast) -> None:
    client = as_(cast.bandanvan)
    lines = client.get("/ke-hoach-mo-hinh/them/?nam=2022").context["formsets"]["quotas"].forms
    units = [line["unit"].value() for line in lines if line["unit"].value()]
    assert f"xa-{cast.phu_son.pk}" in units and f"to-chuc-{cast.hoi_nong_dan.pk}" in units
    assert not {f"xa-{cast.hiep_thanh.pk}", f"xa-{cast.phu_son_lam_ha.pk}"} & set(units), "of another place, or later"
    typed = {"year": "2022", "register_by": "31/03/2022", "self_assess_by": "15/10/2022", "appraise_by": "1/10/2022",
             "quotas-TOTAL_FORMS": str(len(units)), "quotas-INITIAL_FORMS": "0"}  # fmt: skip
    typed |= {f"quotas-{at}-unit": unit for at, unit in enumerate(units)}
    typed[f"quotas-{units.index(f'xa-{cast.phu_son.pk}')}-any_type"] = "3"
    refused = client.post("/ke-hoach-mo-hinh/them/", typed)
    assert refused.status_code == 422 and "Không thể trước hạn tự đánh giá." in text(refused)
    assert client.post("/ke-hoach-mo-hinh/them/", typed | {"appraise_by": "15/11/2022"}).status_code == 302
    (quota,) = ModelPlan.objects.get().quotas.all()
    assert (quota.area, quota.organization, quota.any_type, quota.collective) == (cast.phu_son, None, 3, None)
    page = text(client.get(ModelPlan.objects.get().get_absolute_url()))
    assert "Phú Sơn</a>" in page and "31/03/2022" in page
    twice = client.post("/ke-hoach-mo-hinh/them/", {"year": "2022", **typed, "appraise_by": ""})
    assert twice.status_code == 422 and "Năm này đã có kế hoạch." in text(twice)
    assert as_(cast.mttq).get("/ke-hoach-mo-hinh/them/").status_code == 403


def test_who_is_behind_the_quota_and_what_the_deadlines_passed_by(cast: Cast) -> None:
    lay(cast)  # Phú Sơn three handed in and a draft, Mê Linh one individual, the farmers' union one
    running = model(cast, "Bảy", "collective", cast.me_linh, cast.mttq_me_linh)
    base = {"model": running, "organization": cast.mttq_me_linh, "area": cast.me_linh, "year": 2022}
    cast.approve(services.create(cast.canbo_melinh, ModelYear, {**base, "stage": "running"}))
    made = plan(cast, register_by=LONG_AGO, self_assess_by=LONG_AGO, appraise_by=datetime.date(2030, 1, 1))
    catalogs.save(cast.bandanvan, made, {"quotas": [
        {"area": cast.phu_son, "any_type": 3}, {"area": cast.me_linh, "any_type": 1, "individual": 2},
        {"area": cast.da_don, "any_type": 2}, {"organization": cast.hoi_nong_dan, "any_type": 1},
    ]}, expected_version=1)  # fmt: skip
    answer = as_(cast.mttq).get("/mo-hinh/cham/?nam=2022")
    assert [(str(one.quota), one.total, one.short) for one, *_more in answer.context["owed"]] == [
        ("Xã Đạ Đờn", 0, 2), ("Xã Mê Linh", 2, 1), ("Xã Phú Sơn", 3, 0), ("Hội Nông dân", 1, 0),
    ]  # fmt: skip
    assert [behind(cast.mttq, url) for one, url, _split in answer.context["owed"] if url] == [2, 3, 1]
    cells = {one.code: [number for _kind, number, _url in cells] for one, cells in answer.context["overdue"]}
    assert cells == {"dang-ky": [1, 0], "tu-danh-gia": [1, 0], "tham-dinh": [1, 0]}
    for _one, pairs in answer.context["overdue"]:
        assert [behind(cast.mttq, url) for _kind, _number, url in pairs] == [number for _k, number, _u in pairs]
    late = {row.model.name: [one.code for one in missed] for row, missed in answer.context["rows"]}
    assert late == {"Sáu": ["dang-ky"], "Bảy": ["tu-danh-gia"]}, "no deadline that is still to come"
    seen = {}
    for login in ("canbo_phuson", "hoinongdan", "lanhdao"):
        owed = as_(getattr(cast, login)).get("/mo-hinh/cham/?nam=2022").context["owed"]
        seen[login] = {str(one.quota) for one, *_more in owed}
    assert seen["canbo_phuson"] == {"Xã Phú Sơn"} and seen["hoinongdan"] == {"Hội Nông dân"}
    assert len(seen["lanhdao"]) == 4
    assert "Sáu" not in text(as_(cast.hoinongdan).get("/mo-hinh/cham/?nam=2022"))
