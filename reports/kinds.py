"""The kinds of reports: what each is called, what it can be asked of, who may have it, and what builds it."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.building.build import build
from reports.building.build_programme import build_programme
from reports.building.build_recipients import build_recipients
from reports.building.build_statistics import build_statistics
from reports.document import Document
from reports.summaries import reading
from reports.summaries.reading import Ask
from reports.summary import ScopeType, Summary

ALL: tuple[ScopeType, ...] = ("portal", "campaign", "movement", "area", "organization")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`right`: what a reader needs beside `report.view`. `read(ask)` counts, `build(summary, letterhead=…, issue=…)`
    makes the document. `personal`: it names people, so its bytes are kept in no cache.
    """

    key: str
    label: str
    said: str
    scopes: tuple[ScopeType, ...]
    build: Callable[..., Document]
    read: Callable[[Ask], Summary] = reading.whole
    right: str = "report.view"
    personal: bool = False


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            key="tong-hop", label="Báo cáo tổng hợp", scopes=ALL, build=build,
            said="Kế hoạch và kết quả, hỗ trợ, vốn vay, hộ nghèo, mô hình, đối chiếu với số đã công bố.",
        ),
        Kind(
            key="dan-van-kheo", label="Báo cáo mô hình “Dân vận khéo”", scopes=ALL, build=build_programme,
            read=reading.programme, right="model_year.view",
            said="Đăng ký, công nhận, tiếp tục, ngừng, sức sống, chỉ tiêu; tập thể và cá nhân tách riêng.",
        ),
        Kind(
            key="phu-luc", label="Phụ lục số liệu", scopes=("portal", "area", "organization"),
            build=build_statistics, read=reading.statistics, right="target.view",
            said="Kế hoạch, thực hiện, tỷ lệ và so với cùng kỳ của từng chỉ tiêu, theo nhóm A–L.",
        ),
        Kind(
            key="danh-sach", label="Danh sách người được hỗ trợ", scopes=ALL, build=build_recipients,
            read=reading.recipients, right="personal.view", personal=True,
            said="Họ tên, thôn xã và khoản hỗ trợ; khoản chưa nêu tên và khoản không được nêu tên đứng riêng.",
        ),
    )
}  # fmt: skip


def kind_of(key: str, scope: ScopeType) -> Kind:
    """LookupError for a kind that there is not, or not of such a subject."""
    kind = KINDS[key]
    if scope not in kind.scopes:
        raise LookupError(key)
    return kind
