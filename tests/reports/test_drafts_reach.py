"""Drafts and who sees a part of what they speak of only; two roles in one person; one step by two at once.

The campaign Pretieng is in Phú Sơn and Mê Linh: a house of 60 million in Phú Sơn, gifts of 7 million in Mê Linh.
"""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from movements.models import Portal
from reports.asked import Asked
from reports.composing import summary_of
from reports.drafts import drafting
from reports.models import Issuer
from reports.summaries.summarize_reader import Reader
from tests.reports.issues import frozen
from tests.targets.pages import as_

CAMPAIGN = {"scope": "campaign", "code": "pretieng-2022", "period": "2022"}
NAMES = Asked(kind="danh-sach", scope="campaign", code="pretieng-2022", period="2022")


@pytest.fixture
def desk(cast: Any) -> Any:
    cast.pretieng.areas.set([cast.phu_son, cast.me_linh])
    cast.approve(cast.make_support())
    gift = {"area": cast.me_linh, "organization": cast.mttq_me_linh, "hamlets": [], "form": "gift", "items": []}
    given = [{"source": cast.tu_van_dong.pk, "amount_vnd": 7_000_000}]
    cast.approve(cast.make_support(cast.canbo_melinh, description="Quà Tết", contributions=given, **gift))
    cast.issuer = Issuer.objects.create(
        name="Ủy ban MTTQ Việt Nam xã Phú Sơn", organization=cast.mttq_phu_son, area=cast.phu_son,
        issuer="Ủy ban MTTQ Việt Nam xã Phú Sơn", symbol="BC-MTTQ", place="Phú Sơn", post="Chủ tịch",
    )  # fmt: skip
    return cast


@pytest.mark.once
def test_words_about_the_whole_are_not_read_by_who_sees_a_part(desk: Any) -> None:
    """The commune's body issues, so its officers have the draft in their list; the words tell of Mê Linh too."""
    report = drafting.begin(desk.mttq, Asked(**CAMPAIGN), issuer=desk.issuer, audience="internal", portal=None)
    words = "Mê Linh có ông K’Sáu nhận riêng 7 triệu."
    drafting.rewrite(desk.mttq, report, "opening", words, base="Cổng soạn.", seen=0)
    drafting.rewrite(desk.mttq, report, "opening", "Lời khác.", base="Cổng soạn.", seen=1)
    drafting.comment(desk.mttq, report, "", "Hỏi lại ông K’Sáu.")
    for client, status in ((as_(desk.canbo_phuson), 403), (as_(desk.mttq), 200)):
        for url in (report.get_absolute_url(), f"{report.get_absolute_url()}ban/"):
            answer = client.get(url)
            assert answer.status_code == status
            assert ("K’Sáu" in answer.content.decode()) == (status == 200)
    assert report.title in as_(desk.canbo_phuson).get("/bao-cao/du-thao/").content.decode()
    # Nor do they remark on it: who drafts or signs for the body does.
    with pytest.raises(PermissionDenied):
        drafting.comment(desk.canbo_phuson, report, "", "Đồng ý.")
    with pytest.raises(PermissionDenied):
        drafting.resolve(desk.canbo_phuson, report, report.comments.get().pk)
    assert report.comments.get().resolved_at is None


@pytest.mark.once
@pytest.mark.parametrize("kind", ["danh-sach", "dan-van-kheo", "tong-hop"])
def test_no_kind_is_drafted_by_who_sees_a_part(desk: Any, kind: str) -> None:
    desk.assign(desk.hoinongdan, "commune_officer", desk.phu_son)
    union = Issuer.objects.create(
        name="Hội Nông dân", organization=desk.hoi_nong_dan, area=desk.lam_ha, issuer="Hội", symbol="BC",
        place="Lâm Hà", post="Chủ tịch",
    )  # fmt: skip
    asked = Asked(kind=kind, **CAMPAIGN)  # type: ignore[arg-type]
    with pytest.raises(drafting.Refused, match="chỉ xem được một phần"):
        drafting.begin(desk.fresh(desk.hoinongdan), asked, issuer=union, audience="internal", portal=None)
    assert drafting.begin(desk.mttq, asked, issuer=desk.issuer, audience="internal", portal=None).kind == kind


@pytest.mark.once
def test_two_roles_in_one_person_lend_each_other_no_sums_and_hide_none(desk: Any) -> None:
    """The board counts the district, the officer reads records in Mê Linh: both together still count the district."""
    district = Asked(period="2022")
    both = desk.make_user("kiemnhiem")
    desk.assign(both, "mobilisation_board", desk.lam_ha)
    desk.assign(both, "commune_officer", desk.me_linh)
    summary = summary_of(district, Reader.of(both), Portal.current())
    assert summary.totals.support_vnd == 67_000_000 and not summary.supports
    board = summary_of(district, Reader.of(desk.bandanvan), Portal.current())
    assert (summary.totals, summary.by_area, summary.warnings) == (board.totals, board.by_area, board.warnings)
    names = summary_of(NAMES, Reader.of(both), Portal.current())
    assert [row.code for row in names.warnings] == ["partial_scope"], "names are theirs in Mê Linh alone"


@pytest.mark.once
def test_nothing_that_is_typed_into_a_draft_or_an_issue_becomes_markup(desk: Any) -> None:
    script, escaped = "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"
    Issuer.objects.filter(pk=desk.issuer.pk).update(issuer=script, post=script)
    report = drafting.begin(desk.mttq, Asked(**CAMPAIGN), issuer=desk.issuer, audience="internal", portal=None)
    for number, words in enumerate((script, f"{script} Câu hai.")):
        drafting.rewrite(desk.mttq, report, "opening", words, base=script, seen=number)
    for block in ("", "opening"):
        drafting.comment(desk.mttq, report, block, script)
    edition = frozen(desk, report, 8, title=script, signer=script, post=script)
    client, draft = as_(desk.mttq), report.get_absolute_url()
    public = f"/xac-minh/?ma={edition.code}"
    for url in (draft, f"{draft}?sua=opening", f"{draft}ban/?cu=1&moi=2", edition.get_absolute_url(), public):
        page = client.get(url).content.decode()
        assert script not in page and escaped in page, url
