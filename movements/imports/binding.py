"""The cells that files of records share: when, where, for whom, in which campaign."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from danvan.imports.kind import Row
from danvan.lib.periods import DatePrecision, PartialDate
from movements.lookups import Lookups
from movements.missing import Missing
from movements.models import Area, Campaign, Organization

from .columns import EXAMPLE_NOTE


class RecordLookups(Lookups):
    """With `missing`, which makes bodies and campaigns that are not there, where its user asked for it and may."""

    def __init__(
        self, actor: Any | None, aliases: Mapping[tuple[str, str], str] | None = None, *, create: bool = False
    ) -> None:
        super().__init__(aliases)
        self.actor = actor
        self.missing = Missing(actor, create=create)
        self.told: set[str] = set()  # names of past places that the file was told of


def of_year(year: int | None) -> PartialDate | None:
    """Any day of the year; None for no year."""
    return PartialDate(datetime.date(year, 1, 1), DatePrecision.YEAR) if year else None


class Binding:
    """One row on its way into `row.data`. Names are looked up as they were at `known`; None = today, else ever."""

    def __init__(self, row: Row, look: RecordLookups, known: PartialDate | None = None) -> None:
        self.row, self.look, self.known = row, look, known
        if row["note"] == EXAMPLE_NOTE:
            row.fault("note", "Đây là dòng ví dụ của tệp mẫu. Hãy xóa dòng này.")

    def attempt(self, key: str, look: Callable[[], Any]) -> Any:
        """What `look` finds; its fault stands at the cell."""
        try:
            return look()
        except ValidationError as error:
            self.row.refuse(key, error)
            return None

    def place(self) -> Area | None:
        """Xã and Thôn: the hamlet where one is named, else the commune (or what lies above it)."""
        commune, found = self.commune_and_hamlets()
        return found[0] if len(found) == 1 else commune

    def commune_and_hamlets(self) -> tuple[Area | None, list[Area]]:
        row = self.row
        if not row["commune"]:
            return None, []
        commune: Area | None = self.attempt("commune", lambda: self._commune(row["commune"]))
        if commune is None or not row["hamlets"]:
            return commune, []
        return commune, self.attempt("hamlets", lambda: self.look.hamlets(row["hamlets"], commune, self.known)) or []

    def _commune(self, name: str) -> Area:
        if self.known is None:
            try:
                return self.look.commune(name, PartialDate(timezone.localdate()))
            except ValidationError as error:
                found = self.look.commune(name, None)  # a place of the past: the people who lived there still do
                if name not in self.look.told:
                    self.look.told.add(name)
                    self.row.warn("commune", name, f"{' '.join(error.messages)} Các dòng vẫn ghi vào {found}.")
                return found
        return self.look.commune(name, self.known)

    def body(self, key: str, name: str, area: Area | None) -> Organization | None:
        """The organisation of the name; of several, the one seated nearest."""

        def find() -> Organization | None:
            found = self.look.organization(name, area, self.known)
            if found is not None:
                return found
            made: Organization = self.look.missing.make(
                Organization, "tổ chức", name, self.look.organizations, self.row, key, area
            )
            return made

        found: Organization | None = self.attempt(key, find)
        return found

    def bodies(self, key: str, area: Area | None) -> list[Organization]:
        found = [self.body(key, name, area) for name in self.row[key] or ()]
        return list(dict.fromkeys(body for body in found if body is not None))

    def held(self, key: str, area: Area | None) -> dict[str, Any]:
        """The day of what was done (`known`), and who did it with whom: the first body that the cell names leads."""
        found: dict[str, Any] = {}
        if self.known is not None:
            found |= {"date": self.known.start, "date_precision": str(self.known.precision)}
        if bodies := self.bodies(key, area):
            found |= {"organization": bodies[0], "joint_organizations": [body.pk for body in bodies[1:]]}
        return found

    def body_or_front(self, key: str, area: Area | None) -> Organization | None:
        """The organisation that the cell names, or the place's Front where it names none."""
        if self.row[key]:
            return self.body(key, self.row[key], area)
        if area is None or self.row.unread(key):
            return None
        now = self.known or PartialDate(timezone.localdate())
        front = self.look.front_of(area, now) or self.look.front_of(area, None)
        if front is None:
            self.row.fault(key, f"Chưa rõ đơn vị: danh mục không có đúng một MTTQ của {area}. Hãy ghi đơn vị.")
        return front

    def campaign(self) -> Campaign | None:
        name = self.row["campaign"]
        if not name:
            return None

        def find() -> Campaign:
            found = self.look.campaign(name)
            if found is not None:
                return found
            made: Campaign = self.look.missing.make(
                Campaign, "đợt vận động", name, self.look.campaigns, self.row, "campaign"
            )
            return made

        found: Campaign | None = self.attempt("campaign", find)
        return found
