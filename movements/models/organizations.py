"""Organisations, their successions, and the assignments of people to roles."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices

from danvan.accounts.roles import ROLE_CHOICES, ROLES, Reach
from danvan.records.models import Tracked

from .places import Area


class Organization(Tracked):
    """Tổ chức, cơ quan, đơn vị; `area` is the place at whose level it works."""

    class Kind(TextChoices):
        FRONT = "front", "Mặt trận Tổ quốc"
        SOCIO_POLITICAL = "socio_political", "tổ chức chính trị - xã hội"
        MASS_ASSOCIATION = "mass_association", "hội quần chúng"
        ARMED_FORCES = "armed_forces", "lực lượng vũ trang"
        GOVERNMENT = "government", "cơ quan nhà nước"
        PARTY = "party", "cơ quan Đảng"
        ENTERPRISE = "enterprise", "doanh nghiệp"
        PARTNER = "partner", "đối tác ngoài địa bàn"
        UNCLASSIFIED = "unclassified", "chưa phân loại"

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọn", max_length=80, blank=True)
    kind = models.CharField("loại", max_length=20, choices=Kind, default=Kind.UNCLASSIFIED)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn", related_name="organizations")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="cấp trên", related_name="parts", null=True, blank=True
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    aliases = models.TextField("tên gọi khác", blank=True, max_length=1000, help_text="Mỗi tên một dòng.")

    data_fields = ("code", "name", "short_name", "kind", "area", "parent", "valid_from", "valid_to", "aliases")
    url_name = "organizations"
    catalog = "organizations"

    class Meta:
        verbose_name = "tổ chức"
        verbose_name_plural = "tổ chức"
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name

    def search_parts(self) -> list[object]:
        return [self.name, self.short_name, *self.aliases.splitlines()]

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "Ngày cuối phải sau ngày đầu."})

    def is_valid_on(self, day: datetime.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class OrganizationSuccession(Tracked):
    """Kế thừa tổ chức: renaming, merging, splitting."""

    old = models.ForeignKey(Organization, models.PROTECT, verbose_name="tổ chức cũ", related_name="successions")
    new = models.ForeignKey(Organization, models.PROTECT, verbose_name="tổ chức mới", related_name="origins")
    date = models.DateField("từ ngày")
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)

    data_fields = ("old", "new", "date", "legal_basis")
    url_name = "organization_successions"
    catalog = "organizations"

    class Meta:
        verbose_name = "kế thừa tổ chức"
        verbose_name_plural = "kế thừa tổ chức"
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"], name="one_organization_succession",
                violation_error_message="Đã có kế thừa giữa hai tổ chức này.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def clean(self) -> None:
        super().clean()
        if self.old_id and self.old_id == self.new_id:
            raise ValidationError({"new": "Tổ chức mới phải khác tổ chức cũ."})


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def active_on(self, day: datetime.date) -> "AssignmentQuerySet":
        """In force on the day. What was delegated falls with the giver's own role there and with their account."""
        own = models.Exists(
            Assignment.objects.dated(day).filter(
                models.Q(area=models.OuterRef("area")) | models.Q(organization=models.OuterRef("organization")),
                user=models.OuterRef("delegated_by"), user__is_active=True, role=models.OuterRef("role"),
                delegated_by=None,
            )
        )  # fmt: skip
        return self.dated(day).filter(models.Q(delegated_by=None) | own)

    def held_by(self, user_id: int, day: datetime.date) -> "list[Assignment]":
        """`active_on` for one user, judged in memory: every request asks, and building the condition costs more than
        the rows. One query.
        """
        given = Assignment.objects.dated(day).filter(user=user_id).exclude(delegated_by=None)
        givers = models.Q(user__in=given.values("delegated_by"), delegated_by=None, user__is_active=True)
        rows = list(self.dated(day).filter(models.Q(user=user_id) | givers))
        own = {
            (row.user_id, row.role, *place)
            for row in rows if row.delegated_by_id is None
            for place in (("area", row.area_id), ("organization", row.organization_id)) if place[1] is not None
        }  # fmt: skip
        return [
            row for row in rows
            if row.user_id == user_id and (
                row.delegated_by_id is None
                or (row.delegated_by_id, row.role, "area", row.area_id) in own
                or (row.delegated_by_id, row.role, "organization", row.organization_id) in own
            )
        ]  # fmt: skip

    def dated(self, day: datetime.date) -> "AssignmentQuerySet":
        """Those whose dates hold the day."""
        return self.filter(starts__lte=day).filter(models.Q(ends__isnull=True) | models.Q(ends__gte=day))


class Assignment(Tracked):
    """Phân công: user × role × area × organisation × dates. Several at once.

    A delegation (ủy quyền) is one with an end, `delegated_by` who holds the same role at the same place themselves.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="người dùng", related_name="assignments"
    )
    role = models.CharField("vai trò", max_length=30, choices=ROLE_CHOICES)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn", related_name="+", null=True, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="tổ chức", related_name="+", null=True, blank=True
    )
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến hết ngày", null=True, blank=True)
    delegated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="ủy quyền bởi", related_name="+", null=True, blank=True
    )

    objects = AssignmentQuerySet.as_manager()

    data_fields = ("user", "role", "area", "organization", "starts", "ends", "delegated_by")
    url_name = "assignments"
    action = "accounts"

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["user__username", "starts"]

    def __str__(self) -> str:
        return (
            f"{self.user}: {ROLES[self.role].label if self.role in ROLES else self.role} {self.place_label()}".strip()
        )

    def place_label(self) -> str:
        place = self.organization or self.area
        return str(place) if place else ""

    def clean(self) -> None:
        super().clean()
        role = ROLES.get(self.role)
        if role and role.reach is Reach.ORGANIZATION and not self.organization:
            raise ValidationError({"organization": "Vai trò này cần một tổ chức."})
        if role and role.reach is Reach.AREA and not self.area:
            raise ValidationError({"area": "Vai trò này cần một địa bàn."})
        if self.ends and self.starts and self.ends < self.starts:
            raise ValidationError({"ends": "Ngày cuối phải sau ngày đầu."})
        if self.delegated_by_id:
            self._clean_delegation()

    def _clean_delegation(self) -> None:
        """Only what the giver holds themselves, to somebody else, for a time."""
        if not self.ends:
            raise ValidationError({"ends": "Ủy quyền cần có ngày hết."})
        if self.delegated_by_id == self.user_id:
            raise ValidationError({"user": "Không ủy quyền cho chính mình."})
        own = Assignment.objects.filter(
            user=self.delegated_by_id, role=self.role, area=self.area_id, organization=self.organization_id,
            delegated_by=None, starts__lte=self.starts or self.ends,
        ).filter(models.Q(ends__isnull=True) | models.Q(ends__gte=self.ends))  # fmt: skip
        if not own.exists():
            raise ValidationError({"delegated_by": "Người này không giữ vai trò ấy ở đó trong những ngày này."})
