"""Lists: columns, filters, sorting, totals, page size, and the export of exactly what is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, QueryDict

PAGE_SIZES = (25, 50, 100)
KEPT = ("sort", "noi", "nam")  # what filtering keeps of the URL: the order, and the context where no filter sets it
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value` is an attribute path ("area.name") or a function of the row; `sort` an order_by field;
    `total` the field or expression that the foot sums over all rows of the list ("" = no total). `personal` columns
    show only to those who may see names.

    kinds: text, figure (text set like a number), money, count, decimal, percent, date (value → (start, precision) or
    a date), status, when.
    """

    key: str
    label: str
    value: str | Callable[[Any], Any] = ""
    kind: str = "text"
    sort: str = ""
    total: Any = ""
    head: bool = False
    personal: bool = False

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        found = row
        for name in (self.value or self.key).split("."):
            found = getattr(found, name, None)
            if found is None:
                return None
        return found() if callable(found) else found

    @property
    def is_number(self) -> bool:
        return self.kind in ("money", "count", "decimal", "percent", "figure")


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the URL. `q` turns its value into a condition (None = the value says nothing: no rows).

    `beside` is `q` for a filter that reads another of the URL (a place, on which borders). `choices(request)` makes it
    a select; without, it is a text box. `hidden` ones are only reached by links, `more`
    ones fold under "Thêm điều kiện". `said` puts the value of a hidden one into words; `hint` shows how to write it.
    """

    name: str
    label: str
    q: Callable[[str], Q | None]
    choices: Callable[[HttpRequest], Choices] | None = None
    hidden: bool = False
    more: bool = False
    said: Callable[[str], str] = str
    hint: str = ""
    beside: Callable[[str, QueryDict], Q | None] | None = None


def equals(field_name: str) -> Callable[[str], Q | None]:
    return lambda value: Q(**{field_name: value})


def number(field_name: str) -> Callable[[str], Q | None]:
    return lambda value: (
        Q(**{field_name: int(value)}) if value.isascii() and value.isdigit() and len(value) < 10 else None
    )


@dataclass
class Shown:
    """What the list template draws."""

    page: Page
    columns: list[Column]
    filters: list[dict[str, Any]]
    term: str
    totals: dict[str, Any]
    count: int
    size: int
    filtered: bool
    keep: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    sums: dict[str, Any] = field(default_factory=dict)

    @property
    def plain_filters(self) -> list[dict[str, Any]]:
        return [f for f in self.filters if not f["filter"].more]

    @property
    def more_filters(self) -> list[dict[str, Any]]:
        return [f for f in self.filters if f["filter"].more]

    @property
    def more_open(self) -> bool:
        return any(f["value"] for f in self.more_filters)

    @property
    def rows(self) -> list[tuple[Any, list[tuple[Column, Any]]]]:
        return [(row, [(column, column.of(row)) for column in self.columns]) for row in self.page]


def narrow(queryset: QuerySet[Any], filters: Iterable[Filter], query: QueryDict) -> QuerySet[Any]:
    """The queryset under the URL's search and filters. A filter value that means nothing leaves no rows."""
    term = query.get("tim", "").strip()
    if term:
        queryset = queryset.model.found(queryset, term)
    for one in filters:
        value = query.get(one.name, "").strip()
        if value:
            condition = one.beside(value, query) if one.beside else one.q(value)
            queryset = queryset.none() if condition is None else queryset.filter(condition)
    return queryset


def order(queryset: QuerySet[Any], columns: Sequence[Column], query: QueryDict) -> QuerySet[Any]:
    wanted = query.get("sort", "")
    for column in columns:
        if column.sort and wanted.lstrip("-") == column.key:
            sign = "-" if wanted.startswith("-") else ""
            return queryset.order_by(sign + column.sort, sign + "pk")
    return queryset


def show(
    request: HttpRequest,
    queryset: QuerySet[Any],
    columns: list[Column],
    filters: Sequence[Filter],
    more_sums: Mapping[str, Any] | None = None,
) -> Shown:
    """Narrow, sort, sum and page. Two queries: the sums with the count, and the page's rows; a search costs more.

    `more_sums` are aggregates over all rows of the list besides the columns' totals (`Shown.sums`).
    """
    found = narrow(queryset, filters, request.GET)
    sums: dict[str, Any] = {f"sum_{c.key}": Sum(c.total) for c in columns if c.total}
    more = dict(more_sums or {})
    totals = found.order_by().aggregate(rows=Count("pk"), **sums, **more)
    said = {name: totals.pop(name) for name in more}
    count = totals.pop("rows")
    size = _page_size(request)
    whole = queryset.order_by() if request.GET.get("tim", "").strip() else None
    paginator = _Counted(order(found, columns, request.GET), size, count, whole)
    active = [f for f in filters if request.GET.get(f.name, "").strip()]
    hidden = {f.name for f in active if f.hidden}
    drawn = {f.name for f in filters} - hidden
    return Shown(
        page=paginator.get_page(request.GET.get("page")),
        columns=columns,
        filters=[
            {"filter": f, "value": request.GET.get(f.name, ""), "choices": f.choices(request) if f.choices else None}
            for f in filters
            if not f.hidden
        ],
        term=request.GET.get("tim", ""),
        totals={key.removeprefix("sum_"): value for key, value in totals.items()},
        sums=said,
        count=count,
        size=size,
        filtered=bool(active or request.GET.get("tim", "").strip()),
        keep=[(k, request.GET[k]) for k in (*KEPT, *hidden) if request.GET.get(k) and k not in drawn],
        notes=[(f.label, f.said(request.GET[f.name].strip())) for f in active if f.hidden],
    )


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that was told the count with the sums, so that nothing is counted twice.

    Searched rows are picked by their keys first and then read: SQLite would work out every annotation of every row
    found before it sorts them.
    """

    def __init__(self, rows: Any, size: int, count: int, whole: QuerySet[Any] | None) -> None:
        super().__init__(rows, size)
        self.__dict__["count"] = count
        self.whole = whole

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        found, number, paginator = args
        return Page(found if self.whole is None else picked(self.whole, found), number, paginator)


def picked(whole: QuerySet[Any], found: QuerySet[Any]) -> list[Any]:
    """The rows of `found` (sliced) in its order, read from `whole` with all that this adds to them. Two queries."""
    keys = list(found.values_list("pk", flat=True))
    rows = {row.pk: row for row in whole.filter(pk__in=keys)} if keys else {}
    return [rows[key] for key in keys if key in rows]


def _page_size(request: HttpRequest) -> int:
    """The size asked for, remembered in the session; 25 at first."""
    asked = request.GET.get("co", "")
    if asked.isascii() and asked.isdigit() and int(asked) in PAGE_SIZES:
        request.session["page_size"] = int(asked)
    return request.session.get("page_size", PAGE_SIZES[0])


def kind_of(field: Any) -> str:
    """The column kind of a model field."""
    name = type(field).__name__
    if name == "BigIntegerField":
        return "money"
    if name == "DecimalField":
        return "decimal"
    if name == "DateField":
        return "date"
    if "IntegerField" in name:
        return "text" if field.name.endswith("year") else "count"
    return "bool" if name == "BooleanField" else "text"


def cell_of(row: Any, field: Any) -> tuple[Any, str]:
    """What a row's field says, and its kind."""
    value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
    return value, kind_of(field)
