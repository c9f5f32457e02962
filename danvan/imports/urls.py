"""Addresses of Nhập từ Excel (included at the root)."""

from django.urls import path

from . import views, views_batch

app_name = "imports"
urlpatterns = [
    path("nhap-excel/", views.index, name="index"),
    path("nhap-excel/mau/<slug:kind>/", views.template_file, name="template"),
    path("nhap-excel/<int:pk>/", views_batch.batch, name="batch"),
    path("nhap-excel/<int:pk>/ghep-cot/", views_batch.columns, name="columns"),
    path("nhap-excel/<int:pk>/nhap/", views_batch.store, name="store"),
    path("nhap-excel/<int:pk>/loi/", views_batch.error_file, name="errors"),
    path("nhap-excel/<int:pk>/giao/", views_batch.hand_over, name="hand_over"),
    path("nhap-excel/<int:pk>/bo/", views_batch.drop, name="drop"),
]
