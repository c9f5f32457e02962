"""What a loan has beside its support: its terms, and what is still owed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from danvan.accounts.scoping import Scope
from danvan.records.models import Tracked

from .sources import FundingSource
from .supports import Support


class Loan(models.Model):
    """Điều kiện cho vay: lender and terms; its amount is the support's contributions."""

    support = models.ForeignKey(Support, models.CASCADE, related_name="loans")
    lender = models.ForeignKey(FundingSource, models.PROTECT, verbose_name="bên cho vay", related_name="+")
    purpose = models.CharField("mục đích vay", max_length=200, blank=True)
    term_months = models.PositiveSmallIntegerField("thời hạn (tháng)", null=True, blank=True)
    interest = models.DecimalField("lãi suất (%/năm)", max_digits=6, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = "điều kiện vay"
        constraints = [models.UniqueConstraint(fields=["support"], name="one_loan_per_support")]


class LoanBalance(Tracked):
    """Dư nợ, nợ quá hạn of a loan at a date."""

    loan = models.ForeignKey(Support, models.PROTECT, verbose_name="khoản cho vay", related_name="balances")
    date = models.DateField("tại ngày")
    outstanding_vnd = models.BigIntegerField("dư nợ (đồng)", validators=[MinValueValidator(0)])
    overdue_vnd = models.BigIntegerField("nợ quá hạn (đồng)", validators=[MinValueValidator(0)], default=0)

    scope = Scope(kind="support", area="loan__area", organization="loan__organization", status="loan__status")
    data_fields = ("loan", "date", "outstanding_vnd", "overdue_vnd")
    url_name = "loan_balances"
    action = "support.enter"

    class Meta:
        verbose_name = "dư nợ"
        verbose_name_plural = "dư nợ"
        ordering = ["-date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "date"], name="one_balance_per_loan_and_day",
                violation_error_message="Khoản vay này đã có dư nợ tại ngày đó.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.loan}, {self.date:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.loan_id and not self.loan.is_loan:
            errors["loan"] = "Khoản này không phải cho vay."
        if (
            self.overdue_vnd is not None
            and self.outstanding_vnd is not None
            and self.overdue_vnd > self.outstanding_vnd
        ):
            errors["overdue_vnd"] = "Nợ quá hạn không thể lớn hơn dư nợ."
        if errors:
            raise ValidationError(errors)
