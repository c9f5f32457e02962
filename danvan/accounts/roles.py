"""Roles × actions: the whole table of who may do what, as data (design.md §1).

An action is "<kind>.<verb>". Kinds of records share the verbs

- view     read in scope                     - enter    create, edit and submit drafts, ask for a correction
- confirm  xác nhận of the commune's step    - accept   tiếp nhận, the step that makes a record count
- decide   approve or refuse a proposed correction or withdrawal

and models' years two more (models_programs/life/rules.py): appraise (thẩm định), recognise (record what was decided).

Catalogues have "catalog.<name>" (edit; reading them needs no right), and single rights stand alone.
Where a role reaches is its `reach`: the subtree of the assignment's area, or the assignment's organisation.
"""

from dataclasses import dataclass
from enum import StrEnum

RECORD_KINDS = (
    "support", "household", "poverty_review", "area_poverty", "target", "activity", "community_work", "model_year",
)  # fmt: skip
PERSONAL_KINDS = frozenset({"household", "poverty_review"})
CATALOGS = ("places", "organizations", "sources", "campaigns", "movements", "indicators", "routes", "score_sheets",
            "published", "unit_prices", "models", "issuers")  # fmt: skip


class Reach(StrEnum):
    AREA = "area"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Role:
    """One row of the table. `may` and `why_not` are the sentences at the foot of the rail."""

    code: str
    label: str
    reach: Reach
    actions: frozenset[str]
    may: str
    why_not: str = ""
    approved_only: bool = False
    seated: bool = False  # may enter only for organisations that sit in its reach


def _records(*verbs: str, but: frozenset[str] = frozenset()) -> frozenset[str]:
    return frozenset(f"{kind}.{verb}" for kind in RECORD_KINDS if kind not in but for verb in verbs)


def _catalogs(*names: str) -> frozenset[str]:
    return frozenset(f"catalog.{name}" for name in names)


_READS = frozenset({"report.view", "report.export", "export"})
_STAFF = _READS | {"personal.view", "personal.reveal", "journal.record", "attachment.view"}
_FRONT = (
    _records("view", "enter", "accept")
    | _STAFF
    | {"import", "period.close", "handover", "delegate", "report.draft"}
    | _catalogs(
        "organizations", "sources", "campaigns", "published", "unit_prices", "models", "movements", "indicators"
    )
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("commune_officer", "Cán bộ xã", Reach.AREA,
             _records("view", "enter") | _STAFF | {"import"} | _catalogs("models"),
             may="Được ghi, nhập và gửi số liệu của xã.",
             why_not="Bản ghi do Chủ tịch UBMTTQ xã xác nhận, MTTQ cấp trên tiếp nhận.", seated=True),
        Role("commune_chair", "Chủ tịch UBMTTQ xã", Reach.AREA,
             _records("view", "confirm") | _STAFF | {"delegate"},
             may="Được xác nhận hoặc đề nghị làm rõ số liệu của xã.",
             why_not="Không ghi số liệu, để người ghi và người xác nhận khác nhau."),
        Role("org_officer", "Cán bộ tổ chức", Reach.ORGANIZATION,
             _records("view", "enter", but=frozenset({"household", "poverty_review", "area_poverty"}))
             | _STAFF | {"import", "report.draft"} | _catalogs("models"),
             may="Được ghi, nhập và gửi số liệu của tổ chức mình.", why_not="Bản ghi do MTTQ tiếp nhận."),
        Role("front_officer", "Cán bộ MTTQ", Reach.AREA, _FRONT,
             may="Được ghi số liệu toàn địa bàn, tiếp nhận bản ghi và sửa danh mục.",
             why_not="Khoản tự ghi do người khác tiếp nhận."),
        Role("front_chair", "Chủ tịch MTTQ", Reach.AREA,
             _FRONT | _records("decide") | _catalogs("issuers")
             | {"model_year.recognise", "report.sign", "settings", "journal.view"},
             may="Được tiếp nhận, duyệt đề nghị sửa, chốt số liệu và ký báo cáo.",
             why_not="Không tự duyệt việc của mình."),
        Role("mobilisation_board", "Ban Dân vận", Reach.AREA,
             frozenset({"model_year.view", "model_year.confirm", "model_year.appraise", "model_year.recognise",
                        "target.view", "activity.view", "area_poverty.view", "attachment.view", "delegate",
                        "report.draft"})
             | _READS | _catalogs("score_sheets"),
             may="Được xem số tổng hợp, thẩm định mô hình, ghi quyết định công nhận.", why_not="Không xem từng hộ."),
        Role("leader", "Lãnh đạo cấp ủy", Reach.AREA, _records("view", but=PERSONAL_KINDS) | _READS,
             may="Được xem mọi số liệu đã tiếp nhận và tải báo cáo.",
             why_not="Tài khoản lãnh đạo không ghi hay sửa số liệu, không xem danh tính hộ.", approved_only=True),
        Role("administrator", "Quản trị", Reach.AREA,
             _catalogs(*(name for name in CATALOGS if name != "models"))
             | {"accounts", "export", "settings", "journal.view", "handover", "import"},
             may="Được quản lý tài khoản, danh mục, địa bàn và thiết lập.",
             why_not="Không xem hộ và khoản hỗ trợ."),
    )
}  # fmt: skip

ROLE_CHOICES = [(role.code, role.label) for role in ROLES.values()]

# Who may take a step that a route gives to a role: the chair may do all that the officer may.
STANDS_FOR = {"front_officer": ("front_officer", "front_chair")}


def roles_with(action: str) -> frozenset[str]:
    """Codes of the roles that hold `action`; KeyError for an action that no role holds (a typing error)."""
    codes = frozenset(code for code, role in ROLES.items() if action in role.actions)
    if not codes:
        raise KeyError(f"no role holds the action {action!r}")
    return codes
