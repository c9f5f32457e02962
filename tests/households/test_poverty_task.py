"""Rà soát of a commune's year: chosen row by row or many at once, nothing carried over unasked, handed in together."""

import pytest

from beneficiaries.models import PovertyReview
from danvan.records import services
from tests.households.household_cast import as_
from tests.households.poverty_case import review
from tests.unchanged import everything

HERE = "/giam-ngheo/ra-soat/?noi=phu-son&nam=2023"


@pytest.fixture
def year(cast):
    """K’A and K’B poor, K’C near-poor at the end of 2022; K’D lives there too."""
    cast.homes = {name: cast.make_household(cast.mttq, head=name) for name in ("K’A", "K’B", "K’C", "K’D")}
    review(cast, [("K’A", 2022, "poor"), ("K’B", 2022, "poor"), ("K’C", 2022, "near_poor")])
    return cast


def keys(cast):
    return {name: home.pk for name, home in cast.homes.items()}


def said(year=2023):
    return {str(r.household): (r.poverty_class, r.status) for r in PovertyReview.objects.filter(year=year)}


def test_a_year_is_reviewed_and_handed_in(client, year):
    k = keys(year)
    as_(client, year, "canbo_phuson")
    page = client.get(HERE)
    assert "<b>0/3</b> hộ đã rà soát" in page.content.decode()
    assert [row.value for row in page.context["task"].rows] == ["", "", ""]  # no class is chosen for anybody
    one = client.post(HERE, {f"lop-{k['K’A']}": "escaped_poor", f"lop-{k['K’B']}": "poor", "luu": str(k["K’A"])})
    assert one.status_code == 200 and said() == {"K’A": ("escaped_poor", "draft")}
    assert [row.value for row in one.context["task"].rows] == ["escaped_poor", "poor", ""]  # what was chosen stays
    assert client.post(HERE, {"giu": "1", "chon": [str(k["K’C"])]}).status_code == 302
    assert said()["K’C"] == ("near_poor", "draft")
    again = {f"lop-{k['K’A']}": "near_poor", f"v-{k['K’A']}": "1", f"ly-do-{k['K’A']}": "Còn nợ", "luu": "tat-ca"}
    changed = client.post(HERE, again)
    assert changed.status_code == 302 and said()["K’A"] == ("near_poor", "draft")
    assert PovertyReview.objects.get(household=k["K’A"], year=2023).reason == "Còn nợ"
    page = client.get(f"{HERE}&xem=con-lai")
    assert "<b>2/3</b>" in page.content.decode() and [str(r.household) for r in page.context["page"]] == ["K’B"]
    new = {"moi-household": str(k["K’D"]), "moi-household-tim": "K’D", "moi-poverty_class": "poor", "luu": "moi"}
    assert client.post(HERE, new).status_code == 302
    assert client.post(HERE, {f"lop-{k['K’B']}": "not_poor", "gui": "1"}).status_code == 302
    assert said() == {
        "K’A": ("near_poor", "submitted"), "K’B": ("not_poor", "submitted"), "K’C": ("near_poor", "submitted"),
        "K’D": ("poor", "submitted"),
    }  # fmt: skip
    assert PovertyReview.objects.get(household=k["K’B"], year=2023).standard == "2022-2025"


def test_a_row_that_cannot_be_kept_says_why_and_the_others_are_saved(client, year):
    k = keys(year)
    as_(client, year, "canbo_phuson")
    client.get(HERE)
    services.create(year.mttq, PovertyReview, {
        "household": k["K’A"], "organization": year.mttq_phu_son, "area": year.pretieng_1, "year": 2023,
        "standard": "2022-2025", "poverty_class": "poor"})  # fmt: skip
    answer = client.post(HERE, {f"lop-{k['K’A']}": "not_poor", f"lop-{k['K’B']}": "poor", "luu": "tat-ca"})
    assert answer.status_code == 422
    assert "đã có kết quả: hộ nghèo" in answer.content.decode()
    assert said() == {"K’A": ("poor", "draft"), "K’B": ("poor", "draft")}
    stale = client.post(HERE, {f"lop-{k['K’B']}": "not_poor", f"v-{k['K’B']}": "9", "luu": "tat-ca"})
    assert stale.status_code == 422 and "người khác sửa" in stale.content.decode()
    twice = {"moi-household": str(k["K’C"]), "moi-poverty_class": "poor", "luu": "moi", f"lop-{k['K’C']}": "not_poor"}
    answer = client.post(HERE, twice)
    assert answer.status_code == 422 and "đã có ở bảng" in answer.content.decode()
    assert answer.context["task"].rows[2].value == "not_poor"


def test_nobody_reviews_elsewhere(client, year):
    k = keys(year)
    as_(client, year, "canbo_melinh")
    assert client.get(HERE).status_code == 404
    before = everything()
    there = "/giam-ngheo/ra-soat/?noi=me-linh&nam=2023"
    client.post(there, {f"lop-{k['K’A']}": "not_poor", "luu": "tat-ca"})
    answer = client.post(there, {"moi-household": str(k["K’A"]), "moi-poverty_class": "poor", "luu": "moi"})
    assert answer.status_code == 422 and "K’A" not in answer.content.decode()
    assert everything() == before
    as_(client, year, "chutich_phuson")
    assert client.get(HERE).status_code == 403
    as_(client, year, "mttq")
    board = client.get("/giam-ngheo/ra-soat/?noi=lam-ha&nam=2023")
    assert [(part.title, *rest) for part, *rest in board.context["rows"]] == [("xã Phú Sơn", 3, 0, 0)]


def test_the_board_counts_as_done_what_the_commune_s_page_does(client, year):
    """K’A is reviewed by the standard before, which is not that of 2023; K’B by the year's own."""
    for name, standard in (("K’A", "2016-2020"), ("K’B", "2022-2025")):
        services.create(year.mttq, PovertyReview, {
            "household": year.homes[name], "organization": year.mttq_phu_son, "area": year.pretieng_1, "year": 2023,
            "standard": standard, "poverty_class": "poor"})  # fmt: skip
    as_(client, year, "mttq")
    task = client.get(HERE).context["task"]
    assert (len(task.rows), task.done) == (3, 1)
    board = client.get("/giam-ngheo/ra-soat/?noi=lam-ha&nam=2023")
    assert [(part.title, *rest) for part, *rest in board.context["rows"]] == [("xã Phú Sơn", 3, 1, 0)]
