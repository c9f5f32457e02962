from .base import YEARS, DatedRecord, Precision, Record, Status, Tracked, normalise
from .companions import (
    Attachment,
    ConfirmationRoute,
    Correction,
    OfRecord,
    PeriodClosing,
    PeriodException,
    StepTaken,
    Submission,
)

__all__ = [
    "Attachment",
    "ConfirmationRoute",
    "Correction",
    "DatedRecord",
    "OfRecord",
    "PeriodClosing",
    "PeriodException",
    "Precision",
    "Record",
    "Status",
    "StepTaken",
    "Submission",
    "Tracked",
    "YEARS",
    "normalise",
]
