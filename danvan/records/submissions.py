"""A form that is sent twice makes one thing: its key is kept with what it made (`Submission`).

`remember` in the transaction that makes the thing: the key is unique, so a second post waits there for the first one to
commit, fails with IntegrityError, and finds by `made_before` what is there already.
"""

import uuid
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from danvan.records.models import Submission

M = TypeVar("M", bound=Model)


def remember(actor: Any, key: uuid.UUID | None, made: Model) -> None:
    """Keep the key of the form that made it; nothing for a form without one."""
    if key is not None:
        Submission.objects.create(key=key, user=actor, record_type=made._meta.label_lower, record_id=made.pk)


def made_before(actor: Any, key: uuid.UUID | None, model: type[M]) -> M | None:
    """What the form made the first time it was sent; None for the first time. PermissionDenied for another's key."""
    found = Submission.objects.filter(key=key).first() if key else None
    if found is None:
        return None
    if found.user_id != actor.pk or found.record_type != model._meta.label_lower:
        raise PermissionDenied("Mã phiếu này của người khác.")
    return model._default_manager.get(pk=found.record_id)
