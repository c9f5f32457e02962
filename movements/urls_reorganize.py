"""Addresses of mergers, splits and renamings; they stand before those of the catalogues that they belong to."""

from django.urls import path

from .views_reorganize import ListView, NewView, OneView

urlpatterns = [
    path("dia-ban/sap-xep/", ListView.as_view(), name="area_reorganizations"),
    path("dia-ban/sap-xep/them/", NewView.as_view(), name="area_reorganizations_new"),
    path("dia-ban/sap-xep/<int:pk>/", OneView.as_view(), name="area_reorganizations_one"),
    path("to-chuc/sap-xep/", ListView.as_view(places=False), name="organization_reorganizations"),
    path("to-chuc/sap-xep/them/", NewView.as_view(places=False), name="organization_reorganizations_new"),
    path("to-chuc/sap-xep/<int:pk>/", OneView.as_view(places=False), name="organization_reorganizations_one"),
]
