"""What this app shows on the pages of organisations and places: joint credit, and what was published about them.

Each is a panel of `movements.desks_base.register_panel`: one query each, None where the reader may see no figures.
"""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from beneficiaries.models import Support
from danvan.accounts.scoping import access
from danvan.context import year_in
from danvan.lib.plan import Plan
from movements.computing import registry
from movements.desks_base import Panel, register_panel
from movements.desks_filters import took_part
from movements.models import Area, Organization, PublishedFigure, Target
from reports.pages import done
from reports.pages.credit_block import KINDS, Line, line
from reports.pages.views_campaign import seen
from reports.summaries import stated
from reports.summaries import summarize_facts as facts
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Links
from reports.targets.indicators import counted_for


def year_of(request: HttpRequest) -> int | None:
    """The year of the address; None = every year."""
    return year_in(request.GET.get("nam", ""))


def counted(request: HttpRequest, target: Target) -> Panel | None:
    """Beside a target whose indicator is counted: what the records come to, and whether another value was typed."""
    one = registry().get(target.indicator.computed)
    if one is None:
        return None
    value, link = counted_for(request.user, target)
    plan = Plan(target.planned_min, target.planned_max, value, target.indicator.lower_is_better)
    return "reports/parts/counted_panel.html", {
        "what": one.label, "value": value, "link": link, "unit": target.indicator.unit, "plan": plan,
        "typed": target.result, "differs": None not in (value, target.result) and value != target.result,
        "reason": target.reason,
    }  # fmt: skip


def body_credit(request: HttpRequest, body: Organization) -> Panel | None:
    """What an organisation led, what it joined in, and both: each of its actions once."""
    mine = access(request.user)
    if not mine.may("report.view"):
        return None
    reader, year = Reader.of(request.user), year_of(request)
    found = done.read(
        request.user, year,
        {kind: _took_part(model, body, done.JOINT.get(kind)) for kind, model in done.MODELS.items()},
        supports=reader.supports.filter(_took_part(Support, body)),
    )  # fmt: skip
    links = {kind: Links({"nam": str(year)} if year else {}, on=on) for kind, on in seen(reader, mine).items()}
    rows: list[tuple[str, str, bool, Line]] = [
        (KINDS[kind].title, KINDS[kind].thing, kind in ("grant", "loan"), made)
        for kind in KINDS
        if kind in found and found[kind].n
        for made in (line(found[kind].credit.of(body.code), kind, links[kind]),)
    ]
    return "reports/parts/body_credit.html", {"rows": rows, "year": year}


def _took_part(model: Any, body: Organization, relation: str | None = None) -> Q:
    return took_part(model, relation or "joint_organizations")(body.code) or Q(pk__in=())


def published(request: HttpRequest, target: Any) -> Panel | None:
    """What was published about an organisation or a place, of the year of the address or of every year."""
    mine, subject = access(request.user), "organization" if isinstance(target, Organization) else "area"
    year = year_of(request)
    found = stated.rows(facts.published(Q(**{subject: target}), year, Links({})), years=year is None)
    new_url = ""
    if mine.may(f"catalog.{PublishedFigure.catalog}"):
        query = {subject: target.pk, **({"year": year} if year else {})}
        new_url = f"{reverse('published:new')}?{urlencode(query)}"
    if not found:
        return None
    return "reports/parts/published_panel.html", {
        "published": stated.grouped(found), "published_says": stated.says(found), "new_published_url": new_url,
    }  # fmt: skip


def register() -> None:
    register_panel(Target, counted)
    register_panel(Organization, body_credit)
    register_panel(Organization, published)
    register_panel(Area, published)
