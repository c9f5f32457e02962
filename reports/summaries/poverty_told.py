"""What dashboards and reports tell of the lists of households held: counts, the same for every reader.

A report leaves the portal, so that it tells what who may not see names is told: small counts are added up
(domain.md §7). The page Giảm nghèo has the households.
"""

from urllib.parse import urlencode

from beneficiaries.poverty_flows import LISTS
from beneficiaries.poverty_page import Account, Links, account
from beneficiaries.poverty_rights import counts_at
from beneficiaries.poverty_year import Place, read_year
from danvan.accounts.scoping import area_links
from movements.models import Portal
from reports.summaries.poverty_rows import PovertyFlow, PovertyStep
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject

NOTHING = Links({}, on=False)


def flows(reader: Reader, subject: Subject, year: int, portal: Portal | None) -> tuple[tuple[PovertyFlow, ...], bool]:
    """The flows of a place whose lists of both years are held, and whether they are illustrative.

    None of campaigns, organisations and groups of places, and of places that the reader does not see whole. One query.
    """
    grouped = subject.type == "portal" and portal is not None and portal.root_group_id is not None
    if subject.type not in ("area", "portal") or not subject.paths or grouped:
        return (), False
    path = subject.paths[0]
    if reader.access is not None and not counts_at(reader.access, path):
        return (), False
    links = reader.access.area_links if reader.access else area_links()
    found = read_year(reader.reviews, Place(subject.name, path, subject.code or ""), year, links)
    if not all(found.held):
        return (), False
    place = {"noi": subject.code} if subject.code else {}
    ref = f"/giam-ngheo/?{urlencode({**place, 'nam': year})}"
    told = (_told(account(found.flow(which), NOTHING, names=False), ref) for which in LISTS)
    return tuple(told), found.illustrative


def _told(one: Account, ref: str) -> PovertyFlow:
    return PovertyFlow(
        poverty_class="poor" if one.flow.which == "poor" else "near_poor",
        start=None if one.hidden_start else one.flow.start, end=None if one.hidden_end else one.flow.end,
        steps=tuple(PovertyStep(label=step.label, sign=step.sign, count=step.count) for step in one.steps), ref=ref,
    )  # fmt: skip
