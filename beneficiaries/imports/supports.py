"""Khoản hỗ trợ as a kind of file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Q

from beneficiaries.models import FundingSource, Support
from beneficiaries.repeats import Asked, repeats
from danvan.accounts.scoping import visible_to
from danvan.imports.kind import Column, ImportKind, Part, Row, Stored
from danvan.lib import text
from danvan.lib.numbers import format_money
from danvan.lib.periods import format_date
from danvan.records.data import plain
from danvan.records.models import Status
from danvan.templatetags.vn import status_word
from movements.models import Campaign, Organization

from . import writing
from .columns import COLUMNS
from .lookups import SupportLookups
from .rows import Binding

SHOWN = 3
"""So many stored records at most stand beside a row."""


class SupportKind(ImportKind):
    """Rows → drafts of supports and loans."""

    code = "ho-tro"
    title = "sổ hỗ trợ"
    sheet = "Hỗ trợ"
    model = Support
    right = "support.enter"
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {
        "date_precision": "date", "year": "date", "area": "commune", "organization": "organizations",
        "joint_organizations": "organizations", "items.quantity": "quantity", "items.unit": "unit",
        "contributions.source": "sources", "contributions.amount_vnd": "amount", "contributions.typed": "amount",
        "loans.lender": "sources", "recipients.household": "recipients", "recipients.name": "recipients",
    }  # fmt: skip
    fallback = "description"
    can_create: ClassVar[tuple[type[Any], ...]] = (Organization, FundingSource, Campaign)
    list_name = "supports:list"
    prefix = "HT"
    related = writing.RELATED
    prefetch = writing.PREFETCH
    parts: ClassVar[Mapping[str, Part]] = {
        "items": Part(("unit",)), "contributions": Part(("source",), {"typed": "amount_vnd"}),
        "recipients": Part(("kind", "household", "name")), "loans": Part(),
    }  # fmt: skip

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> SupportLookups:
        return SupportLookups(actor, aliases, create=create)

    def bind(self, row: Row, look: SupportLookups) -> None:
        Binding(row, look).bind()

    def check(self, actor: Any | None, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        """What the door would refuse; and a word, never a fault, where a household has the same form in the year."""
        yield from super().check(actor, rows)
        if actor is not None:
            _warn_of_repeats(actor, rows)

    def written(self, records: Sequence[Any], user: Any) -> Iterator[dict[str, Any]]:
        return writing.supports(records, user)

    def sums(self, rows: Iterable[Row]) -> list[tuple[str, int]]:
        """Support and loans apart: loans are never support."""
        support = loans = 0
        for row in rows:
            given = sum(part["amount_vnd"] or 0 for part in row.data.get("contributions", ()))
            if row.data.get("kind") == Support.Kind.LOAN:
                loans += given
            else:
                support += given
        return [("Hỗ trợ", support), ("cho vay", loans)]

    def similar(self, rows: Sequence[Row], user: Any) -> dict[int, list[int]]:
        """Stored: the same channel, place, form and year, and the same amount with as many households, or the same
        words. One query for each 500 rows.
        """
        wanted: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for index, row in enumerate(rows):
            data = row.data
            if not row.faults and data.get("organization") is not None and data.get("area") is not None:
                key = (data["organization"].pk, data["date"].year, data["form"])
                wanted[(*key, _amount(data))].append(index)
        found: dict[int, list[int]] = defaultdict(list)
        keys = list(dict.fromkeys(key[:3] for key in wanted))
        for start in range(0, len(keys), 100):
            condition = Q(pk__in=())
            for organization, year, form in keys[start : start + 100]:
                condition |= Q(organization_id=organization, year=year, form=form)
            there = visible_to(Support.objects.filter(condition), user).exclude(status=Status.WITHDRAWN).order_by("pk")
            for support in there.values(
                "pk", "organization_id", "year", "form", "area__path", "date", "amount_vnd", "households", "description"
            ):
                key = (support["organization_id"], support["year"], support["form"])
                for index in wanted.get((*key, support["amount_vnd"]), ()):
                    if len(found[index]) < SHOWN and _alike(rows[index], support):
                        found[index].append(support["pk"])
        return {index: ids for index, ids in found.items() if ids}

    def stored(self, ids: Iterable[int], user: Any) -> dict[int, Stored]:
        found = visible_to(Support.objects.filter(pk__in=list(ids)), user).select_related(
            "organization", "area__parent"
        )
        return {support.pk: Stored(support.get_absolute_url(), _said(support)) for support in found}


def _warn_of_repeats(actor: Any, rows: Sequence[Row]) -> None:
    """A support that the importer does not see is said without any detail, as in the entry form."""
    asked = [(row, _households(row.data)) for row in rows if row.data.get("recipients")]
    questions = [Asked(households, row.data["form"], row.data["date"].year) for row, households in asked]
    for (row, _), found in zip(asked, repeats(actor, questions) if asked else (), strict=True):
        for one in found[:SHOWN]:
            there = _said(one.support) if one.support else "một đơn vị khác đã hỗ trợ."
            name = one.household.head if one.household else ""
            row.warn("recipients", name, f"Đã nhận cùng hình thức trong năm {row.data['date'].year}: {there}")


def _households(data: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(plain(one["household"]) for one in data["recipients"] if one.get("household"))


def _amount(data: Mapping[str, Any]) -> int | None:
    amounts = [part["amount_vnd"] for part in data.get("contributions", ()) if part["amount_vnd"] is not None]
    return sum(amounts) if amounts else None


def _alike(row: Row, support: Mapping[str, Any]) -> bool:
    """Of one amount, channel, form and year: in the same place, with the same words, day or number of households."""
    data = row.data
    there, here = support["area__path"], data["area"].path
    if not (there.startswith(here) or here.startswith(there)):
        return False
    if text.fold(data["description"]) == text.fold(support["description"]):
        return True
    same_day, same_households = data["date"] == support["date"], data["households"] == support["households"]
    return support["amount_vnd"] is not None and (same_day or (same_households and data["households"] is not None))


def _said(support: Support) -> str:
    amount = "chưa quy thành tiền" if support.amount_vnd is None else f"{format_money(support.amount_vnd)} đồng"
    when = format_date(support.date, support.date_precision)
    return f"{support.organization.label}: {support.description}, {amount}, {when}, {status_word(support).lower()}."
