"""The funnel of a year of «Dân vận khéo»: what each column counts, in one place for the page, its files, the dashboard,
the lists behind the figures and the help.

Counts are of model × year, tập thể and cá nhân always apart. A step is a condition on ModelYear; whoever counts passes
`visible_to` first. Figures published where models are not held are compared by `PublishedFigure.key`
"models.<step>.<collective | individual | total>".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from danvan.records.models import Status

from .models import Award, MobilizationModel, ModelYear, Recognition, Replication

Type = MobilizationModel.Type
Stage = ModelYear.Stage
TYPES = tuple(Type)
TOTAL = "total"
KEY = "models"


@dataclass(frozen=True, slots=True)
class Step:
    """One column: its code (in addresses and keys), its head, what it counts in words, and the condition."""

    code: str
    label: str
    words: str
    q: Q


def _has(model: type[Recognition] | type[Award] | type[Replication], **more: object) -> Q:
    return Q(Exists(model._default_manager.filter(model_year=OuterRef("pk"), **more)))


ACCEPTED = Q(status=Status.APPROVED)
RECOGNISED = Q(stage=Stage.RECOGNISED) | _has(Recognition)
APPRAISED = Q(stage__in=(Stage.APPRAISED, Stage.NOT_RECOGNISED)) | Q(score__isnull=False) | RECOGNISED
# Whoever wrote the year before: a model that another body led last year goes on all the same.
_BEFORE = ModelYear.objects.filter(
    ACCEPTED, ~Q(stage=Stage.STOPPED), model=OuterRef("model"), year=OuterRef("year") - 1
)

STEPS = (
    Step("registered", "Đăng ký", "Đã gửi đăng ký: đang chờ hoặc đã duyệt; không tính nháp, bản trả lại, bản đã rút.",
         Q(status__in=(Status.SUBMITTED, Status.APPROVED))),
    Step("accepted", "Được duyệt", "Đăng ký đã được tiếp nhận; mọi cột sau chỉ đếm trong số này.", ACCEPTED),
    Step("appraised", "Thẩm định", "Đã tới bước thẩm định, đã có điểm thẩm định hoặc đã công nhận.",
         ACCEPTED & APPRAISED),
    Step("recognised", "Công nhận", "Có quyết định công nhận, hoặc bước là “Công nhận”, dù ở cấp nào.",
         ACCEPTED & RECOGNISED),
    Step("exemplary", "Tiêu biểu", "Có quyết định công nhận ghi “tiêu biểu”.",
         ACCEPTED & _has(Recognition, exemplary=True)),
    Step("awarded", "Được khen", "Có ít nhất một quyết định khen, cho năm hay cho giai đoạn; nhiều lần khen đếm một.",
         ACCEPTED & _has(Award)),
    Step("replicated", "Nhân rộng", "Được làm theo ở ít nhất một nơi; nhiều nơi đếm một, số lượt ghi riêng khi khác.",
         ACCEPTED & _has(Replication)),
)  # fmt: skip
BESIDE = (
    Step("carried", "Tiếp từ năm trước", "Được duyệt, và năm trước cũng được duyệt mà chưa ngừng.",
         ACCEPTED & Q(Exists(_BEFORE))),
    Step("stopped", "Ngừng", "Được duyệt, và bước của năm là “Ngừng”.", ACCEPTED & Q(stage=Stage.STOPPED)),
)  # fmt: skip
ALL = {step.code: step for step in (*STEPS, *BESIDE)}

Counts = dict[tuple[str, str], int]
"""(step, type) → how many. Empty: nothing is recorded."""


def reached(code: str) -> Q | None:
    """The condition of a step by its code; None for no step."""
    return ALL[code].q if code in ALL else None


def tally(rows: QuerySet[ModelYear], *by: str) -> list[tuple[tuple[Any, ...], str, Counts]]:
    """(values of `by`, type, {(step, type): n}) of each group that has a row of a step. One query."""
    return counted(groups(rows, *by))


def groups(rows: QuerySet[ModelYear], *by: str) -> QuerySet[Any, Any]:
    """The rows that `counted` reads: (values of `by`, type, how many of each step)."""
    sums = {f"x_{code}": Count("pk", filter=step.q) for code, step in ALL.items()}
    found: QuerySet[Any, Any] = (
        rows.filter(ALL["registered"].q).order_by().values_list(*by, "model__type").annotate(**sums)
    )
    return found


def counted(found: Iterable[Any]) -> list[tuple[tuple[Any, ...], str, Counts]]:
    made = []
    for row in found:
        *by, kind = row[: -len(ALL)]
        sums = zip(ALL, row[-len(ALL) :], strict=True)
        made.append((tuple(by), kind, {(code, kind): n for code, n in sums}))
    return made


def added(parts: Iterable[Counts]) -> Counts:
    whole: Counts = {}
    for part in parts:
        for key, n in part.items():
            whole[key] = whole.get(key, 0) + n
    return whole


def whole(counts: Counts, step: str) -> int | None:
    """Tập thể and cá nhân together; None where nothing is recorded."""
    return sum(counts.get((step, kind), 0) for kind in TYPES) if counts else None
