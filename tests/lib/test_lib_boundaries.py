"""Figures on the borders of another day: what was stays, what is restated comes to the whole (design.md §4)."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.lib.boundaries import Boundaries, Link, Place, Restated, restate, split

DAY = date(2025, 7, 1)
LAST = date(2025, 6, 30)
PHU_SON, DA_DON, MOI, OTHER, DISTRICT, PRETIENG, HILL, PRETIENG_NEW, HILL_NEW = range(1, 10)


def borders(*links: Link, day: date = date(2026, 1, 1)) -> Boundaries:
    places = {
        PHU_SON: Place(DISTRICT, LAST), DA_DON: Place(DISTRICT, LAST), DISTRICT: Place(None, LAST),
        MOI: Place(), OTHER: Place(),
        PRETIENG: Place(PHU_SON, LAST, is_hamlet=True), HILL: Place(PHU_SON, LAST, is_hamlet=True),
        PRETIENG_NEW: Place(MOI, is_hamlet=True), HILL_NEW: Place(OTHER, is_hamlet=True),
    }  # fmt: skip
    return Boundaries(places, links, day)


def test_two_communes_that_merged_come_to_their_sum() -> None:
    merged = borders(Link(PHU_SON, MOI, DAY), Link(DA_DON, MOI, DAY))
    values = [(PHU_SON, (), 1_060_000_000), (DA_DON, (), 1), (PRETIENG, (), 5)]
    assert restate(values, merged) == {MOI: Restated(1_060_000_006)}


def test_nothing_moves_before_its_day_and_nothing_goes_back() -> None:
    before = borders(Link(PHU_SON, MOI, DAY), day=LAST)
    assert restate([(PHU_SON, (), 7), (MOI, (), 9)], before) == {PHU_SON: Restated(7), MOI: Restated(9)}


def test_a_known_hamlet_beats_a_share() -> None:
    """0,4 of Phú Sơn went one way, 0,6 the other; Pretieng the first, the hill the second."""
    parted = borders(
        Link(PHU_SON, MOI, DAY, Decimal("0.4")), Link(PHU_SON, OTHER, DAY, Decimal("0.6")),
        Link(PRETIENG, PRETIENG_NEW, DAY), Link(HILL, HILL_NEW, DAY),
    )  # fmt: skip
    assert restate([(PHU_SON, (), 101)], parted) == {
        MOI: Restated(40, by_share=True), OTHER: Restated(61, by_share=True),  # 40,4 and 60,6: the larger remainder
    }  # fmt: skip
    assert restate([(PRETIENG, (), 101)], parted) == {MOI: Restated(101)}
    assert restate([(PHU_SON, (HILL,), 101)], parted) == {OTHER: Restated(101)}  # in the commune, for one hamlet
    assert set(restate([(PHU_SON, (HILL, PRETIENG), 101)], parted)) == {MOI, OTHER}  # for both: by the share
    assert parted.origins([MOI]) == [MOI, PRETIENG, PRETIENG_NEW]  # the commune itself lies in both


def test_what_cannot_be_placed_keeps_its_own_name() -> None:
    """The district was abolished without a successor; of Đạ Đờn only 0,25 is known."""
    torn = borders(Link(DA_DON, MOI, DAY, Decimal("0.25")))
    found = restate([(DISTRICT, (), 10), (DA_DON, (), 8)], torn)
    assert {place: row.value for place, row in found.items()} == {DISTRICT: 10, DA_DON: 6, MOI: 2}
    assert [place for place in found if not torn.stands(place)] == [DA_DON, DISTRICT]


def test_a_missing_figure_is_named_and_is_not_zero() -> None:
    merged = borders(Link(PHU_SON, MOI, DAY), Link(DA_DON, MOI, DAY))
    assert restate([(PHU_SON, (), 43), (DA_DON, (), None)], merged) == {MOI: Restated(43, (DA_DON,))}
    assert restate([(DA_DON, (), None)], merged) == {MOI: Restated(None, (DA_DON,))}


def test_decimals_are_split_exactly_and_circles_end() -> None:
    parted = borders(Link(PHU_SON, MOI, DAY, Decimal("0.4")), Link(PHU_SON, OTHER, DAY, Decimal("0.6")))
    assert split(Decimal("7.6"), parted.of(PHU_SON)) == {MOI: Decimal("3.04"), OTHER: Decimal("4.56")}
    circle = borders(Link(PHU_SON, DA_DON, DAY), Link(DA_DON, PHU_SON, DAY))
    assert sum(circle.of(PHU_SON).values()) == 1


# ---- any tree of places, any mergers and splits, any figures ---------------------------------------------------------

YEARS = range(2021, 2026)


class Country:
    """Communes with hamlets that merge and split year by year, and what was recorded in them meanwhile."""

    def __init__(self) -> None:
        self.places: dict[int, Place] = {}
        self.links: list[Link] = []
        self.values: list[tuple[int, tuple[int, ...], int]] = []

    def add(self, parent: int | None = None) -> int:
        self.places[len(self.places) + 1] = Place(parent, is_hamlet=parent is not None)
        return len(self.places)

    def hamlets(self, commune: int) -> list[int]:
        return [k for k, place in self.places.items() if place.parent == commune]

    def standing(self) -> list[int]:
        return [k for k, place in self.places.items() if place.last is None and not place.is_hamlet]

    def end(self, place: int, day: date) -> None:
        self.places[place] = Place(self.places[place].parent, day, self.places[place].is_hamlet)

    def follow(self, hamlet: int, commune: int, day: date) -> None:
        self.links.append(Link(hamlet, self.add(commune), day))
        self.end(hamlet, day)

    def merge(self, olds: list[int], day: date) -> None:
        new = self.add()
        for old in olds:
            self.links.append(Link(old, new, day))
            for hamlet in self.hamlets(old):
                self.follow(hamlet, new, day)
            self.end(old, day)

    def part(self, old: int, shares: list[Decimal], sides: list[int], day: date) -> None:
        """`sides`: to which part each hamlet goes."""
        news = [self.add() for _ in shares]
        self.links += [Link(old, new, day, share) for new, share in zip(news, shares, strict=True)]
        for hamlet, side in zip(self.hamlets(old), sides, strict=False):
            self.follow(hamlet, news[side % len(news)], day)
        self.end(old, day)

    def borders(self, year: int) -> Boundaries:
        return Boundaries(self.places, self.links, date(year, 12, 31))

    def as_it_was(self, year: int) -> dict[int, Restated]:
        """On the borders of the records' own year, of which no later event may speak."""
        return restate(self.values, self.borders(year))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Country, list[tuple[int, int, dict[int, Restated]]]]:
    """A country through five years, with (year, how many figures by then, their totals as that year saw them)."""
    country, seen = Country(), []
    for _ in range(draw(st.integers(1, 4))):
        commune = country.add()
        for _ in range(draw(st.integers(0, 3))):
            country.add(commune)
    for year in YEARS:
        for _ in range(draw(st.integers(0, 3))):
            commune = draw(st.sampled_from(country.standing()))
            hamlets = country.hamlets(commune)
            covered = draw(st.lists(st.sampled_from(hamlets), unique=True)) if hamlets else []
            inside = hamlets and draw(st.booleans())
            place = draw(st.sampled_from(hamlets)) if inside else commune
            country.values.append((place, () if inside else tuple(covered), draw(st.integers(0, 10**13))))
        seen.append((year, len(country.values), country.as_it_was(year)))
        day = date(year + 1, 1, 1)
        if draw(st.booleans()):
            country.merge(draw(st.lists(st.sampled_from(country.standing()), min_size=1, unique=True)), day)
        if draw(st.booleans()):
            shares = draw(st.sampled_from(["1", "0.5 0.5", "0.333333 0.666667", "0.2 0.3 0.4", "0.000001 0.999999"]))
            sides = draw(st.lists(st.integers(0, 2), min_size=3, max_size=3))
            country.part(
                draw(st.sampled_from(country.standing())), [Decimal(s) for s in shares.split()], sides, day
            )  # fmt: skip
    return country, seen


@settings(max_examples=60)
@given(histories())
def test_every_total_as_it_was_stays_and_every_restated_one_comes_to_the_whole(
    history: tuple[Country, list[tuple[int, int, dict[int, Restated]]]],
) -> None:
    country, seen = history
    for year, figures, as_it_was in seen:
        assert restate(country.values[:figures], country.borders(year)) == as_it_was, "a later event changed the past"
    whole = sum(value for _place, _covered, value in country.values)
    for year in (*YEARS, 2030):
        found = restate(country.values, country.borders(year))
        assert sum(int(row.value or 0) for row in found.values()) == whole
    for place, covered, value in country.values:
        parts = split(value, country.borders(2030).of(place, covered))
        assert sum(parts.values()) == value
        assert all(part >= 0 for part in parts.values())
