"""The door for accounts: create, change, reset a password; journalled, by an administrator, never on oneself.

What a person may do is no part of the account: it stands in assignments.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone

from danvan.audit.journal import journal
from danvan.lib import text
from danvan.records.data import Invalid, Refused
from danvan.records.services import Stale

from .models import User
from .scoping import require

FIELDS = ("full_name", "position", "is_active")
# No letter or digit that reads like another: the password is dictated or copied from paper once.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Four groups of four, about 79 bits: "k7mf-x2pd-9qhr-tw4c"."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def create(actor: User, data: Mapping[str, Any]) -> tuple[User, str]:
    """A new account and its one-time password, which is kept nowhere in clear. Raises Invalid at the fields."""
    require(actor, "accounts")
    password = one_time_password()
    user = User(must_change_password=True, username=text.clean(str(data.get("username") or "")).lower())
    _fill(user, data)
    user.set_password(password)
    with journal(actor) as log:
        _clean(user)
        user.save()
        log.add("create", user, {"username": user.username, **_values(user)})
    return user, password


def change(actor: User, user: User, data: Mapping[str, Any], *, expected_version: int) -> User:
    """Name, position, active or not. Raises Stale, Invalid, or Refused for switching oneself off."""
    require(actor, "accounts")
    with journal(actor) as log:
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.version != expected_version:
            raise Stale(user, data)
        before = _values(user)
        _fill(user, data)
        if user.pk == actor.pk and not user.is_active:
            raise Refused("Không tự khóa tài khoản của mình được; nhờ quản trị khác.")
        _clean(user)
        user.version += 1
        user.save()
        after = _values(user)
        log.add("update", user, {name: [before[name], after[name]] for name in FIELDS if before[name] != after[name]})
        if before["is_active"] and not user.is_active:
            end_sessions(user)
    return user


def reset_password(actor: User, user: User) -> str:
    """A new one-time password; every session of the account ends. Refused for oneself: there is "Đổi mật khẩu"."""
    require(actor, "accounts")
    if user.pk == actor.pk:
        raise Refused("Mật khẩu của mình thì đổi ở trang Đổi mật khẩu.")
    password = one_time_password()
    with journal(actor) as log:
        user = User.objects.select_for_update().get(pk=user.pk)
        user.set_password(password)
        user.must_change_password = True
        user.version += 1
        user.save()
        log.add("reset", user)
        end_sessions(user)
    return password


def password_changed(user: User) -> None:
    """The owner chose a password of their own: the duty to change it ends."""
    with journal(user) as log:
        if user.must_change_password:
            user.must_change_password = False
            user.save(update_fields=["must_change_password"])
        log.add("password", user)


def end_sessions(user: User) -> int:
    """Log the account out everywhere; returns how many sessions ended."""
    mine = [
        session.session_key
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=500)
        if SessionStore().decode(session.session_data).get(SESSION_KEY) == str(user.pk)
    ]
    return Session.objects.filter(session_key__in=mine).delete()[0]


def _fill(user: User, data: Mapping[str, Any]) -> None:
    for name in ("full_name", "position"):
        if name in data:
            setattr(user, name, text.clean(str(data[name] or "")))
    if "is_active" in data:
        user.is_active = bool(data["is_active"])


def _values(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in FIELDS}


def _clean(user: User) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
