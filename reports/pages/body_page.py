"""An organisation's years as a table: led beside joined, with what it was made of. No database here."""

from collections.abc import Mapping, Sequence

from danvan.lib.numbers import format_int
from movements.models import Organization
from reports.pages.beside_rows import Run
from reports.pages.body_years import ALL, BodyLineage, Figure, Year
from reports.pages.credit_block import KINDS, listed
from reports.pages.year_table import Cell, Head, Row, Table, money_note, without_empty
from reports.summaries.summarize_subject import Links

HOWS = (("led", "kênh thực hiện", "to-chuc"), ("joined", "cùng làm", "cung-lam"))
NAMES = {
    "grant": ("Hỗ trợ", "money", "đồng"), "loan": ("Cho vay", "money", "đồng"),
    "activity": ("Hoạt động", "count", ""), "work": ("Công trình", "count", ""), "model": ("Mô hình", "count", ""),
}  # fmt: skip
HEADS = (
    *(Head(f"{name}, {how}", kind, bar=(key, which) == ("grant", "led"), unit=unit)
      for key, (name, kind, unit) in NAMES.items() for which, how, _parameter in HOWS),
    Head("Đợt chủ trì"), Head("Đợt phối hợp"), Head("Chỉ tiêu được giao"),
)  # fmt: skip


def table(
    lineage: BodyLineage, years: Mapping[int, Year], campaigns: Sequence[Run], on: Mapping[str, bool], today: int
) -> Table | None:
    """A row a year, and under it a row a body where several have something in it; None where there is nothing."""
    running = [year for run in campaigns for year in range(run.first, min(run.last, today) + 1)]
    known = sorted({*years, *running})
    if not known:
        return None
    rows: list[Row] = []
    for year in range(known[0], known[-1] + 1):
        at = years.get(year, Year())
        present = [body for body in lineage.bodies if body.pk in at.bodies() | _running(campaigns, year)]
        if len(present) > 1:
            names = [body.label for body in present if body != lineage.body]
            rows.append(Row(str(year), _cells(at, campaigns, year, None, lineage.bodies, on), _mark(names)))
            rows += [Row(body.label, _cells(at, campaigns, year, body, [body], on), sub=True,
                         url=body.get_absolute_url()) for body in present]  # fmt: skip
        else:
            body = present[0] if present else lineage.body
            mark = "" if body == lineage.body else f"số của {body.label}"
            rows.append(Row(str(year), _cells(at, campaigns, year, body, [body], on), mark))
    return Table("nam", "Đã làm qua các năm", *without_empty(HEADS, rows))


def _mark(names: Sequence[str]) -> str:
    return f"gồm cả {', '.join(names)}" if names else ""


def _running(campaigns: Sequence[Run], year: int) -> set[int]:
    return {run.body for run in campaigns if run.first <= year <= run.last}


def _cells(
    at: Year, campaigns: Sequence[Run], year: int, body: Organization | None, bodies: Sequence[Organization],
    on: Mapping[str, bool],
) -> tuple[Cell, ...]:  # fmt: skip
    """Of one organisation, each with its list; or (`body` None) of all `bodies` together, which no list shows."""
    pk = body.pk if body else ALL
    cells = []
    for kind in NAMES:
        for how, _words, parameter in HOWS:
            figure = at.of(kind, how, pk)
            links = Links({"nam": str(year)}, on=on.get(kind, False) and body is not None)
            url = listed(KINDS[kind], links, **{parameter: body.code}) if body and figure.n else ""
            cells.append(_cell(kind, figure, url))
    ids = {one.pk for one in bodies}
    for led in (True, False):
        runs = {run.pk for run in campaigns if run.led == led and run.body in ids and run.first <= year <= run.last}
        if not led:  # what one of them leads is not joined by another
            runs -= {run.pk for run in campaigns if run.led and run.body in ids}
        url = f"/dot/?to-chuc={body.code}&nam={year}" if body and led and runs else ""
        cells.append(Cell(len(runs) or None, url))
    given = at.of("target", "led", pk)
    url = f"/chi-tieu/?giao-cho={body.code}&nam={year}&trang-thai=approved" if body and given.n else ""
    cells.append(Cell(given.n or None, url, f"{format_int(given.first)} có kết quả" if given.n and given.first else ""))
    return tuple(cells)


def _cell(kind: str, figure: Figure, url: str) -> Cell:
    if not figure.n:
        return Cell(None)
    match kind:
        case "grant" | "loan":
            return Cell(figure.vnd, url, money_note(figure.n, figure.vnd))
        case "activity":
            told = [f"{format_int(n)} {unit}" for n, unit in ((figure.first, "người"), (figure.second, "lượt")) if n]
            return Cell(figure.n, url, ", ".join(told))
        case "model":
            return Cell(figure.n, url, f"{format_int(figure.first)} công nhận" if figure.first else "")
    return Cell(figure.n, url)
