"""An organisation's figures by year, with those of what it was made of: led (kênh thực hiện) and joined (cùng làm).

Approved records in the reader's sight, in one query: a union of small groups by kind, year and organisation. An earlier
organisation counts when all of it went here; one that was divided among several stays on its own page. Together each
record counts once: what one of them led and another joined was led, what two of them joined was joined once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from danvan.accounts.scoping import visible_to
from danvan.records.models import Status
from models_programs import funnel
from movements.desks_base import may_read
from movements.models import Organization, OrganizationSuccession
from reports.pages.done import JOINT, MODELS, NUMBER, text_of
from reports.summaries.summarize_reader import Reader

ALL = 0  # in the place of an organisation: all of them together, each record once
FIGURES = ("shown", "n", "first", "second")


@dataclass(frozen=True)
class BodyLineage:
    """`earlier`: the organisations that went here wholly, by name; `divided`: those of which only a part did."""

    body: Organization
    links: tuple[OrganizationSuccession, ...]
    earlier: tuple[Organization, ...] = ()
    divided: tuple[Organization, ...] = ()

    @property
    def came_from(self) -> list[OrganizationSuccession]:
        return [link for link in self.links if link.new_id == self.body.pk]

    @property
    def became(self) -> list[OrganizationSuccession]:
        return [link for link in self.links if link.old_id == self.body.pk]

    @property
    def bodies(self) -> tuple[Organization, ...]:
        return (self.body, *self.earlier)


def lineage(body: Organization) -> BodyLineage:
    """Two queries, one where nothing is recorded of it."""
    pairs = list(OrganizationSuccession.objects.order_by().values_list("old_id", "new_id"))
    behind, frontier = set[int](), {body.pk}
    while frontier:
        frontier = {old for old, new in pairs if new in frontier} - behind - {body.pk}
        behind |= frontier
    if not behind and all(body.pk not in pair for pair in pairs):
        return BodyLineage(body, ())
    rows = OrganizationSuccession.objects.filter(Q(old__in=behind) | Q(old=body) | Q(new=body))
    links = tuple(rows.select_related("old", "new"))
    known = {link.old_id: link.old for link in links if link.old_id in behind}
    divided = {pk for pk in behind if any(old == pk and new not in behind | {body.pk} for old, new in pairs)}
    # What went into a body that was divided later did not go here wholly either.
    while more := {old for old, new in pairs if new in divided and old in behind} - divided:
        divided |= more
    ordered = sorted(known.values(), key=lambda one: one.sort_key)
    return BodyLineage(
        body, links, tuple(one for one in ordered if one.pk not in divided),
        tuple(one for one in ordered if one.pk in divided),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """How many; `first` and `second` by kind: đồng and how many valued; người and lượt; recognised; with a result."""

    n: int = 0
    first: int | None = None
    second: int | None = None

    @property
    def vnd(self) -> int | None:
        return self.first if self.second else None

    def __add__(self, other: "Figure") -> "Figure":
        def plus(one: int | None, two: int | None) -> int | None:
            return two if one is None else one if two is None else one + two

        return Figure(self.n + other.n, plus(self.first, other.first), plus(self.second, other.second))


@dataclass
class Year:
    """{(kind, "led" | "joined", organisation or ALL): figure} of one year."""

    figures: dict[tuple[str, str, int], Figure] = field(default_factory=dict)
    illustrative: bool = False

    def of(self, kind: str, how: str, body: int) -> Figure:
        return self.figures.get((kind, how, body), Figure())

    def bodies(self) -> set[int]:
        """Those that something of the year is recorded of."""
        return {body for (_kind, _how, body), figure in self.figures.items() if body != ALL and figure.n}


def read(user: Any, reader: Reader, bodies: Sequence[Organization]) -> dict[int, Year]:
    """{year: figures}. One query."""
    ids = [body.pk for body in bodies]
    branches = list(_branches(user, reader, ids))
    years: dict[int, Year] = {}
    for kind, how, year, body, shown, n, first, second in branches[0].union(*branches[1:], all=True):
        at = years.setdefault(year, Year())
        at.illustrative |= bool(shown)
        figure = Figure(int(n), None if first is None else int(first), None if second is None else int(second))
        at.figures[kind, how, body] = figure
        if how == "led":
            at.figures[kind, how, ALL] = at.of(kind, how, ALL) + figure
    return years


def _branches(user: Any, reader: Reader, ids: Sequence[int]) -> Iterable[QuerySet[Any, Any]]:
    money = {"first": Sum("amount_vnd"), "second": Count("amount_vnd")}
    sums: dict[str, dict[str, Any]] = {
        "grant": money, "loan": money, "activity": {"first": Sum("people"), "second": Sum("attendances")}, "work": {},
        "model": {"first": Count("pk", filter=funnel.RECOGNISED)},
    }  # fmt: skip
    rows: dict[str, QuerySet[Any]] = {kind: reader.supports.filter(kind=kind) for kind in ("grant", "loan")}
    rows |= {kind: visible_to(model.objects.all(), user) for kind, model in MODELS.items() if may_read(user, model)}
    for kind, found in rows.items():
        approved = found.filter(status=Status.APPROVED)
        yield _grouped(kind, "led", approved.filter(organization__in=ids), "organization_id", sums[kind])
        yield from _joined(kind, approved, ids, sums[kind])
    given = reader.targets.filter(status=Status.APPROVED, for_organization__in=ids)
    with_result = Count("pk", filter=Q(actual__isnull=False) | Q(numerator__isnull=False))
    yield _grouped("target", "led", given, "for_organization_id", {"first": with_result})


def _joined(
    kind: str, rows: QuerySet[Any], ids: Sequence[int], sums: Mapping[str, Any]
) -> Iterable[QuerySet[Any, Any]]:  # fmt: skip
    """By joiner; and together, each record once and none that one of them led."""
    relation = JOINT.get(kind, "joint_organizations")
    name = str(rows.model._meta.model_name)
    links = getattr(rows.model, relation).through.objects.filter(organization__in=ids)
    together = rows.filter(pk__in=links.values(f"{name}_id")).exclude(organization__in=ids)
    everything = Value(ALL, output_field=BigIntegerField())
    yield _grouped(kind, "joined", together, Cast(everything, BigIntegerField()), sums)
    own = rows.filter(**{f"{relation}__in": ids}).annotate(joiner=F(relation)).exclude(organization_id=F("joiner"))
    yield _grouped(kind, "joined", own, "joiner", sums)


def _grouped(kind: str, how: str, rows: QuerySet[Any], body: Any, sums: Mapping[str, Any]) -> QuerySet[Any, Any]:
    figures = {"shown": Count("pk", filter=Q(illustrative=True)), "n": Count("pk"), **sums}
    made = {f"figure_{name}": Cast(figures.get(name, Value(None)), NUMBER) for name in FIGURES}
    heads = {"r_kind": text_of(kind), "r_how": text_of(how), "r_year": F("year"),
             "r_body": F(body) if isinstance(body, str) else body}  # fmt: skip
    found: QuerySet[Any, Any] = rows.order_by().annotate(**heads).values_list(*heads).annotate(**made)
    return found
