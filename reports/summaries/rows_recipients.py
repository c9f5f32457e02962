"""Rows of the list of recipients by name: name, place and support, and what stands there without names."""

from dataclasses import dataclass

from reports.summaries.rows import Quantity
from reports.summaries.rows_json import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRow:
    """`amount_vnd` and `quantities`: what this one received, where it was written down or was the whole support."""

    name: str
    place: str
    support: str
    organization: str
    amount_vnd: int | None = None
    quantities: tuple[Quantity, ...] = ()
    illustrative: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedRow:
    """Recipients that are not named because the support says too much of them. `count` None: fewer than three."""

    form: str
    place: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A support of which not all recipients are named: "441 phần quà", 120 hộ đã có tên."""

    support: str
    place: str
    organization: str
    quantities: tuple[Quantity, ...]
    households: int | None
    named: int
    others: int
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """`supports` grants, `households` different households among the names, `hidden` households that are named but not
    to this reader.
    """

    rows: tuple[RecipientRow, ...]
    grouped: tuple[GroupedRow, ...] = ()
    parts: tuple[PartRow, ...] = ()
    supports: int = 0
    households: int = 0
    hidden: int = 0


def recipients_json(found: Recipients | None) -> Json | None:
    """ "recipients", null where the report is no list of them: names, places and what was given, in đồng."""
    if found is None:
        return None
    return {
        "supports": found.supports, "households": found.households,
        "names": [
            {"name": row.name, "place": row.place, "support": row.support, "amount_vnd": row.amount_vnd}
            for row in found.rows
        ],
        "grouped": [{"form": row.form, "place": row.place, "count": row.count} for row in found.grouped],
        "unnamed": [
            {"support": row.support, "place": row.place, "households": row.households, "named": row.named}
            for row in found.parts
        ],
    }  # fmt: skip
