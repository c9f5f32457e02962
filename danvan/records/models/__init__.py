from .base import YEARS, DatedRecord, Precision, Record, Status, Tracked, normalise
from .companions import (
    DUE_DAYS,
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
    "DUE_DAYS",
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
