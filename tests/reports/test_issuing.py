"""Ban hành: what an issue freezes, what its PDF carries, and that nothing later changes it."""

import datetime
import io
import json
import pickle
from hashlib import sha256

import pikepdf
import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from danvan.audit.journal import verify
from danvan.audit.models import Entry
from danvan.records import corrections
from danvan.records.data import Invalid, Refused
from movements.models import Portal
from reports.drafts.draft_steps import STEPS, take
from reports.editions import issue_jobs, issue_rules, issuing, verifying
from reports.editions.edition_changes import Change
from reports.files import jobs
from reports.issuers.signing import Signing
from reports.models import Edition, EditionFile, RenderJob, Report
from tests.reports.issues import lay_issued, order, signed

TODAY = datetime.date.today()


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield pickle.dumps(lay_issued())
        transaction.set_rollback(True)


@pytest.fixture
def cast(_made, db):
    return pickle.loads(_made)  # noqa: S301 (our own, of this run)


@pytest.fixture
def unprinted(monkeypatch):
    """Issues without their paper, for what does not look at it."""
    monkeypatch.setattr(
        issuing, "render", lambda document, frozen, progress: {"pdf": b"%PDF-", "json": frozen.encode()}
    )


def content(edition, extension):
    return bytes(edition.files.get(extension=extension).content)


def refused_at(field, cast, report, **changes):
    with pytest.raises(Invalid) as caught:
        issuing.issue(cast.mttq_truong, report, order(**changes))
    return " ".join(caught.value.errors[field])


def test_an_issue_freezes_the_data_of_its_hour(cast):
    edition = cast.edition
    data = json.loads(edition.summary)
    assert data["totals"]["support_vnd"] == 67_000_000 and data["totals"]["loan_vnd"] == 50_000_000
    printed = io.StringIO()
    call_command("annual_summary", year=2022, campaign="pretieng-2022", stdout=printed)
    assert printed.getvalue() == edition.summary
    assert (edition.symbol, str(edition.dated), edition.signer, edition.post) == (
        "09/BC-MTTQ-BTT", "2023-02-20", "Hoàng Văn Ích", "TM. Ban Thường trực, Chủ tịch",
    )  # fmt: skip
    assert edition.area == cast.phu_son and edition.organization is None
    assert Report.objects.get(pk=cast.report.pk).status == "issued"
    entry = Entry.objects.get(action="issue")
    assert json.loads(entry.changes)["sha256"]["pdf"] == sha256(content(edition, "pdf")).hexdigest()
    # The head that stands on the paper is one that the journal passed through.
    assert verify(edition.journal_head) == []
    with pytest.raises(Refused, match="đã ban hành|Đã ban hành"):
        issuing.issue(cast.mttq_truong, Report.objects.get(pk=cast.report.pk), order(10))


def test_the_pdf_is_pdf_a_3a_and_carries_the_frozen_data(cast):
    paper = pikepdf.open(io.BytesIO(content(cast.edition, "pdf")))
    root, told = paper.Root, paper.open_metadata()
    assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "A")
    assert root.MarkInfo.Marked and root.StructTreeRoot.K
    assert str(root.Lang) == "vi" and root.ViewerPreferences.DisplayDocTitle
    assert told["dc:title"] == "Báo cáo kết quả “Đợt công tác dân vận Pretieng 2022” tại xã Phú Sơn"
    with paper.open_outline() as outline:
        assert [item.title.partition(".")[0] for item in outline.root][1:] == ["Phụ lục"]
        assert len(outline.root[0].children) == 3  # I, II, III
    assert [(str(one.UF), str(one.AFRelationship)) for one in root.AF] == [
        ("so-lieu.json", "/Data"), ("so-lieu.xlsx", "/Data"),
    ]  # fmt: skip
    carried = paper.attachments["so-lieu.json"].get_file().read_bytes()
    assert carried == cast.edition.summary.encode() == content(cast.edition, "json")
    assert paper.attachments["so-lieu.xlsx"].get_file().read_bytes() == content(cast.edition, "xlsx")


def test_number_day_and_signer_are_held_against_the_rules(cast):
    report = signed(cast, cast.edition.issuer)
    assert issue_rules.next_number(report.issuer, 2023) == 10 and issue_rules.next_number(report.issuer, 2024) == 1
    said = refused_at("number", cast, report)
    assert "Số 9 năm 2023 đã cấp" in said and "còn trống: 10" in said
    assert "31/12/2022" in refused_at("dated", cast, report, number=10, dated=datetime.date(2022, 12, 30))
    assert "sau hôm nay" in refused_at("dated", cast, report, number=10, dated=TODAY + datetime.timedelta(2))
    assert refused_at("signer", cast, report, number=10, signer=" ")
    for who in (cast.mttq, cast.canbo_phuson, cast.mttq_truong_ductrong, cast.lanhdao):
        with pytest.raises(PermissionDenied):
            issuing.issue(who, report, order(10))
    report.status = "checking"
    with pytest.raises(Refused, match="duyệt ký xong"):
        issuing.issue(cast.mttq_truong, report, order(10))
    assert Edition.objects.count() == 1


def test_the_page_keeps_what_was_typed_shows_the_paper_and_issues(client, cast, unprinted):
    report = signed(cast, cast.edition.issuer)
    url, typed = f"/bao-cao/du-thao/{report.pk}/ban-hanh/", {"number": "9", "dated": "06/03/2023", "signing": "deputy"}
    typed["signer"] = "Lê Thị Ơn"
    client.force_login(cast.mttq_truong)
    page = client.post(url, typed)
    assert page.status_code == 422 and "còn trống: 10" in page.content.decode()
    assert 'value="Lê Thị Ơn"' in page.content.decode() and 'value="06/03/2023"' in page.content.decode()
    assert client.post(url, {**typed, "number": "10", "xem": "1"}).content.startswith(b"%PDF-")
    assert Edition.objects.count() == 1
    progress = client.post(url, {**typed, "number": "10"}).url
    assert "Đang chờ đến lượt" in client.get(progress).content.decode() and Edition.objects.count() == 1
    assert client.get(url).url == client.post(url, {**typed, "number": "11"}).url == progress, "two presses, one job"
    jobs.run(RenderJob.objects.get().pk, issue_jobs.carry_out)
    shown = client.get(client.get(progress).url).content.decode()
    assert "Đã ban hành 10/BC-MTTQ-BTT" in shown
    assert "10/BC-MTTQ-BTT" in shown and "Không có gì khác" in shown
    for file in Edition.objects.get(number=10).files.all():
        assert file.sha256 in shown
        answer = client.get(f"/bao-cao/ban-hanh/{file.edition_id}/tep/{file.extension}/")
        assert answer.content == bytes(file.content)
    assert Entry.objects.filter(action="export").count() == 2


def test_two_at_once_for_one_number_one_wins_and_the_other_loses_nothing(cast, monkeypatch, unprinted):
    """The second was prepared before the first was stored: the constraint decides, in the same words."""
    first, second = signed(cast, cast.edition.issuer), signed(cast, cast.edition.issuer)
    made = issuing.prepare(cast.mttq_truong, second, order(10))
    issuing.issue(cast.mttq_truong, first, order(10))
    monkeypatch.setattr(issuing, "prepare", lambda *args: made)
    assert "còn trống: 11" in refused_at("number", cast, second, number=10)
    assert Report.objects.get(pk=second.pk).status == "signed"
    assert Entry.objects.filter(action="issue").count() == 2


def test_figures_that_move_while_it_is_rendered_are_rendered_anew(cast, monkeypatch, unprinted):
    report, real, moved = signed(cast, cast.edition.issuer), issuing.prepare, []

    def slow(*args):
        made = real(*args)
        if not moved:
            moved.append(cast.approve(cast.make_support(households=2)))
        return made

    monkeypatch.setattr(issuing, "prepare", slow)
    edition = issuing.issue(cast.mttq_truong, report, order(10))
    assert json.loads(edition.summary)["totals"]["support_vnd"] == 127_000_000


@pytest.mark.parametrize("model", [Edition, EditionFile])
def test_the_database_refuses_to_change_or_to_remove_what_was_issued(cast, model):
    for change in (
        lambda: model.objects.all().update(**{"title": "khác"} if model is Edition else {"sha256": "0"}),
        lambda: model.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.parametrize("extension", ["pdf", "html"])
def test_the_database_takes_no_file_more_under_an_old_issue(cast, extension):
    """Whatever is slipped in would be verified as issued: an issue has all its files from the start."""
    assert {file.extension for file in cast.edition.files.all()} == {"pdf", "docx", "xlsx", "json"}
    with pytest.raises(DatabaseError), transaction.atomic():
        EditionFile.objects.create(edition=cast.edition, extension=extension, content=b"%PDF-", sha256="0" * 64)


# What the correction below changes, by hand: 40 of the district's fund become 50, everything that counts it by 10 more.
MOVED = {
    "totals.support_vnd": (67_000_000, 77_000_000), "totals.all_vnd": (117_000_000, 127_000_000),
    "by_organization[mttq-phu-son].support_vnd": (67_000_000, 77_000_000),
    "by_source[quy-vnn-huyen].support_vnd": (40_000_000, 50_000_000),
    "by_area[phu-son].support_vnd": (67_000_000, 77_000_000),
    "by_form[house_new].support_vnd": (60_000_000, 70_000_000),
    "by_month[2022-05].support_vnd": (67_000_000, 77_000_000),
    "joint.whole.support_vnd": (67_000_000, 77_000_000), "joint.each.support_vnd": (67_000_000, 77_000_000),
}  # fmt: skip

# ---- afterwards ------------------------------------------------------------------------------------------------


@pytest.fixture
def corrected(cast):
    """The district's fund gave 50 million for the house, not 40: 70 and no longer 60."""
    data = {
        "contributions": [
            {"source": cast.quy_huyen.pk, "amount_vnd": 50_000_000},
            {"source": cast.quy_tinh.pk, "amount_vnd": 20_000_000},
        ]
    }  # fmt: skip
    proposed = corrections.propose(
        cast.canbo_phuson, cast.house, reason="Quyết toán lại", data=data, expected_version=cast.house.version
    )
    corrections.decide(cast.mttq_truong, proposed, approve=True)
    return cast


def verify_page(client, user=None, **data):
    cache.clear()
    if user:
        client.force_login(user)
    return client.get("/xac-minh/", data)


def held(client, edition, extension, *, flip=None, **data):
    """What the page says of a file, after one byte of it was flipped."""
    cache.clear()
    found = bytearray(content(edition, extension))
    if flip is not None:
        found[flip] ^= 1
    answer = client.post("/xac-minh/", {"tep": SimpleUploadedFile("bao-cao.pdf", bytes(found)), **data})
    return answer.content.decode()


def test_a_correction_changes_nothing_that_was_issued_and_is_told_after_login(client, corrected):
    cast, edition = corrected, Edition.objects.get()
    for file in edition.files.all():
        assert sha256(bytes(file.content)).hexdigest() == file.sha256
    public = verify_page(client, ma=edition.code.lower()).content.decode()
    for words in ("09/BC-MTTQ-BTT", "20/02/2023", "Ban Thường trực Ủy ban MTTQ", "Đang dùng"):
        assert words in public
    for secret in ("67.000.000", "77.000.000", "Hoàng Văn Ích", "Nếu tính hôm nay", "K’", "Hỗ trợ"):
        assert secret not in public
    found = verifying.today(cast.mttq_truong, edition, Portal.current())
    assert {change.key: (change.before, change.after) for change in found.figures} == MOVED
    assert {change.difference for change in found.figures} == {10_000_000} and not any(c.loan for c in found.figures)
    assert [(one.what, one.before, one.after) for one in found.records] == [("changed", 60_000_000, 70_000_000)]
    told = verify_page(client, cast.mttq_truong, ma=edition.code).content.decode()
    assert "67.000.000" in told and "77.000.000" in told and "+10.000.000" in told
    # Who reads a part of the district only, or nothing of it, is told what everybody is.
    assert "Nếu tính hôm nay" not in verify_page(client, cast.canbo_melinh, ma=edition.code).content.decode()


def test_one_flipped_byte_is_no_issue(client, cast):
    same, other = "Đúng bản đã ban hành", "không phải bản đã ban hành, hoặc đã bị sửa"
    for extension in ("pdf", "docx", "xlsx", "json"):
        assert same in held(client, cast.edition, extension)
        assert "09/BC-MTTQ-BTT" in held(client, cast.edition, extension, ma=cast.edition.code)
    for place in (0, 5_000, -1):
        page = held(client, cast.edition, "pdf", flip=place)
        assert other in page and same not in page and "09/BC" not in page
        page = held(client, cast.edition, "pdf", flip=place, ma=cast.edition.code)
        assert other in page and "09/BC-MTTQ-BTT" in page
    # A code that is none is no address; what cannot be one is asked again, and after many the address has to wait.
    assert verify_page(client, ma="ABCD-EFGH-JKLM").status_code == 404
    assert client.post("/xac-minh/", {}).status_code == 422
    answers = {client.get("/xac-minh/", {"ma": f"ABCDEFGHJK{n:02d}".replace("0", "Z").replace("1", "Y")}).status_code
               for n in range(40)}  # fmt: skip
    assert answers == {404, 429}


def test_a_reissue_prints_what_changed_and_the_old_issue_stays(client, corrected):
    cast, old = corrected, Edition.objects.get()
    with pytest.raises(Invalid):
        issuing.reopen(cast.mttq_truong, old.report, " ")
    report = issuing.reopen(cast.mttq_truong, old.report, "Quyết toán lại căn nhà")
    assert (report.status, report.signed_by) == ("draft", None)
    for who, slug in (("mttq", "gui"), ("mttq_2", "da-kiem"), ("mttq_truong", "duyet-ky")):
        report = take(getattr(cast, who), report, STEPS[slug], version=report.version)
    new = issuing.issue(cast.mttq_truong, report, order(10, datetime.date(2023, 3, 6), signing=Signing.DEPUTY))
    assert new.replaces == old and new.post == "TM. Ban Thường trực, KT. Chủ tịch, Phó Chủ tịch"
    figures = [Change.thaw(row) for row in new.changes if row["of"] == "figure"]
    assert {change.key: (change.before, change.after) for change in figures} == MOVED
    paper = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content(new, "pdf"))).pages)
    paper = " ".join(paper.split())
    for words in (
        "Báo cáo này thay thế Báo cáo số 09/BC-MTTQ-BTT ngày 20 tháng 02 năm 2023",
        "NHỮNG ĐIỂM THAY ĐỔI SO VỚI BẢN TRƯỚC",
        "67.000.000 77.000.000 +10.000.000", "40.000.000 50.000.000 +10.000.000", "Bản ghi thay đổi",
    ):  # fmt: skip
        assert words in paper, words
    page = verify_page(client, ma=old.code).content.decode()
    assert "Đã được thay thế" in page and "10/BC-MTTQ-BTT" in page and "06/03/2023" in page
    assert "Đúng bản đã ban hành" in held(client, old, "pdf")
    assert verifying.today(cast.mttq_truong, new, Portal.current()) == verifying.Today(figures=[], records=[])
