"""Sức sống of models over the years, and the family tree of replication.

A model begins in the first year that was accepted and lives after n years when an accepted year that far on, or a later
one, is not "Ngừng"; a year without a record in between is no end. Nothing is said of years that no accepted record of
the reader's has reached ("–"). Models are counted, not model × year.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from danvan.accounts.scoping import visible_to
from danvan.lines import number
from danvan.records.models import Status

from .lineage import family
from .models import MobilizationModel, ModelYear

ACCEPTED = Q(years__status=Status.APPROVED)
STOPPED = ACCEPTED & Q(years__stage=ModelYear.Stage.STOPPED)
LIVING = ACCEPTED & ~Q(years__stage=ModelYear.Stage.STOPPED)


def lives(models: QuerySet[MobilizationModel]) -> QuerySet[Any]:
    """With `first`, the first accepted year, `last`, the last in which the model was not stopped, and `stopped`, the
    last in which it was; None where there is no such year.
    """
    return models.annotate(
        first=Min("years__year", filter=ACCEPTED), last=Max("years__year", filter=LIVING),
        stopped=Max("years__year", filter=STOPPED),
    )  # fmt: skip


def reached(ends: Iterable[tuple[int | None, int | None]]) -> int:
    """The newest year that an accepted record of some model has reached, by (`last`, `stopped`) of each."""
    return max((max(last or 0, stopped or 0) for last, stopped in ends), default=0)


def of_cohort(value: str) -> Q | None:
    """ "2021" = the models that began in 2021; "2021-2" = those of them that lived after two years."""
    first, _, after = value.partition("-")
    year, years = number(first), number(after)
    if not year or (after and not years):
        return None
    began = lives(MobilizationModel.objects.order_by()).filter(first=year)
    if after:
        began = began.filter(last__gte=year + years)
    return Q(pk__in=began.values("pk"))


def cohort_said(value: str) -> str:
    first, _, after = value.partition("-")
    return f"{first}, còn sống sau {after} năm" if after else first


@dataclass(frozen=True, slots=True)
class Cohort:
    """The models of one type that began in a year: how many, and how many lived after 1, 2 … years (None: not yet)."""

    year: int
    type: str
    began: int
    after: tuple[int | None, ...]


def cohorts(models: QuerySet[MobilizationModel]) -> list[Cohort]:
    """By year and type, the oldest first. One query."""
    spans: dict[tuple[int, str], list[int]] = {}
    began = lives(models.order_by()).filter(first__isnull=False)
    rows = list(began.values_list("first", "type", "last", "stopped"))
    for first, kind, last, _stopped in rows:
        spans.setdefault((first, kind), []).append(last or 0)
    horizon = reached((last, stopped) for _first, _kind, last, stopped in rows)
    longest = max((horizon - year for year, _kind in spans), default=0)
    return [
        Cohort(
            year, kind, len(lasts),
            tuple(
                sum(last >= year + n for last in lasts) if year + n <= horizon else None for n in range(1, longest + 1)
            ),
        )
        for (year, kind), lasts in sorted(spans.items(), key=lambda one: (one[0][0], one[0][1] != "collective"))
    ]  # fmt: skip


# ---- the family tree -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Node:
    """A model in its family: how deep it stands, where and how long it lived."""

    model: Any
    depth: int
    here: bool
    children: list["Node"] = field(default_factory=list)

    def state(self, horizon: int) -> str:
        first, last, stopped = self.model.first, self.model.last or 0, self.model.stopped or 0
        if first is None:
            return "chưa có năm nào được duyệt"
        if stopped > last:
            return f"từ {first}, ngừng năm {stopped}"
        return f"từ {first}, còn hoạt động năm {last}" if last >= horizon else f"từ {first}, ghi đến năm {last}"


@dataclass(slots=True)
class Family:
    """The rows of the tree from its top, and how many of the children of the model itself lived on."""

    rows: list[tuple[Node, str]]
    lived: list[tuple[int, int, int]]
    """(after how many years, still living, of how many that are that old)."""


def tree(user: Any, target: MobilizationModel) -> Family:
    """The family as far as the user sees it without a gap. Two queries."""
    there = visible_to(MobilizationModel.objects.filter(pk__in=family(target.pk)), user)
    known: dict[int, Any] = {
        model.pk: model for model in lives(there.select_related("area")).order_by("sort_key", "pk")
    }
    below: dict[int, list[Any]] = {}
    for model in known.values():
        below.setdefault(model.replicated_from_id or 0, []).append(model)
    top, met = target.pk, {target.pk}
    while (parent := known[top].replicated_from_id) in known and parent not in met:
        met.add(parent)
        top = parent
    horizon = reached((model.last, model.stopped) for model in known.values())
    rows: list[Node] = []
    waiting = [(known[top], 0)]
    drawn: set[int] = set()
    while waiting:
        model, depth = waiting.pop()
        if model.pk in drawn:
            continue
        drawn.add(model.pk)
        rows.append(Node(model, depth, model.pk == target.pk))
        waiting += [(child, depth + 1) for child in reversed(below.get(model.pk, []))]
    return Family([(node, node.state(horizon)) for node in rows], lived_on(below.get(target.pk, []), horizon))


def lived_on(children: Iterable[Any], horizon: int) -> list[tuple[int, int, int]]:
    known = [child for child in children if child.first is not None]
    longest = max((horizon - child.first for child in known), default=0)
    found = []
    for n in range(1, longest + 1):
        old = [child for child in known if child.first + n <= horizon]
        found.append((n, sum((child.last or 0) >= child.first + n for child in old), len(old)))
    return found
