"""Bảng nhập nhanh: many supports as rows, each stored on its own.

The whole page is a plain form; with a script, one row is posted at a time and answered by the same row, drawn by the
same template. 200 stored · 409 somebody saved before · 422 faults at the cells.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views import View

from danvan.accounts.scoping import access, visible_to
from danvan.lines import number
from danvan.records import services
from danvan.records.data import Refused
from movements.models import Area, Campaign

from .forms_grid import ContextForm, GridRowForm, context_of_record
from .forms_lines import USUAL_UNITS
from .grid_find import FINDERS, find_rows
from .grid_look import Look, organizations_of, usual_source
from .grid_rows import STATES, GridRow, stored_form, stored_row
from .models import Support
from .places import enterable

ROWS, MORE, MOST = 8, 10, 300
SHARED = ("organization", "campaign", "area", "hamlets", "date")


class GridBase(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not access(request.user).may("support.enter"):
            raise PermissionDenied("Tài khoản của bạn không được ghi mục này.")
        return super().dispatch(request, *args, **kwargs)

    def mine(self, pks: list[int]) -> dict[int, Support]:
        """The supports of these numbers that the user sees. One that is not there does not exist: 404."""
        there = Support.objects.select_related("organization", "area__parent", "campaign")
        there = there.prefetch_related("items", "contributions__source", "joint_organizations")
        found = {one.pk: one for one in visible_to(there.filter(pk__in=pks), self.request.user)}
        if len(found) < len(set(pks)):
            raise Http404
        return found

    def row(self, index: int, record: Support | None = None) -> GridRow:
        """A row as it was posted, with the record that it names."""
        form = GridRowForm(self.request.POST, prefix=f"dong-{index}")
        pk = number(form["pk"].value())
        if pk and record is None:
            record = self.mine([pk])[pk]
        return GridRow(index, form, record, removed=bool(form["removed"].value()))

    def context_form(self) -> ContextForm:
        return ContextForm(self.request.POST, user=self.request.user)

    @property
    def several(self) -> bool:
        """Whether the user enters for more than one organisation: then each row says which."""
        return len(organizations_of(self.request.user).order_by()[:2]) > 1

    def draw(self, context: ContextForm, rows: list[GridRow], status: int = 200) -> HttpResponse:
        return render(
            self.request,
            "supports/grid.html",
            {
                "context": context, "rows": rows, "several": self.several,
                "stored": [row for row in rows if row.state == "saved"],
                "blank": GridRow("__n__", GridRowForm(prefix="dong-__n__")), "count": len(rows), "totals": Totals(rows),
                "states": STATES, "usual": {"units": USUAL_UNITS, "each": EACH_HOUSEHOLD, "forms": FORMS},
            },
            status=status,
        )  # fmt: skip


FORMS = {value: str(label) for value, label in Support.Form.choices}
# One thing is one household's: the number of households follows the quantity until somebody types another.
EACH_HOUSEHOLD = ["house_new", "house_repair", "sanitation"]


class Totals:
    """What the rows come to. Loans stand apart; what is not valued is counted, never zero."""

    def __init__(self, rows: list[GridRow]) -> None:
        there = [row for row in rows if row.form.filled and not row.removed]
        self.filled = len(there)
        self.bad = sum(row.state == "bad" for row in there)
        good = [row for row in there if row.state != "bad"]
        grants = [row.amount_vnd for row in good if not row.is_loan]
        loans = [row.amount_vnd for row in good if row.is_loan]
        valued = [amount for amount in grants if amount is not None]
        self.valued, self.unvalued = len(valued), len(grants) - len(valued)
        self.support_vnd = sum(valued) if valued else None
        self.loan_vnd = sum(amount or 0 for amount in loans) if loans else None


class GridView(GridBase):
    """The page. `?dong=12.13`: stored rows to go on with; `noi`, `nam`, `dot` and the form's own names start it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        pks = [number(pk) for pk in request.GET.get("dong", "").split(".") if number(pk)][:MOST]
        there = self.mine(pks) if pks else {}
        rows = [stored_row(index, there[pk]) for index, pk in enumerate(dict.fromkeys(pks))]
        start = context_of_record(rows[-1].record) if rows and rows[-1].record else self.start()
        context = ContextForm(initial=start, user=request.user)
        return self.draw(context, rows + blank_rows(len(rows), max(ROWS - len(rows), 2)))

    def start(self) -> dict[str, Any]:
        """What the context begins with: what the URL says, and what there is only one of."""
        user, asked = self.request.user, self.request.GET
        found: dict[str, Any] = {name: asked[name] for name in SHARED if name in asked}
        if "organization" not in found:
            own = list(organizations_of(user).order_by()[:2])
            found |= {"organization": own[0].name} if len(own) == 1 else {}
        if "area" not in found:
            places = enterable(user)
            if code := asked.get("noi", ""):
                places = places.filter(code=code)
            some: list[Area] = list(places.filter(valid_to=None)[:2] if not code else places[:2]) or list(places[:2])
            found |= {"area": some[0].title} if len(some) == 1 else {}
        if "dot" in asked and "campaign" not in found:
            campaign = Campaign.objects.filter(code=asked["dot"]).first()
            found |= {"campaign": campaign.name} if campaign else {}
        if (year := asked.get("nam", "")).isdigit() and "date" not in found:
            found["date"] = year[:4]
        return found

    def post(self, request: HttpRequest) -> HttpResponse:
        """Without a script: every row at once, each stored or at fault on its own; nothing typed is lost."""
        context, asked = self.context_form(), request.POST
        rows = [self.row(index) for index in range(min(number(asked.get("dong-TOTAL")), MOST))]
        if "them" in asked:
            rows += blank_rows(len(rows), min(MORE, MOST - len(rows)))
            return self.draw(context_as_typed(context), [as_typed(row) for row in rows])
        if "bo" in asked or "hoan" in asked or "lay" in asked:
            self.change_one(rows)
            return self.draw(context_as_typed(context), [as_typed(row) for row in rows])
        for row in rows:
            if asked.get("ghi_de") == str(row.number) and row.record is not None:
                row.form.data = {**row.form.data, row.form.add_prefix("version"): str(row.record.version)}
            row.save(request.user, context, late_too=asked.get("bo_sung") == str(row.number))
        failed = [row for row in rows if row.state == "bad"]
        if asked.get("luu") == "gui" and not failed:
            return self.send([row.record for row in rows if row.state == "saved" and row.record is not None])
        if not failed:
            return self.shown_again([row.record.pk for row in rows if row.record is not None and not row.removed])
        rows = [row if row.judged else as_typed(row) for row in rows]  # an empty row has no faults to show
        return self.draw(context_as_typed(context) if context.is_valid() else context, rows, status=422)

    def change_one(self, rows: list[GridRow]) -> None:
        """ "Bỏ", "Hoàn tác", "Lấy bản đang lưu" of one row."""
        asked = self.request.POST
        for row in rows:
            if asked.get("bo") == str(row.number):
                drop(self.request.user, row)
            elif asked.get("hoan") == str(row.number):
                undrop(row)
            elif asked.get("lay") == str(row.number) and row.record is not None:
                row.form = stored_form(row.number, row.record)

    def send(self, records: list[Support]) -> HttpResponse:
        sent, refused = send_all(self.request.user, records)
        if sent:
            messages.success(self.request, f"Đã gửi {len(sent)} dòng.")
        for line in list(refused.values())[:10]:
            messages.error(self.request, line)
        return self.shown_again(list(refused))

    def shown_again(self, pks: list[int]) -> HttpResponse:
        query = {"dong": ".".join(map(str, pks))} if pks else {}
        kept = {name: value for name in SHARED if (value := self.request.POST.get(name))} if not pks else {}
        if pks:
            messages.success(self.request, f"Đã lưu {len(pks)} dòng.")
        return HttpResponseRedirect(f"{reverse('supports:quick')}?{urlencode(query | kept)}")


class RowView(GridBase):
    """One row, `dong` its number on the page: POST stores it, or takes it away (`lam=bo`)."""

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        row = self.row(number(request.POST.get("dong")), self.record(pk) if pk else None)
        if request.POST.get("lam") == "bo":
            drop(request.user, row)
            return self.answer(row)
        asked = request.POST
        row.save(request.user, self.context_form(), late_too="bo_sung" in asked, first="lan_dau" in asked)
        status = 409 if row.theirs else 422 if row.state == "bad" else 200
        return self.answer(row, status)

    def record(self, pk: int) -> Support:
        record = self.mine([pk])[pk]
        rights = services.rights(self.request.user, record)
        if not (rights.edit or rights.enter):
            raise PermissionDenied("Bạn xem được bản ghi này nhưng không được sửa.")
        return record

    def answer(self, row: GridRow, status: int = 200) -> HttpResponse:
        return render(self.request, "supports/grid_row.html", {"row": row, "several": True}, status=status)


class StoredRowView(RowView):
    """A row that is stored: GET shows it as it stands now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer(stored_row(number(request.GET.get("dong")), self.record(pk)))


class SendView(GridBase):
    """Send stored rows (`pk`, several): {sent: [pk], refused: {pk: why}}."""

    def post(self, request: HttpRequest) -> JsonResponse:
        pks = [number(pk) for pk in request.POST.getlist("pk") if number(pk)][:MOST]
        sent, refused = send_all(request.user, list(self.mine(pks).values()))
        return JsonResponse({"sent": sent, "refused": refused})


class FindView(GridBase):
    """/ho-tro/nhap-nhanh/tim/<what>/?q=: names to choose from, for find.js."""

    def get(self, request: HttpRequest, what: str) -> HttpResponse:
        if what not in FINDERS:
            raise Http404
        rows, term = find_rows(request.user, what, request.GET.get("q", "")[:500])
        return render(request, "parts/find.html", {"rows": rows, "term": term, "more": 0})


class UsualSourceView(GridBase):
    """?dv=organisation&vay=0: {organization, source}: its full name, and what it was last paid from."""

    def get(self, request: HttpRequest) -> JsonResponse:
        typed = request.GET.get("dv", "").split(";")[0].strip()[:300]
        found: dict[str, str] = {}
        if typed:
            try:
                body = Look(request.user, None).organization(typed, None, None)
            except ValidationError:
                return JsonResponse(found)  # the row says what is wrong when it is stored
            source = usual_source(request.user, body, loan=request.GET.get("vay") == "1")
            found = {"organization": body.name, "source": source.name if source else ""}
        return JsonResponse(found)


# ---- one row --------------------------------------------------------------------------------------------------------


def blank_rows(after: int, count: int) -> list[GridRow]:
    """Empty rows, each with the key that makes it one record however often it is sent."""
    return [
        GridRow(index, GridRowForm(prefix=f"dong-{index}", initial={"key": uuid.uuid4()}))
        for index in range(after, after + count)
    ]


def as_typed(row: GridRow) -> GridRow:
    """The row unjudged, with what was typed in it."""
    if not row.form.is_bound:
        return row
    typed = {name: row.form[name].value() for name in row.form.fields}
    row.form = GridRowForm(prefix=f"dong-{row.number}", initial=typed)
    return row


def context_as_typed(context: ContextForm) -> ContextForm:
    return ContextForm(initial={name: context[name].value() for name in SHARED}, user=context.user)


def drop(user: Any, row: GridRow) -> None:
    """Take a row away: a stored draft is withdrawn, and what was typed stays for "Hoàn tác"."""
    row.find(user)
    if row.record is not None and row.record.status in services.OPEN:
        services.withdraw(user, row.record)
    elif row.record is not None:
        raise PermissionDenied("Dòng này đã gửi, không bỏ ở đây được.")
    as_typed(row)
    row.record, row.removed = None, True
    row.form.initial.update(pk="", version="", removed="1", key=uuid.uuid4())


def undrop(row: GridRow) -> None:
    """The row again, under a new key: saved, it is a new draft."""
    as_typed(row)
    row.removed = False
    row.form.initial.update(removed="", key=uuid.uuid4())


def send_all(user: Any, records: list[Support]) -> tuple[list[int], dict[int, str]]:
    """Each sent on its own, so that one refusal stops no other: (numbers sent, {number: why not})."""
    sent, refused = [], {}
    for record in records:
        try:
            services.submit(user, record)
            sent.append(record.pk)
        except (Refused, PermissionDenied) as error:
            refused[record.pk] = f"“{record}”: {error}"
    return sent, refused
