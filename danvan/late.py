"""A refused write into a closed period, on the page: who closed it, and the one button that keeps what was typed.

The button `bo_sung` sends the same form again; the door then stores a supplement (`records.periods.supplement`). Its
value is that of the button which was refused, so that "Lưu và gửi" still sends.
"""

from dataclasses import dataclass
from typing import Any

from danvan.records.data import Refused
from danvan.records.periods import PeriodClosed, counting_label


@dataclass(frozen=True, slots=True)
class Offer:
    """Where the record would count, in words, and what its button says to the view."""

    label: str
    button: str


def refuse(form: Any, refused: Refused, button: str = "1", *, offered: bool = True) -> None:
    """Put a refusal at the top of a bound form, with the offer where a closed period refused."""
    form.add_error(None, refused.message)
    if offered and isinstance(refused, PeriodClosed) and refused.counted_on:
        form.offer = Offer(counting_label(refused.counted_on), button or "1")
