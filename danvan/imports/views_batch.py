"""One batch: 2. Ghép cột, 3. Xem trước, 4. Nhập. Another's batch does not exist (404)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.accounts.scoping import require
from danvan.records.data import Refused

from . import batches, files, handover, storing
from .batches import State, kind_of
from .freeze import thaw
from .kind import ImportKind
from .mending import read_mends
from .models import ImportBatch
from .preview import preview, tally


def _mine(request: HttpRequest, pk: int) -> tuple[ImportBatch, ImportKind]:
    require(request.user, "import")
    found = get_object_or_404(batches.mine(request.user), pk=pk)
    found.user = request.user  # type: ignore[assignment]  # with the rights of this request, read once
    kind = kind_of(found)
    batches.require_kind(request.user, kind)
    return found, kind


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The batch as it stands. POST mends cells and decides on rows, then shows what is left."""
    found, kind = _mine(request, pk)
    context: dict[str, Any] = {"batch": found, "kind": kind}
    if found.state == State.STORING:
        context |= {"stuck": storing.is_stuck(found), "percent": 100 * found.done // max(found.rows, 1)}
        name = "imports/_progress.html" if getattr(request, "htmx", False) else "imports/progress.html"
        return render(request, name, context)
    if found.state in (State.STORED, State.DROPPED):
        return _finished(request, found, kind)
    if found.report is None:
        return redirect("imports:columns", found.pk)
    if request.method == "POST":
        return _mend(request, found)
    context |= _shown(request, found)
    return render(request, "imports/preview.html", context)


def _shown(request: HttpRequest, found: ImportBatch) -> dict[str, Any]:
    only = "loi" if request.GET.get("loc") == "loi" else ""
    return {
        "preview": preview(
            found, request.user, page=request.GET.get("page"), only=only, opened=request.GET.get("o", "")
        ),
        "only": only,
        "report": found.report,
        "tally": tally(found.report.get("counts", {})),
        "problems": found.faulty + found.asking,
        "ready": found.state == State.READY,
        "late": found.work.get("late", False),
        "out": [(key, decision["skip"]) for key, decision in found.work["rows"].items() if "skip" in decision],
        "mends": len(found.work["mends"]),
        "background": found.rows > storing.BACKGROUND,
    }


def _mend(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    try:
        if "bo_sung" in request.POST:
            batches.as_supplements(found, wanted=request.POST["bo_sung"] == "1")
            return redirect(found)
        cells, rows = read_mends(found, request.POST, request.user)
        if cells or rows:
            batches.mend(found, cells, rows)
            left = found.faulty + found.asking
            said = f"còn {left} dòng cần xem" if left else "không còn dòng nào phải xem"
            messages.success(request, f"Đã sửa {len(cells)} ô, quyết định {len(rows)} dòng; {said}.")
        else:
            messages.warning(request, "Chưa chọn cách sửa nào.")
    except Refused as error:
        messages.error(request, error.message)
    kept = {key: request.GET[key] for key in ("loc", "page") if key in request.GET}
    return redirect(f"{found.get_absolute_url()}{'?' + urlencode(kept) if kept else ''}")


def _finished(request: HttpRequest, found: ImportBatch, kind: ImportKind) -> HttpResponse:
    rows = f"{reverse(kind.list_name)}?{urlencode({'lo': found.pk})}" if kind.list_name else ""
    report = found.report or {}
    context = {"batch": found, "kind": kind, "rows_url": rows, "sums": report.get("sums", []),
               "tally": tally(report.get("counts", {}))}  # fmt: skip
    return render(request, "imports/stored.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which head is which column. POST takes "c-<sheet>-<column>" = key."""
    found, kind = _mine(request, pk)
    if found.state not in ImportBatch.OPEN:
        return redirect(found)
    sheets = thaw(found.content)
    tables = batches.heads_in(kind, sheets, request.user)
    chosen: dict[str, dict[str, str]] = {}
    error, status = "", 200
    if request.method == "POST":
        for number, heads in enumerate(tables):
            chosen[heads.sheet.name] = {
                str(head.index): request.POST.get(f"c-{number}-{head.index}", "") for head in heads.heads
            }
        known = kind.heads
        if any(key and key not in known for of_sheet in chosen.values() for key in of_sheet.values()):
            error, status = "Hãy chọn một trong các cột có sẵn.", 422
        else:
            try:
                batches.match(found, request.user, chosen)
                return redirect(found)
            except Refused as refused:
                error, status = refused.message, 422
    matching = found.work["matching"] or {}
    shown_sheets = [
        {
            "name": heads.sheet.name,
            "heads": [
                {
                    "name": f"c-{number}-{head.index}", "text": head.text, "samples": heads.samples(head.index),
                    "asked": head.asked,
                    "value": chosen.get(heads.sheet.name, {}).get(
                        str(head.index), matching.get(heads.sheet.name, {}).get(str(head.index), head.key or head.guess)
                        if matching.get(heads.sheet.name) else head.key or head.guess),
                }
                for head in heads.heads
            ],
        }
        for number, heads in enumerate(tables)
    ]  # fmt: skip
    context = {"batch": found, "kind": kind, "sheets": shown_sheets, "error": error}
    return render(request, "imports/columns.html", context, status=status)


@require_POST
def store(request: HttpRequest, pk: int) -> HttpResponse:
    found, _ = _mine(request, pk)
    try:
        storing.begin(request.user, found, submit="gui" in request.POST)
    except Refused as error:
        messages.error(request, error.message)
    return redirect(found)


@require_safe
def error_file(request: HttpRequest, pk: int) -> HttpResponse:
    found, _ = _mine(request, pk)
    if found.report is None or found.content is None:
        return redirect(found)
    return files.response(f"Lỗi của {found.name.rpartition('.')[0] or found.name}", files.error_file_bytes(found))


class HandOverForm(forms.Form):
    """To whom."""

    def __init__(self, *args: Any, people: list[handover.User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = forms.ModelChoiceField(
            handover.User.objects.filter(pk__in=[one.pk for one in people]), label="Giao cho", empty_label="Chọn người",
            error_messages={
                "required": "Hãy chọn người nhận lô.", "invalid_choice": "Hãy chọn một người trong danh sách.",
            },
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    found, kind = _mine(request, pk)
    if found.state not in ImportBatch.OPEN:
        return redirect(found)
    people = handover.colleagues(request.user, kind.right)
    form = HandOverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            handover.hand_over(request.user, found, form.cleaned_data["user"])
            messages.success(request, f"Đã giao lô “{found.name}” cho {form.cleaned_data['user']}.")
            return redirect("imports:index")
        except Refused as error:
            form.add_error("user", error.message)
    context = {
        "title": f"Giao lô “{found.name}” cho đồng nghiệp?", "form": form, "button": "Giao lô",
        "consequences": ["Người nhận thấy lô trong mục Nhập từ Excel của họ và nhập bằng tên họ.",
                         "Bạn không còn thấy lô này nữa."],
        "cancel_url": found.get_absolute_url(),
    }  # fmt: skip
    return render(request, "records/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found, _ = _mine(request, pk)
    if found.state not in ImportBatch.OPEN:
        return redirect(found)
    if request.method == "POST":
        try:
            batches.drop(request.user, found)
            messages.success(request, f"Đã bỏ lô “{found.name}”.")
            return redirect("imports:index")
        except Refused as error:
            messages.error(request, error.message)
            return redirect(found)
    context = {
        "title": f"Bỏ lô “{found.name}”?", "button": "Bỏ lô", "danger": True, "form": None,
        "consequences": [
            f"{found.rows} dòng và các ô đã sửa trong lô này mất đi.",
            "Những gì đã có trên cổng không thay đổi. Muốn nhập lại thì chọn lại tệp.",
        ],
        "cancel_url": found.get_absolute_url(),
    }  # fmt: skip
    return render(request, "records/confirm.html", context)
