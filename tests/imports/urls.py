"""The import's pages alone, whatever else the site serves."""

from django.urls import path

from beneficiaries import urls_import
from danvan import views

urlpatterns = [path("", views.home, name="home"), *urls_import.urlpatterns]
