"""A household whose every word is a canary, and what tests do with it."""

from beneficiaries.models import PovertyReview
from danvan.records import services

CCCD = "068123456789"


def with_home(cast):
    """The cast with `home`, a draft of K’Lũ Canary in Pretieng 1."""
    cast.home = cast.make_household(
        head="K’Lũ Canary", everyday_name="Ông Chim", cccd=CCCD, birth_year=1961, ethnicity="K’Ho", code="PS-7"
    )
    return cast


def as_(client, cast, name: str):
    client.force_login(cast.fresh(getattr(cast, name)))
    return client


def review(cast, poverty_class: str, year: int = 2022, household=None):
    household = household or cast.home
    record = services.create(cast.canbo_phuson, PovertyReview, {
        "household": household.pk, "organization": household.organization, "area": household.area, "year": year,
        "standard": "2022-2025", "poverty_class": poverty_class})  # fmt: skip
    return cast.approve(record)
