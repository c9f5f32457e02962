"""Lô chờ sửa of somebody who leaves: they go to a colleague with the rest of what is unfinished.

A batch's rows are not placed yet: it goes only to who may import wherever its owner may, and by who reaches as far
(an administrator reaches all, and sees no row of it). An owner who holds no role any more covers nothing that could
be compared: those batches stay.
"""

import copy
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from danvan.accounts.scoping import Access, access
from danvan.audit.journal import journal

from .batches import kind_of
from .handover import covers
from .models import ImportBatch


def waiting(actor: Any, leaver: Any) -> list[ImportBatch]:
    """The leaver's open batches that the actor may hand over. One query, and what the leaver's roles cost."""
    if not access(actor).may("handover"):
        return []
    found: QuerySet[ImportBatch] = ImportBatch.objects.filter(user=leaver, state__in=ImportBatch.OPEN)
    batches = list(found.defer("content", "work", "report").order_by("pk"))
    if not batches or access(actor).may("accounts"):
        return batches
    return [one for one in batches if _covered(access(actor), leaver, one)]


def fitting(batches: list[ImportBatch], leaver: Any, taker: Any) -> list[ImportBatch]:
    """Those that the colleague may take over."""
    return [one for one in batches if _covered(access(taker), leaver, one)]


def hand_over(actor: Any, leaver: Any, taker: Any) -> int:
    """Make the fitting batches the colleague's, as they stand; returns how many."""
    done = 0
    with journal(actor) as log:
        for batch in fitting(waiting(actor, leaver), leaver, taker):
            given = ImportBatch.objects.filter(pk=batch.pk, user=leaver, revision=batch.revision).update(
                user=taker, revision=batch.revision + 1, changed_at=timezone.now()
            )
            if given:
                log.add("hand_over", batch, {"to": taker.pk})
                done += 1
    return done


def _covered(other: Access, leaver: Any, batch: ImportBatch) -> bool:
    owner = copy.copy(leaver)
    owner.is_active = True  # a closed account still says where its owner imported
    theirs, right = Access(owner), kind_of(batch).right
    return bool(theirs.holding(right)) and covers(other, theirs, right)
