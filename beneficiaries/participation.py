"""Hộ tham gia mô hình: households join a model's year with their measured result, from a year to a year.

The rows are children of the household. Joining adds to accepted households without a correction (Household.grows), as
evidence is added; taking one away is a correction of the household. Whoever may not see households sees counts alone.
"""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet, Sum

from danvan.accounts.scoping import visible_to
from danvan.audit.journal import journal
from danvan.figures import effects
from danvan.records import services
from danvan.records.data import Invalid, Refused
from danvan.records.models import Correction, Status, Submission
from danvan.records.periods import require_open
from danvan.records.rights import entered_by
from danvan.records.submissions import remember
from models_programs.life import Life, why_no_note
from models_programs.models import ModelYear

from .models import Household, Participation, merged_away
from .models.merges import standing

MOST = 100


def in_year(record: ModelYear) -> QuerySet[Participation]:
    """The participations of accepted households in the record's model during its year."""
    year = record.year or 0
    lasts = Q(end_year__isnull=True) | Q(end_year__gte=year)
    return Participation.objects.filter(
        lasts, model=record.model_id, start_year__lte=year, household__status=Status.APPROVED
    )


def counted(record: ModelYear) -> list[tuple[str, int, Decimal | None]]:
    """(unit, distinct households, sum of results; None = not measured) by unit. Merged households count once."""
    rows = in_year(record).order_by().values("unit").annotate(
        n=Count(standing(), distinct=True), total=Sum("result")
    )  # fmt: skip
    return sorted((row["unit"], row["n"], row["total"]) for row in rows)


def why_not(user: Any, record: ModelYear) -> str:
    """Why the user cannot add households; "" when they can (each household is asked for itself besides)."""
    return why_no_note(Life(user, record), "Hộ tham gia")


def able(user: Any, record: ModelYear) -> QuerySet[Household]:
    """Accepted households where the user enters that do not take part in that year yet."""
    there = in_year(record).values("household")
    found = entered_by(visible_to(Household.objects.filter(status=Status.APPROVED), user), user)
    return found.exclude(merged_away()).exclude(pk__in=there)


def join(
    actor: Any, record: ModelYear, results: Mapping[int, Decimal | None], *, unit: str, start_year: int,
    end_year: int | None = None, key: uuid.UUID | None = None,
) -> int:  # fmt: skip
    """Add households ({key: result, None = not measured}) to the model; how many. All or none.

    Raises Refused naming what stands in the way, PermissionDenied where the actor does not enter.
    """
    with journal(actor) as log:
        record = services.lock(record)
        if refusal := why_not(actor, record):
            raise PermissionDenied(refusal)
        if key is not None and Submission.objects.filter(key=key, user=actor).exists():
            return 0
        require_open(actor, record)
        if not results:
            raise Refused("Hãy đánh dấu ít nhất một hộ.")
        households = list(able(actor, record).filter(pk__in=results).select_for_update(of=("self",)))
        if len(households) != len(results):
            raise Refused("Có hộ đã tham gia, chưa tiếp nhận hoặc ngoài phạm vi của bạn. Hãy tìm lại.")
        disputed = Correction.objects.filter(
            record_type="beneficiaries.household", record_id__in=results, state=Correction.State.PROPOSED
        )
        if disputed.exists():
            raise Refused("Có hộ đang có đề nghị sửa chờ duyệt; duyệt xong mới thêm được.")
        rows = [
            Participation(household=one, model=record.model, start_year=start_year, end_year=end_year,
                          result=results[one.pk], unit=unit.strip() if results[one.pk] is not None else "")
            for one in households
        ]  # fmt: skip
        for row in rows:
            _valid(row)
        Participation.objects.bulk_create(rows)
        remember(actor, key, record)
        for one in households:
            log.add("join", one, {"model": record.model_id, "start_year": start_year})
        log.add("life_join", record, {"said": [f"{len(rows)} hộ"]})
        effects.bump()
    return len(rows)


def _valid(row: Participation) -> None:
    if row.result is not None and not row.unit:
        raise Invalid({"unit": ["Có kết quả thì ghi đơn vị tính."]})
    if row.result is not None and row.result < 0:
        raise Invalid({"__all__": ["Kết quả không thể âm."]})
    try:
        row.full_clean(exclude=["household", "model", "campaign"])
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
