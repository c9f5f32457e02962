"""Addresses of Nhập từ Excel (included at the root)."""

from django.urls import path

from . import views_import

urlpatterns = [
    path("nhap-excel/", views_import.import_supports, name="import_supports"),
    path("nhap-excel/mau/", views_import.template_file, name="import_template"),
]
