"""One row: its cells bound together into what the ledger's door takes."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from beneficiaries.models import Contribution, FundingSource, Support
from danvan.lib.numbers import Quantity, format_money
from danvan.lib.periods import PartialDate
from danvan.resources import Fault
from movements.models import Area, Campaign, Organization

from .cells import Amount, SourceCell
from .columns import EXAMPLE_NOTE, Place
from .lookups import Lookups
from .missing import Missing

Faults = dict[str, list[str]]

SMALL = 1000
"""Đồng; nobody gives less, so a unit was left out or a comma cut the cell in two."""

# What is given says how: money for a house is money, a gift is a thing (a contribution's `manner`).
MANNERS = {
    Support.Form.GIFT: Contribution.Manner.IN_KIND,
    Support.Form.GOODS: Contribution.Manner.IN_KIND,
    Support.Form.LABOUR: Contribution.Manner.LABOUR,
}


@dataclass
class SupportRow:
    """The cells as they were read; `full_clean` binds them and leaves in `data` what `services.create` takes.

    `data` keys are those of Support's data_fields and children; amounts in đồng.
    """

    look: Lookups
    missing: Missing
    place: Place
    date: PartialDate | None = None
    commune: str = ""
    hamlets: list[str] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    campaign: str = ""
    kind: str = ""
    form: str = ""
    description: str = ""
    quantity: tuple[Quantity, ...] = ()
    unit: str = ""
    households: int | None = None
    sources: list[SourceCell] = field(default_factory=list)
    amount: Amount | None = None
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    pk: int | None = None

    def __str__(self) -> str:
        return self.description

    def full_clean(self, exclude: Any = (), validate_unique: bool = True) -> None:
        """Bind the cells; `exclude` are the keys whose cells could not be read. Raises every fault by key at once."""
        unread, faults = set(exclude), Faults()
        commune = None
        if "commune" not in unread and self.commune:
            commune = self._try(faults, "commune", lambda: self.look.commune(self.commune, self.date))
        self._bind_places(unread, faults, commune)
        self._bind_kind(unread, faults)
        self._bind_items(unread, faults)
        self._bind_money(unread, faults)
        if self.note == EXAMPLE_NOTE:
            faults.setdefault("note", []).append("Đây là dòng ví dụ của tệp mẫu. Hãy xóa dòng này.")
        if self.date is not None:
            self.data |= {"date": self.date.start, "date_precision": str(self.date.precision)}
        self.data |= {"description": self.description, "households": self.households, "note": self.note}
        if faults:
            raise ValidationError(dict(faults))

    def _try(self, faults: Faults, key: str, look: Any) -> Any:
        try:
            return look()
        except ValidationError as error:
            faults.setdefault(key, []).extend(error.messages)
            return None

    # ---- who and where ----------------------------------------------------------------------------------------------

    def _bind_places(self, unread: set[str], faults: Faults, commune: Area | None) -> None:
        hamlets: list[Area] = []
        if commune is not None and "hamlets" not in unread and self.hamlets:
            hamlets = self._try(faults, "hamlets", lambda: self.look.hamlets(self.hamlets, commune, self.date)) or []
        # A record of one hamlet stands there; of several, at the commune with the hamlets it covers.
        self.data["area"] = hamlets[0] if len(hamlets) == 1 else commune
        self.data["hamlets"] = [area.pk for area in hamlets] if len(hamlets) > 1 else []
        bodies: list[Organization] = []
        for name in self.organizations if "organizations" not in unread else ():
            body = self._try(faults, "organizations", lambda name=name: self._organization(name, commune))
            bodies += [body] if body is not None and body not in bodies else []
        if bodies:
            self.data["organization"] = bodies[0]
            self.data["joint_organizations"] = [body.pk for body in bodies[1:]]
        if self.campaign and "campaign" not in unread:
            self.data["campaign"] = self._try(faults, "campaign", self._campaign)

    def _organization(self, name: str, commune: Area | None) -> Organization:
        found = self.look.organization(name, commune, self.date)
        if found is not None:
            return found
        cell = self.place.cell("organizations")
        made: Organization = self.missing.make(Organization, name, self.look.organizations, cell, commune)
        return made

    def _campaign(self) -> Campaign:
        found = self.look.campaign(self.campaign)
        if found is not None:
            return found
        made: Campaign = self.missing.make(Campaign, self.campaign, self.look.campaigns, self.place.cell("campaign"))
        return made

    # ---- what -------------------------------------------------------------------------------------------------------

    def _bind_kind(self, unread: set[str], faults: Faults) -> None:
        self.data |= {"kind": self.kind, "form": self.form}
        if unread & {"kind", "form"}:
            return
        if (self.kind == Support.Kind.LOAN) != (self.form == Support.Form.LOAN):
            faults.setdefault("form", []).append("Cho vay đi với hình thức Vốn vay, và chỉ với nó.")

    def _bind_items(self, unread: set[str], faults: Faults) -> None:
        if unread & {"quantity", "unit"}:
            return
        items = []
        if self.unit and not self.quantity:
            faults["quantity"] = ["Có đơn vị tính mà chưa có số lượng."]
        elif self.unit and len(self.quantity) > 1:
            faults["unit"] = ["Nhiều số lượng thì ghi đơn vị trong ô Số lượng (“02 tấn; 04 bộ”) và để trống ô này."]
        for found in self.quantity:
            unit = self.unit or found.unit
            if not unit:
                faults["unit"] = ["Có số lượng mà chưa có đơn vị tính."]
            elif self.unit and found.unit and found.unit.lower() != self.unit.lower():
                faults["unit"] = [f"Ô Số lượng ghi “{found.unit}”, ô này ghi “{self.unit}”."]
            if found.value <= 0:
                faults["quantity"] = ["Số lượng phải lớn hơn 0."]
            # "1,1250" is how a thousandth is written unmistakably (format_entry): its last zero is no fourth place.
            items.append({"name": "", "quantity": found.value.normalize() + 0, "unit": unit})
        self.data["items"] = items

    # ---- money ------------------------------------------------------------------------------------------------------

    def _bind_money(self, unread: set[str], faults: Faults) -> None:
        if unread & {"sources", "amount"}:
            return
        amounts = self._amounts(faults)
        rows = []
        for part, given in zip(self.sources, amounts, strict=True):
            source = self._try(faults, "sources", lambda part=part: self._source(part.name))
            if source is not None:
                rows.append(
                    {
                        "source": source,
                        "amount_vnd": given.vnd if given else None,
                        "manner": MANNERS.get(Support.Form(self.form), Contribution.Manner.CASH) if self.form else "",
                        "typed": given.typed if given else "",
                    }
                )
            if given and given.vnd < SMALL:
                cell = self.place.cell("sources" if part.amount else "amount")
                self.missing.warnings.append(
                    Fault(cell, given.typed, f"Chỉ {given.vnd} đồng: có thiếu nghìn, triệu hay tỷ không?")
                )
        self.data["contributions"] = rows
        if self.kind != Support.Kind.LOAN:
            return
        if not self.sources:
            faults.setdefault("sources", []).append("Khoản cho vay cần ghi nguồn cho vay.")
        elif not any(amounts):
            faults.setdefault("amount", []).append("Khoản cho vay cần ghi số tiền.")
        elif rows:
            self.data["loans"] = [{"lender": rows[0]["source"], "purpose": self.description[:200]}]

    def _amounts(self, faults: Faults) -> list[Amount | None]:
        """The amount of each source, in order: written beside it, or Số tiền for a single bare one."""
        given = [part.amount for part in self.sources]
        total = self.amount
        if total is None:
            return given
        known = sum(amount.vnd for amount in given if amount)
        if not given:
            faults["amount"] = ["Có số tiền mà chưa ghi nguồn kinh phí."]
        elif given == [None]:
            return [total]
        elif not known:
            faults["amount"] = ["Có nhiều nguồn: hãy ghi số tiền của từng nguồn, như “Quỹ A = 1 tỷ; Quỹ B = 60 triệu”."]
        elif known != total.vnd:
            faults["amount"] = [
                f"Các nguồn cộng lại là {format_money(known)} đồng, ô này ghi {format_money(total.vnd)} đồng."
            ]
        return given

    def _source(self, name: str) -> FundingSource:
        found = self.look.source(name)
        if found is not None:
            return found
        made: FundingSource = self.missing.make(FundingSource, name, self.look.sources, self.place.cell("sources"))
        return made
