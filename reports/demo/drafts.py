"""Two drafts of reports: the campaign's with rewritten words and a comment, a commune's that waits to be checked."""

from movements.models import Portal
from reports.asked import Asked
from reports.composing import document_of, summary_of
from reports.drafts import draft_steps, drafting
from reports.drafts.wording import block_text, blocks_of, stored
from reports.issuers.letterheads import letterhead_of
from reports.models import Issuer, Report
from reports.summaries.summarize_reader import Reader

from .issuers import FRONT
from .world import World

HIGHLIGHTS = (
    "Kết quả nổi bật của đợt là đưa nguồn lực về đúng hai thôn khó khăn nhất: {totals.support_vnd} cho nhà ở, sinh kế "
    "và công trình vệ sinh. Số hộ nghèo giảm {poverty.poor.change}, số hộ cận nghèo giảm {poverty.near_poor.change}."
)
CLOSER = HIGHLIGHTS + " Kết quả ấy có phần của {context.organizations} cùng làm."


def make(world: World) -> None:
    """Both illustrative; nothing of them is a published text."""
    front, portal = Issuer.objects.get(name=FRONT), Portal.current()
    officer, board = world.users["mttq"], world.users["bandanvan"]
    campaign = Asked(scope="campaign", code="pretieng-2022", period="2022")
    report = drafting.begin(officer, campaign, issuer=front, audience=Report.Audience.PUBLIC, portal=portal)
    summary = summary_of(campaign, Reader.of(officer), portal)
    blocks = blocks_of(document_of(campaign, summary, issuer=letterhead_of(front, root=summary.context.root)))
    base = stored(block_text(blocks["review.highlights"]))
    for number, (writer, words) in enumerate(((officer, HIGHLIGHTS), (board, CLOSER))):
        drafting.rewrite(writer, report, "review.highlights", words, base=base, seen=number)
    drafting.comment(board, report, "review.requests", "Nên nêu rõ đơn vị nào phải trả lời, trước ngày nào.")
    commune = Asked(scope="area", code="phu-son", period="2022")
    other = drafting.begin(officer, commune, issuer=front, audience=Report.Audience.INTERNAL, portal=portal)
    draft_steps.take(officer, other, draft_steps.STEPS["gui"], version=other.version)
