"""Ban hành: what an issue freezes, what its PDF carries, and that nothing later changes it."""

import datetime
import io
import json
import pickle
from hashlib import sha256

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from danvan.audit.journal import verify
from danvan.audit.models import Entry
from danvan.records.data import Invalid, Refused
from reports import issuing
from reports.models import Edition, EditionFile, Report
from reports.summarize import summarize
from reports.summary import to_json
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
    assert data == json.loads(
        json.dumps(to_json(summarize(cast.mttq_truong, year=2022, campaign="pretieng-2022")), default=str)
    )
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
    assert issuing.next_number(report.issuer, 2023) == 10 and issuing.next_number(report.issuer, 2024) == 1
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


def test_two_at_once_for_one_number_one_wins_and_the_other_loses_nothing(cast, monkeypatch):
    """The second was prepared before the first was stored: the constraint decides, in the same words."""
    first, second = signed(cast, cast.edition.issuer), signed(cast, cast.edition.issuer)
    made = issuing.prepare(cast.mttq_truong, second, order(10))
    issuing.issue(cast.mttq_truong, first, order(10))
    monkeypatch.setattr(issuing, "prepare", lambda *args: made)
    assert "còn trống: 11" in refused_at("number", cast, second, number=10)
    assert Report.objects.get(pk=second.pk).status == "signed"
    assert Entry.objects.filter(action="issue").count() == 2


def test_figures_that_move_while_it_is_rendered_are_rendered_anew(cast, monkeypatch):
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
