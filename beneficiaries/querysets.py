"""The support ledger in the field's words: adjectives narrow it and return querysets, nouns end the chain with rows.

    Support.objects.approved().in_year(2022).of_campaigns([7]).by_organization()

Every noun sums the record's own `amount_vnd`, or contributions, or items: one to-many table at a time, never two
joined. What the sums mean stands in `ledger.py`. By place means "theo địa giới lúc đó": a record in a hamlet counts
for the hamlet's commune, one of the district itself is "chưa phân xã". By time means where the record counts: by its
date, a supplement (bổ sung for a closed period) from its `counted_on`. Only approved records are published figures;
the caller says so with `approved()`, after narrowing to what its reader may see (`visible_to`).
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Model, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, ExtractMonth

from danvan.records.counting import counts_in
from movements.models import Area

from . import beside, ledger, recount
from .ledger import Entry, Fact, Group, Item, Ledger, Month, Paid, Thing, Totals, Unit, is_house

IS_SUPPLEMENT = models.ExpressionWrapper(Q(counted_on__isnull=False), models.BooleanField())
KNOWN_MONTH = Case(
    When(counted_on__isnull=False, then=ExtractMonth("counted_on")),
    When(date_precision__in=("day", "month"), then=ExtractMonth("date")),
    default=None,
    output_field=models.IntegerField(),
)
PLACE = tuple(f"area__{field}" for field in ("level", "code", "kind", "name", "sort_key")) + tuple(
    f"area__parent__{field}" for field in ("level", "code", "kind", "name", "sort_key")
)
CHANNEL = ("organization__code", "organization__name", "organization__sort_key")


class SupportQuerySet(QuerySet["Any"]):
    """See the module. The adjectives use the record's own columns, so that no row is counted twice."""

    # ---- adjectives --------------------------------------------------------------------------------------------

    def approved(self) -> Self:
        """Đã tiếp nhận: what counts in published figures."""
        return self.filter(status="approved")

    def approved_or_waiting(self) -> Self:
        """Gồm cả chờ tiếp nhận: shown beside the approved figures, never instead of them."""
        return self.filter(status__in=("approved", "submitted"))

    def in_year(self, year: int) -> Self:
        return self.filter(year=year)

    def in_period(self, start: date, end: date) -> Self:
        """Records that surely count between the two days, both included (see `counts_in`)."""
        return self.filter(counts_in(start, end))

    def supplements(self) -> Self:
        """Bổ sung: what came in after the period of its date was closed, and counts in a later one."""
        return self.filter(counted_on__isnull=False)

    def grants(self) -> Self:
        return self.filter(kind="grant")

    def loans(self) -> Self:
        return self.filter(kind="loan")

    def of_campaigns(self, ids: Collection[int]) -> Self:
        """Of any of these campaigns (a campaign with its programmes)."""
        return self.filter(campaign_id__in=ids)

    def of_organization(self, organization_id: int) -> Self:
        """Whose channel (đơn vị thực hiện) it was."""
        return self.filter(organization_id=organization_id)

    def within(self, path: str) -> Self:
        """In the area with this path, or in a part of it."""
        return self.filter(area__path__startswith=path)

    # ---- nouns -------------------------------------------------------------------------------------------------

    def totals(self) -> Totals:
        """Two queries."""
        return ledger.totals(self.facts(), self._beside().all_houses)

    def by_organization(self) -> list[Group]:
        """By channel alone, joint_vnd beside it. Two queries."""
        return ledger.by_organization(self.facts(), self._beside().joined)

    def by_source(self) -> list[Group]:
        """From the contributions: what each source gave. One query."""
        return ledger.by_source(self._beside(shares=True).shares)

    def by_area(self) -> list[Group]:
        """By commune, theo địa giới lúc đó. One query."""
        return ledger.grouped(self.facts(), lambda fact: fact.commune)

    def by_form(self) -> list[Group]:
        """One query."""
        return ledger.grouped(self.facts(), lambda fact: fact.form)

    def by_month(self) -> list[Month]:
        """One query. Over one year; months of several years would fall together."""
        return ledger.by_month(self.facts())

    def unvalued(self) -> list[Thing]:
        """A line per item of the grants without any valued contribution. One query."""
        rows = (
            self.grants().filter(amount_vnd__isnull=True).order_by("date", "pk", "items__pk")
            .values("pk", "description", "form", *CHANNEL, "items__name", "items__quantity", "items__unit")
        )  # fmt: skip
        return [
            Thing(
                support=row["pk"], description=row["description"], item=row["items__name"] or "",
                quantity=row["items__quantity"], unit=row["items__unit"] or "", form=self._form(row["form"]),
                organization=_channel(row),
            )
            for row in rows
        ]  # fmt: skip

    def facts(self) -> tuple[Fact, ...]:
        """The records grouped by all that the groups ask about, in one query over one table."""
        return tuple(self.fact(row) for row in self.fact_rows())

    def fact_rows(self, *more: str) -> QuerySet[Any, dict[str, Any]]:
        """The rows behind `facts`, grouped by `more` columns besides."""
        return (
            self.order_by()
            .values(
                "year", "kind", "form", "illustrative", *CHANNEL, *PLACE, *more, month_known=KNOWN_MONTH,
                late=IS_SUPPLEMENT,
            )
            .annotate(vnd=Sum("amount_vnd"), n=Count("pk"), valued=Count("amount_vnd"), counted=Sum("households"))
        )  # fmt: skip

    def fact(self, row: dict[str, Any]) -> Fact:
        return Fact(
            year=row["year"], is_loan=row["kind"] == "loan", form=self._form(row["form"]),
            organization=_channel(row), commune=_commune(row), month=row["month_known"],
            illustrative=row["illustrative"], vnd=row["vnd"] or 0, supports=row["n"], valued=row["valued"],
            households=row["counted"], is_supplement=row["late"],
        )  # fmt: skip

    def ledger(self) -> Ledger:
        """Every noun at once, without the records. Three queries."""
        other = self._beside(shares=True)
        return Ledger(
            facts=self.facts(), shares=other.shares, joint=other.joined, houses=other.all_houses,
            unvalued=tuple(self.unvalued()),
        )  # fmt: skip

    def ledger_with_entries(self) -> Ledger:
        """Every noun and the records themselves, added up from them. Two queries; memory grows with the records."""
        return recount.gather(self.entries())

    def entries(self) -> list[Entry]:
        """The records with their parts, oldest first. Two queries."""
        parts = self._parts()
        rows = self.order_by("date", "pk").values(
            "pk", "kind", "form", "illustrative", "date", "date_precision", "description", "households", "note",
            "amount_vnd", "counted_on", *CHANNEL, *PLACE, month_known=KNOWN_MONTH,
        )  # fmt: skip
        return [self._entry(row, parts.get(row["pk"], [])) for row in rows]

    def ledgers(self, years: Collection[int], facts: tuple[Fact, ...] | None = None) -> dict[int, Ledger]:
        """The sums of several years beside one another, without the records or the list of what is not valued.

        Two queries, one for who has read the `facts` already; a year without records has an empty ledger.
        """
        rows = self.filter(year__in=years)
        facts = rows.facts() if facts is None else facts
        other = rows._beside(shares=True)
        return {
            year: Ledger(
                facts=tuple(f for f in facts if f.year == year),
                shares=tuple(s for s in other.shares if s.year == year),
                joint=tuple(j for j in other.joined if j.year == year), houses=other.houses.get(year, Decimal(0)),
                unvalued=(),
            )
            for year in years
        }  # fmt: skip

    # ---- the tables behind -------------------------------------------------------------------------------------

    def _entry(self, row: dict[str, Any], parts: list[tuple[Any, ...]]) -> Entry:
        items = tuple(Item(name=p[3], quantity=p[6], unit=p[5]) for p in parts if p[1] == "item")
        houses = (item.quantity for item in items if is_house(row["form"], item.unit))
        return Entry(
            pk=row["pk"], is_loan=row["kind"] == "loan", form=self._form(row["form"]), organization=_channel(row),
            commune=_commune(row), place=_place(row), is_hamlet=row["area__level"] == "hamlet", date=row["date"],
            precision=row["date_precision"], month=row["month_known"], description=row["description"],
            households=row["households"], note=row["note"], illustrative=row["illustrative"], vnd=row["amount_vnd"],
            counted_on=row["counted_on"],
            houses=sum(houses, Decimal(0)),
            items=items,
            paid=tuple(Paid(source=Unit(p[4], p[3], p[5]), vnd=p[7], typed=p[8]) for p in parts if p[1] == "source"),
            joint=tuple(Unit(p[4], p[3], p[5]) for p in parts if p[1] == "joint"),
        )  # fmt: skip

    def _parts(self) -> dict[int, list[tuple[Any, ...]]]:
        """Items, sources and joint organisations of the records in one stream: a union adds no row to another's.

        (support, part, part's id, name, code, unit or sort key, quantity, đồng, as typed), in the order of entry.
        """
        nothing = Value("", output_field=models.CharField())
        no_quantity = Cast(Value(None), models.DecimalField(max_digits=14, decimal_places=3))
        no_money = Cast(Value(None), models.BigIntegerField())
        items = self._of("SupportItem").values_list(
            "support_id", _tag("item"), "pk", "name", nothing, "unit", "quantity", no_money, nothing
        )
        sources = self._of("Contribution").values_list(
            "support_id", _tag("source"), "pk", "source__name", "source__code", "source__sort_key", no_quantity,
            "amount_vnd", "typed",
        )  # fmt: skip
        joint = self._joined().values_list(
            "support_id", _tag("joint"), "pk", "organization__name", "organization__code", "organization__sort_key",
            no_quantity, no_money, nothing,
        )  # fmt: skip
        found: dict[int, list[tuple[Any, ...]]] = {}
        for row in sorted(items.union(sources, joint, all=True), key=lambda r: (r[1], r[2])):
            found.setdefault(row[0], []).append(row)
        return found

    def _of(self, name: str) -> QuerySet[Model]:
        model = apps.get_model("beneficiaries", name)
        return model._default_manager.filter(support__in=self.order_by().values("pk")).order_by()

    def _joined(self) -> QuerySet[Model]:
        through = self.model.joint_organizations.through
        return through._default_manager.filter(support__in=self.order_by().values("pk")).order_by()

    def _beside(self, *, shares: bool = False) -> beside.Beside:
        return beside.read(self._of("SupportItem"), self._joined(), self._of("Contribution") if shares else None)

    def _form(self, value: str) -> Unit:
        return Unit(value, str(self.model.Form(value).label))


def _tag(part: str) -> Value:
    return Value(part, output_field=models.CharField())


def _channel(row: dict[str, Any]) -> Unit:
    return Unit(row["organization__code"], row["organization__name"], row["organization__sort_key"])


def _area(row: dict[str, Any], prefix: str) -> Unit:
    kind = Area.Kind(row[f"{prefix}kind"]).label
    return Unit(row[f"{prefix}code"], f"{kind} {row[f'{prefix}name']}", row[f"{prefix}sort_key"])


def _commune(row: dict[str, Any]) -> Unit:
    """The commune of a record's place; a hamlet stands directly in its commune."""
    for prefix in ("area__", "area__parent__"):
        if row[f"{prefix}level"] == "commune":
            return _area(row, prefix)
    return ledger.NO_COMMUNE


def _place(row: dict[str, Any]) -> str:
    own = _area(row, "area__").name
    return f"{own}, {_area(row, 'area__parent__').name}" if row["area__level"] == "hamlet" else own
