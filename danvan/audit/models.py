"""The journal (nhật ký): append-only, hash-chained; personal values inside it under a key per person."""

from django.conf import settings
from django.db import models

from danvan.crypto import EncryptedText


class Head(models.Model):
    """The chain's last entry; the one row that writers lock, last, just before commit."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class Entry(models.Model):
    """One thing that happened. `hash` = SHA-256 over the previous hash and this entry's canonical JSON."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    action = models.CharField(max_length=20)
    record_type = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    changes = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "mục nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-seq"]
        indexes = [models.Index(fields=["record_type", "record_id"])]


class PersonKey(models.Model):
    """The key that opens one person's values in the journal; destroying it erases them, the chain stays whole."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    key = EncryptedText()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_type", "record_id"], name="one_key_per_person")]


class Mention(models.Model):
    """Which records an entry of many (an import) speaks of: how a record's history finds it. The entry itself lists
    them under the chain's hash; these rows are its index and can be made again from it.
    """

    seq = models.BigIntegerField()
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    place = models.PositiveIntegerField()  # from 1, among the entry's records of this type

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_type", "record_id", "seq"], name="one_mention_an_entry")]
