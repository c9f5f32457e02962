"""The funnel of a year: every number, by hand, and exactly the models behind it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import Sum
from django.http import QueryDict

from danvan.figures.models import EffectRow
from danvan.listing import narrow
from danvan.records import services
from models_programs import funnel
from models_programs.desks import ModelYearDesk
from models_programs.models import MobilizationModel, ModelYear
from movements.models import Area, PublishedFigure
from tests.cast import DAY, Cast
from tests.movements.pages import as_, text

DECISION = {"level": "district", "decision": "31/QĐ-BCĐ", "date": DAY, "body": "Ban Chỉ đạo huyện"}
NUMBER = re.compile(r'<a href="(/mo-hinh/\?[^"]*muc=[^"]*)"[^>]*>(?:<b>)?([\d.]+)(?:</b>)?</a>')


def model(cast: Cast, name: str, kind: str, area: Any, body: Any) -> MobilizationModel:
    return MobilizationModel.objects.create(name=name, type=kind, field=cast.kinh_te, organization=body, area=area)


def lay(cast: Cast) -> None:
    """2022: four collectives and two individuals, of which one is a draft, one waits; 2021: one, which went on."""
    there = {
        "Một": ("collective", cast.phu_son, cast.mttq_phu_son, cast.canbo_phuson,
                {"stage": "recognised", "recognitions": [{**DECISION, "level": "commune"},
                                                         {**DECISION, "exemplary": True}],
                 "awards": [{**DECISION, "title": "Giấy khen"}, {**DECISION, "title": "Bằng khen"}],
                 "replications": [{"area": cast.me_linh, "date": DAY}, {"area": cast.da_don, "date": DAY}]}),
        "Hai": ("collective", cast.pretieng_1, cast.mttq_phu_son, cast.canbo_phuson, {"stage": "not_recognised"}),
        "Ba": ("individual", cast.me_linh, cast.mttq_me_linh, cast.canbo_melinh,
               {"stage": "running", "recognitions": [DECISION]}),
        "Bốn": ("collective", cast.lam_ha, cast.hoi_nong_dan, cast.hoinongdan, {"stage": "stopped",
                                                                               "stop_reason": "Hết vốn"}),
        "Năm": ("individual", cast.phu_son, cast.mttq_phu_son, cast.canbo_phuson, {}),
        "Sáu": ("collective", cast.phu_son, cast.mttq_phu_son, cast.canbo_phuson, {}),
    }  # fmt: skip
    for name, (kind, area, body, author, data) in there.items():
        made = model(cast, name, kind, area, body)
        base = {"model": made, "organization": body, "area": area}
        if name == "Một":
            cast.approve(services.create(author, ModelYear, {**base, "year": 2021, "stage": "carried_over"}))
        year = services.create(author, ModelYear, {**base, "year": 2022, **data})
        if name == "Năm":
            cast.submit(year)
        elif name != "Sáu":  # which stays a draft
            cast.approve(year)


def numbers(page: str) -> Iterator[tuple[str, int]]:
    for address, said in NUMBER.findall(unescape(page)):
        yield address, int(said.replace(".", ""))


def behind(user: Any, address: str) -> int:
    """The rows of the list at this address."""
    desk, query = ModelYearDesk(), QueryDict(urlsplit(address).query)
    found = narrow(desk.listed(user), desk.filters, query)
    if code := query.get("noi"):
        found = desk.in_place(found, Area.objects.get(code=code))
    return found.count()


@pytest.fixture
def board(cast: Cast) -> Cast:
    lay(cast)
    return cast


def test_each_column_counts_what_its_words_say(board: Cast) -> None:
    answer = as_(board.mttq).get("/mo-hinh/bang/?nam=2022")
    rows = {row["step"].code: row for row in answer.context["steps"]}
    pair = {code: tuple(number for _kind, number, _url in row["cells"]) for code, row in rows.items()}
    assert pair == {
        "registered": (3, 2), "accepted": (3, 1), "appraised": (2, 1), "recognised": (1, 1), "exemplary": (1, 0),
        "awarded": (1, 0), "replicated": (1, 0), "carried": (1, 0), "stopped": (1, 0),
    }  # fmt: skip
    assert (rows["replicated"]["total"], rows["replicated"]["places"]) == (1, 2), "one model, taken up twice"
    empty = {row["step"].code: row for row in as_(board.mttq).get("/mo-hinh/bang/?nam=2019").context["steps"]}
    assert (empty["replicated"]["total"], empty["replicated"]["places"]) == (None, None), "missing, not none"
    assert (rows["accepted"]["before"], rows["accepted"]["change"]) == (1, 3)
    lines = {
        one["board"].name: {label: [[n for _k, n, _u in pair] for _head, pair in cells][:4]
                            for label, cells in one["rows"]}
        for one in answer.context["boards"]
    }  # fmt: skip
    assert lines["xa"] == {
        "Phú Sơn": [[2, 1], [2, 0], [2, 0], [1, 0]], "Mê Linh": [[0, 1], [0, 1], [0, 1], [0, 1]],
        "Đạ Đờn": [[None, None]] * 4, "chưa phân xã": [[1, 0], [1, 0], [0, 0], [0, 0]],
    }  # fmt: skip
    assert lines["don-vi"].keys() == {"Hội Nông dân", "MTTQ Mê Linh", "MTTQ Phú Sơn"}
    effects = EffectRow.objects.filter(year=2022).order_by().values_list("indicator").annotate(n=Sum("value"))
    columns = {"models": "accepted", **{f"models_{code}": code for code in ("recognised", "exemplary", "awarded",
                                                                           "replicated")}}  # fmt: skip
    assert {columns[name]: int(n) for name, n in effects} == {code: sum(pair[code]) for code in columns.values()}, (
        "what a year counts for (figures.py) is what its columns count (funnel.py)"
    )
    explained = text(as_(board.mttq).get("/huong-dan/"))
    for step in funnel.ALL.values():
        assert step.words in text(answer) and step.words in explained


def test_each_number_opens_exactly_its_models_for_whoever_reads(board: Cast) -> None:
    for login, most in (("mttq", 5), ("canbo_phuson", 3), ("hoinongdan", 1), ("lanhdao", 4), ("bandanvan", 5)):
        user = board.fresh(getattr(board, login))
        found = list(numbers(text(as_(user).get("/mo-hinh/bang/?nam=2022"))))
        assert max(n for _address, n in found) == most, login
        for address, number in found:
            assert behind(user, address) == number, (login, address)
    found = list(numbers(text(as_(board.mttq).get("/mo-hinh/bang/?nam=2022&noi=phu-son"))))
    assert all(parse_qs(urlsplit(address).query)["noi"] == ["phu-son"] for address, _n in found)
    assert [behind(board.mttq, address) for address, _n in found] == [number for _address, number in found]
    address, number = found[0]
    assert as_(board.mttq).get(address).context["shown"].count == number == 2


def test_published_counts_stand_beside_and_neither_gives_way(board: Cast) -> None:
    for value, source in ((4, "Huyện ủy"), (5, "Báo Lâm Đồng")):
        PublishedFigure.objects.create(
            year=2022, key="models.accepted.total", value=value, unit="mô hình", words="…", source=source, date=DAY
        )
    PublishedFigure.objects.create(
        year=2022, key="models.exemplary.collective", area=board.phu_son, value=2, unit="mô hình", words="…",
        source="UBND xã", date=DAY,
    )  # fmt: skip
    steps = as_(board.mttq).get("/mo-hinh/bang/?nam=2022").context["steps"]
    said = {row["step"].code: [(s.figure.source, s.difference) for s in row["said"]] for row in steps if row["said"]}
    assert said == {"accepted": [("Huyện ủy", 0), ("Báo Lâm Đồng", 1)]}
    steps = as_(board.canbo_phuson).get("/mo-hinh/bang/?nam=2022").context["steps"]
    said = {row["step"].code: [(s.figure.source, s.difference) for s in row["said"]] for row in steps if row["said"]}
    assert said == {"exemplary": [("UBND xã", 1)]}
