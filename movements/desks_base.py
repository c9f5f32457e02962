"""What the desks of the programme side share: values that link, the context carried into new forms, panels of others.

`register_panel(Model, make)` lets an app further right show figures on a page of this one:
`make(request, target)` gives (template name, context) or None; the template finds the context under `panel`.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.http import urlencode

from danvan.accounts.scoping import access, visible_to
from danvan.crud import Desk
from danvan.records.kinds import record_models
from danvan.records.models import Record, Status, Tracked

from .models import Area

Panel = tuple[str, dict[str, Any]]
PANELS: dict[type[Model], list[Callable[[HttpRequest, Any], Panel | None]]] = {}


def register_panel(model: type[Model], make: Callable[[HttpRequest, Any], Panel | None]) -> None:
    PANELS.setdefault(model, []).append(make)


class ProgrammeDesk(Desk):
    """A desk whose details link to the catalogues that they name and whose pages take panels."""

    always: ClassVar[frozenset[str]] = frozenset()  # fields that say "–" when empty; other empty ones are not drawn

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        labels = {self.label(name) for name in self.always}
        return [row for row in super().facts(user, target) if row[1] not in (None, "") or row[0] in labels]

    def label(self, name: str) -> str:
        words = str(self.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        return words[:1].upper() + words[1:]

    def shown(self, target: Any, name: str) -> Any:
        value = getattr(target, name)
        return linked(value) if isinstance(value, Tracked) and not isinstance(value, Record) else value

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        """The URL's values; else the context's place and year."""
        found = super().initial(request)
        fields = self.form_type.base_fields
        if "area" in fields and "area" not in found and (code := request.GET.get("noi")):
            found["area"] = Area.objects.filter(code=code).values_list("pk", flat=True).first()
        if "year" in fields and "year" not in found and (year := request.GET.get("nam", "")).isdigit():
            found["year"] = year
        return found

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        if target is None:
            carried = urlencode([(k, v) for k in ("noi", "nam") if (v := request.GET.get(k))])
            return {"new_url": f"{self.url('new')}?{carried}" if carried else self.url("new")}
        if target.pk is None or request.resolver_match is None or request.resolver_match.url_name != "detail":
            return {}
        return {"panels": self.panels(request, target), **self.around(request, target)}

    def panels(self, request: HttpRequest, target: Any) -> list[Panel]:
        """What other apps show on the page of one thing."""
        return [panel for make in PANELS.get(self.model, ()) if (panel := make(request, target))]

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        """What the detail page shows beside the written fields."""
        return {}


def linked(target: Tracked) -> str:
    return format_html('<a href="{}">{}</a>', target.get_absolute_url(), target)


def links(targets: Iterable[Tracked]) -> list[str]:
    return [linked(target) for target in targets]


def records_about(user: Any, field: str, condition: Q) -> list[QuerySet[Any]]:
    """The records in the user's sight that fit and were not withdrawn, one queryset a kind that has the field."""
    return [
        visible_to(model._default_manager.filter(condition).exclude(status=Status.WITHDRAWN), user)
        for model in record_models().values()
        if any(f.name == field for f in model._meta.concrete_fields) and may_read(user, model)
    ]


def may_read(user: Any, model: type[Record]) -> bool:
    return access(user).may(f"{model.scope.kind}.view")
