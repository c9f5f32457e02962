"""The door for what is not a record: catalogues, accounts' assignments and score sheets. Journalled and versioned."""

from collections.abc import Mapping
from functools import reduce
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError

from danvan.accounts.scoping import access, require
from danvan.audit.journal import journal
from danvan.figures import effects

from . import data as plain
from .data import Refused
from .known import Known
from .models import Attachment, Tracked
from .services import Stale, require_place

T = TypeVar("T", bound=Tracked)


def may_change(user: Any, model: type[Tracked]) -> bool:
    return access(user).may(action_for(model))


def may_change_this(user: Any, target: Tracked) -> bool:
    """`may_change`, and the thing lies where the user enters."""
    try:
        _require_place(user, target)
    except PermissionDenied:
        return False
    return may_change(user, type(target))


def action_for(model: type[Tracked]) -> str:
    """The right that changes a catalogue: "catalog.<name>", or what the model names ("accounts", "support.enter")."""
    return f"catalog.{model.catalog}" if model.catalog else model.action


def save(
    actor: Any, target: type[T] | T, data: Mapping[str, Any], *, expected_version: int | None = None,
    illustrative: bool = False, known: Known | None = None,
) -> T:  # fmt: skip
    """Create (give the model) or change (give the object with the version that the form was opened on).

    Whoever saves many brings what they have read of the rows that these point at (`known`). Raises PermissionDenied,
    Invalid at the fields, Stale when somebody saved in between.
    """
    with journal(actor) as log:
        if isinstance(target, type):
            require(actor, action_for(target))
            fresh = target(illustrative=True) if illustrative else target()
            plain.write(fresh, data, known)
            _require_place(actor, fresh)
            log.add("create", fresh, plain.read(fresh))
            effects.bump()  # names and published figures stand in reports that are kept by data version
            return fresh
        require(actor, action_for(type(target)))
        found = type(target)._default_manager.select_for_update().get(pk=target.pk)
        _require_place(actor, found)
        if expected_version is not None and found.version != expected_version:
            raise Stale(found, data)
        before = plain.read(found)
        found.version += 1
        plain.write(found, data, known)
        _require_place(actor, found)
        log.add("update", found, plain.changed(before, plain.read(found)))
        effects.bump()
        return found


def delete(actor: Any, target: Tracked) -> None:
    """Remove an entry that nothing uses; raises Refused, in words, when something does."""
    require(actor, action_for(type(target)))
    with journal(actor) as log:
        _require_place(actor, target)
        if Attachment.objects.filter(record_type=target.record_type, record_id=target.pk).exists():
            raise Refused("Không xóa được: còn minh chứng. Hãy bỏ từng tệp minh chứng trước.")
        log.add("delete", target, plain.read(target))
        try:
            target.delete()
        except ProtectedError as error:
            uses = sorted({str(o._meta.verbose_name) for o in error.protected_objects})
            raise Refused(f"Không xóa được: đang được dùng ở {', '.join(uses)}.") from error
        effects.bump()


def _require_place(actor: Any, target: Tracked) -> None:
    """A catalogue with a scope (models, loan balances) is changed only where the actor reaches."""
    scope = getattr(target, "scope", None)
    if scope is None:
        return
    area, organization = (reduce(getattr, path.split("__"), target) for path in (scope.area, scope.organization))
    require_place(actor, f"{scope.kind}.enter", area, organization)
