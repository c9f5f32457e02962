"""The sentences over the charts: each says what the figures under it show, and nothing that they do not."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from beneficiaries.ledger import Ledger
from danvan import charts
from danvan.lib.numbers import format_decimal, format_int, format_short_money
from reports.summaries.reconcile import CLASSES
from reports.summary import PovertyRow, minus, rate

if TYPE_CHECKING:
    from reports.overview.dashboard import Facts

KINDS = ("xã ", "thị trấn ", "phường ", "đặc khu ")
# Names that fill a column are shortened the way officials do on one-page tables.
SHORT = (
    ("Ủy ban MTTQ Việt Nam", "MTTQ"),
    ("Hội Liên hiệp Phụ nữ", "Hội LHPN"),
    ("Ngân hàng Chính sách xã hội", "NHCSXH"),
)


def upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def short_name(name: str, near: Iterable[str] = ()) -> str:
    """Commune names without their kind, towns with "TT."; long names of organisations shortened.

    `near`: places that the page is in: "Hội Nông dân huyện Lâm Hà" is "Hội Nông dân huyện" on a page of huyện Lâm Hà.
    """
    for full, brief in SHORT:
        name = name.replace(full, brief)
    for place in near:
        kind, _, own = place.partition(" ")
        name = re.sub(rf"\b{re.escape(place)}(?=$| vận động)", kind, name)
        if name.startswith(f"{upper(kind)} "):
            name = name.removesuffix(f" {own}")
    name = re.sub(r'"([^"]*)"', r"“\1”", name)
    if name.startswith("thị trấn "):
        return f"TT. {name.removeprefix('thị trấn ')}"
    for kind in KINDS:
        if name.startswith(kind):
            return name.removeprefix(kind)
    return upper(name)


def lead(data: "Facts") -> str:
    """The year in two or three sentences. Who sees a part is told whose part it is."""
    now, before = data.now.totals(), data.before.totals()
    place = upper(data.subject.name)
    if data.part:
        place = f"{upper(data.part)}, trong phạm vi {data.subject.name}"
    if not now.supports:
        return f"{place} chưa có khoản hỗ trợ nào được tiếp nhận trong năm {data.year}."
    text, unit = format_short_money(now.support_vnd)
    words = f"{place}: hỗ trợ {text} {unit} qua {format_int(now.supports - now.loans)} khoản"
    if before.support_vnd:
        words += f", {_compared(now.support_vnd, before.support_vnd)} năm {data.year - 1}"
    said = [words + "."]
    poor = next((row for row in data.poverty.rows if row.poverty_class == "poor"), None)
    if poor and poor.start is not None and poor.end is not None:
        said.append(f"Hộ nghèo từ {format_int(poor.start)} {_toward(poor.start, poor.end)} {format_int(poor.end)}.")
    missed = [row for row in _judged(data) if row in ("warn", "bad")]
    if missed:
        said.append(f"{format_int(len(missed))} trong {format_int(len(_judged(data)))} chỉ tiêu chưa đạt.")
    return " ".join(said)


def _compared(now: int, before: int) -> str:
    """ "tăng 16,9 % so với", "gấp 106 lần", "bằng"."""
    if now == before:
        return "bằng"
    change = charts.change(now, before, 1)
    if change.startswith("×"):
        return f"gấp {change[1:]} lần"
    return f"{'tăng' if now > before else 'giảm'} {change[1:]} so với"


def _toward(start: int, end: int) -> str:
    return "xuống" if end < start else "lên" if end > start else "giữ ở"


def _judged(data: "Facts") -> list[str]:
    states = [
        charts.judge(row.planned_min, row.planned_max, row.actual, row.lower_is_better)[0] for row in data.targets.rows
    ]
    return [state for state in states if state != "none"]


def months(ledger: Ledger) -> str:
    total = ledger.totals().support_vnd
    rows = [row for row in ledger.by_month() if row.support_vnd]
    if not rows or not total:
        return "Chưa có hỗ trợ bằng tiền trong kỳ này"
    top = max(rows, key=lambda row: row.support_vnd)
    share = format_decimal(rate(top.support_vnd, total, 0))
    if top.month is None:
        return f"{share} % số tiền chưa rõ tháng; số còn lại chia theo từng tháng"
    return f"Tháng {top.month} cao nhất, chiếm {share} % số tiền cả năm"


def share_of_first(rows: list[charts.BarIn], total: int, verb: str, what: str) -> str:
    """ "Hội Nông dân huyện thực hiện 55 % số tiền"."""
    if not rows or not total or not rows[0].value:
        return f"Chưa có số theo {what}"
    return f"{rows[0].label} {verb} {format_decimal(rate(rows[0].value, total, 0))} % số tiền"


def communes(rows: list[charts.BarIn], total: int) -> str:
    placed = [row for row in rows if row.label != "Chưa phân xã"]
    if not placed or not total or not placed[0].value:
        return "Chưa có số theo địa bàn"
    words = f"{placed[0].label} nhận nhiều nhất, {format_decimal(rate(placed[0].value, total, 0))} % số tiền"
    compared = [row for row in placed if row.before is not None]
    fewer = sum(1 for row in compared if (row.value or 0) < (row.before or 0))
    if fewer and len(compared) > 1:
        words += f"; {fewer} trong {len(compared)} nơi nhận ít hơn năm trước"
    return words


def plan(rows: list[charts.PlanIn]) -> str:
    judged = [
        (r.label, charts.judge(r.planned_min, r.planned_max, r.actual, r.lower_is_better)[0]) for r in rows
    ]  # fmt: skip
    set_ = [(label, state) for label, state in judged if state != "none"]
    if not rows:
        return "Chưa đặt chỉ tiêu nào"
    if not set_:
        return "Chưa có chỉ tiêu nào vừa đặt kế hoạch vừa có kết quả"
    missed = [label for label, state in set_ if state in ("warn", "bad")]
    if not missed:
        return f"Cả {len(set_)} chỉ tiêu có kế hoạch đều đạt hoặc vượt"
    named = "; ".join(label[:1].lower() + label[1:] for label in missed[:2])
    more = f" và {len(missed) - 2} chỉ tiêu khác" if len(missed) > 2 else ""
    return f"{len(set_) - len(missed)} trong {len(set_)} chỉ tiêu đạt hoặc vượt; chưa đạt: {named}{more}"


def models(steps: list[charts.StageIn]) -> str:
    if not steps:
        return "Chưa có mô hình nào trong kỳ này"
    recognised = next(step for step in steps if step.hot)
    first, last = ((s.collective or 0) + (s.individual or 0) for s in (steps[0], recognised))
    return f"{last} trong {first} mô hình “Dân vận khéo” được công nhận"


def poverty(rows: Iterable[PovertyRow]) -> str:
    said = []
    for row in rows:
        change = minus(row.end, row.start)
        if change is not None:
            way = "giảm" if change < 0 else "tăng" if change > 0 else "không đổi"
            said.append(f"{CLASSES[row.poverty_class]} {way} {format_int(abs(change)) if change else ''}".strip())
    return upper(", ".join(said)) if said else "Chưa đủ số để so hộ nghèo đầu và cuối kỳ"


def late(rows: Any) -> str:
    if not rows:
        return "Không có việc nào chờ quá hạn"
    return f"{len(rows)} việc chờ quá lâu, lâu nhất ở {rows[0].holder}"
