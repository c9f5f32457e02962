"""The pages of a desk: list with export, one thing, the form with its conflicts, and deletion."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.views import View

from danvan import attachments, crud_steps, late
from danvan.accounts.scoping import access
from danvan.conflicts import formset_said, said
from danvan.context import context_of
from danvan.crud import Desk
from danvan.downloads import download
from danvan.export import ExportColumn
from danvan.forms import DoorForm
from danvan.imports.kind import ImportKind
from danvan.imports.outgoing import heads_of, kind_of_list, rows_of
from danvan.lines import number
from danvan.listing import Column, narrow, order, show
from danvan.records import catalogs, files, services
from danvan.records.data import Invalid, Refused
from danvan.records.services import Stale
from danvan.templatetags import vn


class DeskView(View):
    desk: Desk = None  # type: ignore[assignment]

    def page(self, request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
        return render(request, template, {"desk": self.desk, **context}, status=status)


class ListView(DeskView):
    def get(self, request: HttpRequest) -> HttpResponse:
        desk = self.desk
        queryset = desk.listed(request.user)
        columns = desk.columns_for(request.user, request.GET)
        context = context_of(request, any_year=True)
        request.portal_context = context  # type: ignore[attr-defined]  # filters choose from the same places
        if request.GET.get("noi"):
            queryset = desk.in_place(queryset, context.area)
        to_change = kind_of_list(f"{desk.namespace}:list", request.user)
        if fmt := request.GET.get("sua"):
            return self.export_to_change(request, queryset, columns, fmt, to_change)
        if fmt := request.GET.get("xuat"):
            return self.export(request, queryset, columns, fmt)
        shown = show(request, queryset, columns, desk.filters, desk.sums(request))
        return self.page(
            request,
            desk.list_template,
            {
                "shown": shown,
                "bar": context.bar(request, any_year=True),
                "may_enter": desk.may_enter(request.user),
                "may_export": access(request.user).may("export"),
                "to_change": to_change,
                "illustrative": any(getattr(row, "illustrative", False) for row in shown.page),
                **desk.extra_context(request, None),
            },
        )

    def export(self, request: HttpRequest, queryset: Any, columns: list[Column], fmt: str) -> HttpResponse:
        """Exactly the rows and columns shown, all pages; journalled as an export."""
        found = order(narrow(queryset, self.desk.filters, request.GET), columns, request.GET)
        rows = ([export_value(c, c.of(row)) for c in columns] for row in found.iterator(chunk_size=500))
        heads = [ExportColumn(c.label, export_kind(c.kind)) for c in columns]
        return download(request, self.desk.namespace, self.desk.title, heads, rows, fmt, found.count())

    def export_to_change(
        self, request: HttpRequest, queryset: Any, columns: list[Column], fmt: str, kind: ImportKind | None
    ) -> HttpResponse:
        """The same rows in the columns of their file, to be changed and imported again."""
        if kind is None:
            raise PermissionDenied("Tài khoản của bạn không được tải danh sách này để sửa.")
        found = order(narrow(queryset, self.desk.filters, request.GET), columns, request.GET)
        rows = rows_of(kind, found, request.user)
        title = f"{self.desk.title} để sửa"
        return download(request, self.desk.namespace, title, heads_of(kind), rows, fmt, found.count())


def export_kind(kind: str) -> Any:
    return kind if kind in ("money", "count", "decimal", "percent") else "text"


def export_value(column: Column, value: Any) -> Any:
    """Numbers stay typed; dates are written as precisely as they are known."""
    if column.is_number or value is None:
        return value
    if column.kind == "date":
        return vn.day(*value) if isinstance(value, tuple) else vn.day(value)
    if column.kind == "status":
        return vn.status_word(value)
    return vn.dt(value) if column.kind == "when" else str(value)


class DetailView(DeskView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        desk = self.desk
        target = desk.get(request.user, pk)
        context: dict[str, Any] = {
            "target": target,
            "facts": desk.facts(request.user, target),
            "children": desk.children_shown(target),
            "illustrative": getattr(target, "illustrative", False),
        }
        if desk.is_record:
            context |= crud_steps.context(request.user, target)
            # Called by the template where a closed period stands in the way of a correction.
            context["late_url"] = lambda: f"{desk.url('new')}?{urlencode(desk.kept(target), doseq=True)}"
        else:
            context["may_edit"] = desk.may_edit(request.user, target)
        if desk.has_evidence:
            context |= attachments.context(request.user, target, context.get("rights"))
        return self.page(request, desk.detail_template, context | desk.page_context(request, target, context))


class FormView(DeskView):
    """New and change: the same form; a stale save shows both versions; nothing typed is lost."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        target = self.target(request, pk)
        initial = self.desk.initial(request) if pk is None else {}
        form = self.desk.form(request, target, initial=initial)
        return self.form_page(request, target, form, self.desk.formsets_for(request, target))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        desk, target = self.desk, self.target(request, pk)
        form = desk.form(request, target, data=request.POST)
        formsets = desk.formsets_for(request, target, data=request.POST)
        if request.POST.get("them"):
            return self.add_line(request, target)
        valid = all([form.is_valid(), *(formset.is_valid() for formset in formsets.values())])
        if valid and not desk.held_back(request, target, form, formsets):
            try:
                saved = self.store(request, target, desk.data(form, formsets))
                return self.done(request, saved, new=pk is None)
            except Invalid as invalid:
                form.take(invalid, formsets)
            except Stale as stale:
                return self.conflict(request, stale)
            except Refused as refused:
                late.refuse(form, refused, request.POST.get("luu") or request.POST.get("bo_sung", ""))
        return self.form_page(request, target, form, formsets, status=422)

    def target(self, request: HttpRequest, pk: int | None) -> Any:
        desk = self.desk
        if pk is None:
            if not desk.may_enter(request.user):
                raise PermissionDenied("Tài khoản của bạn không được ghi mục này.")
            return desk.model()
        found = desk.get(request.user, pk)
        if not desk.may_edit(request.user, found):
            raise PermissionDenied("Bạn xem được bản ghi này nhưng không được sửa.")
        return found

    def add_line(self, request: HttpRequest, target: Any) -> HttpResponse:
        """ "Thêm dòng" without JavaScript: the same form comes back with one line more; nothing is judged yet."""
        form, formsets = self.desk.asked_for_more(request, target)
        return self.form_page(request, target, form, formsets)

    def store(self, request: HttpRequest, target: Any, data: dict[str, Any]) -> Any:
        desk = self.desk
        version = number(request.POST.get("version"))
        if not desk.is_record:
            return catalogs.save(
                request.user, target if target.pk else desk.model, data, expected_version=version if target.pk else None
            )
        behind = "bo_sung" in request.POST
        if target.pk:
            return services.update(request.user, target, data, expected_version=version, supplement=behind)
        return services.create(
            request.user, desk.model, data, key=form_key(request), supplement=behind  # type: ignore[type-var]
        )  # fmt: skip

    def done(self, request: HttpRequest, saved: Any, *, new: bool) -> HttpResponse:
        button = request.POST.get("luu") or request.POST.get("bo_sung")
        whole = self.take_files(request, saved)
        if self.desk.is_record and button == "gui" and not whole:
            messages.warning(request, "Đã lưu nháp, chưa gửi vì có tệp minh chứng chưa nhận được.")
        elif self.desk.is_record and button == "gui":
            try:
                services.submit(request.user, saved)
                messages.success(request, "Đã lưu và gửi.")
            except Refused as refused:
                messages.warning(request, f"Đã lưu nháp. {refused.message}")
        else:
            messages.success(request, "Đã lưu nháp." if self.desk.is_record else "Đã lưu.")
        self.desk.saved(request, saved)
        if button == "tiep":
            return HttpResponseRedirect(f"{self.desk.url('new')}?{urlencode(self.desk.kept(saved), doseq=True)}")
        return HttpResponseRedirect(saved.get_absolute_url())

    def take_files(self, request: HttpRequest, saved: Any) -> bool:
        """Files that came with the form, before the record is sent on; whether all that came are kept."""
        if not self.desk.evidence_in_form or not request.FILES or not files.may_add(request.user, saved):
            return True
        return attachments.take(request, saved)

    def conflict(self, request: HttpRequest, stale: Stale) -> HttpResponse:
        current, desk = stale.current, self.desk
        mine = desk.form(request, current, data=request.POST)
        theirs = desk.form(request, current)
        rows = [(str(b.label), said(theirs[b.name]), said(b)) for b in mine.visible_fields()]
        for relation, (legend, _kind) in desk.formsets.items():
            stands = desk.formsets_for(request, current)[relation]
            typed = desk.formsets_for(request, current, data=request.POST)[relation]
            rows.append((legend, formset_said(stands), formset_said(typed)))
        if request.FILES:
            messages.warning(request, "Tệp minh chứng chưa được giữ: hãy thêm lại ở trang của bản ghi sau khi lưu.")
        skip = {"csrfmiddlewaretoken", "version", "ghi_de"}
        keep = [(k, v) for k, values in request.POST.lists() if k not in skip for v in values]
        who = getattr(current, "updated_by", None)
        return self.page(
            request,
            "records/conflict.html",
            {
                "target": current,
                "rows": [(label, a, b, a != b) for label, a, b in rows],
                "their_name": str(who) if who else "",
                "their_time": current.updated_at,
                "keep": [*keep, ("version", current.version)],
                "reload_url": current.get_absolute_url(),
            },
            status=409,
        )

    def form_page(
        self, request: HttpRequest, target: Any, form: DoorForm, formsets: Mapping[str, Any], status: int = 200
    ) -> HttpResponse:
        desk = self.desk
        parts = [(relation, desk.formsets[relation][0], formset) for relation, formset in formsets.items()]
        return self.page(
            request,
            desk.form_template,
            {
                "target": target,
                "form": form,
                "formsets": formsets,
                "parts": parts,
                "sections": desk.sectioned(form),
                "version": request.POST.get("version") or (target.version if target.pk else ""),
                "key": request.POST.get("key") or uuid.uuid4(),
                "takes_files": desk.evidence_in_form,
                "lost_files": [upload.name for upload in request.FILES.getlist("tep")],
                **desk.extra_context(request, target),
                **desk.form_context(request, target, form, formsets),
            },
            status=status,
        )


def form_key(request: HttpRequest) -> uuid.UUID | None:
    """The key of the form that was sent (`key`), by which sending it twice makes one thing; None without one."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


class DeleteView(DeskView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(request, self.target(request, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        target = self.target(request, pk)
        try:
            catalogs.delete(request.user, target)
        except Refused as refused:
            messages.error(request, refused.message)
            return self.ask(request, target, status=409)
        messages.success(request, f"Đã xóa “{target}”.")
        return HttpResponseRedirect(self.desk.url("list"))

    def target(self, request: HttpRequest, pk: int) -> Any:
        found = self.desk.get(request.user, pk)
        if not self.desk.may_edit(request.user, found):
            raise PermissionDenied("Bạn xem được mục này nhưng không được xóa.")
        return found

    def ask(self, request: HttpRequest, target: Any, status: int = 200) -> HttpResponse:
        return self.page(
            request,
            "records/confirm.html",
            {
                "title": f"Xóa “{target}”?",
                "consequences": ["Mục này biến mất khỏi danh mục; nhật ký vẫn giữ nội dung.",
                                 "Nếu đang được dùng ở bản ghi nào thì cổng sẽ không xóa."],
                "button": "Xóa", "danger": True, "cancel_url": target.get_absolute_url(),
            },
            status=status,
        )  # fmt: skip
