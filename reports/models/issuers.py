"""Đơn vị ban hành: the head of a report's first page and its measures, as data."""

from django.core.exceptions import ValidationError
from django.db import models

from danvan.records.models import Tracked
from movements.models import Portal
from reports.issuers.paper_form import RULES, FormKind, fault


class Issuer(Tracked):
    """Whose report it is, and in which form it goes on paper.

    Texts of several lines hold one printed line a line. `measures` holds what differs from the form's own measures
    (`reports/issuers/paper_form.py`), by their names there. `symbol` stands after the number: "BC-MTTQ-BTT".
    `authority` is the collective body that its head signs for, "" where the head signs in their own right. A joint
    issue is an issuer of its own, with the second body under `joint_with`: number, date and measures are the first
    one's.
    """

    class Form(models.TextChoices):
        FRONT = "front", "Mặt trận, nhà nước (Nghị định 30/2020/NĐ-CP)"
        PARTY = "party", "Đảng (Hướng dẫn 36-HD/VPTW)"
        UNION = "union", "Đoàn Thanh niên"
        GOVERNMENT = "government", "Ủy ban nhân dân (Nghị định 30/2020/NĐ-CP)"

    name = models.CharField("tên trong câu", max_length=300)
    form = models.CharField("thể thức", max_length=10, choices=Form, default=Form.FRONT)
    organization = models.ForeignKey(
        "movements.Organization", models.PROTECT, verbose_name="tổ chức", related_name="+", null=True, blank=True
    )
    area = models.ForeignKey("movements.Area", models.PROTECT, verbose_name="địa bàn", related_name="+")
    superior = models.TextField("cơ quan chủ quản", blank=True, max_length=600)
    issuer = models.CharField("cơ quan ban hành", max_length=300)
    symbol = models.CharField("ký hiệu", max_length=60)
    place = models.CharField("địa danh", max_length=120)
    authority = models.CharField("quyền hạn ký", max_length=200, blank=True)
    post = models.CharField("chức vụ người ký", max_length=200)
    deputy_post = models.CharField("chức vụ cấp phó ký thay", blank=True, max_length=200)
    addressees = models.TextField("kính gửi", blank=True, max_length=2000)
    recipients = models.TextField("nơi nhận", blank=True, max_length=2000)
    joint_with = models.ForeignKey(
        "self", models.PROTECT, verbose_name="cùng ban hành với", related_name="+", null=True, blank=True
    )
    measures = models.JSONField("số đo khác mặc định", default=dict, blank=True)

    data_fields = (
        "name", "form", "organization", "area", "superior", "issuer", "symbol", "place", "authority", "post",
        "deputy_post", "addressees", "recipients", "joint_with", "measures",
    )  # fmt: skip
    url_name = "issuers"
    catalog = "issuers"

    class Meta:
        verbose_name = "đơn vị ban hành"
        verbose_name_plural = "đơn vị ban hành"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A measure is one of the form's and within what its rule allows; a joint issue has two bodies, not more."""
        kind: FormKind = self.form  # type: ignore[assignment]
        faults = []
        for name, value in self.measures.items():
            if name not in RULES:
                faults.append(f"“{name}” không phải là số đo của thể thức.")
            elif words := fault(kind, name, value):
                faults.append(f"{RULES[name].label}: {words}")
        if faults:
            raise ValidationError({"measures": faults})
        other = self.joint_with
        if other is not None and (other.pk == self.pk or other.joint_with_id is not None):
            raise ValidationError({"joint_with": "Hãy chọn một đơn vị khác, không phải đơn vị đã cùng ban hành."})

    @classmethod
    def default(cls) -> "Issuer | None":
        """The body that reports go out under unless another is chosen: the portal's issuing organisation's own row."""
        own = cls._default_manager.filter(organization__in=Portal._default_manager.values("issuer"), joint_with=None)
        return own.order_by("pk").first()
