"""A desk: the screens of one kind of thing (list, one, new, change), declared as data.

Each app lists its desks in `desks.py`; the addresses come from `Desk.urls()`. Records get their steps and
corrections from `crud_steps.py`, the pages from `crud_views.py`. Reading passes the one scope filter, writing the
one door.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse

from danvan.accounts.scoping import access, visible_to
from danvan.forms import DoorForm, form_for, rows_for_door
from danvan.lib.errors import Unreadable
from danvan.lib.periods import Period
from danvan.lines import one_more
from danvan.listing import Column, Filter, cell_of, kind_of
from danvan.records import catalogs, services, words
from danvan.records.models import Record, Tracked


class Desk:
    """One kind of thing and its screens. Subclass, set the class attributes, instantiate in the app's `desks.py`."""

    model: ClassVar[type[Tracked]]
    title: ClassVar[str]
    new_title: ClassVar[str]
    intro: ClassVar[str] = ""
    columns: ClassVar[list[Column]]
    filters: ClassVar[list[Filter]] = []
    related: ClassVar[tuple[str, ...]] = ()
    prefetch: ClassVar[tuple[str, ...]] = ()
    form_class: ClassVar[type[DoorForm] | None] = None
    formsets: ClassVar[dict[str, tuple[str, type[forms.BaseFormSet]]]] = {}  # relation → (legend, formset class)
    list_template: ClassVar[str] = "records/list.html"
    detail_template: ClassVar[str] = "records/detail.html"
    form_template: ClassVar[str] = "records/form.html"
    read_action: ClassVar[str] = ""  # a right that reading needs, for catalogues that not everybody may read
    evidence_page: ClassVar[str] = ""  # where minh chứng stands: "detail" (records, too), "photos"; "" = nowhere
    evidence_in_form: ClassVar[bool] = False  # files may come with the form, in one go
    sections: ClassVar[Sequence[tuple[str, tuple[str, ...]]]] = ()  # (legend, field names) of the form, in order

    def __init__(self) -> None:
        self.form_type = self.form_class or form_for(self.model)
        self.is_record = issubclass(self.model, Record)
        if issubclass(self.model, Record):
            self.filters = [*self.filters, in_period(self.model)]  # type: ignore[misc]
        self.has_evidence = self.is_record or bool(self.evidence_page)

    # ---- what the user may ----

    def visible(self, user: Any) -> QuerySet[Any]:
        queryset = self.model._default_manager.all()
        if self.read_action and not access(user).may(self.read_action):
            raise PermissionDenied("Tài khoản của bạn không xem mục này.")
        if hasattr(self.model, "scope"):
            scope = self.model.scope
            if not access(user).may(f"{scope.kind}.view"):
                raise PermissionDenied("Tài khoản của bạn không xem mục này.")
            queryset = visible_to(queryset, user)
        return queryset.select_related(*self.related).prefetch_related(*self.prefetch)

    def listed(self, user: Any) -> QuerySet[Any]:
        """The rows of the list: what is visible, unless some are reached by a link alone."""
        return self.visible(user)

    def get(self, user: Any, pk: int) -> Any:
        found = self.visible(user).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    @property
    def place_lookup(self) -> str | None:
        """The look-up path to the area by which the context bar's place narrows the list; None = it does not."""
        scope = getattr(self.model, "scope", None)
        return scope.area if scope else None

    def in_place(self, queryset: QuerySet[Any], area: Any) -> QuerySet[Any]:
        """The rows that lie in a place or below it."""
        if self.place_lookup is None:
            return queryset
        return queryset.filter(**{"__".join(filter(None, (self.place_lookup, "path__startswith"))): area.path})

    @property
    def enter_action(self) -> str:
        return f"{self.model.scope.kind}.enter" if self.is_record else catalogs.action_for(self.model)  # type: ignore[attr-defined]

    def may_enter(self, user: Any) -> bool:
        return access(user).may(self.enter_action)

    def may_edit(self, user: Any, target: Any) -> bool:
        if self.is_record:
            return services.rights(user, target).edit
        return self.may_enter(user)

    def columns_for(self, user: Any, query: Mapping[str, str]) -> list[Column]:
        """The columns that the user may see under the URL's `query`: personal ones only with the right."""
        sees = access(user).may("personal.view")
        return [c for c in self.columns if sees or not c.personal]

    def sums(self, request: HttpRequest) -> dict[str, Any]:
        """Aggregates over all rows of the list besides the columns' totals; the template reads `shown.sums`."""
        return {}

    # ---- forms ----

    def form(self, request: HttpRequest, instance: Any, data: Any = None, initial: Any = None) -> DoorForm:
        return self.form_type(data, instance=instance, user=request.user, initial=initial or {}, prefix=None)

    def formsets_for(self, request: HttpRequest, instance: Any, data: Any = None) -> dict[str, Any]:
        made = {}
        for relation, (_legend, kind) in self.formsets.items():
            rows = [] if instance.pk is None else [self.row_initial(row) for row in getattr(instance, relation).all()]
            made[relation] = kind(data, initial=rows, prefix=relation, form_kwargs={"user": request.user})
        return made

    def asked_for_more(self, request: HttpRequest, instance: Any) -> tuple[DoorForm, dict[str, Any]]:
        """ "Thêm dòng" (`them`) without JavaScript: the same form with a line more; nothing is judged yet."""
        data = self.more(request, request.POST)
        form = self.form(request, instance, data=data)
        formsets = self.formsets_for(request, instance, data=data)
        for bound in (form, *(line for formset in formsets.values() for line in formset.forms)):
            bound._errors = forms.utils.ErrorDict()
        return form, formsets

    def more(self, request: HttpRequest, data: Any) -> Any:
        """What was sent, changed as the button `them` asks."""
        relation = data.get("them", "")
        return one_more(data, relation) if relation in self.formsets else data

    def row_initial(self, row: Any) -> dict[str, Any]:
        return {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}

    def data(self, form: DoorForm, formsets: Mapping[str, Any]) -> dict[str, Any]:
        """What goes to the door."""
        found = form.data_for_door()
        for relation, formset in formsets.items():
            names = [n for n in formset.form.base_fields if n != "DELETE"]
            found[relation] = rows_for_door(formset, names)
        return found

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        """What a new form starts with: the URL's values, kept context."""
        return {k: v for k, v in request.GET.items() if k in self.form_type.base_fields}

    def sectioned(self, form: DoorForm) -> list[tuple[str, list[forms.BoundField]]]:
        """The form's fields under the desk's legends; a field that no section names stands in the last one."""
        if not self.sections:
            return []
        named = {name for _legend, names in self.sections for name in names}
        found = [(legend, [form[n] for n in names if n in form.fields]) for legend, names in self.sections]
        found[-1][1].extend(bound for bound in form.visible_fields() if bound.name not in named)
        return [(legend, fields) for legend, fields in found if fields]

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {}

    def page_context(self, request: HttpRequest, target: Any, shown: Mapping[str, Any]) -> dict[str, Any]:
        """`extra_context` for the page of one thing, which shows `shown` already (rights, steps, proposals)."""
        return self.extra_context(request, target)

    def form_context(self, request: HttpRequest, target: Any, form: DoorForm, formsets: Any) -> dict[str, Any]:
        """What the form's template needs besides: read from the form as it stands, judged or not."""
        return {}

    def kept(self, saved: Any) -> dict[str, Any]:
        """What "Lưu và ghi tiếp" carries over to the next form."""
        names = ("organization", "area", "campaign", "year")
        found = {n: getattr(saved, f"{n}_id", getattr(saved, n, None)) for n in names if hasattr(saved, n)}
        return {n: v for n, v in found.items() if v is not None}

    def held_back(self, request: HttpRequest, target: Any, form: DoorForm, formsets: Mapping[str, Any]) -> bool:
        """Whether a valid form comes back with a question (put at its fields) before it is stored."""
        return False

    def warned(self, user: Any, record: Any) -> list[str]:
        """What whoever takes a step on the record should look at, in words."""
        return []

    def saved(self, request: HttpRequest, target: Any) -> None:
        """Called once a form was stored: a word of warning, never a rule."""

    def photographed(self, user: Any, target: Any) -> list[QuerySet[Any]]:
        """Records in the user's sight whose photos stand on the target's page of photos, beside its own."""
        return []

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        """(label, value, kind) rows of the detail page: the written fields, in words."""
        sees = access(user).may("personal.view")
        rows: list[tuple[str, Any, str]] = []
        for name in self.model.data_fields:
            if name in self.model.personal_fields and not sees:
                continue
            field: Any = self.model._meta.get_field(name)
            if name in ("date_precision",):
                continue
            label = str(field.verbose_name)
            label = label[:1].upper() + label[1:]
            if field.many_to_many:
                rows.append((label, self.joined(target, name), "text"))
            elif field.choices:
                rows.append((label, getattr(target, f"get_{name}_display")(), "text"))
            elif name == "date" and hasattr(target, "date_precision"):
                rows.append((label, (target.date, target.date_precision), "date"))
            else:
                rows.append((label, self.shown(target, name), kind_of(field)))
        return rows

    def joined(self, target: Any, name: str) -> str:
        """Several, in words."""
        return ", ".join(str(one) for one in getattr(target, name).all())

    def shown(self, target: Any, name: str) -> Any:
        return getattr(target, name)

    def children_shown(self, target: Any) -> list[tuple[str, list[str], list[list[tuple[Any, str]]]]]:
        """(legend, heads, rows of (value, kind)) of each child relation that is not empty."""
        found = []
        for relation, (legend, kind) in self.formsets.items():
            names = [n for n in kind.form.base_fields if n != "DELETE"]
            fields: list[Any] = [getattr(target, relation).model._meta.get_field(n) for n in names]
            links = [field.name for field in fields if field.is_relation]
            rows = list(getattr(target, relation).select_related(*links) if links else getattr(target, relation).all())
            if rows:
                found.append(
                    (
                        legend,
                        [str(kind.form.base_fields[n].label) for n in names],
                        [[cell_of(row, f) for f in fields] for row in rows],
                    )
                )
        return found

    def changes_in_words(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """(label, before, after) of each field that a proposal changes."""
        return words.changes(self.model, before, after, {n: legend for n, (legend, _k) in self.formsets.items()})

    # ---- addresses ----

    @property
    def namespace(self) -> str:
        return self.model.url_name

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.namespace}:{name}", args=args)

    @property
    def list_url(self) -> str:
        return self.url("list")

    def urls(self) -> tuple[list[URLPattern], str]:
        """(patterns, namespace) for include()."""
        from danvan import attachments, crud_corrections, crud_steps, crud_views

        patterns = [
            path("", crud_views.ListView.as_view(desk=self), name="list"),
            path("them/", crud_views.FormView.as_view(desk=self), name="new"),
            path("<int:pk>/", crud_views.DetailView.as_view(desk=self), name="detail"),
            path("<int:pk>/sua/", crud_views.FormView.as_view(desk=self), name="edit"),
        ]
        if self.is_record:
            patterns += crud_steps.patterns(self) + crud_corrections.patterns(self)
        else:
            patterns.append(path("<int:pk>/xoa/", crud_views.DeleteView.as_view(desk=self), name="delete"))
        if self.has_evidence:
            patterns += attachments.patterns(self)
        return patterns + self.more_urls(), self.namespace

    def more_urls(self) -> list[URLPattern]:
        return []


def in_period(model: type[Record]) -> Filter:
    """`ky=2022-Q1`: what the closing of that period would stop; reached by the links of Chốt số liệu."""

    def q(code: str) -> Q | None:
        try:
            period = Period.from_code(code)
        except Unreadable:
            return None
        return model.covered_by(period.start, period.end)

    def said(code: str) -> str:
        try:
            return Period.from_code(code).label
        except Unreadable:
            return code[:20]

    return Filter("ky", "Kỳ", q, hidden=True, said=said)
