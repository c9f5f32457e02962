"""Cùng làm: one action of several organisations counts once for the whole, and once for each of those who took part.

The words, for supports, activities and works alike:

- kênh thực hiện (led)   what an organisation is the channel of; over all organisations this adds up to the whole
- cùng làm (joined)      what it joined in without being the channel; beside, never in, a sum
- cả hai (both)          led + joined: its own credit, on its own page
- counted again          the sums of all organisations' credits, less the whole: exactly what was joined

An organisation that is written as joining in its own action has led it, and counts once. No database here;
Supports are read by `beneficiaries/beside.py`, activities and works by `reports/pages/done.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from danvan.lib.numbers import format_int

MILLION = 1_000_000
PLACES = ("huyện", "tỉnh", "thành phố", "thị xã", "xã", "thị trấn", "phường", "đặc khu")


@dataclass(frozen=True, slots=True, order=True)
class Body:
    """An organisation by its code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """How many things, and what they are worth in đồng; None where nothing is valued, or nothing is money."""

    n: int = 0
    vnd: int | None = None

    def __add__(self, other: "Sum") -> "Sum":
        known = [vnd for vnd in (self.vnd, other.vnd) if vnd is not None]
        return Sum(self.n + other.n, sum(known) if known else None)


@dataclass(frozen=True, slots=True)
class Pair:
    """What `joiner` joined in of what `channel` led."""

    channel: Body
    joiner: Body
    sum: Sum


@dataclass(frozen=True, slots=True)
class Part:
    """One organisation's part."""

    body: Body
    led: Sum = Sum()
    joined: Sum = Sum()

    @property
    def both(self) -> Sum:
        return self.led + self.joined


@dataclass(frozen=True, slots=True)
class Credit:
    """Who led and who joined in things of one kind. `parts` have the largest credit first."""

    parts: tuple[Part, ...] = ()
    pairs: tuple[Pair, ...] = ()

    @property
    def whole(self) -> Sum:
        """Each thing once."""
        return sum((part.led for part in self.parts), Sum())

    @property
    def again(self) -> Sum:
        """What adding up the organisations would count again."""
        return sum((part.joined for part in self.parts), Sum())

    @property
    def each(self) -> Sum:
        """The sum over the organisations, each credited with all that it took part in: too large by `again`."""
        return self.whole + self.again

    def of(self, code: str) -> Part:
        """The part of one organisation; an empty one when it had none."""
        return next((part for part in self.parts if part.body.code == code), Part(Body(code, "")))


def credit(led: Iterable[tuple[Body, Sum]], pairs: Iterable[Pair]) -> Credit:
    """The parts of all organisations, from what each led and from who joined whom."""
    of_led: dict[Body, Sum] = {}
    of_joined: dict[Body, Sum] = {}
    for body, value in led:
        of_led[body] = of_led.get(body, Sum()) + value
    joins: dict[tuple[Body, Body], Sum] = {}
    for pair in pairs:
        if pair.channel.code != pair.joiner.code:
            joins[pair.channel, pair.joiner] = joins.get((pair.channel, pair.joiner), Sum()) + pair.sum
            of_joined[pair.joiner] = of_joined.get(pair.joiner, Sum()) + pair.sum
    parts = [Part(body, of_led.get(body, Sum()), of_joined.get(body, Sum())) for body in {**of_led, **of_joined}]
    return Credit(
        parts=tuple(sorted(parts, key=lambda part: (-(part.both.vnd or 0), -part.both.n, part.body.name))),
        pairs=tuple(
            sorted(
                (Pair(channel, joiner, value) for (channel, joiner), value in joins.items()),
                key=lambda pair: (-(pair.sum.vnd or 0), -pair.sum.n, pair.channel.name, pair.joiner.name),
            )
        ),
    )


def words(value: Sum, thing: str) -> str:
    """ "3 khoản, 300 triệu"; without money "3 hoạt động". Money is exact, so that the reader can add it up."""
    if value.vnd is None:
        return f"{format_int(value.n)} {thing}"
    millions, rest = divmod(value.vnd, MILLION)
    money = f"{format_int(value.vnd)} đồng" if rest or not millions else f"{format_int(millions)} triệu"
    return f"{format_int(value.n)} {thing}, {money}"


def said(found: Credit, thing: str, whole: str) -> str:
    """The overlap in a sentence; "" where nobody joined in. `whole`: whose figures they are ("toàn huyện")."""
    if not found.again.n:
        return ""
    return (
        f"Cộng theo từng tổ chức {words(found.each, thing)}; {whole} {words(found.whole, thing)}: "
        f"{words(found.again, thing)} là phần cùng làm được đếm lại."
    )


def whole_of(place: str) -> str:
    """Whose figures they are, in the sentence: "huyện Lâm Hà" → "toàn huyện"."""
    kind = next((kind for kind in PLACES if place.startswith(f"{kind} ")), "vùng")
    return f"toàn {kind}"
