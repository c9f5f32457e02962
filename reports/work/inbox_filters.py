"""Tiếp nhận, what is asked for: the filters of the URL, and those that the session remembers."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from danvan.lib import numbers
from danvan.lib.errors import Unreadable

CHOICES = ("loai", "xa", "don-vi", "dot", "nguoi")
PLAIN = ("tim", "cho", "tren", "sua-lai", "qua-han")
FILTERS = (*CHOICES, *PLAIN)
SORTS = ("-cho", "cho", "-tien", "tien", "noi", "-noi")
REMEMBERED = "inbox"


@dataclass(frozen=True)
class Chosen:
    """The inbox's filters as typed, and as read. `waited` in working days, `over_vnd` in đồng.

    `faults` holds what could not be read, by name: such a filter leaves no rows.
    """

    typed: dict[str, str]
    sort: str = "-cho"
    waited: int | None = None
    over_vnd: int | None = None
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> dict[str, str]:
        return {name: self.typed[name] for name in CHOICES}

    @property
    def kind(self) -> str:
        return self.typed["loai"]

    @property
    def commune(self) -> str:
        return self.typed["xa"]

    @property
    def organization(self) -> str:
        return self.typed["don-vi"]

    @property
    def organization_id(self) -> int:
        """0 for a value that names none."""
        number = self.organization
        return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0

    @property
    def campaign(self) -> str:
        return self.typed["dot"]

    @property
    def author(self) -> str:
        return self.typed["nguoi"]

    @property
    def term(self) -> str:
        return self.typed["tim"]

    @property
    def returned(self) -> bool:
        return self.typed["sua-lai"] == "1"

    @property
    def late(self) -> bool:
        return self.typed["qua-han"] == "1"

    @property
    def active(self) -> bool:
        return any(self.typed.values())


def read(query: QueryDict) -> Chosen:
    typed = {name: query.get(name, "").strip()[:200] for name in FILTERS}
    sort, faults = query.get("sort", ""), {}
    waited = over = None
    if typed["cho"]:
        if typed["cho"].isascii() and typed["cho"].isdigit() and len(typed["cho"]) <= 3:
            waited = int(typed["cho"])
        else:
            faults["cho"] = "Ghi số ngày, ví dụ 5."
    if typed["tren"]:
        try:
            over = numbers.read_money(typed["tren"])
        except Unreadable as error:
            faults["tren"] = error.message
    return Chosen(typed, sort if sort in SORTS else "-cho", waited, over, faults)


def remembered(request: HttpRequest) -> str:
    """The query to go on with when the URL says nothing of its own; "" = none. What the URL says is remembered."""
    asked: dict[str, Any] = {name: request.GET[name] for name in (*FILTERS, "sort") if request.GET.get(name)}
    if not any(name in request.GET for name in (*FILTERS, "sort", "page")):
        return str(request.session.get(REMEMBERED, ""))
    query = QueryDict(mutable=True)
    query.update(asked)
    if request.session.get(REMEMBERED, "") != query.urlencode():
        request.session[REMEMBERED] = query.urlencode()
    return ""


def forget(request: HttpRequest) -> None:
    request.session.pop(REMEMBERED, None)
