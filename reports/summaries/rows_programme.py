"""Rows of the report on the programme «Dân vận khéo»: models × year, tập thể and cá nhân always apart."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.summaries.rows import minus
from reports.summaries.rows_json import Json, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How many models of collectives and of individuals; None where nothing is recorded. `refs`: their two lists."""

    collective: int | None
    individual: int | None
    refs: tuple[str, str] = ("", "")

    @property
    def total(self) -> int | None:
        known = [one for one in (self.collective, self.individual) if one is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step of the year: `before` is both types in the year before; `places` how often models were taken up."""

    code: str
    label: str
    words: str
    pair: Pair
    before: int | None = None
    places: int | None = None

    @property
    def change(self) -> int | None:
        return minus(self.pair.total, self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A field, organisation or commune: its pair of each step, in the order of `Programme.columns`."""

    label: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    title: str
    head: str
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRow:
    """The models of a type that began in a year, and how many lived after 1, 2 … years (None: not yet)."""

    year: int
    type: str
    began: int
    after: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRow:
    """What a unit owes (None: nothing is asked) and what it handed in; `short` is missing at least."""

    unit: str
    any_type: int | None
    collective: int | None
    individual: int | None
    have: Pair
    short: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision of recognition, as it is cited."""

    number: str
    date: date
    body: str
    level: str
    exemplary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedRow:
    """A model of the year that was recognised; no decision where its stage alone says so."""

    name: str
    type: str
    field: str
    organization: str
    area: str
    decisions: tuple[Decision, ...]
    illustrative: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedRow:
    name: str
    type: str
    organization: str
    reason: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """What was published of a step beside what is held; `difference` = published − held."""

    label: str
    type: str
    value: Decimal
    held: int | None
    source: str

    @property
    def difference(self) -> Decimal | None:
        return None if self.held is None else self.value - self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The programme's year. `columns`: the labels of the steps that the boards show."""

    steps: tuple[StepRow, ...]
    columns: tuple[str, ...]
    boards: tuple[Board, ...] = ()
    cohorts: tuple[CohortRow, ...] = ()
    quotas: tuple[QuotaRow, ...] = ()
    recognised: tuple[RecognisedRow, ...] = ()
    stopped: tuple[StoppedRow, ...] = ()
    published: tuple[PublishedRow, ...] = ()

    def step(self, code: str) -> StepRow:
        return next(row for row in self.steps if row.code == code)


def programme_json(found: Programme | None) -> Json | None:
    """ "programme", null where the report is none of it; every count of models × year."""
    if found is None:
        return None
    return {
        "steps": [
            {"code": row.code, "label": row.label, **_pair(row.pair), "before": row.before} for row in found.steps
        ],
        "boards": [
            {
                "title": board.title,
                "rows": [{"label": row.label, "steps": [_pair(pair) for pair in row.pairs]} for row in board.rows],
            }
            for board in found.boards
        ],
        "cohorts": [
            {"year": row.year, "type": row.type, "began": row.began, "after": list(row.after)} for row in found.cohorts
        ],
        "quotas": [{"unit": row.unit, **_pair(row.have), "short": row.short} for row in found.quotas],
        "recognised": [
            {
                "name": row.name, "type": row.type, "organization": row.organization, "area": row.area,
                "decisions": [one.number for one in row.decisions], "ref": row.ref,
            }
            for row in found.recognised
        ],
        "published": [
            {"label": row.label, "type": row.type, "value": text(row.value), "held": row.held}
            for row in found.published
        ],
    }  # fmt: skip


def _pair(pair: Pair) -> Json:
    return {"collective": pair.collective, "individual": pair.individual}
