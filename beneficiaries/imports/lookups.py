"""What a support's file names: places, organisations and campaigns (movements/lookups.py), and the sources."""

from typing import Any

from beneficiaries.models import FundingSource
from danvan.imports.names import Names
from movements.lookups import Aliases, Lookups, only
from movements.missing import Missing

from .recipients import Households


class SupportLookups(Lookups):
    """Read once a file. `missing` makes what the catalogues lack, where its actor asked for it and may."""

    def __init__(self, actor: Any | None, aliases: Aliases | None = None, *, create: bool = False) -> None:
        super().__init__(aliases)
        self.missing = Missing(actor, create=create)
        self.households = Households(actor)
        self.sources: Names[FundingSource] = Names()
        for source in FundingSource.objects.all():
            self.sources.add(source, source.name, source.short_name, source.code, *source.aliases.splitlines())

    def source(self, name: str) -> FundingSource | None:
        found: FundingSource | None = only(self.sources.find(self.meant("source", name))[0], "nguồn kinh phí", name)
        return found
