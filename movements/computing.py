"""Số tính từ bản ghi: indicators whose value the portal counts itself, so that nobody types it.

An app registers its ways of counting as a tuple of `Computed`, named by its dotted path in `REGISTERED` (imports flow
leftwards). Ways that read the same table share a `source`: it says which rows answer for all of them and for every
place at once, and what {key: {path of the area of the records: value}} these come to. `values` folds that into the
places asked about; this year's rows and last year's are read together.

What a value means
- Only approved records count, and only those that the asker may count (`countable`).
- A place holds what lies in it and below it ("theo địa giới lúc đó"); of an `exact` count (what was counted of a place
  at a date) only what was counted for this very place.
- Money is đồng; of things whose year alone is known, a period that is not of whole years has no value.
- None: something was recorded there, but not how much. A place from which nothing was counted is not in the answer:
  whether that is 0 or not yet known is one rule, in `reports.targets.indicators`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import Any

from django.db.models import IntegerField, Model, QuerySet, Value
from django.utils.module_loading import import_string

from danvan.accounts.scoping import access, visible_to

REGISTERED = ("movements.counts.COUNTS", "models_programs.counts.COUNTS", "beneficiaries.counts.COUNTS")
SCALES = {"đồng": 1, "nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}
ACTION = "report.view"


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks about which days, both included; `campaigns` and `organization` (đơn vị thực hiện) narrow it, by their
    keys. `user` None: the system itself, which counts everything.
    """

    user: Any
    start: date
    end: date
    campaigns: Collection[int] = ()
    organization: int | None = None

    @property
    def years(self) -> range:
        """The whole calendar years that the days are; empty when they are not whole years."""
        whole = (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)
        return range(self.start.year, self.end.year + 1) if whole else range(0)


Found = Mapping[str, Mapping[str, Decimal | None]]
"""{key: {path of an area: value}}."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The rows that answer a question (tuples, in no order), and what they come to."""

    rows: QuerySet[Any, Any]
    read: Callable[[Iterable[Any]], Found]


Source = Callable[[Ask], Counting | None]
"""None: there is no answer for such days (a model's year in a quarter)."""


@dataclass(frozen=True, slots=True)
class Computed:
    """One way of counting. `label` says what is counted, `unit` in what; `link` is the list of what was counted (its
    address with its own filter; "" = none shows just that), which those see who hold `right`.
    """

    key: str
    label: str
    unit: str
    source: Source
    link: str
    right: str
    exact: bool = False


@lru_cache(maxsize=1)
def registry() -> dict[str, Computed]:
    """{key: way of counting}, in the order of the apps."""
    return {one.key: one for path in REGISTERED for one in import_string(path)}


def countable(model: type[Model], user: Any) -> QuerySet[Any]:
    """The approved records that a user's figures are counted from: what they see; of what they may not read, the places
    whose reports they read. `user` None: all.
    """
    rows = model._default_manager.filter(status="approved").order_by()
    if user is None:
        return rows
    mine = access(user)
    scope: Any = model.scope  # type: ignore[attr-defined]
    if mine.may(f"{scope.kind}.view"):
        return visible_to(rows, user)
    return rows.filter(mine.q(scope, ACTION)) if mine.may(ACTION) else rows.none()


def narrowed(rows: QuerySet[Any], ask: Ask, prefix: str = "") -> QuerySet[Any]:
    """The rows of the campaigns and of the organisation that were asked about; `prefix` leads to the record."""
    if ask.campaigns:
        rows = rows.filter(**{f"{prefix}campaign__in": ask.campaigns})
    if ask.organization is not None:
        rows = rows.filter(**{f"{prefix}organization": ask.organization})
    return rows


def gathered(rows: Iterable[tuple[str, str, Any]]) -> Found:
    """(key, path, value) rows added up; None adds nothing, but says that something is there."""
    found: dict[str, dict[str, Decimal | None]] = {}
    for key, path, value in rows:
        _add(found.setdefault(key, {}), path, None if value is None else Decimal(value))
    return found


def _add(places: dict[Any, Decimal | None], place: Any, value: Decimal | None) -> None:
    before = places.get(place)
    places[place] = before if value is None else value + (before or 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """`found` {(key, path of an asked area): value}; `keys`: those that have an answer for such days."""

    found: Mapping[tuple[str, str], Decimal | None]
    keys: frozenset[str]


def values(ones: Iterable[Computed], asks: Sequence[Ask], paths: Iterable[str]) -> list[Answer]:
    """An answer for each question. One query a source, however many questions, places and keys."""
    ones, asked = tuple(ones), frozenset(paths)
    answers = {source: _read(source, asks) for source in dict.fromkeys(one.source for one in ones)}
    return [_folded(ones, {source: found[at] for source, found in answers.items()}, asked) for at in range(len(asks))]


def _read(source: Source, asks: Sequence[Ask]) -> list[Found | None]:
    """What the source answers to each question."""
    counted = {at: counting for at, ask in enumerate(asks) if (counting := source(ask)) is not None}
    rows: dict[int, list[Any]] = {at: [] for at in counted}
    branches = [one.rows.annotate(x_at=Value(at, IntegerField())) for at, one in counted.items()]
    for *row, at in branches[0].union(*branches[1:], all=True) if branches else ():
        rows[at].append(row)
    return [counted[at].read(rows[at]) if at in counted else None for at in range(len(asks))]


def _folded(ones: Iterable[Computed], answers: Mapping[Source, Found | None], asked: Collection[str]) -> Answer:
    """The rows' places added up into those asked about."""
    found: dict[tuple[str, str], Decimal | None] = {}
    for one in ones:
        for path, value in (answers[one.source] or {}).get(one.key, {}).items():
            for place in [path] if one.exact else accumulate(f"{part}." for part in path.split(".")[:-1]):
                if place in asked:
                    _add(found, (one.key, place), value)
    return Answer(found, frozenset(one.key for one in ones if answers[one.source] is not None))


def scaled(one: Computed, value: Decimal, unit: str) -> Decimal:
    """The value in the indicator's unit: money counted in đồng is said in triệu đồng where the indicator is."""
    return value / SCALES[unit] if one.unit == "đồng" and unit in SCALES else value
