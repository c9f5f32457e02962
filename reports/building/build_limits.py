"""The end of chapter III: what the figures lack, and what is asked for. Each request answers a figure of the report."""

from reports.building.build_context import CLASS_NAMES, poverty_end, poverty_start
from reports.building.build_period import known_of_time, vague
from reports.building.build_results import Places
from reports.building.narrative import anchor, count, join, money, short_place
from reports.building.targets_told import behind, gap_words
from reports.document import Block, Figure, LetteredList, Line, Paragraph
from reports.summary import Summary

MAX_BEHIND = 6


def points(key: str, items: list[Line], otherwise: str) -> Block:
    """Points a), b) …; one alone is a sentence without a letter, none says `otherwise`."""
    if len(items) > 1:
        return LetteredList(tuple(items), key=key)
    return Paragraph(items[0] if items else (otherwise,), key=key)


def limits(summary: Summary) -> list[Line]:
    """What the figures lack or leave open."""
    items: list[Line] = []
    coverage = summary.context.coverage
    if _nothing(summary):
        items.append((f"Chưa có số liệu {summary.period.label} trong phạm vi báo cáo; như vậy không có nghĩa là "
                      "không phát sinh.",))  # fmt: skip
    if coverage is not None and coverage.reported < coverage.expected:
        items.append(("Còn ", _missing(summary), " chưa gửi số liệu; các tổng trong Báo cáo chưa gồm phần này."))
    if len(summary.context.hamlets) > 1:
        items.append((f"Số liệu của {short_place(summary)} được ghi chung, chưa tách riêng cho từng thôn.",))
    if _grants_without_households(summary):
        items.append(("Có ", _unnamed(summary), " hỗ trợ chưa ghi số hộ thụ hưởng."))
    totals = summary.totals
    if totals.unvalued:
        unvalued = count(totals.unvalued, "khoản", key="totals.unvalued", ref=totals.unvalued_ref)
        items.append(
            ("Có ", unvalued, " hiện vật, ngày công chưa quy thành tiền nên tổng giá trị chưa phản ánh hết kết quả.")
        )
    if any("-" not in row.month and (row.support_vnd or row.loan_vnd) for row in summary.by_month):
        items.append((f"Một số khoản chỉ ghi {known_of_time(summary)}, chưa rõ tháng thực hiện.",))
    unplaced = summary.unplaced
    if unplaced is not None:
        outside = count(unplaced.supports, "khoản", key="unplaced.supports", ref=unplaced.ref)
        items.append(("Có ", outside, f" chưa xếp được vào kỳ vì chỉ ghi {vague(summary)}, không nằm trong các tổng."))
    if any(row.start is not None and row.end is None for row in summary.poverty):
        items.append((f"Chưa có số liệu hộ nghèo, hộ cận nghèo {poverty_end(summary)}.",))
    if summary.warnings:
        number = count(len(summary.warnings), "điểm", key="warnings", ref=anchor("Điểm cần làm rõ"))
        items.append(("Số liệu đã công bố còn ", number, " chưa thống nhất, cần làm rõ."))
    return items


def requests(summary: Summary, places: Places, appendix: str) -> list[Line]:
    """What is asked for, and of whom. `appendix`: the name of the appendix on open points, "" without one."""
    items: list[Line] = []
    coverage, totals = summary.context.coverage, summary.totals
    if _nothing(summary):
        items.append((f"Đề nghị các đơn vị gửi số liệu {summary.period.label} hoặc xác nhận không phát sinh.",))
    if coverage is not None and coverage.reported < coverage.expected:
        items.append(("Đề nghị ", _missing(summary), " chưa gửi số liệu gửi ngay để bổ sung vào Báo cáo."))
    missed = behind(summary)
    if missed:
        head: Line = (
            "Đề nghị đơn vị thực hiện nêu rõ nguyên nhân và biện pháp đối với ",
            count(len(missed), "chỉ tiêu", key="targets.behind", ref=anchor("Chỉ tiêu")),
            " chưa đạt kế hoạch: " if len(missed) <= MAX_BEHIND else " chưa đạt kế hoạch, trước hết là ",
        )
        gaps = join((gap_words(row) for row in missed[:MAX_BEHIND]), last="; ", between="; ")
        items.append((*head, *gaps, "."))
    for row in summary.poverty:
        if row.change is not None and row.change > 0:
            more = count(row.change, "hộ", key=f"poverty.{row.poverty_class}.change", ref=row.ref)
            items.append((f"Đề nghị rà soát nguyên nhân số {CLASS_NAMES[row.poverty_class]} tăng ", more,
                          f" so với {poverty_start(summary)}, có giải pháp hỗ trợ phù hợp."))  # fmt: skip
    if places.unvalued:
        things = "khoản" if totals.unvalued == 1 else "các khoản"
        items.append(
            (f"Đề nghị các đơn vị thực hiện bổ sung đơn giá quy đổi đối với {things} nêu tại {places.unvalued}.",)
        )
    if _grants_without_households(summary):
        items.append(
            ("Đề nghị các đơn vị thực hiện bổ sung số hộ và danh sách hộ thụ hưởng của ", _unnamed(summary),
             " còn thiếu.")
        )  # fmt: skip
    if summary.unplaced is not None:
        outside = count(summary.unplaced.supports, "khoản", key="unplaced.supports", ref=summary.unplaced.ref)
        items.append(("Đề nghị bổ sung thời gian thực hiện của ", outside, " để xếp vào đúng kỳ."))
    if appendix:
        items.append(_clarify(summary, appendix))
    if totals.loan_vnd:
        items.append(("Tiếp tục theo dõi việc sử dụng và hoàn trả vốn vay.",))
    return items


def _clarify(summary: Summary, appendix: str) -> Line:
    line: Line = (f"Đề nghị cơ quan công bố số liệu rà soát, xác nhận hoặc đính chính các điểm nêu tại {appendix}",)
    difference = summary.difference["support_vnd"]
    if difference:
        amount = money(abs(difference), key="difference.support_vnd", ref=summary.published.ref)
        line += (", trong đó có chênh lệch ", amount, " về tổng giá trị hỗ trợ")
    return (*line, ".")


def _nothing(summary: Summary) -> bool:
    return not (summary.totals.supports or summary.targets or summary.models)


def _missing(summary: Summary) -> Figure | str:
    coverage = summary.context.coverage
    if coverage is None:
        return ""
    left = coverage.expected - coverage.reported
    return count(left, coverage.noun, key="coverage.missing", ref=coverage.ref)


def _grants_without_households(summary: Summary) -> int:
    return sum(row.kind == "grant" and row.households is None for row in summary.supports)


def _unnamed(summary: Summary) -> Figure:
    number = _grants_without_households(summary)
    return count(number, "khoản", key="support.no_households", ref=anchor("Các khoản"))
