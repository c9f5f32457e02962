"""One row: its cells bound together into what the ledger's door takes."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from beneficiaries.models import Contribution, FundingSource, Household, Recipient, Support
from danvan.imports.cells import Amount
from danvan.imports.kind import Row
from danvan.lib.numbers import format_money
from movements.models import Area, Campaign, Organization

from .columns import EXAMPLE_NOTE
from .lookups import SupportLookups
from .recipients import Named

SMALL = 1000
"""Đồng; nobody gives less, so a unit was left out or a comma cut the cell in two."""

# What is given says how: money for a house is money, a gift is a thing (a contribution's `manner`).
MANNERS = {
    Support.Form.GIFT: Contribution.Manner.IN_KIND,
    Support.Form.GOODS: Contribution.Manner.IN_KIND,
    Support.Form.LABOUR: Contribution.Manner.LABOUR,
}


class Binding:
    """One row on its way into `row.data`: keys are those of Support's data_fields and children, amounts in đồng."""

    def __init__(self, row: Row, look: SupportLookups) -> None:
        self.row, self.look, self.date = row, look, row["date"]
        self.commune: Area | None = None
        self.hamlets: list[Area] = []

    def bind(self) -> None:
        row = self.row
        commune = None
        if row["commune"]:
            commune = self.commune = self._try("commune", lambda: self.look.commune(row["commune"], self.date))
        self._bind_places(commune)
        self._bind_kind()
        self._bind_items()
        self._bind_money()
        self._bind_recipients()
        if row["note"] == EXAMPLE_NOTE:
            row.fault("note", "Đây là dòng ví dụ của tệp mẫu. Hãy xóa dòng này.")
        if self.date is not None:
            row.data |= {"date": self.date.start, "date_precision": str(self.date.precision)}
        row.data |= {
            "description": row["description"] or "", "households": row["households"], "people": row["people"],
            "note": row["note"] or "",
        }  # fmt: skip

    def _try(self, key: str, look: Callable[[], Any]) -> Any:
        try:
            return look()
        except ValidationError as error:
            self.row.refuse(key, error)
            return None

    # ---- who and where ----------------------------------------------------------------------------------------------

    def _bind_places(self, commune: Area | None) -> None:
        row = self.row
        hamlets: list[Area] = []
        if commune is not None and row["hamlets"]:
            hamlets = self._try("hamlets", lambda: self.look.hamlets(row["hamlets"], commune, self.date)) or []
        self.hamlets = hamlets
        # A record of one hamlet stands there; of several, at the commune with the hamlets it covers.
        row.data["area"] = hamlets[0] if len(hamlets) == 1 else commune
        row.data["hamlets"] = [area.pk for area in hamlets] if len(hamlets) > 1 else []
        bodies: list[Organization] = []
        for name in row["organizations"] or ():
            body = self._try("organizations", lambda name=name: self._organization(name, commune))  # type: ignore[misc]
            bodies += [body] if body is not None and body not in bodies else []
        if bodies:
            row.data["organization"] = bodies[0]
            row.data["joint_organizations"] = [body.pk for body in bodies[1:]]
        if row["campaign"]:
            row.data["campaign"] = self._try("campaign", self._campaign)

    def _organization(self, name: str, commune: Area | None) -> Organization:
        found = self.look.organization(name, commune, self.date)
        if found is not None:
            return found
        made: Organization = self.look.missing.make(
            Organization, "tổ chức", name, self.look.organizations, self.row, "organizations", commune
        )
        return made

    def _campaign(self) -> Campaign:
        name = self.row["campaign"]
        found = self.look.campaign(name)
        if found is not None:
            return found
        made: Campaign = self.look.missing.make(
            Campaign, "đợt vận động", name, self.look.campaigns, self.row, "campaign"
        )
        return made

    def _bind_recipients(self) -> None:
        row = self.row
        if not row["recipients"]:
            return
        rows: list[dict[str, Any]] = []
        for named in row["recipients"]:
            if named.kind != Recipient.Kind.HOUSEHOLD:
                rows.append({"kind": named.kind, "name": named.name})
            elif self.commune is not None:
                look = partial(self._household, named, self.commune)
                found = self._try("recipients", look)
                rows += [] if found is None else [{"kind": named.kind, "household": found}]
        row.data["recipients"] = rows

    def _household(self, named: Named, commune: Area) -> Household | None:
        if self.look.households.actor is None:
            self.row.warn("recipients", named.name, "Kiểm tra không có --user nên chưa đối chiếu tên hộ.")
            return None
        return self.look.households.find(named, commune, self.hamlets)

    # ---- what -------------------------------------------------------------------------------------------------------

    def _bind_kind(self) -> None:
        row = self.row
        row.data |= {"kind": row["kind"] or "", "form": row["form"] or ""}
        if row.unread("kind", "form"):
            return
        if (row["kind"] == Support.Kind.LOAN) != (row["form"] == Support.Form.LOAN):
            row.fault("form", "Cho vay đi với hình thức Vốn vay, và chỉ với nó.")

    def _bind_items(self) -> None:
        row = self.row
        if row.unread("quantity", "unit"):
            return
        quantities, unit = row["quantity"] or (), row["unit"] or ""
        items = []
        faults: dict[str, str] = {}
        if unit and not quantities:
            faults["quantity"] = "Có đơn vị tính mà chưa có số lượng."
        elif unit and len(quantities) > 1:
            faults["unit"] = "Nhiều số lượng thì ghi đơn vị trong ô Số lượng (“02 tấn; 04 bộ”) và để trống ô này."
        for found in quantities:
            said = unit or found.unit
            if not said:
                faults["unit"] = "Có số lượng mà chưa có đơn vị tính."
            elif unit and found.unit and found.unit.lower() != unit.lower():
                faults["unit"] = f"Ô Số lượng ghi “{found.unit}”, ô này ghi “{unit}”."
            if found.value <= 0:
                faults["quantity"] = "Số lượng phải lớn hơn 0."
            # "1,1250" is how a thousandth is written unmistakably (format_entry): its last zero is no fourth place.
            items.append({"name": "", "quantity": found.value.normalize() + 0, "unit": said})
        for key, message in faults.items():
            row.fault(key, message)
        row.data["items"] = items

    # ---- money ------------------------------------------------------------------------------------------------------

    def _bind_money(self) -> None:
        row = self.row
        if row.unread("sources", "amount"):
            return
        parts = row["sources"] or []
        amounts = self._amounts()
        rows = []
        for part, given in zip(parts, amounts, strict=True):
            source = self._try("sources", lambda part=part: self._source(part.name))  # type: ignore[misc]
            if source is not None:
                rows.append(
                    {
                        "source": source,
                        "amount_vnd": given.vnd if given else None,
                        "manner": MANNERS.get(row["form"], Contribution.Manner.CASH) if row["form"] else "",
                        "typed": given.typed if given else "",
                    }
                )
            if given and given.vnd < SMALL:
                key = "sources" if part.amount else "amount"
                row.warn(key, given.typed, f"Chỉ {given.vnd} đồng: có thiếu nghìn, triệu hay tỷ không?")
        row.data["contributions"] = rows
        if row["kind"] != Support.Kind.LOAN:
            return
        if not parts:
            row.fault("sources", "Khoản cho vay cần ghi nguồn cho vay.")
        elif not any(amounts):
            row.fault("amount", "Khoản cho vay cần ghi số tiền.")
        elif rows:
            row.data["loans"] = [{"lender": rows[0]["source"], "purpose": (row["description"] or "")[:200]}]

    def _amounts(self) -> list[Amount | None]:
        """The amount of each source, in order: written beside it, or Số tiền for a single bare one."""
        given: list[Amount | None] = [part.amount for part in self.row["sources"] or ()]
        total: Amount | None = self.row["amount"]
        if total is None:
            return given
        known = sum(amount.vnd for amount in given if amount)
        if not given:
            self.row.fault("amount", "Có số tiền mà chưa ghi nguồn kinh phí.")
        elif given == [None]:
            return [total]
        elif not known:
            self.row.fault(
                "amount", "Có nhiều nguồn: hãy ghi số tiền của từng nguồn, như “Quỹ A = 1 tỷ; Quỹ B = 60 triệu”."
            )
        elif known != total.vnd:
            self.row.fault(
                "amount",
                f"Các nguồn cộng lại là {format_money(known)} đồng, ô này ghi {format_money(total.vnd)} đồng.",
                [f"{format_money(known)} đồng"],
            )
        return given

    def _source(self, name: str) -> FundingSource:
        found = self.look.source(name)
        if found is not None:
            return found
        made: FundingSource = self.look.missing.make(
            FundingSource, "nguồn kinh phí", name, self.look.sources, self.row, "sources"
        )
        return made
