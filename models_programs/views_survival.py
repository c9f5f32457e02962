"""Sức sống qua các năm: of the models that began in a year, how many still lived after 1, 2 … years."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from danvan import downloads
from danvan.accounts.scoping import access, visible_to
from danvan.context import context_of
from danvan.export import ExportColumn

from . import survival
from .models import MobilizationModel


@require_safe
def cohorts(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not access(user).may("model_year.view"):
        raise PermissionDenied("Tài khoản của bạn không xem mục này.")
    context = context_of(request, any_year=True)
    place = context.area if request.GET.get("noi") else None
    models = visible_to(MobilizationModel.objects.all(), user)
    if place is not None:
        models = models.filter(area__path__startswith=place.path)
    found = survival.cohorts(models)
    heads = [f"Sau {n} năm" for n in range(1, max((len(one.after) for one in found), default=0) + 1)]
    labels = dict(MobilizationModel.Type.choices)
    if fmt := request.GET.get("xuat"):
        columns = [ExportColumn("Bắt đầu năm"), ExportColumn("Loại"), ExportColumn("Số mô hình", "count"),
                   *(ExportColumn(head, "count") for head in heads)]  # fmt: skip
        rows = [(str(one.year), labels[one.type], one.began, *one.after) for one in found]
        return downloads.download(request, "model-survival", "Sức sống của mô hình", columns, rows, fmt, len(rows))

    def url(one: survival.Cohort, after: int = 0) -> str:
        cohort = f"{one.year}-{after}" if after else str(one.year)
        query = {"lua": cohort, "loai": one.type, **({"noi": place.code} if place is not None else {})}
        return f"{reverse('models:list')}?{urlencode(query)}"

    drawn: list[Any] = [
        (one, labels[one.type], url(one),
         [(heads[n - 1], left, url(one, n) if left else "") for n, left in enumerate(one.after, 1)])
        for one in found
    ]  # fmt: skip
    return render(
        request,
        "models_programs/survival.html",
        {
            "bar": context.bar(request, any_year=True),
            "heads": heads,
            "rows": drawn,
            "may_export": access(user).may("export"),
            "illustrative": models.filter(illustrative=True).exists(),
        },
    )
