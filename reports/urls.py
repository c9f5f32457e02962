"""Báo cáo: choose, read, download."""

from django.urls import path

from . import views, views_compare, views_files

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("xem/", views.page, name="page"),
    path("tai/<slug:extension>/", views_files.download, name="download"),
    path("tep/<int:pk>/", views_files.job, name="job"),
    path("tep/<int:pk>/tai/", views_files.job_file, name="job_file"),
    path("so-sanh/", views_compare.page, name="compare"),
]
