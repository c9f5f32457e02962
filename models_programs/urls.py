"""Addresses of models, their years and what they are judged by."""

from django.urls import include, path

from . import desks, views_boards

urlpatterns = [
    path("mo-hinh/bang/", views_boards.board, name="model_board"),
    path("mo-hinh/", include(desks.ModelYearDesk().urls())),
    path("danh-muc-mo-hinh/", include(desks.ModelDesk().urls())),
    path("phieu-cham/", include(desks.ScoreSheetDesk().urls())),
    path("linh-vuc/", include(desks.ModelFieldDesk().urls())),
]
