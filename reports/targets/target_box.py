"""A box of the target grid: one indicator of one place in one period, as typed ↔ one Target of the one door.

A box is stored on its own. Only the cells that were posted and differ from what is stored are written, so that two
people who fill different cells of one box do not stand in each other's way; the key that its page made keeps a box that
is sent twice one record.
"""

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied

from danvan.lib import numbers, text
from danvan.lib.errors import Unreadable
from danvan.lib.periods import read_date
from danvan.records import services
from danvan.records.data import Invalid, Refused
from danvan.records.models import Status, Submission
from danvan.records.services import Stale
from movements.desks_indicators import plan_of
from movements.models import Area, Indicator, Organization, Target
from reports.targets.target_asked import When

CELLS = ("planned", "actual", "estimate", "as_of", "reason")
LABELS = {
    "planned": "Kế hoạch", "actual": "Thực hiện", "estimate": "Ước cả năm", "as_of": "Số liệu đến ngày",
    "reason": "Lý do",
}  # fmt: skip
# state: (shape, word); the browser's script knows the same words (data-states of the page).
STATES = {
    "empty": ("none", "Trống"), "dirty": ("none", "Chưa lưu"), "saving": ("wait", "Đang lưu"),
    "saved": ("ok", "Đã lưu"), "bad": ("bad", "Có lỗi"), "kept": ("wait", "Giữ trên máy"),
    "returned": ("bad", "Cần làm rõ"), "confirm": ("wait", "Chờ xác nhận"), "accept": ("wait", "Chờ tiếp nhận"),
    "approved": ("ok", "Đã tiếp nhận"),
}  # fmt: skip
# Which fields of a Target each cell says; a fault of the door at one of them stands at its cell.
FIELDS = {
    "planned": ("planned_min", "planned_max"), "actual": ("actual", "numerator", "denominator"),
    "estimate": ("estimate",), "as_of": ("as_of",), "reason": ("reason",),
}  # fmt: skip
CELL_OF = {name: cell for cell, names in FIELDS.items() for name in names}
MAX_CHARS = 500


@dataclass
class Box:
    """One box. `lock` says why nothing can be typed here ("" = it can); `value` is what the portal counted, where the
    indicator is counted from records; `theirs` (label, stored, typed) where somebody else saved before.
    """

    indicator: Indicator
    area: Area
    when: When
    body: Organization | None = None  # the organisation that the value is of, None = of the place itself
    organization: Organization | None = None  # who answers for a new record
    record: Target | None = None
    lock: str = ""
    correcting: bool = False  # a proposed correction waits
    may_correct: bool = False
    value: Decimal | None = None
    value_url: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    theirs: list[tuple[str, str, str]] = field(default_factory=list)
    key: str = ""
    version: int = 0

    @property
    def name(self) -> str:
        """The stem of its fields' names: "o-12-34"."""
        return f"o-{self.indicator.pk}-{self.area.pk}"

    @property
    def is_rate(self) -> bool:
        return self.indicator.aggregation == Indicator.Aggregation.RATIO

    @property
    def is_computed(self) -> bool:
        return bool(self.indicator.computed)

    @property
    def state(self) -> str:
        if self.errors or self.theirs:
            return "bad"
        if self.record is None:
            return "dirty" if any(self.typed.values()) else "empty"
        match self.record.status:
            case Status.DRAFT:
                return "saved"
            case Status.SUBMITTED:
                return "accept" if self.record.pending_action == "accept" else "confirm"
        return str(self.record.status)

    @property
    def shape(self) -> str:
        return STATES[self.state][0]

    @property
    def word(self) -> str:
        return STATES[self.state][1]

    @property
    def shown(self) -> dict[str, str]:
        """The cells as they stand: what was typed and is not stored, else what is stored."""
        return {**stored_cells(self.record), **self.typed}

    @property
    def rate(self) -> Decimal | None:
        """What a rate's two numbers come to, in per cent."""
        return self.record.result if self.is_rate and self.record is not None else None

    @property
    def plan(self) -> Any:
        return plan_of(self.record) if self.record is not None else None

    @property
    def asks_reason(self) -> bool:
        return "reason" in self.errors or bool(self.shown["reason"])

    @property
    def hidden(self) -> str:
        """Version and key, as one hidden field carries them: a page holds hundreds of boxes."""
        return f"{self.record.version if self.record else 0}.{self.key or uuid.uuid4()}"

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(cell or "", message) of everything wrong."""
        return [
            (name, f"{LABELS[name]}: {message}" if name in LABELS else message)
            for name, messages in self.errors.items()
            for message in messages
        ]

    # ---- storing ----------------------------------------------------------------------------------------------------

    def take(self, posted: Mapping[str, str]) -> bool:
        """What the page sent of this box; whether any cell differs from what is stored."""
        now = stored_cells(self.record)
        for cell in CELLS:
            value = posted.get(f"{self.name}-{cell}")
            if value is not None and text.clean(value[:MAX_CHARS]) != now[cell]:
                self.typed[cell] = value[:MAX_CHARS].strip()
        version, _, key = posted.get(self.name, "").partition(".")
        self.version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        self.key = key if is_key(key) else ""
        return bool(self.typed)

    def save(self, user: Any) -> None:
        """Store what was taken as a draft; what is wrong stays in the cells, with what was typed."""
        if self.lock:
            self.errors[""] = [self.lock]
            return
        data: dict[str, Any] = {}
        for cell, typed in self.typed.items():
            try:
                data |= READERS[cell](typed, self.indicator)
            except Unreadable as wrong:
                self.errors[cell] = [wrong.message]
        if self.errors:
            return
        try:
            self._store(user, data)
        except Invalid as invalid:
            for place, messages in invalid.errors.items():
                self.errors.setdefault(CELL_OF.get(place, ""), []).extend(messages)
        except Stale as stale:
            self._compare(stale.current)
        except (Refused, PermissionDenied) as refusal:
            self.errors[""] = [str(refusal)]
        else:
            self.typed = {}

    def _store(self, user: Any, data: dict[str, Any]) -> None:
        if self.record is not None:
            expected = self.record.version if self._made_here(user) else self.version
            self.record = services.update(user, self.record, data, expected_version=expected)
            return
        if self.organization is None:
            raise Refused(f"Danh mục chưa có Mặt trận của {self.area} để ghi số này.")
        place = {
            "indicator": self.indicator, "area": self.area, "organization": self.organization,
            "for_organization": self.body, "year": self.when.year, "period": self.when.row,
        }  # fmt: skip
        key = uuid.UUID(self.key) if self.key else None
        self.record = services.create(user, Target, {**place, **data}, key=key)

    def _made_here(self, user: Any) -> bool:
        """Whether this very page made the record, and the answer was lost on the way."""
        if self.version or not self.key or self.record is None or self.record.version > 1:
            return False
        made = Submission.objects.filter(key=self.key, user=user.pk, record_type=Target._meta.label_lower)
        return made.filter(record_id=self.record.pk).exists()

    def _compare(self, current: Target) -> None:
        """Both versions of the cells that were typed; saving again needs the version that stands now.

        Where both typed the same there is nothing to choose.
        """
        self.record = current
        now = stored_cells(current)
        self.theirs = [(LABELS[cell], now[cell], typed) for cell, typed in self.typed.items() if typed != now[cell]]
        if not self.theirs:
            self.typed = {}


def is_key(key: str) -> bool:
    try:
        uuid.UUID(key)
    except ValueError:
        return False
    return True


# ---- cells ↔ values -------------------------------------------------------------------------------------------------


def stored_cells(record: Target | None) -> dict[str, str]:
    """A record in the box's cells, as they are typed: a range "0,5–1", a rate's two numbers "38/1.850"."""
    if record is None:
        return dict.fromkeys(CELLS, "")
    bounds = [bound for bound in (record.planned_min, record.planned_max) if bound is not None]
    actual = entry(record.actual)
    if record.numerator is not None and record.denominator is not None:
        actual = f"{entry(record.numerator)}/{entry(record.denominator)}"
    return {
        "planned": "–".join(dict.fromkeys(entry(bound) for bound in bounds)),
        "actual": actual,
        "estimate": entry(record.estimate),
        "as_of": f"{record.as_of:%d/%m/%Y}" if record.as_of else "",
        "reason": record.reason,
    }


def entry(value: Decimal | None) -> str:
    return "" if value is None else numbers.format_entry(value)


def measured(typed: str, indicator: Indicator) -> Decimal:
    """ "7,6" or "7,6 ha" in the indicator's own unit. Raises Unreadable."""
    found = numbers.read_quantity(typed)
    if found.unit and text.fold(found.unit) != text.fold(indicator.unit):
        raise Unreadable(f"Chỉ tiêu này tính bằng {indicator.unit}, ô này ghi {found.unit}.", typed)
    return found.value


def read_planned(typed: str, indicator: Indicator) -> dict[str, Decimal | None]:
    low, high = numbers.read_range(typed) if typed else (None, None)
    return {"planned_min": low, "planned_max": high}


def read_actual(typed: str, indicator: Indicator) -> dict[str, Decimal | None]:
    """A value; of a rate its numerator and denominator, "38/1.850"."""
    if not typed:
        return {"actual": None, "numerator": None, "denominator": None}
    first, slash, second = typed.partition("/")
    if not slash and indicator.aggregation != Indicator.Aggregation.RATIO:
        return {"actual": measured(typed, indicator), "numerator": None, "denominator": None}
    if not slash:
        raise Unreadable("Tỷ lệ do cổng tính: hãy ghi tử số/mẫu số, ví dụ 38/1.850.", typed)
    parts = [numbers.read_quantity(part.strip()).value for part in (first, second)]
    return {"actual": None, "numerator": parts[0], "denominator": parts[1]}


def read_estimate(typed: str, indicator: Indicator) -> dict[str, Decimal | None]:
    return {"estimate": measured(typed, indicator) if typed else None}


def read_as_of(typed: str, indicator: Indicator) -> dict[str, datetime.date | None]:
    found = read_date(typed) if typed else None
    if found is not None and found.precision != "day":
        raise Unreadable(f"“{typed}” chưa đủ ngày. Hãy ghi cả ngày, tháng, năm, ví dụ 15/03/2022.", typed)
    return {"as_of": found.start if found else None}


def read_reason(typed: str, indicator: Indicator) -> dict[str, str]:
    return {"reason": typed}


READERS: dict[str, Callable[[str, Indicator], Mapping[str, Any]]] = {
    "planned": read_planned, "actual": read_actual, "estimate": read_estimate, "as_of": read_as_of,
    "reason": read_reason,
}  # fmt: skip
