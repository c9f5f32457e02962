"""The report of the reference case as it would have been issued: drafted, checked, signed off, numbered and stored."""

from datetime import date

from movements.models import Portal
from reports.asked import Asked
from reports.drafts import drafting
from reports.drafts.draft_steps import STEPS, take
from reports.editions import issuing
from reports.editions.issue_rules import Order
from reports.files.outputs import Unavailable
from reports.models import Issuer

from .issuers import FRONT
from .world import World

ASKED = Asked(scope="campaign", code="pretieng-2022", period="2022")
TAKEN = (("mttq", "gui"), ("bandanvan", "da-kiem"), ("mttq.truong", "duyet-ky"))


def make(world: World) -> None:
    """Nothing where this machine cannot make the paper: an issue without it is none."""
    users, issuer = world.users, Issuer.objects.get(name=FRONT)
    report = drafting.begin(users["mttq"], ASKED, issuer=issuer, audience="public", portal=Portal.current())
    for login, step in TAKEN:
        report = take(users[login], report, STEPS[step], version=report.version)
    signer = users["mttq.truong"].full_name
    order = Order(number=9, dated=date(2023, 2, 20), signer=signer, site="http://127.0.0.1:8000")
    try:
        issuing.issue(users["mttq.truong"], report, order)
    except Unavailable:
        return
