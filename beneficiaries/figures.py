"""How supports count in published figures.

- support_vnd  sum of the valued contributions of grants, đồng           - loan_vnd  the same of loans, never added
- supports     records, loans too                                       - unvalued  grants without a valued contribution
- houses       quantities in căn of new houses, each counted once however many paid
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from danvan.figures.effects import Effect, counts, proves

from .ledger import is_house
from .models import Support


@counts(Support)
def support_effects(support: Support) -> Iterable[Effect]:
    def effect(indicator: str, value: Decimal | int) -> Effect:
        return Effect(
            indicator, support.year, support.month, support.area_id, support.organization_id, support.campaign_id,
            Decimal(value),
        )  # fmt: skip

    amounts = [c.amount_vnd for c in support.contributions.all() if c.amount_vnd is not None]
    yield effect("supports", 1)
    yield effect("loan_vnd" if support.is_loan else "support_vnd", sum(amounts))
    if not amounts and not support.is_loan:
        yield effect("unvalued", 1)
    houses = (item.quantity for item in support.items.all() if is_house(support.form, item.unit))
    yield effect("houses", sum(houses, Decimal(0)))


@proves
def amounts_are_sums() -> Iterable[str]:
    """Each support's amount_vnd is the sum of its valued contributions, and None when none is valued."""
    stored = Support.objects.order_by("pk").annotate(total=Sum("contributions__amount_vnd"))
    for pk, amount, total in stored.values_list("pk", "amount_vnd", "total").iterator(chunk_size=2000):
        if amount != total:
            yield f"khoản hỗ trợ {pk}: số tiền ghi {amount}, các phần góp cộng lại {total}"
