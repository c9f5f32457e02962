"""What differs between two sets of a report's figures, by key and in words: frozen and today's, old issue and new.

Both sides are the JSON of `annual_summary`, read back. Every leaf of it is a figure but names, addresses and the
warnings, which are words about figures that stand elsewhere. Rows of a list are the same row when they share their
code, or else their name. What one side does not hold is None there; a row that came with a zero is no change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from reports.document import Figure, FigureKind
from reports.editions.edition_words import SECTIONS, WORDS, row_words
from reports.renderers.figures import number

Kind: TypeAlias = Literal["money", "count", "decimal", "percent", "text"]
Value: TypeAlias = int | Decimal | str | None

IDENTITY = ("code", "month", "class", "indicator", "key", "name", "label", "description", "channel", "title", "step",
            "form", "support", "place", "year", "type")  # fmt: skip
UNREAD = frozenset({"ref", "warnings", "scope", "illustrative", "period", "year", "from", "group", "own", "sign"})
DECIMALS = frozenset({"planned_min", "planned_max", "actual", "difference", "quantity", "total", "estimate", "value",
                      "last_year", "change"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One figure. `key`: "by_organization[mttq-huyen].support_vnd"; `label` in words; money is integer đồng.

    `loan`: it counts loans, which stand apart.
    """

    key: str
    label: str
    kind: Kind
    before: Value
    after: Value
    loan: bool = False

    @property
    def unit(self) -> str:
        return {"money": "đồng", "percent": "%"}.get(self.kind, "")

    @property
    def difference(self) -> int | Decimal | None:
        """after − before; a side that is not there adds nothing. None for words."""
        if self.kind == "text":
            return None
        sides = [0 if side is None else side for side in (self.after, self.before)]
        return sides[0] - sides[1]  # type: ignore[operator]

    @property
    def before_text(self) -> str:
        return self._text(self.before)

    @property
    def after_text(self) -> str:
        return self._text(self.after)

    @property
    def difference_text(self) -> str:
        return self._text(self.difference, signed=True)

    def figure(self, value: int | Decimal | None, *, signed: bool = False, key: str = "") -> Figure:
        """One of its values as a document's figure, without the unit."""
        kind: FigureKind = "count" if self.kind == "text" else self.kind
        return Figure(value=value, kind=kind, signed=signed, key=key)

    def _text(self, value: Value, signed: bool = False) -> str:
        return value if isinstance(value, str) else number(self.figure(value, signed=signed))

    def frozen(self) -> dict[str, Any]:
        """For JSON: decimals as strings with a dot."""
        plain = {k: str(v) if isinstance(v, Decimal) else v for k, v in asdict(self).items()}
        return {"of": "figure", **plain}

    @classmethod
    def thaw(cls, row: Mapping[str, Any]) -> "Change":
        """Back from `frozen`."""
        values = {name: row[name] for name in cls.__dataclass_fields__}
        if values["kind"] in ("decimal", "percent"):
            values |= {side: None if row[side] is None else Decimal(row[side]) for side in ("before", "after")}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Leaf:
    label: str
    kind: Kind
    value: Value
    loan: bool


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every figure that differs, in the order of the newer side; those that only the older one has come last."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    found = []
    for key in dict.fromkeys([*new, *old]):
        a, b = old.get(key), new.get(key)
        one = b or a
        assert one is not None  # noqa: S101 - the key is of one of them
        was, now = a.value if a else None, b.value if b else None
        nothing = (was in (None, 0, "") and now in (None, 0, "")) and (a is None or b is None)
        if was != now and not nothing:
            found.append(Change(key, one.label, one.kind, was, now, one.loan))
    return found


def _leaves(data: Mapping[str, Any]) -> Iterator[tuple[str, Leaf]]:
    for name, value in data.items():
        if name in UNREAD:
            continue
        yield from _walk(name, value, SECTIONS.get(name, name), name)


def _walk(key: str, value: Any, label: str, name: str) -> Iterator[tuple[str, Leaf]]:
    if isinstance(value, Mapping):
        for inner, below in value.items():
            if inner not in UNREAD:
                words = WORDS.get(inner) or SECTIONS.get(inner, inner)
                yield from _walk(f"{key}.{inner}", below, f"{label}: {words}" if words else label, inner)
    elif isinstance(value, list):
        for identity, row in _rows(value):
            named = f"{label} {row_words(name, row)}".rstrip()
            inner_row = {k: v for k, v in row.items() if k not in IDENTITY and k != "unit" and k != "organization"}
            yield from _walk(f"{key}[{identity}]", inner_row, named, name)
    else:
        loan = "loan" in key
        yield key, Leaf(label, _kind(name, value), _typed(name, value), loan)


def _rows(rows: Sequence[Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each row with what tells it from the others; the same again gets a number."""
    seen: dict[str, int] = {}
    for row in rows:
        if not isinstance(row, Mapping):
            continue
        identity = " / ".join(
            str(row[name]) for name in (*IDENTITY, "unit") if row.get(name) not in (None, "") and not (
                name == "name" and row.get("code")
            )
        )  # fmt: skip
        seen[identity] = seen.get(identity, 0) + 1
        yield identity if seen[identity] == 1 else f"{identity} #{seen[identity]}", row


def _kind(name: str, value: Any) -> Kind:
    if name.endswith("_vnd"):
        return "money"
    if name == "percent":
        return "percent"
    if name in DECIMALS and not isinstance(value, int):
        return "decimal"
    return "text" if isinstance(value, str) else "count"


def _typed(name: str, value: Any) -> Value:
    kind = _kind(name, value)
    return Decimal(value) if kind in ("decimal", "percent") and value is not None else value
