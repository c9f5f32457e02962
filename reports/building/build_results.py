"""Chapter II: plan and result, support, loans and supplements apart, what is not valued, poverty, models."""

from dataclasses import dataclass

from reports.building import cells
from reports.building.build_before import build_before
from reports.building.build_context import CLASS_NAMES, poverty_end, poverty_start, poverty_total
from reports.building.build_flows import build_poverty_flows
from reports.building.build_loans import build_loans
from reports.building.build_period import build_years
from reports.building.build_supplements import build_supplements
from reports.building.build_support import build_support
from reports.building.build_targets import build_targets
from reports.building.narrative import (
    STEPS,
    Outline,
    count,
    join,
    kinds_told,
    percent,
    short_place,
    tie,
    trend,
    upper_first,
)
from reports.document import Block, ChartBlock, Column, Line, Paragraph, Row, SlopeRow, Table
from reports.summary import ModelRow, PovertyRow, Summary, minus, rate, trim


@dataclass(slots=True)
class Places:
    """Where things stand, so that later chapters can point back: "Bảng 5"; "" when there is no such table."""

    unvalued: str = ""
    published: str = ""


def build_results(summary: Summary, outline: Outline, places: Places) -> list[Block]:
    """Chapter II; `places` is filled on the way."""
    return [
        outline.chapter("Kết quả thực hiện"),
        *build_targets(summary, outline),
        *build_support(summary, outline),
        *build_loans(summary, outline),
        *build_years(summary, outline),
        *build_before(summary, outline),
        *build_supplements(summary, outline),
        *_unvalued(summary, outline, places),
        *_poverty(summary, outline),
        *build_poverty_flows(summary, outline),
        *_models(summary, outline),
    ]


def _unvalued(summary: Summary, outline: Outline, places: Places) -> list[Block]:
    head = outline.section("Hỗ trợ chưa quy thành tiền")
    if not summary.unvalued:
        none = ("Không có khoản hỗ trợ nào chưa quy thành tiền.",)
        return [head, Paragraph(none, key="results.unvalued")]
    places.unvalued = outline.table()
    opening: Line = (
        "Có ",
        count(summary.totals.unvalued, "khoản", key="totals.unvalued", ref=summary.totals.unvalued_ref),
        f" bằng hiện vật, ngày công chưa quy thành tiền, được liệt kê theo số lượng tại {places.unvalued} "
        "và không cộng vào tổng giá trị.",
    )
    rows = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(tie(item.organization)),
                cells.text(item.description),
                cells.decimal(trim(item.quantity), f"unvalued.{number - 1}.quantity", item.ref),
                cells.text_or_missing(item.unit),
            )
        )
        for number, item in enumerate(summary.unvalued, 1)
    )
    table = Table(
        label=places.unvalued,
        caption="Các khoản chưa quy thành tiền",
        sheet="Chưa quy thành tiền",
        columns=(
            cells.INDEX,
            Column(title="Đơn vị thực hiện", kind="text", width_mm=54),
            Column(title="Nội dung", kind="text"),
            Column(title="Số lượng", kind="decimal", width_mm=22, inset_mm=3),
            Column(title="ĐVT", kind="unit", width_mm=24),
        ),
        rows=rows,
        together=len(rows) <= 5,
    )
    return [head, Paragraph(opening, key="results.unvalued"), table]


def _change(row: PovertyRow) -> Line:
    """ "37 hộ nghèo, giảm 06 hộ (13,95%)"."""
    key = f"poverty.{row.poverty_class}"
    line: Line = (count(row.end, CLASS_NAMES[row.poverty_class], key=f"{key}.end", ref=row.ref),)
    if row.change is None:
        return line
    if row.change == 0:
        return (*line, ", không thay đổi")
    line += (f", {trend(row.change)} ", count(abs(row.change), "hộ", key=f"{key}.change", ref=row.ref))
    if row.percent is not None:
        line += (" (", percent(abs(row.percent), key=f"{key}.percent", ref=row.ref), ")")
    return line


def _together(rows: list[PovertyRow]) -> Line:
    """Both classes in one number, where both are known at both ends."""
    start, end = poverty_total(tuple(rows), "start"), poverty_total(tuple(rows), "end")
    change, ref = minus(end, start), rows[0].ref
    if len(rows) < 2 or not change:
        return ()
    total = count(end, "hộ", key="poverty.end", ref=ref)
    line: Line = (" Tính chung còn " if change < 0 else " Tính chung có ", total, f", {trend(change)} ")
    line += (count(abs(change), "hộ", key="poverty.change", ref=ref),)
    share = rate(change, start)
    return (
        (*line, " (", percent(abs(share), key="poverty.percent", ref=ref), ").") if share is not None else (*line, ".")
    )


def _poverty(summary: Summary, outline: Outline) -> list[Block]:
    head = outline.section("Biến động hộ nghèo, hộ cận nghèo")
    where, start, end = short_place(summary), poverty_start(summary), poverty_end(summary)
    rows = [row for row in summary.poverty if row.start is not None or row.end is not None]
    if not rows:
        none = f"Chưa có số liệu hộ nghèo, hộ cận nghèo của {where} trong kỳ."
        return [head, Paragraph((none,), key="results.poverty")]
    known = [_change(row) for row in rows if row.end is not None]
    words: Line = (f"Chưa có số liệu {end} của {where}.",)
    if known:
        since = f" so với {start}" if any(row.change for row in rows) else ""
        words = (f"Đến {end}, {where} có ", *join(known, last=" và ", between="; "), f"{since}.", *_together(rows))
    table = Table(
        label=outline.table(),
        caption=f"Số hộ nghèo, hộ cận nghèo của {where}",
        sheet="Hộ nghèo",
        unit_line="Đơn vị tính: hộ",
        columns=(
            cells.INDEX,
            Column(title="Phân loại", kind="text"),
            Column(title=upper_first(start), kind="count", width_mm=28, inset_mm=9),
            Column(title=upper_first(end), kind="count", width_mm=28, inset_mm=9),
            Column(title="Tăng (+), giảm (−)", kind="count", width_mm=28, inset_mm=9),
            Column(title="Tỷ lệ (%)", kind="percent", width_mm=28, inset_mm=6),
        ),
        rows=(*(_poverty_row(number, row) for number, row in enumerate(rows, 1)), *_poverty_sum(rows)),
        notes=_standard(summary),
    )
    slopes = tuple(
        SlopeRow(label=upper_first(CLASS_NAMES[row.poverty_class]), start=row.start, end=row.end, ref=row.ref)
        for row in rows
        if row.start is not None and row.end is not None
    )
    chart = ChartBlock(
        kind="slope",
        label=outline.chart(),
        caption=f"Số hộ nghèo, hộ cận nghèo: {start} và {end}",
        alt=f"Biểu đồ số hộ {start} và {end}",
        rows=slopes,
        ends=(upper_first(start), upper_first(end)),
    )
    return [head, Paragraph(words, key="results.poverty"), table, *([chart] if slopes else [])]


def _standard(summary: Summary) -> tuple[Line, ...]:
    context = summary.context
    words = [f"chuẩn áp dụng: {context.poverty_standard}"] if context.poverty_standard else []
    words += [f"nguồn số liệu: {context.poverty_source}"] if context.poverty_source else []
    return ((upper_first("; ".join(words)) + ".",),) if words else ()


def _poverty_row(number: int, row: PovertyRow) -> Row:
    key = f"poverty.{row.poverty_class}"
    return Row(
        cells=(
            cells.index(number),
            cells.text(upper_first(CLASS_NAMES[row.poverty_class])),
            cells.count(row.start, f"{key}.start", row.ref),
            cells.count(row.end, f"{key}.end", row.ref),
            cells.count(row.change, f"{key}.change", row.ref, signed=True),
            cells.percent(row.percent, f"{key}.percent", row.ref, signed=True),
        )
    )


def _poverty_sum(rows: list[PovertyRow]) -> tuple[Row, ...]:
    if len(rows) < 2:
        return ()
    start, end = poverty_total(tuple(rows), "start"), poverty_total(tuple(rows), "end")
    change, ref = minus(end, start), rows[0].ref
    return (
        cells.total(
            cells.count(start, "poverty.start", ref),
            cells.count(end, "poverty.end", ref),
            cells.count(change, "poverty.change", ref, signed=True),
            cells.percent(rate(change, start), "poverty.percent", ref, signed=True),
        ),
    )


def _models(summary: Summary, outline: Outline) -> list[Block]:
    head = outline.section("Mô hình, điển hình “Dân vận khéo”")
    if not summary.models:
        none = "Chưa ghi nhận mô hình, điển hình “Dân vận khéo” nào trong phạm vi báo cáo."
        if not summary.period.whole_years:
            none = "Mô hình, điển hình “Dân vận khéo” được theo dõi theo năm, không tách cho kỳ này."
        return [head, Paragraph((none,), key="results.models")]
    during = "trong kỳ" if summary.period.is_span else "trong năm"
    told = join((_step(row) for row in summary.models if row.total), last="; ", between="; ")
    rows = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(row.label),
                cells.count(row.collective, f"models.{row.label}.collective", row.ref),
                cells.count(row.individual, f"models.{row.label}.individual", row.ref),
                cells.count(row.total, f"models.{row.label}.total", row.ref),
            )
        )
        for number, row in enumerate(summary.models, 1)
    )
    table = Table(
        label=outline.table(),
        caption=f"Mô hình, điển hình “Dân vận khéo” đã qua từng bước {during}",
        sheet="Mô hình",
        unit_line="Đơn vị tính: mô hình",
        columns=(
            cells.INDEX,
            Column(title="Bước", kind="text"),
            Column(title="Tập thể", kind="count", width_mm=28, inset_mm=9),
            Column(title="Cá nhân", kind="count", width_mm=28, inset_mm=9),
            Column(title="Cộng", kind="count", width_mm=28, inset_mm=9),
        ),
        rows=rows,
    )
    if not told:
        return [head, table]
    return [head, Paragraph((f"{upper_first(during)}, ", *told, "."), key="results.models"), table]


def _step(row: ModelRow) -> Line:
    """ "17 mô hình được công nhận (14 tập thể, 03 cá nhân)"; one kind alone is said so."""
    key, label = f"models.{row.label}", STEPS.get(row.label, row.label[:1].lower() + row.label[1:])
    line: Line = (count(row.total, "mô hình", key=f"{key}.total", ref=row.ref), f" {label}")
    return (*line, *kinds_told(row.collective, row.individual, f"{key}.", (row.ref, row.ref)))
