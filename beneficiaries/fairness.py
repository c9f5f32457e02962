"""Công bằng: who is left out and who is helped often, of a year. A loan is no support; only accepted records count.

Whether and how often a household was helped is asked of all records, whoever gave and whoever reads: a poor household
that another body helped was not forgotten. Amounts are of the records that the reader sees. The year is that of the
help's own date, wherever a late record counts. Records that were merged are one household.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from danvan.accounts.scoping import access, visible_to
from danvan.records.models import Status
from movements.models import Area

from .models import ACTIVE, AreaPoverty, Household, HouseholdMerge, PovertyReview, Recipient, Support, standing
from .similar import living

SHARE = Coalesce("share_vnd", Case(When(support__households=1, then=F("support__amount_vnd"))))
POOR = ("poor", "near_poor")


def grants(year: int) -> QuerySet[Recipient]:
    """Who is named by the accepted grants of a year."""
    return Recipient.objects.filter(
        household__isnull=False,
        support__status=Status.APPROVED,
        support__kind=Support.Kind.GRANT,
        support__date__year=year,
    ).order_by()


def left_out(user: Any, year: int, classes: Collection[str]) -> QuerySet[Household]:
    """Households that the year's accepted review calls poor (or near-poor) and that no grant of the year names.

    With `class_then`, what the review said.
    """
    reviews = PovertyReview.objects.filter(status=Status.APPROVED, year=year, poverty_class__in=classes).order_by()
    poor = reviews.annotate(counted_as=standing()).values("counted_as")
    helped = grants(year).annotate(counted_as=standing()).values("counted_as")
    said = reviews.filter(_of_family()).order_by("-standard", "pk").values("poverty_class")[:1]
    rows = living(visible_to(Household.objects.all(), user)).filter(pk__in=poor).exclude(pk__in=helped)
    return rows.annotate(class_then=Subquery(said))


def often(user: Any, year: int, times: int, vnd: int | None) -> QuerySet[Household]:
    """Households that grants of the year name at least `times` times, or (with `vnd`) that got at least so much by the
    grants that the user sees. With `times` and `got_vnd` (None = no share is known).
    """
    named = grants(year).annotate(counted_as=standing()).values("counted_as")
    seen = Q(support__in=visible_to(Support.objects.all(), user).order_by().values("pk"))
    many = Q(pk__in=named.annotate(n=Count("pk")).filter(n__gte=times).values("counted_as"))
    if vnd is not None:
        rich = grants(year).filter(seen).annotate(counted_as=standing()).values("counted_as")
        many |= Q(pk__in=rich.annotate(got=Sum(SHARE)).filter(got__gte=vnd).values("counted_as"))
    mine = grants(year).filter(_of_family())
    return living(visible_to(Household.objects.all(), user)).filter(many).annotate(
        times=_figure(mine, Count("pk")), got_vnd=_figure(mine.filter(seen), Sum(SHARE))
    )  # fmt: skip


def blank_hamlets(user: Any, year: int) -> QuerySet[Area]:
    """Hamlets that hold poor or near-poor households (by reviews, or as published) and that nothing of the year
    reached: no accepted support lies in them, names them, or names a household there.

    With `poor_named` and `near_named` (0 where no review names one: the page says "–", for names may not be held)
    and `poor_said`, `near_said` of the year's last published count.
    """
    accepted = Support.objects.filter(status=Status.APPROVED, date__year=year).order_by()
    reached = (
        Q(pk__in=accepted.values("area"))
        | Q(pk__in=accepted.filter(hamlets__isnull=False).values("hamlets"))
        | Q(pk__in=Recipient.objects.filter(support__in=accepted.values("pk"), household__isnull=False)
            .order_by().values("household__area"))
    )  # fmt: skip
    counts = visible_to(AreaPoverty.objects.filter(area=OuterRef("pk"), year=year, status=Status.APPROVED), user)
    last = counts.order_by("-date", "-pk")
    there = Q(valid_from__isnull=True) | Q(valid_from__year__lte=year)
    there &= Q(valid_to__isnull=True) | Q(valid_to__year__gte=year)
    rows = (
        Area.objects.filter(access(user).areas("area_poverty.view"), there, level=Area.Level.HAMLET)
        .exclude(reached)
        .select_related("parent")
        .annotate(
            poor_said=Subquery(last.values("poor")[:1]), near_said=Subquery(last.values("near_poor")[:1]),
            poor_named=_reviewed(user, year, "poor"), near_named=_reviewed(user, year, "near_poor"),
        )
    )  # fmt: skip
    return rows.filter(
        Q(poor_said__gt=0) | Q(near_said__gt=0) | Q(poor_named__gt=0) | Q(near_named__gt=0)
    ).order_by("path")  # fmt: skip


def _reviewed(user: Any, year: int, poverty_class: str) -> Any:
    """Distinct households of the hamlet that the year's reviews call so; None to who does not read reviews."""
    if not access(user).may("poverty_review.view"):
        return Case(default=None, output_field=IntegerField())
    reviews = visible_to(PovertyReview.objects.filter(year=year, status=Status.APPROVED), user)
    there = reviews.filter(area=OuterRef("pk"), poverty_class=poverty_class).annotate(counted_as=standing())
    return _figure(there, Count("counted_as", distinct=True), "area")


def unnamed_communes(user: Any, year: int) -> list[str]:
    """Communes of the reach with published counts of the year and no review of it: who is poor there is not known."""
    counts = visible_to(AreaPoverty.objects.filter(year=year, status=Status.APPROVED), user).order_by()
    inside = PovertyReview.objects.filter(year=year, status=Status.APPROVED, area__path__startswith=OuterRef("path"))
    rows = Area.objects.filter(level=Area.Level.COMMUNE, pk__in=counts.values("area")).exclude(Exists(inside))
    return [area.title for area in rows.order_by("sort_key")]


def _of_family() -> Q:
    """Of the household in the outer query, or of a record that was merged into it."""
    away = HouseholdMerge.objects.filter(standing=OuterRef(OuterRef("pk")), state__in=ACTIVE).order_by()
    return Q(household=OuterRef("pk")) | Q(household__in=away.values("away"))


def _figure(rows: QuerySet[Any], figure: Any, by: str = "support__kind") -> Subquery:
    """One figure over the rows of a correlated subquery."""
    return Subquery(rows.order_by().values(by).annotate(figure=figure).values("figure")[:1])
