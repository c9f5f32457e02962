"""What is saved again and again: one valued support of a commune, through the door's data or as bare rows."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from beneficiaries.models import Contribution, FundingSource, Support, SupportItem
from danvan.audit.models import Entry
from danvan.figures.models import DataVersion, EffectRow
from danvan.records.models import StepTaken
from movements.models import Area, Assignment, Organization

DAY = datetime.date(2024, 5, 30)
MILLIONS = 60
_count = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune with its officer and chair (logins), its Front and its fund."""

    area: Area
    organization: Organization
    source: FundingSource
    officer: str
    chair: str
    officer_id: int


def places() -> list[Place]:
    """The demo's communes that have an officer, a chair and a fund."""
    return list(_places())


def _places() -> Iterator[Place]:
    sources = {source.code: source for source in FundingSource.objects.all()}
    bodies = {body.code: body for body in Organization.objects.select_related("area")}
    held = Assignment.objects.filter(area__level="commune", delegated_by=None).select_related("user", "area")
    people = {(row.area.code, row.role): row for row in held}
    for (code, role), row in sorted(people.items()):
        chair, body, source = (code, "commune_chair"), bodies.get(f"mttq-{code}"), sources.get(f"quy-vnn-{code}")
        if role == "commune_officer" and chair in people and body and source:
            yield Place(row.area, body, source, row.user.username, people[chair].user.username, row.user_id)


def support_data(place: Place) -> dict[str, Any]:
    """A house for one household: one item, one source."""
    return {
        "kind": "grant", "form": "house_new", "organization": place.organization, "area": place.area, "date": DAY,
        "date_precision": "day", "description": f"Xây nhà Đại đoàn kết, hồ sơ {next(_count)}", "households": 1,
        "items": [{"name": "Nhà ở", "quantity": "1", "unit": "căn"}],
        "contributions": [{"source": place.source.pk, "amount_vnd": MILLIONS * 10**6, "typed": f"{MILLIONS} triệu"}],
    }  # fmt: skip


def bare_support(place: Place, description: str = "", **more: Any) -> Support:
    """The object alone, with what `save` would work out."""
    made = Support(
        kind="grant", form="house_new", organization=place.organization, area=place.area, date=DAY, households=1,
        description=description or f"Xây nhà Đại đoàn kết, hồ sơ {next(_count)}", amount_vnd=MILLIONS * 10**6,
        created_by_id=place.officer_id, updated_by_id=place.officer_id, **more,
    )  # fmt: skip
    made.refresh_derived()
    return made


def bare_ledger_rows(place: Place) -> Support:
    """The three rows of the ledger in one transaction: no rights, no checks, no journal."""
    with transaction.atomic():
        made = bare_support(place)
        made.save()
        SupportItem.objects.create(support=made, name="Nhà ở", quantity=1, unit="căn")
        Contribution.objects.create(
            support=made, source=place.source, amount_vnd=MILLIONS * 10**6, typed=f"{MILLIONS} triệu"
        )
    return made


def bare_whole(place: Place) -> Support:
    """As many rows in as many commits as four people's work leaves, with nothing read or checked before.

    Unlike the door's, the support stays "submitted" in the end: a trigger lets no record become approved by an insert,
    and the update of one row costs the same.
    """
    with transaction.atomic():
        made = bare_ledger_rows(place)
        _entry(made, place, "create")
    now = timezone.now()
    for step in ("submit", "confirm", "accept"):
        with transaction.atomic():
            made.status, made.submitted_at, made.pending_action = "submitted", now, step
            made.save()
            StepTaken.objects.create(
                record_type=made.record_type, record_id=made.pk, version=1, action=step, actor_id=place.officer_id
            )
            if step == "accept":
                EffectRow.objects.bulk_create(_effects(made, place))
                DataVersion.objects.filter(pk=1).update(number=F("number") + 1)
            _entry(made, place, step)
    return made


def _effects(made: Support, place: Place) -> list[EffectRow]:
    return [
        EffectRow(
            actor_id=place.officer_id, reason="bench", record_type=made.record_type, record_id=made.pk,
            record_version=1, indicator=indicator, year=DAY.year, month=DAY.month, area_id=place.area.pk,
            organization_id=place.organization.pk, campaign_id=None, value=value,
        )
        for indicator, value in (("supports", 1), ("support_vnd", MILLIONS * 10**6), ("houses", 1))
    ]  # fmt: skip


_seq = itertools.count(10**9)


def _entry(made: Support, place: Place, action: str) -> None:
    """An unchained entry far behind the real ones: this database is thrown away."""
    seq = next(_seq)
    Entry.objects.create(
        seq=seq, at=timezone.now(), actor_id=place.officer_id, action=action, record_type=made.record_type,
        record_id=made.pk, version=1, changes="{}", previous="0" * 64, hash=f"{seq:064}",
    )  # fmt: skip
