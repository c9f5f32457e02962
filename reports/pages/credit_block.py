"""Joint credit as a page shows it: one table a kind of things, and who joined whom. No database here.

Reusable for any page: `block(credit, kind, links)` → templates/reports/parts/credit.html.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from danvan.lib import joint
from danvan.lib.joint import Credit, Part, Sum
from danvan.lib.numbers import format_int
from reports.overview.dashboard_findings import short_name
from reports.summaries.summarize_subject import Links


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things: its head, what one is called, the list that shows them, what else the list is narrowed by."""

    title: str
    thing: str
    address: str
    query: Mapping[str, str]


KINDS = {
    "grant": Kind("Khoản hỗ trợ", "khoản", "/ho-tro/", {"loai": "grant"}),
    "loan": Kind("Khoản cho vay", "khoản", "/ho-tro/", {"loai": "loan"}),
    "activity": Kind("Hoạt động", "hoạt động", "/hoat-dong/", {}),
    "work": Kind("Công trình, phần việc", "công trình", "/cong-trinh/", {}),
    "model": Kind("Mô hình trong năm", "mô hình", "/mo-hinh/", {}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with the rows that it counts behind it ("" = the reader sees no rows)."""

    sum: Sum
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    led: Cell
    joined: Cell
    both: Cell


@dataclass(frozen=True, slots=True)
class Together:
    channel: str
    joiner: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Block:
    """`says`: the overlap in a sentence, never empty; `whole`, `each`, `again` as in danvan/lib/joint.py."""

    kind: str
    title: str
    thing: str
    says: str
    lines: tuple[Line, ...]
    together: tuple[Together, ...]
    whole: Cell
    each: Sum
    again: Sum

    @property
    def is_money(self) -> bool:
        return self.kind in ("grant", "loan")


def cell(value: Sum, kind: str, links: Links, **query: str) -> Cell:
    return Cell(value, listed(KINDS[kind], links, **query) if value.n else "")


def line(part: Part, kind: str, links: Links, near: Sequence[str] = ()) -> Line:
    """One organisation's part with the lists of what it led, of what it joined in, and of both."""
    code = part.body.code
    return Line(
        name=short_name(part.body.name, near),
        led=cell(part.led, kind, links, **{"to-chuc": code}),
        joined=cell(part.joined, kind, links, **{"cung-lam": code}),
        both=cell(part.both, kind, links, **{"tham-gia": code}),
    )


def block(credit: Credit, kind: str, links: Links, whole: str, near: Sequence[str] = ()) -> Block | None:
    """None where nobody joined in. `whole`: whose figures they are ("toàn đợt", "toàn huyện")."""
    what = KINDS[kind]
    says = joint.said(credit, what.thing, whole)
    if not says:
        return None
    together = (
        Together(
            short_name(pair.channel.name, near), short_name(pair.joiner.name, near),
            cell(pair.sum, kind, links, **{"to-chuc": pair.channel.code, "cung-lam": pair.joiner.code}),
        )
        for pair in credit.pairs
    )  # fmt: skip
    return Block(
        kind=kind, title=what.title, thing=what.thing, says=says,
        lines=tuple(line(part, kind, links, near) for part in credit.parts), together=tuple(together),
        whole=cell(credit.whole, kind, links), each=credit.each, again=credit.again,
    )  # fmt: skip


def listed(kind: Kind, links: Links, **query: str) -> str:
    """The list of what counts: accepted, under the links' own filter."""
    return links.to(kind.address, **kind.query, **query, **{"trang-thai": "approved"})


def blocks(
    credits: Iterable[tuple[str, Credit]], links: Callable[[str], Links], whole: str, near: Sequence[str] = ()
) -> list[Block]:
    """The kinds in which somebody joined in; `links(kind)` because a reader may see rows of some kinds only."""
    return [found for kind, credit in credits if (found := block(credit, kind, links(kind), whole, near))]


def title(found: Sequence[Block]) -> str:
    """ "Ba tổ chức cùng làm, mỗi việc chỉ đếm một lần"."""
    joiners = {pair.joiner for one in found for pair in one.together}
    return f"{format_int(len(joiners))} tổ chức cùng làm với đơn vị thực hiện; toàn thể chỉ đếm mỗi việc một lần"
