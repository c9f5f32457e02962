"""One support as its page reads it: parts, money in words, recipients by name only for those who may see names."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from danvan.accounts.scoping import access, visible_to
from danvan.lib import numbers
from movements.models import Area

from .models import Household, Recipient, Support


@dataclass(frozen=True)
class Named:
    """A recipient whose name is shown, with what is known of it at the time."""

    name: str
    url: str
    note: str
    share_vnd: int | None


class Reading:
    """What the detail page says; each part is read when the template asks for it."""

    def __init__(self, support: Support, user: Any) -> None:
        self.support, self.user = support, user
        self.sees_names = access(user).may_at("personal.view", support)

    @cached_property
    def place(self) -> str:
        """ "Xã Phú Sơn: thôn Pretieng 1, thôn Pretieng 2"."""
        area: Any = self.support.area
        if area.level == Area.Level.HAMLET:
            return f"{area.parent.title}: {area}" if area.parent else area.title
        hamlets = ", ".join(str(hamlet) for hamlet in self.support.hamlets.all())
        return f"{area.title}: {hamlets}" if hamlets else str(area.title)

    @cached_property
    def joint(self) -> str:
        return ", ".join(str(one) for one in self.support.joint_organizations.all())

    @property
    def unvalued(self) -> bool:
        return not self.support.is_loan and self.support.amount_vnd is None

    @property
    def unvalued_parts(self) -> int:
        """Sources whose part is not valued, in a support that has others that are."""
        return sum(1 for part in self.support.contributions.all() if part.amount_vnd is None)

    @property
    def average(self) -> int | None:
        """Đồng a household, half up, when every source has an amount."""
        support = self.support
        if support.is_loan or not support.households or support.amount_vnd is None or self.unvalued_parts:
            return None
        return int(numbers.round_half_up(Fraction(support.amount_vnd, support.households), 0))

    @cached_property
    def loan(self) -> Any:
        return next(iter(self.support.loans.all()), None) if self.support.is_loan else None

    @cached_property
    def balances(self) -> list[Any]:
        return (
            sorted(self.support.balances.all(), key=lambda one: one.date, reverse=True) if self.support.is_loan else []
        )

    @cached_property
    def _recipients(self) -> list[Recipient]:
        return list(self.support.recipients.all())

    @cached_property
    def seen_households(self) -> dict[int, Household]:
        ids = {r.household_id for r in self._recipients if r.household_id}
        if not ids or not self.sees_names:
            return {}
        rows = visible_to(Household.objects.filter(pk__in=ids), self.user).select_related("area")
        return {row.pk: row for row in rows}

    @cached_property
    def named(self) -> list[Named]:
        """The recipients that the reader may know by name."""
        if not self.sees_names:
            return []
        found = []
        for one in self._recipients:
            household = self.seen_households.get(one.household_id or 0)
            if one.household_id and household is None:
                continue
            notes = [
                str(household.area) if household else one.get_kind_display(),
                one.get_poverty_class_display() if one.poverty_class else "",
                one.category,
                f"{one.received_by} nhận thay" if one.received_by else "",
            ]
            found.append(
                Named(
                    name=str(household or one.name),
                    url=household.get_absolute_url() if household else "",
                    note=" · ".join(note for note in notes if note),
                    share_vnd=one.share_vnd,
                )
            )
        return found

    @property
    def households_named(self) -> int:
        """How many households are named in the record, whoever reads."""
        return sum(1 for one in self._recipients if one.household_id)

    @property
    def others_named(self) -> int:
        """How many people, groups and communities are named."""
        return len(self._recipients) - self.households_named

    @property
    def out_of_sight(self) -> int:
        """Households that are named in the record, but not to this reader."""
        return self.households_named - len(self.seen_households)

    @property
    def households_unnamed(self) -> int | None:
        counted = self.support.households
        return None if counted is None else max(counted - self.households_named, 0)
