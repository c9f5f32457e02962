"""Thêm mục còn thiếu: organisations, sources, campaigns that a file names and the catalogues lack; never places."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from danvan.accounts.scoping import access
from danvan.imports.faults import Unfit
from danvan.imports.kind import Row
from danvan.imports.names import Names
from danvan.lib import text
from danvan.records import catalogs
from danvan.records import data as plain
from danvan.records.data import Invalid
from danvan.records.models import Tracked

from .models import Area, Organization, Portal

NEAR = 0.75
"""Likeness from which a new name may be an old one misspelled."""

_LOCAL = re.compile(r"\b(?:xa|thi tran|phuong|thon|to dan pho|buon)\b")


class Missing:
    """Makes what is missing by the actor's catalogue right, or says that it is missing.

    Without an actor (a check in nobody's name) it writes past the door: the caller undoes everything.
    """

    def __init__(self, actor: Any | None, *, create: bool) -> None:
        self.actor, self.create = actor, create
        self.made: list[Tracked] = []
        self._codes: dict[type[Tracked], set[str]] = {}

    def make(
        self, model: type[Any], what: str, name: str, names: Names[Any], row: Row, key: str, commune: Area | None = None
    ) -> Any:  # fmt: skip
        """The new entry, known to `names` from here on. Raises ValidationError in words that fit the row's cell."""
        if not self.create:
            raise Unfit(f"Danh mục không có {what} “{name}”.{names.suggestion(name)}", part=name,
                        choices=names.near(name))  # fmt: skip
        if self.actor is not None and not access(self.actor).may(catalogs.action_for(model)):
            raise Unfit(
                f"Danh mục không có {what} “{name}”, và tài khoản này không được thêm.{names.suggestion(name)}",
                part=name, choices=names.near(name),
            )  # fmt: skip
        fields: dict[str, Any] = {"code": self._code(model, name), "name": name}
        if model is Organization:
            fields["area"] = self._seat(name, commune)
        near = list(dict.fromkeys([*names.near(name, NEAR), *names.containing(name)]))
        try:
            made = self._write(model, fields)
        except Invalid as error:
            raise ValidationError([f"Không thêm được {what} “{name}”: {error.message}"]) from error
        except PermissionDenied as error:
            raise ValidationError(str(error)) from error
        names.add(made, name, fields["code"])
        self.made.append(made)
        like = f", gần giống {' và '.join(f'“{other}”' for other in near)} đã có" if near else ""
        row.warn(key, name, f"Thêm mới {what} (mã {fields['code']}){like}.")
        return made

    def _write(self, model: type[Any], fields: dict[str, Any]) -> Any:
        if self.actor is not None:
            return catalogs.save(self.actor, model, fields)
        fresh = model()
        plain.write(fresh, fields)
        return fresh

    def _seat(self, name: str, commune: Area | None) -> Area:
        """The row's commune for a body that is named by it or as one of a commune's; else the portal's root."""
        folded = text.fold(name)
        local = commune is not None and (_LOCAL.search(folded) or text.fold(commune.name) in folded)
        if commune is not None and local:
            return commune
        portal = Portal.current()
        if portal is None:
            raise ValidationError("Cổng chưa đặt địa bàn gốc nên chưa thêm được tổ chức.")
        return portal.root_area

    def _code(self, model: type[Any], name: str) -> str:
        if model not in self._codes:
            self._codes[model] = set(model._default_manager.values_list("code", flat=True))
        taken = self._codes[model]
        stem = re.sub(r"[^a-z0-9]+", "-", text.fold(name)).strip("-")[:52].strip("-") or "muc"
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem}-{number}"
        taken.add(code)
        return code
