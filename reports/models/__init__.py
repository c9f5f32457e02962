"""What reports keep: issuing bodies, drafts with their words, issued editions with their bytes, and rendering jobs."""

from .drafts import Report, ReportComment, ReportText
from .editions import Edition, EditionFile
from .issuers import Issuer
from .jobs import RenderJob

__all__ = ["Edition", "EditionFile", "Issuer", "RenderJob", "Report", "ReportComment", "ReportText"]
