"""Everything that hangs on a model's year, in one query: decisions, diary, results, scores, partners; and the decisions
of several years."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    DecimalField,
    F,
    Field,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf

from .life import rules
from .models import Award, ModelYear, Recognition, Replication, ScoreLine

_NUMBER = DecimalField(max_digits=14, decimal_places=3)
COLUMNS: Mapping[str, Field[Any, Any]] = {
    "pk": IntegerField(), "date": DateField(), "first": TextField(), "second": TextField(), "third": TextField(),
    "fourth": TextField(), "number": _NUMBER, "most": _NUMBER, "flag": BooleanField(), "one": IntegerField(),
    "two": IntegerField(), "step": IntegerField(), "who": TextField(), "actor": IntegerField(), "of": IntegerField(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one of the relations; what its columns hold stands in `read`."""

    kind: str
    pk: int
    date: datetime.date | None
    first: str | None
    second: str | None
    third: str | None
    fourth: str | None
    number: Decimal | None
    most: Decimal | None
    flag: bool | None
    one: int | None
    two: int | None
    step: int | None
    who: str | None
    actor: int | None
    of: int | None


Rows = dict[str, list[Row]]


def read(record: ModelYear) -> Rows:
    """{kind: rows by date}. recognition, award: level, number, body, title; replication: place, its kind, child;
    note: words; result: what, unit, number; score: criterion, words, given and maximum; partner: its name;
    hand, lender: the actor (life/rules.py: who may not judge it).
    """
    who = {"who": Coalesce(NullIf("actor__full_name", Value("")), "actor__username"), "actor": F("actor")}
    partners = ModelYear.partners.through.objects.filter(modelyear=record.pk)
    parts = [*_decided(Q(model_year=record.pk)), _branch("partner", partners, first=F("organization__name"))]
    if record.status == "approved":  # before, nothing can have been added
        parts += [
            _branch("note", record.notes.all(), date=F("date"), first=F("words"), one=F("replaced_by"), **who),
            _branch("result", record.results.all(), date=F("date"), first=F("what"), second=F("unit"),
                    number=F("quantity"), one=F("replaced_by"), **who),
            _branch("score", ScoreLine.objects.filter(step__model_year=record.pk), first=F("criterion__name"),
                    second=F("words"), number=F("score"), most=F("criterion__maximum"), one=F("criterion"),
                    step=F("step")),
            _branch("hand", rules.writers(record), pk=F("actor"), actor=F("actor")),
            _branch("hand", rules.takers(record), pk=F("taker"), actor=F("taker")),
            _branch("lender", rules.lenders(record), pk=F("user"), actor=F("user")),
        ]  # fmt: skip
    return _gathered(parts)


def decisions(years: Collection[int]) -> Rows:
    """{kind: rows by date} of the recognitions, awards and replications of several years (their keys); `of` says of
    which. One query.
    """
    return _gathered(_decided(Q(model_year__in=years)))


def _decided(of: Q) -> list[QuerySet[Any, Any]]:
    decided = {
        "date": F("date"), "first": F("level"), "second": F("decision"), "third": F("body"), "step": F("step"),
        "of": F("model_year"),
    }  # fmt: skip
    return [
        _branch("recognition", Recognition.objects.filter(of), **decided, flag=F("exemplary")),
        _branch("award", Award.objects.filter(of), **decided, fourth=F("title"), one=F("start_year"),
                two=F("end_year")),
        _branch("replication", Replication.objects.filter(of), date=F("date"), third=F("area__name"),
                fourth=F("area__kind"), one=F("child"), two=F("area"), step=F("step"), of=F("model_year")),
    ]  # fmt: skip


def _gathered(parts: Sequence[QuerySet[Any, Any]]) -> Rows:
    found: Rows = {}
    for values in parts[0].union(*parts[1:], all=True):
        found.setdefault(values[0], []).append(Row(*values))
    for rows in found.values():
        rows.sort(key=lambda row: (row.date or datetime.date.min, row.pk))
    return found


def _branch(kind: str, rows: QuerySet[Any], **given: Any) -> QuerySet[Any, Any]:
    given = {"pk": F("pk"), **given}
    cast = (Cast(given.get(name, Value(None)), field) for name, field in COLUMNS.items())
    return rows.order_by().values_list(Value(kind, TextField()), *cast)


def initial(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """What the line tables of the form start with, by relation."""

    def decided(row: Row) -> dict[str, Any]:
        return {"level": row.first, "decision": row.second, "date": row.date, "body": row.third}

    return {
        "recognitions": [{**decided(r), "exemplary": r.flag} for r in rows.get("recognition", ())],
        "awards": [{**decided(r), "title": r.fourth, "start_year": r.one, "end_year": r.two}
                   for r in rows.get("award", ())],
        "replications": [{"area": r.two, "date": r.date, "child": r.one} for r in rows.get("replication", ())],
    }  # fmt: skip
