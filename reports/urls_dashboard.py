"""The leaders' pages: Tổng quan, and a campaign with its figures.

A campaign's page stands at the address of its desk's page, so `reverse("campaigns:detail")` leads here: this module
is included before `movements.urls`.
"""

from django.urls import path

from reports import views_campaign, views_dashboard

urlpatterns = [
    path("tong-quan/", views_dashboard.show, name="dashboard"),
    path("dot/<int:pk>/", views_campaign.show, name="campaign_page"),
]
