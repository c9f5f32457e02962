"""What is counted of activities and community works (see `computing`). Sums of what a record does not say leave it out.

An activity counts the sessions that it speaks of (one where it says nothing), its recommendations as
`recommendations.counted` does: those held one by one, else the count as typed. One that lies ahead does not count yet.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet, Sum
from django.utils import timezone

from danvan.records.counting import counts_in

from .computing import Ask, Computed, Counting, countable, gathered, narrowed
from .models import Activity, CommunityWork
from .models.activities import SESSIONS
from .models.recommendations import counted

Kind = Activity.Kind
REVIEWED = (Kind.SUPERVISION, Kind.CRITICISM)
ACTIVITIES = "activity.view"
WORKS = ("road_km", "lamps", "land_m2", "labour_days", "given_vnd")


def dated(model: type[Model], ask: Ask) -> QuerySet[Any]:
    """The dated records that count in the days of the question."""
    return narrowed(countable(model, ask.user).filter(counts_in(ask.start, ask.end)), ask)


def activities(ask: Ask) -> Counting:
    """By kind: sessions, people, attendances, recommendations and answers."""
    held = dated(Activity, ask).filter(date__lte=timezone.localdate())
    rows = (
        counted(held).values_list("area__path", "kind_of_activity")
        .annotate(
            times=Sum(SESSIONS), of_people=Sum("people"), of_women=Sum("women"),
            of_minority=Sum("minority"), turns=Sum("attendances"), made=Sum("asked_n"), replied=Sum("answered_n"),
        )
    )  # fmt: skip
    return Counting(rows, lambda found: gathered(_spread(found)))


def _spread(rows: Iterable[Any]) -> Iterator[tuple[str, str, Any]]:
    for path, kind, times, people, women, minority, turns, made, replied in rows:
        values = {
            f"activity_{kind}": times, f"activity_{kind}_people": people, f"activity_{kind}_women": women,
            f"activity_{kind}_minority": minority, f"activity_{kind}_attendances": turns,
            f"activity_{kind}_recommendations": made, f"activity_{kind}_answered": replied,
            "recommendations": made, "recommendations_answered": replied,
        }  # fmt: skip
        if kind in REVIEWED:
            values |= {"review": times, "review_recommendations": made, "review_answered": replied}
        for key, value in values.items():
            yield key, path, value


def works(ask: Ask) -> Counting:
    rows = dated(CommunityWork, ask).values_list("area__path").annotate(*[Sum(name) for name in WORKS])
    return Counting(rows, lambda found: gathered(
        (key, path, value) for path, *sums in found for key, value in zip(WORKS, sums, strict=True)
    ))  # fmt: skip


def _of(kind: str, unit: str, label: str, part: str = "") -> Computed:
    key = f"activity_{kind}_{part}" if part else f"activity_{kind}"
    return Computed(key, label, unit, activities, f"/hoat-dong/?loai={kind}", ACTIVITIES)


def _work(key: str, unit: str, label: str) -> Computed:
    return Computed(key, label, unit, works, "/cong-trinh/", "community_work.view")


COUNTS = (
    _of(Kind.PROPAGANDA, "buổi", "buổi tuyên truyền, vận động"),
    _of(Kind.PROPAGANDA, "lượt người", "lượt người dự tuyên truyền", "attendances"),
    _of(Kind.DIALOGUE, "cuộc", "cuộc đối thoại"),
    _of(Kind.DIALOGUE, "lượt người", "lượt người dự đối thoại", "attendances"),
    _of(Kind.DIALOGUE, "ý kiến", "ý kiến nêu ở đối thoại", "recommendations"),
    _of(Kind.DIALOGUE, "ý kiến", "ý kiến nêu ở đối thoại đã được trả lời", "answered"),
    _of(Kind.VOTER_MEETING, "cuộc", "hội nghị tiếp xúc cử tri"),
    _of(Kind.VOTER_MEETING, "lượt người", "lượt cử tri dự tiếp xúc", "attendances"),
    _of(Kind.VOTER_MEETING, "ý kiến", "ý kiến cử tri", "recommendations"),
    _of(Kind.VOTER_MEETING, "ý kiến", "ý kiến cử tri đã được trả lời", "answered"),
    _of(Kind.SUPERVISION, "cuộc", "cuộc giám sát"),
    _of(Kind.CRITICISM, "hội nghị", "hội nghị phản biện xã hội"),
    _of(Kind.FEEDBACK, "ý kiến", "ý kiến góp ý xây dựng Đảng, chính quyền", "recommendations"),
    _of(Kind.TRAINING, "lớp", "lớp tập huấn"),
    _of(Kind.TRAINING, "người", "người dự tập huấn", "people"),
    _of(Kind.TRAINING, "người", "nữ dự tập huấn", "women"),
    _of(Kind.TRAINING, "người", "người dân tộc thiểu số dự tập huấn", "minority"),
    _of(Kind.CONTEST, "cuộc", "hội thi, hội diễn"),
    _of(Kind.LABOUR, "buổi", "buổi ra quân, lao động"),
    _of(Kind.FESTIVAL, "khu dân cư", "khu dân cư tổ chức Ngày hội Đại đoàn kết"),
    _of(Kind.MEETING, "cuộc", "hội nghị, giao ban"),
    Computed("review", "cuộc giám sát và hội nghị phản biện", "cuộc", activities, "/hoat-dong/?giam-sat=1", ACTIVITIES),
    Computed("review_recommendations", "kiến nghị sau giám sát, phản biện", "kiến nghị", activities,
             "/hoat-dong/?giam-sat=1", ACTIVITIES),
    Computed("review_answered", "kiến nghị sau giám sát, phản biện đã được trả lời", "kiến nghị", activities,
             "/hoat-dong/?giam-sat=1", ACTIVITIES),
    Computed("recommendations", "kiến nghị ở mọi hoạt động", "kiến nghị", activities, "/hoat-dong/", ACTIVITIES),
    Computed("recommendations_answered", "kiến nghị đã được trả lời, ở mọi hoạt động", "kiến nghị", activities,
             "/hoat-dong/", ACTIVITIES),
    _work("road_km", "km", "km đường của công trình"),
    _work("lamps", "bóng", "bóng đèn của công trình"),
    _work("land_m2", "m²", "m² đất hiến"),
    _work("labour_days", "ngày công", "ngày công dân góp"),
    _work("given_vnd", "đồng", "tiền dân góp vào công trình"),
)  # fmt: skip
