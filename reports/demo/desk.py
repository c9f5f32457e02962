"""The demo's desks: records are entered by one, confirmed by another and accepted by a third, as their routes say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from danvan.audit.journal import journal
from danvan.records import bulk_steps, services
from danvan.records.models import Record, Status

from .people import handle
from .places import officers_commune
from .world import World

Goal = Literal["draft", "submitted", "confirmed", "returned", "approved"]


@dataclass
class Sheet:
    """One record to enter: by whom, what, and how far it goes. `reason` is what a returned one is asked."""

    actor: str
    model: type[Record]
    data: dict[str, Any]
    goal: Goal = "approved"
    reason: str = ""
    illustrative: bool = True
    record: Any = None


def run(world: World, sheets: Sequence[Sheet]) -> list[Any]:
    """Enter the sheets and take each to its goal; the records in the order of the sheets.

    The journal writes one person's work at once, so the work is done person by person: all enter, all confirm,
    all accept. Each record keeps entries of its own.
    """
    for actor, mine in _by_person((sheet.actor, sheet) for sheet in sheets):
        user = world.users[actor]
        with journal(user):
            for sheet in mine:
                sheet.record = services.create(user, sheet.model, sheet.data, illustrative=sheet.illustrative)
            sent = [sheet for sheet in mine if sheet.goal != "draft"]
            _keep(sent, bulk_steps.submit_many(user, [sheet.record for sheet in sent], whole=True))
    further = [sheet for sheet in sheets if sheet.goal in ("confirmed", "approved")]
    _take(world, [sheet for sheet in further if _waits_for(sheet, "confirm")], "confirm")
    _return(world, [sheet for sheet in sheets if sheet.goal == "returned"])
    _take(world, [sheet for sheet in sheets if sheet.goal == "approved"], "accept")
    return [sheet.record for sheet in sheets]


def _by_person(pairs: Iterable[tuple[str, Sheet]]) -> Iterator[tuple[str, list[Sheet]]]:
    found: dict[str, list[Sheet]] = defaultdict(list)
    for actor, sheet in pairs:
        found[actor].append(sheet)
    yield from found.items()


def _waits_for(sheet: Sheet, action: str) -> bool:
    return bool(sheet.record.status == Status.SUBMITTED and sheet.record.pending_action == action)


def _take(world: World, sheets: Sequence[Sheet], action: str) -> None:
    for actor, theirs in _by_person((next_person(world, sheet), sheet) for sheet in sheets):
        _keep(theirs, bulk_steps.take_many(world.users[actor], [sheet.record for sheet in theirs], action, whole=True))


def _keep(sheets: Sequence[Sheet], outcomes: Sequence[bulk_steps.Outcome]) -> None:
    for sheet, outcome in zip(sheets, outcomes, strict=True):
        sheet.record = outcome.record


def _return(world: World, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        sheet.record = services.ask_back(world.users[next_person(world, sheet)], sheet.record, sheet.reason)


def next_person(world: World, sheet: Sheet) -> str:
    """Who takes the step that waits: never who entered the record."""
    match sheet.record.pending_role:
        case "commune_chair":
            return f"chutich.{handle(officers_commune(_commune_code(sheet.record)))}"
        case "mobilisation_board":
            return "bandanvan"
        case "front_chair":
            return "mttq.truong"
        case _:
            return "mttq.2" if sheet.actor == "mttq" else "mttq"


def _commune_code(record: Record) -> str:
    """The commune of the organisation that answers for the record."""
    return record.organization.area.code
