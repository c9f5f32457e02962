"""Drafts of reports: words by people, figures by the portal, nobody checks or signs their own."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from danvan.audit.models import Entry
from danvan.records.data import Refused
from reports.asked import Asked
from reports.drafts import draft_steps, draft_waits, drafting
from reports.drafts.drafting import Moved
from reports.models import Issuer, Report, ReportText

AREA = Asked(scope="area", code="phu-son", period="2022")
OPENING = "results.support.opening"
STEPS = draft_steps.STEPS


@pytest.fixture
def desk(cast):
    """A house of 60 million in Phú Sơn, and the Front's draft of the commune's report of 2022."""
    cast.house = cast.approve(cast.make_support())
    cast.issuer = Issuer.objects.create(
        name="Ban Thường trực Ủy ban MTTQ Việt Nam huyện Lâm Hà", organization=cast.mttq_huyen, area=cast.lam_ha,
        issuer="Ban Thường trực", symbol="BC-MTTQ-BTT", place="Lâm Hà", post="Chủ tịch",
    )  # fmt: skip
    cast.report = drafting.begin(cast.mttq, AREA, issuer=cast.issuer, audience="public", portal=None)
    return cast


def address(report: Report) -> str:
    return report.get_absolute_url()


def standing(desk):
    return drafting.words_of(Report.objects.get(pk=desk.report.pk))


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.once
def test_figures_stay_live_in_rewritten_words_and_hand_typed_ones_are_asked_about(client, desk):
    client.force_login(desk.mttq)
    url = address(desk.report)
    open_ = plain(client.get(f"{url}?sua={OPENING}"))
    assert "{60.000.000 đồng | totals.support_vnd}" in open_
    sent = {"doan": OPENING, "ban": "0", "loi": "Cả xã hỗ trợ {60.000.000 đồng | totals.support_vnd} cho 37 hộ."}
    asked = client.post(url, sent)
    assert asked.status_code == 422
    assert "Số gõ tay: 37 – hãy chọn số liệu của cổng hoặc xác nhận giữ" in plain(asked)
    assert "cho 37 hộ" in plain(asked) and not ReportText.objects.exists()
    assert client.post(url, {**sent, "giu": "36"}).status_code == 422  # another number was confirmed
    assert client.post(url, {**sent, "giu": "37"}).status_code == 302
    kept = desk.report.texts.get()
    assert kept.words[OPENING]["text"] == "Cả xã hỗ trợ {totals.support_vnd} cho 37 hộ."
    assert "60.000.000 đồng</data></a> cho 37 hộ." in plain(client.get(url))
    gift = {"source": desk.tu_van_dong.pk, "amount_vnd": 7_000_000}
    desk.approve(desk.make_support(form="gift", description="Quà", items=[], contributions=[gift]))
    page = plain(client.get(url))
    assert '<data value="67000000">67.000.000 đồng</data></a> cho 37 hộ.' in page
    assert "Số liệu đã đổi từ khi sửa lời" not in page  # the portal would compose the same sentence
    again = client.post(url, {"doan": OPENING, "ban": "1", "lam": "soan-lai"})
    assert again.status_code == 302 and standing(desk) == {}


@pytest.mark.once
def test_an_unknown_figure_and_a_changed_one_keep_what_was_typed(client, desk):
    client.force_login(desk.mttq)
    sent = {"doan": "closing", "ban": "0", "loi": "Hỗ trợ {totals.suport_vnd}, xin báo cáo."}
    refused = client.post(address(desk.report), sent)
    assert refused.status_code == 422
    assert "Gần nhất: {totals.support_vnd}" in plain(refused)
    assert "Hỗ trợ {totals.suport_vnd}, xin báo cáo." in plain(refused)
    sent["loi"] = "Hỗ trợ {99 tỷ | totals.support_vnd}."
    refused = client.post(address(desk.report), sent)
    assert "“99 tỷ” là số của cổng, giữ nguyên 60.000.000 đồng" in plain(refused)


def test_two_people_save_at_once(client, desk):
    rewrite = {"base": "cổng soạn", "seen": 0}
    drafting.rewrite(desk.mttq, desk.report, "opening", "Lời của Tuấn.", **rewrite)
    drafting.rewrite(desk.mttq_2, desk.report, "closing", "Lời khác đoạn.", **rewrite)  # nothing stands in its way
    with pytest.raises(Moved) as moved:
        drafting.rewrite(desk.mttq_2, desk.report, "opening", "Lời của người hai.", **rewrite)
    assert moved.value.theirs.number == 2
    client.force_login(desk.mttq_2)
    sent = {"doan": "opening", "ban": "0", "loi": "Lời của người hai."}
    page = client.post(address(desk.report), sent)
    assert page.status_code == 409
    assert "Lời của Tuấn." in plain(page) and "Lời của người hai." in plain(page)
    assert client.post(address(desk.report), {**sent, "ban": "2", "ghi_de": "1"}).status_code == 302
    assert [text.author_id for text in desk.report.texts.all()] == [desk.mttq.pk, desk.mttq_2.pk, desk.mttq_2.pk]
    assert set(standing(desk)) == {"opening", "closing"}


def test_who_wrote_which_sentence_and_an_older_version_comes_back(client, desk):
    for writer, words in (
        (desk.mttq, "Một là kết quả. Hai là hạn chế."),
        (desk.mttq_2, "Một là kết quả. Ba là kiến nghị."),
    ):
        number = desk.report.texts.count()
        drafting.rewrite(writer, desk.report, "opening", words, base="Cổng soạn.", seen=number)
    client.force_login(desk.mttq)
    page = plain(client.get(f"{address(desk.report)}ban/?cu=1&moi=2"))
    assert "<del>Hai là hạn chế.</del>" in page and "<ins>Ba là kiến nghị.</ins>" in page
    blame = page[page.index("Ai viết câu nào") :]
    one, three = blame.index("Một là kết quả."), blame.index("Ba là kiến nghị.")
    assert str(desk.mttq) in blame[one:three] and str(desk.mttq_2) in blame[three:]
    assert client.post(f"{address(desk.report)}ban/", {"ban": "1", "moi-nhat": "2"}).status_code == 302
    newest = desk.report.texts.last()
    assert (newest.number, newest.note) == (3, "Khôi phục bản 1")
    assert newest.words["opening"]["text"] == "Một là kết quả. Hai là hạn chế."
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportText.objects.filter(number=1).update(words={})  # no version is ever changed


def test_nobody_checks_or_signs_their_own_words(desk):
    report = desk.report
    report = draft_steps.take(desk.mttq, report, STEPS["gui"], version=report.version)
    with pytest.raises(Refused, match="khác phải kiểm tra"):
        draft_steps.take(desk.mttq, report, STEPS["da-kiem"], version=report.version)
    with pytest.raises(Refused, match="chưa được kiểm tra"):
        draft_steps.take(desk.mttq_truong, report, STEPS["duyet-ky"], version=report.version)
    with pytest.raises(Refused, match="Hãy nêu lý do"):
        draft_steps.take(desk.mttq_2, report, STEPS["tra-lai"], version=report.version)
    report = draft_steps.take(desk.mttq_2, report, STEPS["tra-lai"], version=report.version, reason="Thiếu kiến nghị")
    assert report.comments.get().text == "Trả lại để sửa: Thiếu kiến nghị"
    drafting.rewrite(desk.mttq_truong, report, "opening", "Lời của Chủ tịch.", base="", seen=0)
    report.refresh_from_db()
    report = draft_steps.take(desk.mttq, report, STEPS["gui"], version=report.version)
    with pytest.raises(Refused, match="vừa được sửa"):
        draft_steps.take(desk.mttq_2, report, STEPS["da-kiem"], version=report.version - 1)
    report = draft_steps.take(desk.mttq_2, report, STEPS["da-kiem"], version=report.version)
    with pytest.raises(Refused, match="Bạn đã soạn"):
        draft_steps.take(desk.mttq_truong, report, STEPS["duyet-ky"], version=report.version)
    with pytest.raises(PermissionDenied):
        draft_steps.take(desk.mttq_2, report, STEPS["duyet-ky"], version=report.version)
    with pytest.raises(Refused, match="không sửa lời được nữa"):
        drafting.rewrite(desk.mttq, report, "opening", "Sửa khi đang kiểm.", base="", seen=1)
    actions = set(Entry.objects.filter(record_type="reports.report").values_list("action", flat=True))
    assert set(draft_waits.waiting_for(desk.mttq_truong)) == set()  # whose words they are
    assert set(draft_waits.waiting_for(desk.mttq_2)) == set()  # it is checked; who signs is somebody else
    desk.assign(desk.mttq_2, "front_chair", desk.lam_ha, ends=datetime.date(2099, 1, 1), delegated_by=desk.mttq_truong)
    with pytest.raises(Refused, match="Người ủy quyền cho bạn đã soạn"):
        draft_steps.take(desk.fresh(desk.mttq_2), report, STEPS["duyet-ky"], version=report.version)
    desk.assign(desk.mttq_2, "front_chair", desk.lam_ha)
    assert set(draft_waits.waiting_for(desk.fresh(desk.mttq_2))) == {report}
    assert (
        draft_steps.take(desk.fresh(desk.mttq_2), report, STEPS["duyet-ky"], version=report.version).status == "signed"
    )
    assert set(draft_waits.waiting_for(desk.fresh(desk.mttq_2))) == {report}  # who may sign issues it as well
    assert actions == {"report_begin", "report_send", "report_return", "report_comment", "report_words", "report_check"}


@pytest.mark.once
def test_whose_draft_it_is(client, desk):
    assert set(drafting.issuers_of(desk.bandanvan)) == {desk.issuer}
    assert not drafting.issuers_of(desk.hoinongdan).exists()
    union = Issuer.objects.create(
        name="Hội Nông dân", organization=desk.hoi_nong_dan, area=desk.lam_ha, issuer="Hội", symbol="BC",
        place="Lâm Hà", post="Chủ tịch",
    )  # fmt: skip
    own = Asked(scope="organization", code=desk.hoi_nong_dan.code, period="2022")
    made = drafting.begin(desk.hoinongdan, own, issuer=union, audience="internal", portal=None)
    assert set(drafting.reports_of(desk.hoinongdan)) == {made}
    assert set(drafting.reports_of(desk.mttq)) == {made, desk.report}
    assert not drafting.reports_of(desk.canbo_phuson).exists()  # whose commune it is, not whose report
    with pytest.raises(PermissionDenied):
        drafting.begin(desk.hoinongdan, own, issuer=desk.issuer, audience="public", portal=None)
    with pytest.raises(Refused, match="chỉ xem được một phần"):
        part = Asked(scope="campaign", code="pretieng-2022", period="2022")
        desk.pretieng.areas.set([desk.phu_son])
        drafting.begin(desk.hoinongdan, part, issuer=union, audience="public", portal=None)
    made = drafting.begin(desk.mttq, part, issuer=desk.issuer, audience="public", portal=None)
    client.force_login(desk.mttq)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address(made)).status_code == 200
    assert len([query for query in caught if "django_session" not in query["sql"]]) <= 13  # the user, and twelve
    key = uuid.uuid4()
    twice = [
        drafting.begin(desk.mttq, AREA, issuer=desk.issuer, audience="public", portal=None, key=key) for _ in range(2)
    ]
    assert twice[0] == twice[1]
    for words in ("Gọn hơn.", "Gọn hơn.", "Thêm số."):  # one form sent twice, then another on the same page
        sent = {"doan": "opening", "y-kien": words, "key": str(key)}
        assert client.post(f"{address(made)}y-kien/", sent).status_code == 302
    assert [one.text for one in made.comments.all()] == ["Gọn hơn.", "Thêm số."]
    client.force_login(desk.canbo_phuson)
    assert client.get(address(desk.report)).status_code == 404
