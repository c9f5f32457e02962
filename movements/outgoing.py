"""The lists of administration as they leave: accounts, the journal, closings, delegations."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from danvan.audit.models import Entry
from danvan.export import ExportColumn
from danvan.lib.periods import Period
from danvan.records.known import chunks
from danvan.templatetags import vn

from . import delegation
from .journal_words import sentences

ACCOUNT_HEADS = [ExportColumn(head) for head in ("Người", "Chức vụ", "Tên đăng nhập", "Vai trò hôm nay", "Tình trạng")]
JOURNAL_HEADS = [
    ExportColumn("Số", "count"), *(ExportColumn(head) for head in ("Lúc", "Ai", "Việc", "Ở đâu", "Mục", "Lý do")),
    ExportColumn("Mã kiểm", width=66),
]  # fmt: skip
CLOSING_HEADS = [
    ExportColumn("Kỳ"), ExportColumn("Từ ngày", "date"), ExportColumn("Đến hết ngày", "date"),
    *(ExportColumn(head) for head in ("Địa bàn", "Tình trạng", "Người chốt", "Chốt lúc", "Người mở lại", "Mở lại lúc",
                                      "Lý do", "Ngoại lệ")),
]  # fmt: skip
DELEGATION_HEADS = [
    ExportColumn("Người làm thay"), ExportColumn("Thay cho"), ExportColumn("Vai trò"), ExportColumn("Nơi"),
    ExportColumn("Từ ngày", "date"), ExportColumn("Đến hết ngày", "date"),
]  # fmt: skip


def account_rows(users: QuerySet[Any]) -> Iterator[list[object]]:
    """Accounts with their assignments of today (`views_accounts.with_roles`)."""
    for user in users:
        roles = "; ".join(f"{one.get_role_display()}, {one.place_label}" for one in user.current)
        state = "Đã khóa" if not user.is_active else "Chờ đổi mật khẩu" if user.must_change_password else "Đang mở"
        yield [user.full_name, user.position, user.username, roles, state]


def journal_rows(entries: QuerySet[Entry], user: Any, *, reasons: bool) -> Iterator[list[object]]:
    """The sentences of the page, newest first; three queries for each 500 entries."""
    for chunk in chunks(entries.select_related("actor").order_by("-seq").iterator(chunk_size=500), 500):
        for one in sentences(chunk, user, reasons=reasons):
            yield [one.seq, vn.dt(one.at), one.who, one.did, one.what, one.fields, one.reason, one.hash]


def closing_rows(closings: Iterable[Any]) -> Iterator[list[object]]:
    """Closings with their exceptions, read beforehand."""
    now = timezone.now()
    for one in closings:
        exceptions = "; ".join(
            f"{e.user}, {'đến' if e.until > now else 'hết'} {vn.dt(e.until)}: {e.reason}" for e in one.exceptions.all()
        )
        reopened = one.reopened_at is not None
        yield [
            Period.between(one.start, one.end).label, one.start, one.end, one.area.title,
            "Đã mở lại" if reopened else "Đã chốt", str(one.closed_by), vn.dt(one.closed_at),
            str(one.reopened_by) if reopened else "", vn.dt(one.reopened_at) if reopened else "", one.reason,
            exceptions,
        ]  # fmt: skip


def delegation_rows(standing: Iterable[Any]) -> Iterator[list[object]]:
    for one in standing:
        yield [str(one.user), str(one.delegated_by), one.get_role_display(), delegation.place_of(one), one.starts,
               one.ends]  # fmt: skip
