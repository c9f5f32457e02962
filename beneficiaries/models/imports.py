"""What was imported, so that the same file is never stored twice."""

from django.conf import settings
from django.db import models


class ImportBatch(models.Model):
    """Lô nhập: one file that was stored, known by the SHA-256 of its bytes; written in the import's transaction."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField("tên tệp", max_length=200)
    rows = models.PositiveIntegerField("số dòng")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người nhập", related_name="+")
    at = models.DateTimeField("nhập lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lô nhập"
        verbose_name_plural = "lô nhập"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name
