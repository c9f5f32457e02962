"""What changed which figure, when, by which record: signed, append-only rows, and the version of the data."""

from django.conf import settings
from django.db import models


class EffectRow(models.Model):
    """One signed change of one indicator. The sum of a record's rows is what it counts for today."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10)
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    record_version = models.PositiveIntegerField()
    indicator = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)
    area = models.ForeignKey("movements.Area", models.PROTECT, related_name="+")
    organization = models.ForeignKey("movements.Organization", models.PROTECT, related_name="+")
    campaign = models.ForeignKey("movements.Campaign", models.PROTECT, related_name="+", null=True)
    value = models.DecimalField(max_digits=20, decimal_places=3)

    class Meta:
        verbose_name = "dòng tác động"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["record_type", "record_id"]),
            models.Index(fields=["indicator", "year"]),
        ]


class DataVersion(models.Model):
    """One row; bumped in the transaction of every change of a published figure. Caches hang on it."""

    number = models.BigIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)
