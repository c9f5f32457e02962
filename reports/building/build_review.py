"""Chapter III: what stands out, published against computed, what the figures lack, what is asked for.

Every sentence is drawn from the data; where the data have nothing to say, neither has the report. The difference
between published and computed is shown and never mended.
"""

from decimal import Decimal

from reports.building import cells
from reports.building.build_context import CLASS_NAMES
from reports.building.build_period import vague
from reports.building.build_results import Places
from reports.building.build_targets import met_counts, met_words
from reports.building.narrative import (
    Outline,
    anchor,
    count,
    join,
    lower_first,
    money,
    percent,
    quantity,
    short_place,
    upper_first,
)
from reports.document import Block, Column, Figure, LetteredList, Line, Paragraph, Row, Table
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
        _points("review.limits", _limits(summary), "Chưa phát hiện điểm hạn chế nào về số liệu trong phạm vi báo cáo."),
        outline.section("Kiến nghị"),
        _points("review.requests", _requests(summary, places, appendix), "Không có kiến nghị."),
    ]


def _points(key: str, items: list[Line], otherwise: str) -> Block:
    return LetteredList(tuple(items), key=key) if items else Paragraph((otherwise,), key=key)


def _highlights(summary: Summary) -> Line:
    parts: list[Line] = []
    if met_counts(summary)[1]:
        parts.append((*met_words(summary), " có kế hoạch đạt hoặc vượt kế hoạch"))
    for row in summary.poverty:
        if row.change is not None and row.change < 0:
            change = count(-row.change, "hộ", key=f"poverty.{row.poverty_class}.change", ref=row.ref)
            parts.append((f"số {CLASS_NAMES[row.poverty_class]} giảm ", change))
    forms = sorted((row for row in summary.by_form if row.support_vnd), key=lambda row: -row.support_vnd)[:2]
    if forms and summary.totals.support_vnd:
        shares: list[Line] = [(f"{lower_first(row.name)} (", _share(row, summary), ")") for row in forms]
        parts.append(("nguồn lực hỗ trợ tập trung cho ", *join(shares)))
    if not parts:
        return ("Chưa đủ số liệu để đánh giá kết quả trong kỳ.",)
    line = join(parts, last="; ", between="; ")
    return (upper_first(line[0]) if isinstance(line[0], str) else line[0], *line[1:], ".")


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


def _grants_without_households(summary: Summary) -> int:
    return sum(row.kind == "grant" and row.households is None for row in summary.supports)


def _limits(summary: Summary) -> list[Line]:
    items: list[Line] = []
    coverage = summary.context.coverage
    if coverage is not None and coverage.reported < coverage.expected:
        left = coverage.expected - coverage.reported
        missing = count(left, coverage.noun, key="coverage.missing", ref=coverage.ref)
        items.append(("Còn ", missing, " chưa gửi số liệu; các tổng trong Báo cáo chưa gồm phần này."))
    if len(summary.context.hamlets) > 1:
        items.append((f"Số liệu của {short_place(summary)} được ghi chung, chưa tách riêng cho từng thôn.",))
    unnamed = _grants_without_households(summary)
    if unnamed:
        items.append(
            (
                count(unnamed, "khoản", key="support.no_households", ref=anchor("Các khoản")),
                " hỗ trợ chưa ghi số hộ thụ hưởng.",
            )
        )
    if summary.totals.unvalued:
        unvalued = count(summary.totals.unvalued, "khoản", key="totals.unvalued", ref=summary.totals.unvalued_ref)
        items.append((unvalued, " hiện vật, ngày công chưa quy thành tiền nên tổng giá trị chưa phản ánh hết kết quả."))
    months = [row for row in summary.by_month if "-" not in row.month and (row.support_vnd or row.loan_vnd)]
    if months:
        known = "năm" if summary.period.is_calendar_year else "quý hoặc năm"
        items.append((f"Một số khoản chỉ ghi {known}, chưa rõ tháng thực hiện.",))
    unplaced = summary.unplaced
    if unplaced is not None:
        outside = count(unplaced.supports, "khoản", key="unplaced.supports", ref=unplaced.ref)
        items.append((outside, f" chưa xếp được vào kỳ vì chỉ ghi {vague(summary)}, không nằm trong các tổng."))
    if summary.warnings:
        items.append(
            (
                "Số liệu đã công bố còn ",
                count(len(summary.warnings), "điểm", key="warnings", ref=anchor("Điểm cần làm rõ")),
                " chưa thống nhất, cần làm rõ.",
            )
        )
    return items


def _requests(summary: Summary, places: Places, appendix: str) -> list[Line]:
    items: list[Line] = []
    if places.unvalued:
        where = f" đối với các khoản nêu tại {places.unvalued}"
        items.append((f"Đề nghị các đơn vị thực hiện bổ sung đơn giá quy đổi{where}.",))
    if _grants_without_households(summary):
        items.append(("Đề nghị các đơn vị thực hiện bổ sung số hộ và danh sách hộ thụ hưởng còn thiếu.",))
    met, judged = met_counts(summary)
    if judged > met:
        items.append(("Đề nghị đơn vị có chỉ tiêu chưa đạt nêu rõ nguyên nhân và biện pháp thực hiện.",))
    if appendix:
        items.append(
            (f"Đề nghị cơ quan công bố số liệu rà soát, xác nhận hoặc đính chính các điểm nêu tại {appendix}.",)
        )
    if summary.totals.loan_vnd:
        items.append(("Tiếp tục theo dõi việc sử dụng và hoàn trả vốn vay.",))
    return items
