"""Sắp xếp: one merger, split, renaming or change of the place above, entered as one thing, so that it can be undone."""

from django.conf import settings
from django.db import models

from .organizations import Organization
from .places import Area


class Reorganization(models.Model):
    """What one entry made: new units with their successions, and the last day that it gave to the old ones.

    The units and successions themselves are catalogue rows; `made` only says which came of this entry:
    {"new": [id, …], "ended": {"id": the last day before, ISO or null}}.
    """

    class Subject(models.TextChoices):
        PLACES = "places", "địa bàn"
        ORGANIZATIONS = "organizations", "tổ chức"

    subject = models.CharField("loại", max_length=13, choices=Subject)
    day = models.DateField("từ ngày")
    legal_basis = models.CharField("căn cứ", max_length=300)
    words = models.CharField("thay đổi", max_length=500)
    made = models.JSONField(default=dict)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người ghi", related_name="+")
    done_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người hoàn tác", related_name="+", null=True
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)

    class Meta:
        verbose_name = "đợt sắp xếp"
        verbose_name_plural = "đợt sắp xếp"
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def unit(self) -> type[Area] | type[Organization]:
        return Area if self.subject == self.Subject.PLACES else Organization
