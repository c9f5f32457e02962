"""Words and figures: what a person rewrites keeps the portal's figures alive."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.building.build import build
from reports.document import Document, Figure, LetteredList, Paragraph
from reports.drafts.wording import (
    WordingError,
    apply,
    block_text,
    blocks_of,
    figures_of,
    lines_of,
    lost,
    merged,
    moved,
    shown,
    stored,
    to_line,
    to_text,
)
from reports.renderers.figures import line_text
from tests.reports.pretieng_summary import EMPTY, PRETIENG

PRETIENG_DOCUMENT = build(PRETIENG)
DOCUMENTS = [PRETIENG_DOCUMENT, build(EMPTY)]
FIGURES = figures_of(PRETIENG_DOCUMENT)


@pytest.mark.parametrize("document", DOCUMENTS, ids=["pretieng", "empty"])
def test_every_sentence_has_a_key_of_its_own_and_every_figure_in_it_too(document: Document) -> None:
    blocks = [block for block in document.all_blocks() if isinstance(block, Paragraph | LetteredList)]
    keys = [block.key for block in blocks if not (isinstance(block, Paragraph) and block.style == "note")]
    assert all(keys)
    assert len(keys) == len(set(keys))
    said: dict[str, Figure] = {}
    for block in blocks:
        for part in (part for line in lines_of(block) for part in line if isinstance(part, Figure)):
            assert part.key, part
            assert said.setdefault(part.key, replace(part, ref="")) == replace(part, ref=""), part.key


@pytest.mark.parametrize("document", DOCUMENTS, ids=["pretieng", "empty"])
def test_text_and_back_gives_the_same_line_for_every_block(document: Document) -> None:
    figures = figures_of(document)
    plain = {key: replace(figure, ref="") for key, figure in figures.items()}
    for block in blocks_of(document).values():
        for line in lines_of(block):
            bare = merged(tuple(replace(part, ref="") if isinstance(part, Figure) else part for part in line))
            assert to_line(to_text(line), plain) == bare
            assert to_line(shown(to_text(line), figures), plain) == bare


@given(st.lists(st.one_of(st.text("ab {}|\u00a0đ.", max_size=6), st.sampled_from(sorted(FIGURES))), max_size=8))
def test_any_words_around_any_figures_read_back(parts: list[str]) -> None:
    line = merged(tuple(FIGURES.get(part, part) for part in parts))
    assert to_line(to_text(line), FIGURES) == line


def test_an_unknown_figure_names_the_nearest_and_a_lone_brace_its_place() -> None:
    with pytest.raises(WordingError, match=r"Không có số liệu \{totals.suport_vnd\}. Gần nhất: \{totals.support_vnd\}"):
        to_line("Tổng là {totals.suport_vnd}.", FIGURES)
    with pytest.raises(WordingError, match="Dấu ngoặc nhọn lẻ ở “Tổng } là”"):
        to_line("Tổng } là", FIGURES)


def test_a_rewritten_block_follows_the_data_and_says_when_the_portal_says_something_else() -> None:
    base = block_text(blocks_of(PRETIENG_DOCUMENT)["results.support.opening"])
    text = stored("Cả đợt hỗ trợ {sai 5 | totals.support_vnd}.\n\n\nCho vay {totals.loan_vnd}.")
    words = {
        "results.support.opening": {"text": text, "base": base},
        "review.requests": {"text": "Một.\nHai.", "base": "khác"},
        "closing": {"text": "", "base": block_text(blocks_of(PRETIENG_DOCUMENT)["closing"])},
    }
    more = replace(PRETIENG, totals=replace(PRETIENG.totals, support_vnd=2_215_750_001))
    blocks = blocks_of(apply(build(more), words))
    assert line_text(lines_of(blocks["results.support.opening"])[0]) == "Cả đợt hỗ trợ 2.215.750.001\u00a0đồng."
    assert line_text(lines_of(blocks["results.support.opening.2"])[0]) == "Cho vay 140.000.000\u00a0đồng."
    assert [line_text(line) for line in lines_of(blocks["review.requests"])] == ["Một.", "Hai."]
    assert "closing" not in blocks
    assert list(moved(build(more), words)) == ["review.requests"]  # a figure that moved is no other sentence


def test_a_figure_that_is_gone_prints_a_dash_and_is_named() -> None:
    words = {"opening": {"text": "Vay {loans.1.loan_vnd}.", "base": ""}}
    empty = build(EMPTY)
    assert line_text(lines_of(blocks_of(apply(empty, words))["opening"])[0]) == "Vay –."
    assert lost(empty, words) == {"opening": ["loans.1.loan_vnd"]}
