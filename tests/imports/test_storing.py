"""4. Nhập: in the background for long files, all or nothing, once, and begun again where a worker was killed."""

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from beneficiaries.models import Support
from danvan.audit.models import Entry
from danvan.imports import batches, storing
from danvan.imports.kinds import kinds
from danvan.imports.models import ImportBatch, ImportedRow
from danvan.records import bulk, periods
from tests.imports.conftest import HEADS, as_csv, as_xlsx, row

State = ImportBatch.State


@pytest.fixture
def opened(cast: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """opened(row(…), …): a batch of the Front's officer; two rows and more go to the worker."""
    monkeypatch.setattr(storing, "BACKGROUND", 1)

    def open_rows(*rows: Any, user: Any = None) -> ImportBatch:
        content = as_csv([HEADS, *rows])
        return batches.open_file(cast.fresh(user or cast.mttq), kinds()["ho-tro"], "sổ.csv", content)

    return open_rows


def page(user: Any, batch: ImportBatch, **headers: str) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.get(batch.get_absolute_url(), headers=headers).content.decode())


def begin(batch: ImportBatch, *, submit: bool = False) -> ImportBatch:
    storing.begin(batch.user, batch, submit=submit)
    batch.refresh_from_db()
    return batch


def test_a_long_file_is_left_to_the_worker_with_a_page_of_progress(cast: Any, opened: Any) -> None:
    batch = begin(opened(row(), row(description="Hai")))
    assert batch.state == State.STORING and Support.objects.count() == 0
    assert DBTaskResult.objects.get().task_path == "danvan.imports.tasks.store_batch"
    ImportBatch.objects.update(done=1)
    text = page(cast.mttq, batch)
    assert "Đã xem 1 trong 2 dòng" in text and 'http-equiv="refresh"' in text and 'hx-trigger="every 2s"' in text
    assert "<html" not in page(cast.mttq, batch, HX_Request="true")
    storing.store(batch.pk)
    assert "2 dòng từ tệp" in page(cast.mttq, batch)
    assert ImportedRow.objects.count() == Support.objects.count() == 2


def test_a_batch_whose_worker_was_killed_is_begun_again_and_stored_once(cast: Any, opened: Any) -> None:
    batch = begin(opened(row(), row(description="Hai")))
    with pytest.raises(storing.Refused):
        begin(batch)
    ImportBatch.objects.update(beat_at=timezone.now() - datetime.timedelta(minutes=5))
    batch.refresh_from_db()
    assert "dừng giữa chừng" in page(cast.mttq, batch) and "Nhập lại từ đầu" in page(cast.mttq, batch)
    begin(batch)
    storing.store(batch.pk)
    storing.store(batch.pk)  # the first task, come back to life
    assert Support.objects.count() == 2


def test_when_the_writing_breaks_nothing_is_stored_and_the_batch_is_the_owners_again(
    cast: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = begin(opened(row(), row(description="Hai")))

    stores = bulk.store

    def breaks(log: Any, packed: Any) -> None:
        stores(log, packed)
        raise RuntimeError("disk full")

    monkeypatch.setattr(bulk, "store", breaks)
    with pytest.raises(RuntimeError):
        storing.store(batch.pk)
    batch.refresh_from_db()
    assert Support.objects.count() == 0 and batch.state == State.FAULTY and "lỗi bất ngờ" in page(cast.mttq, batch)
    assert not Entry.objects.filter(action="import").exists()


def test_a_period_closed_meanwhile_sends_the_batch_back(cast: Any, opened: Any) -> None:
    batch = begin(opened(row(), row(description="Hai")))
    periods.close(cast.mttq_truong, cast.lam_ha, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    storing.store(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.faulty, Support.objects.count()) == (State.FAULTY, 2, 0)
    assert "đã chốt" in page(cast.mttq, batch)


def test_the_same_bytes_of_two_people_are_stored_once(cast: Any, opened: Any) -> None:
    mine, theirs = opened(row(), row(description="Hai")), opened(row(), row(description="Hai"), user=cast.mttq_2)
    assert mine.pk != theirs.pk
    begin(mine)
    begin(theirs)
    storing.store(mine.pk)
    storing.store(theirs.pk)
    theirs.refresh_from_db()
    assert Support.objects.count() == 2 and theirs.state == State.FAULTY
    assert "Vũ Đình Ổn nhập lúc" in page(cast.mttq_2, theirs)


def test_an_import_is_one_entry_of_the_journal_with_its_digest(cast: Any, opened: Any) -> None:
    batch = begin(opened(row(), row(description="Hai")))
    storing.store(batch.pk)
    (entry,) = Entry.objects.filter(action="import")
    assert entry.actor == cast.mttq and '"digest"' in entry.changes and '"imports.importbatch"' in entry.changes


def test_hidden_rows_need_a_decision_and_totals_are_left_out_by_name(cast: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(
        [HEADS, row(), row(description="Ẩn"), ["Tổng cộng", *[None] * 11, 120_000_000]]
    )))  # fmt: skip
    book.active.row_dimensions[3].hidden = True  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    batch = batches.open_file(cast.fresh(cast.mttq), kinds()["ho-tro"], "a.xlsx", out.getvalue())
    text = page(cast.mttq, batch)
    assert (batch.state, batch.asking) == (State.FAULTY, 1)
    assert "Dòng này đang ẩn trong tệp." in text and "Hỗ trợ!4: Dòng cộng." in text
    batches.mend(batch, {}, {"Hỗ trợ!3": {"keep": ["hidden"]}})
    assert begin(batch).state == State.STORED and Support.objects.count() == 2


def test_two_pages_of_one_batch_do_not_undo_each_other(cast: Any, opened: Any) -> None:
    first = opened(row(amount="1.5"))
    second = ImportBatch.objects.get(pk=first.pk)
    batches.mend(first, {"sổ.csv!M2": "60 triệu"}, {})
    with pytest.raises(batches.Moved):
        batches.mend(second, {"sổ.csv!M2": "70 triệu"}, {})


def test_an_open_batch_costs_a_page_twelve_queries_at_most(cast: Any, opened: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    batch = opened(*(row(description=f"Nhà {n}", amount="1.5") for n in range(60)))
    client = Client()
    client.force_login(cast.mttq, backend="django.contrib.auth.backends.ModelBackend")
    for url in (batch.get_absolute_url(), reverse("imports:index"), reverse("imports:columns", args=[batch.pk])):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        assert len(caught) <= 14, url  # two of them are the session and the user
