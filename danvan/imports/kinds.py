"""Every kind of file that the portal imports, in the order in which they are offered."""

from functools import lru_cache

from django.utils.module_loading import import_string

from .kind import ImportKind

KINDS = (
    "beneficiaries.imports.supports.SupportKind",
    "beneficiaries.imports.households.HouseholdKind",
    "beneficiaries.imports.reviews.ReviewKind",
    "beneficiaries.imports.area_poverty.AreaPovertyKind",
    "movements.imports.activities.ActivityKind",
    "movements.imports.works.WorkKind",
    "models_programs.imports.models.ModelKind",
    "models_programs.imports.published.PublishedKind",
    "movements.imports.targets.TargetKind",
    "movements.imports.places.PlaceKind",
    "movements.imports.organizations.OrganizationKind",
)


@lru_cache(maxsize=1)
def kinds() -> dict[str, ImportKind]:
    """{code: kind}."""
    found = [import_string(path)() for path in KINDS]
    return {kind.code: kind for kind in found}
