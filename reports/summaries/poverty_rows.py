"""The rows of a `Summary` that tell of lists of households held: start − left + entered = end."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class PovertyStep:
    """Why households left (sign −1) or entered (+1) a list, and how many."""

    label: str
    sign: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PovertyFlow:
    """One list over the year. None, and no steps, where a count is too small to be told."""

    poverty_class: Literal["poor", "near_poor"]
    start: int | None
    end: int | None
    steps: tuple[PovertyStep, ...] = ()
    ref: str = ""

    @property
    def name(self) -> str:
        return "Hộ nghèo" if self.poverty_class == "poor" else "Hộ cận nghèo"


def flows_json(flows: Iterable[PovertyFlow]) -> list[dict[str, Any]]:
    """ "poverty_flows", an item a class, in households: start − out + in = end."""
    return [
        {
            "class": flow.poverty_class,
            "start": flow.start,
            "end": flow.end,
            "steps": [{"label": step.label, "sign": step.sign, "count": step.count} for step in flow.steps],
            "ref": flow.ref,
        }
        for flow in flows
    ]
