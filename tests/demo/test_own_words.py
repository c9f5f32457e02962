"""The portal's own sentences, of every kind of period in the demo: the figure checker finds nothing false in them."""

import pytest

from movements.models import Portal
from reports.asked import Asked
from reports.checking.figure_checks import findings
from reports.composing import document_of, summary_of
from reports.document import Figure
from reports.drafts.wording import blocks_of, lines_of
from reports.renderers.figures import line_text
from reports.summaries.summarize_reader import Reader

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.slow, pytest.mark.once]


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ("2023", "chưa đạt mức kế hoạch (từ 1,2 đến 1,5 điểm %), còn thiếu 0,1 điểm %"),
        ("2022-Q1", "so với cùng kỳ năm trước"),
        ("2031", "Đề nghị các đơn vị gửi số liệu năm 2031 hoặc xác nhận không phát sinh."),
    ],
)
def test_the_checker_finds_nothing_in_what_the_portal_writes(period: str, says: str) -> None:
    asked = Asked(period=period)
    summary = summary_of(asked, Reader.system(), Portal.current(), screen=True)
    document = document_of(asked, summary)
    lines = [line for block in blocks_of(document).values() for line in lines_of(block)]
    text = "\n".join(line_text(line) for line in lines).replace("\u00a0", " ")
    assert says in text
    assert [finding.message for finding in findings(text, summary) if finding.code != "legal_basis"] == []
    assert all(part.key for line in lines for part in line if isinstance(part, Figure))
