"""Pages of duplicates: the suspected ones, two records side by side, one merge with its decision and its undoing."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from danvan.accounts.scoping import access, visible_to
from danvan.context import context_of
from danvan.downloads import download
from danvan.export import ExportColumn
from danvan.records import data as plain
from danvan.records.data import Invalid, Refused
from danvan.records.names import Names
from danvan.records.words import label_of, said

from . import household_merge as merging
from .forms_households import HouseholdFind, prepare
from .models import Household, HouseholdMerge
from .similar import living
from .suspects import suspects
from .views_households import HouseholdPage

DUPLICATE_HEADS = [
    ExportColumn("Nhóm", "count"), ExportColumn("Hộ"), ExportColumn("Sinh năm"), ExportColumn("Nơi ở"),
    ExportColumn("Vì sao nghi"),
]  # fmt: skip
WHY = forms.CharField(label="Vì sao", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class OtherForm(forms.Form):
    other = forms.ModelChoiceField(Household.objects.none(), label="Hồ sơ kia", widget=HouseholdFind)

    def __init__(self, *args: Any, user: Any, but: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["other"]
        field.queryset = living(visible_to(Household.objects.exclude(pk=but), user, "enter"))
        prepare(self, "other")


class ReasonForm(forms.Form):
    reason = WHY


@dataclass(frozen=True)
class Line:
    """A field of two records side by side: what each says, and which one was chosen."""

    name: str
    label: str
    mine: str
    theirs: str
    takes: bool

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


def side_by_side(user: Any, kept: Household, away: Household, take: set[str]) -> list[Line]:
    """Every field that either record fills, in words."""
    names = Names(user)
    read = {one.pk: plain.read(one) for one in (kept, away)}
    for one in (kept, away):
        names.learn(Household, list(read[one.pk].items()))
    lines = []
    for name in merging.FIELDS:
        mine, theirs = (said(Household, name, read[one.pk][name], names.of) for one in (kept, away))
        if mine != theirs or read[kept.pk][name] not in (None, ""):
            lines.append(Line(name, label_of(Household, name, {}), mine, theirs, name in take))
    if kept.cccd or away.cccd:
        lines.append(Line("", "Số CCCD", kept.masked_cccd or "–", away.masked_cccd or "–", False))
    return lines


class MergeView(HouseholdPage):
    """<pk>/gop/: choose the other record; <pk>/gop/?voi=<other>: side by side, and what stays."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        kept = self.household(request, pk)
        if not request.GET.get("voi"):
            return self.choose(request, kept, OtherForm(user=request.user, but=pk))
        return self.compare(request, kept, self.other(request, kept), ReasonForm(), set())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kept = self.household(request, pk)
        if not (request.GET.get("voi") or request.POST.get("voi")):
            return self.chosen(request, kept)
        away = self.other(request, kept)
        form = ReasonForm(request.POST)
        take = {name for name in merging.FIELDS if request.POST.get(f"lay-{name}") == "kia"}
        if form.is_valid():
            try:
                merge = merging.propose(request.user, away, kept, take=take, reason=form.cleaned_data["reason"])
                done = "Đã gộp hai hồ sơ." if merge.stands else "Đã gửi đề nghị gộp, chờ người khác duyệt."
                messages.success(request, done)
                return HttpResponseRedirect(reverse("households:merge_page", args=[merge.pk]))
            except Invalid as invalid:
                for name, lines in invalid.errors.items():
                    form.add_error(name if name == "reason" else None, " ".join(lines))
            except Refused as refused:
                form.add_error(None, refused.message)
        return self.compare(request, kept, away, form, take, 422)

    def chosen(self, request: HttpRequest, kept: Any) -> HttpResponse:
        form = OtherForm(request.POST, user=request.user, but=kept.pk)
        if request.POST.get("them"):  # "Tìm" without JavaScript: nothing is judged yet
            form.errors.clear()
            return self.choose(request, kept, form)
        if not form.is_valid():
            return self.choose(request, kept, form, 422)
        return HttpResponseRedirect(f"{request.path}?voi={form.cleaned_data['other'].pk}")

    def household(self, request: HttpRequest, pk: int) -> Any:
        household = self.desk.get(request.user, pk)
        if not merging.may_merge(request.user, household):
            raise PermissionDenied("Bạn xem được hộ này nhưng không gộp được.")
        return household

    def other(self, request: HttpRequest, kept: Any) -> Any:
        key = request.POST.get("voi") or request.GET.get("voi", "")
        if not (key.isascii() and key.isdigit() and len(key) < 18) or int(key) == kept.pk:
            raise Http404
        return self.household(request, int(key))

    def choose(self, request: HttpRequest, kept: Any, form: Any, status: int = 200) -> HttpResponse:
        return render(request, "households/merge_choose.html", {"household": kept, "form": form}, status=status)

    def compare(
        self, request: HttpRequest, kept: Any, away: Any, form: Any, take: set[str], status: int = 200
    ) -> HttpResponse:
        return render(
            request,
            "households/merge.html",
            {
                "kept": kept, "away": away, "form": form, "lines": side_by_side(request.user, kept, away, take),
                "decided": "approved" in (kept.status, away.status),
            },
            status=status,
        )  # fmt: skip


class MergePage(HouseholdPage):
    """gop/<merge>/: what was merged and why; decide what is proposed, or take it apart again."""

    def get(self, request: HttpRequest, merge: int) -> HttpResponse:
        return self.page(request, self.merge(request, merge))

    def post(self, request: HttpRequest, merge: int) -> HttpResponse:
        found, asked = self.merge(request, merge), request.POST.get("lam", "")
        note = request.POST.get("note", "").strip()[:300]
        try:
            if asked == "bo":
                found = merging.propose_undo(request.user, found, reason=note)
                done = "Đã gửi đề nghị bỏ gộp, chờ người khác duyệt." if found.waits else "Đã bỏ gộp."
            else:
                found = merging.decide(request.user, found, approve=asked == "duyet", note=note)
                done = "Đã duyệt." if asked == "duyet" else "Đã trả lời không duyệt."
        except Refused as refused:
            return self.page(request, found, refused.message, 422)
        messages.success(request, done)
        return HttpResponseRedirect(reverse("households:merge_page", args=[found.pk]))

    def merge(self, request: HttpRequest, pk: int) -> HouseholdMerge:
        """Of two households that the user sees."""
        mine = self.desk.visible(request.user).values("pk")
        rows = HouseholdMerge.objects.filter(pk=pk, kept__in=mine, away__in=mine)
        found = rows.select_related(
            "kept__area__parent", "away__area__parent", "proposed_by", "decided_by", "undo_by", "undone_by"
        ).first()
        if found is None:
            raise Http404
        return found

    def page(self, request: HttpRequest, merge: HouseholdMerge, error: str = "", status: int = 200) -> HttpResponse:
        return render(
            request,
            "households/merge_page.html",
            {
                "merge": merge, "error": error,
                "lines": side_by_side(request.user, merge.kept, merge.away, set(merge.after)),
                "may_decide": merge.waits and not merging.why_not_decide(request.user, merge),
                "why_not": merging.why_not_decide(request.user, merge) if merge.waits else "",
                "may_undo": merge.state == HouseholdMerge.State.APPLIED
                and merging.may_merge(request.user, merge.kept, merge.away),
            },
            status=status,
        )  # fmt: skip


def merges_of(household: Household, user: Any) -> list[HouseholdMerge]:
    """The merges that a household's page speaks of, refused and undone ones too, newest first. One query."""
    mine = visible_to(Household.objects.all(), user).values("pk")
    about = Q(kept=household) | Q(away=household) | Q(standing=household)
    rows = HouseholdMerge.objects.filter(about, kept__in=mine, away__in=mine)
    return list(rows.select_related("kept", "away", "standing"))


class DuplicatesView(HouseholdPage):
    """trung-lap/: households that may be one in the context bar's place, and merges that wait for a decision."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.desk.visible(request.user)
        context = context_of(request, any_year=True)
        near = context.area is not None and context.area.level in ("commune", "hamlet")
        there = rows if context.area is None else self.desk.in_place(rows, context.area)
        groups, more = suspects(there.order_by(), near=near)
        if fmt := request.GET.get("xuat"):
            found = [[number, one.head, one.birth_year, str(one.area), group.said]
                     for number, group in enumerate(groups, 1) for one in group.households]  # fmt: skip
            return download(request, "duplicates", "Hồ sơ nghi trùng", DUPLICATE_HEADS, found, fmt, len(found))
        mine = rows.order_by().values("pk")
        waiting = HouseholdMerge.objects.filter(state__in=("proposed", "undoing"), kept__in=mine, away__in=mine)
        return render(
            request,
            "households/duplicates.html",
            {
                "groups": groups, "more": more, "near": near, "bar": context.bar(request, any_year=True),
                "waiting": waiting.select_related("kept__area__parent", "away", "proposed_by", "undo_by"),
                "may_merge": access(request.user).may("household.enter"),
            },
        )  # fmt: skip
