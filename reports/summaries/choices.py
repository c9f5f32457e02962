"""What a reader can make a report of: the subjects of a period that have something in it, and the places in reach."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse

from beneficiaries.ledger import Fact, Group, by_organization, grouped
from beneficiaries.querysets import SupportQuerySet
from movements.models import Area, Organization
from reports.asked import Asked
from reports.kinds import KINDS
from reports.summaries.summarize_ledger import of
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import PARAMETERS, Subject
from reports.summaries.term import Term
from reports.summary import ScopeType

WHOLE = "toan-cong"
SCOPES = {parameter: scope for scope, parameter in PARAMETERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One ready report. `support_vnd` None: its figures are not summed here."""

    value: str
    label: str
    url: str
    support_vnd: int | None = None
    supports: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The lists of the page and of its select, each sorted."""

    whole: Choice | None
    campaigns: list[Choice]
    movements: list[Choice]
    areas: list[Choice]
    organizations: list[Choice]

    def groups(self) -> list[tuple[str, list[Choice]]]:
        """For the select: (heading, choices), without empty headings."""
        found = [
            ("Toàn cổng", [self.whole] if self.whole else []), ("Đợt công tác dân vận", self.campaigns),
            ("Phong trào", self.movements), ("Địa bàn", self.areas), ("Tổ chức", self.organizations),
        ]  # fmt: skip
        return [(heading, rows) for heading, rows in found if rows]

    def ready(self) -> list[tuple[str, list[Choice]]]:
        """For the list: the same, those with records in the period only."""
        return [(heading, kept) for heading, rows in self.groups() if (kept := [row for row in rows if row.supports])]


def page_url(year: int, kind: ScopeType, code: str | None) -> str:
    """The address of a year's report, which can be kept and sent."""
    return url_of(Asked(scope=kind, code=code, period=str(year)))


def url_of(asked: Asked) -> str:
    """The address of what is asked."""
    return f"{reverse('reports:page')}?{urlencode(asked.parameters())}"


def chosen(asked: Asked, value: str) -> Asked:
    """What is asked with the subject of a choice ("dot:pretieng-2022"). KeyError for none."""
    if value == WHOLE:
        return replace(asked, scope="portal", code=None)
    parameter, _, code = value.partition(":")
    if not code:
        raise KeyError(value)
    return replace(asked, scope=SCOPES[parameter], code=code)


def choices_of(
    reader: Reader, asked: Asked, term: Term, places: Iterable[Area], root: Area | None, root_name: str
) -> Choices:
    """Three queries. `places`: the areas that the reader may choose at all. Only subjects that the kind of report can
    be of.
    """
    supports = of(reader.supports.approved(), term)
    facts = supports.facts()
    communes = {group.unit.code: group for group in grouped(facts, lambda fact: fact.commune)}
    whole = Subject(type="portal", code=None, name=root_name, paths=(root.path,) if root else ())
    scopes = KINDS[asked.kind].scopes
    bodies, campaigns = _organizations(reader, facts, asked), _campaigns(supports, asked)
    return Choices(
        whole=Choice(
            value=WHOLE, label=f"Toàn bộ số liệu, {root_name}" if root_name else "Toàn bộ số liệu",
            url=url_of(asked), support_vnd=sum(group.support_vnd for group in communes.values()),
            supports=sum(group.supports for group in communes.values()),
        )
        if "portal" in scopes and reader.may_open(whole)
        else None,
        campaigns=campaigns["campaign"] if "campaign" in scopes else [],
        movements=campaigns["movement"] if "movement" in scopes else [],
        areas=[
            _area(area, communes.get(area.code), asked)
            for area in places
            if reader.may_open(Subject(type="area", code=area.code, name=str(area), paths=(area.path,)))
        ]
        if "area" in scopes
        else [],
        organizations=bodies if "organization" in scopes else [],
    )  # fmt: skip


def _area(area: Area, sums: Group | None, asked: Asked) -> Choice:
    return Choice(
        value=f"xa:{area.code}", label=area.title, url=url_of(replace(asked, scope="area", code=area.code)),
        support_vnd=sums.support_vnd if sums else None, supports=sums.supports if sums else None,
    )  # fmt: skip


def _campaigns(supports: SupportQuerySet, asked: Asked) -> dict[ScopeType, list[Choice]]:
    """Campaigns and movements with records in the period. A programme's records count for the campaign around it too,
    and all for the movement that they are part of. One query.
    """
    levels = ("campaign__", "campaign__parent__", "campaign__parent__parent__")
    sources: dict[ScopeType, tuple[str, ...]] = {
        "campaign": levels[:2], "movement": tuple(f"{level}movement__" for level in levels)
    }  # fmt: skip
    fields = [
        f"{one}{name}" for of_kind in sources.values() for one in of_kind for name in ("code", "name", "sort_key")
    ]
    found: dict[ScopeType, dict[str, list[Any]]] = {kind: {} for kind in sources}
    rows = supports.filter(campaign__isnull=False).order_by().values(*fields)
    for row in rows.annotate(vnd=Sum("amount_vnd", filter=Q(kind="grant")), n=Count("pk")):
        for kind, of_kind in sources.items():
            named = {row[f"{one}code"]: (row[f"{one}sort_key"], row[f"{one}name"]) for one in of_kind}
            for code, (key, name) in named.items():
                if code:
                    sums = found[kind].setdefault(code, [key, name, 0, 0])
                    sums[2] += row["vnd"] or 0
                    sums[3] += row["n"]
    return {
        kind: [
            Choice(
                value=f"{PARAMETERS[kind]}:{code}", label=name, url=url_of(replace(asked, scope=kind, code=code)),
                support_vnd=vnd, supports=n,
            )
            for code, (_key, name, vnd, n) in sorted(rows_of.items(), key=lambda item: item[1][:2])
        ]
        for kind, rows_of in found.items()
    }  # fmt: skip


def _organizations(reader: Reader, facts: tuple[Fact, ...], asked: Asked) -> list[Choice]:
    """Channels with records in the period whose whole the reader may see."""
    rows = {group.unit.code: group for group in by_organization(facts, ())}
    found = Organization.objects.filter(code__in=rows).select_related("area").order_by("sort_key")
    return [
        Choice(
            value=f"to-chuc:{body.code}", label=body.name,
            url=url_of(replace(asked, scope="organization", code=body.code)),
            support_vnd=rows[body.code].support_vnd, supports=rows[body.code].supports,
        )
        for body in found
        if reader.may_open(
            Subject(type="organization", code=body.code, name=body.name, pk=body.pk, paths=(body.area.path,))
        )
    ]  # fmt: skip
