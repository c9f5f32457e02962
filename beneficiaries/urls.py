"""Addresses of the ledger: supports, sources, prices, balances of loans."""

from django.urls import include, path

from .desks_sources import SourceDesk, UnitPriceDesk
from .desks_support import LoanBalanceDesk, SupportDesk
from .views_reading import read_back

urlpatterns = [
    path("ho-tro/", include(SupportDesk().urls())),
    path("nguon/", include(SourceDesk().urls())),
    path("don-gia/", include(UnitPriceDesk().urls())),
    path("du-no/", include(LoanBalanceDesk().urls())),
    path("doc-so/", read_back, name="read_back"),
    path("", include("beneficiaries.urls_households")),
]
