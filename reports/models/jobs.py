"""Việc dựng tệp: a file that the worker makes while the person goes on, with how far it has come."""

from django.conf import settings
from django.db import models


class RenderJob(models.Model):
    """One file to be made. `key` says data version, what is asked and the reader's reach: the same key, the same bytes.

    `beat` moves while a worker is at it: a job that runs and has not moved for long lost its worker and is taken up
    again. `said` is what is being done, or in the end what went wrong, in Vietnamese.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang dựng"
        DONE = "done", "Đã xong"
        FAILED = "failed", "Không dựng được"

    key = models.CharField(max_length=64, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked = models.JSONField(default=dict)
    extension = models.CharField(max_length=5)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    beat = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "việc dựng tệp"
        ordering = ["-pk"]
