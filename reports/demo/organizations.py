"""Organisations and sources of money, under the names that the published text and its table use."""

import datetime
from typing import Any

from beneficiaries.models import FundingSource
from danvan.audit.journal import journal
from danvan.records import catalogs
from movements import reorganizing, reorganizing_bodies
from movements.models import Organization, OrganizationSuccession, Portal
from movements.reorganizing import Move, Plan, Unit

from .places import COMMUNES, NEW_COMMUNES
from .world import FIRST_DAY, LAST_DAY, World, slug

MERGED = datetime.date(2025, 3, 1)
BASIS = "Luật 97/2025/QH15; Nghị quyết 1671/NQ-UBTVQH15, 16/06/2025"

# code, name, short name, kind, aliases
DISTRICT = (
    ("mttq-lam-ha", "Ủy ban MTTQ Việt Nam huyện Lâm Hà", "MTTQ huyện", "front",
     "UBMTTQ huyện Lâm Hà\nMTTQ huyện Lâm Hà\nMặt trận Tổ quốc huyện Lâm Hà"),
    ("hoi-nong-dan-lam-ha", "Hội Nông dân huyện Lâm Hà", "Hội Nông dân huyện", "socio_political", ""),
    ("hoi-lhpn-lam-ha", "Hội Liên hiệp Phụ nữ huyện Lâm Hà", "Hội LHPN huyện", "socio_political",
     "Hội LHPN huyện Lâm Hà\nHội Phụ nữ huyện Lâm Hà"),
    ("huyen-doan-lam-ha", "Huyện đoàn Lâm Hà", "Huyện đoàn", "socio_political",
     "Đoàn TNCS Hồ Chí Minh huyện Lâm Hà\nHuyện đoàn huyện Lâm Hà"),
    ("hoi-ccb-lam-ha", "Hội Cựu chiến binh huyện Lâm Hà", "Hội CCB huyện", "socio_political", "Hội CCB huyện Lâm Hà"),
    ("ldld-lam-ha", "Liên đoàn Lao động huyện Lâm Hà", "LĐLĐ huyện", "socio_political", "LĐLĐ huyện Lâm Hà"),
    ("hoi-chu-thap-do-lam-ha", "Hội Chữ thập đỏ huyện Lâm Hà", "Hội Chữ thập đỏ huyện", "mass_association",
     "Chữ thập đỏ huyện Lâm Hà"),
    ("ban-chqs-lam-ha", "Ban Chỉ huy Quân sự huyện Lâm Hà", "Ban CHQS huyện", "armed_forces",
     "BCH Quân sự huyện Lâm Hà\nBan CHQS huyện Lâm Hà"),
    ("ubnd-lam-ha", "Ủy ban nhân dân huyện Lâm Hà", "UBND huyện", "government", "UBND huyện Lâm Hà"),
)  # fmt: skip

# code, name, short name, kind, organisation's code
SOURCES = (
    ("quy-vnn-lam-dong", 'Quỹ "Vì người nghèo" tỉnh Lâm Đồng', 'Quỹ "Vì người nghèo" tỉnh', "poor_fund", ""),
    ("quy-vnn-lam-ha", 'Quỹ "Vì người nghèo" huyện Lâm Hà', 'Quỹ "Vì người nghèo" huyện', "poor_fund", "mttq-lam-ha"),
    ("phu-son-van-dong", "Xã Phú Sơn vận động", "Xã Phú Sơn", "own", "mttq-phu-son"),
    ("nhcsxh", "Ngân hàng Chính sách xã hội", "NHCSXH", "policy_bank", ""),
    ("hoi-lhpn-van-dong", "Hội Liên hiệp Phụ nữ huyện vận động", "Hội LHPN huyện", "own", "hoi-lhpn-lam-ha"),
    ("huyen-doan-van-dong", "Huyện đoàn vận động", "Huyện đoàn", "own", "huyen-doan-lam-ha"),
    ("doan-xa-van-dong", "Đoàn xã vận động", "Đoàn xã", "own", "doan-xa-phu-son"),
    ("hoi-chu-thap-do-van-dong", "Hội Chữ thập đỏ huyện vận động", "Hội Chữ thập đỏ huyện", "own",
     "hoi-chu-thap-do-lam-ha"),
    ("hoi-nong-dan-van-dong", "Hội Nông dân huyện vận động", "Hội Nông dân huyện", "own", "hoi-nong-dan-lam-ha"),
    ("hoi-ccb-van-dong", "Hội Cựu chiến binh huyện vận động", "Hội CCB huyện", "own", "hoi-ccb-lam-ha"),
    ("ldld-van-dong", "Liên đoàn Lao động huyện vận động", "LĐLĐ huyện", "own", "ldld-lam-ha"),
    ("quy-ho-tro-nong-dan", "Quỹ Hỗ trợ nông dân huyện Lâm Hà", "Quỹ Hỗ trợ nông dân", "other_fund",
     "hoi-nong-dan-lam-ha"),
    ("chu-thap-do-tan-binh", "Chữ thập đỏ Quận Tân Bình tài trợ", "Chữ thập đỏ Quận Tân Bình", "own",
     "chu-thap-do-tan-binh"),
    ("doanh-nghiep-lam-ha", "Doanh nghiệp trên địa bàn huyện Lâm Hà", "Doanh nghiệp", "enterprise", ""),
    ("ca-nhan-hao-tam", "Cá nhân hảo tâm", "", "individuals", ""),
    ("ngan-sach-lam-ha", "Ngân sách huyện Lâm Hà", "Ngân sách huyện", "budget", "ubnd-lam-ha"),
)  # fmt: skip


def _organization(world: World, code: str, name: str, short: str, kind: str, area: str, **more: Any) -> None:
    world.keep(
        world.organizations, "quantri", Organization, code, name=name, short_name=short, kind=kind,
        area=world.areas[area], **more,
    )  # fmt: skip


def _succeed(world: World, old: str, new: str, day: datetime.date, basis: str) -> None:
    world.save(
        "quantri", OrganizationSuccession, old=world.organizations[old], new=world.organizations[new], date=day,
        legal_basis=basis,
    )  # fmt: skip


def make(world: World) -> None:
    """Organisations with their successions, and the portal's own row."""
    with journal(world.users["quantri"]) as log:
        for code, name, short, kind, aliases in DISTRICT:
            _organization(world, code, name, short, kind, "lam-ha", aliases=aliases, valid_to=LAST_DAY)
        _party_bodies(world)
        _of_communes(world)
        _organization(
            world, "chu-thap-do-tan-binh", "Chữ thập đỏ Quận Tân Bình", "", "partner", "tan-binh",
            aliases="Hội Chữ thập đỏ Quận Tân Bình\nChữ thập đỏ Quận Tân Bình, TP. Hồ Chí Minh", valid_to=LAST_DAY,
        )  # fmt: skip
        portal = Portal.objects.create(root_area=world.areas["lam-ha"], issuer=world.organizations["mttq-lam-ha"])
        log.add("create", portal, {"root_area": portal.root_area_id, "issuer": portal.issuer_id})


def _party_bodies(world: World) -> None:
    """The two boards of the Party's committee, merged as an administrator enters it."""
    _organization(
        world, "ban-dan-van-lam-ha", "Ban Dân vận Huyện ủy Lâm Hà", "Ban Dân vận", "party", "lam-ha",
        aliases="Ban Dân vận huyện Lâm Hà",
    )  # fmt: skip
    _organization(world, "ban-tuyen-giao-lam-ha", "Ban Tuyên giáo Huyện ủy Lâm Hà", "Ban Tuyên giáo", "party", "lam-ha")
    olds = [world.organizations[code] for code in ("ban-tuyen-giao-lam-ha", "ban-dan-van-lam-ha")]
    board = Unit(
        name="Ban Tuyên giáo và Dân vận Huyện ủy Lâm Hà", short_name="Ban Tuyên giáo và Dân vận", kind="party",
        code="ban-tuyen-giao-dan-van-lam-ha", area=world.areas["lam-ha"],
    )  # fmt: skip
    # The day of the merger in Lâm Đồng was not found; other provinces merged the two boards on 01/03/2025.
    plan = Plan(
        day=MERGED, legal_basis="Hợp nhất hai ban năm 2025; ngày minh họa", units=(board,),
        moves=tuple(Move(old=old, to=0) for old in olds),
    )  # fmt: skip
    actor = world.users["quantri"]
    done = reorganizing.apply(actor, reorganizing_bodies.work_out, plan)
    made = Organization.objects.get(pk=done.made["new"][0])
    world.organizations[made.code] = catalogs.save(actor, made, {"valid_to": LAST_DAY})
    for old in Organization.objects.filter(pk__in=done.made["ended"]):
        world.organizations[old.code] = old


def _of_communes(world: World) -> None:
    front = "Ủy ban MTTQ Việt Nam"
    for name in NEW_COMMUNES:
        _organization(
            world, f"mttq-{slug(name)}", f"{front} xã {name}", f"MTTQ xã {name}", "front", slug(name),
            valid_from=FIRST_DAY, aliases=f"UBMTTQ xã {name}",
        )  # fmt: skip
    district = world.organizations["mttq-lam-ha"]
    for commune in COMMUNES:
        code = f"mttq-{commune.code}"
        _organization(
            world, code, f"{front} {commune.title}", f"MTTQ {commune.title}", "front", commune.code, parent=district,
            valid_to=LAST_DAY, aliases=f"UBMTTQ {commune.title}",
        )  # fmt: skip
        _succeed(world, code, f"mttq-{slug(commune.new)}", FIRST_DAY, BASIS)
    for code, name, short, area, parent in (
        ("doan-xa-phu-son", "Đoàn xã Phú Sơn", "Đoàn xã Phú Sơn", "phu-son", "huyen-doan-lam-ha"),
        ("hoi-lhpn-me-linh", "Hội Liên hiệp Phụ nữ xã Mê Linh", "Hội LHPN xã Mê Linh", "me-linh", "hoi-lhpn-lam-ha"),
        ("hoi-nong-dan-da-don", "Hội Nông dân xã Đạ Đờn", "Hội Nông dân xã Đạ Đờn", "da-don", "hoi-nong-dan-lam-ha"),
    ):
        _organization(
            world, code, name, short, "socio_political", area, parent=world.organizations[parent], valid_to=LAST_DAY
        )


def make_sources(world: World) -> None:
    """Sources by a Front officer, whose catalogue they are; each commune has its fund, old and new."""

    def source(code: str, name: str, **more: Any) -> None:
        world.keep(world.sources, "mttq", FundingSource, code, name=name, **more)

    with journal(world.users["mttq"]):
        for code, name, short, kind, organization in SOURCES:
            level = "province" if code == "quy-vnn-lam-dong" else "district"
            source(
                code, name, short_name=short, kind=kind, organization=world.organizations.get(organization),
                area=world.areas["lam-dong" if level == "province" else "lam-ha"] if kind == "poor_fund" else None,
                parent=world.sources.get("quy-vnn-lam-dong") if code == "quy-vnn-lam-ha" else None,
            )  # fmt: skip
        old = [(commune.code, commune.title, world.sources["quy-vnn-lam-ha"]) for commune in COMMUNES]
        new = [(slug(name), f"xã {name}", world.sources["quy-vnn-lam-dong"]) for name in NEW_COMMUNES]
        for code, title, parent in old + new:
            source(
                f"quy-vnn-{code}", f'Quỹ "Vì người nghèo" {title}', kind="poor_fund",
                organization=world.organizations[f"mttq-{code}"], area=world.areas[code], parent=parent,
            )  # fmt: skip
