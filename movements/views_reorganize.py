"""Sắp xếp địa bàn, sắp xếp tổ chức: what was entered, a new one with its preview, one with its undoing.

Two posts: the first shows what entering does, the second enters it.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from danvan.accounts.scoping import access
from danvan.downloads import download
from danvan.export import ExportColumn
from danvan.lib.writing import format_decimal
from danvan.lines import one_more
from danvan.records import catalogs
from danvan.records.data import Refused

from . import reorganizing, reorganizing_bodies, reorganizing_places
from .forms_reorganize import PlanForm
from .models import Area, Organization, Reorganization
from .reorganizing import SUCCESSIONS, Unfit
from .reorganizing_look import look

PAGE = 50
HEADS = [
    ExportColumn("Từ ngày", "date"), ExportColumn("Thay đổi"), ExportColumn("Căn cứ"), ExportColumn("Người ghi"),
    ExportColumn("Ghi lúc", "date"), ExportColumn("Hoàn tác lúc", "date"),
]  # fmt: skip


class Reorganizing(View):
    """`places` True: of places; else of organisations."""

    places = True

    @property
    def model(self) -> Any:
        return Area if self.places else Organization

    @property
    def name(self) -> str:
        return "area_reorganizations" if self.places else "organization_reorganizations"

    @property
    def right(self) -> str:
        return catalogs.action_for(self.model)

    def may(self) -> bool:
        return access(self.request.user).may(self.right)

    def require(self) -> None:
        if not self.may():
            raise PermissionDenied("Tài khoản của bạn không ghi sắp xếp đơn vị.")

    def rows(self) -> Any:
        subject = "places" if self.places else "organizations"
        return Reorganization.objects.filter(subject=subject).select_related("done_by", "undone_by")

    def draw(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        words = "Sắp xếp địa bàn" if self.places else "Sắp xếp tổ chức"
        names = {
            "title": words, "places": self.places, "may_edit": self.may(), "list_url": reverse(self.name),
            "new_url": reverse(f"{self.name}_new"),
            "catalog_url": reverse("areas:list" if self.places else "organizations:list"),
        }  # fmt: skip
        return render(self.request, f"movements/{template}.html", {**names, **context}, status=status)


class ListView(Reorganizing):
    """Everybody reads what changed and by which text."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.rows()
        if fmt := request.GET.get("xuat"):
            out = [[r.day, r.words, r.legal_basis, str(r.done_by), r.done_at, r.undone_at] for r in rows]
            return download(request, "reorganizations", "Sắp xếp đơn vị", HEADS, out, fmt, len(out))
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        return self.draw("reorganizations", {"page": page})


class NewView(Reorganizing):
    def get(self, request: HttpRequest) -> HttpResponse:
        self.require()
        olds = self.model.objects.filter(code__in=request.GET.getlist("cu")[:40]).order_by("pk")
        moves = [{"old": old.code, "to": 1} for old in olds]
        return self.page(PlanForm(self.places, request.user, initial={"moves": moves}))

    def post(self, request: HttpRequest) -> HttpResponse:
        self.require()
        relation = request.POST.get("them", "")
        if relation in ("units", "moves"):
            return self.page(self.form(one_more(request.POST, relation), judged=False))
        form = self.form(request.POST)
        if request.POST.get("sua"):
            return self.page(self.form(request.POST, judged=False))
        if not form.is_valid():
            return self.page(form, status=422)
        assert form.plan is not None  # noqa: S101 - a valid form has one
        work_out = reorganizing_places.work_out if self.places else reorganizing_bodies.work_out
        try:
            if request.POST.get("chac") != "1":
                return self.page(form, preview=look(work_out(form.plan)))
            done = reorganizing.apply(request.user, work_out, form.plan)
        except Unfit as unfit:
            form.refuse(unfit.faults)
            return self.page(form, status=422)
        except Refused as refused:
            form.head.add_error(None, refused.message)
            return self.page(form, status=422)
        messages.success(request, f"Đã ghi: {done.words}.")
        return HttpResponseRedirect(reverse(f"{self.name}_one", args=[done.pk]))

    def form(self, data: Any, *, judged: bool = True) -> PlanForm:
        form = PlanForm(self.places, self.request.user, data)
        if not judged:  # a line more, or back from the preview: nothing is judged yet
            for bound in (form.head, *form.units.forms, *form.moves.forms):
                bound._errors = type(bound.errors)()
        return form

    def page(self, form: PlanForm, *, preview: Any = None, status: int = 200) -> HttpResponse:
        sent = self.request.POST.items()
        keep = [(k, v) for k, v in sent if k not in ("csrfmiddlewaretoken", "chac", "sua", "them")] if preview else []
        unit = "Đơn vị" if self.places else "Tổ chức"
        parts = [("units", f"{unit} mới", form.units), ("moves", f"{unit} cũ chuyển sang", form.moves)]
        return self.draw("reorganize", {"form": form, "parts": parts, "preview": preview, "keep": keep}, status)


class OneView(Reorganizing):
    """What one did; undone by whoever may enter one, while nothing names its new units."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.one(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        one = self.one(pk)
        self.require()
        try:
            one = reorganizing.undo(request.user, one)
        except Refused as refused:
            return self.page(one, refused.message, 422)
        messages.success(request, "Đã hoàn tác: các đơn vị cũ trở lại như trước.")
        return HttpResponseRedirect(reverse(f"{self.name}_one", args=[one.pk]))

    def one(self, pk: int) -> Reorganization:
        found = self.rows().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def page(self, one: Reorganization, error: str = "", status: int = 200) -> HttpResponse:
        links: Any = (
            SUCCESSIONS[self.model]._default_manager.filter(new__in=one.made["new"]).select_related("old", "new")
        )
        lines = [(link, "" if getattr(link, "share", 1) == 1 else format_decimal(link.share)) for link in links]
        return self.draw("reorganization", {"one": one, "lines": lines, "error": error}, status)
