"""Đơn vị ban hành: the catalogue of issuing bodies."""

from reports.issuers.desks_issuers import IssuerDesk

urlpatterns, app_name = IssuerDesk().urls()
