"""Addresses of the target pages that join every app: the grid, who has reported, the comparison."""

from django.urls import path

from reports.targets import views_target_compare, views_target_grid, views_target_reported

urlpatterns = [
    path("bang/", views_target_grid.GridView.as_view(), name="target_grid"),
    path("bang/o/", views_target_grid.BoxView.as_view(), name="target_box"),
    path("bang/buoc/", views_target_grid.StepView.as_view(), name="target_step"),
    path("bao-cao/", views_target_reported.who_reported, name="target_reported"),
    path("so-sanh/", views_target_compare.compare, name="target_compare"),
]
