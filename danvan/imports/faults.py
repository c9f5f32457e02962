"""What a reader or a look-up raises when a cell asks: its reason, and what could stand there instead."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError


class Unfit(ValidationError):
    """One fault of a cell: a Vietnamese reason, the `part` of the cell it is about ("" = all of it), and `choices`:
    texts that could stand in that part's place, best first.
    """

    def __init__(self, message: str, *, part: str = "", choices: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.part, self.choices = part, tuple(choices)


def single(error: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    """(message, part, choices) of each fault in a ValidationError, or of one Unreadable."""
    if not isinstance(error, ValidationError):
        likely = (error.suggestion,) if error.suggestion else ()
        return [(error.message, "", tuple(getattr(error, "choices", ())) or likely)]
    return [(" ".join(one.messages), getattr(one, "part", ""), getattr(one, "choices", ())) for one in error.error_list]
