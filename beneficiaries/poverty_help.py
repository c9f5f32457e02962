"""What the poor had received, as the page Giảm nghèo draws it: by what happened to them, «cùng có», never a cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .poverty_flows import ESCAPED, POOR, STAYED, hides
from .poverty_page import GROUPS, Links
from .poverty_received import FORMS, Group, Received, group
from .poverty_year import PovertyYear


@dataclass(frozen=True)
class Given:
    """A line of the table of help: what, and for each group (different households, times)."""

    what: str
    cells: tuple[tuple[int | None, int | None], ...]
    strong: bool = False


@dataclass(frozen=True)
class Help:
    """Groups of households and what each had received. `hidden`: some counts are too small to be told ("dưới 3")."""

    heads: tuple[tuple[str, int, str], ...]
    rows: tuple[Given, ...]
    hidden: bool

    @property
    def told(self) -> list[dict[str, Any]]:
        """The rows with the group's name at each cell."""
        names = [f"{name}: {count} hộ" for name, count, _url in self.heads]
        return [
            {"what": row.what, "strong": row.strong, "cells": [(n, *c) for n, c in zip(names, row.cells, strict=True)]}
            for row in self.rows
        ]


HELPED = (("Thoát nghèo", ESCAPED), ("Còn nghèo", (STAYED,)), ("Vào danh sách nghèo", GROUPS["vao"]))


def help_of(year: PovertyYear, got: Received, links: Links, names: bool) -> Help | None:
    """What those who left the list of the poor, stayed in it or entered it had received; None where none did."""
    reasons = year.reasons(POOR)
    groups: list[tuple[str, str, Group]] = []
    for name, codes in HELPED:
        homes = [home.household for home, code in reasons if code in codes]
        if homes:
            key = {ESCAPED: "thoat", (STAYED,): STAYED}.get(codes, "vao")
            groups.append((name, links.to(POOR, key), group(homes, got)))
    if not names:
        groups = [each for each in groups if not hides(each[2].all)]
    if not groups:
        return None
    found = [each for _name, _url, each in groups]
    rows = [Given("Có ít nhất một khoản hỗ trợ", tuple((g.given.households, g.given.times) for g in found), True)]
    for form, label in FORMS.items():
        if any(form in g.forms for g in found):
            cells = [g.forms.get(form) for g in found]
            rows.append(Given(label, tuple((c.households, c.times) if c else (0, 0) for c in cells)))
    rows.append(Given("Không nhận khoản hỗ trợ nào", tuple((g.nothing, None) for g in found), True))
    rows.append(Given("Có vay vốn (không tính là hỗ trợ)", tuple((g.loans.households, g.loans.times) for g in found)))
    hidden = False
    if not names:
        safe = [_safe(row, found) for row in rows]
        hidden = safe != rows
        rows = safe
    return Help(tuple((name, g.all, url) for name, url, g in groups), tuple(rows), hidden)


def _safe(row: Given, groups: Sequence[Group]) -> Given:
    """Without counts that, or whose rest, would point at fewer than three households."""
    cells = [
        (None, None) if hides(households, each.all - (households or 0)) else (households, times)
        for (households, times), each in zip(row.cells, groups, strict=True)
    ]
    return Given(row.what, tuple(cells), row.strong)
