"""Báo cáo: choose, read, download."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("xem/", views.page, name="page"),
    path("tai/<slug:extension>/", views.download, name="download"),
]
