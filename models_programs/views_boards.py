"""Bảng năm: the funnel of a year and its splits, on the page and as files."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from danvan import downloads
from danvan.accounts.scoping import access, visible_to
from danvan.context import Context, context_of
from danvan.export import ExportColumn
from movements import restating
from movements.models import Area

from . import boards, funnel
from .boards import Board, Line, Said, Year
from .funnel import ALL, BESIDE, STEPS, TYPES, Counts
from .models import ModelYear

Cell = tuple[str, int | None, str]
"""(head, number, address of exactly the models that it counts; "" where there is none)."""


class Asked:
    """What the address asks: a year, and a place when it names one."""

    def __init__(self, request: HttpRequest) -> None:
        user = request.user
        if not access(user).may("model_year.view"):
            raise PermissionDenied("Tài khoản của bạn không xem mục này.")
        self.request, self.user = request, user
        self.context: Context = context_of(request)
        self.year = self.context.year or 0
        self.place: Area | None = self.context.area if request.GET.get("noi") else None
        self.borders = restating.asked(request) if self.place else restating.THEN
        place = {"xa" if self.restated else "noi": self.place.code} if self.place else {}
        self.query = {"nam": str(self.year), **place, **({restating.PARAMETER: restating.NOW} if self.restated else {})}

    @property
    def restated(self) -> bool:
        """Whether the place is asked for with the earlier places that lie in it today."""
        return self.borders == restating.NOW

    @cached_property
    def rows(self) -> Any:
        rows = visible_to(ModelYear.objects.all(), self.user)
        if self.place is None:
            return rows
        return rows.filter(restating.in_area()(self.place.code, self.request.GET) or Q(pk__in=()))

    @property
    def communes(self) -> list[Area]:
        """The communes of the place (or of the whole reach) that stood in the year."""
        inside = [a for a in self.context.places if not self.place or a.path.startswith(self.place.path)]
        return [a for a in inside if a.level == Area.Level.COMMUNE and boards.stood_in(a, self.year)]

    @property
    def subject(self) -> Q:
        """Of which place published figures speak when they speak of this page."""
        portal = access(self.user).portal
        root = portal.root_area if portal else None
        area = self.place or self.context.area
        of_all = Q(campaign__isnull=True, movement__isnull=True, organization__isnull=True, area__isnull=True)
        mine = Q(area=area)
        return mine | of_all if area is None or area == root else mine

    def url(self, **more: str) -> str:
        return f"{reverse('model_years:list')}?{urlencode({**self.query, **more})}"

    def linked(self, counts: Counts, step: str, kind: str, query: Mapping[str, str]) -> tuple[int | None, str]:
        """A number with the list that it counts."""
        number = counts.get((step, kind), 0) if counts else None
        return number, self.url(**query, muc=step, loai=kind) if number else ""


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    year = boards.read(asked.rows, asked.year, asked.communes)
    figures = boards.published(asked.year, asked.subject)
    said = year.said(figures)
    if fmt := request.GET.get("xuat"):
        return download(asked, year, said, fmt)
    return render(
        request,
        "models_programs/funnel.html",
        {
            "bar": asked.context.bar(request, boundary=asked.borders if asked.place else ""),
            "year": asked.year,
            "counted": bool(year.now),
            "steps": [_step_row(asked, year, said, step) for step in (*STEPS, *BESIDE)],
            "boards": [_board_rows(asked, one) for one in year.boards],
            "heads": STEPS,
            "words": ALL.values(),
            "approved_only": all(grant.role.approved_only for grant in access(asked.user).holding("model_year.view")),
            "may_export": access(asked.user).may("export"),
            "illustrative": asked.rows.filter(year=asked.year, illustrative=True).exists(),
        },
    )


def _step_row(asked: Asked, year: Year, said: Mapping[str, list[Said]], step: funnel.Step) -> dict[str, Any]:
    total = funnel.whole(year.now, step.code)
    places = year.places if step.code == "replicated" else total
    return {
        "step": step,
        "cells": _pair(asked, Line(step.label, {}, year.now), step.code),
        "total": total,
        "url": asked.url(muc=step.code) if total else "",
        "places": places if places != total else None,
        "before": funnel.whole(year.before, step.code),
        "change": boards.change(year.now, year.before, step),
        "said": said.get(step.code, ()),
    }


def _board_rows(asked: Asked, one: Board) -> dict[str, Any]:
    return {
        "board": one,
        "rows": [(line.label, [(step.label, _pair(asked, line, step.code)) for step in STEPS]) for line in one.lines],
    }


def _pair(asked: Asked, line: Line, step: str) -> list[Cell]:
    return [(str(kind.label), *asked.linked(line.counts, step, kind, line.query)) for kind in TYPES]


# ---- files -----------------------------------------------------------------------------------------------------------


def download(asked: Asked, year: Year, said: Mapping[str, list[Said]], fmt: str) -> HttpResponse:
    """`bang`: "buoc" or a board's name. What the page shows, journalled."""
    name = asked.request.GET.get("bang", "buoc")
    split = {one.name: one for one in year.boards}.get(name)
    if name == "buoc":
        title, columns, rows = f"Bảng năm {asked.year} của mô hình", STEP_COLUMNS, list(step_rows(year, said))
    elif split is not None:
        title, columns = f"Mô hình năm {asked.year} {split.title.lower()}", [ExportColumn(split.head), *SPLIT_COLUMNS]
        rows = [split_row(line) for line in split.lines]
    else:
        raise Http404
    return downloads.download(asked.request, f"model-board-{name}", title, columns, rows, fmt, len(rows))


KINDS = (*((kind.value, str(kind.label)) for kind in TYPES), (funnel.TOTAL, "cộng"))
STEP_COLUMNS = [
    ExportColumn("Bước"), ExportColumn("Tập thể", "count"), ExportColumn("Cá nhân", "count"),
    ExportColumn("Cộng", "count"), ExportColumn("Năm trước", "count"), ExportColumn("Thay đổi", "count"),
    ExportColumn("Số lượt nhân rộng", "count"), ExportColumn("Số công bố"), ExportColumn("Cách đếm", width=60),
]  # fmt: skip
SPLIT_COLUMNS = [ExportColumn(f"{step.label}, {words}", "count") for step in (*STEPS, *BESIDE) for _, words in KINDS]


def step_rows(year: Year, said: Mapping[str, list[Said]]) -> Iterator[tuple[Any, ...]]:
    for step in (*STEPS, *BESIDE):
        yield (
            step.label, *(year.now.get((step.code, kind), 0) if year.now else None for kind in TYPES),
            funnel.whole(year.now, step.code), funnel.whole(year.before, step.code),
            boards.change(year.now, year.before, step), year.places if step.code == "replicated" else None,
            "; ".join(said_in_words(one) for one in said.get(step.code, ())), step.words,
        )  # fmt: skip


def said_in_words(one: Said) -> str:
    """ "tập thể 316 (Huyện ủy U Minh Thượng, 25/02/2020), chênh lệch 0"."""
    kind, qualifier = dict(KINDS)[one.kind], f"{one.figure.qualifier} " if one.figure.qualifier else ""
    difference = "chưa có số của cổng" if one.difference is None else f"chênh lệch {one.difference.normalize():+f}"
    value = f"{one.figure.value.normalize():f}"
    return f"{kind} {qualifier}{value} ({one.figure.source}, {one.figure.date:%d/%m/%Y}), {difference}"


def split_row(line: Line) -> tuple[Any, ...]:
    found: list[int | None] = []
    for step in (*STEPS, *BESIDE):
        found += [line.counts.get((step.code, kind), 0) if line.counts else None for kind in TYPES]
        found.append(funnel.whole(line.counts, step.code))
    return (line.label, *found)
