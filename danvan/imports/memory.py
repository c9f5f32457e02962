"""What a user chose once is offered again, to them first, then to those who work at the same place."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from danvan.accounts.scoping import access
from danvan.lib import text

from .kind import ImportKind
from .models import HeadChoice, NameAlias


def seat_of(user: Any) -> str:
    """Where a user imports for, as a key: the same for all who hold the same reach."""
    parts = {
        f"a{path}" for grant in access(user).holding("import") for path in grant.paths
    } | {f"o{pk}" for grant in access(user).holding("import") for pk in grant.organizations}  # fmt: skip
    return ",".join(sorted(parts))[:160]


def _mine(model: Any, user: Any) -> Any:
    """Others' choices first, so that the user's own overwrite them in a dictionary."""
    seat = seat_of(user)
    found = model.objects.filter(Q(user=user) | (Q(seat=seat) & ~Q(seat="")))
    return sorted(found, key=lambda choice: (choice.user_id == user.pk, choice.at))


def heads_of(user: Any, kind: ImportKind) -> dict[str, str]:
    """{folded head: key, "" = left out}."""
    known = kind.heads
    return {
        choice.head: choice.key
        for choice in _mine(HeadChoice, user)
        if choice.kind == kind.code and (not choice.key or choice.key in known)
    }


def keep_heads(user: Any, kind: ImportKind, chosen: Mapping[str, str]) -> None:
    seat = seat_of(user)
    for head, key in chosen.items():
        HeadChoice.objects.update_or_create(
            user=user, kind=kind.code, head=head[:120], defaults={"key": key, "seat": seat}
        )


def aliases_of(user: Any) -> dict[tuple[str, str], str]:
    """{(what, folded name): the name that was meant}."""
    return {(alias.what, alias.typed): alias.name for alias in _mine(NameAlias, user)}


def keep_alias(user: Any, what: str, typed: str, name: str) -> None:
    NameAlias.objects.update_or_create(
        user=user, what=what, typed=text.fold(typed)[:200], defaults={"name": name[:300], "seat": seat_of(user)}
    )
