"""The support ledger (sổ hỗ trợ): one real-world thing is one Support, however many pay for it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from danvan.accounts.scoping import Scope
from danvan.records.models import DatedRecord
from models_programs.models import MobilizationModel
from movements.models import Area, Campaign, Organization

from ..querysets import SupportQuerySet
from .households import Household
from .poverty import PovertyClass
from .sources import FundingSource

MAX_VND = 10**15
POSITIVE = [MinValueValidator(Decimal("0.001"), "Số lượng phải lớn hơn 0.")]


class Support(DatedRecord):
    """Khoản hỗ trợ (grant) or cho vay (loan). Loans are never summed into support.

    `organization` is the channel (đơn vị thực hiện). `amount_vnd` is the sum of the valued contributions, or None
    when none is valued; it is written with them by the one door and proved by `rebuild_figures --verify`.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", "hỗ trợ"
        LOAN = "loan", "cho vay"

    class Form(models.TextChoices):
        HOUSE_NEW = "house_new", "Nhà ở xây mới"
        HOUSE_REPAIR = "house_repair", "Sửa nhà"
        SANITATION = "sanitation", "Công trình vệ sinh"
        LIVELIHOOD = "livelihood", "Sinh kế"
        GIFT = "gift", "Quà"
        GOODS = "goods", "Hiện vật"
        SCHOLARSHIP = "scholarship", "Học bổng"
        MEDICAL = "medical", "Y tế"
        LABOUR = "labour", "Ngày công"
        LOAN = "loan", "Vốn vay"
        OTHER = "other", "Khác"

    kind = models.CharField("loại", max_length=5, choices=Kind, default=Kind.GRANT)
    form = models.CharField("hình thức", max_length=12, choices=Form)
    joint_organizations = models.ManyToManyField(
        Organization, verbose_name="đơn vị phối hợp", related_name="joint_supports", blank=True
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="đợt vận động", related_name="supports", null=True, blank=True
    )
    model = models.ForeignKey(
        MobilizationModel, models.PROTECT, verbose_name="mô hình", related_name="supports", null=True, blank=True
    )
    hamlets = models.ManyToManyField(Area, verbose_name="thôn, tổ dân phố", related_name="+", blank=True)
    description = models.CharField("nội dung", max_length=300)
    households = models.PositiveIntegerField("tổng số hộ", null=True, blank=True)
    people = models.PositiveIntegerField("tổng số người", null=True, blank=True)
    repeat_reason = models.CharField("lý do hỗ trợ lần nữa", max_length=300, blank=True, default="")
    amount_vnd = models.BigIntegerField("số tiền", null=True, editable=False)

    objects = SupportQuerySet.as_manager()

    scope = Scope(kind="support")
    data_fields = (
        "kind", "form", "organization", "joint_organizations", "campaign", "model", "area", "hamlets", "date",
        "date_precision", "description", "households", "people", "note", "repeat_reason",
    )  # fmt: skip
    children = ("items", "contributions", "recipients", "loans")
    personal_fields = frozenset({"recipients"})  # names of people and households
    NO_PARTS = "hiện vật, công trình hoặc nguồn tiền"
    url_name = "supports"

    class Meta:
        verbose_name = "khoản hỗ trợ"
        verbose_name_plural = "khoản hỗ trợ"
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["status", "year", "kind"]),
            models.Index(fields=["campaign", "status"]),
            models.Index(fields=["created_by", "status"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_vnd__isnull=True) | models.Q(amount_vnd__gte=0, amount_vnd__lte=MAX_VND),
                name="support_amount_in_range", violation_error_message="Số tiền phải từ 0 đến một triệu tỷ đồng.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="loan", form="loan") | (models.Q(kind="grant") & ~models.Q(form="loan")),
                name="support_loan_form", violation_error_message="Cho vay đi với hình thức Vốn vay, và chỉ với nó.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.description

    @property
    def is_loan(self) -> bool:
        return self.kind == self.Kind.LOAN

    def search_parts(self) -> list[object]:
        return [
            self.description, self.get_form_display(), self.organization.name, self.area.name,
            self.campaign and self.campaign.name, self.note,
        ]  # fmt: skip

    def clean(self) -> None:
        super().clean()
        if self.form == self.Form.LOAN:
            self.kind = self.Kind.LOAN
        if self.is_loan and self.form != self.Form.LOAN:
            raise ValidationError({"form": "Khoản cho vay có hình thức là Vốn vay."})

    def settle(self, children: dict[str, list[Any]], many: dict[str, list[Any]]) -> None:
        """The rules that bind the parts: a loan's lender, the sum, named households within the counted ones."""
        errors: dict[str, Any] = {}
        contributions = self._rows(children, "contributions")
        loans = self._rows(children, "loans")
        if self.is_loan and not contributions:
            errors["contributions.0.source"] = "Khoản cho vay cần ghi nguồn cho vay và số tiền."
        for index, contribution in enumerate(contributions):
            if self.is_loan and contribution.amount_vnd is None:
                errors[f"contributions.{index}.amount_vnd"] = "Khoản cho vay cần ghi số tiền."
        if self.is_loan and not loans:
            errors["loans.0.lender"] = "Khoản cho vay cần ghi bên cho vay."
        if loans and not self.is_loan:
            errors["loans.0.lender"] = "Chỉ khoản cho vay mới có điều kiện vay."
        named = [r for r in self._rows(children, "recipients") if r.household_id]
        if self.households is not None and len(named) > self.households:
            errors["households"] = f"Đã có tên {len(named)} hộ, tổng số hộ không thể ít hơn."
        if len({r.household_id for r in named}) < len(named):
            errors["recipients.0.household"] = "Một hộ chỉ ghi một lần trong một khoản."
        hamlets = many.get("hamlets")
        if hamlets and not all(hamlet.path.startswith(self.area.path) for hamlet in hamlets):
            errors["hamlets"] = "Có thôn không thuộc địa bàn đã chọn."
        valued = [c.amount_vnd for c in contributions if c.amount_vnd is not None]
        self.amount_vnd = sum(valued) if valued else None
        if self.amount_vnd is not None and self.amount_vnd > MAX_VND:
            errors["contributions.0.amount_vnd"] = "Tổng số tiền quá lớn, hãy xem lại."
        if errors:
            raise ValidationError(errors)

    def _rows(self, children: dict[str, list[Any]], name: str) -> list[Any]:
        return children[name] if name in children else list(getattr(self, name).all()) if self.pk else []

    @classmethod
    def having_parts(cls) -> "models.Q":
        """`missing_for_submission` as a condition: the rows that lack nothing."""
        items, money = (child.objects.filter(support=models.OuterRef("pk")) for child in (SupportItem, Contribution))
        return models.Q(models.Exists(items) | models.Exists(money))

    @classmethod
    def lacking(cls, records: Sequence[Any]) -> dict[int, list[str]]:
        from ..repeats import without_reason

        return without_reason(records)

    def missing_for_submission(self) -> list[str]:
        return [] if self.items.exists() or self.contributions.exists() else [self.NO_PARTS]


class SupportItem(models.Model):
    """Hiện vật, công trình: what, how much, in which unit."""

    support = models.ForeignKey(Support, models.CASCADE, related_name="items")
    name = models.CharField("tên", max_length=160, blank=True)
    quantity = models.DecimalField("số lượng", max_digits=14, decimal_places=3, validators=POSITIVE)
    unit = models.CharField("đơn vị tính", max_length=30)

    class Meta:
        verbose_name = "hiện vật"
        ordering = ["pk"]


class Contribution(models.Model):
    """Phần góp of a source; `amount_vnd` None = chưa quy thành tiền. `typed` keeps the text as written."""

    class Manner(models.TextChoices):
        CASH = "cash", "Tiền"
        IN_KIND = "in_kind", "Hiện vật"
        LABOUR = "labour", "Ngày công"

    support = models.ForeignKey(Support, models.CASCADE, related_name="contributions")
    source = models.ForeignKey(FundingSource, models.PROTECT, verbose_name="nguồn", related_name="contributions")
    amount_vnd = models.BigIntegerField(
        "số tiền", null=True, blank=True,
        validators=[
            MinValueValidator(1, "Số tiền phải lớn hơn 0; chưa quy thành tiền thì để trống."),
            MaxValueValidator(MAX_VND, "Số tiền quá lớn, hãy xem lại."),
        ],
    )  # fmt: skip
    manner = models.CharField("cách góp", max_length=7, choices=Manner, default=Manner.CASH)
    valuation_basis = models.CharField("căn cứ quy đổi", max_length=200, blank=True)
    typed = models.CharField("nguyên văn", max_length=120, blank=True)

    class Meta:
        verbose_name = "phần góp"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_vnd__isnull=True) | models.Q(amount_vnd__gt=0, amount_vnd__lte=MAX_VND),
                name="contribution_positive",
                violation_error_message="Số tiền phải lớn hơn 0; chưa quy thành tiền thì để trống.",
            )
        ]  # fmt: skip


class Recipient(models.Model):
    """Người nhận: a household, or a person, group or community by name; poverty class and category at the time."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", "hộ"
        PERSON = "person", "người"
        GROUP = "group", "nhóm"
        COMMUNITY = "community", "cộng đồng"

    support = models.ForeignKey(Support, models.CASCADE, related_name="recipients")
    kind = models.CharField("loại", max_length=9, choices=Kind, default=Kind.HOUSEHOLD)
    household = models.ForeignKey(
        Household, models.PROTECT, verbose_name="hộ", related_name="received", null=True, blank=True
    )
    name = models.CharField("tên", max_length=160, blank=True)
    share_vnd = models.BigIntegerField("phần được nhận", null=True, blank=True)
    poverty_class = models.CharField("diện", max_length=20, choices=PovertyClass, blank=True)
    category = models.CharField("đối tượng", max_length=80, blank=True)
    received_by = models.CharField("người nhận thay", max_length=120, blank=True)

    class Meta:
        verbose_name = "người nhận"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["support", "household"], name="household_once_per_support",
                violation_error_message="Hộ này đã có trong khoản hỗ trợ.",
            ),
            models.CheckConstraint(
                condition=models.Q(share_vnd__isnull=True) | models.Q(share_vnd__gte=0), name="share_not_negative",
                violation_error_message="Phần được nhận không thể âm.",
            ),
        ]  # fmt: skip

    def clean(self) -> None:
        if self.kind == self.Kind.HOUSEHOLD and self.household_id is None:
            raise ValidationError({"household": "Hãy chọn hộ trong danh sách."})
        if self.kind != self.Kind.HOUSEHOLD and not self.name:
            raise ValidationError({"name": "Hãy ghi tên người hoặc nhóm nhận."})
