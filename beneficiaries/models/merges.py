"""Gộp hồ sơ trùng: two records of one real household read as one, without rewriting either.

(A household that really moves in with another is `HouseholdLineage`, "nhập hộ".) Approved supports, reviews and
households are protected by the database's triggers, so nothing that names the merged-away record is changed: readers
resolve it through `standing`, which is kept final however many merges follow one another, and undoing a merge leaves
everything as it was.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from danvan.crypto import EncryptedJSON

from .households import Household


class HouseholdMerge(models.Model):
    """`away` reads as `standing`: `kept`, or what that was merged into later. `after` are the values that the kept
    record took over, `before` those that it had.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Chờ duyệt gộp"
        APPLIED = "applied", "Đã gộp"
        UNDOING = "undoing", "Chờ duyệt bỏ gộp"
        UNDONE = "undone", "Đã bỏ gộp"
        REFUSED = "refused", "Không duyệt"

    away = models.ForeignKey(Household, models.PROTECT, verbose_name="hồ sơ gộp vào", related_name="merged")
    kept = models.ForeignKey(Household, models.PROTECT, verbose_name="hồ sơ giữ lại", related_name="absorbed")
    standing = models.ForeignKey(Household, models.PROTECT, related_name="absorbed_all")
    state = models.CharField("trạng thái", max_length=8, choices=State, default=State.PROPOSED)
    reason = models.CharField("lý do", max_length=300)
    before = EncryptedJSON(default=dict)
    after = EncryptedJSON(default=dict)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField("ý kiến", max_length=300, blank=True)
    undo_reason = models.CharField("lý do bỏ gộp", max_length=300, blank=True)
    undo_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "gộp hồ sơ hộ"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["away"], condition=Q(state__in=("proposed", "applied", "undoing")),
                name="one_merge_per_household",
            ),
            models.CheckConstraint(condition=~Q(away=F("kept")), name="merge_of_two"),
        ]  # fmt: skip

    @property
    def waits(self) -> bool:
        return self.state in (self.State.PROPOSED, self.State.UNDOING)

    @property
    def stands(self) -> bool:
        return self.state in ACTIVE


ACTIVE = (HouseholdMerge.State.APPLIED, HouseholdMerge.State.UNDOING)


def merged_away(pk: str = "pk") -> Exists:
    """A condition: the household that `pk` leads to was merged into another."""
    return Exists(HouseholdMerge.objects.filter(away=OuterRef(pk), state__in=ACTIVE))


def standing(household: str = "household") -> Coalesce:
    """The id by which the household that the path leads to is counted: its own, or that of the record kept for it."""
    kept = HouseholdMerge.objects.filter(away=OuterRef(household), state__in=ACTIVE).values("standing")[:1]
    own = F(f"{household}_id" if household != "pk" else "pk")
    return Coalesce(Subquery(kept), own, output_field=models.BigIntegerField())


def family(pk: int) -> Q:
    """A condition on Household: this one and the records that were merged into it."""
    return Q(pk=pk) | Q(pk__in=HouseholdMerge.objects.filter(standing=pk, state__in=ACTIVE).values("away"))


def standing_ids(pks: Any) -> dict[int, int]:
    """{household: the id it is counted by} for those of `pks` that were merged away. One query."""
    rows: Any = HouseholdMerge.objects.filter(away__in=pks, state__in=ACTIVE).values_list("away", "standing")
    return dict(rows)
