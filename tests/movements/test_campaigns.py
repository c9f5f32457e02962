"""A campaign's page, its targets, and the filters that figures lead to."""

import datetime
from typing import Any

import pytest

from danvan.records import services
from movements.desks_base import PANELS, register_panel
from movements.models import Activity, Area, Campaign, CommunityWork, PublishedFigure, Target
from tests.cast import DAY, Cast
from tests.movements.pages import as_, text


def activity(cast: Cast, **changes: Any) -> Any:
    data = {
        "organization": cast.mttq_phu_son,
        "area": cast.phu_son,
        "date": DAY,
        "name": "Ra quân trồng dâu",
        "kind_of_activity": "labour",
        "campaign": cast.pretieng,
        "people": 50,
        "attendances": 80,
        **changes,
    }
    return services.create(cast.canbo_phuson, Activity, data)


def target(cast: Cast, **changes: Any) -> Any:
    data = {
        "organization": cast.mttq_phu_son,
        "area": cast.phu_son,
        "year": 2022,
        "indicator": cast.dau_tam,
        "campaign": cast.pretieng,
        "planned_min": "5.6",
        "actual": "7.6",
        **changes,
    }
    return services.create(cast.canbo_phuson, Target, data)


def test_a_campaign_tells_what_was_planned_done_and_published(cast: Cast) -> None:
    inner = Campaign.objects.create(code="ky-nghi-hong", name="Kỳ nghỉ hồng", parent=cast.pretieng)
    cast.pretieng.areas.set([cast.pretieng_1])
    cast.pretieng.joint_organizations.set([cast.hoi_phu_nu])
    cast.approve(activity(cast))
    cast.approve(activity(cast, campaign=inner, people=30, attendances=30))
    activity(cast, people=999, attendances=999)  # a draft counts nowhere
    work = {
        "organization": cast.mttq_phu_son,
        "area": cast.phu_son,
        "date": DAY,
        "name": "Đường hoa",
        "road_km": "1.5",
        "campaign": cast.pretieng,
    }
    cast.approve(services.create(cast.canbo_phuson, CommunityWork, work))
    cast.approve(target(cast))
    PublishedFigure.objects.create(
        campaign=cast.pretieng,
        year=2022,
        key="support_vnd",
        value=2_230_000_000,
        date=DAY,
        words="2,230 tỷ đồng",
        source="Ban Dân vận",
    )
    page = text(as_(cast.mttq).get(f"/dot/{cast.pretieng.pk}/"))
    for words in (
        "Kỳ nghỉ hồng",
        "thôn Pretieng 1",
        "Hội Liên hiệp Phụ nữ huyện Lâm Hà",
        "80 người; 110 lượt",
        "1,5 km đường",
        "2.230.000.000",
    ):
        assert words in page, words
    rows = "/hoat-dong/?dot=pretieng-2022&nam=2022&trang-thai=approved"
    assert rows in page
    listed = text(as_(cast.mttq).get(rows))
    assert "2 dòng" in listed  # the figure and the rows it counts agree


def test_a_campaign_shows_no_records_to_who_may_not_read_them(cast: Cast) -> None:
    cast.approve(activity(cast))
    page = text(as_(cast.quantri).get(f"/dot/{cast.pretieng.pk}/"))
    assert "/hoat-dong/?dot=" not in page
    assert "Kế hoạch và kết quả" not in page


def test_another_app_may_show_figures_on_a_place(cast: Cast) -> None:
    before = list(PANELS[Area])
    register_panel(Area, lambda request, area: ("parts/empty.html", {}) if area.code == "phu-son" else None)
    try:
        assert "Chưa có gì ở đây" in text(as_(cast.mttq).get(f"/dia-ban/{cast.phu_son.pk}/"))
        assert "Chưa có gì ở đây" not in text(as_(cast.mttq).get(f"/dia-ban/{cast.me_linh.pk}/"))
    finally:
        PANELS[Area] = before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"planned_min": "0.5", "planned_max": "1", "actual": "1"}, ("trong khoảng", "0,5–1")),
        ({"planned_min": "1.5", "planned_max": "2", "actual": "2.7"}, ("vượt khoảng", "+0,7")),
        ({"actual": None, "planned_min": None, "numerator": "4", "denominator": "3"}, ("Không đặt kế hoạch", "133,33")),
        ({"actual": None}, ("Chưa có kết quả",)),
    ],
)
def test_a_target_says_its_result(cast: Cast, changes: dict[str, Any], words: tuple[str, ...]) -> None:
    page = text(as_(cast.canbo_phuson).get(target(cast, **changes).get_absolute_url()))
    for word in words:
        assert word in page


def test_lower_is_better_is_said_in_words(cast: Cast) -> None:
    cast.dau_tam.lower_is_better = True
    cast.dau_tam.save()
    target(cast, planned_min="0.2", actual="0.18")
    page = text(as_(cast.canbo_phuson).get("/chi-tieu/"))
    assert "đạt, thấp hơn kế hoạch (càng thấp càng tốt)" in page


def test_a_plan_without_its_lower_bound_is_refused_at_the_field(cast: Cast) -> None:
    sent = {
        "organization": cast.mttq_phu_son.pk,
        "area": cast.phu_son.pk,
        "year": "2022",
        "indicator": cast.dau_tam.pk,
        "planned_max": "1",
    }
    answer = as_(cast.canbo_phuson).post("/chi-tieu/them/", sent)
    assert answer.status_code == 422
    assert "Hãy ghi cả mức thấp của khoảng kế hoạch." in text(answer)
    no_year = as_(cast.canbo_phuson).post("/chi-tieu/them/", {**sent, "planned_min": "0,5", "year": ""})
    assert "Hãy ghi năm." in text(no_year)


def test_lists_follow_the_place_and_the_year_of_the_context(cast: Cast) -> None:
    here = activity(cast)
    there = services.create(
        cast.mttq,
        Activity,
        {
            "organization": cast.mttq_huyen,
            "area": cast.me_linh,
            "date": datetime.date(2023, 2, 1),
            "name": "Họp giao ban",
            "kind_of_activity": "meeting",
        },
    )
    client = as_(cast.mttq)
    for query, shown in {
        "noi=lam-ha": {here, there},
        "noi=phu-son": {here},
        "noi=me-linh": {there},
        "nam=2023": {there},
        "noi=phu-son&nam=2023": set(),
        "xa=me-linh": {there},
        "to-chuc=mttq-huyen": {there},
        "dot=pretieng-2022": {here},
        "loai=meeting": {there},
        "tim=trong+dau": {here},
        "trang-thai=approved": set(),
        "xa=khong-co": set(),
    }.items():
        page = text(client.get(f"/hoat-dong/?{query}"))
        assert {r for r in (here, there) if f'href="{r.get_absolute_url()}"' in page} == shown, query
    assert client.get("/hoat-dong/?noi=khong-co").status_code == 404
    assert as_(cast.canbo_phuson).get("/hoat-dong/?noi=me-linh").status_code == 404
    exported = b"".join(client.get("/hoat-dong/?noi=me-linh&xuat=csv")).decode("utf-8-sig")
    assert "Họp giao ban" in exported
    assert "Ra quân" not in exported


def test_campaigns_follow_the_place_where_they_run(cast: Cast) -> None:
    cast.pretieng.areas.set([cast.pretieng_1, cast.pretieng_2])
    client = as_(cast.mttq)
    link = f'href="/dot/{cast.pretieng.pk}/"'
    assert text(client.get("/dot/?noi=phu-son")).count(link) == 1
    assert link not in text(client.get("/dot/?noi=me-linh"))
    assert link in text(client.get("/dot/?nam=2022"))
    assert link not in text(client.get("/dot/?nam=2023"))
