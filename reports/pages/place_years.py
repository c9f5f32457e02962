"""A place's figures by year: supports, loans, houses, models, activities, works, and the poor held by names.

Approved records in the reader's sight; the registrations of models are those that were sent, too (see `funnel`).
Everything in one query: a union of small groups by kind, year and area, whose number does not grow with the records.
What was recorded in an earlier place comes by `danvan.lib.boundaries`: whole where the place came whole, record by
record (a known hamlet beats a share) where it was split.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Concat

from beneficiaries.beside import NEW_HOUSE
from beneficiaries.models import Support, SupportItem
from beneficiaries.poverty_rights import countable, counted_once
from danvan.accounts.scoping import visible_to
from danvan.lib.boundaries import Restated, restate
from danvan.lib.boundaries import Value as Held
from danvan.records.models import Status
from models_programs import funnel
from models_programs.models import ModelYear
from movements.desks_base import may_read
from movements.models import Activity, CommunityWork
from reports.pages.done import NUMBER, nothing, text_of
from reports.pages.place_lineage import Lineage
from reports.summaries.summarize_reader import Reader

FIGURES = {
    "grant": ("shown", "n", "vnd", "valued"), "loan": ("shown", "n", "vnd", "valued"), "house": ("shown", "houses"),
    "activity": ("shown", "n", "people", "attendances"), "work": ("shown", "n"),
    "model": ("shown", "registered", "recognised"), "poor": ("shown", "n"),
}  # fmt: skip
MOST = 4
NO_RECORD = Value(0, output_field=BigIntegerField())


@dataclass
class Year:
    """One year. `figures`: {(kind, tag, name): what it comes to}; `tag` is a model's type, a poverty list's
    "standard:class", "" elsewhere. `older`: earlier places that something in it was recorded in. `illustrative`: some
    of it is no published fact.
    """

    figures: dict[tuple[str, str, str], Restated] = field(default_factory=dict)
    older: set[int] = field(default_factory=set)
    illustrative: bool = False

    def of(self, kind: str, name: str = "n", tag: str = "") -> Restated:
        return self.figures.get((kind, tag, name), Restated())

    def number(self, kind: str, name: str = "n", tag: str = "") -> int | None:
        """None: nothing is recorded."""
        found = self.of(kind, name, tag).value
        return None if found is None else int(found)

    def vnd(self, kind: str) -> int | None:
        """đồng of what is valued; None where nothing is."""
        return self.number(kind, "vnd") if self.number(kind, "valued") else None

    def lists(self) -> dict[str, dict[str, int]]:
        """{standard: {class: households with a name}} of the year's reviews."""
        found: dict[str, dict[str, int]] = {}
        for (kind, tag, _name), held in self.figures.items():
            if kind == "poor" and held.value is not None:
                standard, _, said = tag.partition(":")
                found.setdefault(standard, {})[said] = int(held.value)
        return found


def read(user: Any, reader: Reader, lineage: Lineage, now: bool) -> dict[int, Year]:
    """{year: figures}. `now`: with the earlier places', restated. One query, two where a place was split."""
    parted = lineage.parted if now else []
    inside = Q(area__in=[*lineage.whole, *parted]) if now else Q(area__path__startswith=lineage.place.path)
    branches = list(_branches(user, reader, inside, parted, lineage.whole if now else None))
    covered = _covered(parted) if parted else {}
    values: dict[tuple[str, str, int, str], list[Held]] = {}
    years: dict[int, Year] = {}
    for kind, tag, year, area, record, *numbers in branches[0].union(*branches[1:], all=True):
        at = years.setdefault(year, Year())
        if now and area and not lineage.areas[area].path.startswith(lineage.place.path):
            at.older.add(area)
        at.illustrative |= bool(numbers[0])
        for name, number in zip(FIGURES[kind][1:], numbers[1:], strict=False):
            number = None if number is None else int(number)
            if not area or not now:
                old = at.figures.get((kind, tag, name), Restated()).value
                whole = number if old is None else int(old) + (number or 0)
                at.figures[kind, tag, name] = Restated(whole)
            else:
                values.setdefault((kind, tag, year, name), []).append(
                    (area, covered.get((kind, record), ()), number)
                )  # fmt: skip
    for (kind, tag, year, name), held in values.items():
        found = restate(held, lineage.borders).get(lineage.place.pk)
        if found is not None:
            years[year].figures[kind, tag, name] = found
    return years


def _branches(
    user: Any, reader: Reader, inside: Q, parted: list[int], whole: list[int] | None
) -> Iterable[QuerySet[Any, Any]]:  # fmt: skip
    approved = Q(status=Status.APPROVED)
    supports = reader.supports.filter(inside, approved)
    money = {"vnd": Sum("amount_vnd"), "valued": Count("amount_vnd")}
    for kind in ("grant", "loan"):
        yield _grouped(kind, supports.filter(kind=kind), parted, {"n": Count("pk"), **money})
    built = SupportItem.objects.filter(NEW_HOUSE, support__in=supports.filter(kind="grant").order_by().values("pk"))
    yield _grouped("house", built, parted, {"houses": Sum("quantity")}, prefix="support__")
    sums: dict[Any, tuple[str, dict[str, Any], Q, Any]] = {
        Activity: ("activity", {"n": Count("pk"), **{name: Sum(name) for name in ("people", "attendances")}}, approved,
                   None),
        CommunityWork: ("work", {"n": Count("pk")}, approved, None),
        ModelYear: ("model", {code: Count("pk", filter=funnel.ALL[code].q) for code in FIGURES["model"][1:]},
                    funnel.ALL["registered"].q, F("model__type")),
    }  # fmt: skip
    for model, (kind, figures, condition, tag) in sums.items():
        if may_read(user, model):
            rows = visible_to(model.objects.filter(inside, condition), user)
            yield _grouped(kind, rows, parted, figures, tag=tag)
    here = inside if whole is None else Q(area__in=whole)
    said = Concat("standard", text_of(":"), "poverty_class")
    reviews: QuerySet[Any, Any] = (
        counted_once(countable(user).filter(here)).order_by()
        .values_list(text_of("poor"), said, "year", NO_RECORD, Cast(NO_RECORD, BigIntegerField()))
        .annotate(figure_shown=Cast(Count("pk", filter=Q(illustrative=True)), NUMBER),
                  figure_n=Cast(Count("kept", distinct=True), NUMBER), **nothing(2, MOST))
    )  # fmt: skip
    yield reviews


def _grouped(
    kind: str, rows: QuerySet[Any], parted: list[int], sums: Mapping[str, Any], *, tag: Any = None, prefix: str = ""
) -> QuerySet[Any, Any]:  # fmt: skip
    """(kind, tag, year, area, record, figures …); the record's id only where its place was split, else 0."""
    record: Any = NO_RECORD
    if parted:
        whens = When(**{f"{prefix}area__in": parted}, then=F(f"{prefix}pk"))
        record = Case(whens, default=NO_RECORD, output_field=BigIntegerField())
    shown = Count("pk", filter=Q(**{f"{prefix}illustrative": True}))
    made = {f"figure_{name}": Cast(figure, NUMBER) for name, figure in {"shown": shown, **sums}.items()}
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .values_list(text_of(kind), text_of("") if tag is None else tag, f"{prefix}year", f"{prefix}area_id",
                     Cast(record, BigIntegerField()))
        .annotate(**made, **nothing(len(made), MOST))
    )  # fmt: skip
    return found


def _covered(parted: list[int]) -> dict[tuple[str, int], list[int]]:
    """{(kind, record): the hamlets that a record of a split place names}. One query."""
    found: dict[tuple[str, int], list[int]] = {}
    ways: list[QuerySet[Any, Any]] = []
    for model, kinds in ((Support, ("grant", "loan", "house")), (CommunityWork, ("work",))):
        through, name = model.hamlets.through, str(model._meta.model_name)
        rows = through.objects.filter(**{f"{name}__area__in": parted}).order_by()
        ways += [rows.values_list(text_of(kind), f"{name}_id", "area_id") for kind in kinds]
    for kind, record, hamlet in ways[0].union(*ways[1:], all=True):
        found.setdefault((kind, record), []).append(hamlet)
    return found
