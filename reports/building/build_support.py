"""What was given, in words, with its tables, from the total down to the houses, which count once. No loan is here."""

from reports.building import support_tables as tables
from reports.building.build_houses import houses, lower_name
from reports.building.build_period import known_of_time
from reports.building.narrative import Outline, anchor, count, join, lower_first, money, percent, quantity, tie
from reports.document import BarRow, Block, ChartBlock, Figure, Line, Paragraph
from reports.summary import GroupRow, MonthRow, Summary, rate, trim

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
    if len(sources) > 1:
        label = outline.table()
        blocks.append(tables.groups(summary, sources, "by_source", "Nguồn kinh phí", label, "Số khoản góp"))
    forms = tables.granted(summary.by_form)
    if forms:
        blocks += [outline.point("Theo hình thức hỗ trợ"), *_form_lead(summary, forms), *houses(summary)]
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
        whole = "Khoản hỗ trợ" if first.grants == 1 else "Các khoản hỗ trợ đều"
        return [Paragraph((f"{whole} do {tie(first.name)} thực hiện.",), key="results.support.organizations")]
    if not first.support_vnd:
        return []
    amount, share = _given(summary, "by_organization", first)
    line: Line = (f"{tie(first.name)} thực hiện ", amount, ", chiếm ", share, " tổng giá trị")
    if total > first.support_vnd:
        rest = money(total - first.support_vnd, key="by_organization.rest", ref=summary.totals.support_ref)
        line += ("; đơn vị còn lại thực hiện " if len(rows) == 2 else "; các đơn vị còn lại thực hiện ", rest)
    told = (*line, ".", *_next(summary, "by_organization", rows))
    return [Paragraph(told, key="results.support.organizations")]


def _given(summary: Summary, stem: str, row: GroupRow) -> tuple[Figure, Figure]:
    """What one organisation, source, form or place stands for, and its share of the whole."""
    key = f"{stem}.{row.code or row.name}"
    share = rate(row.support_vnd, summary.totals.support_vnd)
    amount = money(row.support_vnd, key=f"{key}.support_vnd", ref=row.ref)
    return amount, percent(share, key=f"{key}.share", ref=row.ref)


def _next(summary: Summary, stem: str, rows: list[GroupRow]) -> Line:
    """The second and the third of many, in a sentence of their own; nothing where the table is short anyway."""
    if len(rows) < 4 or not rows[2].support_vnd:
        return ()
    parts = [(f"{lower_name(tie(row.name))} ", _given(summary, stem, row)[0]) for row in rows[1:3]]
    return (" Tiếp theo là ", *join(parts), ".")


def _source_lead(summary: Summary, rows: list[GroupRow]) -> Block:
    first = rows[0]
    amount, share = _given(summary, "by_source", first)
    if len(rows) == 1:
        line: Line = ("Toàn bộ kinh phí ", amount, f" từ {lower_name(tie(first.name))}.")
        return Paragraph(line, key="results.support.sources")
    others = count(len(rows) - 1, "nguồn", key="by_source.others", ref=anchor("Theo nguồn kinh phí"))
    line = (f"{tie(first.name)} là nguồn lớn nhất với ", amount, ", chiếm ", share, "; số còn lại từ ", others, " khác")
    return Paragraph((*line, ".", *_next(summary, "by_source", rows)), key="results.support.sources")


def _form_lead(summary: Summary, rows: list[GroupRow]) -> list[Block]:
    """The two largest forms of several, in a sentence."""
    valued = [row for row in rows if row.support_vnd]
    if len(valued) < 2:
        return []
    parts: list[Line] = []
    for row in valued[:2]:
        amount, share = _given(summary, "by_form", row)
        parts.append((f"{lower_first(row.name)} ", amount, " (", share, ")"))
    return [Paragraph(("Kinh phí nhiều nhất dành cho ", *join(parts), "."), key="results.support.forms")]


def _place_lead(summary: Summary, rows: list[GroupRow]) -> list[Block]:
    places = [row for row in rows if row.support_vnd and row.code]
    if len(places) < 2:
        return []
    parts: list[Line] = []
    for row in places[:3]:
        amount, share = _given(summary, "by_area", row)
        parts.append((f"{lower_name(tie(row.name))} ", amount, " (", share, ")"))
    return [Paragraph(("Giá trị hỗ trợ nhiều nhất ở ", *join(parts), "."), key="results.support.places")]


def _month_lead(rows: list[MonthRow], summary: Summary) -> Block:
    known = [row for row in rows if "-" in row.month]
    most = max(known, key=lambda row: row.support_vnd)
    amount = money(most.support_vnd, key=f"by_month.{most.month}.support_vnd", ref=most.ref)
    line: Line = (f"{tables.month_name(most)} có giá trị hỗ trợ lớn nhất, ", amount)
    for row in rows:
        if row not in known:
            line += ("; ", money(row.support_vnd, key=f"by_month.{row.month}.support_vnd", ref=row.ref),
                     " chưa rõ tháng thực hiện")  # fmt: skip
    return Paragraph((*line, "."), key="results.support.months")


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
    whole = "Khoản hỗ trợ" if sum(row.grants for row in areas) == 1 else "Toàn bộ các khoản hỗ trợ"
    one_place = (f"{whole} được thực hiện tại {lower_name(tie(areas[0].name))}.",) if len(areas) == 1 else ()
    no_month = months and all("-" not in row.month for row in months)
    known = known_of_time(summary)
    known = f"năm {summary.year}" if known == "năm" else known
    year_only = (f"Nguồn số liệu chỉ ghi {known}, chưa rõ tháng của từng khoản.",) if no_month else ()
    if one_place and year_only:
        both = Paragraph((*one_place, " ", *year_only), key="results.support.places")
        return [outline.point("Theo địa bàn, thời gian"), both]
    blocks: list[Block] = []
    if areas:
        blocks.append(outline.point("Theo địa bàn"))
        if one_place:
            blocks.append(Paragraph(one_place, key="results.support.places"))
        else:
            blocks += _place_lead(summary, areas)
            blocks.append(tables.groups(summary, areas, "by_area", "Địa bàn", outline.table()))
    if months and not summary.period.is_span:
        blocks.append(outline.point("Theo thời gian"))
        if year_only:
            blocks.append(Paragraph(year_only, key="results.support.months"))
        else:
            blocks += [_month_lead(months, summary), tables.months(summary, months, outline.table())]
    return blocks
