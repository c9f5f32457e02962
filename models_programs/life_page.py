"""What the page of a model's year shows of its life: where it stands, what comes next and who does it, what was added.

Two queries, however long the life: the steps, and everything that hangs on the year (life_rows.py).
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from danvan.records.models import Status
from movements.models import Area

from . import life_rows
from .life import Action, Life, why_no_note
from .life.rules import DISPUTED, RULES, Stage
from .life_rows import Row, Rows, read
from .models import Decided, LifeStep, ModelYear, ScoreLine

LEVELS: dict[str, str] = {str(value): str(label) for value, label in Decided.Level.choices}
# The stages as they follow each other; the last two places hold one of two.
LINE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Đăng ký", (Stage.REGISTERED,)), ("Triển khai", (Stage.RUNNING,)), ("Tự đánh giá", (Stage.SELF_ASSESSED,)),
    ("Thẩm định", (Stage.APPRAISED,)), ("Công nhận", (Stage.RECOGNISED, Stage.NOT_RECOGNISED)),
    ("Chuyển tiếp", (Stage.CARRIED_OVER, Stage.STOPPED)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the life line: its word, and "done", "now" or ""."""

    word: str
    state: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the stage allows: its button where the reader may take it, else why not."""

    slug: str
    word: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Told:
    """A step in the history: what, by whom, when, in what words; whether it was taken back, or may be."""

    step: LifeStep
    shape: str
    undone: bool
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A criterion with both scores."""

    name: str
    maximum: Decimal
    own: Decimal | None
    given: Decimal | None
    evidence: str
    remark: str


@dataclass(frozen=True, slots=True)
class Logged:
    """A row of the diary (`quantity` None) or a result; `replaced` when a later row stands for it."""

    pk: int
    date: datetime.date
    words: str
    quantity: Decimal | None
    unit: str
    who: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A recognition, an award or a replication. `step` = the step that made it; None = with the registration."""

    kind: str
    title: str
    level: str
    number: str
    date: datetime.date
    body: str
    child: int | None
    step: int | None


def context(user: Any, record: ModelYear, shown: Mapping[str, Any]) -> dict[str, Any]:
    """`shown` is what the page shows already: the user's rights, the proposal that waits."""
    rows = rows_of(record)
    accepted = record.status == Status.APPROVED
    found = Life.of(user, record) if accepted else Life(user, record)
    found.enters = shown["rights"].enter
    found.disputed = DISPUTED if shown["correction"] else ""
    found.noted = _actors(rows, "note", "result")
    found.written, found.lenders = _actors(rows, "hand"), _actors(rows, "lender")
    own, given = found.latest(Action.SELF_ASSESS), found.latest(Action.APPRAISE)
    scores = _scores(rows.get("score", ()), own, given)
    return {
        "line": line(record),
        "offers": [Offer(r.slug, r.button, found.why_not(r)) for r in found.next_rules] if accepted else [],
        "told": [_told(found, step) for step in reversed(found.steps)],
        "notes": _logged(rows.get("note", ())),
        "results": _logged(rows.get("result", ())),
        "why_no_note": why_no_note(found),
        "scores": scores,
        "score_maximum": sum((row.maximum for row in scores), Decimal(0)) or None,
        "appraisal": given,
        "decisions": decisions(rows),
    }


def rows_of(record: ModelYear) -> Rows:
    """Everything that hangs on the record, read once for the page."""
    if not hasattr(record, "_rows"):
        record._rows = read(record)  # type: ignore[attr-defined]
    return record._rows  # type: ignore[attr-defined,no-any-return]


def _actors(rows: Rows, *kinds: str) -> set[int]:
    return {row.actor for kind in kinds for row in rows.get(kind, ()) if row.actor}


def line(record: ModelYear) -> list[Point]:
    stage, found, passed = record.stage, [], True
    for word, stages in LINE:
        here = stage in stages
        label = str(Stage(stage).label) if here else word
        found.append(Point(label, "now" if here else "done" if passed else ""))
        passed = passed and not here
    if stage == Stage.STOPPED:  # it may have stopped anywhere
        scored = (record.own_score is not None, record.score is not None)
        for at, known in zip((2, 3), scored, strict=True):
            if not known:
                found[at] = Point(found[at].word, "")
        found[4] = Point(found[4].word, "")
    return found


def lines_of(step: LifeStep | None) -> dict[int, ScoreLine]:
    """{criterion: line} of a step that scored."""
    return {one.criterion_id: one for one in step.lines.all()} if step else {}


def _scores(rows: Sequence[Row], own: LifeStep | None, given: LifeStep | None) -> list[Score]:
    by = {(row.step, row.one): row for row in rows}
    steps = (own.pk if own else None, given.pk if given else None)
    found = []
    for criterion in sorted({row.one for row in rows if row.step in steps}, key=lambda pk: pk or 0):
        mine, theirs = (by.get((step, criterion)) for step in steps)
        one = mine or theirs
        if one is not None:
            found.append(
                Score(
                    one.first or "", one.most or Decimal(0), mine.number if mine else None,
                    theirs.number if theirs else None, (mine.second if mine else "") or "",
                    (theirs.second if theirs else "") or "",
                )
            )  # fmt: skip
    return found


SHAPES: Mapping[str, str] = {
    Action.REFUSE: "bad", Action.STOP: "bad", Action.TAKE_BACK: "bad", Action.SELF_ASSESS: "wait", Action.START: "none",
}  # fmt: skip


def _told(found: Life, step: LifeStep) -> Told:
    undone = step.pk in found.undone
    held = step.action in RULES and not undone and found.grants(*RULES[step.action].back)
    return Told(
        step, SHAPES.get(step.action, "ok"), undone and found.undone[step.pk].action == Action.TAKE_BACK,
        bool(held) and not found.why_not_back(step),
    )  # fmt: skip


def _logged(rows: Sequence[Row]) -> list[Logged]:
    return [
        Logged(row.pk, row.date, row.first or "", row.number, row.second or "", row.who or "", row.one is not None)
        for row in reversed(rows)
        if row.date
    ]


def decisions(rows: Rows) -> list[Decision]:
    """By date, those of the registration before those of a step."""
    kinds = ("recognition", "award", "replication")
    found = [_decision(row) for kind in kinds for row in rows.get(kind, ()) if row.date]
    return sorted(found, key=lambda one: (one.date, one.step or 0))


def decided(years: Sequence[ModelYear]) -> list[tuple[ModelYear, Decision]]:
    """The decisions of a model's accepted years, in the order of `years`. One query."""
    accepted = [year for year in years if year.status == Status.APPROVED]
    rows = life_rows.decisions([year.pk for year in accepted]) if accepted else {}
    return [
        (year, one)
        for year in accepted
        for one in decisions({kind: [row for row in found if row.of == year.pk] for kind, found in rows.items()})
    ]


def _decision(row: Row) -> Decision:
    title, body, child = "", row.third or "", None
    match row.kind:
        case "recognition":
            title = "Tiêu biểu" if row.flag else "Công nhận"
        case "award":
            title = f"{row.fourth}, giai đoạn {row.one}–{row.two}" if row.one else row.fourth or ""
        case _:
            title, child = "Nhân rộng", row.one
            body = f"{Area.Kind(row.fourth).label} {body}" if row.fourth else body
    level = LEVELS.get(row.first or "", "")
    return Decision(row.kind, title, level, row.second or "", row.date, body, child, row.step)  # type: ignore[arg-type]
