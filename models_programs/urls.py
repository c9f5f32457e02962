"""Addresses of models, their years and what they are judged by."""

from django.urls import include, path

from . import desks, desks_plan, views_boards, views_late, views_survival

urlpatterns = [
    path("mo-hinh/bang/", views_boards.board, name="model_board"),
    path("mo-hinh/suc-song/", views_survival.cohorts, name="model_survival"),
    path("mo-hinh/cham/", views_late.late, name="model_late"),
    path("ke-hoach-mo-hinh/", include(desks_plan.ModelPlanDesk().urls())),
    path("mo-hinh/", include(desks.ModelYearDesk().urls())),
    path("danh-muc-mo-hinh/", include(desks.ModelDesk().urls())),
    path("phieu-cham/", include(desks.ScoreSheetDesk().urls())),
    path("linh-vuc/", include(desks.ModelFieldDesk().urls())),
]
