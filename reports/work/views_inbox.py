"""Tiếp nhận: one list of everything that waits for my step; bulk confirming, accepting and asking back."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from beneficiaries.repeats import repeated
from danvan.accounts.scoping import access
from danvan.downloads import download
from danvan.export import ExportColumn
from danvan.records.kinds import record_models
from reports.work import inbox_bulk, inbox_filters, inbox_rows, waits, work_rows
from reports.work import views_late as late
from reports.work.inbox_rows import Facets, Group

PAGE = 50
COLUMNS: list[tuple[ExportColumn, Callable[[work_rows.Item], object]]] = [
    (ExportColumn("Loại"), lambda item: item.kind_label),
    (ExportColumn("Bản ghi", width=40), lambda item: item.title),
    (ExportColumn("Hỗ trợ (đồng)", "money"), lambda item: None if item.loan else item.amount),
    (ExportColumn("Cho vay (đồng)", "money"), lambda item: item.amount if item.loan else None),
    (ExportColumn("Nơi"), lambda item: item.place),
    (ExportColumn("Đơn vị"), lambda item: item.organization),
    (ExportColumn("Người ghi"), lambda item: item.author),
    (ExportColumn("Chờ, ngày làm việc", "count"), lambda item: item.days),
    (ExportColumn("Quá hạn, ngày làm việc", "count"), lambda item: item.over or None),
    (ExportColumn("Đã hỏi lại"), lambda item: "có" if item.returned else ""),
]
LABELS = {"cho": "Chờ quá, ngày", "tren": "Trên, đồng", "tick-all": "Các dòng", "reason": "Điều cần làm rõ"}


class InboxView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
        if fmt := request.GET.get("xuat"):
            return self.download(request, fmt)
        if "bo-loc" in request.GET:
            inbox_filters.forget(request)
            return HttpResponseRedirect(reverse("inbox"))
        if going_on := inbox_filters.remembered(request):
            return HttpResponseRedirect(f"{reverse('inbox')}?{going_on}")
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.require(request)
        back = request.POST.get("lam") == "lam-ro"
        reason = request.POST.get("reason", "").strip()[:2000]
        keys = list(dict.fromkeys(request.POST.getlist("muc")))[: inbox_bulk.MOST]
        everything = request.POST.get("ca") == "1"
        if everything:
            keys = self.all_keys(request)
        if not keys:
            return self.page(request, error=("tick-all", "Chưa chọn bản ghi nào."), reason=reason)
        own = {key: words for key in keys if (words := request.POST.get(f"ly-do-{key}", "").strip()[:2000])}
        if back and not all(own.get(key) or reason for key in keys):
            said = "Đề nghị làm rõ cần ghi điều cần làm rõ, chung cho mọi dòng hoặc riêng từng dòng đã chọn."
            return self.page(request, error=("reason", said), ticked=keys, reason=reason)
        if request.POST.get("chac") != "1" and (everything or not back):
            return self.confirm(request, keys, back, reason, own)
        reasons = {key: own.get(key) or reason for key in keys} if back else None
        done, refused = inbox_bulk.take_all(request.user, keys, reasons)
        query = request.GET.urlencode()
        onward = reverse("inbox") + (f"?{query}" if query else "")
        word = "đề nghị làm rõ" if back else "xong"
        if refused:
            shown = {"done": done, "word": word, "refused": refused, "onward": onward}
            return render(request, "work/inbox_result.html", shown)
        messages.success(request, f"Đã {word} {done} bản ghi.")
        return HttpResponseRedirect(onward)

    def require(self, request: HttpRequest) -> None:
        if not inbox_rows.inbox_kinds(request.user):
            raise PermissionDenied("Tài khoản của bạn không xác nhận hay tiếp nhận bản ghi.")

    def all_keys(self, request: HttpRequest) -> list[str]:
        """Those of the list under the URL's filters, in its order, as many as are taken at once."""
        facets, chosen, limits = self.facets(request)
        found = inbox_rows.listed(request.user, chosen, limits, facets.communes)
        return [item.key for item in work_rows.items(found[: inbox_bulk.MOST], request.user)] if found else []

    def facets(self, request: HttpRequest) -> tuple[Facets, inbox_filters.Chosen, waits.Limits]:
        chosen, limits = inbox_filters.read(request.GET), waits.Limits.read()
        return Facets.of(inbox_rows.groups(request.user, chosen, limits), chosen), chosen, limits

    def download(self, request: HttpRequest, fmt: str) -> HttpResponse:
        """All that the filters leave, in the list's order."""
        facets, chosen, limits = self.facets(request)
        found = inbox_rows.listed(request.user, chosen, limits, facets.communes)
        rows = ([value(item) for _, value in COLUMNS] for item in work_rows.items(found or (), request.user))
        heads = [head for head, _ in COLUMNS]
        return download(request, "inbox", "Tiếp nhận", heads, rows, fmt, facets.total("count"))

    def confirm(
        self, request: HttpRequest, keys: list[str], back: bool, reason: str, own: dict[str, str]
    ) -> HttpResponse:
        """What will happen, before it happens: accepting cannot be undone."""
        found = inbox_rows.ticked(request.user, keys, waits.Limits.read())
        items = work_rows.items(found or (), request.user)
        lines = inbox_bulk.consequences(items, keys, back=back)
        if twice := repeated(item.pk for item in items if item.kind == "support"):
            lines = [*lines, f"{len(twice)} khoản có hộ đã nhận cùng hình thức trong năm."]
        hidden = [("muc", key) for key in keys] + [(f"ly-do-{key}", words) for key, words in own.items()]
        return render(
            request,
            "records/confirm.html",
            {
                "title": f"Đề nghị làm rõ {len(keys)} bản ghi?"
                if back
                else f"{self.word(request)} {len(keys)} bản ghi?",
                "consequences": lines,
                "hidden": [*hidden, ("lam", "lam-ro" if back else "buoc"), ("reason", reason), ("chac", "1")],
                "button": "Gửi đề nghị làm rõ" if back else f"{self.word(request)} {len(keys)} bản ghi",
                "cancel_url": request.get_full_path(),
            },
        )

    def word(self, request: HttpRequest) -> str:
        steps = {f"{kind}.confirm" for kind in record_models()}
        return "Xác nhận" if any(steps & grant.role.actions for grant in access(request.user).grants) else "Tiếp nhận"

    def page(
        self, request: HttpRequest, *, error: tuple[str, str] | None = None, ticked: Iterable[str] = (),
        reason: str = "",
    ) -> HttpResponse:  # fmt: skip
        facets, chosen, limits = self.facets(request)
        rows: Any = inbox_rows.listed(request.user, chosen, limits, facets.communes)
        page = Counted(rows if rows is not None else [], PAGE, facets.total("count")).get_page(request.GET.get("page"))
        items = work_rows.items(page, request.user)
        errors = [(f"f-{name}", LABELS[name], said) for name, said in chosen.faults.items()]
        return render(
            request,
            "work/inbox.html",
            {
                "items": [(item, request.POST.get(f"ly-do-{item.key}", "")) for item in items],
                "repeated": repeated(item.pk for item in items if item.kind == "support"),
                "page": page,
                "filters": choices(facets),
                "chosen": {name.replace("-", "_"): value for name, value in chosen.typed.items()},
                "sort": chosen.sort,
                "filtered": chosen.active,
                "faults": chosen.faults,
                "totals": {name: facets.total(name) for name in (
                    "count", "supports", "support_vnd", "loans", "loan_vnd", "returned", "late")},
                "oldest": waits.waited(facets.oldest) if facets.oldest else 0,
                "word": self.word(request),
                "most": inbox_bulk.MOST,
                "may_see_late": late.may_see(request.user),
                "ticked": set(ticked),
                "reason": reason,
                "errors": [*errors, *([(error[0], LABELS[error[0]], error[1])] if error else [])],
                "error": error,
                "illustrative": any(item.illustrative for item in items),
            },
            status=422 if error else 200,
        )  # fmt: skip


class Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told the count by the groups, so that nothing is counted twice."""

    def __init__(self, rows: Any, size: int, count: int) -> None:
        super().__init__(rows, size)
        self.__dict__["count"] = count


def choices(facets: Facets) -> list[dict[str, Any]]:
    """The selects of the filter: name, label, value, options with counts. One without a choice to make is left out."""
    titles = {area.code: area.title for area in facets.communes}

    def kind(group: Group) -> str:
        label = str(record_models()[group.kind]._meta.verbose_name)
        return label[:1].upper() + label[1:]

    wanted = (
        ("loai", "Loại", kind),
        ("xa", "Xã", lambda g: titles.get(facets.commune(g), "")),
        ("don-vi", "Đơn vị", lambda g: g.organization_name),
        ("dot", "Đợt", lambda g: g.campaign_name),
        ("nguoi", "Người ghi", lambda g: g.author_name),
    )
    found = []
    for name, label, words in wanted:
        value, options = facets.chosen.choices[name], facets.options(name, words)
        if value or len(options) > 1:
            found.append({"name": name, "label": label, "value": value, "options": options})
    return found
