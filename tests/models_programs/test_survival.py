"""Which models still live after n years, and the family tree of replication."""

from typing import Any

import pytest
from django.http import QueryDict

from danvan.listing import narrow
from danvan.records import catalogs, services
from danvan.records.data import Invalid
from models_programs import survival
from models_programs.desks import ModelDesk
from models_programs.models import MobilizationModel, ModelYear
from tests.cast import Cast
from tests.movements.pages import as_, text


def lived(cast: Cast, name: str, years: dict[int, str], **more: Any) -> MobilizationModel:
    """A model with accepted years at these stages."""
    where = {"area": cast.phu_son, "organization": cast.mttq_phu_son, "field": cast.kinh_te, **more}
    made = MobilizationModel.objects.create(**{"name": name, "type": "collective", **where})
    for year, stage in years.items():
        base = {"model": made, "area": made.area, "organization": made.organization, "year": year, "stage": stage}
        author = cast.canbo_phuson if made.area == cast.phu_son else cast.canbo_melinh
        reason = {"stop_reason": "Hết vốn"} if stage == "stopped" else {}
        cast.approve(services.create(author, ModelYear, {**base, **reason}))
    return made


@pytest.fixture
def family(cast: Cast) -> Any:
    """Gốc (2020 on) → Một (2021–2023, a year left out), Hai (2021, stopped 2022) → Cháu (2022, in Mê Linh)."""
    cast.goc = lived(cast, "Gốc", {2020: "recognised", 2023: "running"})
    cast.mot = lived(cast, "Một", {2021: "recognised", 2023: "recognised"}, replicated_from=cast.goc)
    cast.hai = lived(cast, "Hai", {2021: "recognised", 2022: "stopped"}, replicated_from=cast.goc)
    there = {"area": cast.me_linh, "organization": cast.mttq_me_linh}
    cast.chau = lived(cast, "Cháu", {2022: "recognised"}, replicated_from=cast.hai, type="individual", **there)
    return cast


def test_a_cohort_lives_on_as_its_years_say_and_each_number_opens_its_models(family: Any) -> None:
    found = survival.cohorts(MobilizationModel.objects.all())
    assert [(one.year, one.type, one.began, one.after) for one in found] == [
        (2020, "collective", 1, (1, 1, 1)), (2021, "collective", 2, (1, 1, None)),
        (2022, "individual", 1, (0, None, None)),
    ]  # fmt: skip
    (stopped,) = survival.cohorts(MobilizationModel.objects.filter(pk=family.hai.pk))
    assert stopped.after == (0,), "the year in which it stopped was reached, as the family tree has it"
    page = as_(family.mttq).get("/mo-hinh/suc-song/")
    desk = ModelDesk()
    for one, _kind, url, cells in page.context["rows"]:
        for number, address in [(one.began, url), *((left, address) for _head, left, address in cells if address)]:
            query = QueryDict(address.partition("?")[2])
            assert narrow(desk.listed(family.mttq), desk.filters, query).count() == number, address
    assert [row[0].began for row in as_(family.canbo_melinh).get("/mo-hinh/suc-song/").context["rows"]] == [1]
    assert as_(family.mttq).get(f"/danh-muc-mo-hinh/?lua={'9' * 5000}").status_code == 200
    assert "còn sống sau 2 năm" in text(as_(family.mttq).get("/danh-muc-mo-hinh/?lua=2021-2"))


def test_the_family_tree_says_where_and_how_long_and_shows_no_foreign_model(
    family: Any, django_assert_max_num_queries: Any
) -> None:
    user = family.fresh(family.mttq)
    with django_assert_max_num_queries(5):  # two of them; the rest are the user's rights
        found = survival.tree(user, family.hai)
    assert [(node.model.name, node.depth, node.here, state) for node, state in found.rows] == [
        ("Gốc", 0, False, "từ 2020, còn hoạt động năm 2023"), ("Hai", 1, True, "từ 2021, ngừng năm 2022"),
        ("Cháu", 2, False, "từ 2022, ghi đến năm 2022"), ("Một", 1, False, "từ 2021, còn hoạt động năm 2023"),
    ]  # fmt: skip
    assert survival.tree(user, family.goc).lived == [(1, 1, 2), (2, 1, 2)]
    page = text(as_(family.mttq).get(family.goc.get_absolute_url()))
    assert "Còn 1 trong 2 mô hình con sau 2 năm." in page and "Cháu" in page
    assert "Cháu" not in text(as_(family.canbo_phuson).get(family.goc.get_absolute_url()))
    seen = survival.tree(family.fresh(family.canbo_melinh), family.chau)
    assert [node.model.name for node, _state in seen.rows] == ["Cháu"]


def test_a_family_goes_round_in_no_circle(family: Any) -> None:
    with pytest.raises(Invalid) as refused:
        catalogs.save(family.canbo_phuson, family.goc, {"replicated_from": family.hai}, expected_version=1)
    assert refused.value.errors == {"replicated_from": ["Mô hình ấy đã được nhân rộng từ mô hình này."]}
    MobilizationModel.objects.filter(pk=family.goc.pk).update(replicated_from=family.hai)  # past the door
    assert len(survival.tree(family.fresh(family.mttq), family.hai).rows) == 4, "drawn once each, and it ends"
