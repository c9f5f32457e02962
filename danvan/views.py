"""Pages of the portal itself: home by role, health, errors."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import access


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leaders and boards open on the year, administrators on their desk, all others on their work."""
    mine = access(request.user)
    if mine.roles and mine.roles <= {"leader", "mobilisation_board"}:
        return HttpResponseRedirect(reverse("dashboard"))
    if mine.roles and mine.roles <= {"administrator"}:
        return HttpResponseRedirect(reverse("admin_home"))
    return HttpResponseRedirect(reverse("my_work"))


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and its migrations are applied. Says nothing more to the outside."""
    try:
        executor = MigrationExecutor(connection)
        ready = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        ready = False
    return JsonResponse({"status": "ok" if ready else "not ready"}, status=200 if ready else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)
