"""Who reads a summary, and so what it may count: the scope comes before any figure.

Readers of rows count what `visible_to` gives them and get links to it. A reader who may read reports but no single
support (the mobilisation board) gets the same sums over the places of that right, without rows, notes or links.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet

from beneficiaries.models import AreaPoverty, PovertyReview, Support
from beneficiaries.poverty_rights import countable
from beneficiaries.querysets import SupportQuerySet
from danvan.accounts.roles import Reach
from danvan.accounts.scoping import Access, access, visible_to
from models_programs.models import ModelYear
from movements.models import Target
from reports.summaries.summarize_subject import Subject

ACTION = "report.view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The querysets that a reader counts from. `access` None: the system itself, which sees everything."""

    supports: SupportQuerySet
    targets: QuerySet[Target]
    poverty: QuerySet[AreaPoverty]
    model_years: QuerySet[ModelYear]
    reviews: QuerySet[PovertyReview]
    sees_rows: bool = True
    access: Access | None = None

    @property
    def user(self) -> Any:
        """Who reads; None: the system."""
        return self.access.user if self.access else None

    @classmethod
    def system(cls) -> "Reader":
        """For commands that run on the machine itself."""
        return cls(
            supports=Support.objects.all(), targets=Target.objects.all(), poverty=AreaPoverty.objects.all(),
            model_years=ModelYear.objects.all(), reviews=PovertyReview.objects.filter(status="approved"),
        )  # fmt: skip

    @classmethod
    def of(cls, user: Any) -> "Reader":
        """What this user may count today. Who sees records in one place and sums alone in another gets sums of both."""
        mine = access(user)
        sees_rows = mine.may("support.view") and all("support.view" in g.role.actions for g in mine.holding(ACTION))
        everything: SupportQuerySet = Support.objects.all()
        supports = visible_to(everything, user) if sees_rows else everything.filter(mine.q(Support.scope, ACTION))
        return cls(
            supports=cast(SupportQuerySet, supports),
            targets=visible_to(Target.objects.all(), user),
            poverty=visible_to(AreaPoverty.objects.all(), user),
            model_years=visible_to(ModelYear.objects.all(), user),
            reviews=countable(user),
            sees_rows=sees_rows,
            access=mine,
        )

    def sees_whole(self, subject: Subject, action: str = ACTION) -> bool:
        """Whether nothing of the subject lies outside the reader's reach: only then are its totals the subject's.
        `action`: the right by which it is counted.
        """
        if self.access is None:
            return True
        if subject.type == "organization" and self._is_of(subject, action):
            return True
        return bool(subject.paths) and all(self._reaches(path, action) for path in subject.paths)

    def may_open(self, subject: Subject) -> bool:
        """Areas, organisations and the portal when all of it is in reach; campaigns and movements always, each reader
        their part.
        """
        if self.access is None:
            return True
        return self.access.may(ACTION) and (subject.type in ("campaign", "movement") or self.sees_whole(subject))

    def places(self) -> str:
        """The reader's reach in words: "xã Mê Linh"."""
        if self.access is None:
            return ""
        return "; ".join(dict.fromkeys(grant.label for grant in self.access.holding(ACTION) if grant.label))

    def _reaches(self, path: str, action: str) -> bool:
        assert self.access is not None  # noqa: S101 - the callers return earlier for the system
        return any(grant.role.reach is Reach.AREA and grant.reaches_path(path) for grant in self.access.holding(action))

    def _is_of(self, subject: Subject, action: str) -> bool:
        assert self.access is not None  # noqa: S101
        return any(subject.pk in grant.organizations for grant in self.access.holding(action))
