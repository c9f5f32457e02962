"""One year's dashboard: its figures, the database's part and the whole page."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import base
from bench.base import Ground
from bench.table import Row, Table
from bench.timing import in_turns, queries, replay, rows
from beneficiaries.ledger import HOUSE_UNITS, NO_COMMUNE, Fact, Ledger, Share, Unit
from beneficiaries.models import Support
from beneficiaries.querysets import SupportQuerySet

YEAR = 2022
URL = f"/tong-quan/?nam={YEAR}"
# One pass over the year and the year before that could feed every chart of supports: nothing below it is asked for.
FLOOR = """
    SELECT s.year, s.kind, s.form, s.organization_id,
           CASE a.level WHEN 'hamlet' THEN a.parent_id ELSE a.id END AS place,
           CASE WHEN s.date_precision IN ('day', 'month') THEN strftime('%%m', s.date) END AS month,
           SUM(s.amount_vnd), COUNT(*), COUNT(s.amount_vnd), SUM(s.households)
      FROM beneficiaries_support s JOIN movements_area a ON a.id = s.area_id
     WHERE s.status = 'approved' AND s.year IN (%s, %s)
     GROUP BY s.year, s.kind, s.form, s.organization_id, place, month
"""


def measure(ground: Ground) -> list[Table]:
    table = Table(f"Dashboard of {YEAR}, beside {YEAR - 1}")
    client, n = ground.clients["leader"], ground.sizes.rounds
    for database in (ground.small, ground.large):
        base.use(database)
        agree()
        with queries() as asked:
            page(client)
        spent = in_turns(
            {
                "figures": figures, "objects": objects, "database": lambda asked=asked: replay(asked), "sql": floor,
                "page": lambda: page(client), "naive page": lambda: naive_page(client),
            },
            n,
        )  # fmt: skip
        size = ground.name(database)
        summed, sql = "objects summed in Python", "one hand-written aggregate"
        table.rows += [
            Row(f"the ledger's figures, {size}", spent["figures"], summed, spent["objects"], n),
            Row("", spent["figures"], sql, spent["sql"], n),
            Row(f"database time of the page, {len(asked)} queries", spent["database"], sql, spent["sql"], n),
            Row("the page in process", spent["page"], f"the page with {summed}", spent["naive page"], n),
            Row("", spent["page"], sql, spent["sql"], n),
        ]
        table.notes.append(f"{size}: {len(asked)} queries after login")
    table.rows.append(_grown(ground, client))
    table.notes.append("objects: select_related and prefetch_related as one would write it; equal figures are checked")
    return [table]


def _grown(ground: Ground, client: Any) -> Row:
    def on(database: Path) -> Any:
        base.use(database)
        floor()  # opens the file
        return page(client)

    n = ground.sizes.rounds
    spent = in_turns({"large": lambda: on(ground.large), "small": lambda: on(ground.small)}, n)
    return Row(f"the page, {ground.name(ground.large)}", spent["large"], ground.name(ground.small), spent["small"], n)


def page(client: Any) -> bytes:
    response = client.get(URL)
    if response.status_code != 200:
        raise AssertionError(f"{URL} answers {response.status_code}")
    return bytes(response.content)


def figures() -> dict[int, Ledger]:
    return Support.objects.approved().ledgers((YEAR, YEAR - 1))


def objects() -> dict[int, Ledger]:
    return summed_in_python(Support.objects.approved(), (YEAR, YEAR - 1))


def floor() -> list[Any]:
    return rows(FLOOR, (YEAR, YEAR - 1))


def agree() -> None:
    """The peers must say the same, or their times mean nothing."""
    ours, theirs = figures(), objects()
    for year, ledger in ours.items():
        other = theirs[year]
        for noun in ("totals", "by_organization", "by_area", "by_form", "by_month", "by_source"):
            if getattr(ledger, noun)() != getattr(other, noun)():
                raise AssertionError(f"{noun} of {year}: objects summed in Python say otherwise")
    if sum(row[6] or 0 for row in floor() if row[:2] == (YEAR, "grant")) != ours[YEAR].totals().support_vnd:
        raise AssertionError("the hand-written aggregate says otherwise")


def summed_in_python(queryset: SupportQuerySet, years: Collection[int], _read: Any = None) -> dict[int, Ledger]:
    """The naive way: every record as an object with its parts, added up in Python."""
    found = (
        queryset.filter(year__in=years).select_related("organization", "area__parent")
        .prefetch_related("items", "contributions__source")
    )  # fmt: skip
    facts: dict[int, list[Fact]] = {year: [] for year in years}
    shares: dict[int, list[Share]] = {year: [] for year in years}
    houses = dict.fromkeys(years, Decimal(0))
    for support in found:
        parts = list(support.contributions.all())
        valued = [part.amount_vnd for part in parts if part.amount_vnd is not None]
        body = support.organization
        facts[support.year].append(
            Fact(
                year=support.year, is_loan=support.is_loan, form=Unit(support.form, str(support.get_form_display())),
                organization=Unit(body.code, body.name, body.sort_key), commune=_commune(support.area),
                month=support.month, illustrative=support.illustrative, vnd=sum(valued), supports=1,
                valued=int(bool(valued)), households=support.households,
            )
        )  # fmt: skip
        for source in {part.source for part in parts}:
            vnd = sum(part.amount_vnd or 0 for part in parts if part.source_id == source.pk)
            shares[support.year].append(
                Share(
                    source=Unit(source.code, source.name, source.sort_key), year=support.year, vnd=vnd, supports=1,
                    is_loan=support.is_loan, unvalued=int(not valued and not support.is_loan),
                )
            )  # fmt: skip
        if support.form == "house_new":
            houses[support.year] += sum((i.quantity for i in support.items.all() if i.unit in HOUSE_UNITS), Decimal(0))
    return {
        year: Ledger(
            facts=tuple(facts[year]), shares=tuple(shares[year]), joint=(), houses=houses[year], unvalued=()
        )
        for year in years
    }  # fmt: skip


def _commune(area: Any) -> Unit:
    for place in (area, area.parent):
        if place is not None and place.level == "commune":
            return Unit(place.code, f"{place.get_kind_display()} {place.name}", place.sort_key)
    return NO_COMMUNE


@contextmanager
def _naive() -> Iterator[None]:
    ours = SupportQuerySet.ledgers
    SupportQuerySet.ledgers = summed_in_python  # type: ignore[method-assign]
    try:
        yield
    finally:
        SupportQuerySet.ledgers = ours  # type: ignore[method-assign]


def naive_page(client: Any) -> bytes:
    """The same page by the same view and template, its ledger added up in Python."""
    with _naive():
        return page(client)
