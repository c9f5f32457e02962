"""Số tính từ bản ghi: indicators whose value the portal counts itself, so that nobody types it.

An app registers its ways of counting as a tuple of `Computed`, named by its dotted path in `REGISTERED` (imports flow
leftwards). A way of counting answers for every place at once, in one query: `count(ask)` gives {path of an area:
value}, of approved records that the asker may count. `values` folds that into the places that were asked about.

What a value means
- Only approved records count, and only where the asker may count them (`countable`).
- A place holds what lies in it and below it ("theo địa giới lúc đó"); of an `exact` count (people counted at a date),
  only what was counted for this very place.
- A place from which nothing was counted is not in the answer: whether that is 0 or not yet known is decided in
  `reports.indicators`, which knows who has handed in their period.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from danvan.accounts.scoping import access, visible_to
from danvan.lib.periods import Period

REGISTERED: tuple[str, ...] = (
    "movements.counts.COUNTS",
)  # fmt: skip
SCALES = {"đồng": 1, "nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}
ACTION = "report.view"


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks about which days; `campaigns` and `organization` narrow it (by their keys). `user` None: the system."""

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

    @property
    def label(self) -> str:
        return Period.between(self.start, self.end).label


Found = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Computed:
    """One way of counting. `label` says what is counted, `unit` in what; `link` is the list of what was counted."""

    key: str
    label: str
    unit: str
    count: Callable[[Ask], Found]
    link: str = ""  # the list's address with its filter, without place and period
    exact: bool = False


@lru_cache(maxsize=1)
def registry() -> dict[str, Computed]:
    """{key: way of counting}, in the order of the apps."""
    return {one.key: one for path in REGISTERED for one in import_string(path)}


def countable(model: type[Model], user: Any) -> QuerySet[Any]:
    """The approved records that a user's figures are counted from: what they see; of what they do not read, the places
    whose reports they read. `user` None: all.
    """
    rows = model._default_manager.filter(status="approved")
    if user is None:
        return rows
    mine = access(user)
    scope: Any = model.scope  # type: ignore[attr-defined]
    if mine.may(f"{scope.kind}.view"):
        return visible_to(rows, user)
    return rows.filter(mine.q(scope, ACTION)) if mine.may(ACTION) else rows.none()


def values(one: Computed, ask: Ask, paths: Iterable[str], unit: str = "") -> dict[str, Decimal]:
    """{path of an asked area: what was counted there}, in `unit` where that is money of another scale. One query."""
    asked = frozenset(paths)
    scale = SCALES.get(unit, 1) if one.unit == "đồng" else 1
    found: dict[str, Decimal] = {}
    for path, value in one.count(ask).items():
        for place in [path] if one.exact else accumulate(f"{part}." for part in path.split(".")[:-1]):
            if place in asked:
                found[place] = found.get(place, Decimal(0)) + value
    return {path: value / scale for path, value in found.items()} if scale != 1 else found
