"""A list and a page cost the same queries at 5 and at 100 rows, twelve at most, the log-in's own included."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from models_programs.models import MobilizationModel, ModelField, ModelYear, Recognition, ScoreSheet
from movements.models import (
    Activity,
    Area,
    AreaGroup,
    AreaStanding,
    AreaSuccession,
    Campaign,
    CommunityWork,
    Indicator,
    Movement,
    Organization,
    OrganizationSuccession,
    PublishedFigure,
    ReportingDue,
    ReportingPeriod,
    Target,
)
from tests.cast import DAY, REFORM, Cast

MOST = 12


def record(cast: Cast, number: int, **fields: Any) -> dict[str, Any]:
    return {
        "organization": cast.mttq_phu_son,
        "area": cast.phu_son,
        "created_by": cast.canbo_phuson,
        "updated_by": cast.canbo_phuson,
        "status": "submitted",
        "pending_action": "accept",
        "pending_role": "front_officer",
        "campaign": cast.pretieng,
        "sort_key": f"{number:04}",
        **fields,
    }


def activities(cast: Cast, n: int) -> None:
    Activity.objects.bulk_create(
        Activity(**record(cast, i, name=f"Việc {i}", date=DAY, year=2022, kind_of_activity="other", people=i))
        for i in range(n)
    )


def works(cast: Cast, n: int) -> None:
    CommunityWork.objects.bulk_create(
        CommunityWork(**record(cast, i, name=f"Đường {i}", date=DAY, year=2022, road_km=1)) for i in range(n)
    )


def targets(cast: Cast, n: int) -> None:
    there = Target.objects.count()
    Target.objects.bulk_create(
        Target(
            **record(
                cast, i, indicator=cast.dau_tam, year=2022, slot=f"{there}-{i}", planned_min=5, planned_max=6, actual=i
            )
        )
        for i in range(n)
    )


def indicators(cast: Cast, n: int) -> None:
    Indicator.objects.bulk_create(
        Indicator(code=f"ct-{i}", name=f"Chỉ tiêu {i}", definition="Đếm.", unit="hộ") for i in range(n)
    )


def reporting_periods(cast: Cast, n: int) -> None:
    there = ReportingPeriod.objects.count()
    for i in range(there, there + n):
        period = ReportingPeriod.objects.create(kind="quarter", year=2000 + i // 4, number=i % 4 + 1)
        ReportingDue.objects.create(period=period, recipient="Huyện ủy", due=DAY)


def campaigns(cast: Cast, n: int) -> None:
    Campaign.objects.bulk_create(
        Campaign(code=f"d-{i}", name=f"Đợt {i}", organization=cast.mttq_huyen, parent=cast.pretieng) for i in range(n)
    )


def movements(cast: Cast, n: int) -> None:
    Movement.objects.bulk_create(
        Movement(code=f"pt-{i}", name=f"Phong trào {i}", kind="drive", organization=cast.mttq_huyen) for i in range(n)
    )


def published(cast: Cast, n: int) -> None:
    PublishedFigure.objects.bulk_create(
        PublishedFigure(
            campaign=cast.pretieng, year=2022, key="loan_vnd", value=i, words=f"{i} đồng", source="Báo", date=DAY
        )
        for i in range(n)
    )


def hamlets(cast: Cast, n: int) -> None:
    Area.objects.bulk_create(
        Area(
            code=f"thon-{i}",
            name=f"Thôn {i}",
            level="hamlet",
            kind="thon",
            parent=cast.phu_son,
            path=f"{cast.phu_son.path}{9000 + i}.",
        )
        for i in range(n)
    )


def successions(cast: Cast, n: int) -> None:
    hamlets(cast, n)
    AreaSuccession.objects.bulk_create(
        AreaSuccession(old=area, new=cast.phu_son, date=REFORM)
        for area in Area.objects.filter(code__startswith="thon-")
    )


def groups(cast: Cast, n: int) -> None:
    for i in range(n):
        AreaGroup.objects.create(name=f"Nhóm {i}").areas.set([cast.phu_son, cast.me_linh])


def standings(cast: Cast, n: int) -> None:
    AreaStanding.objects.bulk_create(
        AreaStanding(area=cast.phu_son, fact="size", date=DAY, households=i) for i in range(n)
    )


def organizations(cast: Cast, n: int) -> None:
    Organization.objects.bulk_create(
        Organization(code=f"tc-{i}", name=f"Hội {i}", area=cast.lam_ha, parent=cast.mttq_huyen) for i in range(n)
    )


def inherited(cast: Cast, n: int) -> None:
    organizations(cast, n)
    OrganizationSuccession.objects.bulk_create(
        OrganizationSuccession(old=body, new=cast.mttq_huyen, date=REFORM)
        for body in Organization.objects.filter(code__startswith="tc-")
    )


def fields(cast: Cast, n: int) -> None:
    ModelField.objects.bulk_create(ModelField(code=f"lv-{i}", name=f"Lĩnh vực {i}") for i in range(n))


def models(cast: Cast, n: int) -> None:
    MobilizationModel.objects.bulk_create(
        MobilizationModel(
            name=f"Mô hình {i}",
            type="collective",
            field=cast.kinh_te,
            organization=cast.hoi_nong_dan,
            area=cast.phu_son,
            replicated_from=cast.mo_hinh,
        )
        for i in range(n)
    )


def years(cast: Cast, n: int) -> None:
    models(cast, n)
    found = MobilizationModel.objects.filter(replicated_from=cast.mo_hinh)
    made = ModelYear.objects.bulk_create(
        ModelYear(**record(cast, i, model=model, year=2022)) for i, model in enumerate(found)
    )
    Recognition.objects.bulk_create(
        Recognition(model_year=y, level="district", decision="1", date=DAY, body="Ban") for y in [made[0]] * n
    )


def sheets(cast: Cast, n: int) -> None:
    for i in range(n):
        ScoreSheet.objects.create(name=f"Phiếu {i}", year=2022).criteria.create(name="Kết quả", maximum=10)


# list, what fills it, and the page that shows what hangs on one thing
CASES: list[tuple[str, Callable[[Cast, int], None], Callable[[Cast], Any]]] = [
    ("/hoat-dong/", activities, lambda c: Activity.objects.first()),
    ("/cong-trinh/", works, lambda c: CommunityWork.objects.first()),
    ("/chi-tieu/", targets, lambda c: c.dau_tam),
    ("/chi-tieu/", targets, lambda c: Target.objects.first()),
    ("/danh-muc-chi-tieu/", indicators, lambda c: Indicator.objects.last()),
    ("/ky-bao-cao/", reporting_periods, lambda c: ReportingPeriod.objects.first()),
    ("/dot/", campaigns, lambda c: c.phong_trao),
    ("/phong-trao/", movements, lambda c: c.phong_trao),
    ("/so-cong-bo/", published, lambda c: PublishedFigure.objects.first()),
    ("/dia-ban/", hamlets, lambda c: c.phu_son),
    ("/ke-thua-dia-ban/", successions, lambda c: c.phu_son),
    ("/nhom-dia-ban/", groups, lambda c: AreaGroup.objects.first()),
    ("/du-kien-dia-ban/", standings, lambda c: c.phu_son),
    ("/to-chuc/", organizations, lambda c: c.mttq_huyen),
    ("/ke-thua-to-chuc/", inherited, lambda c: c.mttq_huyen),
    ("/linh-vuc/", fields, lambda c: ModelField.objects.first()),
    ("/danh-muc-mo-hinh/", models, lambda c: c.mo_hinh),
    ("/mo-hinh/", years, lambda c: ModelYear.objects.first()),
    ("/phieu-cham/", sheets, lambda c: ScoreSheet.objects.first()),
]


@pytest.mark.parametrize(("path", "fill", "one"), CASES)
def test_rows_cost_no_queries(
    path: str, fill: Callable[[Cast, int], None], one: Callable[[Cast], Any], cast: Cast
) -> None:
    counted = {}
    for rows in (5, 100):
        if rows == 100:
            empty(path)
        fill(cast, rows)
        for who in ("mttq", "hoinongdan"):
            client = Client()
            client.force_login(getattr(cast, who))
            client.get(f"{path}?co=100")  # the session now remembers the size of a page
            counted[rows, who, "list"] = cost(client, path)
        client = Client()
        client.force_login(cast.mttq)
        counted[rows, "mttq", "page"] = cost(client, one(cast).get_absolute_url())
    assert max(counted.values()) <= MOST, counted
    assert {k[1:]: v for k, v in counted.items() if k[0] == 5} == {k[1:]: v for k, v in counted.items() if k[0] == 100}


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def empty(path: str) -> None:
    """Take the five rows away again: their names would clash with the hundred's."""
    for model, key in ((OrganizationSuccession, "old__code__startswith"), (AreaSuccession, "old__code__startswith")):
        model.objects.filter(**{key: "tc-" if model is OrganizationSuccession else "thon-"}).delete()
    Recognition.objects.all().delete()
    for model in (ModelYear, ScoreSheet, AreaGroup, PublishedFigure):
        model.objects.all().delete()
    MobilizationModel.objects.filter(replicated_from__isnull=False).delete()
    for model, prefix in (
        (Organization, "tc-"),
        (Area, "thon-"),
        (Campaign, "d-"),
        (Movement, "pt-"),
        (Indicator, "ct-"),
        (ModelField, "lv-"),
    ):
        model.objects.filter(code__startswith=prefix).delete()


@pytest.mark.parametrize(
    "path", ["/hoat-dong/", "/cong-trinh/", "/chi-tieu/", "/mo-hinh/", "/danh-muc-mo-hinh/", "/dot/"]
)
def test_a_form_with_many_options_costs_no_more(path: str, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.mttq)
    few = cost(client, f"{path}them/")
    for fill in (campaigns, organizations, hamlets, models, indicators):
        fill(cast, 100)
    assert cost(client, f"{path}them/") == few <= MOST


def test_the_form_with_the_most_selects_costs_twelve(cast: Cast) -> None:
    years(cast, 5)
    ModelYear.objects.update(status="draft", pending_action="")
    client = Client()
    client.force_login(cast.mttq)
    year = ModelYear.objects.earliest("pk")
    assert cost(client, f"{year.get_absolute_url()}sua/") <= MOST
