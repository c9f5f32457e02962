"""Addresses of one's own work: what is mine to do, and what waits for my step."""

from django.urls import path

from reports.work import views_handover, views_inbox, views_late, views_work

urlpatterns = [
    path("viec-cua-toi/", views_work.my_work, name="my_work"),
    path("viec-cua-toi/gui/", views_work.submit_ready, name="submit_ready"),
    path("tiep-nhan/", views_inbox.InboxView.as_view(), name="inbox"),
    path("tiep-nhan/ai-cham/", views_late.late, name="late"),
    path("ban-giao/<int:pk>/", views_handover.HandoverView.as_view(), name="handover"),
]
