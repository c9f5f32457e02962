"""What was given, in words, with its tables, from the total down to the houses, which count once. No loan is here."""

from reports.building import support_tables as tables
from reports.building.build_houses import houses
from reports.building.narrative import Outline, anchor, count, money, percent, quantity, tie
from reports.document import BarRow, Block, ChartBlock, Line, Paragraph
from reports.summary import GroupRow, Summary, rate, trim

MAX_BARS = 12


def build_support(summary: Summary, outline: Outline) -> list[Block]:
    """The section on support; without any it says so."""
    head = outline.section("Kết quả hỗ trợ")
    organizations = tables.granted(summary.by_organization)
    if not organizations:
        none = Paragraph(
            ("Trong kỳ chưa ghi nhận khoản hỗ trợ nào trong phạm vi báo cáo.",), key="results.support.opening"
        )
        return [head, none, *_joined(summary)]
    blocks: list[Block] = [head, Paragraph(_opening(summary), key="results.support.opening"), *_joined(summary)]
    blocks += [outline.point("Theo đơn vị thực hiện"), *_lead(summary, organizations)]
    if len(organizations) > 1:
        # The table first: it may break, so that what is left of a page is filled; a chart may not.
        blocks.append(tables.organizations(summary, organizations, outline.table()))
        blocks += _bars(summary, organizations, outline)
    sources = [row for row in tables.granted(summary.by_source) if row.support_vnd]
    if sources:
        blocks += [outline.point("Theo nguồn kinh phí"), _source_lead(summary, sources)]
        label = outline.table()
        blocks.append(tables.groups(summary, sources, "by_source", "Nguồn kinh phí", label, "Số khoản góp"))
    forms = tables.granted(summary.by_form)
    if forms:
        blocks += [outline.point("Theo hình thức hỗ trợ"), *houses(summary)]
        blocks.append(tables.forms(summary, forms, outline.table()))
    return [*blocks, *_where_and_when(summary, outline)]


def valued_grants(summary: Summary) -> int:
    """Grants with at least one valued contribution: records less loans less those not valued."""
    return summary.totals.supports - tables.loans_counted(summary) - summary.totals.unvalued


def _opening(summary: Summary) -> Line:
    totals = summary.totals
    bodies = sum(row.support_vnd > 0 for row in summary.by_organization)
    line: Line = (
        "Tổng giá trị hỗ trợ đã quy thành tiền là ",
        money(totals.support_vnd, key="totals.support_vnd", ref=totals.support_ref),
    )
    if bodies:
        line += (", từ ", count(valued_grants(summary), "khoản", key="support.valued", ref=totals.support_ref))
        line += (" của ", count(bodies, "đơn vị", key="support.organizations", ref=anchor("Theo đơn vị")))
    if totals.unvalued:
        line += ("; ngoài ra còn ", count(totals.unvalued, "khoản", key="totals.unvalued", ref=totals.unvalued_ref))
        line += (" chưa quy thành tiền, được liệt kê riêng và không cộng vào tổng",)
    line += (".",)
    return (*line, " Vốn vay không tính vào số hỗ trợ và được nêu riêng.") if totals.loan_vnd else line


def _joined(summary: Summary) -> list[Block]:
    """In an organisation's report: what it joined in of others', which is in no sum here."""
    again, ref = summary.joint.again, summary.joined_ref
    if summary.scope.type != "organization" or not again.n:
        return []
    things = count(again.n, "khoản", key="joint.again.supports", ref=ref)
    line: Line = (f"Ngoài ra, {tie(summary.scope.name)} cùng làm ", things)
    line += (" do đơn vị khác thực hiện",)
    if again.vnd is not None:
        line += (", giá trị ", money(again.vnd, key="joint.again.support_vnd", ref=ref))
    line += ("; đã tính ở đơn vị thực hiện, không cộng vào các số của báo cáo này.",)
    return [Paragraph(line, key="results.support.joined")]


def _lead(summary: Summary, rows: list[GroupRow]) -> list[Block]:
    first, total = rows[0], summary.totals.support_vnd
    if len(rows) == 1:
        words = f"Các khoản hỗ trợ đều do {tie(first.name)} thực hiện."
        return [Paragraph((words,), key="results.support.organizations")]
    if not first.support_vnd:
        return []
    line: Line = (
        f"{tie(first.name)} thực hiện ",
        money(first.support_vnd, key=f"by_organization.{first.code or first.name}.support_vnd", ref=first.ref),
        ", chiếm ",
        percent(rate(first.support_vnd, total), key=f"by_organization.{first.code or first.name}.share", ref=first.ref),
        " tổng giá trị",
    )
    if total > first.support_vnd:
        rest = money(total - first.support_vnd, key="by_organization.rest", ref=summary.totals.support_ref)
        line += ("; đơn vị còn lại thực hiện " if len(rows) == 2 else "; các đơn vị còn lại thực hiện ", rest)
    return [Paragraph((*line, "."), key="results.support.organizations")]


def _source_lead(summary: Summary, rows: list[GroupRow]) -> Block:
    first, total = rows[0], summary.totals.support_vnd
    key = f"by_source.{first.code or first.name}"
    amount = money(first.support_vnd, key=f"{key}.support_vnd", ref=first.ref)
    share = percent(rate(first.support_vnd, total), key=f"{key}.share", ref=first.ref)
    others = count(len(rows) - 1, "nguồn", key="by_source.others", ref=anchor("Theo nguồn kinh phí"))
    rest: Line = ("; số còn lại từ ", others, " khác") if len(rows) > 1 else ()
    line: Line = (f"{tie(first.name)} là nguồn lớn nhất với ", amount, ", chiếm ", share, *rest, ".")
    return Paragraph(line, key="results.support.sources")


def _bars(summary: Summary, rows: list[GroupRow], outline: Outline) -> list[Block]:
    if sum(row.support_vnd > 0 for row in rows) < 2:
        return []
    shown = [row for row in rows if row.support_vnd or row.unvalued]
    bars = tuple(
        BarRow(
            label=row.name,
            value=row.support_vnd or None,
            note=() if row.support_vnd else _unvalued_things(summary, row.name),
            ref=row.ref,
        )
        for row in shown[:MAX_BARS]
    )
    most = f", {MAX_BARS} đơn vị có giá trị lớn nhất" if len(shown) > MAX_BARS else ""
    chart = ChartBlock(
        kind="bars",
        label=outline.chart(),
        caption=f"Giá trị hỗ trợ theo đơn vị thực hiện (triệu đồng){most}, không gồm vốn vay",
        alt="Biểu đồ thanh, giá trị hỗ trợ theo đơn vị thực hiện, triệu đồng",
        rows=bars,
    )
    return [chart]


def _unvalued_things(summary: Summary, organization: str) -> Line:
    """ "50 ngày công": what an organisation gave that has no value, for the place of its bar."""
    parts: Line = ()
    for item in summary.unvalued:
        if item.organization == organization and item.quantity is not None and len(parts) < 3:
            parts += ("; " if parts else "", quantity(trim(item.quantity), item.unit, ref=item.ref))
    return parts


def _where_and_when(summary: Summary, outline: Outline) -> list[Block]:
    """By place and by month: a table each where there is something to compare, else one sentence."""
    areas = tables.granted(summary.by_area)
    months = [row for row in summary.by_month if row.support_vnd]
    one_place = (f"Toàn bộ các khoản hỗ trợ được thực hiện tại {tie(areas[0].name)}.",) if len(areas) == 1 else ()
    no_month = months and all("-" not in row.month for row in months)
    known = f"năm {summary.year}" if summary.period.is_calendar_year else "quý hoặc năm"
    year_only = (f"Nguồn số liệu chỉ ghi {known}, chưa rõ tháng của từng khoản.",) if no_month else ()
    if one_place and year_only:
        both = Paragraph((*one_place, " ", *year_only), key="results.support.places")
        return [outline.point("Theo địa bàn, thời gian"), both]
    blocks: list[Block] = []
    if areas:
        blocks.append(outline.point("Theo địa bàn"))
        table = None if one_place else tables.groups(summary, areas, "by_area", "Địa bàn", outline.table())
        blocks.append(table or Paragraph(one_place, key="results.support.places"))
    if months and not summary.period.is_span:
        blocks.append(outline.point("Theo thời gian"))
        said = Paragraph(year_only, key="results.support.months") if year_only else None
        blocks.append(said or tables.months(summary, months, outline.table()))
    return blocks
