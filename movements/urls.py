"""Addresses of the programme side, places and organisations."""

from django.urls import include, path

from . import (
    desks,
    desks_activities,
    desks_campaigns,
    desks_indicators,
    desks_organizations,
    desks_periods,
    desks_places,
    desks_recommendations,
    desks_themes,
)

urlpatterns = [
    path("dot/", include(desks_campaigns.CampaignDesk().urls())),
    path("phong-trao/", include(desks_campaigns.MovementDesk().urls())),
    path("so-cong-bo/", include(desks_campaigns.PublishedDesk().urls())),
    path("chi-tieu/", include(desks_indicators.TargetDesk().urls())),
    path("danh-muc-chi-tieu/", include(desks_indicators.IndicatorDesk().urls())),
    path("ky-bao-cao/", include(desks_periods.PeriodDesk().urls())),
    path("hoat-dong/", include(desks_activities.ActivityDesk().urls())),
    path("kien-nghi/", include(desks_recommendations.RecommendationDesk().urls())),
    path("chu-de/", include(desks_themes.ThemeDesk().urls())),
    path("nhiem-vu/", include(desks_themes.TaskDesk().urls())),
    path("cong-trinh/", include(desks.WorkDesk().urls())),
    path("", include("movements.urls_reorganize")),
    path("dia-ban/", include(desks_places.AreaDesk().urls())),
    path("ke-thua-dia-ban/", include(desks_places.AreaSuccessionDesk().urls())),
    path("nhom-dia-ban/", include(desks_places.AreaGroupDesk().urls())),
    path("du-kien-dia-ban/", include(desks_places.AreaStandingDesk().urls())),
    path("to-chuc/", include(desks_organizations.OrganizationDesk().urls())),
    path("ke-thua-to-chuc/", include(desks_organizations.OrganizationSuccessionDesk().urls())),
]
