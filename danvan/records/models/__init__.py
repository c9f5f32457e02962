from .base import YEARS, DatedRecord, Precision, Record, Status, Tracked, normalise
from .companions import (
    Attachment,
    ConfirmationRoute,
    Correction,
    Handover,
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
    "Handover",
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
