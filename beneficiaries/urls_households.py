"""Addresses of households and poverty."""

from django.urls import include, path

from .desks_households import AreaPovertyDesk, HouseholdDesk, ReviewDesk

urlpatterns = [
    path("ho/", include(HouseholdDesk().urls())),
    path("ra-soat/", include(ReviewDesk().urls())),
    path("so-ho-ngheo/", include(AreaPovertyDesk().urls())),
]
