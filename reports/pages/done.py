"""What a campaign or a movement came to: supports, activities, works, models × year, households that take part.

Approved records in the reader's sight, of one year. Everything in one query: a union of small groups, by campaign and
organisation, whose number does not grow with the records. Joint credit as in danvan/lib/joint.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from beneficiaries.beside import NEW_HOUSE
from beneficiaries.models import Participation, SupportItem
from beneficiaries.models.merges import standing
from danvan.accounts.scoping import Scope, access, visible_to
from danvan.lib import joint
from danvan.records.models import Status
from models_programs.models import MobilizationModel, ModelYear
from movements.desks_base import may_read
from movements.models import Activity, CommunityWork
from movements.models.recommendations import counted

MOST_FIGURES = 6
NUMBER = DecimalField(max_digits=24, decimal_places=4)
CHANNEL = ("organization__code", "organization__name")
HOUSEHOLD = Scope("household", "household__area", "household__organization", "household__status")
MONEY = {"vnd": Sum("amount_vnd"), "valued": Count("amount_vnd"), "households": Sum("households")}
# kind: figures that the sums of its rows make
FIGURES: dict[str, dict[str, Any]] = {
    "grant": MONEY,
    "loan": MONEY,
    "activity": {
        "people": Sum("people"),
        "attendances": Sum("attendances"),
        "recommendations": Sum("asked_n"),
        "answered": Sum("answered_n"),
    },
    "work": {name: Sum(name) for name in ("road_km", "lamps", "land_m2", "labour_days", "given_vnd", "value_vnd")},
    "model": {
        **{kind.value: Count("pk", filter=Q(model__type=kind)) for kind in MobilizationModel.Type},
        "households": Sum("households"),
    },
}
MODELS: dict[str, Any] = {"activity": Activity, "work": CommunityWork, "model": ModelYear}
JOINT = {"model": "partners"}  # elsewhere joint_organizations


@dataclass
class Done:
    """One kind. `figures`: what its rows come to, None where none says; `by_campaign`: each campaign's own rows, under
    None those of no campaign.
    """

    n: int = 0
    figures: dict[str, Decimal | None] = field(default_factory=dict)
    by_campaign: dict[int | None, joint.Sum] = field(default_factory=dict)
    credit: joint.Credit = joint.Credit()

    @property
    def vnd(self) -> int | None:
        """đồng of what is valued; None where nothing is."""
        return int(self.figures.get("vnd") or 0) if self.figures.get("valued") else None


def read(
    user: Any, year: int | None, conditions: Mapping[str, Q], *, supports: QuerySet[Any] | None = None,
    joined: Q | None = None,
) -> dict[str, Done]:  # fmt: skip
    """{kind: Done} of "activity", "work", "model" (which rows: `conditions`) as far as the user may read them; of
    "grant", "loan" and "house" with `supports` (already narrowed to the reader); of "household" with `joined` (which
    participations). `year` None: every year.
    """
    rows: dict[str, QuerySet[Any]] = {}
    for kind, condition in conditions.items():
        if may_read(user, MODELS[kind]):
            rows[kind] = visible_to(MODELS[kind].objects.filter(condition, status=Status.APPROVED), user)
    if "activity" in rows:
        rows["activity"] = counted(rows["activity"])
    if supports is not None:
        rows |= {kind: supports.filter(kind=kind, status=Status.APPROVED) for kind in ("grant", "loan")}
    if year:
        rows = {kind: queryset.filter(year=year) for kind, queryset in rows.items()}
    branches = [branch for kind, queryset in rows.items() for branch in (_led(kind, queryset), _joined(kind, queryset))]
    if "grant" in rows:
        branches.append(_houses(rows["grant"]))
    if joined is not None and (access(user).may("household.view") or access(user).may("report.view")):
        branches.append(_households(user, joined, year))
    return _gathered(rows, branches)


def _gathered(kinds: Iterable[str], branches: list[QuerySet[Any, Any]]) -> dict[str, Done]:
    found = {kind: Done() for kind in kinds}
    led: dict[str, list[tuple[joint.Body, joint.Sum]]] = {kind: [] for kind in found}
    pairs: dict[str, list[joint.Pair]] = {kind: [] for kind in found}
    rows = branches[0].union(*branches[1:], all=True) if branches else ()
    for kind, campaign, code, name, joiner_code, joiner_name, n, *values in rows:
        if kind in ("household", "house"):
            found[kind] = Done(n=int((values[0] if kind == "house" else n) or 0))
            continue
        worth = joint.Sum(n, int(values[0]) if kind in ("grant", "loan") and values[1] else None)
        if joiner_code:
            pairs[kind].append(joint.Pair(joint.Body(code, name), joint.Body(joiner_code, joiner_name), worth))
            continue
        done = found[kind]
        done.n += n
        done.by_campaign[campaign] = done.by_campaign.get(campaign, joint.Sum()) + worth
        for figure, value in zip(FIGURES[kind], values, strict=False):
            old = done.figures.get(figure)
            done.figures[figure] = old if value is None else (old or Decimal(0)) + Decimal(value)
        led[kind].append((joint.Body(code, name), worth))
    for kind in led:
        found[kind].credit = joint.credit(led[kind], pairs[kind])
    return found


def _led(kind: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    made = {f"figure_{name}": Cast(figure, NUMBER) for name, figure in FIGURES[kind].items()}
    found: QuerySet[Any, Any] = (
        rows.order_by().values_list(text_of(kind), "campaign_id", *CHANNEL, text_of(""), text_of(""))
        .annotate(n=Count("pk"), **made, **nothing(len(made)))
    )  # fmt: skip
    return found


def _joined(kind: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Who joined whom."""
    name = rows.model._meta.model_name
    through = getattr(rows.model, JOINT.get(kind, "joint_organizations")).through
    links = through.objects.filter(**{f"{name}__in": rows.order_by().values("pk")})
    worth = {}
    if kind in ("grant", "loan"):
        amount = f"{name}__amount_vnd"
        worth = {"figure_vnd": Cast(Sum(amount), NUMBER), "figure_valued": Cast(Count(amount), NUMBER)}
    found: QuerySet[Any, Any] = (
        links.exclude(organization=F(f"{name}__organization")).order_by()
        .values_list(text_of(kind), f"{name}__campaign_id", *(f"{name}__{field}" for field in CHANNEL), *CHANNEL)
        .annotate(n=Count("pk"), **worth, **nothing(len(worth)))
    )  # fmt: skip
    return found


def _houses(grants: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Nhà ở xây mới: each once, however many sources paid and organisations took part."""
    built = SupportItem.objects.filter(NEW_HOUSE, support__in=grants.order_by().values("pk"))
    found: QuerySet[Any, Any] = (
        built.order_by().values_list(text_of("house"), _no_campaign(), *[text_of("")] * 4)
        .annotate(n=Count("pk"), figure_houses=Cast(Sum("quantity"), NUMBER), **nothing(1))
    )  # fmt: skip
    return found


def _households(user: Any, joined: Q, year: int | None) -> QuerySet[Any, Any]:
    """Distinct households with an accepted record, in the user's reach; those that were merged count as one."""
    mine = access(user)
    action = "household.view" if mine.may("household.view") else "report.view"
    rows = Participation.objects.filter(joined, mine.q(HOUSEHOLD, action), household__status=Status.APPROVED)
    if year:
        rows = rows.filter(Q(end_year__isnull=True) | Q(end_year__gte=year), start_year__lte=year)
    found: QuerySet[Any, Any] = (
        rows.order_by().values_list(text_of("household"), _no_campaign(), *[text_of("")] * 4)
        .annotate(n=Count(standing(), distinct=True), **nothing())
    )  # fmt: skip
    return found


def text_of(word: str) -> Value:
    return Value(word, output_field=CharField())


def _no_campaign() -> Cast:
    return Cast(Value(None), BigIntegerField())


def nothing(after: int = 0, most: int = MOST_FIGURES) -> dict[str, Any]:
    """The figures that a branch of a union does not have, of `most`."""
    return {f"nothing_{n}": Cast(Value(None), NUMBER) for n in range(after, most)}
