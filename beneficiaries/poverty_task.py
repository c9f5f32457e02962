"""Rà soát of a commune's year: last year's poor and near-poor households, each with what this year says of it.

Nothing is carried over by itself: "giữ nguyên" is a choice like any other. Drafts are saved by the one door, many at
once; who saw an older version, or a household that somebody else reviewed meanwhile, is told so at its row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet

from danvan.accounts.scoping import visible_to
from danvan.records import services
from danvan.records.bulk import Refusal, create_many, prepare_many, said
from danvan.records.bulk_steps import Outcome, submit_many
from danvan.records.data import Invalid, Refused
from danvan.records.models import Status
from danvan.records.preparing import Prepared
from danvan.records.rights import editable_by
from movements.models import Area

from .imports.standards import standard_of
from .models import Household, PovertyClass, PovertyReview, standing
from .poverty_flows import LISTS
from .poverty_year import Place, PovertyYear

CLASSES: dict[str, str] = {str(value): str(label) for value, label in PovertyClass.choices}


@dataclass
class Row:
    """A household of last year's list. `review`: what this year says so far; `chosen`: what was just typed."""

    household: Household
    before: str
    review: PovertyReview | None = None
    open: bool = False
    chosen: str = ""
    fault: str = ""

    @property
    def before_words(self) -> str:
        return CLASSES.get(self.before, "không có trong danh sách")

    @property
    def value(self) -> str:
        return self.chosen or (self.review.poverty_class if self.review else "")

    @property
    def editable(self) -> bool:
        return self.review is None or self.open


@dataclass
class Task:
    """The year of a commune. `gone`: households of last year's list that cannot be reviewed here: they live elsewhere,
    or belong to a record that the user does not enter for.
    """

    area: Area
    year: int
    standard: str
    rows: list[Row] = field(default_factory=list)
    entrants: list[Row] = field(default_factory=list)
    gone: int = 0

    @property
    def done(self) -> int:
        return sum(row.review is not None for row in self.rows)

    @property
    def left(self) -> int:
        return len(self.rows) - self.done

    @property
    def drafts(self) -> list[PovertyReview]:
        return [row.review for row in (*self.rows, *self.entrants) if row.review and row.open]


def standard_in(year: int) -> str:
    """The standard by which the year is reviewed."""
    return standard_of("", year)


def reviews_of(user: Any, year: int) -> QuerySet[Any]:
    """The reviews that count as done: of the year, by its standard, not taken back; with `counted_as`, the household
    that each counts for, the last one last.
    """
    rows = visible_to(PovertyReview.objects.filter(year=year, standard=standard_in(year)), user)
    return rows.exclude(status=Status.WITHDRAWN).annotate(counted_as=standing()).order_by("pk")


def read_task(user: Any, year: PovertyYear, area: Area) -> Task:
    """The rows of a commune by hamlet and name; who was reviewed besides them is an entrant. Two queries."""
    task = Task(area, year.year, standard_in(year.year))
    before = {home.household: home.start.said for home in listed(year, year.whole) if home.start}
    moved = sum(code == "moved_out" for which in LISTS for _home, code in year.reasons(which))
    mine_to_change = editable_by(PovertyReview.objects.all(), user)
    found = (
        reviews_of(user, year.year).filter(area__path__startswith=area.path)
        .annotate(is_open=Exists(mine_to_change.filter(pk=OuterRef("pk"))))
        .select_related("household__area__parent")
    )  # fmt: skip
    reviews: dict[int, Any] = {review.counted_as: review for review in found}  # type: ignore[attr-defined]
    mine = visible_to(Household.objects.filter(pk__in=before), user, "enter").exclude(status=Status.WITHDRAWN)
    for household in mine.select_related("area__parent").order_by("area__path", "sort_key", "pk"):
        task.rows.append(_row(household, before[household.pk], reviews.pop(household.pk, None)))
    task.gone = moved + len(before) - len(task.rows)
    task.entrants = [_row(review.household, before.get(key, ""), review) for key, review in reviews.items()]
    return task


def listed(year: PovertyYear, place: Place) -> list[Any]:
    """The households of either list of the year before, of the place, that did not move away since."""
    inside = year.belonging.belongs
    return [
        home for home in year.homes
        if home.start and home.start.said in LISTS and inside(home.place_before, place.path)
        and inside(home.place, place.path)
    ]  # fmt: skip


def _row(household: Household, before: str, review: Any) -> Row:
    return Row(household, before, review, bool(review and review.is_open))


def save(
    user: Any, task: Task, chosen: Mapping[int, str], versions: Mapping[int, int], reasons: Mapping[int, str]
) -> int:
    """Keep what was chosen for households of the task as drafts; how many were written.

    A row that is refused says why and keeps what was chosen; the others are saved.
    """
    rows = {row.household.pk: row for row in (*task.rows, *task.entrants)}
    fresh: list[Row] = []
    written = 0
    for pk, value in chosen.items():
        row = rows.get(pk)
        if row is None or value not in CLASSES:
            continue
        row.chosen = value
        reason = reasons.get(pk)
        if row.review is None:
            fresh.append(row)
        elif row.review.poverty_class != value or (reason is not None and reason != row.review.reason):
            written += _change(user, row, value, versions.get(pk), reason)
    return written + _create(user, task, fresh, reasons)


def _change(user: Any, row: Row, value: str, version: int | None, reason: str | None) -> bool:
    review = row.review
    assert review is not None  # noqa: S101 - the caller asked
    if version is None or not row.open:
        row.fault = f"Hộ này đã có kết quả: {review.get_poverty_class_display()}."
        return False
    data = {"poverty_class": value} | ({} if reason is None else {"reason": reason})
    try:
        row.review = services.update(user, review, data, expected_version=version)
    except (Refused, PermissionDenied) as refusal:
        row.fault = in_words(refusal)
        return False
    row.chosen = ""
    return True


def _create(user: Any, task: Task, rows: Sequence[Row], reasons: Mapping[int, str]) -> int:
    data = [entry(task, row.household, row.chosen, reasons.get(row.household.pk) or "") for row in rows]
    prepared = prepare_many(user, PovertyReview, data)
    good: list[tuple[Row, Prepared]] = []
    for row, one in zip(rows, prepared, strict=True):
        if isinstance(one, Prepared):
            good.append((row, one))
        else:
            row.fault = in_words(one)
    try:
        create_many(user, [one for _row, one in good], action="review_year")
    except Refused as refusal:
        for row, _one in good:
            row.fault = in_words(refusal)
        return 0
    for row, one in good:
        row.review, row.open, row.chosen = one.instance, True, ""
    return len(good)


def entry(task: Task, household: Household, value: str, reason: str) -> dict[str, Any]:
    """A review for the door; place and organisation follow the household."""
    return {
        "household": household.pk, "organization": household.organization_id, "area": household.area_id,
        "year": task.year, "standard": task.standard, "poverty_class": value, "reason": reason,
    }  # fmt: skip


def in_words(refusal: Refusal) -> str:
    if isinstance(refusal, Invalid):
        return " ".join(line for lines in refusal.errors.values() for line in lines)
    return said(refusal)


def hand_in(user: Any, task: Task) -> list[Outcome]:
    """Gửi all drafts of the task at once; a refused one stops no other."""
    return submit_many(user, task.drafts)
