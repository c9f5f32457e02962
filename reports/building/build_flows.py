"""Chapter II, after the counts of the poor: what became of the households whose names the portal holds."""

from reports.building import cells
from reports.building.narrative import Outline, count, join, short_place
from reports.document import Block, Cell, Column, Line, Paragraph, Row, Table
from reports.summaries.poverty_rows import PovertyFlow
from reports.summary import Summary


def build_poverty_flows(summary: Summary, outline: Outline) -> list[Block]:
    """Nothing where no lists of both years are held."""
    if not summary.poverty_flows:
        return []
    known: list[Line] = [line for flow in summary.poverty_flows if (line := _said(flow))]
    words: Line = (
        f"Theo danh sách hộ ở {short_place(summary)} đang quản lý trên Cổng (kết quả rà soát đã tiếp nhận), ",
        *join(known, last="; ", between="; "), ". Số này tính theo từng hộ nên có thể khác số đã công bố.",
    )  # fmt: skip
    flows = [flow for flow in summary.poverty_flows if flow.start is not None or flow.end is not None]
    lines = [line for flow in flows for line in _rows(flow)]
    table = Table(
        label=outline.table(),
        caption="Biến động hộ nghèo, hộ cận nghèo theo danh sách hộ",
        sheet="Biến động hộ nghèo",
        unit_line="Đơn vị tính: hộ",
        columns=(cells.INDEX, Column(title="Nội dung", kind="text"),
                 Column(title="Số hộ", kind="count", width_mm=28, inset_mm=9)),
        rows=tuple(Row(cells=(cells.index(number), *line)) for number, line in enumerate(lines, 1)),
        together=len(lines) <= 5,
    )  # fmt: skip
    return [Paragraph(words, key="results.poverty.flows"), table] if known else [table]


def _said(flow: PovertyFlow) -> Line:
    if flow.start is None or flow.end is None:
        return ()
    key = f"poverty_flows.{flow.poverty_class}"
    name = flow.name.lower()
    line: Line = ("đầu kỳ có ", count(flow.start, name, key=f"{key}.start", ref=flow.ref), ", cuối kỳ ")
    return (*line, "còn " if flow.end < flow.start else "có ", count(flow.end, name, key=f"{key}.end", ref=flow.ref))


def _rows(flow: PovertyFlow) -> list[tuple[Cell, Cell]]:
    key = f"poverty_flows.{flow.poverty_class}"
    lines = [
        (f"{flow.name}, đầu kỳ", flow.start, f"{key}.start"),
        *((f"{'+' if s.sign > 0 else '−'} {s.label}", s.count, f"{key}.{n}") for n, s in enumerate(flow.steps)),
        (f"{flow.name}, cuối kỳ", flow.end, f"{key}.end"),
    ]
    return [(cells.text(words), cells.count(value, at, flow.ref)) for words, value, at in lines]
