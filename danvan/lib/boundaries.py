"""Figures of old places put on the places of a later day (quy về địa giới hiện nay), design.md §4.

Forward only, along what became of each place, up to the commune. A known hamlet beats a share: what stands in a hamlet
goes where the hamlet went; what stands in its commune goes by the commune's shares, whole where all hamlets that it
covers went to one place. Whole units (đồng, hộ, căn) are split by the largest remainder, decimals exactly, so that the
parts always come to the whole. What nobody recorded (a place that ended without a successor, shares below 1) stays
under the old place's own key: "không quy được", never guessed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import overload

Number = int | Decimal
Value = tuple[int, Collection[int], Number | None]
WHOLE = Fraction(1)
DIGITS = 200  # of an exact product: shares have six decimals, and a chain of mergers is short


@dataclass(frozen=True, slots=True)
class Link:
    """From `day` on, `share` (0 < share ≤ 1) of the place `old` belongs to `new`."""

    old: int
    new: int
    day: date
    share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as far as its borders matter. `last`: its last day, None while it stands."""

    parent: int | None = None
    last: date | None = None
    is_hamlet: bool = False


class Boundaries:
    """The borders of one day, as seen from every earlier place. Places go by their ids."""

    def __init__(self, places: Mapping[int, Place], links: Iterable[Link], day: date) -> None:
        self.places, self.day = places, day
        self._out: dict[int, list[Link]] = {}
        for link in links:
            if link.day <= day:
                self._out.setdefault(link.old, []).append(link)
        self._found: dict[int, Mapping[int, Fraction]] = {}

    def of(self, place: int, covered: Collection[int] = ()) -> Mapping[int, Fraction]:
        """The communes (or places above) where the whole of a place lies on the day: parts that come to 1.

        A part under the key of a place that is gone cannot be placed. `covered`: the hamlets of the place that are
        known to be meant.
        """
        if covered and place in self._out:
            homes = {home for hamlet in covered for home in self._spread(hamlet, ())}
            if len(homes) == 1:
                return dict.fromkeys(homes, WHOLE)
        return self._spread(place, ())

    def stands(self, place: int) -> bool:
        """Whether the place is there on the day; what is not cannot be restated any further."""
        found = self.places.get(place)
        return found is not None and (found.last is None or found.last >= self.day)

    def origins(self, targets: Collection[int]) -> list[int]:
        """Every place, of any time, the whole of which lies in the `targets` on the day."""
        wanted = set(targets)
        return [place for place in self.places if place in wanted or wanted.issuperset(self.of(place))]

    def _spread(self, place: int, behind: tuple[int, ...]) -> Mapping[int, Fraction]:
        if place in self._found:
            return self._found[place]
        if place in behind:  # places that lead in a circle: nothing is said of where they end
            return {place: WHOLE}
        found: dict[int, Fraction] = {}
        links = self._out.get(place, [])
        given = max(WHOLE, sum((Fraction(link.share) for link in links), Fraction(0)))
        for link in links:
            _add(found, self._spread(link.new, (*behind, place)), Fraction(link.share) / given)
        if left := WHOLE - sum(found.values(), Fraction(0)):
            own = self.places.get(place)
            # A hamlet of which nobody said what became goes as its commune went.
            above = own.parent if own and own.is_hamlet else None
            _add(found, {place: WHOLE} if above is None else self._spread(above, (*behind, place)), left)
        if not behind:
            self._found[place] = found
        return found


def _add(found: dict[int, Fraction], parts: Mapping[int, Fraction], times: Fraction) -> None:
    for at, part in parts.items():
        found[at] = found.get(at, Fraction(0)) + times * part


@overload
def split(value: int, parts: Mapping[int, Fraction]) -> dict[int, int]: ...
@overload
def split(value: Decimal, parts: Mapping[int, Fraction]) -> dict[int, Decimal]: ...
def split(value: Number, parts: Mapping[int, Fraction]) -> dict[int, int] | dict[int, Decimal]:
    """A value in parts that come to it exactly; `parts` come to 1.

    An int goes by the largest remainder (ties to the first key), a Decimal is multiplied out.
    """
    if isinstance(value, int):
        floors = {key: (value * part).__floor__() for key, part in parts.items()}
        first = sorted(parts, key=lambda key: (floors[key] - value * parts[key], key))
        more = set(first[: value - sum(floors.values())])
        return {key: floors[key] + (key in more) for key in parts}
    with localcontext() as exact:
        exact.prec = DIGITS
        return {key: value * part.numerator / part.denominator for key, part in parts.items()}


@dataclass(frozen=True, slots=True)
class Restated:
    """What one place of the day comes to; `value` None when no part of it is known.

    `unknown`: the earlier places that were asked and gave no figure; the value says nothing of them. `by_share`: part
    of it was split by a share, and not by what is known of each record.
    """

    value: Number | None = None
    unknown: tuple[int, ...] = ()
    by_share: bool = False


def restate(values: Iterable[Value], borders: Boundaries) -> dict[int, Restated]:
    """(place, hamlets covered, value) on the borders of the day, by place.

    The known values add up to the whole; a missing one is never zero. Values of one place are summed before they are
    split, so that nothing is rounded twice.
    """
    summed: dict[tuple[int, tuple[int, ...]], Number | None] = {}
    for place, covered, value in values:
        key = (place, tuple(sorted(covered)))
        summed[key] = _plus(summed.get(key), value)
    found: dict[int, Restated] = {}
    for (place, hamlets), value in sorted(summed.items(), key=lambda row: row[0]):
        parts = borders.of(place, hamlets)
        pieces: Mapping[int, Number | None] = dict.fromkeys(parts) if value is None else split(value, parts)
        for at, piece in pieces.items():
            have = found.get(at, Restated())
            found[at] = Restated(
                value=_plus(have.value, piece),
                unknown=(*have.unknown, place) if piece is None else have.unknown,
                by_share=have.by_share or (piece is not None and len(parts) > 1),
            )
    return found


def _plus(one: Number | None, other: Number | None) -> Number | None:
    if one is None or other is None:
        return other if one is None else one
    with localcontext() as exact:
        exact.prec = DIGITS
        return one + other
