"""One entry of the catalogue, and the short words in which its groups are written."""

from dataclasses import dataclass, fields
from typing import Any

EACH = "quarter,half,nine_months,year"
HALVES = "half,nine_months,year"
YEARLY = "year"
LONG = "half,nine_months,year,span"


@dataclass(frozen=True, slots=True)
class Entry:
    """An Indicator's fields; `definition` says what is counted, until when, and what not."""

    group: str
    code: str
    name: str
    unit: str
    definition: str
    computed: str = ""
    kind: str = "count"
    aggregation: str = "sum"
    period_types: str = EACH
    lower_is_better: bool = False
    numerator_words: str = ""
    denominator_words: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def money(group: str, code: str, name: str, definition: str, computed: str = "", **more: Any) -> Entry:
    """In đồng."""
    return Entry(group, code, name, "đồng", definition, computed, **{"kind": "money", **more})


def rate(group: str, code: str, name: str, above: str, below: str, definition: str, **more: Any) -> Entry:
    """Per cent, of `above` in `below`; of several places from the sums of both."""
    return Entry(
        group, code, name, "%", definition,
        **{"kind": "rate", "aggregation": "ratio", "numerator_words": above, "denominator_words": below, **more},
    )  # fmt: skip


def stock(group: str, code: str, name: str, unit: str, definition: str, computed: str = "", **more: Any) -> Entry:
    """What is there at the end of the period (số cuối kỳ)."""
    return Entry(group, code, name, unit, definition, computed, **{"aggregation": "last", **more})
