"""Bảng chỉ tiêu: indicators × communes of a period, each box stored on its own; and a period handed in at once.

The page is a plain form; with a script, one box is posted at a time and answered by the same box, drawn by the same
template. 200 stored · 409 somebody saved before · 422 faults in the box.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views import View

from danvan.accounts.scoping import access
from danvan.context import Bar
from danvan.records import bulk_steps
from reports.targets.target_asked import Asked, Shown, asked_for, in_group, indicators_of
from reports.targets.target_box import STATES, Box
from reports.targets.target_sheet import ENTER, Sheet, boxes_of, count, values_of
from reports.work.views_work import say_refusals

MEASURES = {"ke-hoach": "planned", "thuc-hien": "actual", "uoc": "estimate"}
MEASURE_WORDS = [("ke-hoach", "Kế hoạch"), ("thuc-hien", "Thực hiện"), ("uoc", "Ước cả năm")]
MOST = 600
"""Steps that one button takes at once."""


class GridPage(View):
    asked: Asked

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.asked = asked_for(request)
        if request.method == "POST" and not self.may_post():
            raise PermissionDenied("Tài khoản của bạn không được ghi chỉ tiêu.")
        return super().dispatch(request, *args, **kwargs)

    def may_post(self) -> bool:
        return access(self.request.user).may(ENTER)

    @property
    def measure(self) -> str:
        return self.request.GET.get("do") if self.request.GET.get("do") in MEASURES else "thuc-hien"  # type: ignore[return-value]

    @property
    def address(self) -> dict[str, str]:
        """The page's address, to come back to."""
        kept = {name: self.request.GET.get(name, "") for name in ("nhom", "do", "to")}
        return {name: value for name, value in (self.asked.address | kept).items() if value}

    def url(self, name: str = "target_grid", **changes: str) -> str:
        return f"{reverse(name)}?{urlencode(self.address | changes)}"


class GridView(GridPage):
    def sheet(self) -> tuple[Sheet, Shown]:
        """The boxes of the page: a group of indicators, of one commune or of several."""
        everything = indicators_of(self.asked.when)
        shown = in_group(self.request, everything)
        sheet = boxes_of(self.request.user, self.asked, shown.indicators)
        count(self.request.user, sheet)
        return sheet, shown

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(*self.sheet())

    def page(self, sheet: Sheet, shown: Shown, status: int = 200) -> HttpResponse:
        asked = self.asked
        boxes = list(sheet.boxes.values())
        return render(
            self.request,
            "targets/grid.html",
            {
                "asked": asked, "sheet": sheet, "groups": shown.groups, "group": shown.group, "states": STATES,
                "measures": MEASURE_WORDS, "measure": self.measure, "cell": MEASURES[self.measure],
                "steps": {action: sheet.waiting(action) for action in ("confirm", "accept")},
                "bad": [box for box in boxes if box.state == "bad"], "drafts": sheet.drafts,
                "open": any(not box.lock for box in boxes),
                "shut": next((box.lock for box in boxes if box.lock.startswith("Kỳ đã chốt")), ""),
                "grid_url": self.url(), "box_url": self.url("target_box"), "step_url": self.url("target_step"),
                "illustrative": any(record.illustrative for record in sheet.records), "bar": Bar(parts=asked.parts),
            },
            status=status,
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Without a script: every box that was changed, each stored or at fault on its own; nothing typed is lost."""
        sheet, shown = self.sheet()
        changed = [box for box in sheet.boxes.values() if box.take(request.POST)]
        for box in changed:
            save(request, box)
        if any(box.state == "bad" for box in changed):
            return self.page(sheet, shown, status=422)
        if changed:
            messages.success(request, f"Đã lưu {len(changed)} ô.")
        if request.POST.get("luu") == "gui":
            hand_in(request, self.asked)
        return HttpResponseRedirect(self.url())


def save(request: HttpRequest, box: Box) -> None:
    """Store a box as the page asks: "Lưu bản tôi gõ" (`ghi_de`) and "Lấy bản đang lưu" (`lay`) name one."""
    if request.POST.get("lay") == box.name:
        box.typed = {}
        return
    if request.POST.get("ghi_de") == box.name and box.record is not None:
        box.version = box.record.version
    box.save(request.user)


class BoxView(GridPage):
    """One box, `o` its name: POST stores it; the answer is the box as it stands."""

    def post(self, request: HttpRequest) -> HttpResponse:
        kind, _, rest = request.POST.get("o", "").partition("-")
        indicator_pk, _, area_pk = rest.partition("-")
        shown = [one for one in indicators_of(self.asked.when) if str(one.pk) == indicator_pk]
        self.asked.communes = [area for area in self.asked.communes if str(area.pk) == area_pk]
        if kind != "o" or not shown or not self.asked.communes:
            raise Http404
        sheet = boxes_of(request.user, self.asked, shown)
        count(request.user, sheet)
        (box,) = sheet.boxes.values()
        if box.take(request.POST):
            save(request, box)
        status = 409 if box.theirs else 422 if box.errors else 200
        template = "targets/row.html" if self.asked.commune else "targets/cell.html"
        return render(request, template, {"box": box, "cell": MEASURES[self.measure]}, status=status)


class StepView(GridPage):
    """The period of the page's communes at once: `lam` = gui, xac-nhan, tiep-nhan."""

    def may_post(self) -> bool:
        return True  # each record's own step is judged by the door

    def post(self, request: HttpRequest) -> HttpResponse:
        match request.POST.get("lam"):
            case "gui":
                hand_in(request, self.asked)
            case "xac-nhan":
                take(request, self.asked, "confirm")
            case "tiep-nhan":
                take(request, self.asked, "accept")
            case _:
                raise Http404
        return HttpResponseRedirect(self.url())


def hand_in(request: HttpRequest, asked: Asked) -> None:
    """Gửi: every draft of the period in the page's communes, of all groups."""
    user = request.user
    if not access(user).may(ENTER):
        raise PermissionDenied("Tài khoản của bạn không được gửi chỉ tiêu.")
    records = list(values_of(user, asked).filter(x_edit=True)[:MOST])
    tell(request, asked, "gửi", bulk_steps.submit_many(user, records))


def take(request: HttpRequest, asked: Asked, action: str) -> None:
    """The step that waits for this user on the page's values."""
    user = request.user
    if not access(user).may(f"target.{action}"):
        raise PermissionDenied("Bước này thuộc người khác theo tuyến xác nhận.")
    records = values_of(user, asked).filter(x_waits=True, pending_action=action)[:MOST]
    word = "xác nhận" if action == "confirm" else "tiếp nhận"
    tell(request, asked, word, bulk_steps.take_many(user, list(records), action))


def tell(request: HttpRequest, asked: Asked, word: str, outcomes: list[bulk_steps.Outcome]) -> None:
    done = [one.record for one in outcomes if not one.refusal]
    if done:
        communes = len({record.area_id for record in done})
        where = str(done[0].area) if communes == 1 else f"{communes} xã"
        messages.success(request, f"Đã {word} {len(done)} chỉ tiêu của {where}, {asked.when.label}.")
    elif not outcomes:
        messages.info(request, f"Không có chỉ tiêu nào để {word}.")
    say_refusals(request, [f"“{one.record}”: {one.reason}" for one in outcomes if one.refusal])
