"""Báo cáo: choose, read, download."""

from django.urls import path

from reports import views
from reports.drafts import views_draft, views_draft_versions, views_drafts
from reports.editions import views_editions, views_issue
from reports.files import views_files
from reports.pages import views_compare

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("xem/", views.page, name="page"),
    path("tai/<slug:extension>/", views_files.download, name="download"),
    path("tep/<int:pk>/", views_files.job, name="job"),
    path("tep/<int:pk>/tai/", views_files.job_file, name="job_file"),
    path("so-sanh/", views_compare.page, name="compare"),
    path("du-thao/", views_drafts.drafts, name="drafts"),
    path("du-thao/soan/", views_drafts.draft_new, name="draft_new"),
    path("du-thao/<int:pk>/", views_draft.draft, name="draft"),
    path("du-thao/<int:pk>/y-kien/", views_draft.draft_comment, name="draft_comment"),
    path("du-thao/<int:pk>/buoc/<slug:step>/", views_draft.draft_step, name="draft_step"),
    path("du-thao/<int:pk>/ban/", views_draft_versions.draft_versions, name="draft_versions"),
    path("du-thao/<int:pk>/ban-hanh/", views_issue.issue, name="issue"),
    path("ban-hanh/", views_editions.listed, name="editions"),
    path("ban-hanh/<int:pk>/", views_editions.edition, name="edition"),
    path("ban-hanh/<int:pk>/ban-hanh-lai/", views_issue.reissue, name="reissue"),
    path("ban-hanh/<int:pk>/tep/<slug:extension>/", views_editions.edition_file, name="edition_file"),
]
