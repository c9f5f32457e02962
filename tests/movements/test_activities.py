"""Activities of each kind, recommendations followed to their answer, the calendar, and the year's five groups."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from danvan.records import catalogs, services
from danvan.records.data import Invalid, Refused
from movements.models import Activity, CommunityWork, Recommendation, WorkTask, WorkTheme
from tests.cast import DAY, Cast
from tests.movements.pages import as_, text

FAR = datetime.date(2099, 12, 31)
HOURS = datetime.timedelta(days=1)


def activity(cast: Cast, actor: Any = None, **changes: Any) -> Any:
    data = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "date": DAY, "name": "Đối thoại ở Pretieng",
            "kind_of_activity": "dialogue", "people": 40, "attendances": 55, **changes}  # fmt: skip
    return services.create(actor or cast.canbo_phuson, Activity, data)


def asked(cast: Cast, **changes: Any) -> Any:
    data = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "date": DAY, "words": "Sửa đường vào thôn",
            "to_words": "UBND xã", **changes}  # fmt: skip
    return catalogs.save(cast.canbo_phuson, Recommendation, data)


def figures(page: str) -> list[str]:
    """The words of the table's cells, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], flags=re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


# ---- what each kind needs ------------------------------------------------------------------------------------------


@pytest.mark.once
def test_the_form_has_the_fields_of_the_kind_and_keeps_what_another_kind_said(cast: Cast) -> None:
    client = as_(cast.canbo_phuson)
    training = text(client.get("/hoat-dong/them/?kind_of_activity=training"))
    assert 'name="women"' in training and 'name="supervised"' not in training
    ruled = text(client.get("/hoat-dong/them/?kind_of_activity=supervision"))
    assert 'name="supervised"' in ruled and 'name="women"' not in ruled
    typed = {"kind_of_activity": "labour", "name": "Ra quân", "women": "12", "them": "loai"}
    again = text(client.post("/hoat-dong/them/", typed))
    assert 'value="12"' in again and 'value="Ra quân"' in again and 'name="recommendations"' not in again
    assert not Activity.objects.exists()


def test_women_are_among_the_people_and_their_share_is_computed(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Số nữ không thể"):
        activity(cast, women=41)
    with pytest.raises(Invalid, match="dân tộc thiểu số không thể"):
        activity(cast, people=None, attendances=None, minority=1)
    one = cast.approve(activity(cast, women=15, minority=None))
    cast.approve(activity(cast, name="Không ghi số nữ", people=100, attendances=None, sessions=4))
    client = as_(cast.mttq)
    detail = text(client.get(one.get_absolute_url())).replace("\xa0", " ")
    assert "15 (37,50 %)" in detail
    listed = text(client.get("/hoat-dong/?loai=dialogue")).replace("\xa0", " ")
    assert "Nữ <b>15</b>/40 người (37,50 %), ở 1 hoạt động có ghi" in listed
    assert "<b>5</b> cuộc · <b>140</b> người · <b>55</b> lượt" in listed
    heads = {kind: [c.label for c in client.get(f"/hoat-dong/?loai={kind}").context["shown"].columns]
             for kind in ("dialogue", "supervision", "labour")}  # fmt: skip
    assert {"Nữ", "Kiến nghị"} <= set(heads["dialogue"]) and "Đối tượng" not in heads["dialogue"]
    assert {"Đối tượng", "Căn cứ", "Cấp"} <= set(heads["supervision"]) and "Nữ" not in heads["supervision"]
    assert "Kiến nghị" not in heads["labour"] and {"Người", "Lượt"} <= set(heads["labour"])


def test_a_plan_is_a_draft_that_is_sent_once_it_has_taken_place(cast: Cast) -> None:
    plan = activity(cast, date=FAR)
    with pytest.raises(Refused, match="còn ở phía trước"):
        services.submit(cast.canbo_phuson, plan)
    plan.refresh_from_db()
    assert plan.status == "draft"
    page = text(as_(cast.canbo_phuson).get("/hoat-dong/lich/?nam=2099&thang=12"))
    assert "Đối thoại ở Pretieng" in page and "Kế hoạch" in page
    assert "Đối thoại ở Pretieng" not in text(as_(cast.lanhdao).get("/hoat-dong/lich/?nam=2099&thang=12"))


# ---- recommendations -----------------------------------------------------------------------------------------------


def test_recommendations_are_followed_after_acceptance_without_a_correction(cast: Cast) -> None:
    one = cast.approve(activity(cast, recommendations=5, answered=1))
    client = as_(cast.canbo_phuson)
    page = text(client.get(f"/kien-nghi/them/?activity={one.pk}"))
    assert 'name="area"' not in page  # the place is the activity's
    for words, due in (("Sửa đường", "19/06/2022"), ("Kéo điện", "")):
        sent = {"activity": one.pk, "words": words, "date": "30/05/2022", "state": "waiting", "due": due}
        assert client.post("/kien-nghi/them/", sent).status_code == 302
    first, second = Recommendation.objects.order_by("pk")
    assert (first.area, first.organization) == (cast.phu_son, cast.mttq_phu_son)
    assert "quá hạn" in text(client.get(first.get_absolute_url()))
    data = {"activity": one.pk, "words": "Kéo điện", "date": "30/05/2022", "state": "answered", "version": "1"}
    refused = client.post(f"/kien-nghi/{second.pk}/sua/", data)
    assert refused.status_code == 422 and "hãy ghi ngày trả lời" in text(refused)
    done = {**data, "answered_on": "10/06/2022", "answer": "Đã kéo đường dây"}
    assert client.post(f"/kien-nghi/{second.pk}/sua/", done).status_code == 302
    one.refresh_from_db()
    assert (one.version, one.recommendations, one.answered) == (1, 5, 1)  # what was accepted stands
    detail = text(client.get(one.get_absolute_url()))
    assert "2, tính từ danh sách; đã ghi 5" in detail and "1, tính từ danh sách" in detail
    assert figures(text(client.get("/hoat-dong/?nam=2022")))[0].split()[-5:-3] == ["2", "1"]
    assert "Đã kéo đường dây" in text(client.get(f"/kien-nghi/{second.pk}/lich-su/"))


def test_who_owes_an_answer_and_what_is_late_stand_on_the_list_and_at_home(cast: Cast) -> None:
    today = timezone.localdate()
    asked(cast, due=DAY + 20 * HOURS)
    asked(cast, words="Kéo điện", due=today + 3 * HOURS)
    asked(cast, words="Đã xong", due=DAY, state="answered", answered_on=DAY + HOURS)
    asked(cast, words="Chưa hẹn", to_words="", to_organization=cast.hoi_nong_dan)
    client = as_(cast.canbo_phuson)
    late = client.get("/kien-nghi/?tinh-trang=qua-han")
    assert late.context["shown"].count == 1
    assert [(r["name"], r["open"], r["late"]) for r in client.get("/kien-nghi/").context["debtors"]] == [
        ("UBND xã", 2, 1), ("Hội Nông dân huyện Lâm Hà", 1, 0),
    ]  # fmt: skip
    home = client.get("/viec-cua-toi/").context["followed"]
    assert [(one.count, one.late) for one in home] == [(1, True), (1, False)]
    assert [client.get(one.url).context["shown"].count for one in home] == [1, 1]
    assert client.get("/kien-nghi/?tinh-trang=gi-do").context["shown"].count == 0


def test_a_recommendation_hangs_under_no_activity_out_of_sight_and_names_none(cast: Cast) -> None:
    theirs = activity(cast, cast.canbo_melinh, organization=cast.mttq_me_linh, area=cast.me_linh, name="Việc Mê Linh")
    sent = {"activity": theirs.pk, "words": "Mò", "date": "30/05/2022", "state": "waiting",
            "organization": cast.mttq_phu_son.pk, "area": cast.phu_son.pk}  # fmt: skip
    answer = as_(cast.canbo_phuson).post("/kien-nghi/them/", sent)
    assert answer.status_code == 422 and "Việc Mê Linh" not in text(answer) and not Recommendation.objects.exists()
    draft = activity(cast, name="Nháp chưa tiếp nhận")
    one = asked(cast, activity=draft, made_by="bà K’Lũ")
    assert "Nháp chưa tiếp nhận" in text(as_(cast.canbo_phuson).get(one.get_absolute_url()))
    leader = as_(cast.lanhdao)
    seen = text(leader.get(one.get_absolute_url()))
    assert "Sửa đường vào thôn" in seen and "Nháp chưa tiếp nhận" not in seen and "K’Lũ" not in seen
    assert "K’Lũ" not in text(leader.get("/kien-nghi/")) and "K’Lũ" in text(as_(cast.mttq).get("/kien-nghi/"))


# ---- the theme, its groups and the calendar ------------------------------------------------------------------------


@pytest.fixture
def year(cast: Cast) -> WorkTheme:
    """2022 with a theme, five tasks (one of Mê Linh), activities in groups 1 and 2 and in none, a work, a support.

    Group of what has no tag of its own: the campaign's, 4.
    """
    theme: WorkTheme = catalogs.save(
        cast.mttq, WorkTheme, {"year": 2022, "words": "Hướng về cơ sở", "organization": cast.mttq_huyen}
    )
    cast.pretieng.solution = "4"
    cast.pretieng.save()
    day = datetime.date(2022, 5, 31)
    for group, done, due, place in (
        ("1", day, day, "phu_son"), ("1", day + HOURS, day, "phu_son"), ("2", None, day, "phu_son"),
        ("2", None, FAR, "phu_son"), ("2", day, FAR, "me_linh"),
    ):  # fmt: skip
        body = cast.mttq_phu_son if place == "phu_son" else cast.mttq_me_linh
        catalogs.save(cast.mttq, WorkTask, {
            "theme": theme, "solution": group, "title": f"Việc {group} ở {place}", "organization": body,
            "area": getattr(cast, place), "due": due, "done_on": done,
        })  # fmt: skip
    cast.approve(activity(cast, solution="1", sessions=5, people=20, attendances=100))
    cast.approve(activity(cast, solution="2", people=None, attendances=30, recommendations=7, answered=6))
    cast.approve(activity(cast, campaign=cast.pretieng, people=9, attendances=9))
    cast.approve(activity(cast, people=1, attendances=None))
    activity(cast, solution="1", people=999, attendances=999)  # a draft counts nowhere
    work = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "date": DAY, "name": "Đường hoa", "solution": "3"}
    cast.approve(services.create(cast.canbo_phuson, CommunityWork, work))
    cast.approve(cast.make_support())  # 60 million, of the campaign
    return theme


def test_the_five_groups_hold_the_year_and_each_number_opens_its_rows(cast: Cast, year: WorkTheme) -> None:
    client = as_(cast.mttq)
    page = client.get("/chu-de/ket-qua/?nam=2022")
    results = page.context["results"]
    keys = ("tasks", "done", "done_late", "late", "sessions", "people", "attendances", "asked", "works", "supports")
    table = {line.label: [line.values.get(key) for key in keys] for line in [*results.lines, results.total]}
    assert table == {
        "Một là": [2, 1, 1, 0, 5, 20, 100, None, None, None],
        "Hai là": [3, 1, 0, 1, 1, None, 30, 7, None, None],
        "Ba là": [None, None, None, None, None, None, None, None, 1, None],
        "Bốn là": [None, None, None, None, 1, 9, 9, None, None, 1],
        "Năm là": [None] * 10,
        "Chưa xếp nhóm": [None, None, None, None, 1, 1, None, None, None, None],
        "Cộng": [5, 2, 1, 1, 8, 30, 139, 7, 1, 1],
    }
    assert results.total.values["support_vnd"] == 60_000_000
    assert "Hướng về cơ sở" in text(page) and "Đã xong 3/5 nhiệm vụ, 1 nhiệm vụ quá hạn" in text(page)
    counts = {"tasks", "done", "done_late", "late", "works", "supports"}
    for line in results.lines:
        for key in counts & line.urls.keys():
            assert client.get(line.urls[key]).context["shown"].count == line.values[key], (line.label, key)
        if "people" in line.urls:
            totals = client.get(line.urls["people"]).context["shown"].totals
            assert (totals["people"], totals["sessions"]) == (line.values["people"], line.values["sessions"])


def test_the_groups_by_organisation_and_place_and_without_what_one_may_not_see(cast: Cast, year: WorkTheme) -> None:
    client = as_(cast.mttq)
    lines = client.get("/chu-de/ket-qua/?nam=2022&theo=don-vi").context["results"].lines
    assert [(line.key, line.values.get("tasks")) for line in lines] == [("mttq-me-linh", 1), ("mttq-phu-son", 4)]
    there = client.get("/chu-de/ket-qua/?nam=2022&noi=me-linh").context["results"]
    assert (there.total.values.get("tasks"), there.total.values.get("people")) == (1, None)
    board = as_(cast.bandanvan).get("/chu-de/ket-qua/?nam=2022").context["results"]
    assert [part.label for part in board.parts] == ["Nhiệm vụ", "Hoạt động", "Mô hình"]
    assert client.get("/chu-de/ket-qua/?nam=2022&theo=gi-do").status_code == 404


def test_the_calendar_shows_what_is_done_and_due_at_the_same_cost(cast: Cast, year: WorkTheme) -> None:
    asked(cast, due=datetime.date(2022, 5, 31))
    activity(cast, name="Không rõ ngày", date=datetime.date(2022, 5, 1), date_precision="month")
    client = as_(cast.canbo_phuson)

    def month(**more: str) -> tuple[Any, int]:
        with CaptureQueriesContext(connection) as caught:
            page = client.get("/hoat-dong/lich/", {"nam": "2022", "thang": "5", **more})
        return page, len(caught)

    page, cost = month()
    days = {day.date.day: [entry.kind for entry in day.entries] for day in page.context["month"].days}
    # On the 30th the five activities with a day; on the 31st an answer and the three tasks of Phú Sơn that are due.
    assert days == {30: ["activity"] * 5, 31: ["answer", "task", "task", "task"]}
    assert [entry.title for entry in page.context["month"].undated] == ["Không rõ ngày"]
    assert "me_linh" not in text(page) and "xem cả 5 việc" in text(page)
    for number in range(6):
        asked(cast, words=f"Việc {number}", due=datetime.date(2022, 5, 31))
    assert month()[1] == cost
    assert not month(**{"to-chuc": "mttq-me-linh"})[0].context["month"].entries
    assert client.get("/hoat-dong/lich/?nam=2022&thang=13").status_code == 404
    assert as_(cast.quantri).get("/hoat-dong/lich/").status_code == 403


def test_a_task_says_by_its_dates_where_it_stands(cast: Cast, year: WorkTheme) -> None:
    today = datetime.date(2022, 5, 31)
    task = WorkTask(start=today, due=today + HOURS)
    assert [task.state(today - HOURS), task.state(today), task.state(today + 2 * HOURS)] == ["ahead", "running", "late"]
    for state in WorkTask.State.values:
        found = WorkTask.objects.filter(WorkTask.in_state(state, today))
        assert all(one.state(today) == state for one in found)
    assert sum(WorkTask.objects.filter(WorkTask.in_state(s, today)).count() for s in WorkTask.State.values) == 5
