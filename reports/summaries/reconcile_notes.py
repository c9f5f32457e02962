"""Warnings that contradict nothing published: how something was written, what may explain a difference, what lacks."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from danvan.lib.errors import Ambiguous, Unreadable
from danvan.lib.numbers import format_money, read_money
from reports.summaries.reconcile_figures import quantity
from reports.summary import Summary, Warning_, trim

PRICE_STEP = 1000
Typed = tuple[str, int | None, str, str]
"""An amount as somebody wrote it: the text, đồng as recorded, who gave it, the address of its record."""


def ambiguous(typed: Iterable[Typed]) -> Iterator[Warning_]:
    """Amounts whose text has two readings (design.md §5): the ledger holds the one that was confirmed."""
    for text, vnd, who, ref in typed:
        try:
            read_money(text)
        except Ambiguous:
            yield Warning_(
                code="ambiguous_number", message=f"Số tiền của {who} viết lẫn dấu chấm và dấu phẩy; đề nghị xác nhận",
                stated=f"“{text}”", computed="chưa quy thành tiền" if vnd is None else quantity(vnd, "đồng"), ref=ref,
            )  # fmt: skip
        except Unreadable:
            continue


def notes(summary: Summary) -> Iterator[Warning_]:
    """Loans inside a published total, what the difference divides by, records without a month."""
    totals, published = summary.totals, summary.published
    if published.all_vnd is not None and published.support_vnd is not None and published.loan_vnd:
        if published.all_vnd == published.support_vnd + published.loan_vnd:
            yield Warning_(
                code="loan_apart",
                message="Tổng công bố gồm cả vốn vay; vốn vay được nêu riêng và không phải là hỗ trợ",
                stated=quantity(published.all_vnd, "đồng"),
                computed=f"{quantity(published.support_vnd, 'đồng')} hỗ trợ, "
                f"{quantity(published.loan_vnd, 'đồng')} vốn vay",
                ref=totals.loan_ref,
            )  # fmt: skip
    yield from _possible_causes(summary)
    unknown = [row for row in summary.by_month if "-" not in row.month]
    records = sum(row.supports for row in unknown)
    if records:
        yield Warning_(
            code="month_unknown", message=f"{records} trong {totals.supports} khoản chưa rõ tháng thực hiện",
            computed=f"{records} khoản", ref=unknown[0].ref,
        )  # fmt: skip


def _possible_causes(summary: Summary) -> Iterator[Warning_]:
    """Whole quantities of two or more at a price in full thousands: else almost any number "explains" another."""
    gap = summary.difference["support_vnd"]
    for item in summary.unvalued if gap and gap > 0 else ():
        number = trim(item.quantity)
        if gap is None or number is None or number < 2 or number != number.to_integral_value() or not item.unit:
            continue
        price, rest = divmod(Decimal(gap), number)
        if rest == 0 and price % PRICE_STEP == 0:
            yield Warning_(
                code="possible_cause",
                message=f"Phần chênh lệch {format_money(gap)} đồng đúng bằng {quantity(number, item.unit)} "
                f"nhân {format_money(int(price))} đồng; đây mới là giả thiết, không tự điều chỉnh",
                stated=quantity(gap, "đồng"), computed=f"{quantity(number, item.unit)} chưa quy thành tiền",
                ref=item.ref,
            )  # fmt: skip


def partial_scope(where: str) -> Warning_:
    """For a reader who sees a part only: totals are the part's, and nothing published is compared with them."""
    place = f" ({where})" if where else ""
    return Warning_(
        code="partial_scope",
        message=f"Chỉ gồm số liệu trong phạm vi được xem{place}; không đối chiếu với số công bố của toàn bộ",
    )
