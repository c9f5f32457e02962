"""What is counted of activities and community works (see `computing`)."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, Model, QuerySet, Sum

from danvan.records.counting import counts_in

from .computing import Ask, Computed, Found, countable
from .models import Activity, CommunityWork

Kind = Activity.Kind


def narrowed(rows: QuerySet[Any], ask: Ask, prefix: str = "") -> QuerySet[Any]:
    """The rows of the campaigns and of the organisation (đơn vị thực hiện) that were asked about."""
    if ask.campaigns:
        rows = rows.filter(**{f"{prefix}campaign__in": ask.campaigns})
    if ask.organization is not None:
        rows = rows.filter(**{f"{prefix}organization": ask.organization})
    return rows.order_by()


def dated(model: type[Model], ask: Ask) -> QuerySet[Any]:
    """The dated records that count in the days of the question."""
    return narrowed(countable(model, ask.user).filter(counts_in(ask.start, ask.end)), ask)


def by_place(rows: QuerySet[Any], value: Any, path: str = "area__path") -> Found:
    """{path: value} of an aggregate; a place where it is unknown is left out."""
    found = rows.values_list(path).annotate(found=value)
    return {place: Decimal(number) for place, number in found if number is not None}


def _activities(kinds: tuple[str, ...], value: Any, ask: Ask) -> Found:
    rows = dated(Activity, ask)
    return by_place(rows.filter(kind_of_activity__in=kinds) if kinds else rows, value)


def _works(field: str, ask: Ask) -> Found:
    return by_place(dated(CommunityWork, ask), Sum(field))


def _times(kind: str, label: str, unit: str) -> Computed:
    link = f"/hoat-dong/?loai={kind}"
    return Computed(f"activity_{kind}", label, unit, partial(_activities, (kind,), Count("pk")), link)


def _who(kind: str, field: str, label: str, unit: str) -> Computed:
    link = f"/hoat-dong/?loai={kind}"
    return Computed(f"activity_{kind}_{field}", label, unit, partial(_activities, (kind,), Sum(field)), link)


COUNTS = (
    _times(Kind.PROPAGANDA, "buổi tuyên truyền, vận động đã ghi", "buổi"),
    _who(Kind.PROPAGANDA, "attendances", "lượt người của các buổi tuyên truyền đã ghi", "lượt người"),
    _times(Kind.DIALOGUE, "cuộc đối thoại đã ghi", "cuộc"),
    _times(Kind.VOTER_MEETING, "hội nghị tiếp xúc cử tri đã ghi", "cuộc"),
    _who(Kind.VOTER_MEETING, "attendances", "lượt cử tri dự đã ghi", "lượt người"),
    _who(Kind.VOTER_MEETING, "recommendations", "ý kiến cử tri đã ghi", "ý kiến"),
    _who(Kind.VOTER_MEETING, "answered", "ý kiến cử tri đã được trả lời", "ý kiến"),
    _times(Kind.SUPERVISION, "cuộc giám sát đã ghi", "cuộc"),
    _times(Kind.CRITICISM, "hội nghị phản biện đã ghi", "hội nghị"),
    _times(Kind.TRAINING, "lớp tập huấn đã ghi", "lớp"),
    _who(Kind.TRAINING, "people", "người dự tập huấn đã ghi", "người"),
    _times(Kind.CONTEST, "hội thi, hội diễn đã ghi", "cuộc"),
    _times(Kind.LABOUR, "buổi ra quân, lao động đã ghi", "buổi"),
    _times(Kind.FESTIVAL, "Ngày hội Đại đoàn kết đã ghi", "ngày hội"),
    _times(Kind.MEETING, "hội nghị, giao ban đã ghi", "cuộc"),
    Computed("oversight", "cuộc giám sát và hội nghị phản biện đã ghi", "cuộc",
             partial(_activities, (Kind.SUPERVISION, Kind.CRITICISM), Count("pk")), "/hoat-dong/"),
    Computed("oversight_recommendations", "kiến nghị sau giám sát, phản biện đã ghi", "kiến nghị",
             partial(_activities, (Kind.SUPERVISION, Kind.CRITICISM), Sum("recommendations")), "/hoat-dong/"),
    Computed("oversight_answered", "kiến nghị sau giám sát, phản biện đã được trả lời", "kiến nghị",
             partial(_activities, (Kind.SUPERVISION, Kind.CRITICISM), Sum("answered")), "/hoat-dong/"),
    Computed("recommendations", "kiến nghị ghi ở mọi hoạt động", "kiến nghị",
             partial(_activities, (), Sum("recommendations")), "/hoat-dong/"),
    Computed("recommendations_answered", "kiến nghị đã được trả lời, ở mọi hoạt động", "kiến nghị",
             partial(_activities, (), Sum("answered")), "/hoat-dong/"),
    Computed("road_km", "km đường của công trình đã ghi", "km", partial(_works, "road_km"), "/cong-trinh/"),
    Computed("lamps", "bóng đèn của công trình đã ghi", "bóng", partial(_works, "lamps"), "/cong-trinh/"),
    Computed("land_m2", "m² đất hiến của công trình đã ghi", "m²", partial(_works, "land_m2"), "/cong-trinh/"),
    Computed("labour_days", "ngày công dân góp ở công trình đã ghi", "ngày công", partial(_works, "labour_days"),
             "/cong-trinh/"),
    Computed("given_vnd", "tiền dân góp ở công trình đã ghi", "đồng", partial(_works, "given_vnd"), "/cong-trinh/"),
)  # fmt: skip
