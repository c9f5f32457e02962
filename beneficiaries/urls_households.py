"""Addresses of households and poverty."""

from django.urls import include, path

from .desks_households import AreaPovertyDesk, HouseholdDesk, ReviewDesk
from .views_fairness import BlankHamletsDesk, FairnessView, LeftOutDesk, OftenDesk
from .views_participation import join
from .views_poverty import FlowHouseholds, PovertyPage
from .views_poverty_task import PovertyTaskView

urlpatterns = [
    path("ho/cong-bang/chua-nhan/", FairnessView.as_view(make=LeftOutDesk), name="left_out"),
    path("ho/cong-bang/nhan-nhieu/", FairnessView.as_view(make=OftenDesk), name="often"),
    path("ho/cong-bang/thon-trong/", FairnessView.as_view(make=BlankHamletsDesk), name="blank_hamlets"),
    path("mo-hinh/<int:pk>/ho-tham-gia/", join, name="model_households"),
    path("ho/", include(HouseholdDesk().urls())),
    path("giam-ngheo/", PovertyPage.as_view(), name="poverty"),
    path("giam-ngheo/ra-soat/", PovertyTaskView.as_view(), name="poverty_task"),
    path("giam-ngheo/ho/", FlowHouseholds.as_view(), name="poverty_households"),
    path("ra-soat/", include(ReviewDesk().urls())),
    path("so-ho-ngheo/", include(AreaPovertyDesk().urls())),
]
