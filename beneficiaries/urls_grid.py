"""Addresses of the quick grid, below those of the ledger."""

from django.urls import path

from .views_grid import FindView, GridView, RowView, SendView, StoredRowView, UsualSourceView

grid_patterns = [
    path("nhap-nhanh/", GridView.as_view(), name="quick"),
    path("nhap-nhanh/dong/", RowView.as_view(), name="quick_row"),
    path("nhap-nhanh/dong/<int:pk>/", StoredRowView.as_view(), name="quick_stored"),
    path("nhap-nhanh/gui/", SendView.as_view(), name="quick_send"),
    path("nhap-nhanh/tim/<slug:what>/", FindView.as_view(), name="quick_find"),
    path("nhap-nhanh/nguon-quen/", UsualSourceView.as_view(), name="quick_source"),
]
