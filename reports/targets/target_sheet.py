"""The target grid as data: the indicators of a group, the communes in reach, and a box for each pair."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to
from danvan.records import services
from danvan.records.models import Correction, Status
from danvan.records.periods import Closed
from movements.computing import Ask, registry, values
from movements.models import Area, Indicator, Organization, Target
from reports.targets import indicators as figures
from reports.targets.target_asked import Asked, When
from reports.targets.target_box import Box

ENTER = "target.enter"


@dataclass
class Sheet:
    """The boxes of a page, by indicator and commune; `records` are those of the period in every group."""

    asked: Asked
    indicators: list[Indicator]
    records: list[Any] = field(default_factory=list)
    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)

    def rows(self) -> list[tuple[Indicator, list[Box]]]:
        communes = self.asked.communes
        return [(one, [self.boxes[one.pk, area.pk] for area in communes]) for one in self.indicators]

    @property
    def drafts(self) -> int:
        """What the user may hand in."""
        return sum(record.x_edit for record in self.records)

    def waiting(self, action: str) -> int:
        """How many wait for this step of the user's."""
        return sum(record.x_waits and record.pending_action == action for record in self.records)


def values_of(user: Any, asked: Asked) -> Any:
    """The page's values of every group that the user sees: `x_edit`, `x_waits`, `x_asked` (a correction waits)."""
    this = Target.objects.filter(pk=OuterRef("pk"))
    proposed = Correction.objects.filter(
        record_type=Target._meta.label_lower, record_id=OuterRef("pk"), state=Correction.State.PROPOSED
    )
    rows = asked.when.targets().filter(area__in=asked.communes, for_organization=asked.body)
    return (
        visible_to(rows.select_related("indicator", "area", "organization", "period"), user)
        .annotate(
            x_edit=Exists(services.editable_by(this, user)), x_waits=Exists(services.waiting_for(this, user)),
            x_asked=Exists(proposed),
        )
        .order_by("pk")
    )  # fmt: skip


def boxes_of(user: Any, asked: Asked, indicators: list[Indicator]) -> Sheet:
    """The boxes with what is stored, and why a box cannot be typed in. Four queries, however many boxes."""
    when, body = asked.when, asked.body
    sheet = Sheet(asked, indicators, list(values_of(user, asked)))
    closed = Closed(user, [when.closes])
    answering = {} if body else fronts_of(asked.communes, when)
    enters = access(user).may(ENTER)
    by_place = {(record.indicator_id, record.area_id): record for record in sheet.records}
    for area in asked.communes:
        organization = body or answering.get(area.pk)
        shut = closed_words(closed, area, when)
        outside = "" if enters and organization and may_enter(user, area, organization) else "Bạn không ghi ở đây."
        for one in indicators:
            record = by_place.get((one.pk, area.pk))
            box = Box(one, area, when, body, organization, record)
            if shut:
                box.lock = shut
            elif record is None:
                box.lock = outside
            elif not record.x_edit:
                box.lock = LOCKED.get(record.status, "Bạn không sửa bản ghi này.")
                box.correcting = record.x_asked
                box.may_correct = record.status == Status.APPROVED and not outside and not box.correcting
            sheet.boxes[one.pk, area.pk] = box
    return sheet


def count(user: Any, sheet: Sheet) -> None:
    """What the portal counts itself, into the boxes of such indicators. One query a kind of record, and one."""
    ones = {one.pk: registry()[one.computed] for one in sheet.indicators if one.computed in registry()}
    if not ones or sheet.asked.body is not None:
        return
    when = figures.When.of(sheet.asked.when.counted)
    paths = [area.path for area in sheet.asked.communes]
    (answer,) = values(list(ones.values()), [Ask(user, when.start, when.end)], paths)
    (closed,) = figures.settled(paths, [when])
    for box in sheet.boxes.values():
        if box.indicator.pk in ones:
            box.value = figures.worked_out(box.indicator, box.area.path, answer, closed)
            if box.value is not None:
                box.value_url = figures.link_of(user, ones[box.indicator.pk], box.area, when, {})


LOCKED = {
    Status.SUBMITTED: "Đã gửi, đang chờ: không sửa ở đây được.",
    Status.APPROVED: "Đã tiếp nhận: muốn sửa thì đề nghị sửa kèm lý do.",
}  # fmt: skip


def closed_words(closed: Closed, area: Area, when: When) -> str:
    """Who closed the period, and when; "" where it is open."""
    closings = closed.at(area, *when.closes)
    if not closings:
        return ""
    last = closings[0]
    at = timezone.localtime(last.closed_at)
    return f"Kỳ đã chốt số liệu: {last.closed_by}, {at:%H:%M %d/%m/%Y}."


def fronts_of(communes: Iterable[Area], when: When) -> dict[int, Organization]:
    """The Front of each commune in the period: who answers for the commune's values. One query."""
    found: dict[int, Organization] = {}
    there = Organization.objects.filter(area__in=list(communes), kind=Organization.Kind.FRONT).select_related("area")
    for body in there.order_by("-pk"):
        began = body.valid_from is None or body.valid_from <= when.period.end
        if began and (body.valid_to is None or when.period.start <= body.valid_to):
            found[body.area_id] = body
    return found


def may_enter(user: Any, area: Area, organization: Organization) -> bool:
    try:
        services.require_place(user, ENTER, area, organization)
    except PermissionDenied:
        return False
    return True
