"""Chapter III: what stands out, published against computed; what the figures lack and what is asked for.

Every sentence is drawn from the data; where the data have nothing to say, neither has the report. The difference
between published and computed is shown and never mended.
"""

from decimal import Decimal

from reports.building import cells
from reports.building.build_context import CLASS_NAMES
from reports.building.build_limits import limits, points, requests
from reports.building.build_results import Places
from reports.building.narrative import Outline, count, join, lower_first, money, percent, prose, quantity
from reports.building.targets_told import met_counts, met_words
from reports.document import Block, Column, Figure, Line, Paragraph, Row, Table
from reports.summary import GroupRow, Summary, UnvaluedRow, rate, trim

TOTAL_NAMES = (("support_vnd", "Hỗ trợ"), ("loan_vnd", "Vốn vay"), ("all_vnd", "Tổng cộng"))
PRICE_STEP = 1000


def build_review(summary: Summary, outline: Outline, places: Places, appendix: str) -> list[Block]:
    """Chapter III. `appendix`: the name of the appendix on open points, "" without one."""
    return [
        outline.chapter("Đánh giá chung và kiến nghị"),
        outline.section("Kết quả nổi bật"),
        Paragraph(_highlights(summary), key="review.highlights"),
        outline.section("Đối chiếu với số liệu đã công bố"),
        *_published(summary, outline, places, appendix),
        outline.section("Hạn chế của số liệu"),
        points("review.limits", limits(summary), "Chưa phát hiện điểm hạn chế nào về số liệu trong phạm vi báo cáo."),
        outline.section("Kiến nghị"),
        points("review.requests", requests(summary, places, appendix), "Không có kiến nghị."),
    ]


def _highlights(summary: Summary) -> Line:
    parts: list[Line] = []
    if met_counts(summary)[0]:
        parts.append(("có ", *met_words(summary), " có kế hoạch đạt hoặc vượt kế hoạch"))
    falls: list[Line] = [
        (f"số {CLASS_NAMES[row.poverty_class]} giảm ",
         count(-row.change, "hộ", key=f"poverty.{row.poverty_class}.change", ref=row.ref))
        for row in summary.poverty if row.change is not None and row.change < 0
    ]  # fmt: skip
    if falls:
        parts.append(join(falls, last=", "))
    forms = sorted((row for row in summary.by_form if row.support_vnd), key=lambda row: -row.support_vnd)
    if len(forms) == 1:
        parts.append((f"toàn bộ nguồn lực hỗ trợ dành cho {lower_first(forms[0].name)}",))
    elif forms and summary.totals.support_vnd:
        shares: list[Line] = [(f"{lower_first(row.name)} (", _share(row, summary), ")") for row in forms[:2]]
        parts.append(("nguồn lực hỗ trợ tập trung cho ", *join(shares)))
    return prose(parts) if parts else ("Chưa đủ số liệu để đánh giá kết quả trong kỳ.",)


def _share(row: GroupRow, summary: Summary) -> Figure:
    key = f"by_form.{row.code or row.name}.share"
    return percent(rate(row.support_vnd, summary.totals.support_vnd), key=key, ref=row.ref)


def _published(summary: Summary, outline: Outline, places: Places, appendix: str) -> list[Block]:
    published, difference = summary.published, summary.difference
    if all(value is None for value in difference.values()):
        words = "Chưa có số liệu công bố để đối chiếu với số liệu tính từ bản ghi."
        more = f" Các điểm cần làm rõ nêu tại {appendix}." if appendix else ""
        return [Paragraph((words + more,), key="review.published")]
    places.published = outline.table()
    by = f" {published.publisher}" if published.publisher else ""
    on = f" ngày {published.published_on:%d/%m/%Y}" if published.published_on else ""
    parts: list[Line] = []
    for key, name in TOTAL_NAMES[:2]:
        value = difference[key]
        if value is None:
            continue
        what = "tổng giá trị hỗ trợ" if key == "support_vnd" else "số vốn vay"
        if value == 0:
            parts.append((f"{what} tính từ bản ghi khớp với số công bố",))
        else:
            words = "thấp hơn" if value > 0 else "cao hơn"
            amount = money(abs(value), key=f"difference.{key}", ref=published.ref)
            parts.append((f"{what} tính lại từ bản ghi {words} ", amount))
        del name
    line: Line = (f"So với số liệu{by} công bố{on}, ", *join(parts, last="; ", between="; "), ".")
    if not parts:
        line = (f"Số liệu{by} công bố{on} chỉ có tổng chung, nêu tại bảng dưới đây.",)
    if appendix:
        line += (f" Các điểm cần làm rõ nêu tại {appendix}.",)
    return [Paragraph(line, key="review.published"), _comparison(summary, places.published)]


def _comparison(summary: Summary, label: str) -> Table:
    rows = []
    for number, (key, name) in enumerate(TOTAL_NAMES, 1):
        stated, computed = getattr(summary.published, key), getattr(summary.totals, key)
        ref = {"support_vnd": summary.totals.support_ref, "loan_vnd": summary.totals.loan_ref}.get(
            key, summary.totals.ref
        )
        total = key == "all_vnd"
        rows.append(
            Row(
                cells=(
                    cells.EMPTY if total else cells.index(number),
                    cells.text(name),
                    cells.money(stated, f"published.{key}", summary.published.ref),
                    cells.money(computed, f"totals.{key}", ref),
                    cells.money(summary.difference[key], f"difference.{key}", summary.published.ref),
                ),
                total=total,
            )
        )
    return Table(
        label=label,
        caption="Số liệu công bố và số liệu tính từ bản ghi",
        sheet="Đối chiếu công bố",
        unit_line="Đơn vị tính: đồng",
        columns=(
            cells.INDEX,
            Column(title="Nội dung", kind="text"),
            Column(title="Công bố", kind="money", width_mm=36),
            Column(title="Tính từ bản ghi", kind="money", width_mm=36),
            Column(title="Chênh lệch", kind="money", width_mm=36),
        ),
        rows=tuple(rows),
        notes=_hypothesis(summary),
    )


def _hypothesis(summary: Summary) -> tuple[Line, ...]:
    """What one unvalued item would have to be worth to explain the difference: said as a hypothesis, proven by nothing.

    Only whole counts of two or more and prices in full thousands qualify; else almost any number "explains" another.
    """
    difference = summary.difference["support_vnd"]
    if not difference or difference < 0:
        return ()
    for item in summary.unvalued:
        price = _price(difference, item)
        if price is not None and trim(item.quantity) is not None:
            amount = quantity(trim(item.quantity), item.unit, ref=item.ref)
            return (
                (
                    "Ghi chú: Phần chênh lệch đúng bằng ",
                    amount,
                    " nếu tính ",
                    money(price),
                    f" một {item.unit}; đây mới là giả thiết, chưa có căn cứ xác nhận nên Báo cáo không tự điều chỉnh.",
                ),
            )
    return ()


def _price(difference: int, item: UnvaluedRow) -> int | None:
    number = item.quantity
    if number is None or number < 2 or number != number.to_integral_value() or not item.unit:
        return None
    price, rest = divmod(Decimal(difference), number)
    return int(price) if rest == 0 and price % PRICE_STEP == 0 else None
