"""Minh chứng: who adds and who takes away, before and after a record was accepted; the files follow the rows."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from danvan.audit.models import Entry
from danvan.records import catalogs, corrections, files, periods
from danvan.records.data import Refused
from danvan.records.models import Attachment
from danvan.records.periods import PeriodClosed
from movements.models import Campaign
from tests.evidence import pdf, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(cast):
    return cast.make_support()


def stored(media_root):
    return sorted(path.name for path in media_root.rglob("*") if path.is_file())


def test_a_photo_stands_beside_its_thumbnail_under_random_names(cast, support, media_root):
    made = files.attach(cast.canbo_phuson, support, upload(picture("HEIF", (900, 600)), "K’Lũ nhận nhà.heic"))
    assert (made.content_type, made.width, made.height) == ("image/jpeg", 900, 600)
    assert made.name == "K’Lũ nhận nhà.heic"
    names = stored(media_root)
    assert len(names) == 2 and all(len(name.removesuffix("-nho.jpg").removesuffix(".jpg")) == 32 for name in names)
    entry = Entry.objects.get(action="attach")
    assert entry.record_id == support.pk and made.sha256 in entry.changes and "K’Lũ" not in entry.changes


def test_the_same_file_and_the_same_picture_are_recognised(cast, support, media_root):
    photo = picture()
    files.attach(cast.canbo_phuson, support, upload(photo))
    for again in (photo, picture(comment=b"sent by another way"), picture()):
        with pytest.raises(files.Known):
            files.attach(cast.canbo_phuson, support, upload(again))
    files.attach(cast.canbo_phuson, cast.make_support(), upload(photo))  # of another record it is its own
    assert Attachment.objects.count() == 2 and len(stored(media_root)) == 4


def test_what_is_refused_leaves_no_file_behind(cast, support, media_root, monkeypatch):
    for bad in (upload(b"<svg/>", "anh.jpg"), upload(pdf(b"/Encrypt 1 0 R ")), upload(b"0" * (files.MAX_BYTES + 1))):
        with pytest.raises(Refused):
            files.attach(cast.canbo_phuson, support, bad)
    with pytest.raises(PermissionDenied):
        files.attach(cast.canbo_melinh, support, upload(picture()))
    monkeypatch.setattr(Attachment, "save", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        files.attach(cast.canbo_phuson, support, upload(picture()))
    assert stored(media_root) == []
    assert not Entry.objects.filter(action="attach").exists()


def test_twenty_files_are_the_most(cast, support, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 2)
    for colour in ("red", "blue"):
        files.attach(cast.canbo_phuson, support, upload(picture(colour=colour)))
    with pytest.raises(Refused, match="nhiều nhất 2 tệp"):
        files.attach(cast.canbo_phuson, support, upload(picture(colour="green")))


def test_to_an_accepted_record_evidence_is_added_and_nothing_else_changes(cast, support):
    done = cast.approve(support)
    before = (done.version, done.amount_vnd, done.updated_at)
    files.attach(cast.canbo_phuson, done, upload(picture()))
    files.attach(cast.mttq, done, upload(pdf(), "bien-ban.pdf"))
    done.refresh_from_db()
    assert (done.version, done.amount_vnd, done.updated_at) == before
    for other in (cast.canbo_melinh, cast.chutich_phuson, cast.lanhdao, cast.hoinongdan, cast.quantri):
        with pytest.raises(PermissionDenied):
            files.attach(other, done, upload(picture(colour="blue")))


def test_while_it_waits_for_a_step_nothing_is_added_or_taken_away(cast, support):
    kept = files.attach(cast.canbo_phuson, support, upload(picture()))
    sent = cast.submit(support)
    with pytest.raises(PermissionDenied):
        files.attach(cast.canbo_phuson, sent, upload(picture(colour="blue")))
    with pytest.raises(PermissionDenied):
        files.detach(cast.canbo_phuson, sent, kept)


def test_from_an_accepted_record_only_the_chair_takes_away_and_says_why(cast, support, media_root):
    kept = files.attach(cast.canbo_phuson, support, upload(picture()))
    done = cast.approve(support)
    for other in (cast.canbo_phuson, cast.mttq, cast.chutich_phuson, cast.mttq_truong_ductrong):
        with pytest.raises(PermissionDenied):
            files.detach(other, done, kept, reason="Nhầm")
    with pytest.raises(Refused, match="lý do"):
        files.detach(cast.mttq_truong, done, kept, reason="  ")
    files.detach(cast.mttq_truong, done, kept, reason="Ảnh của hộ khác")
    assert not Attachment.objects.exists()
    assert "Ảnh của hộ khác" in Entry.objects.get(action="detach").changes


def test_the_chair_takes_no_evidence_from_an_accepted_record_of_their_own(cast):
    mine = cast.make_support(cast.mttq_truong)
    kept = files.attach(cast.mttq_truong, mine, upload(picture()))
    done = cast.approve(mine)
    with pytest.raises(PermissionDenied, match="người ghi"):
        files.detach(cast.mttq_truong, done, kept, reason="Nhầm")


def test_in_a_closed_period_evidence_waits_for_an_exception(cast, support):
    done = cast.approve(support)
    periods.close(cast.mttq_truong, cast.phu_son, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    with pytest.raises(PeriodClosed):
        files.attach(cast.canbo_phuson, done, upload(picture()))


def test_marks_are_changed_by_whoever_may_add(cast, support):
    kept = files.attach(cast.canbo_phuson, support, upload(picture()), description="Bàn giao", may_publish=True)
    public = Attachment.objects.filter(**files.PUBLIC)
    assert public.exists()
    done = cast.approve(support)
    values = {"description": "Bàn giao nhà", "may_publish": True, "shows_children": True}
    files.mark(cast.canbo_phuson_2, done, kept, values)
    assert Attachment.objects.get().description == "Bàn giao nhà"
    assert not public.exists(), "a photo with a child is never public"
    with pytest.raises(PermissionDenied):
        files.mark(cast.chutich_phuson, done, kept, values)


def test_a_withdrawn_record_takes_no_more(cast, support):
    done = cast.approve(support)
    asked = corrections.propose(cast.canbo_phuson, done, reason="Ghi trùng", expected_version=done.version)
    corrections.decide(cast.mttq_truong, asked, approve=True)
    done.refresh_from_db()
    with pytest.raises(PermissionDenied):
        files.attach(cast.canbo_phuson, done, upload(picture()))


def test_campaigns_and_models_take_evidence_of_those_who_change_them(cast):
    for thing, may, may_not in (
        (cast.pretieng, (cast.mttq, cast.mttq_truong), (cast.canbo_phuson, cast.lanhdao, cast.quantri, cast.bandanvan)),
        (cast.mo_hinh, (cast.hoinongdan, cast.mttq), (cast.canbo_melinh, cast.hoiphunu, cast.bandanvan)),
    ):  # fmt: skip
        for user in may:
            kept = files.attach(user, thing, upload(picture(colour=(user.pk % 250, 9, 9))))
        for user in may_not:
            assert not files.may_add(user, thing)
            with pytest.raises(PermissionDenied):
                files.attach(user, thing, upload(picture(colour="green")))
            with pytest.raises(PermissionDenied):
                files.detach(user, thing, kept)
        files.detach(may[0], thing, kept)
    assert not files.sees(cast.lanhdao, cast.pretieng) and not files.sees(cast.quantri, cast.pretieng)


def test_a_campaign_with_evidence_is_not_deleted(cast):
    spare = Campaign.objects.create(code="trong", name="Đợt trống")
    kept = files.attach(cast.mttq, spare, upload(picture()))
    with pytest.raises(Refused, match="còn minh chứng"):
        catalogs.delete(cast.mttq, spare)
    files.detach(cast.mttq, spare, kept)
    catalogs.delete(cast.mttq, spare)


@pytest.mark.django_db(transaction=True)
def test_files_go_when_taking_away_is_committed_and_not_before(cast, support, media_root):
    kept = files.attach(cast.canbo_phuson, support, upload(picture()))
    assert len(stored(media_root)) == 2
    with connection.execute_wrapper(_refuse_commit_of("audit_head")), pytest.raises(RuntimeError):
        files.detach(cast.canbo_phuson, support, kept)
    assert len(stored(media_root)) == 2 and Attachment.objects.exists()
    files.detach(cast.canbo_phuson, support, kept)
    assert stored(media_root) == []
    with pytest.raises(Refused, match="đã được bỏ"):
        files.detach(cast.canbo_phuson, support, kept)


def _refuse_commit_of(table):
    """The journal's head is written last: failing there undoes all that went before."""

    def look(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and table in sql:
            raise RuntimeError("no room")
        return execute(sql, params, many, context)

    return look
