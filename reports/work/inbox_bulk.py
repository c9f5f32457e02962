"""Tiếp nhận, many at once: what would happen, and doing it; each by its own rules, one refusal stops no other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from danvan.accounts.scoping import access, visible_to
from danvan.lib import numbers
from danvan.records.bulk_steps import ask_back_many, take_many
from danvan.records.kinds import record_models
from danvan.records.models import Record
from reports.work.work_rows import Item

MOST = 500
"""Records taken at once."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record whose step was not taken, and why. Without words or address for who may not read it."""

    title: str
    url: str
    reason: str


def consequences(items: Iterable[Item], keys: list[str], *, back: bool) -> list[str]:
    """In words what the step would do to the items; and how many of the keys wait for the user no more."""
    by_step: dict[str, list[Item]] = {}
    for item in items:
        by_step.setdefault("back" if back else item.pending, []).append(item)
    ends = {
        "confirm": "sang bước tiếp nhận.",
        "accept": "sẽ tính vào số liệu. Không hoàn tác được; về sau muốn đổi phải đề nghị sửa.",
        "back": "trở về người ghi cùng lý do.",
    }
    lines = [f"{said(found)}: {ends[step]}" for step, found in by_step.items()]
    missing = len(keys) - sum(len(found) for found in by_step.values())
    return [*lines, f"{missing} bản không còn chờ bạn, sẽ bỏ qua."] if missing else lines


def said(items: list[Item]) -> str:
    """ "12 khoản hỗ trợ, 340.000.000 đồng; 1 khoản vay, 50.000.000 đồng; 2 hoạt động". Loans stand apart."""
    grants = [item for item in items if item.kind == "support" and not item.loan]
    loans = [item for item in items if item.loan]
    parts = [
        f"{len(found)} {label}{_money(found)}"
        for label, found in (("khoản hỗ trợ", grants), ("khoản vay", loans)) if found
    ]  # fmt: skip
    for kind, model in record_models().items():
        if kind != "support" and (count := sum(item.kind == kind for item in items)):
            parts.append(f"{count} {model._meta.verbose_name}")
    return "; ".join(parts)


def _money(items: list[Item]) -> str:
    valued = [item.amount for item in items if item.amount is not None]
    unvalued = len(items) - len(valued)
    money = f", {numbers.format_money(sum(valued))} đồng" if valued else ""
    return money + (f" ({unvalued} khoản chưa quy thành tiền)" if unvalued else "")


def take_all(user: Any, keys: list[str], reasons: Mapping[str, str] | None) -> tuple[int, list[Refusal]]:
    """Take the step that waits on each record, or with `reasons` (by key) ask back; one refusal stops no other.

    Returns how many were done, and a refusal for each that was not.
    """
    records = seen(user, keys)
    refused = [
        Refusal("Một bản ghi", "", "không còn ở đó hoặc ngoài phạm vi của bạn.") for k in keys if k not in records
    ]
    alike: dict[str, list[Record]] = {}
    for key, record in records.items():
        alike.setdefault(reasons[key] if reasons is not None else record.pending_action or "accept", []).append(record)
    outcomes = [
        one
        for words, found in alike.items()
        for one in (ask_back_many(user, found, words) if reasons is not None else take_many(user, found, words))
    ]
    refused += [Refusal(str(one.record), one.record.get_absolute_url(), one.reason) for one in outcomes if one.refusal]
    return sum(not one.refusal for one in outcomes), refused


def seen(user: Any, keys: Iterable[str]) -> dict[str, Record]:
    """The records that the keys ("support:12") name and the user sees, in the order of the keys. One query a kind."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        if number.isascii() and number.isdigit() and len(number) < 18:
            wanted.setdefault(kind, []).append(int(number))
    found: dict[str, Record] = {}
    for kind, model in record_models().items():
        if kind in wanted and access(user).may(f"{kind}.view"):
            rows = visible_to(model._default_manager.filter(pk__in=wanted[kind]), user)
            found |= {f"{kind}:{record.pk}": record for record in rows}
    return {key: found[key] for key in keys if key in found}
