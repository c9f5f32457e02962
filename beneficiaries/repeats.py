"""The same help twice: one household, one form, one year, whoever gave it. A warning, never a rule of its own.

Records that were merged count as one household. A support that the reader does not see is said without any detail,
and only once it was sent: another body's draft is nobody's business. Whether a reason must stand beside the second
support is a setting of the portal (`Portal.repeat_needs_reason`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear

from danvan.accounts.scoping import visible_to
from danvan.records.known import chunks
from danvan.records.models import Status
from movements.models import Portal

from .models import ACTIVE, Household, HouseholdMerge, Recipient, Support, standing

REASON = "lý do hỗ trợ lần nữa (có hộ đã nhận cùng hình thức trong năm)"
SENT = (Status.SUBMITTED, Status.APPROVED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A support, stored or not: its households, form and the year of its date; `pk` is left out of the answer."""

    households: tuple[int, ...]
    form: str
    year: int | None
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A household that has it already. Either may be None: what the reader does not see."""

    household: Household | None
    support: Support | None


def repeats(user: Any, asked: Sequence[Asked], known: Mapping[int, Household] | None = None) -> list[list[Repeat]]:
    """For each support what its households received already; three queries for five thousand households.

    `known`: the households that the user sees, where they were read already.
    """
    found = _hits(asked, user)
    there = {pk for row in found for pk, _support in row}
    given = {support for row in found for _pk, support in row if support}
    if known is None:
        known = {h.pk: h for h in visible_to(Household.objects.filter(pk__in=there), user)} if there else {}
    seen = {s.pk: s for s in Support.objects.filter(pk__in=given).select_related("organization")} if given else {}
    return [[Repeat(known.get(pk), seen.get(support) if support else None) for pk, support in row] for row in found]


def repeats_of(user: Any, supports: Iterable[Support]) -> dict[int, list[Repeat]]:
    """`repeats` of stored supports, by key; those without any are left out. One query more."""
    rows = asked_of(supports)
    return {one.pk: row for one, row in zip(rows, repeats(user, rows), strict=True) if row and one.pk}


def without_reason(supports: Sequence[Support]) -> dict[int, list[str]]:
    """What supports about to be sent lack: the reason, where the portal asks for one. One query when it does not."""
    portal = Portal.current()
    bare = [support for support in supports if not support.repeat_reason]
    if portal is None or not portal.repeat_needs_reason or not bare:
        return {}
    rows = asked_of(bare)
    return {one.pk: [REASON] for one, hits in zip(rows, _hits(rows, None), strict=True) if hits and one.pk}


def asked_of(supports: Iterable[Support]) -> list[Asked]:
    """Stored supports as questions. One query, none for those that carry their recipients."""
    rows = list(supports)
    named: dict[int, list[int]] = {}
    if all("recipients" in getattr(s, "_prefetched_objects_cache", ()) for s in rows):
        ids = [(s, tuple(r.household_id for r in s.recipients.all() if r.household_id)) for s in rows]
        return [Asked(households, s.form, s.date.year, s.pk) for s, households in ids]
    pairs = Recipient.objects.filter(support__in=[s.pk for s in rows], household__isnull=False)
    for support, household in pairs.order_by("pk").values_list("support", "household"):
        named.setdefault(support, []).append(household)
    return [Asked(tuple(named.get(s.pk, ())), s.form, s.date.year, s.pk) for s in rows]


def _hits(asked: Sequence[Asked], user: Any) -> list[list[tuple[int, int]]]:
    """For each question (household as asked, support); support 0 stands for one that `user` does not see.

    Without a user nothing is told but that there is something. One query for five thousand households.
    """
    wanted = {pk for one in asked for pk in one.households if one.year and one.form}
    counted: dict[int, int] = {}
    rows: list[tuple[Any, ...]] = []
    for chunk in chunks(sorted(wanted)):
        for row in _merges_and_supports(chunk, asked, user):
            if row[0] == "merge":
                counted[row[1]] = row[4]
            else:
                rows.append(row)
    given: dict[tuple[int, str, int], dict[int, int]] = {}
    for _tag, household, form, year, support, status, mine in sorted(rows, key=lambda row: row[4]):
        if mine or status in SENT:
            given.setdefault((counted.get(household, household), form, year), {})[support] = support if mine else 0
    return [
        list(
            dict.fromkeys(
                (pk, shown)
                for pk in one.households
                for support, shown in given.get((counted.get(pk, pk), one.form, one.year or 0), {}).items()
                if support != one.pk
            )
        )
        for one in asked
    ]


def _merges_and_supports(households: list[int], asked: Sequence[Asked], user: Any) -> QuerySet[Any]:
    """("merge", record, "", 0, what it is counted as, "", 0) of all records that were merged with these, and
    ("support", household, form, year, support, status, seen) of what all of them were given.
    """
    merges = HouseholdMerge.objects.filter(state__in=ACTIVE).order_by()
    beside = merges.filter(away__in=households).values("standing")
    related = merges.filter(Q(standing__in=households) | Q(standing__in=beside))
    family = Q(household__in=households) | Q(household__in=related.values("away")) | Q(household__in=beside)
    seen = Q(support__in=visible_to(Support.objects.all(), user).values("pk")) if user is not None else Q(pk__in=())
    given = (
        Recipient.objects.filter(family, support__form__in={one.form for one in asked},
                                 support__date__year__in={one.year for one in asked if one.year})
        .exclude(support__status=Status.WITHDRAWN).order_by()
        .values_list(_word("support"), "household_id", "support__form", ExtractYear("support__date"), "support_id",
                     "support__status", Case(When(seen, then=Value(1)), default=Value(0)))
    )  # fmt: skip
    rows = related.values_list(_word("merge"), "away_id", _word(""), Value(0), "standing_id", _word(""), Value(0))
    return given.union(rows, all=True)


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def repeated(pks: Iterable[int]) -> set[int]:
    """Which of the supports name a household that a sent one names too, of the same form and year: for the mark in a
    list, without any detail. One query.
    """
    wanted = list(pks)
    if not wanted:
        return set()
    beside = HouseholdMerge.objects.filter(standing=OuterRef(OuterRef("counted_as")), state__in=ACTIVE)
    same = (
        Q(household=OuterRef("household"))
        | Q(household=OuterRef("counted_as"))
        | Q(household__in=beside.order_by().values("away"))
    )
    others = Recipient.objects.filter(
        same,
        support__form=OuterRef("support__form"),
        support__date__year=OuterRef("support__date__year"),
        support__status__in=SENT,
    ).exclude(support=OuterRef("support"))
    named = Recipient.objects.filter(support__in=wanted, household__isnull=False).annotate(counted_as=standing())
    return set(named.filter(Exists(others)).order_by().values_list("support", flat=True))
