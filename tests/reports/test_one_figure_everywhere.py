"""A figure that stands in many places is one figure: every page, list, report, indicator and stored effect of a year
says the same of a district, of a commune and of an organisation. Worked by hand, in `EXPECTED`.
"""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from beneficiaries.models import AreaPoverty, Support
from beneficiaries.restated import facts_on_both
from danvan.accounts.scoping import access
from danvan.figures.models import EffectRow
from danvan.records import corrections, guards, periods, services
from models_programs.models import MobilizationModel, ModelYear
from movements.models import Activity, Area, Campaign, CommunityWork, Indicator
from reports.pages import body_years, place_lineage, place_years
from reports.summaries.summarize import summarize
from reports.summaries.summarize_reader import Reader
from reports.summary import Summary, to_json
from reports.targets.indicators import table
from tests.cast import assemble
from tests.movements.pages import as_
from tests.reports.test_place_page import column
from tests.snapshot import Snapshot

MILLION = 1_000_000
DAY = datetime.date(2022, 5, 30)
Figures = dict[str, int | None]
EXPECTED: dict[str, Figures] = {
    "district": {
        # 60 + 7 + 3 + 4 in Phú Sơn, 20 in Mê Linh, 5 of the district itself; the loan stands apart
        "support_vnd": 99 * MILLION, "loan_vnd": 50 * MILLION, "grants": 7, "loans": 1, "unvalued": 1,
        "houses": 4, "households": 6, "activities": 2, "sessions": 4, "people": 70, "attendances": 55, "asked": 5,
        "answered": 2, "works": 2, "road_m": 2000, "models": 2, "recognised": 1, "poor": 100,
    },
    "commune": {
        "support_vnd": 74 * MILLION, "loan_vnd": 50 * MILLION, "grants": 5, "loans": 1, "unvalued": 1,
        "houses": 3, "households": 5, "activities": 1, "sessions": 3, "people": 40, "attendances": 55, "asked": 5,
        "answered": 2, "works": 1, "road_m": 1500, "models": 1, "recognised": 1, "poor": 43,
    },
}  # fmt: skip
EXPECTED["body"] = {key: value for key, value in EXPECTED["commune"].items() if key != "poor"}
COMPUTED = {
    "support_vnd": "support_vnd", "loan_vnd": "loan_vnd", "houses": "house_new_items", "sessions": "activity_dialogue",
    "attendances": "activity_dialogue_attendances", "asked": "activity_dialogue_recommendations",
    "answered": "activity_dialogue_answered", "road_m": "road_km", "models": "models_accepted",
    "recognised": "models_recognised", "poor": "poor",
}  # fmt: skip


def lay() -> Any:
    """Of the Front of Phú Sơn: a house of 60 with three căn and five doors, a repair of 7, a gift of 3 known to its
    year, one that is not valued, one of 4 that came after 2021 was closed, a loan of 50. What was given in 2021, waits
    or was withdrawn (80 and more each) counts nowhere.
    """
    cast = assemble()
    inner = Campaign.objects.create(code="trong", name="Chương trình trong", parent=cast.pretieng)

    def give(vnd: int | None, **more: Any) -> Any:
        paid = [{"source": cast.quy_huyen.pk, "amount_vnd": vnd and vnd * MILLION}]
        data = {"hamlets": [], "contributions": paid, **more}
        return services.create(
            cast.mttq_2, Support, cast.support_data(**data), supplement=more.get("date", DAY).year < 2022
        )

    house = [{"name": "Nhà", "quantity": "1", "unit": "căn"}]
    in_me_linh = {"area": cast.me_linh, "organization": cast.mttq_me_linh, "campaign": inner.pk}
    cast.approve(give(90, date=datetime.date(2021, 5, 30)))
    periods.close(cast.mttq_truong, cast.lam_ha, datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
    accepted = [
        give(60, joint_organizations=[cast.mttq_me_linh], items=[
            *house, {"name": "Nhà", "quantity": "2", "unit": "Căn"}, {"name": "Cửa", "quantity": "5", "unit": "bộ"}]),
        give(7, form="house_repair"), give(None, form="gift", households=None),
        give(3, form="gift", area=cast.pretieng_1, date=datetime.date(2022, 1, 1), date_precision="year"),
        give(4, form="goods", items=[], date=datetime.date(2021, 12, 1)),
        give(20, **in_me_linh),
        give(5, form="other", items=[], households=None, area=cast.lam_ha, organization=cast.mttq_huyen),
        services.create(cast.mttq_2, Support, cast.loan_data(organization=cast.mttq_phu_son, households=1)),
    ]  # fmt: skip
    for record in accepted:
        cast.approve(record)
    cast.submit(give(80))
    withdrawn = cast.approve(give(85))
    proposal = corrections.propose(cast.fresh(cast.mttq), withdrawn, reason="Ghi hai lần", data=None,
                                   expected_version=withdrawn.version)  # fmt: skip
    corrections.decide(cast.fresh(cast.mttq_truong), proposal, approve=True)
    for body, area, campaign, more, road in (
        (cast.mttq_phu_son, cast.phu_son, cast.pretieng, {"sessions": 3, "people": 40, "attendances": 55,
                                                          "recommendations": 5, "answered": 2}, "1.5"),
        (cast.mttq_me_linh, cast.me_linh, inner, {"people": 30}, "0.5"),
    ):  # fmt: skip
        base = {"organization": body, "area": area, "date": DAY, "campaign": campaign.pk}
        talk = {**base, **more, "kind_of_activity": "dialogue", "name": "Đối thoại"}
        cast.approve(services.create(cast.mttq_2, Activity, talk))
        cast.approve(services.create(cast.mttq_2, CommunityWork, {**base, "name": "Đường", "road_km": road}))
    cast.approve(cast.record_of("model_year", cast.mttq_2, campaign=cast.pretieng.pk))
    own = MobilizationModel.objects.create(
        name="Ông Ba", type="individual", field=cast.kinh_te, organization=cast.mttq_me_linh, area=cast.me_linh
    )
    cast.approve(services.create(cast.mttq_2, ModelYear, {**in_me_linh, "model": own, "year": 2022}))
    for area, poor in ((cast.lam_ha, 100), (cast.phu_son, 43)):
        data = {"organization": cast.mttq_huyen, "area": area, "date": datetime.date(2022, 12, 31),
                "standard": "2022-2025", "source": "UBND", "poor": poor, "near_poor": 1}  # fmt: skip
        cast.approve(services.create(cast.mttq_2, AreaPoverty, data))
    return cast


@pytest.fixture
def world(db: None) -> Iterator[Any]:
    if _world.taken:
        guards.remove()  # rows come back as they ended: approved
        cast = _world.restore()
        guards.install()
    else:
        cast = _world.take(lay)
    cast.where = {"district": cast.lam_ha, "commune": cast.phu_son, "body": cast.mttq_phu_son}
    cast.reader = cast.fresh(cast.mttq_truong)
    cast.client = as_(cast.reader)
    yield cast


_world = Snapshot()


def narrow(world: Any, which: str) -> str:
    one = world.where[which]
    return f"&to-chuc={one.code}" if which == "body" else f"&xa={one.code}"


def summary_of(world: Any, which: str) -> Summary:
    return summarize(
        world.reader, year=2022, **{"organization" if which == "body" else "area": world.where[which].code}
    )


def headline(page: Any, label: str) -> int:
    found = next(each for each in page.context["headlines"] if each.label == label)
    return int(found.exact or found.value.replace(".", ""))


# ---- the places where figures stand: {figure: value} of one of `where` ----------------------------------------------


def overview(world: Any, which: str) -> Figures:
    if which == "body":
        return {}
    page = world.client.get(f"/tong-quan/?nam=2022&noi={world.where[which].code}")
    names = {"support_vnd": "Hỗ trợ", "loan_vnd": "Cho vay ủy thác", "houses": "Nhà ở xây mới",
             "households": "Lượt hộ thụ hưởng", "poor": "Hộ nghèo cuối kỳ",
             "recognised": "Mô hình công nhận"}  # fmt: skip
    return {key: headline(page, label) for key, label in names.items()}


def report(world: Any, which: str) -> Figures:
    summary = summary_of(world, which)
    made = to_json(summary)
    poor = [row["end"] for row in made["poverty"] if row["class"] == "poor"]
    totals = {key: made["totals"][key] for key in ("support_vnd", "loan_vnd", "unvalued", "houses")}
    grants = made["totals"]["supports"] - summary.totals.loans
    more = {"poor": poor[0]} if which != "body" else {}
    return {**totals, "grants": grants, "loans": summary.totals.loans, "households": summary.totals.households, **more}


def report_records(world: Any, which: str) -> Figures:
    """The records of the report added up, and its tables by organisation and by form."""
    summary = summary_of(world, which)
    for rows in (summary.by_organization, summary.by_form, summary.by_source, summary.by_area, summary.by_month):
        assert sum(row.support_vnd for row in rows) == summary.totals.support_vnd
        assert sum(row.loan_vnd for row in rows) == summary.totals.loan_vnd
    return {"houses": sum(row.houses or 0 for row in summary.supports)}


def lists(world: Any, which: str) -> Figures:
    def shown(address: str, query: str = "") -> Any:
        own = narrow(world, which)
        return world.client.get(f"/{address}/?nam=2022&trang-thai=approved{own}{query}").context["shown"]

    grants, loans, bare = (shown("ho-tro", f"&{query}") for query in ("loai=grant", "loai=loan", "chua-quy=1"))
    activities, works = shown("hoat-dong"), shown("cong-trinh")
    return {
        "support_vnd": grants.totals["ho-tro"], "loan_vnd": loans.totals["cho-vay"], "grants": grants.count,
        "loans": loans.count, "unvalued": bare.count, "households": shown("ho-tro").totals["so-ho"],
        "activities": activities.count, "sessions": activities.totals["sessions"],
        "people": activities.totals["people"], "attendances": activities.totals["attendances"],
        "works": works.count, "road_m": int(works.totals["road_km"] * 1000), "models": shown("mo-hinh").count,
        "recognised": shown("mo-hinh", "&muc=recognised").count,
    }  # fmt: skip


def restated(world: Any, which: str) -> Figures:
    """The ledger on the borders of the time and of today; nothing here was merged away before 2025."""
    rows = Reader.of(world.reader).supports.approved().in_year(2022)
    one = world.where[which]
    rows = rows.of_organization(one.pk) if which == "body" else rows.within(one.path)
    then, now = (
        {"support_vnd": sum(fact.vnd for fact in facts if not fact.is_loan),
         "loan_vnd": sum(fact.vnd for fact in facts if fact.is_loan), "unvalued": sum(fact.unvalued for fact in facts)}
        for facts in facts_on_both(rows)
    )  # fmt: skip
    assert then == now
    return then


def own_page(world: Any, which: str) -> Figures:
    one = world.where[which]
    if isinstance(one, Area):
        lineage = place_lineage.read(access(world.reader), one)
        printed = world.client.get(f"{one.get_absolute_url()}?ranh-gioi=luc-do")
        year = place_years.read(world.reader, Reader.of(world.reader), lineage, now=False)[2022]
        models = {name: sum(year.number("model", name, kind) or 0 for kind in MobilizationModel.Type.values)
                  for name in ("registered", "recognised")}  # fmt: skip
        return {
            "support_vnd": year.vnd("grant"), "loan_vnd": year.vnd("loan"), "grants": year.number("grant"),
            "loans": year.number("loan"), "houses": year.number("house", "houses"),
            "unvalued": (year.number("grant") or 0) - (year.number("grant", "valued") or 0),
            "activities": year.number("activity"), "people": year.number("activity", "people"),
            "attendances": year.number("activity", "attendances"), "works": year.number("work"),
            "models": models["registered"], "recognised": models["recognised"],
            "poor": column(printed, "ngheo", "Nghèo, công bố")["2022"],
        }  # fmt: skip
    year_of = body_years.read(world.reader, Reader.of(world.reader), [one])[2022]
    grant, loan, activity, work, model = (
        year_of.of(kind, "led", one.pk) for kind in ("grant", "loan", "activity", "work", "model")
    )
    return {
        "support_vnd": grant.vnd, "loan_vnd": loan.vnd, "grants": grant.n, "loans": loan.n,
        "unvalued": grant.n - (grant.second or 0), "activities": activity.n, "people": activity.first,
        "attendances": activity.second, "works": work.n, "models": model.n, "recognised": model.first,
    }  # fmt: skip


def campaign(world: Any, which: str) -> Figures:
    """Everything was done in the campaign or in its programme, and they are the movement's."""
    return _of_campaigns(world, which, f"/dot/{world.pretieng.pk}/?nam=2022", "Cho vay ủy thác")


def movement(world: Any, which: str) -> Figures:
    return _of_campaigns(world, which, f"/phong-trao/{world.phong_trao.pk}/?nam=2022", "Cho vay")


def _of_campaigns(world: Any, which: str, address: str, loans: str) -> Figures:
    if which != "district":
        return {}
    page = world.client.get(address)
    done = {row.label: (row.n, {unit: value for value, unit in row.figures}) for row in page.context["done"]}
    activities, talked = done["Hoạt động"]
    works, built = done["Công trình, phần việc"]
    return {
        "support_vnd": headline(page, "Hỗ trợ"), "loan_vnd": headline(page, loans),
        "houses": headline(page, "Nhà ở xây mới"), "activities": activities, "people": int(talked["người"]),
        "attendances": int(talked["lượt"]), "asked": int(talked["kiến nghị"]), "answered": int(talked["đã trả lời"]),
        "works": works, "road_m": int(built["km đường"] * 1000), "models": done["Mô hình trong năm"][0],
    }  # fmt: skip


def indicators(world: Any, which: str) -> Figures:
    units = {"road_m": "km"}
    ones = [
        Indicator.objects.create(code=key.replace("_", "-"), name=key, definition="Đếm.", computed=computed,
                                 unit=units.get(key, "đồng"))
        for key, computed in COMPUTED.items() if which != "body" or key != "poor"
    ]  # fmt: skip
    one = world.where[which]
    place, body = (world.lam_ha, one) if which == "body" else (one, None)
    found = table(world.reader, ones, [place], 2022, organization=body)
    values = {row.indicator.name: row.cells[place.pk].value for row in found.rows}
    return {key: int(value * (1000 if key == "road_m" else 1)) for key, value in values.items() if value is not None}


def five_groups(world: Any, which: str) -> Figures:
    one = world.where[which]
    asked = f"to-chuc={one.code}" if which == "body" else f"noi={one.code}"
    total = world.client.get(f"/chu-de/ket-qua/?nam=2022&{asked}").context["results"].total.values
    names = ("support_vnd", "sessions", "people", "attendances", "asked", "answered", "works", "models")
    return {"grants": total["supports"], **{key: total[key] for key in names}}


def effects(world: Any, which: str) -> Figures:
    one = world.where[which]
    rows = EffectRow.objects.filter(year=2022)
    rows = rows.filter(organization=one) if which == "body" else rows.filter(
        area_id__in=Area.objects.filter(path__startswith=one.path).values("pk"))  # fmt: skip
    sums = dict(rows.order_by().values_list("indicator").annotate(Sum("value")))
    found = {key: int(sums[key]) for key in ("support_vnd", "loan_vnd", "unvalued", "houses", "models")}
    grants = int(sums["supports"]) - EXPECTED[which]["loans"]  # type: ignore[operator]
    return {**found, "grants": grants, "recognised": int(sums["models_recognised"])}


PLACES: tuple[Callable[[Any, str], Figures], ...] = (
    overview, report, report_records, lists, restated, own_page, campaign, movement, indicators, five_groups, effects,
)  # fmt: skip


@pytest.mark.parametrize("which", EXPECTED)
def test_one_figure_is_the_same_wherever_it_stands(world: Any, which: str) -> None:
    said: dict[str, dict[str, int | Decimal | None]] = {key: {} for key in EXPECTED[which]}
    for place in PLACES:
        for key, value in place(world, which).items():
            said[key][place.__name__] = value
    different = {key: {**at} for key, at in said.items() if set(at.values()) != {EXPECTED[which][key]}}
    assert different == {}
    assert all(len(at) >= 2 for at in said.values()), {key: list(at) for key, at in said.items()}
