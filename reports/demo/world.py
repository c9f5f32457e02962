"""What the demo's parts pass to each other: the people, places and catalogues by their codes."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from beneficiaries.models import FundingSource, Household
from danvan.accounts.models import User
from danvan.lib import text
from danvan.records import catalogs
from danvan.records.models import Tracked
from models_programs.models import MobilizationModel, ModelField, ScoreSheet
from movements.models import Area, Campaign, Indicator, Movement, Organization

T = TypeVar("T", bound=Tracked)

YEARS = (2021, 2022, 2023, 2024, 2025)
# The two-tier system of local government began on this day (Nghị quyết 1671/NQ-UBTVQH15).
LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)
PUBLISHER = "Ban Dân vận Huyện ủy Lâm Hà"
PUBLISHED_ON = date(2023, 2, 20)
AS_PUBLISHED = f"{PUBLISHER}, công bố ngày 20/02/2023."
INVENTED = "Số liệu minh họa"


@dataclass
class World:
    """The demo while it is made. Every mapping is by code; users by login name."""

    users: dict[str, User] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    sources: dict[str, FundingSource] = field(default_factory=dict)
    movements: dict[str, Movement] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    fields: dict[str, ModelField] = field(default_factory=dict)
    sheets: dict[int, ScoreSheet] = field(default_factory=dict)
    models: dict[str, MobilizationModel] = field(default_factory=dict)
    households: dict[str, list[Household]] = field(default_factory=dict)

    def save(self, actor: str, model: type[T], **data: Any) -> T:
        """A new catalogue entry, by the one door."""
        return catalogs.save(self.users[actor], model, data)

    def keep(self, store: dict[str, T], actor: str, model: type[T], code: str, **data: Any) -> T:
        """A new catalogue entry, kept under its code."""
        made = store[code] = self.save(actor, model, code=code, **data)
        return made

    def actor(self, name: str) -> User:
        return self.users[name]


def slug(name: str) -> str:
    """A code from a name: "Đạ Đờn" → "da-don"."""
    return re.sub(r"[^a-z0-9]+", "-", text.fold(name)).strip("-")
