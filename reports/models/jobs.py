"""Việc dựng tệp, việc ban hành: what the worker makes while the person goes on, with how far it has come."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class RenderJob(models.Model):
    """A file to be made, or a report to be issued: then with `report`, the `order` as typed, in the end its `edition`.

    `key` says of a file data version, day, what is asked and the reader's reach (`reports/files/keeping.py`): the same
    key, the same bytes; of an issue which report in which version. There is one job of a key at a time, whoever asks.

    `user` asked first, and the figures are read as that person sees them; `askers` may fetch the file. `beat` moves
    while somebody is at it: a job that has not moved for long lost its worker and is taken up again. `attempts` is also
    whose turn it is: a worker that was believed dead and comes back changes nothing. `said` is what is being done, or
    in the end what went wrong, in Vietnamese.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang dựng"
        DONE = "done", "Đã xong"
        FAILED = "failed", "Không dựng được"

    key = models.CharField(max_length=64, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    askers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    asked = models.JSONField(default=dict)
    extension = models.CharField(max_length=5, blank=True)
    report = models.ForeignKey("reports.Report", models.CASCADE, null=True, related_name="+")
    order = models.JSONField(default=dict)
    edition = models.ForeignKey("reports.Edition", models.PROTECT, null=True, related_name="+")
    data_version = models.PositiveBigIntegerField()
    day = models.DateField()
    title = models.CharField(max_length=400)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=700, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    beat = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "việc dựng tệp"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(status="failed"), name="one_render_job_of_a_key")
        ]

    @property
    def done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def failed(self) -> bool:
        return self.status == self.Status.FAILED
