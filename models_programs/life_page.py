"""What the page of a model's year shows of its life: where it stands, what comes next and who does it, what was added.

Four queries, however long the life: the steps, the decisions, the diary with the results, the scores.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, CharField, DecimalField, F, IntegerField, TextField, Value
from django.db.models.functions import Cast

from movements.models import Area

from .life import Action, Life, why_no_note
from .life.rules import RULES, Stage
from .models import Decided, LifeStep, ModelYear, ScoreLine

LEVELS: dict[str, str] = {str(value): str(label) for value, label in Decided.Level.choices}
TEXT = CharField()
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
    own: ScoreLine | None
    given: ScoreLine | None


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


def context(user: Any, record: ModelYear) -> dict[str, Any]:
    found = Life.of(user, record)
    logged = _logged(record)
    own, given = found.latest(Action.SELF_ASSESS), found.latest(Action.APPRAISE)
    scores = _scores(own, given)
    accepted = record.status == "approved"
    return {
        "life": found,
        "line": line(record),
        "offers": [Offer(r.slug, r.button, found.why_not(r)) for r in found.next_rules] if accepted else [],
        "told": [_told(found, step) for step in reversed(found.steps)],
        "notes": [row for row in logged if row.quantity is None],
        "results": [row for row in logged if row.quantity is not None],
        "why_no_note": why_no_note(found),
        "scores": scores,
        "score_maximum": sum((row.maximum for row in scores), Decimal(0)) or None,
        "appraisal": given,
        "decisions": _decisions(record),
    }


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


def _scores(own: LifeStep | None, given: LifeStep | None) -> list[Score]:
    steps = [step.pk for step in (own, given) if step]
    if not steps:
        return []
    rows = list(ScoreLine.objects.filter(step__in=steps).select_related("criterion").order_by("criterion_id"))
    by: Mapping[tuple[int, int], ScoreLine] = {(row.step_id, row.criterion_id): row for row in rows}
    criteria = {row.criterion_id: row.criterion for row in rows}
    return [
        Score(c.name, c.maximum, by.get((own.pk, pk)) if own else None, by.get((given.pk, pk)) if given else None)
        for pk, c in criteria.items()
    ]


SHAPES = {Action.REFUSE: "bad", Action.STOP: "bad", Action.TAKE_BACK: "bad", Action.SELF_ASSESS: "wait",
          Action.START: "none"}  # fmt: skip


def _told(found: Life, step: LifeStep) -> Told:
    undone = step.pk in found.undone
    held = step.action in RULES and not undone and found.grants(*RULES[step.action].back)
    return Told(
        step, SHAPES.get(step.action, "ok"), undone and found.undone[step.pk].action == Action.TAKE_BACK,
        bool(held) and not found.why_not_back(step),
    )  # fmt: skip


def _logged(record: ModelYear) -> list[Logged]:
    none = Value(None, output_field=DecimalField(max_digits=14, decimal_places=3))
    who = ("actor__full_name", "actor__username", F("replaced_by"))
    notes = record.notes.order_by().values_list("pk", "date", Cast("words", TextField()), none, Value(""), *who)
    results = record.results.order_by().values_list("pk", "date", Cast("what", TextField()), "quantity", "unit", *who)
    rows: Iterable[tuple[Any, ...]] = notes.union(results, all=True)
    found = [
        Logged(pk, date, words, quantity, unit, name or login, replaced is not None)
        for pk, date, words, quantity, unit, name, login, replaced in rows
    ]
    return sorted(found, key=lambda row: (row.date, row.pk), reverse=True)


def _decisions(record: ModelYear) -> list[Decision]:
    no_text, no_key = Value("", output_field=TEXT), Value(None, output_field=IntegerField())
    yes = Value(False, output_field=BooleanField())
    parts = [
        record.recognitions.order_by().values_list(
            Value("recognition", TEXT), Cast("level", TEXT), "date", Cast("decision", TEXT), Cast("body", TEXT),
            no_text, "exemplary", no_key, no_key, no_key, "step"),
        record.awards.order_by().values_list(
            Value("award", TEXT), Cast("level", TEXT), "date", Cast("decision", TEXT), Cast("body", TEXT),
            Cast("title", TEXT), yes, "start_year", "end_year", no_key, "step"),
        record.replications.order_by().values_list(
            Value("replication", TEXT), no_text, "date", no_text, Cast("area__name", TEXT), Cast("area__kind", TEXT),
            yes, no_key, no_key, "child", "step"),
    ]  # fmt: skip
    rows: Sequence[tuple[Any, ...]] = list(parts[0].union(*parts[1:], all=True))
    return sorted((_decision(row) for row in rows), key=lambda one: (one.date, one.step or 0))


def _decision(row: tuple[Any, ...]) -> Decision:
    kind, level, date, number, body, title, exemplary, first, last, child, step = row
    if kind == "recognition":
        title = "Tiêu biểu" if exemplary else "Công nhận"
    elif kind == "award":
        title = f"{title}, giai đoạn {first}–{last}" if first else title
    else:
        body = f"{Area.Kind(title).label} {body}" if title else body
        title = "Nhân rộng"
    return Decision(kind, title, LEVELS.get(level, ""), number, date, body, child, step)
