"""…/anh/: the photos of a thing as a contact sheet that prints, grouped by the record that each belongs to.

`?dang=1` leaves what may be shown outside: of approved records, agreed to, without children. `?in=1` draws the photos
themselves instead of their thumbnails, for paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from danvan import attachments
from danvan.records import files
from danvan.records.models import Attachment, DatedRecord, Status
from danvan.templatetags import vn

if TYPE_CHECKING:
    from danvan.crud import Desk

PER_PAGE = 60
NAMED_BY = ("area", "model", "indicator", "household", "campaign")  # what the name and place of a record are read from


@dataclass
class Group:
    """A thing and its photos on this page; `when` and `where` in words, "" when it says neither."""

    thing: Any
    when: str
    where: str
    photos: list[Attachment] = field(default_factory=list)


class PhotosView(View):
    desk: "Desk" = None  # type: ignore[assignment]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        thing = attachments.bare(self.desk, request.user, pk)
        public = request.GET.get("dang") == "1"
        related = self.desk.photographed(request.user, thing)
        if public:
            related = [rows.filter(status=Status.APPROVED) for rows in related]
        found = files.photos_of(request.user, thing, related)
        if public:
            found = found.filter(**files.PUBLIC)
            if getattr(thing, "status", Status.APPROVED) != Status.APPROVED:
                found = found.none()
        mine = (thing.record_type, thing.pk)
        rows = sorted(found, key=lambda a: ((a.record_type, a.record_id) != mine, a.record_type, a.record_id, a.pk))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return render(
            request,
            "records/photos.html",
            {
                "desk": self.desk, "target": thing, "page": page, "groups": groups_of(page.object_list, thing, related),
                "public": public, "large": request.GET.get("in") == "1",
                **(attachments.context(request.user, thing) if self.desk.evidence_page == "photos" else {}),
            },
        )  # fmt: skip


def groups_of(photos: Iterable[Attachment], thing: Any, related: list[QuerySet[Any]]) -> list[Group]:
    """The photos under their things, in their order. Queries: one a kind of record that has photos here."""
    wanted: dict[str, list[int]] = {}
    photos = list(photos)
    for photo in photos:
        wanted.setdefault(photo.record_type, []).append(photo.record_id)
    things = {(thing.record_type, thing.pk): thing}
    for label, ids in wanted.items():
        if label != thing.record_type or ids != [thing.pk] * len(ids):
            model = apps.get_model(label)
            named = [f.name for f in model._meta.concrete_fields if f.name in NAMED_BY]
            rows = next(rows for rows in related if rows.model is model)
            things |= {(label, one.pk): one for one in rows.filter(pk__in=ids).select_related(*named)}
    groups: dict[tuple[str, int], Group] = {}
    for photo in photos:
        key = (photo.record_type, photo.record_id)
        if key not in groups:
            groups[key] = Group(things[key], _when(things[key]), _where(things[key]))
        groups[key].photos.append(photo)
    return list(groups.values())


def _when(thing: Any) -> str:
    if isinstance(thing, DatedRecord):
        return vn.day(thing.date, thing.date_precision)
    year = getattr(thing, "year", None)
    return f"năm {year}" if year else ""


def _where(thing: Any) -> str:
    area = getattr(thing, "area", None)
    return str(area) if area else ""
