"""What the households of a list had received: «cùng có», never a cause.

Whether a household was helped is asked of all accepted records, whoever gave and whoever reads (as in fairness.py);
amounts are not told here. Loans stand apart. A household helped twice is one household (hộ khác nhau) and two times
(lượt hộ). The years are those of the help's own date: the year of the review and the one before.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from danvan.records.models import Status

from .models import HouseholdMerge, PovertyReview, Recipient, Support, standing
from .models.merges import ACTIVE

FORMS: dict[str, str] = {str(value): str(label) for value, label in Support.Form.choices}
LOAN = str(Support.Form.LOAN)
Received = Mapping[int, Mapping[str, int]]
"""household → form of support → how many times it was named."""


@dataclass(frozen=True, slots=True)
class Helped:
    """Different households, and how many times they were named together."""

    households: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Of `all` households: those helped in any way (`given`), by form, with a loan, and those without any grant."""

    all: int
    given: Helped
    forms: Mapping[str, Helped]
    loans: Helped

    @property
    def nothing(self) -> int:
        return self.all - self.given.households


def window(year: int) -> tuple[int, int]:
    return year - 1, year


def received(reviews: QuerySet[PovertyReview], year: int) -> Received:
    """The help that names the households of the reviews, or records that were merged into them. One query."""
    homes = reviews.order_by().annotate(counted_as=standing()).values("counted_as")
    away = HouseholdMerge.objects.filter(standing__in=homes, state__in=ACTIVE).values("away")
    mine = Recipient.objects.filter(household__in=homes) | Recipient.objects.filter(household__in=away)
    rows = (
        mine.filter(support__status=Status.APPROVED, support__date__year__range=window(year))
        .order_by().annotate(counted_as=standing()).values_list("counted_as", "support__form", "support__kind")
        .annotate(times=Count("support", distinct=True))
    )  # fmt: skip
    found: dict[int, dict[str, int]] = {}
    for household, form, kind, times in rows:
        by = found.setdefault(household, {})
        key = LOAN if kind == Support.Kind.LOAN else form
        by[key] = by.get(key, 0) + times
    return found


def grants(forms: Mapping[str, int]) -> int:
    """How many times one household was named, loans left out."""
    return sum(times for form, times in forms.items() if form != LOAN)


def group(households: Collection[int], got: Received) -> Group:
    """The group's help, summed from its households: nothing is joined, so nothing counts twice."""
    forms: dict[str, list[int]] = {}
    given: list[int] = []
    for household in households:
        mine = got.get(household, {})
        for form, times in mine.items():
            forms.setdefault(form, []).append(times)
        if times := grants(mine):
            given.append(times)
    by = {form: Helped(len(rows), sum(rows)) for form, rows in forms.items()}
    loans = by.pop(LOAN, Helped())
    return Group(len(households), Helped(len(given), sum(given)), by, loans)
