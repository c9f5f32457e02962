"""What was done, as rows of a page: each figure with the list that it counts. No database here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from danvan.lib.joint import Sum
from reports.pages.credit_block import KINDS, listed
from reports.pages.done import Done
from reports.summaries.summarize_subject import Links
from reports.summary import trim

# kind: figures shown, with their units; those of what people gave stand apart and are in no sum of support
FIGURES: dict[str, tuple[tuple[str, str], ...]] = {
    "activity": (("people", "người"), ("attendances", "lượt"), ("recommendations", "kiến nghị"),
                 ("answered", "đã trả lời")),
    "work": (("road_km", "km đường"), ("lamps", "bóng đèn"), ("land_m2", "m² đất hiến"), ("labour_days", "ngày công"),
             ("given_vnd", "đồng dân góp")),
    "model": (("collective", "tập thể"), ("individual", "cá nhân"), ("households", "hộ tham gia")),
}  # fmt: skip

HEADS = {"grant": "Hỗ trợ", "loan": "Cho vay", "activity": "Hoạt động", "work": "Công trình", "model": "Mô hình"}


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One kind: how many, the list behind ("" = none), and its figures as (number, unit)."""

    label: str
    n: int
    url: str
    figures: tuple[tuple[Decimal, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class BranchCell:
    """One kind in one campaign; `url` the list of what it counts, "" = none."""

    label: str
    money: bool
    sum: Sum
    url: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A campaign of a movement, or a programme inside a campaign, with what was done in it and inside it."""

    name: str
    url: str
    depth: int
    cells: tuple[BranchCell, ...]


def rows(found: Mapping[str, Done], links: Mapping[str, Links]) -> list[DoneRow]:
    """Activities, works, models, households: those of which there is something."""
    made = []
    for kind, figures in FIGURES.items():
        done = found.get(kind)
        if done is None or not done.n:
            continue
        known = ((trim(done.figures.get(name)), unit) for name, unit in figures)
        made.append(
            DoneRow(
                KINDS[kind].title, done.n, listed(KINDS[kind], links[kind]),
                tuple((value, unit) for value, unit in known if value),
                "Phần dân góp không cộng vào hỗ trợ" if kind == "work" else "",
            )
        )  # fmt: skip
    joined = found.get("household")
    if joined is not None and joined.n:
        made.append(DoneRow("Hộ có tên tham gia", joined.n, links["household"].to("/ho/"), note="Mỗi hộ một lần"))
    return made


def cells(
    found: Mapping[str, Done], campaigns: Iterable[int | None], links: Mapping[str, Links], code: str | None
) -> tuple[BranchCell, ...]:
    """What was done in the campaigns together, kind by kind: a campaign with its programmes, as its list has it.

    `code` None: what belongs to no campaign, which no list shows alone.
    """
    ids, made = list(campaigns), []
    for kind, label in HEADS.items():
        done = found.get(kind, Done())
        worth = sum((done.by_campaign.get(pk, Sum()) for pk in ids), Sum())
        url = listed(KINDS[kind], links[kind].narrowed(dot=code)) if code and worth.n else ""
        made.append(BranchCell(label, kind in ("grant", "loan"), worth, url))
    return tuple(made)


def whole(found: Mapping[str, Done], links: Mapping[str, Links]) -> tuple[BranchCell, ...]:
    """The foot of the tree: each thing once, in no matter how many of its branches it stands."""
    return tuple(
        BranchCell(
            label, kind in ("grant", "loan"), Sum(done.n, done.vnd),
            listed(KINDS[kind], links[kind]) if done.n else "",
        )
        for kind, label in HEADS.items()
        for done in (found.get(kind, Done()),)
    )  # fmt: skip
