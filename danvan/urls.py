"""All addresses, grouped by object; what is fixed stands in design.md §6."""

from django.urls import include, path

from danvan import views, views_help

handler400 = "danvan.views.bad_request"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("danvan.accounts.urls")),
    path("", include("danvan.imports.urls")),
    path("", include("reports.overview.urls_dashboard")),
    path("", include("movements.urls")),
    path("chi-tieu/", include("reports.targets.urls_targets")),
    path("", include("beneficiaries.urls")),
    path("", include("models_programs.urls")),
    path("bao-cao/", include("reports.urls")),
    path("don-vi-ban-hanh/", include("reports.issuers.urls_issuers")),
    path("", include("reports.work.urls_work")),
    path("", include("movements.urls_admin")),
    path("huong-dan/", views_help.help_page, name="help"),
]
