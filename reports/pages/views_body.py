"""An organisation's page at /to-chuc/<pk>/: its names over time and its years through renaming and merging.

It stands in the place of the desk's own page; those who may read no figures see the facts alone.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import access
from danvan.context import Bar
from danvan.crud_views import DetailView
from movements.desks_organizations import OrganizationDesk
from movements.models import Organization
from reports.pages import beside_rows, body_page, body_years
from reports.pages.views_campaign import seen
from reports.pages.views_place import take_out, targets_of
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject

DESK = OrganizationDesk()


class BodyView(DetailView):
    """Twelve queries at most, whatever the number of records."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = request.user
        target: Organization = DESK.get(user, pk)
        lineage = body_years.lineage(target)
        ids = [body.pk for body in lineage.bodies]
        near = beside_rows.of_body(user, Q(organization__in=ids), target, ids)
        context = _years(request, lineage, near) if access(user).may("report.view") else {}
        if fmt := request.GET.get("xuat"):
            if "tables" not in context:
                raise PermissionDenied("Tài khoản của bạn không xem số liệu tổng hợp.")
            return take_out(request, "body_page", target.label, context["tables"], fmt)
        return self.page(request, "reports/body.html", {
            "target": target, "facts": DESK.facts(user, target), "may_edit": DESK.may_edit(user, target),
            "came_from": lineage.came_from, "became": lineage.became, "earlier": lineage.earlier,
            "divided": lineage.divided, "near": near, "photos": near.photos, "panels": DESK.panels(request, target),
            **context,
        })  # fmt: skip


def _years(request: HttpRequest, lineage: body_years.BodyLineage, near: beside_rows.Beside) -> dict[str, Any]:
    reader, body = Reader.of(request.user), lineage.body
    mine, today = access(request.user), timezone.localdate().year
    years = body_years.read(request.user, reader, lineage.bodies)
    table = body_page.table(lineage, years, near.runs, seen(reader, mine), today)
    whole = reader.sees_whole(Subject(type="organization", code=body.code, name=body.name, pk=body.pk,
                                      paths=(body.area.path,)))  # fmt: skip
    last = max((year for year in years if year <= today), default=today)
    return {
        "tables": [table] if table else [],
        "part": "" if whole else reader.places(),
        "targets_year": last,
        "illustrative": any(year.illustrative for year in years.values()),
        "bar": Bar(parts=[body.label, "số đã tiếp nhận"]),
    }


@require_safe
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """The targets given to it in one year (`nam`), which the page fetches."""
    body = DESK.get(request.user, pk)
    subject = Subject(type="organization", code=body.code, name=body.name, pk=body.pk)
    return targets_of(request, subject, {"giao-cho": body.code})


show = BodyView.as_view(desk=DESK)
