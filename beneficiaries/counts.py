"""What is counted of supports, loans and poverty (see `movements.computing`).

Support is what grants are worth; loans are never part of it, and what is not valued adds nothing. One to-many table at
a time, so that no record counts twice: houses and gifts from the items, the fund's money from the contributions.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import OuterRef, Q, Subquery, Sum

from movements.computing import Ask, Computed, Counting, Found, countable, gathered, narrowed
from movements.counts import dated

from .ledger import HOUSE_UNITS
from .models import AreaPoverty, Contribution, FundingSource, LoanBalance, Support, SupportItem

LEDGER = "support.view"
Form = Support.Form
HELD = ("poor", "near_poor", "households")
PORTIONS = ("suất", "phần", "suất quà", "phần quà", "Suất", "Phần")
# form → the units of its items that are counted one by one
THINGS = {Form.HOUSE_NEW: HOUSE_UNITS, Form.HOUSE_REPAIR: HOUSE_UNITS, Form.GIFT: PORTIONS, Form.SCHOLARSHIP: PORTIONS}


def supports(ask: Ask) -> Counting:
    """Money, households (lượt hộ) and people of the grants, by form; loans apart."""
    rows = (
        dated(Support, ask).values_list("area__path", "kind", "form")
        .annotate(vnd=Sum("amount_vnd"), turns=Sum("households"), of_people=Sum("people"))
    )  # fmt: skip
    return Counting(rows, lambda found: gathered(_spread(found)))


def _spread(rows: Iterable[Any]) -> Iterator[tuple[str, str, Any]]:
    for path, kind, form, vnd, households, people in rows:
        if kind == Support.Kind.LOAN:
            values = {"loan_vnd": vnd, "loan_households": households}
        else:
            values = {
                "support_vnd": vnd, "support_households": households, f"{form}_vnd": vnd,
                f"{form}_households": households, f"{form}_people": people,
            }  # fmt: skip
        for key, value in values.items():
            yield key, path, value


def things(ask: Ask) -> Counting:
    """Houses (căn), gifts and scholarships (suất), each once however many sources paid."""
    wanted = Q()
    for form, units in THINGS.items():
        wanted |= Q(support__form=form, unit__in=units)
    rows = SupportItem.objects.filter(wanted, support__in=dated(Support, ask).filter(kind=Support.Kind.GRANT))
    found = rows.order_by().values_list("support__form", "support__area__path").annotate(n=Sum("quantity"))
    return Counting(found, lambda rows: gathered((f"{form}_items", path, n) for form, path, n in rows))


def fund(ask: Ask) -> Counting:
    """What the funds “Vì người nghèo” of every level paid into grants."""
    rows = Contribution.objects.filter(
        source__kind=FundingSource.Kind.POOR_FUND, support__in=dated(Support, ask).filter(kind=Support.Kind.GRANT)
    )
    found = rows.order_by().values_list("support__area__path").annotate(vnd=Sum("amount_vnd"))
    return Counting(found, lambda rows: gathered(("fund_out_vnd", path, vnd) for path, vnd in rows))


def balances(ask: Ask) -> Counting:
    """Dư nợ and nợ quá hạn: of each loan its last balance on or before the last day."""
    last = LoanBalance.objects.filter(loan=OuterRef("loan"), date__lte=ask.end).order_by("-date", "-pk").values("pk")
    loans = narrowed(countable(Support, ask.user).filter(kind=Support.Kind.LOAN), ask)
    rows = LoanBalance.objects.filter(loan__in=loans, pk=Subquery(last[:1]))
    found = rows.order_by().values_list("loan__area__path").annotate(Sum("outstanding_vnd"), Sum("overdue_vnd"))
    keys = ("outstanding_vnd", "overdue_vnd")
    return Counting(found, lambda rows: gathered(
        (key, path, vnd) for path, *sums in rows for key, vnd in zip(keys, sums, strict=True)
    ))  # fmt: skip


def poverty(ask: Ask) -> Counting | None:
    """Hộ nghèo, hộ cận nghèo and tổng số hộ: the last count of the place itself within the days."""
    rows = countable(AreaPoverty, ask.user).filter(date__range=(ask.start, ask.end))
    if ask.campaigns or ask.organization is not None:
        return None
    return Counting(rows.filter(campaign__isnull=True).values_list("date", "pk", "area__path", *HELD), _last)


def _last(rows: Iterable[Any]) -> Found:
    last: dict[tuple[str, str], Any] = {}
    for _date, _pk, path, *values in sorted(rows, key=lambda row: row[:2]):
        last |= {(key, path): value for key, value in zip(HELD, values, strict=True) if value is not None}
    return gathered((key, path, value) for (key, path), value in last.items())


def _support(key: str, unit: str, label: str, link: str = "") -> Computed:
    return Computed(key, label, unit, supports, f"/ho-tro/{link}", LEDGER)


def _form(form: Form, part: str, unit: str, label: str) -> Computed:
    return _support(f"{form}_{part}", unit, label, f"?hinh-thuc={form}&loai=grant")


def _thing(form: Form, unit: str, label: str) -> Computed:
    return Computed(f"{form}_items", label, unit, things, f"/ho-tro/?hinh-thuc={form}&loai=grant", LEDGER)


def _poverty(key: str, label: str) -> Computed:
    return Computed(key, label, "hộ", poverty, "/so-ho-ngheo/", "area_poverty.view", exact=True)


COUNTS = (
    _support("support_vnd", "đồng", "hỗ trợ đã quy thành tiền, không gồm cho vay", "?loai=grant"),
    _support("support_households", "lượt hộ", "lượt hộ được hỗ trợ, không gồm cho vay", "?loai=grant"),
    _support("loan_vnd", "đồng", "tiền cho vay", "?loai=loan"),
    _support("loan_households", "lượt hộ", "lượt hộ vay", "?loai=loan"),
    _thing(Form.HOUSE_NEW, "căn", "nhà ở xây mới"),
    _form(Form.HOUSE_NEW, "vnd", "đồng", "tiền hỗ trợ xây nhà ở"),
    _thing(Form.HOUSE_REPAIR, "căn", "nhà ở được sửa"),
    _form(Form.HOUSE_REPAIR, "vnd", "đồng", "tiền hỗ trợ sửa nhà"),
    _form(Form.SANITATION, "households", "lượt hộ", "lượt hộ được làm công trình vệ sinh"),
    _thing(Form.GIFT, "suất", "suất, phần quà"),
    _form(Form.GIFT, "vnd", "đồng", "trị giá quà"),
    _form(Form.GOODS, "vnd", "đồng", "trị giá hiện vật khác quà"),
    _form(Form.LIVELIHOOD, "households", "lượt hộ", "lượt hộ được hỗ trợ sinh kế"),
    _form(Form.LIVELIHOOD, "vnd", "đồng", "tiền hỗ trợ sinh kế"),
    _thing(Form.SCHOLARSHIP, "suất", "suất học bổng"),
    _form(Form.SCHOLARSHIP, "people", "lượt người", "lượt học sinh được học bổng"),
    _form(Form.SCHOLARSHIP, "vnd", "đồng", "tiền học bổng"),
    _form(Form.MEDICAL, "people", "lượt người", "lượt người được khám, chữa bệnh"),
    _form(Form.MEDICAL, "vnd", "đồng", "tiền hỗ trợ y tế"),
    Computed("fund_out_vnd", "tiền Quỹ “Vì người nghèo” các cấp đã chi hỗ trợ", "đồng", fund,
             "/ho-tro/?quy-vnn=1&loai=grant", LEDGER),
    Computed("outstanding_vnd", "dư nợ theo sổ cho vay", "đồng", balances, "", LEDGER),
    Computed("overdue_vnd", "nợ quá hạn theo sổ cho vay", "đồng", balances, "", LEDGER),
    _poverty("poor", "hộ nghèo theo số đã ghi của địa bàn"),
    _poverty("near_poor", "hộ cận nghèo theo số đã ghi của địa bàn"),
    _poverty("households", "tổng số hộ theo số đã ghi của địa bàn"),
)  # fmt: skip
