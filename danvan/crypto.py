"""Encryption of single fields under versioned keys (`FIELD_KEYS`, newest first) and keyed hashes for look-up.

A stored value is "<key name>:<Fernet token>", so that a key can be retired by re-encrypting what names it.
"""

import base64
import hashlib
import hmac
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


@lru_cache(maxsize=8)
def _keys(configured: tuple[str, ...]) -> dict[str, Fernet]:
    keys: dict[str, Fernet] = {}
    for entry in configured:
        name, _, secret = entry.partition(":")
        if not (name and secret):
            raise ImproperlyConfigured("FIELD_KEYS is a list of name:secret, newest first.")
        derived = hashlib.scrypt(secret.encode(), salt=b"danvan-field-" + name.encode(), n=2**14, r=8, p=1, dklen=32)
        keys[name] = Fernet(base64.urlsafe_b64encode(derived))
    return keys


def _current() -> tuple[str, Fernet]:
    return next(iter(_keys(tuple(settings.FIELD_KEYS)).items()))


def encrypt(text: str) -> str:
    name, key = _current()
    return f"{name}:{key.encrypt(text.encode()).decode()}"


def decrypt(stored: str) -> str:
    """Raises ValueError when the key that the value names is not configured or does not fit."""
    name, _, token = stored.partition(":")
    try:
        return _keys(tuple(settings.FIELD_KEYS))[name].decrypt(token.encode()).decode()
    except (KeyError, InvalidToken) as error:
        raise ValueError(f"no field key {name!r} opens this value") from error


def keyed_hash(text: str) -> str:
    """A look-up hash of a normalised identifier; keyed by SECRET_KEY, so that ids cannot be tried from outside."""
    key = hashlib.sha256(b"danvan-lookup" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, text.encode(), "sha256").hex()


if TYPE_CHECKING:
    _AnyField = models.Field[Any, Any]
else:
    _AnyField = models.Field


class EncryptedText(models.TextField):
    """Text that the database holds encrypted. Not searchable: keep a `keyed_hash` beside it."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        return decrypt(value) if value else value


class EncryptedJSON(_AnyField):
    """JSON that the database holds encrypted (proposed changes may carry personal values)."""

    def get_internal_type(self) -> str:
        return "TextField"

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        return None if value is None else json.loads(decrypt(value))

    def to_python(self, value: Any) -> Any:
        return value
