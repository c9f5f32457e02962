"""Pages of figures: Tổng quan, campaign, movement, place, organisation, theme; the checker of figures; Xác minh.

Their pages stand at the addresses of their desks' pages, so `reverse("campaigns:detail")` leads here: this module is
included before `movements.urls`.
"""

from django.urls import path

from reports.checking import views_check_figures
from reports.editions import views_verify
from reports.overview import views_dashboard
from reports.pages import views_body, views_campaign, views_movement, views_place, views_solutions

urlpatterns = [
    path("chu-de/ket-qua/", views_solutions.show, name="solutions"),
    path("xac-minh/", views_verify.verify, name="verify"),
    path("kiem-tra-so-lieu/", views_check_figures.check_figures, name="check_figures"),
    path("tong-quan/", views_dashboard.show, name="dashboard"),
    path("giam-ngheo/tom-tat/", views_dashboard.poverty_said, name="poverty_said"),
    path("dot/<int:pk>/", views_campaign.show, name="campaign_page"),
    path("phong-trao/<int:pk>/", views_movement.show, name="movement_page"),
    path("dia-ban/<int:pk>/", views_place.show, name="area_page"),
    path("dia-ban/<int:pk>/chi-tieu/", views_place.targets, name="area_targets"),
    path("to-chuc/<int:pk>/", views_body.show, name="body_page"),
    path("to-chuc/<int:pk>/chi-tieu/", views_body.targets, name="body_targets"),
]
