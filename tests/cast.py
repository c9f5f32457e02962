"""The named cast that tests stand on: a small Lâm Hà with its places, bodies, sources, routes and people.

    def test_something(cast):
        support = cast.approve(cast.make_support(cast.canbo_phuson))

Fixed names and hand-computed figures, nothing random. Places and catalogues are laid down directly; records go through
the services, as people make them.

    province Lâm Đồng ─ district Lâm Hà ─ Phú Sơn (Pretieng 1, Pretieng 2), Mê Linh (Thôn 1), Đạ Đờn
                      ─ district Đức Trọng ─ Hiệp Thạnh
                      ─ from 01/07/2025: Phú Sơn Lâm Hà = Phú Sơn + Đạ Đờn, and nothing else
"""

import datetime
import uuid
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from beneficiaries.models import AreaPoverty, FundingSource, Household, PovertyReview, Support
from danvan.accounts.models import User
from danvan.records import services
from danvan.records.models import ConfirmationRoute, Record, Status
from models_programs.models import MobilizationModel, ModelField, ModelYear
from movements.models import (
    Activity,
    Area,
    AreaSuccession,
    Assignment,
    Campaign,
    CommunityWork,
    Indicator,
    Movement,
    Organization,
    OrganizationSuccession,
    Portal,
    Target,
)
from tests.snapshot import Snapshot

PASSWORD = "một mật khẩu để thử"
DAY = datetime.date(2022, 5, 30)
REFORM = datetime.date(2025, 7, 1)

# name of the attribute: (code, name, level, kind, parent, valid from, valid to)
AREAS = {
    "lam_dong": ("lam-dong", "Lâm Đồng", "province", "tinh", None, None, None),
    "lam_ha": ("lam-ha", "Lâm Hà", "district", "huyen", "lam_dong", None, datetime.date(2025, 6, 30)),
    "duc_trong": ("duc-trong", "Đức Trọng", "district", "huyen", "lam_dong", None, datetime.date(2025, 6, 30)),
    "phu_son": ("phu-son", "Phú Sơn", "commune", "xa", "lam_ha", None, datetime.date(2025, 6, 30)),
    "me_linh": ("me-linh", "Mê Linh", "commune", "xa", "lam_ha", None, datetime.date(2025, 6, 30)),
    "da_don": ("da-don", "Đạ Đờn", "commune", "xa", "lam_ha", None, datetime.date(2025, 6, 30)),
    "hiep_thanh": ("hiep-thanh", "Hiệp Thạnh", "commune", "xa", "duc_trong", None, datetime.date(2025, 6, 30)),
    "pretieng_1": ("pretieng-1", "Pretieng 1", "hamlet", "thon", "phu_son", None, None),
    "pretieng_2": ("pretieng-2", "Pretieng 2", "hamlet", "thon", "phu_son", None, None),
    "me_linh_1": ("me-linh-1", "Thôn 1", "hamlet", "thon", "me_linh", None, None),
    "phu_son_lam_ha": ("phu-son-lam-ha", "Phú Sơn Lâm Hà", "commune", "xa", "lam_dong", REFORM, None),
}
# (code, name, short name, kind, area)
ORGANIZATIONS = {
    "mttq_huyen": ("mttq-huyen", "Ủy ban MTTQ Việt Nam huyện Lâm Hà", "MTTQ huyện", "front", "lam_ha"),
    "hoi_nong_dan": ("hoi-nong-dan", "Hội Nông dân huyện Lâm Hà", "Hội Nông dân", "socio_political", "lam_ha"),
    "hoi_phu_nu": ("hoi-phu-nu", "Hội Liên hiệp Phụ nữ huyện Lâm Hà", "Hội LHPN", "socio_political", "lam_ha"),
    "mttq_phu_son": ("mttq-phu-son", "Ủy ban MTTQ Việt Nam xã Phú Sơn", "MTTQ Phú Sơn", "front", "phu_son"),
    "mttq_me_linh": ("mttq-me-linh", "Ủy ban MTTQ Việt Nam xã Mê Linh", "MTTQ Mê Linh", "front", "me_linh"),
    "mttq_da_don": ("mttq-da-don", "Ủy ban MTTQ Việt Nam xã Đạ Đờn", "MTTQ Đạ Đờn", "front", "da_don"),
    "mttq_phu_son_moi": ("mttq-phu-son-lam-ha", "Ủy ban MTTQ Việt Nam xã Phú Sơn Lâm Hà", "MTTQ Phú Sơn Lâm Hà",
                         "front", "phu_son_lam_ha"),
    "mttq_duc_trong": ("mttq-duc-trong", "Ủy ban MTTQ huyện Đức Trọng", "MTTQ Đức Trọng", "front", "duc_trong"),
}  # fmt: skip
# (code, name, kind, organisation)
SOURCES = {
    "quy_huyen": ("quy-vnn-huyen", "Quỹ “Vì người nghèo” huyện", "poor_fund", "mttq_huyen"),
    "quy_tinh": ("quy-vnn-tinh", "Quỹ “Vì người nghèo” tỉnh", "poor_fund", None),
    "ngan_hang": ("nhcsxh", "Ngân hàng Chính sách xã hội", "policy_bank", None),
    "tu_van_dong": ("tu-van-dong", "Tổ chức tự vận động", "own", None),
}
# (username, full name, role, where: an area or an organisation)
PEOPLE = {
    "canbo_phuson": ("canbo.phuson", "K’Brèm", "commune_officer", "phu_son"),
    "canbo_phuson_2": ("canbo2.phuson", "Lơ Mu Ha Póh", "commune_officer", "phu_son"),
    "chutich_phuson": ("chutich.phuson", "Nguyễn Thị Hạnh", "commune_chair", "phu_son"),
    "canbo_melinh": ("canbo.melinh", "Trần Văn Út", "commune_officer", "me_linh"),
    "chutich_melinh": ("chutich.melinh", "Lê Thị Ơn", "commune_chair", "me_linh"),
    "hoinongdan": ("hoinongdan", "Phạm Văn Đồng", "org_officer", "hoi_nong_dan"),
    "hoiphunu": ("hoiphunu", "Đỗ Thị Ánh", "org_officer", "hoi_phu_nu"),
    "mttq": ("mttq", "Vũ Đình Ổn", "front_officer", "lam_ha"),
    "mttq_2": ("mttq2", "Bùi Thị Yến", "front_officer", "lam_ha"),
    "mttq_truong": ("mttq.truong", "Hoàng Văn Ích", "front_chair", "lam_ha"),
    "mttq_ductrong": ("mttq.ductrong", "Ngô Văn Uy", "front_officer", "duc_trong"),
    "mttq_truong_ductrong": ("mttq.truong.ductrong", "Đinh Thị Ớt", "front_chair", "duc_trong"),
    "bandanvan": ("bandanvan", "Cao Thị Êm", "mobilisation_board", "lam_ha"),
    "lanhdao": ("lanhdao", "Lý Văn Ấn", "leader", "lam_ha"),
    "quantri": ("quantri", "Mai Văn Ý", "administrator", "lam_ha"),
}
# (organisation kind, level, who confirms, who accepts)
ROUTES = [
    ("", "commune", "commune_chair", "front_officer"),
    ("", "district", "", "front_officer"),
    ("front", "district", "", "front_chair"),
]


class Cast(SimpleNamespace):
    """Everybody and everything by name (see the tables above), and the few verbs that tests share."""

    def fresh(self, user: User) -> User:
        """The user as the next request sees them: rights are read anew."""
        return User.objects.get(pk=user.pk)

    def assign(self, user: User, role: str, place: Area | Organization, **changes: Any) -> Assignment:
        """Give the user a role at an area or in an organisation from 01/01/2020 on."""
        where = {"organization" if isinstance(place, Organization) else "area": place}
        user.__dict__.pop("_access", None)
        return Assignment.objects.create(
            user=user, role=role, **where, **{"starts": datetime.date(2020, 1, 1), **changes}
        )

    def make_user(self, username: str, full_name: str = "", **fields: Any) -> User:
        """A user without any right, with the password PASSWORD."""
        return User.objects.create_user(username, PASSWORD, full_name=full_name or username, **fields)

    def support_data(self, **changes: Any) -> dict[str, Any]:
        """One new house in Phú Sơn on 30/05/2022: 40 + 20 = 60 million đồng from two sources, one household."""
        data = {
            "kind": "grant", "form": "house_new", "organization": self.mttq_phu_son, "area": self.phu_son,
            "campaign": self.pretieng, "hamlets": [self.pretieng_1.pk], "date": DAY, "date_precision": "day",
            "description": "Xây nhà Đại đoàn kết", "households": 1,
            "items": [{"name": "Nhà", "quantity": "1", "unit": "căn"}],
            "contributions": [
                {"source": self.quy_huyen.pk, "amount_vnd": 40_000_000, "typed": "40 triệu"},
                {"source": self.quy_tinh.pk, "amount_vnd": 20_000_000, "typed": "20 triệu"},
            ],
        }  # fmt: skip
        return {**data, **changes}

    def loan_data(self, **changes: Any) -> dict[str, Any]:
        """A loan of 50 million đồng from the policy bank through the farmers' union, for the year 2022."""
        data = {
            "kind": "loan", "form": "loan", "organization": self.hoi_nong_dan, "area": self.phu_son, "date": DAY,
            "description": "Vay vốn trồng dâu", "campaign": self.pretieng,
            "contributions": [{"source": self.ngan_hang.pk, "amount_vnd": 50_000_000}],
            "loans": [{"lender": self.ngan_hang.pk, "term_months": 36, "interest": "6.6"}],
        }  # fmt: skip
        return {**data, **changes}

    def make_support(self, actor: User | None = None, key: uuid.UUID | None = None, **changes: Any) -> Support:
        """A draft of `support_data` with changes, entered by the officer of Phú Sơn unless another is named."""
        return services.create(actor or self.canbo_phuson, Support, self.support_data(**changes), key=key)

    def make_household(self, actor: User | None = None, head: str = "K’Lũ", **changes: Any) -> Household:
        """A draft household in Pretieng 1."""
        data = {"head": head, "people": 5, "ethnicity": "K’Ho", "area": self.pretieng_1,
                "organization": self.mttq_phu_son, **changes}  # fmt: skip
        return services.create(actor or self.canbo_phuson, Household, data)

    def record_of(self, kind: str, actor: User | None = None, **changes: Any) -> Any:
        """A draft of any kind of roles.RECORD_KINDS in Phú Sơn, with a row in every child and link table it has.

        A support is a loan here, because only a loan has all four kinds of children.
        """
        base = {"organization": self.mttq_phu_son, "area": self.phu_son}
        model: type[Record]
        match kind:
            case "support":
                household = self.make_household()
                model, data = Support, {
                    **self.loan_data(organization=self.mttq_phu_son), "hamlets": [self.pretieng_1],
                    "joint_organizations": [self.hoi_phu_nu], "recipients": [{"household": household}],
                    "items": [{"name": "Cây dâu giống", "quantity": "2000", "unit": "cây"}],
                }  # fmt: skip
            case "household":
                model, data = Household, {
                    **base, "head": "K’Lũ", "residences": [{"area": self.pretieng_1}],
                    "participations": [{"campaign": self.pretieng, "start_year": 2022}],
                }  # fmt: skip
            case "poverty_review":
                model, data = PovertyReview, {
                    **base, "household": self.make_household(), "year": 2022, "standard": "2022-2025",
                    "poverty_class": "poor",
                }  # fmt: skip
            case "area_poverty":
                model, data = AreaPoverty, {
                    **base, "date": DAY, "standard": "2022-2025", "source": "UBND xã", "poor": 43, "near_poor": 38,
                }  # fmt: skip
            case "target":
                model, data = Target, {**base, "year": 2022, "indicator": self.dau_tam, "planned_min": "5.6"}
            case "activity":
                model, data = Activity, {
                    **base, "date": DAY, "kind_of_activity": "dialogue", "name": "Đối thoại với dân",
                    "joint_organizations": [self.hoi_phu_nu],
                }  # fmt: skip
            case "community_work":
                model, data = CommunityWork, {
                    **base, "date": DAY, "name": "Đường thôn", "road_km": "1.25", "hamlets": [self.pretieng_1],
                    "joint_organizations": [self.hoi_phu_nu],
                }  # fmt: skip
            case "model_year":
                decision = {"level": "district", "decision": "12/QĐ-UBND", "date": DAY, "body": "UBND huyện"}
                model, data = ModelYear, {
                    **base, "model": self.mo_hinh, "year": 2022, "recognitions": [decision],
                    "awards": [{**decision, "title": "Giấy khen"}],
                    "replications": [{"area": self.me_linh, "date": DAY}], "partners": [self.hoi_phu_nu],
                }  # fmt: skip
            case _:
                raise KeyError(kind)
        return services.create(actor or self.canbo_phuson, model, {**data, **changes})

    def submit(self, record: Record) -> Any:
        """Sent by whoever entered it."""
        return services.submit(self.fresh(record.created_by), record)

    def taker(self, record: Record) -> User:
        """Who in Lâm Hà takes the step that waits: never who entered it."""
        if record.pending_role == "commune_chair":
            in_phu_son = record.area.path.startswith(self.phu_son.path)
            return self.chutich_phuson if in_phu_son else self.chutich_melinh
        if record.pending_role == "front_chair":
            return self.mttq_truong
        author = record.created_by_id in (self.mttq.pk,) or record.updated_by_id == self.mttq.pk
        return self.mttq_2 if author else self.mttq

    def approve(self, record: Record) -> Any:
        """Through every step of its route, each by the one whose step it is."""
        if record.status in services.OPEN:
            record = self.submit(record)
        while record.status == Status.SUBMITTED:
            step = {"confirm": services.confirm, "accept": services.accept}[record.pending_action]
            record = step(self.taker(record), record)
        return record


def assemble() -> Cast:
    """Lay the cast down in the test's database."""
    cast = Cast()
    for attribute, (code, name, level, kind, parent, start, end) in AREAS.items():
        area = Area.objects.create(
            code=code, name=name, level=level, kind=kind, parent=getattr(cast, parent) if parent else None,
            valid_from=start, valid_to=end,
        )  # fmt: skip
        setattr(cast, attribute, area)
    for old in (cast.phu_son, cast.da_don):
        AreaSuccession.objects.create(old=old, new=cast.phu_son_lam_ha, date=REFORM, share=Decimal(1))
    for attribute, (code, name, short, kind, area) in ORGANIZATIONS.items():
        organization = Organization.objects.create(
            code=code, name=name, short_name=short, kind=kind, area=getattr(cast, area)
        )
        setattr(cast, attribute, organization)
    for old_body in (cast.mttq_phu_son, cast.mttq_da_don):
        OrganizationSuccession.objects.create(old=old_body, new=cast.mttq_phu_son_moi, date=REFORM)
    for attribute, (code, name, kind, owner) in SOURCES.items():
        source = FundingSource.objects.create(
            code=code, name=name, kind=kind, organization=getattr(cast, owner) if owner else None
        )
        setattr(cast, attribute, source)
    for kind, level, confirm, accept in ROUTES:
        ConfirmationRoute.objects.create(organization_kind=kind, level=level, confirm_role=confirm, accept_role=accept)
    cast.phong_trao = Movement.objects.create(code="dan-van-kheo", name="Thi đua “Dân vận khéo”", kind="emulation")
    cast.pretieng = Campaign.objects.create(
        code="pretieng-2022", name="Đợt công tác dân vận Pretieng 2022", organization=cast.mttq_huyen,
        movement=cast.phong_trao, start=datetime.date(2022, 3, 1), end=datetime.date(2022, 12, 31),
    )  # fmt: skip
    cast.dau_tam = Indicator.objects.create(
        code="dau-tam", name="Diện tích trồng dâu", definition="Diện tích dâu cuối năm.", unit="ha", kind="area"
    )
    cast.kinh_te = ModelField.objects.create(code="kinh-te", name="Phát triển kinh tế")
    cast.mo_hinh = MobilizationModel.objects.create(
        name="Trồng dâu nuôi tằm", type="collective", field=cast.kinh_te, organization=cast.hoi_nong_dan,
        area=cast.phu_son,
    )  # fmt: skip
    Portal.objects.create(root_area=cast.lam_ha, issuer=cast.mttq_huyen)
    for attribute, (username, name, role, place) in PEOPLE.items():
        setattr(cast, attribute, cast.make_user(username, name))
        cast.assign(getattr(cast, attribute), role, getattr(cast, place))
    cast.nobody = cast.make_user("nobody", "Người chưa có vai trò")
    return cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast in this test's database: laid down by hand once a run, then put back row for row."""
    return snapshot.restore() if snapshot.taken else snapshot.take(assemble)


snapshot = Snapshot()
