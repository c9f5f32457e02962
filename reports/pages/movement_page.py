"""A movement's year: its campaigns and their programmes as a tree, and what was done in them. No database here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from danvan.lib.numbers import MISSING, format_int, format_money, format_short_money
from movements.models import Campaign
from reports.overview.headlines import Headline
from reports.pages import credit_block, done_rows
from reports.pages.credit_block import KINDS, listed
from reports.pages.done import Done
from reports.summaries import stated
from reports.summaries.reconcile import Published
from reports.summaries.summarize_subject import Links
from reports.summary import Totals


def draw(
    campaigns: Iterable[Campaign], found: Mapping[str, Done], links: Mapping[str, Links], figures: Iterable[Published],
    *, whole: bool, near: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """The page's context. `campaigns`: all of the tree, the movement's own and their programmes. A reader who does not
    see the `whole` gets the published figures without sums beside them: a part is not compared.
    """
    tree = branches(list(campaigns), found, links)
    together = credit_block.blocks(
        [(kind, found[kind].credit) for kind in KINDS if kind in found], links.__getitem__, "toàn phong trào", near
    )
    published = stated.rows(figures, totals(found, links) if whole else None)
    return {
        "branches": tree,
        "foot": done_rows.whole(found, links) if tree else (),
        "headlines": headlines(found, links),
        "done": done_rows.rows(found, links),
        "credits": together,
        "credits_says": credit_block.title(together) if together else "",
        "published": stated.grouped(published),
        "published_says": stated.says(published),
        "empty": not any(done.n for done in found.values()),
    }


def branches(
    campaigns: list[Campaign], found: Mapping[str, Done], links: Mapping[str, Links]
) -> list[done_rows.Branch]:
    """Depth first, each campaign with its programmes; last what belongs to no campaign, where there is any."""
    inside: dict[int | None, list[Campaign]] = {}
    known = {one.pk for one in campaigns}
    for one in campaigns:
        inside.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    made: list[done_rows.Branch] = []

    def below(one: Campaign) -> list[int]:
        return [one.pk, *(pk for part in inside.get(one.pk, ()) for pk in below(part))]

    def walk(parent: int | None, depth: int) -> None:
        for one in inside.get(parent, ()):
            cells = done_rows.cells(found, below(one), links, one.code)
            made.append(done_rows.Branch(one.name, one.get_absolute_url(), depth, cells))
            walk(one.pk, depth + 1)

    walk(None, 0)
    apart = done_rows.cells(found, [None], links, None)
    if any(cell.sum.n for cell in apart):
        made.append(done_rows.Branch("Ngoài các đợt", "", 0, apart))
    return made


def totals(found: Mapping[str, Done], links: Mapping[str, Links]) -> Totals | None:
    """The sums that published figures are held against; None for a reader who may count no support."""
    grants, loans = found.get("grant"), found.get("loan")
    if grants is None or loans is None:
        return None
    houses = found.get("house", Done()).n
    valued = int(grants.figures.get("valued") or 0)
    return Totals(
        support_vnd=grants.vnd or 0, loan_vnd=loans.vnd or 0, supports=grants.n + loans.n, loans=loans.n,
        unvalued=grants.n - valued, houses=houses, support_ref=listed(KINDS["grant"], links["grant"]),
        loan_ref=listed(KINDS["loan"], links["loan"]), ref=links["grant"].supports(),
    )  # fmt: skip


def headlines(found: Mapping[str, Done], links: Mapping[str, Links]) -> list[Headline]:
    """Support, loans, houses, activities, models; "–" where nothing is recorded."""
    made = []
    sums = totals(found, links)
    if sums is not None:
        valued = sums.supports - sums.loans - sums.unvalued
        support, unit = format_short_money(sums.support_vnd) if valued else (MISSING, "")
        loan, loan_unit = format_short_money(sums.loan_vnd) if sums.loans else (MISSING, "")
        made = [
            Headline(label="Hỗ trợ", value=support, unit=unit, exact=f"{sums.support_vnd}", url=sums.support_ref,
                     change=f"{format_money(sums.support_vnd)} đồng" if valued else "",
                     note=f"{format_int(sums.supports - sums.loans)} khoản" if sums.supports else "Chưa có khoản nào"),
            Headline(label="Cho vay", value=loan, unit=loan_unit, exact=f"{sums.loan_vnd}", url=sums.loan_ref,
                     note="Không cộng vào hỗ trợ"),
            Headline(label="Nhà ở xây mới", value=format_int(sums.houses) if sums.houses else MISSING, unit="căn",
                     url=links["grant"].supports(hinh_thuc="house_new"), note="Mỗi căn đếm một lần"),
        ]  # fmt: skip
    for kind in ("activity", "model"):
        if kind in found:
            done = found[kind]
            made.append(
                Headline(label=KINDS[kind].title, value=format_int(done.n) if done.n else MISSING,
                         unit=KINDS[kind].thing if done.n else "",
                         url=listed(KINDS[kind], links[kind]) if done.n else "", note=_of(kind, done))
            )  # fmt: skip
    return made


def _of(kind: str, done: Done) -> str:
    if kind == "model" and done.n:
        collective, individual = (int(done.figures.get(name) or 0) for name in ("collective", "individual"))
        return f"{format_int(collective)} tập thể, {format_int(individual)} cá nhân"
    people = done.figures.get("people")
    return f"{format_int(int(people))} người" if people else ""
