"""Households that may be one: the same identity number, the same name in one hamlet, a near name of one birth year.

Asked on entry for one row, by the import's preview for thousands, and by the page of suspected duplicates.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from danvan.accounts.scoping import access, visible_to
from danvan.crypto import keyed_hash
from danvan.lib import likeness, text
from danvan.records.models import Status

from .models import Household, merged_away, standing

SHOWN = 5  # a row
AT_ONCE = 5000  # rows a query asks about
WHY = {
    "cccd": "cùng số CCCD", "name": "cùng tên, cùng thôn", "near": "tên gần giống, cùng năm sinh, cùng xã",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Similar:
    """A household that a row may be. `household` None: one outside the reader's reach holds the same number."""

    why: str
    household: Household | None

    @property
    def said(self) -> str:
        return WHY[self.why]


@dataclass(frozen=True, slots=True)
class Person:
    """What two households are compared by. `place` is the area's path, `commune` that of its commune."""

    pk: int
    words: tuple[str, ...]
    name_key: str
    birth_year: int | None
    place: str
    commune: str


def similar_households(
    user: Any, rows: Sequence[Mapping[str, Any]], *, without: int | None = None
) -> list[list[Similar]]:
    """For each row the households that it may be, the surest first, five at most.

    A row holds head, birth_year, area (an Area or None) and cccd (digits), each may be missing. Four queries, and four
    more for each further 5000 rows. Households outside the user's reach are never named: a number that one of them
    holds answers with `household` None.
    """
    found: list[list[Similar]] = []
    for start in range(0, len(rows), AT_ONCE):
        found += _similar(user, rows[start : start + AT_ONCE], without)
    return found


def _similar(user: Any, rows: Sequence[Mapping[str, Any]], without: int | None) -> list[list[Similar]]:
    hashes = [keyed_hash(row["cccd"]) if row.get("cccd") else "" for row in rows]
    asked = [_person(row) for row in rows]
    by_number = _by_number(user, set(hashes) - {""}, without)
    by_name = _by_name(user, asked, without)
    hits = [
        [*(("cccd", pk) for pk in by_number.get(number, ())), *by_name(person)]
        for number, person in zip(hashes, asked, strict=True)
    ]
    wanted = {pk for row in hits for _why, pk in row if pk}
    there = visible_to(Household.objects.filter(pk__in=wanted), user).select_related("area__parent") if wanted else ()
    names = {household.pk: household for household in there}
    return [list(_said(row, names))[:SHOWN] for row in hits]


def _said(hits: list[tuple[str, int]], names: dict[int, Household]) -> Iterator[Similar]:
    seen: set[int] = set()
    for why, pk in hits:
        household = names.get(pk)
        if pk in seen or (household is None and why != "cccd"):
            continue
        seen.add(pk)
        yield Similar(why, household)


def _by_number(user: Any, hashes: set[str], without: int | None) -> dict[str, list[int]]:
    """{hash: households}; 0 for one outside the reach, whoever holds it."""
    if not hashes:
        return {}
    mine = access(user).q(Household.scope, "household.view")
    rows = (
        Household.objects.filter(cccd_hash__in=hashes).exclude(status=Status.WITHDRAWN).exclude(pk=without or 0)
        .annotate(counted_as=standing("pk"), seen=Case(When(mine, then=Value(1)), default=Value(0))).order_by("pk")
        .values_list("cccd_hash", "counted_as", "seen")
    )  # fmt: skip
    found: dict[str, list[int]] = {}
    for number, pk, seen in rows:
        if pk != without:
            found.setdefault(number, []).append(pk if seen else 0)
    return found


def _by_name(user: Any, asked: list[Person], without: int | None) -> Any:
    """A function: a row's person → (why, household) by name."""
    candidates = living(visible_to(Household.objects.all(), user)).exclude(pk=without or 0)
    same = candidates.filter(name_key__in={p.name_key for p in asked}, area__path__in={p.place for p in asked})
    near = candidates.filter(_in_any({p.commune for p in asked if p.birth_year}),
                             birth_year__in={p.birth_year for p in asked if p.birth_year})  # fmt: skip
    named: dict[tuple[str, str], list[int]] = {}
    for person in people(same):
        named.setdefault((person.name_key, person.place), []).append(person.pk)
    close = Near(people(near))

    def hits(person: Person) -> list[tuple[str, int]]:
        if not person.words:
            return []
        return [
            *(("name", pk) for pk in named.get((person.name_key, person.place), ())),
            *(("near", one.pk) for one in close.of(person)),
        ]

    return hits


class Near:
    """People whose names are nearly the same, found without comparing everybody with everybody: two such names share
    all words but at most one, so each stands under its words less each of them.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self._under: dict[tuple[Any, ...], list[tuple[Person, str]]] = {}
        for person in people:
            for key, word in _keys(person):
                self._under.setdefault(key, []).append((person, word))

    def of(self, person: Person) -> list[Person]:
        """In the same commune, of the same birth year; in order of their ids."""
        found = {
            other.pk: other
            for key, word in _keys(person)
            for other, theirs in self._under.get(key, ())
            if other.pk != person.pk and likeness.same_but_a_slip(word, theirs)
        }
        return [found[pk] for pk in sorted(found)]


def _keys(person: Person) -> Iterator[tuple[tuple[Any, ...], str]]:
    if person.birth_year is None:
        return
    for at, word in enumerate(person.words):
        yield (person.commune, person.birth_year, at, *person.words[:at], None, *person.words[at + 1 :]), word


def living(queryset: QuerySet[Household]) -> QuerySet[Household]:
    """Neither withdrawn nor merged into another."""
    return queryset.exclude(status=Status.WITHDRAWN).exclude(merged_away())


def people(queryset: QuerySet[Household]) -> list[Person]:
    """One query."""
    rows = queryset.order_by("pk").values_list(
        "pk", "head", "name_key", "birth_year", "area__path", "area__level", "area__parent__path"
    )
    return [
        Person(pk, tuple(likeness.name_sound(head).split()), key, year, path,
               parent if level == "hamlet" and parent else path)
        for pk, head, key, year, path, level, parent in rows
    ]  # fmt: skip


def _person(row: Mapping[str, Any]) -> Person:
    head, area = str(row.get("head") or ""), row.get("area")
    place = area.path if area is not None else ""
    commune = area.parent.path if area is not None and area.level == "hamlet" and area.parent else place
    words = tuple(likeness.name_sound(head).split())
    return Person(0, words, text.fold(head)[:160], row.get("birth_year") if place else None, place, commune)


def _in_any(paths: set[str]) -> Q:
    found = Q(pk__in=())
    for path in paths:
        found |= Q(area__path__startswith=path)
    return found
