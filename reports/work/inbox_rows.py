"""Tiếp nhận, the queries: what waits for the user's step, narrowed, counted and summed, over every kind at once.

One query groups all that the plain conditions leave by kind, place, organisation, campaign and author: from the groups
come the counts beside every choice, the totals of the list, and how many are late. One query reads the page's rows.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from danvan.accounts.scoping import access
from danvan.records import services
from danvan.records.kinds import record_models
from danvan.records.models import Record, StepTaken
from movements.models import Area
from reports.work import waits
from reports.work.inbox_filters import Chosen
from reports.work.work_rows import branch, union

WITH_CAMPAIGN = frozenset({"support", "area_poverty", "target", "activity", "community_work"})
ORDERS = {"cho": "x_since", "tien": "x_sum", "noi": "x_place"}


@dataclass(frozen=True, slots=True)
class Group:
    """Waiting records that share what the inbox can be narrowed by. Sums in đồng; loans apart from support."""

    kind: str
    action: str
    path: str
    organization: int
    organization_name: str
    campaign: str
    campaign_name: str
    author: str
    author_name: str
    count: int
    supports: int
    support_vnd: int
    loans: int
    loan_vnd: int
    returned: int
    late: int
    oldest: datetime.datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one kind waits for the user's step, since when, and how much of it is late."""

    kind: str
    action: str
    count: int
    late: int
    oldest: datetime.datetime

    @property
    def days(self) -> int:
        return waits.waited(self.oldest)

    @property
    def kind_label(self) -> str:
        return str(record_models()[self.kind]._meta.verbose_name)


def inbox_kinds(user: Any) -> dict[str, type[Record]]:
    """The kinds in which the user may take a step."""
    held = frozenset().union(*(grant.role.actions for grant in access(user).grants))
    return {
        kind: model for kind, model in record_models().items() if held & {f"{kind}.confirm", f"{kind}.accept"}
    }  # fmt: skip


def waiting_branches(user: Any, limits: waits.Limits) -> list[QuerySet[Any, Any]]:
    """What waits for the user's step, by kind and step: the columns of `Waiting`."""
    return [
        services.waiting_for(model._default_manager.all(), user)
        .order_by()
        .annotate(x_since=waits.waits_since(model), x_limit=limits.of(model))
        .values("pending_action")
        .annotate(
            x_count=Count("pk"), x_oldest=Min("x_since"), x_kind=Value(kind, output_field=CharField()),
            x_late=Count("pk", filter=limits.late_q("x_limit", "x_since")),
        )
        .values_list("x_kind", "pending_action", "x_count", "x_late", "x_oldest")
        for kind, model in inbox_kinds(user).items()
    ]  # fmt: skip


def rows_for(user: Any, kind: str, model: type[Record], chosen: Chosen, limits: waits.Limits) -> QuerySet[Any]:
    """What waits of one kind, under the conditions that are no choices: search, wait, amount, returned, late."""
    rows: Any = services.waiting_for(model._default_manager.all(), user)
    if chosen.term:
        rows = model.found(rows, chosen.term)
    if chosen.over_vnd is not None:
        rows = rows.filter(amount_vnd__gt=chosen.over_vnd) if kind == "support" else rows.none()
    rows = rows.annotate(x_since=waits.waits_since(model), x_limit=limits.of(model))
    if chosen.waited is not None:
        rows = rows.filter(waits.longer_q("x_since", chosen.waited))
    if chosen.late:
        rows = rows.filter(limits.late_q("x_limit", "x_since"))
    if chosen.returned:
        rows = rows.filter(Exists(_asked(model)))
    return rows.none() if chosen.faults else rows  # type: ignore[no-any-return]


def _asked(model: type[Record]) -> QuerySet[StepTaken]:
    return StepTaken.objects.filter(record_type=model._meta.label_lower, record_id=OuterRef("pk"), action="return")


def groups(user: Any, chosen: Chosen, limits: waits.Limits) -> list[Group]:
    """All that waits under the plain conditions of `chosen`, grouped; its choices are not applied. One query."""
    branches = []
    for kind, model in inbox_kinds(user).items():
        support, campaigned = kind == "support", kind in WITH_CAMPAIGN
        nothing, silent = Cast(Value(None), BigIntegerField()), Cast(Value(""), CharField())
        branches.append(
            rows_for(user, kind, model, chosen, limits)
            .order_by()
            .values(
                "pending_action", "area__path", "organization_id", "organization__short_name", "organization__name",
                "created_by__username", "created_by__full_name", *(("campaign_id",) if campaigned else ()),
            )
            .annotate(
                x_kind=Value(kind),
                # One campaign a group: the least of its codes is its code.
                x_campaign=Min("campaign__code") if campaigned else silent,
                x_campaign_name=Min("campaign__name") if campaigned else silent,
                x_count=Count("pk"),
                x_supports=Count("pk", filter=Q(kind="grant")) if support else Value(0),
                x_support=Sum("amount_vnd", filter=Q(kind="grant")) if support else nothing,
                x_loans=Count("pk", filter=Q(kind="loan")) if support else Value(0),
                x_loan=Sum("amount_vnd", filter=Q(kind="loan")) if support else nothing,
                x_returned=Count("pk", filter=Exists(_asked(model))),
                x_late=Count("pk", filter=limits.late_q("x_limit", "x_since")),
                x_oldest=Min("x_since"),
            )
            .values_list(
                "x_kind", "pending_action", "area__path", "organization_id", "organization__short_name",
                "organization__name", "x_campaign", "x_campaign_name", "created_by__username", "created_by__full_name",
                "x_count", "x_supports", "x_support", "x_loans", "x_loan", "x_returned", "x_late", "x_oldest",
            )
        )  # fmt: skip
    found = union(branches)
    return [
        Group(kind, action, path, body, short or name, campaign or "", campaign_name or "", author, author_name, count,
              supports, support or 0, loans, loan or 0, returned, late, oldest)
        for kind, action, path, body, short, name, campaign, campaign_name, author, author_name, count, supports,
        support, loans, loan, returned, late, oldest in found or ()
    ]  # fmt: skip


@dataclass(frozen=True)
class Facets:
    """The groups with the communes in which they lie: choices with counts, and the totals of the list."""

    groups: list[Group]
    communes: list[Area]
    chosen: Chosen

    @cached_property
    def keyed(self) -> list[tuple[Group, dict[str, str]]]:
        return [(group, self.keys(group)) for group in self.groups]

    @classmethod
    def of(cls, found: list[Group], chosen: Chosen) -> "Facets":
        """One query for the communes."""
        ids = {int(step) for path in {g.path for g in found} for step in path.split(".") if step}
        areas = Area.objects.filter(pk__in=ids, level=Area.Level.COMMUNE).order_by("sort_key") if ids else []
        return cls(found, list(areas), chosen)

    def commune(self, group: Group) -> str:
        return next((area.code for area in self.communes if group.path.startswith(area.path)), "")

    def keys(self, group: Group) -> dict[str, str]:
        """The values by which the group answers each choice of the URL."""
        return {
            "loai": group.kind, "xa": self.commune(group), "don-vi": str(group.organization), "dot": group.campaign,
            "nguoi": group.author,
        }  # fmt: skip

    def fitting(self, but: str = "") -> list[Group]:
        """The groups under all choices (leaving one out, to count what it offers)."""
        wanted = {name: value for name, value in self.chosen.choices.items() if value and name != but}
        return [group for group, keys in self.keyed if all(keys[name] == value for name, value in wanted.items())]

    def options(self, name: str, label: Callable[[Group], str]) -> list[tuple[str, str, int]]:
        """(value, label, how many would be listed) of one choice, by label; the chosen value stands there at 0 too."""
        counted: dict[str, tuple[str, int]] = {}
        for group in self.fitting(but=name):
            value = self.keys(group)[name]
            if value:
                counted[value] = (label(group), counted.get(value, ("", 0))[1] + group.count)
        chosen = self.chosen.choices[name]
        if chosen and chosen not in counted:
            known = {keys[name]: label(group) for group, keys in self.keyed}
            counted[chosen] = (known.get(chosen, chosen), 0)
        return sorted(((v, text, n) for v, (text, n) in counted.items()), key=lambda option: option[1])

    def total(self, name: str) -> int:
        """The sum of a figure of the groups over the list: count, support_vnd, loan_vnd, late …"""
        return sum(getattr(group, name) for group in self.fitting())

    @property
    def oldest(self) -> datetime.datetime | None:
        return min((group.oldest for group in self.fitting()), default=None)


def listed(user: Any, chosen: Chosen, limits: waits.Limits, communes: list[Area]) -> QuerySet[Any] | None:
    """The shared columns of the list's rows, in order; read them with `work_rows.items`. None: takes no steps."""
    path = next((a.path for a in communes if a.code == chosen.commune), "-") if chosen.commune else ""
    branches = []
    for kind, model in inbox_kinds(user).items():
        if chosen.kind not in ("", kind):
            continue
        rows = rows_for(user, kind, model, chosen, limits)
        if path:
            rows = rows.filter(area__path__startswith=path)
        if chosen.organization:
            rows = rows.filter(organization=chosen.organization_id)
        if chosen.campaign:
            rows = rows.filter(campaign__code=chosen.campaign) if kind in WITH_CAMPAIGN else rows.none()
        if chosen.author:
            rows = rows.filter(created_by__username=chosen.author)
        branches.append(branch(rows, "waiting", limits))
    found = union(branches)
    if found is None:
        return None
    name = chosen.sort.removeprefix("-")
    sign = "-" if chosen.sort.startswith("-") else ""
    # The one that waits longest first is what "-cho" asks for: the later since, the shorter the wait.
    if name == "cho":
        sign = "" if sign else "-"
    return found.order_by(sign + ORDERS[name], "x_kind", "pk")


def ticked(user: Any, keys: Iterable[str], limits: waits.Limits) -> QuerySet[Any] | None:
    """The rows of `listed` that the keys name ("support:12"), as far as they wait for the user."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        if number.isascii() and number.isdigit() and len(number) < 18:
            wanted.setdefault(kind, []).append(int(number))
    branches = [
        branch(services.waiting_for(model._default_manager.filter(pk__in=wanted[kind]), user), "waiting", limits)
        for kind, model in inbox_kinds(user).items()
        if kind in wanted
    ]
    return union(branches)
