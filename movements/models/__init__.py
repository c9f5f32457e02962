from .activities import Activity, CommunityWork
from .campaigns import Campaign, Movement, PublishedFigure
from .indicators import Indicator, Target
from .organizations import Assignment, Organization, OrganizationSuccession
from .periods import ReportingDue, ReportingPeriod
from .places import Area, AreaGroup, AreaStanding, AreaSuccession, Portal
from .recommendations import Recommendation
from .reorganizations import Reorganization
from .solutions import Solution
from .themes import WorkTask, WorkTheme

__all__ = [
    "Activity",
    "Area",
    "AreaGroup",
    "AreaStanding",
    "AreaSuccession",
    "Assignment",
    "Campaign",
    "CommunityWork",
    "Indicator",
    "Movement",
    "Organization",
    "OrganizationSuccession",
    "Portal",
    "PublishedFigure",
    "Recommendation",
    "Solution",
    "ReportingDue",
    "ReportingPeriod",
    "Reorganization",
    "Target",
    "WorkTask",
    "WorkTheme",
]
