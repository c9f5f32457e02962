"""The year's report on the programme «Dân vận khéo». Counts are of model × year; tập thể and cá nhân always apart."""

from reports.building.build_frame import Issue, framed, head_of
from reports.building.build_programme_tables import (
    boards,
    cohorts,
    published,
    quotas,
    recognised,
    steps,
    stopped,
    words_of_steps,
)
from reports.building.clean import clean
from reports.building.narrative import (
    NBSP,
    STEPS,
    Outline,
    count,
    join,
    kinds_told,
    lower_first,
    place,
    prose,
    quote,
    tie,
    trend,
)
from reports.document import Appendix, Block, Document, Letterhead, Line, Paragraph
from reports.summaries.rows_programme import Pair, Programme
from reports.summary import Summary


def build_programme(
    summary: Summary, *, letterhead: Letterhead | None = None, issue: Issue | None = None
) -> Document:  # fmt: skip
    """The report on the programme's year; the recognised models with their decisions are its appendix."""
    summary = clean(summary)
    found = summary.programme or Programme(steps=(), columns=())
    head = head_of(summary, letterhead, issue)
    outline = Outline(head.chapter_suffix)
    what = _what(summary)
    blocks: list[Block] = [
        Paragraph(
            (f"Thực hiện phong trào thi đua “Dân vận khéo” {summary.period.label}, {head.issuer_name} báo cáo {what} "
             "như sau:",),
            key="opening",
        )
    ]  # fmt: skip
    blocks += _empty(summary, outline) if _nothing(found) else _chapters(summary, found, outline)
    blocks.append(Paragraph((f"Trên đây là báo cáo {what}, {head.issuer_name} trân trọng báo cáo./.",), key="closing"))
    return framed(
        summary, what, tuple(blocks), _appendices(summary, found), letterhead=head, issue=issue,
        about="Mô hình “Dân vận khéo”: đăng ký, công nhận, tiếp tục, ngừng, sức sống",
    )  # fmt: skip


def _what(summary: Summary) -> str:
    where = place(summary)
    head = "kết quả xây dựng mô hình “Dân vận khéo”"
    match summary.scope.type:
        case "organization":
            return f"{head} của {tie(summary.scope.name)} {summary.period.label}"
        case "campaign":
            return f"{head} trong đợt {quote(tie(summary.scope.name))} {summary.period.label}"
        case "movement":
            return f"{head} trong phong trào {quote(tie(summary.scope.name))} {summary.period.label}"
    return f"{head} trên địa bàn {where or tie(summary.scope.name)} {summary.period.label}"


def _nothing(found: Programme) -> bool:
    return not any(row.pair.total for row in found.steps)


def _empty(summary: Summary, outline: Outline) -> list[Block]:
    words = f"Chưa có mô hình nào được đăng ký {summary.period.label} trong phạm vi báo cáo."
    if summary.programme is None:
        words = f"Mô hình được ghi theo năm, nên không có số của riêng {summary.period.label}: hãy lập báo cáo cả năm."
    return [outline.chapter("Kết quả xây dựng mô hình"), Paragraph((words,), key="programme.none")]


def _chapters(summary: Summary, found: Programme, outline: Outline) -> list[Block]:
    blocks: list[Block] = [
        outline.chapter("Kết quả xây dựng mô hình"),
        outline.section("Kết quả chung"),
        _told(summary, found),
    ]
    blocks += [steps(summary, found, outline), words_of_steps(found)]
    blocks += published(found, outline)
    for board in found.boards:
        if board.rows:
            blocks += [outline.section(board.title), boards(found, board, outline)]
    if found.quotas:
        blocks += [outline.section("Thực hiện chỉ tiêu giao"), _owed(found), quotas(found, outline)]
    if found.cohorts:
        blocks += [outline.section("Sức sống của mô hình"), _lives(found), cohorts(found, outline)]
    if found.stopped:
        blocks += [outline.section("Mô hình ngừng hoạt động"), stopped(found, outline)]
    return blocks


def _pair(pair: Pair, key: str, done: str) -> Line:
    """ "16 mô hình được công nhận (13 tập thể, 03 cá nhân)"."""
    total = count(pair.total, "mô hình", key=f"{key}.total")
    return (total, f" {done}", *kinds_told(pair.collective or 0, pair.individual or 0, f"{key}.", pair.refs))


def _told(summary: Summary, found: Programme) -> Block:
    registered, accepted = found.step("registered"), found.step("accepted")
    told: Line = ("có ", *_pair(registered.pair, "programme.registered", "đăng ký"))
    if registered.change:
        change = count(abs(registered.change), "mô hình", key="programme.registered.change")
        told += (f", {trend(registered.change)} ", change, " so với năm trước")
    told += ("; ", *_pair(accepted.pair, "programme.accepted", "được duyệt, triển khai"))
    sentences: list[Line] = [(f"{summary.period.label} ", *told)]
    parts: list[Line] = [
        _pair(row.pair, f"programme.{row.code}", STEPS.get(row.label, lower_first(row.label)))
        for row in found.steps
        if row.code not in ("registered", "accepted") and row.pair.total
    ]
    if parts:
        sentences.append(("trong số được duyệt có ", *join(parts, last="; ", between="; ")))
    taken = found.step("replicated").places
    if taken:
        times = count(taken, "lượt", key="programme.replicated.places")
        sentences.append(("các mô hình được làm theo ", times, " ở nơi khác"))
    return Paragraph(prose(sentences), key="programme.told")


def _owed(found: Programme) -> Block:
    behind = sum(row.short > 0 for row in found.quotas)
    line: Line = ("Có ", count(len(found.quotas), "đơn vị", key="programme.quotas"), " được giao chỉ tiêu; ")
    if not behind:
        return Paragraph((*line, "tất cả đã đăng ký đủ."), key="programme.quotas")
    return Paragraph(
        (*line, count(behind, "đơn vị", key="programme.quotas.short"), " còn thiếu."), key="programme.quotas"
    )


def _lives(found: Programme) -> Block:
    words = (
        "Mỗi mô hình tính từ năm đầu tiên được duyệt; còn hoạt động sau một số năm nếu năm ấy, hoặc một năm sau đó, "
        "vẫn được duyệt và không ngừng. Dấu (–) là chưa đến năm ấy."
    )
    return Paragraph((words,), key="programme.lives")


def _appendices(summary: Summary, found: Programme) -> tuple[Appendix, ...]:
    if not found.recognised:
        return ()
    title = f"Danh sách mô hình “Dân vận khéo” được công nhận năm{NBSP}{summary.year}"
    return (Appendix(number="", title=title, blocks=(recognised(found),), landscape=True),)
