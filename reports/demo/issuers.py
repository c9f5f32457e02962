"""The bodies that reports go out under: the district's Front, the Party's board, the Youth Union, and a joint issue.

Symbols are the offices' habits and illustrative; names and forms are those of 2022.
"""

from danvan.audit.journal import journal
from reports.models import Issuer

from .world import World

FRONT = "Ban Thường trực Ủy ban MTTQ Việt Nam huyện Lâm Hà"
BOARD = "Ban Dân vận Huyện ủy Lâm Hà"


def make(world: World) -> None:
    """Four bodies, written by the Front's chair."""

    def issuer(organization: str, **data: object) -> Issuer:
        return world.save(
            "mttq.truong", Issuer, organization=world.organizations[organization], area=world.areas["lam-ha"],
            place="Lâm Hà", **data,
        )  # fmt: skip

    front = {
        "superior": "Ủy ban MTTQ Việt Nam\nhuyện Lâm Hà", "issuer": "Ban Thường trực", "form": "front",
        "authority": "Ban Thường trực", "post": "Chủ tịch", "deputy_post": "Phó Chủ tịch",
    }  # fmt: skip
    with journal(world.users["mttq.truong"]):
        issuer("mttq-lam-ha", name=FRONT, symbol="BC-MTTQ-BTT", **front)
        board = issuer(
            "ban-dan-van-lam-ha", name=BOARD, form="party", superior="Huyện ủy Lâm Hà", issuer="Ban Dân vận",
            symbol="BC/BDVHU", post="Trưởng ban", deputy_post="Phó Trưởng ban",
            recipients="Thường trực Huyện ủy (báo cáo)\nBan Dân vận Tỉnh ủy\nLưu: Ban Dân vận",
        )  # fmt: skip
        issuer(
            "huyen-doan-lam-ha", name="Ban Thường vụ Huyện đoàn Lâm Hà", form="union", issuer="BCH Đoàn huyện Lâm Hà",
            symbol="BC/HĐTN", authority="Ban Thường vụ", post="Bí thư", deputy_post="Phó Bí thư",
            recipients="Ban Thường vụ Tỉnh đoàn\nThường trực Huyện ủy\nLưu: VP",
        )  # fmt: skip
        issuer(
            "mttq-lam-ha", name=f"{FRONT} và {BOARD}", symbol="BC-MTTQ-BDV", joint_with=board,
            recipients="Thường trực Huyện ủy\nBan Thường trực Ủy ban MTTQ Việt Nam tỉnh Lâm Đồng\nLưu: VT, BDV",
            **front,
        )  # fmt: skip
