"""Filters that the lists share. Their names are the URL's: nam, xa, to-chuc, dot, trang-thai."""

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone

from danvan.lib.periods import Period, Unreadable
from danvan.listing import Choices, Filter, equals, number
from danvan.records.counting import counts_in
from danvan.records.models import Status

from . import restating
from .forms_choices import kept, place_words
from .models import Campaign, Movement, Organization, Solution
from .models.solutions import NO_GROUP, in_group

FIRST_YEAR = 2020


def statuses(request: HttpRequest) -> Choices:
    return [(value, str(label)) for value, label in Status.choices]


def years(request: HttpRequest) -> Choices:
    """This year back to the portal's first, and any year outside them that has figures."""
    known = set(request.portal_context.years) | set(range(FIRST_YEAR, timezone.localdate().year + 1))  # type: ignore[attr-defined]
    return [(str(year), str(year)) for year in sorted(known, reverse=True)]


def places(request: HttpRequest) -> Choices:
    """The places of the context bar: what the user reaches at commune level and above."""
    return [(area.code, place_words(area)) for area in request.portal_context.places]  # type: ignore[attr-defined]


def organizations(request: HttpRequest) -> Choices:
    return _names(request)["organizations"]


def campaigns(request: HttpRequest) -> Choices:
    return _names(request)["campaigns"]


def movements(request: HttpRequest) -> Choices:
    return _names(request)["movements"]


def _names(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    """(code, name) of the catalogues that filters choose from, all in one query a request."""

    def read() -> dict[str, list[tuple[str, str]]]:
        models: dict[str, Any] = {"organizations": Organization, "campaigns": Campaign, "movements": Movement}
        branches = [
            model.objects.order_by().values_list(_word(key), "code", _short(model), "sort_key")
            for key, model in models.items()
        ]
        found: dict[str, list[tuple[str, str]]] = {key: [] for key in models}
        for key, code, name, _order in sorted(branches[0].union(*branches[1:], all=True), key=lambda row: row[3]):
            found[key].append((code, name))
        return found

    return kept(request.user, "filters", read)  # type: ignore[no-any-return]


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def _short(model: Any) -> Any:
    """An organisation's short name where it has one; else the name."""
    if model is not Organization:
        return Cast("name", CharField())
    return Case(When(short_name="", then=F("name")), default=F("short_name"), output_field=CharField())


def in_area(lookup: str = "area") -> Callable[[str], Q | None]:
    """A condition by a place's code: the place and all below it. `lookup` leads to the area ("" = it is the area)."""
    return lambda code: restating.lying_in(code, lookup)


def of_campaign(code: str) -> Q:
    """A campaign counts with the programmes inside it, two levels down."""
    return Q(campaign__code=code) | Q(campaign__parent__code=code) | Q(campaign__parent__parent__code=code)


def of_movement(*own: str) -> Callable[[str], Q | None]:
    """A movement counts with its campaigns and their programmes; `own` leads to a movement that a row names itself."""
    lookups = ("campaign__movement", "campaign__parent__movement", "campaign__parent__parent__movement", *own)
    return lambda code: reduce(or_, (Q(**{f"{lookup}__code": code}) for lookup in lookups))


def joined_by(model: Any, relation: str = "joint_organizations") -> Callable[[str], Q | None]:
    """Cùng làm: the rows of a model that an organisation joined in without being the channel."""
    joined, field = getattr(model, relation).through, model._meta.model_name
    others = joined.objects.exclude(organization=F(f"{field}__organization"))
    return lambda code: Q(pk__in=others.filter(organization__code=code).values(field))


def took_part(model: Any, relation: str = "joint_organizations") -> Callable[[str], Q | None]:
    """Kênh thực hiện or cùng làm: all that an organisation is credited with, each row once."""
    joined, field = getattr(model, relation).through, model._meta.model_name
    return lambda code: (
        Q(organization__code=code) | Q(pk__in=joined.objects.filter(organization__code=code).values(field))
    )


def joint_filters(
    model: Any, organizations: Callable[[HttpRequest], Choices], relation: str = "joint_organizations"
) -> list[Filter]:
    """What the figures of joint credit lead to (danvan/lib/joint.py)."""
    return [
        Filter("tham-gia", "Thực hiện hoặc cùng làm", took_part(model, relation), organizations, more=True),
        Filter("cung-lam", "Cùng làm", joined_by(model, relation), hidden=True, said=organization_name),
    ]


def organization_name(code: str) -> str:
    """The name behind a code that was chosen by a link; the code where no organisation has it."""
    return Organization.objects.filter(code=code).values_list("name", flat=True).first() or code


def solutions(request: HttpRequest) -> Choices:
    return [(value, str(label)) for value, label in Solution.choices]


def group_filter(*, own: bool) -> Filter:
    """`nhom=2`: the rows of a group of solutions, by their own tag or by their campaign's."""
    known = {*Solution.values, NO_GROUP}
    return Filter("nhom", "Nhóm giải pháp", lambda v: in_group(v, own=own) if v in known else None,
                  lambda request: [*solutions(request), (NO_GROUP, "chưa xếp nhóm")], more=True)  # fmt: skip


def valid_in_year(start: str, end: str) -> Callable[[str], Q | None]:
    """A condition on what is valid on at least one day of a year; an open end is always."""

    def condition(value: str) -> Q | None:
        if not (value.isascii() and value.isdigit() and len(value) == 4):
            return None
        began = Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__year__lte": int(value)})
        return began & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__year__gte": int(value)}))

    return condition


def within(q: Callable[[date, date], Q], name: str = "tinh-trong", label: str = "Tính trong") -> Filter:
    """`tinh-trong=2022-Q1`: what counts in the days of a period; reached by the links of indicators and reports."""

    def condition(code: str) -> Q | None:
        try:
            period = Period.from_code(code)
        except Unreadable:
            return None
        return q(period.start, period.end)

    def said(code: str) -> str:
        try:
            return Period.from_code(code).label
        except Unreadable:
            return code[:20]

    return Filter(name, label, condition, hidden=True, said=said)


COUNTED = within(counts_in)
YEAR = Filter("nam", "Năm", number("year"), years)
PLACE = Filter("xa", "Địa bàn", in_area(), places, beside=restating.in_area())
BODY = Filter("to-chuc", "Đơn vị", equals("organization__code"), organizations)
CAMPAIGN = Filter("dot", "Đợt", of_campaign, campaigns)
STATUS = Filter("trang-thai", "Trạng thái", equals("status"), statuses)
SOLUTION = group_filter(own=True)
