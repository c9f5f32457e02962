from .households import Household, HouseholdLineage, Participation, Residence
from .poverty import AreaPoverty, PovertyClass, PovertyReview, Standard
from .sources import FundingSource, UnitPrice
from .supports import Contribution, Loan, LoanBalance, Recipient, Support, SupportItem

__all__ = [
    "AreaPoverty",
    "Contribution",
    "FundingSource",
    "Household",
    "HouseholdLineage",
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
]
