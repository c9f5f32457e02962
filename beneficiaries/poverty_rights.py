"""Who may see the poor of a place, by name or only how many they are; and which reviews count."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from danvan.accounts.scoping import Access, access
from danvan.records.models import Status

from .models import PovertyReview, standing


def names_at(mine: Access, path: str) -> bool:
    """Whether the reader may see who the poor of the place are."""
    return _reaches(mine, "poverty_review.view", path)


def counts_at(mine: Access, path: str) -> bool:
    """Whether the reader may at least see how many they are."""
    return names_at(mine, path) or _reaches(mine, "area_poverty.view", path)


def enters_at(mine: Access, path: str) -> bool:
    """Whether the reader enters reviews of the place."""
    return _reaches(mine, "poverty_review.enter", path)


def countable(user: Any) -> QuerySet[PovertyReview]:
    """The accepted reviews that the user may count: by the right to see them, or to see counts of their place."""
    mine = access(user)
    seen = mine.q(PovertyReview.scope, "poverty_review.view") | mine.q(PovertyReview.scope, "area_poverty.view")
    return PovertyReview.objects.filter(seen, status=Status.APPROVED)


def counted_once(reviews: QuerySet[PovertyReview]) -> QuerySet[PovertyReview]:
    """Without what a record that was merged away says of a year in which the record kept for it speaks itself."""
    own = PovertyReview.objects.filter(
        household=OuterRef("kept"), year=OuterRef("year"), standard=OuterRef("standard"), status=Status.APPROVED
    )
    return reviews.annotate(kept=standing()).exclude(~Q(household=F("kept")) & Exists(own))


def _reaches(mine: Access, action: str, path: str) -> bool:
    return any(grant.reaches_path(path) for grant in mine.holding(action))
