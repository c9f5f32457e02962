"""Tiếp nhận: one list of everything that waits for my step; bulk confirming, accepting and asking back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from danvan.accounts.scoping import access
from danvan.records import services
from danvan.records.data import Refused
from movements.models import Area
from reports import work_rows
from reports.views_work import BULK, find, say_refusals

PAGE = 50


class InboxView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not work_rows.inbox_kinds(request.user):
            raise PermissionDenied("Tài khoản của bạn không xác nhận hay tiếp nhận bản ghi.")
        ticked = list(dict.fromkeys(request.POST.getlist("muc")))[:BULK]
        back = request.POST.get("lam") == "lam-ro"
        reason = request.POST.get("reason", "").strip()[:2000]
        if not ticked:
            return self.page(request, error=("tick-all", "Chưa chọn bản ghi nào."), reason=reason)
        if back and not reason:
            return self.page(request, error=("reason", "Đề nghị làm rõ cần ghi điều cần làm rõ."), ticked=ticked)
        done, refused = take_all(request.user, ticked, reason if back else "")
        if done:
            messages.success(request, f"Đã {'đề nghị làm rõ' if back else 'xong'} {done} bản ghi.")
        say_refusals(request, refused)
        query = request.GET.urlencode()
        return HttpResponseRedirect(reverse("inbox") + (f"?{query}" if query else ""))

    def page(
        self, request: HttpRequest, *, error: tuple[str, str] | None = None, ticked: list[str] | None = None,
        reason: str = "",
    ) -> HttpResponse:  # fmt: skip
        user = request.user
        kinds = work_rows.inbox_kinds(user)
        if not kinds:
            raise PermissionDenied("Tài khoản của bạn không xác nhận hay tiếp nhận bản ghi.")
        where = work_rows.waiting_where(user)
        communes = communes_of({path for path, *_ in where})
        chosen = {name: request.GET.get(name, "") for name in ("loai", "xa", "don-vi")}
        found = work_rows.waiting(user, **narrowed(chosen, communes))
        rows: Any = found.order_by("submitted_at", "x_kind", "pk") if found is not None else []
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        items = work_rows.items(page, user)
        roles = {f"{kind}.confirm" for kind in kinds}
        confirms = any(action in grant.role.actions for grant in access(user).grants for action in roles)
        return render(
            request,
            "work/inbox.html",
            {
                "items": items,
                "page": page,
                "kinds": [(kind, str(model._meta.verbose_name)) for kind, model in kinds.items()],
                "communes": [(area.code, area.title) for area in communes],
                "organizations": sorted({(str(pk), short or name) for _, pk, short, name in where}, key=lambda o: o[1]),
                "chosen": chosen,
                "chosen_unit": chosen["don-vi"],
                "filtered": any(chosen.values()),
                "word": "Xác nhận" if confirms else "Tiếp nhận",
                "ticked": ticked or [],
                "reason": reason,
                "errors": [(error[0], "", error[1])] if error else [],
                "error": error,
                "oldest": max((item.days for item in items), default=0),
                "illustrative": any(item.illustrative for item in items),
            },
            status=422 if error else 200,
        )


def narrowed(chosen: dict[str, str], communes: list[Area]) -> dict[str, Any]:
    """The filters as conditions; a commune or organisation that means nothing leaves no rows."""
    found: dict[str, Any] = {"kind": chosen["loai"]}
    if chosen["xa"]:
        found["path"] = next((area.path for area in communes if area.code == chosen["xa"]), "-")
    if chosen["don-vi"]:
        number = chosen["don-vi"]
        found["organization"] = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    return found


def communes_of(paths: set[str]) -> list[Area]:
    """The communes (or wider places) in which the paths lie, by name. One query."""
    ids = {int(step) for path in paths for step in path.split(".") if step}
    return list(Area.objects.filter(pk__in=ids, level=Area.Level.COMMUNE).order_by("sort_key")) if ids else []


def take_all(user: Any, keys: list[str], reason: str) -> tuple[int, list[str]]:
    """Take the step that waits on each record, or with a reason ask back; each on its own.

    Returns how many were done, and a sentence for each that was not.
    """
    done, refused = 0, []
    for key in keys:
        record = find(user, key)
        if record is None:
            refused.append("Một bản ghi không còn ở đó hoặc ngoài phạm vi của bạn.")
            continue
        try:
            if reason:
                services.ask_back(user, record, reason)
            elif record.pending_action == "confirm":
                services.confirm(user, record)
            else:
                services.accept(user, record)
            done += 1
        except Refused as error:
            refused.append(f"“{record}”: {error.message}")
        except PermissionDenied as error:
            refused.append(f"“{record}”: {error}")
    return done, refused
