"""Addresses of the programme side, places and organisations."""

from django.urls import include, path

from . import desks

urlpatterns = [
    path("hoat-dong/", include(desks.ActivityDesk().urls())),
]
