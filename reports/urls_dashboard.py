"""The leaders' page."""

from django.urls import path

from reports import views_dashboard

urlpatterns = [path("tong-quan/", views_dashboard.show, name="dashboard")]
