"""The headline figures at the top of Tổng quan, each with its change on last year. No database here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danvan import charts
from danvan.lib.numbers import MISSING, format_int, format_short_money
from models_programs import funnel
from reports.summary import minus

if TYPE_CHECKING:
    from reports.overview.dashboard import Facts

MODEL_STEPS = funnel.STEPS[1:]
"""From the accepted registration on: nothing on this page waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One figure at the top: exact value behind `url`, its change on last year, a note."""

    label: str
    value: str
    unit: str
    exact: str = ""
    url: str = ""
    change: str = ""
    note: str = ""
    note_url: str = ""


def models_at(counted: funnel.Counts, step: str) -> tuple[int, int]:
    """(tập thể, cá nhân) of the models × year that the step counts."""
    return counted.get((step, "collective"), 0), counted.get((step, "individual"), 0)


def headlines(data: "Facts") -> list[Headline]:
    """Where nothing is recorded stands "–", not zero: nobody says that nothing was given."""
    now, before, links = data.now.totals(), data.before.totals(), data.links
    known, some = bool(before.supports), bool(now.supports)
    poor = next((row for row in data.poverty.rows if row.poverty_class == "poor"), None)
    counted, counted_before = data.models[data.year], data.models[data.year - 1]
    recognised, recognised_before = (models_at(models, "recognised") for models in (counted, counted_before))
    collective, individual = recognised
    houses, houses_before = int(now.houses), int(before.houses) if known else None
    support_text, support_unit = format_short_money(now.support_vnd) if some else (MISSING, "")
    late = data.now.supplements().supports
    notes = [f"{now.unvalued} khoản chưa quy thành tiền"] if now.unvalued else []
    notes += [f"gồm {late} khoản bổ sung cho kỳ trước"] if late else []
    loan_text, loan_unit = format_short_money(now.loan_vnd) if some else (MISSING, "")
    return [
        Headline(
            label="Hỗ trợ", value=support_text, unit=support_unit, exact=f"{now.support_vnd}",
            url=links.supports(loai="grant"),
            change=money_change(now.support_vnd, before.support_vnd if known and some else None),
            note="; ".join(notes),
            note_url=links.supports(chua_quy="1") if now.unvalued else links.supports(bo_sung="1") if late else "",
        ),
        Headline(
            label="Cho vay ủy thác", value=loan_text, unit=loan_unit, exact=f"{now.loan_vnd}",
            url=links.supports(loai="loan"),
            change=money_change(now.loan_vnd, before.loan_vnd if known and some else None),
            note="Không cộng vào hỗ trợ",
        ),
        Headline(
            label="Lượt hộ thụ hưởng", value=charts.plain(now.households), unit="lượt", url=links.supports(),
            change=count_change(now.households, before.households if known else None),
            note="Một hộ có thể nhiều lượt",
        ),
        Headline(
            label="Nhà ở xây mới", value=charts.plain(houses if some else None), unit="căn",
            url=links.supports(hinh_thuc="house_new"), change=count_change(houses if some else None, houses_before),
            note="Mỗi căn đếm một lần",
        ),
        Headline(
            label="Hộ nghèo cuối kỳ", value=charts.plain(poor.end if poor else None), unit="hộ",
            url=poor.ref if poor else "", change=count_change(poor.end, poor.start) if poor else "",
            note=_standard(data.poverty.standard),
        ),
        Headline(
            label="Mô hình công nhận", value=charts.plain(sum(recognised) if counted else None), unit="mô hình",
            url=links.to("/mo-hinh/", muc="recognised"),
            change=count_change(sum(recognised), sum(recognised_before)) if counted and counted_before else "",
            note=f"{collective} tập thể, {individual} cá nhân" if counted else "Chưa có mô hình đăng ký",
        ),
    ]  # fmt: skip


def _standard(words: str) -> str:
    """The standard without its decree: "Chuẩn nghèo đa chiều 2022–2025"."""
    return words[:1].upper() + words[1:].partition(" (")[0] if words else "Chưa có số rà soát"


def _arrow(difference: int) -> str:
    return "▲" if difference > 0 else "▼" if difference < 0 else "="


def money_change(now: int, before: int | None) -> str:
    """ "▲ 1,374 tỷ đồng (+16,9 %)"; "" when last year is not known. Up or down is neither good nor bad."""
    if before is None:
        return ""
    if now == before:
        return "= như năm trước"
    text, unit = format_short_money(abs(now - before))
    percent = f" ({charts.change(now, before, 1)})" if before else ""
    return f"{_arrow(now - before)} {text} {unit.removesuffix(' đồng')}{percent}"


def count_change(now: int | None, before: int | None) -> str:
    difference = minus(now, before)
    if difference is None or now is None:
        return ""
    if not difference:
        return "= như năm trước"
    percent = f" ({charts.change(now, before, 1)})" if before else ""
    return f"{_arrow(difference)} {format_int(abs(difference))}{percent}"
