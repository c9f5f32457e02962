"""Places that change: a new name or parent makes a new Area, linked by a succession."""

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import TextChoices

from danvan.lib import text
from danvan.records.models import Tracked


class AreaQuerySet(models.QuerySet["Area"]):
    def valid_on(self, day: datetime.date) -> "AreaQuerySet":
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day),
        )

    def valid_in(self, start: datetime.date, end: datetime.date) -> "AreaQuerySet":
        """Areas that existed on at least one day of the span."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=end),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=start),
        )

    def within(self, area: "Area") -> "AreaQuerySet":
        return self.filter(path__startswith=area.path)


class Area(Tracked):
    """Địa bàn. `path` is "1.5.12.": the ids from the top, each with its separator, so that a prefix is a subtree."""

    class Level(TextChoices):
        PROVINCE = "province", "Tỉnh"
        DISTRICT = "district", "Huyện"
        COMMUNE = "commune", "Xã"
        HAMLET = "hamlet", "Thôn"

    class Kind(TextChoices):
        TINH = "tinh", "tỉnh"
        THANH_PHO = "thanh_pho", "thành phố"
        HUYEN = "huyen", "huyện"
        QUAN = "quan", "quận"
        THI_XA = "thi_xa", "thị xã"
        XA = "xa", "xã"
        THI_TRAN = "thi_tran", "thị trấn"
        PHUONG = "phuong", "phường"
        DAC_KHU = "dac_khu", "đặc khu"
        THON = "thon", "thôn"
        TO_DAN_PHO = "to_dan_pho", "tổ dân phố"

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=120)
    level = models.CharField("cấp", max_length=10, choices=Level)
    kind = models.CharField("loại", max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="thuộc", related_name="parts", null=True, blank=True
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    aliases = models.TextField("tên gọi khác", blank=True, max_length=1000, help_text="Mỗi tên một dòng.")
    path = models.CharField(max_length=120, editable=False, default="", db_index=True)

    objects = AreaQuerySet.as_manager()

    data_fields = ("code", "name", "level", "kind", "parent", "valid_from", "valid_to", "aliases")
    url_name = "areas"
    catalog = "places"

    class Meta:
        verbose_name = "địa bàn"
        verbose_name_plural = "địa bàn"
        ordering = ["path"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def title(self) -> str:
        """The name as a heading: "Xã Phú Sơn"."""
        words = str(self)
        return words[0].upper() + words[1:]

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "Ngày cuối phải sau ngày đầu."})
        if self.parent and self.pk and self.path and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": "Một địa bàn không thể thuộc chính nó."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else ''}{self.pk}."
        if path != self.path:
            if self.path:
                for part in Area.objects.within(self).exclude(pk=self.pk):
                    Area.objects.filter(pk=part.pk).update(path=path + part.path.removeprefix(self.path))
            self.path = path
            Area.objects.filter(pk=self.pk).update(path=path)

    def search_parts(self) -> list[object]:
        return [str(self), *self.aliases.splitlines(), text.strip_prefix(self.name)]

    def refresh_derived(self) -> None:
        super().refresh_derived()
        self.sort_key = text.sort_key(self.name)[:255]

    def is_valid_on(self, day: datetime.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def stood_in(self, year: int) -> bool:
        """Whether it existed on at least one day of the year."""
        return (self.valid_from is None or self.valid_from.year <= year) and (
            self.valid_to is None or year <= self.valid_to.year
        )


class AreaSuccession(Tracked):
    """Kế thừa địa bàn: what became of a place, with the share that went to each successor."""

    old = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn cũ", related_name="successions")
    new = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn mới", related_name="origins")
    date = models.DateField("từ ngày")
    share = models.DecimalField(
        "phần chuyển sang", max_digits=7, decimal_places=6, default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.000001")), MaxValueValidator(Decimal(1))],
        help_text="1 là chuyển nguyên vẹn.",
    )  # fmt: skip
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)

    data_fields = ("old", "new", "date", "share", "legal_basis")
    url_name = "area_successions"
    catalog = "places"

    class Meta:
        verbose_name = "kế thừa địa bàn"
        verbose_name_plural = "kế thừa địa bàn"
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"], name="one_area_succession",
                violation_error_message="Đã có kế thừa giữa hai địa bàn này.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def clean(self) -> None:
        super().clean()
        if self.old_id and self.old_id == self.new_id:
            raise ValidationError({"new": "Địa bàn mới phải khác địa bàn cũ."})


class AreaGroup(Tracked):
    """Nhóm địa bàn to report on together, e.g. "vùng Lâm Hà cũ"."""

    name = models.CharField("tên", max_length=160, unique=True)
    areas = models.ManyToManyField(Area, verbose_name="gồm", related_name="groups")

    data_fields = ("name", "areas")
    url_name = "area_groups"
    catalog = "places"

    class Meta:
        verbose_name = "nhóm địa bàn"
        verbose_name_plural = "nhóm địa bàn"
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class AreaStanding(Tracked):
    """Dữ kiện của địa bàn at a date: new-rural standing, ethnic-minority zone, households and people."""

    class Fact(TextChoices):
        NTM = "ntm", "đạt chuẩn nông thôn mới"
        NTM_NANG_CAO = "ntm_nang_cao", "nông thôn mới nâng cao"
        NTM_KIEU_MAU = "ntm_kieu_mau", "nông thôn mới kiểu mẫu"
        DTTS = "dtts", "vùng đồng bào dân tộc thiểu số"
        SIZE = "size", "số hộ, số khẩu"

    area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn", related_name="standings")
    fact = models.CharField("dữ kiện", max_length=20, choices=Fact)
    date = models.DateField("tại ngày")
    households = models.PositiveIntegerField("số hộ", null=True, blank=True)
    people = models.PositiveIntegerField("số khẩu", null=True, blank=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)

    data_fields = ("area", "fact", "date", "households", "people", "basis")
    url_name = "area_standings"
    catalog = "places"

    class Meta:
        verbose_name = "dữ kiện địa bàn"
        verbose_name_plural = "dữ kiện địa bàn"
        ordering = ["-date", "pk"]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_fact_display()}"

    def clean(self) -> None:
        super().clean()
        if self.fact == self.Fact.SIZE and self.households is None and self.people is None:
            raise ValidationError({"households": "Hãy ghi số hộ hoặc số khẩu."})


class Portal(models.Model):
    """Cấp sử dụng: the one row that says whose portal this is. The root may be any area or a named group."""

    root_area = models.ForeignKey(Area, models.PROTECT, verbose_name="địa bàn gốc", related_name="+")
    root_group = models.ForeignKey(
        AreaGroup, models.PROTECT, verbose_name="hoặc nhóm địa bàn", related_name="+", null=True, blank=True
    )
    issuer = models.ForeignKey(
        "movements.Organization", models.PROTECT, verbose_name="cơ quan ban hành báo cáo", related_name="+", null=True
    )
    repeat_needs_reason = models.BooleanField(
        "hỗ trợ một hộ lần nữa cùng hình thức trong năm phải ghi lý do", default=False
    )

    class Meta:
        verbose_name = "cấp sử dụng"

    def __str__(self) -> str:
        return self.root_group.name if self.root_group else self.root_area.title

    @classmethod
    def current(cls) -> "Portal | None":
        """The portal's row, or None before it is set up."""
        return cls.objects.select_related("root_area__parent", "root_group", "issuer").first()
