"""Published figures as plain rows, and when one holds of a computed one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from danvan.lib.numbers import format_decimal
from reports.summary import PublishedTotals, trim

TOTALS = {"support_vnd": "Tổng hỗ trợ", "loan_vnd": "Tổng vốn cho vay", "all_vnd": "Tổng hỗ trợ và cho vay"}
NEARLY = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published figure. `key` as in movements.PublishedFigure; `qualifier` "", "trên", "gần" or "khoảng".

    `said`: the publisher's own words; `ref` the list of the subject's figures, `page` this one's.
    """

    key: str
    value: Decimal
    unit: str
    qualifier: str = ""
    source: str = ""
    on: date | None = None
    ref: str = ""
    said: str = ""
    page: str = ""
    year: int | None = None

    @property
    def words(self) -> str:
        """ "trên 2.230.000.000 đồng"."""
        return f"{self.qualifier} {quantity(self.value, self.unit)}".strip()


def quantity(value: Decimal | int, unit: str, places: int | None = None) -> str:
    """A figure with its unit: "14.250.000 đồng", "2,0 ha"."""
    exact = trim(Decimal(value))
    assert exact is not None  # noqa: S101 - only None gives None
    return f"{format_decimal(exact, places)}{'' if unit == '%' else ' '}{unit}".strip()


def holds(stated: Decimal, computed: Decimal | int, qualifier: str = "") -> bool:
    """Whether a published value agrees with the computed one.

    "trên": at least; "gần": at most, and no less than nine tenths; "khoảng": within a tenth. Otherwise exactly.
    """
    margin = abs(stated) * NEARLY
    match qualifier:
        case "trên":
            return computed >= stated
        case "gần":
            return stated - margin <= computed <= stated
        case "khoảng":
            return abs(stated - computed) <= margin
        case _:
            return stated == computed


def published_totals(figures: Sequence[Published]) -> PublishedTotals:
    """The totals as the latest publication of each gave them; publisher and day of the newest."""
    newest: dict[str, Published] = {}
    for figure in sorted(figures, key=lambda f: f.on or date.min):
        if figure.key in TOTALS:
            newest[figure.key] = figure
    if not newest:
        return PublishedTotals()
    last = newest.get("support_vnd") or max(newest.values(), key=lambda f: f.on or date.min)
    values = {key: int(figure.value) for key, figure in newest.items()}
    return PublishedTotals(
        support_vnd=values.get("support_vnd"), loan_vnd=values.get("loan_vnd"), all_vnd=values.get("all_vnd"),
        publisher=last.source, published_on=last.on, source=last.words, ref=last.ref,
    )  # fmt: skip
