"""Pages of a household besides its desk: finding one by typing, revealing an identity number, splits and merges."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import require, visible_to
from danvan.audit.journal import journal
from danvan.listing import picked
from danvan.records.data import Invalid
from danvan.records.models import Status

from . import lineage
from .forms_households import FOUND, LineageForm, RevealForm, found_households
from .models import Household, HouseholdLineage, PovertyClass, PovertyReview

COUNTED = 1000  # how far a box counts what it does not show


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The list under a search box: visible households only, ten at most (templates/parts/find.html)."""
    require(request.user, "household.view")
    term = request.GET.get("q", "")[:120]
    reviews = visible_to(PovertyReview.objects.filter(household=OuterRef("pk"), status=Status.APPROVED), request.user)
    latest = Subquery(reviews.order_by("-year", "-pk").values("poverty_class")[:1])
    found = found_households(request.user, term)
    rows = picked(Household.objects.select_related("area__parent").annotate(latest_class=latest), found[: FOUND + 1])
    return render(
        request,
        "parts/find.html",
        {
            "rows": [(row.pk, row.head, note_of(row)) for row in rows[:FOUND]],
            "term": term,
            "more": _more(found) if len(rows) > FOUND else 0,
        },
    )


def _more(found: Any) -> int | str:
    counted = found.order_by()[:COUNTED].count()
    return f"hơn {counted - FOUND}" if counted == COUNTED else counted - FOUND


def note_of(household: Any) -> str:
    """ "thôn Pretieng 1, xã Phú Sơn · hộ nghèo": what tells two of one name apart."""
    area = household.area
    where = f"{area}, {area.parent}" if area.level == "hamlet" and area.parent else str(area)
    standing = PovertyClass(household.latest_class).label if household.latest_class else ""
    return " · ".join(part for part in (household.everyday_name, where, standing) if part)


class HouseholdPage(View):
    desk: Any = None


class RevealView(HouseholdPage):
    """The whole number, on the answer to a POST alone: no address shows it, nothing keeps it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(request, self.household(request, pk), RevealForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        household, form = self.household(request, pk), RevealForm(request.POST)
        if not form.is_valid():
            return self.ask(request, household, form, 422)
        with journal(request.user) as log:
            log.add("reveal", household, {"field": "cccd", "reason": form.cleaned_data["reason"]})
        return render(request, "households/revealed.html", {"household": household, "desk": self.desk})

    def household(self, request: HttpRequest, pk: int) -> Any:
        household = self.desk.get(request.user, pk)
        require(request.user, "personal.reveal")
        if not household.cccd:
            raise Http404
        return household

    def ask(self, request: HttpRequest, household: Any, form: Any, status: int = 200) -> HttpResponse:
        return render(
            request,
            "records/confirm.html",
            {
                "title": "Hiện đủ số CCCD?", "form": form, "button": "Hiện số",
                "consequences": [f"Số CCCD của hộ {household} hiện một lần trên trang sau.",
                                 "Tên bạn, giờ xem và lý do được ghi vào nhật ký."],
                "cancel_url": household.get_absolute_url(),
            },
            status=status,
        )  # fmt: skip


class LineageView(HouseholdPage):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        household = self.household(request, pk)
        return self.page(request, household, LineageForm(user=request.user, initial={"kind": request.GET.get("kieu")}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        household = self.household(request, pk)
        form = LineageForm(request.POST, user=request.user)
        if request.POST.get("them"):  # "Tìm" without JavaScript: nothing is judged yet
            form.errors.clear()
            return self.page(request, household, form)
        if form.is_valid():
            try:
                wanted = form.cleaned_data
                lineage.record(request.user, household, wanted["other"], wanted["kind"], wanted["date"])
                messages.success(request, "Đã ghi tách, nhập hộ.")
                return HttpResponseRedirect(household.get_absolute_url())
            except Invalid as invalid:
                for name, lines in invalid.errors.items():
                    for line in lines:
                        form.add_error(name, line)
        return self.page(request, household, form, 422)

    def household(self, request: HttpRequest, pk: int) -> Any:
        household = self.desk.get(request.user, pk)
        if not visible_to(self.desk.model.objects.filter(pk=pk), request.user, "enter").exists():
            raise PermissionDenied("Bạn xem được hộ này nhưng không ghi được tách, nhập hộ.")
        return household

    def page(self, request: HttpRequest, household: Any, form: Any, status: int = 200) -> HttpResponse:
        return render(request, "households/lineage.html", {"household": household, "form": form}, status=status)


class UnlinkView(LineageView):
    """Bỏ dòng ghi nhầm."""

    def get(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:  # type: ignore[override]
        household, found = self.both(request, pk, other)
        return render(
            request,
            "records/confirm.html",
            {
                "title": "Bỏ dòng tách, nhập hộ này?", "button": "Bỏ", "danger": True,
                "consequences": [f"{found.old} và {found.new} không còn được ghi là {found.get_kind_display()}.",
                                 "Nhật ký vẫn giữ."],
                "cancel_url": reverse("households:detail", args=[household.pk]),
            },
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:  # type: ignore[override]
        household, found = self.both(request, pk, other)
        lineage.remove(request.user, found)
        messages.success(request, "Đã bỏ.")
        return HttpResponseRedirect(household.get_absolute_url())

    def both(self, request: HttpRequest, pk: int, other: int) -> tuple[Any, HouseholdLineage]:
        household = self.household(request, pk)
        found = HouseholdLineage.objects.select_related("old", "new").filter(pk=other).first()
        if found is None or pk not in (found.old_id, found.new_id):
            raise Http404
        return household, found
