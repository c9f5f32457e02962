""" "Cổng hiểu là": a support's form read back in words, judged or not, and what was entered just before."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError

from danvan.accounts.scoping import visible_to
from danvan.lib import numbers
from danvan.lib.periods import DatePrecision, PartialDate

from .forms_lines import readable
from .ledger import HOUSE_UNITS
from .models import Support

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


@dataclass(frozen=True)
class Money:
    """What the money lines come to. `lines`: filled; `read`: with an amount; `unclear`: one that does not read."""

    total: int | None
    lines: int
    read: int
    unclear: int

    @property
    def unvalued(self) -> int:
        """Sources without an amount: chưa quy thành tiền."""
        return self.lines - self.read - self.unclear

    @property
    def said(self) -> str:
        """ "1 trong 2 nguồn"."""
        return f"{self.read} trong {self.lines} nguồn" if self.lines else "chưa có nguồn nào"


@dataclass(frozen=True)
class Shares:
    """What the named recipients were given of the whole, in đồng. `open_vnd` is below zero where more was given out
    than came in, None where the whole is not known."""

    given_vnd: int
    open_vnd: int | None

    @property
    def over_vnd(self) -> int | None:
        return -self.open_vnd if self.open_vnd is not None and self.open_vnd < 0 else None


@dataclass(frozen=True)
class Understood:
    what: str
    known: PartialDate | None
    when: str
    money: Money
    is_loan: bool
    average: int | None
    houses: str
    named: int
    unnamed: int | None
    who: str
    shares: Shares | None


def money_of(contributions: Any) -> Money:
    """The amounts of a contributions formset as they read now."""
    filled = contributions.filled
    amounts = [amount for line in filled if (amount := line.amount) is not None]
    unclear = [line for line in filled if line.amount is None and line["amount_vnd"].value()]
    return Money(sum(amounts) if amounts else None, len(filled), len(amounts), len(unclear))


def understand(form: Any, formsets: Any) -> Understood:
    """Read the form back. Nothing is judged here: what does not read is simply not said."""
    kind = str(form["form"].value() or "")
    money = money_of(formsets["contributions"])
    households = _clean(form, "households")
    named = len(formsets["recipients"].people)
    known = _clean(form, "date")
    known = known if isinstance(known, PartialDate) else None
    things = _things(formsets["items"])
    sources = money.lines
    return Understood(
        what=_what(kind, things, households),
        known=known,
        when=_when(known),
        money=money,
        is_loan=kind == Support.Form.LOAN,
        average=_average(money, households),
        houses=_houses(things, sources) if kind == Support.Form.HOUSE_NEW else "",
        named=named,
        unnamed=max(households - named, 0) if households is not None else None,
        who=_who(things, households, named, sum(1 for line in formsets["recipients"].others if line.typed("name"))),
        shares=_shares(formsets["recipients"], money),
    )


def _who(things: list[tuple[Any, str]], households: int | None, named: int, others: int) -> str:
    """ "441 phần, 120 hộ đã có tên"; "20 hộ, 4 hộ đã có tên, 16 hộ chưa có tên"."""
    said = []
    if households is not None:
        said.append(f"{numbers.format_int(households)} hộ")
    elif len(things) == 1 and (named or others):
        said.append(f"{numbers.format_decimal(things[0][0])} {things[0][1]}".strip())
    if named:
        said.append(f"{numbers.format_int(named)} hộ đã có tên")
    if named and households is not None and households > named:
        said.append(f"{numbers.format_int(households - named)} hộ chưa có tên")
    if others:
        said.append(f"{numbers.format_int(others)} người, nhóm có tên")
    return ", ".join(said)


def _shares(recipients: Any, money: Money) -> Shares | None:
    """None where no recipient has a share that reads."""
    shares = [share for line in recipients.forms if (share := readable(line.typed("share_vnd"))) is not None]
    if not shares:
        return None
    whole = money.total if money.total is not None and not money.unclear else None
    return Shares(sum(shares), None if whole is None else whole - sum(shares))


def _clean(form: Any, name: str) -> Any:
    value = form[name].value()
    if not isinstance(value, str):
        return value
    try:
        return form.fields[name].clean(value)
    except ValidationError:
        return None


def _things(items: Any) -> list[tuple[Any, str]]:
    found = []
    for line in items.filled:
        quantity = _clean(line, "quantity")
        if quantity is not None:
            found.append((quantity, line.typed("unit")))
    return found


def _what(kind: str, things: list[tuple[Any, str]], households: int | None) -> str:
    words = str(dict(Support.Form.choices).get(kind, ""))
    if things:
        words += (", " if words else "") + "; ".join(
            f"{numbers.format_decimal(q)} {unit}".strip() for q, unit in things
        )
    if households is not None:
        words += f" cho {numbers.format_int(households)} hộ"
    return words.strip()


def _when(known: PartialDate | None) -> str:
    if known is None:
        return ""
    if known.precision == DatePrecision.DAY:
        return f"{WEEKDAYS[known.start.weekday()]}, {known}"
    if known.precision in (DatePrecision.QUARTER, DatePrecision.YEAR):
        return f"{known}, chưa rõ tháng"
    return f"tháng {known}"


def _average(money: Money, households: int | None) -> int | None:
    """Đồng a household, half up; only when every source has a readable amount."""
    if not households or money.total is None or money.read < money.lines:
        return None
    return int(numbers.round_half_up(Fraction(money.total, households), 0))


def _houses(things: list[tuple[Any, str]], sources: int) -> str:
    count = sum(quantity for quantity, unit in things if unit in HOUSE_UNITS)
    if not count:
        return ""
    paid = f", dù {sources} nguồn cùng góp" if sources > 1 else ""
    return f"{numbers.format_decimal(count)} căn, một lần{paid}"


def entered_lately(user: Any, campaign: Any) -> list[Support]:
    """The last five supports that the user entered in the campaign."""
    if not str(campaign or "").isdigit():
        return []
    found = visible_to(Support.objects.all(), user).filter(created_by=user.pk, campaign=int(str(campaign)))
    return list(found.exclude(status="withdrawn").order_by("-pk")[:5])
