"""New houses (nhà ở xây mới), each counted once, however many sources paid for it."""

from reports.building.narrative import count, join, lower_first, money, tie
from reports.document import Block, Figure, Line, Paragraph
from reports.summary import Summary, SupportRow

MAX_RECORDS = 4


def houses(summary: Summary) -> list[Block]:
    """The paragraph on houses; nothing when none was built."""
    rows = [row for row in summary.supports if row.houses]
    total = summary.totals.houses
    if not total:
        return []
    line: Line = ("Nhà ở xây mới có ", _houses(total, "totals.houses", summary.totals.houses_ref))
    valued = [row.support_vnd for row in rows if row.support_vnd is not None]
    if valued:
        line += (", giá trị ", money(sum(valued), key="houses.support_vnd", ref=summary.totals.houses_ref))
    if 1 < len(rows) <= MAX_RECORDS:
        line += ("; trong đó ", *join(_record(number, row) for number, row in enumerate(rows, 1)))
    elif len(rows) == 1:
        line += (f", do {tie(rows[0].organization)} thực hiện",)
    line += (". Mỗi căn nhà chỉ tính một lần, không tính lặp theo nguồn.",)
    return [Paragraph(line, key="results.support.houses")]


def _houses(number: int, key: str, ref: str) -> Figure:
    return count(number, "căn", key=key, ref=ref)


def _record(number: int, row: SupportRow) -> Line:
    key = f"houses.{number}"
    line: Line = (_houses(row.houses, f"{key}.houses", row.ref), f" do {tie(row.organization)} thực hiện")
    shares = [share for share in row.sources if share.amount_vnd is not None]
    if len(shares) > 1:
        parts = join(
            (
                (f"{lower_name(share.name)} ", money(share.amount_vnd, key=f"{key}.sources.{place}", ref=row.ref))
                for place, share in enumerate(shares, 1)
            ),
            last=", ",
        )
        return (*line, " từ ", count(len(shares), "nguồn", key=f"{key}.sources", ref=row.ref), " (", *parts, ")")
    return (
        (*line, " (", money(row.support_vnd, key=f"{key}.support_vnd", ref=row.ref), ")")
        if row.support_vnd is not None
        else line
    )


def lower_name(name: str) -> str:
    """ "Xã Phú Sơn vận động" → "xã Phú Sơn vận động"; names of bodies keep their capital."""
    return lower_first(name) if name.startswith(("Xã ", "Huyện ", "Tỉnh ", "Thôn ")) else name
