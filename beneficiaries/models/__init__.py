from .households import Household, HouseholdLineage, Participation, Residence
from .loans import Loan, LoanBalance
from .merges import ACTIVE, HouseholdMerge, family, merged_away, standing, standing_ids
from .poverty import AreaPoverty, PovertyClass, PovertyReview, Standard
from .sources import FundingSource, UnitPrice
from .supports import Contribution, Recipient, Support, SupportItem

__all__ = [
    "ACTIVE",
    "AreaPoverty",
    "Contribution",
    "FundingSource",
    "Household",
    "HouseholdLineage",
    "HouseholdMerge",
    "Loan",
    "LoanBalance",
    "Participation",
    "PovertyClass",
    "PovertyReview",
    "Recipient",
    "Residence",
    "Standard",
    "Support",
    "SupportItem",
    "UnitPrice",
    "family",
    "merged_away",
    "standing",
    "standing_ids",
]
