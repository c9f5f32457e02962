"""Addresses of administration: accounts, assignments, routes, the journal, the closing of periods."""

from django.urls import include, path

from . import views_accounts, views_admin, views_closings, views_delegation, views_level, views_settings
from .desks_admin import AssignmentDesk, RouteDesk

urlpatterns = [
    path("quan-tri/", views_admin.admin_home, name="admin_home"),
    path("thiet-lap/", views_settings.settings_page, name="settings"),
    path("thiet-lap/cap-su-dung/", views_level.level_page, name="level"),
    path("nhat-ky/", views_admin.journal, name="journal"),
    path("tai-khoan/", views_accounts.ListView.as_view(), name="accounts"),
    path("tai-khoan/them/", views_accounts.NewView.as_view(), name="account_new"),
    path("tai-khoan/<int:pk>/", views_accounts.EditView.as_view(), name="account"),
    path("tai-khoan/<int:pk>/mat-khau/", views_accounts.ResetView.as_view(), name="account_reset"),
    path("uy-quyen/", views_delegation.DelegationsView.as_view(), name="delegations"),
    path("uy-quyen/<int:pk>/thoi/", views_delegation.EndView.as_view(), name="delegation_end"),
    path("phan-cong/", include(AssignmentDesk().urls())),
    path("tuyen-xac-nhan/", include(RouteDesk().urls())),
    path("chot-so-lieu/", views_closings.ListView.as_view(), name="closings"),
    path("chot-so-lieu/them/", views_closings.CloseView.as_view(), name="close"),
    path("chot-so-lieu/<int:pk>/mo-lai/", views_closings.ReopenView.as_view(), name="reopen"),
    path("chot-so-lieu/<int:pk>/ngoai-le/", views_closings.ExceptionView.as_view(), name="exception"),
    path(
        "chot-so-lieu/<int:pk>/ngoai-le/<int:exception>/ket-thuc/",
        views_closings.EndExceptionView.as_view(),
        name="exception_end",
    ),
]
