"""The desks of the ledger: supports, and the balances of loans."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views import View

from danvan.accounts.scoping import access
from danvan.crud import Desk
from danvan.forms import DoorForm, PartialDateField, form_for
from danvan.lib.dates import DatePrecision, PartialDate
from danvan.lines import MOST_LINES, appended, emptied, one_more
from danvan.lines import number as whole
from danvan.listing import Column, Filter, number
from danvan.records.rights import entered_by
from movements.models import Area, Campaign

from .forms_households import found_households
from .forms_lines import CONTRIBUTIONS, ITEMS, LOANS, RECIPIENTS, USUAL_UNITS, readable
from .forms_support import SupportForm
from .list_support import COLUMNS, FILTERS, sums, with_amounts
from .models import Contribution, Household, LoanBalance, Recipient, Support
from .parts import load
from .places import enterable, hamlets_like
from .reading_support import Reading
from .repeats import Asked, asked_of, repeats, repeats_of
from .understood import entered_lately, understand
from .urls_grid import grid_patterns
from .views_reading import UnderstoodView

FOUND_MOST = 12
QUIET = ("kind", "manner", "unit", "poverty_class")  # fields that a line has without saying anything


class SupportDesk(Desk):
    model = Support
    title = "Khoản hỗ trợ"
    new_title = "Ghi khoản hỗ trợ"
    intro = "Một việc có thật là một khoản, dù bao nhiêu nguồn cùng góp. Cho vay tính riêng, không cộng vào hỗ trợ."
    columns = COLUMNS
    filters = FILTERS
    related = ("organization", "area__parent", "campaign", "model", "created_by", "updated_by")
    form_class = SupportForm
    formsets = {
        "items": ("Hiện vật, công trình", ITEMS),
        "contributions": ("Nguồn góp", CONTRIBUTIONS),
        "recipients": ("Người nhận", RECIPIENTS),
        "loans": ("Điều kiện vay", LOANS),
    }
    list_template = "supports/list.html"
    detail_template = "supports/detail.html"
    form_template = "supports/form.html"
    evidence_in_form = True

    def visible(self, user: Any) -> QuerySet[Any]:
        paid = Prefetch("contributions", Contribution.objects.select_related("source"))
        return with_amounts(super().visible(user)).prefetch_related("items", paid)

    def get(self, user: Any, pk: int) -> Any:
        """With all its parts: one query for the record, one for them."""
        found = super().visible(user).filter(pk=pk).first()
        if found is None:
            raise Http404
        return load(found)

    # ---- the list ----

    def sums(self, request: HttpRequest) -> dict[str, Any]:
        return sums(request.GET.get("nguon", "").strip())

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        if target is None or not target.pk:
            return {}
        reading, match = Reading(target, request.user), request.resolver_match
        if match is None or match.url_name != "detail":
            return {"reading": reading}
        (twice,) = repeats(request.user, asked_of([target]), reading.seen_households)
        return {"reading": reading, "repeats": twice, "reason": target.repeat_reason}

    def children_shown(self, target: Any) -> list[Any]:
        return []  # the template draws them, with names only for those who may see them

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        return []

    # ---- the form ----

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        """The URL's values; its place (`noi`) and campaign (`dot`) by their codes, as the pages link here."""
        found = super().initial(request)
        if (code := request.GET.get("noi")) and "area" not in found:
            area = Area.objects.filter(code=code).exclude(level=Area.Level.HAMLET).first()
            found |= {"area": area.pk} if area else {}
        if (code := request.GET.get("dot")) and "campaign" not in found:
            campaign = Campaign.objects.filter(code=code).first()
            found |= {"campaign": campaign.pk} if campaign else {}
        return found

    def formsets_for(self, request: HttpRequest, instance: Any, data: Any = None) -> dict[str, Any]:
        if data is not None:
            return super().formsets_for(request, instance, data=with_room(with_ticked(data)))
        made = super().formsets_for(request, instance)
        source = request.GET.get("source", "")
        if instance.pk is None and source.isdigit():
            kind = self.formsets["contributions"][1]
            made["contributions"] = kind(
                initial=[{"source": source}], prefix="contributions", form_kwargs={"user": request.user}
            )
        return made

    def row_initial(self, row: Any) -> dict[str, Any]:
        found = super().row_initial(row)
        if isinstance(row, Contribution) and row.typed and readable(row.typed) == row.amount_vnd:
            found["amount_vnd"] = row.typed  # the words as they were written
        return found

    def more(self, request: HttpRequest, data: Any) -> Any:
        asked = data.get("them", "")
        if asked.startswith("bo-") and asked[3:].isdigit():
            return emptied(data, "recipients", int(asked[3:]))
        return super().more(request, data)

    def form_context(self, request: HttpRequest, target: Any, form: DoorForm, formsets: Any) -> dict[str, Any]:
        recipients = formsets["recipients"]
        term = request.POST.get("tim", "").strip() if request.POST.get("them") == "ho" else ""
        understood = understand(form, formsets)
        return {
            **repeats_context(request.user, form, recipients, understood.known, target.pk),
            "understood": understood,
            "units": json.dumps(USUAL_UNITS, ensure_ascii=False),
            "lately": [] if target.pk else entered_lately(request.user, form["campaign"].value()),
            "may_find": access(request.user).may("household.view"),
            "searched": bool(term),
            "term": term,
            "found": self.found(request.user, term, set(recipients.households)) if term else [],
            "people": recipients.people,
        }

    def found(self, user: Any, term: str, there: set[int]) -> list[Household]:
        """Households that the user sees and the term fits, to tick; those already there are left out."""
        found = found_households(user, term).exclude(pk__in=there)
        return list(found[:FOUND_MOST])

    def data(self, form: DoorForm, formsets: Mapping[str, Any]) -> dict[str, Any]:
        found = super().data(form, formsets)
        for row, line in zip(found["contributions"], formsets["contributions"].filled, strict=True):
            row["typed"] = line.typed("amount_vnd")[:120]
        for row in found["recipients"]:
            row["name"] = "" if row["household"] else row["name"]
        lenders = {row["source"] for row in found["contributions"]}
        if found["kind"] == Support.Kind.LOAN and len(lenders) == 1:
            terms = found["loans"][0] if found["loans"] else {}
            found["loans"] = [{**terms, "lender": terms.get("lender") or lenders.pop()}]
        return found

    def kept(self, saved: Any) -> dict[str, Any]:
        """Organisation, campaign, place, hamlets, date and the first source stay for the next record."""
        known = PartialDate(saved.date, DatePrecision(saved.date_precision))
        source = saved.contributions.values_list("source", flat=True).first()
        found = {
            "organization": saved.organization_id,
            "campaign": saved.campaign_id,
            "area": saved.area_id,
            "hamlets": "; ".join(hamlet.name for hamlet in saved.hamlets.all()),
            "date": PartialDateField.writer(known),
            "source": source,
        }
        return {name: value for name, value in found.items() if value}

    def held_back(self, request: HttpRequest, target: Any, form: DoorForm, formsets: Mapping[str, Any]) -> bool:
        """Sending what a household has already is asked about once; a draft is stored without a question."""
        if request.POST.get("luu") != "gui":
            return False
        known, wanted = form.cleaned_data.get("date"), form.cleaned_data
        context = repeats_context(request.user, form, formsets["recipients"], known, target.pk)
        if not context["repeats"] or wanted.get("repeat_reason"):
            return False
        if context["needs_reason"]:
            form.add_error("repeat_reason", "Có hộ đã nhận cùng hình thức trong năm: hãy ghi vì sao hỗ trợ lần nữa.")
        elif not wanted.get("again"):
            form.add_error("again", "Có hộ đã nhận cùng hình thức trong năm. Đúng là lần khác thì đánh dấu để gửi.")
        return bool(form.errors)

    def warned(self, user: Any, record: Any) -> list[str]:
        found = repeats_of(user, [record]).get(record.pk, [])
        if not found:
            return []
        why = f" Lý do của người ghi: {record.repeat_reason}" if record.repeat_reason else ""
        return [f"{len(found)} lần các hộ ở đây đã nhận cùng hình thức trong năm {record.date.year}.{why}"]

    def saved(self, request: HttpRequest, record: Any) -> None:
        """The soft warning: a household that has the same form of help in the same year already."""
        twice = {one.household for one in repeats_of(request.user, [record]).get(record.pk, [])}
        if twice:
            said = f"{len(twice)} hộ ở đây đã nhận cùng hình thức trong năm {record.date.year}, hãy xem có trùng không."
            messages.warning(request, said)

    def more_urls(self) -> list[URLPattern]:
        return [
            path("thon/<int:area>/", HamletView.as_view(), name="hamlets"),
            path("doc-lai/", UnderstoodView.as_view(desk=self), name="understood"),
            *grid_patterns,
        ]


def repeats_context(user: Any, form: DoorForm, recipients: Any, known: Any, pk: int | None) -> dict[str, Any]:
    """What templates/supports/repeats.html says on the form: read from it as it stands."""
    year = known.start.year if isinstance(known, PartialDate) else None
    named = tuple(recipients.households)
    portal = access(user).portal
    (found,) = repeats(user, [Asked(named, str(form["form"].value() or ""), year, pk)], recipients.households)
    return {"repeats": found, "needs_reason": bool(portal and portal.repeat_needs_reason)}


def with_ticked(data: Any) -> Any:
    """What was sent, with the households ticked in the search's answer as lines of recipients."""
    ticked = [pk for pk in data.getlist("chon_ho") if pk.isascii() and pk.isdigit()]
    there = {value for key, value in data.items() if key.startswith("recipients-") and key.endswith("-household")}
    rows = [{"kind": str(Recipient.Kind.HOUSEHOLD), "household": pk} for pk in dict.fromkeys(ticked) if pk not in there]
    return appended(data, "recipients", rows) if rows else data


def with_room(data: Any) -> Any:
    """What was sent, with an empty line after the last one of a table that is full: a table always has room."""
    for relation in ("items", "contributions", "recipients"):
        total = data.get(f"{relation}-TOTAL_FORMS", "")
        if not total.isdigit():
            continue  # the formset refuses it
        filled = {
            index
            for key, value in data.items()
            if (index := filled_line(relation, key)) is not None and str(value).strip()
        }
        if all(index in filled for index in range(min(whole(total), MOST_LINES))):
            data = one_more(data, relation)
    return data


def filled_line(relation: str, key: str) -> int | None:
    """The number of the line that a sent field says something about; None for any other field."""
    found = re.fullmatch(rf"{relation}-(\d{{1,4}})-(\w+)", key)
    return int(found[1]) if found and found[2] not in QUIET else None


class HamletView(View):
    """/ho-tro/thon/<area>/?q=: hamlets like the last name of a list; each row's text is the whole list, completed."""

    def get(self, request: HttpRequest, area: int) -> HttpResponse:
        if not access(request.user).may("support.enter"):
            raise PermissionDenied("Tài khoản của bạn không được ghi mục này.")
        before, _, term = request.GET.get("q", "")[:500].rpartition(";")
        places = enterable(request.user)
        places = places.filter(pk=area) if area else places
        kept = f"{before.strip()}; " if before.strip() else ""
        rows = [(one.pk, f"{kept}{one.name}", str(one.parent or "")) for one in hamlets_like(term, places)]
        return render(request, "parts/find.html", {"rows": rows, "term": term.strip(), "more": 0})


class BalanceForm(DoorForm):
    def choices_for(self, name: str, queryset: Any) -> Any:
        if name == "loan":
            mine = entered_by(queryset.filter(kind=Support.Kind.LOAN), self.user)
            return mine.exclude(status="withdrawn").order_by("-date", "pk")
        return queryset


class LoanBalanceDesk(Desk):
    model = LoanBalance
    title = "Dư nợ"
    new_title = "Ghi dư nợ"
    intro = "Dư nợ và nợ quá hạn của từng khoản cho vay tại một ngày."
    related = ("loan__area", "loan__organization")
    form_class = form_for(LoanBalance, BalanceForm)
    columns = [
        Column("khoan", "Khoản cho vay", "loan.description", head=True, sort="loan__sort_key"),
        Column("ngay", "Tại ngày", "date", kind="date", sort="date"),
        Column("xa", "Xã", "loan.area.name", sort="loan__area__sort_key"),
        Column("to-chuc", "Đơn vị thực hiện", "loan.organization.label", sort="loan__organization__sort_key"),
        Column("vay", "Đã cho vay (đồng)", "loan.amount_vnd", kind="money", sort="loan__amount_vnd"),
        Column("du-no", "Dư nợ (đồng)", "outstanding_vnd", kind="money", sort="outstanding_vnd"),
        Column("qua-han", "Quá hạn (đồng)", "overdue_vnd", kind="money", sort="overdue_vnd"),
    ]
    filters = [Filter("nam", "Năm", number("date__year")), Filter("khoan", "Khoản", number("loan"), hidden=True)]

    def may_edit(self, user: Any, target: Any) -> bool:
        """Only of loans that the user enters: the door would refuse the rest after the typing."""
        there = target.pk is None or entered_by(LoanBalance.objects.filter(pk=target.pk), user).exists()
        return super().may_edit(user, target) and there
