"""A case of the desk tests: one desk with what is typed there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """`bad` maps a field to what is typed wrong; `says` is in the answer. `shows` stands on the page once saved."""

    path: str
    model: type
    writer: str
    data: Callable[[Any], Data]
    bad: Data
    says: str
    shows: str
    change: Data = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    @property
    def is_record(self) -> bool:
        return hasattr(self.model, "status")

    def post(self, cast: Any, **changes: Any) -> Data:
        """What the browser sends: the form with its empty line tables."""
        sent = {k: getattr(v, "pk", v) for k, v in {**self.data(cast), **changes}.items()}
        for relation in self.lines:
            sent.setdefault(f"{relation}-TOTAL_FORMS", "0")
            sent.setdefault(f"{relation}-INITIAL_FORMS", "0")
        return sent
