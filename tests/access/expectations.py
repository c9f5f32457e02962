"""Who may do what at every address: the one table that the matrix is judged by, written from the rules and not from the
views or from `danvan.accounts.roles`.

CO cán bộ xã, CC chủ tịch UBMTTQ xã, OO cán bộ tổ chức, FO cán bộ MTTQ, FC chủ tịch MTTQ, MB ban dân vận, LE lãnh đạo,
AD quản trị, NO without any assignment. Everybody else (AN, not logged in) is sent to the login page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ALL = "CO CC OO FO FC MB LE AD NO".split()
READERS = "CO CC OO FO FC MB LE".split()
STAFF = "CO CC OO FO FC".split()
FRONT = "FO FC".split()
DRAFTERS = "OO FO FC MB".split()
EDITORS = "FO FC AD".split()
IMPORTERS = "CO OO FO FC".split()

# Where the records of each role's reach stand (tests/access/world.py), and where they write.
REACH = {
    "CO": {"psa", "psb", "wom"}, "CC": {"psa", "psb", "wom"}, "OO": {"psb"},
    "FO": {"psa", "psb", "wom", "mel"}, "FC": {"psa", "psb", "wom", "mel"},
    "MB": {"psa", "psb", "wom", "mel"}, "LE": {"psa", "psb", "wom", "mel"}, "AD": set(), "NO": set(), "AN": set(),
}  # fmt: skip
OWN = {role: "psb" if role == "OO" else "psa" for role in ALL}
FOREIGN = {
    "CO": ("mel",), "CC": ("mel",), "OO": ("psa",), "FO": ("dtr",), "FC": ("dtr",), "MB": ("dtr",), "LE": ("dtr",),
    "AD": (), "NO": (),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of record: the word of its rights, who reads it and who enters it."""

    kind: str
    read: list[str]
    enter: list[str]


KINDS: dict[str, Kind] = {
    "supports": Kind("support", "CO CC OO FO FC LE".split(), "CO OO FO FC".split()),
    "households": Kind("household", "CO CC FO FC".split(), "CO FO FC".split()),
    "poverty_reviews": Kind("poverty_review", "CO CC FO FC".split(), "CO FO FC".split()),
    "area_poverty": Kind("area_poverty", "CO CC FO FC MB LE".split(), "CO FO FC".split()),
    "targets": Kind("target", "CO CC OO FO FC MB LE".split(), "CO OO FO FC".split()),
    "activities": Kind("activity", "CO CC OO FO FC MB LE".split(), "CO OO FO FC".split()),
    "works": Kind("community_work", "CO CC OO FO FC LE".split(), "CO OO FO FC".split()),
    "model_years": Kind("model_year", "CO CC OO FO FC MB LE".split(), "CO OO FO FC".split()),
}
# Catalogues that everybody who is logged in reads: who changes them, and by which right.
CATALOGUES = {
    "campaigns": (EDITORS, "catalog.campaigns"), "movements": (EDITORS, "catalog.movements"),
    "published": (EDITORS, "catalog.published"), "indicators": (EDITORS, "catalog.indicators"),
    "reporting_periods": (EDITORS, "catalog.indicators"),
    "themes": (EDITORS, "catalog.campaigns"),
    "areas": (["AD"], "catalog.places"), "area_successions": (["AD"], "catalog.places"),
    "area_groups": (["AD"], "catalog.places"), "area_standings": (["AD"], "catalog.places"),
    "organizations": (EDITORS, "catalog.organizations"),
    "organization_successions": (EDITORS, "catalog.organizations"), "sources": (EDITORS, "catalog.sources"),
    "unit_prices": (EDITORS, "catalog.unit_prices"), "score_sheets": (["MB", "AD"], "catalog.score_sheets"),
    "model_fields": (["MB", "AD"], "catalog.score_sheets"), "model_plans": (["MB", "AD"], "catalog.score_sheets"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Route:
    """One address under one expectation. `get`, `post`: the roles it serves; None = the method is not there (405).

    `thing` names what the address speaks of (a namespace of the world; "" = nothing) and `states` in which statuses it
    is tried; `sees` the roles that may read that kind at all: the others meet 403 whatever they ask for. `needs` is the
    one right whose loss turns a successful POST into a refusal. `inert`: a POST that everybody may send, and that
    changes something for `writes` alone.
    """

    name: str
    get: list[str] | None
    post: list[str] | None = None
    thing: str = ""
    states: tuple[str, ...] = ()
    sees: list[str] = field(default_factory=lambda: ALL)
    needs: str = ""
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    done: tuple[int, ...] = (302,)
    got: tuple[int, ...] = (200,)
    writes: list[str] | None = None
    public: bool = False
    taker: str = ""  # the role that the success of the POST is shown with, when not the first of `post`
    blind: list[str] = field(default_factory=list)  # from whom a thing without a place is hidden: 404
    logs: bool = False  # the answer to a GET is journalled
    holder: str = ""  # what it speaks of is this role's person's alone

    @property
    def id(self) -> str:
        again = self.kwargs or self.states[:1] not in ((), ("draft",))
        more = [str(v) for v in self.kwargs.values()] + list(self.states if again else ())
        return "-".join([self.name.replace(":", "."), *more])


def routes() -> list[Route]:
    found = [*_single(), *_places(), *_households(), *_batches()]
    for namespace, kind in KINDS.items():
        found += _record(namespace, kind)
    found += _life()
    for namespace, (editors, right) in CATALOGUES.items():
        found += _catalogue(namespace, namespace, ALL, editors, right)
    found += _catalogue("assignments", "assignments", ["AD"], ["AD"], "accounts")
    found += _catalogue("routes", "routes", ["AD"], ["AD"], "catalog.routes")
    found += _catalogue("issuers", "issuers", ["FC", "AD"], ["FC", "AD"], "catalog.issuers")
    found.append(Route("issuers:sample", ["FC", "AD"], None, "issuers", sees=["FC", "AD"]))
    found += _catalogue("models", "models", KINDS["model_years"].read, IMPORTERS, "catalog.models")
    found += _evidence("campaigns", ALL, FRONT, "catalog.campaigns")
    found += _evidence("models", KINDS["model_years"].read, IMPORTERS, "catalog.models")
    for name in ("recommendations", "tasks"):  # followed by whoever enters activities there
        read, enter = KINDS["activities"].read, KINDS["activities"].enter
        found += _catalogue(name, name, read, enter, "activity.enter")
        found += _evidence(name, read, enter, "activity.enter")
        found.append(Route(f"{name}:history", STAFF, None, name, sees=read))
    found += _catalogue("loan_balances", "loan_balances", KINDS["supports"].read, IMPORTERS, "support.enter")
    return found


def _record(namespace: str, kind: Kind) -> list[Route]:
    def at(name: str, get: list[str] | None, post: list[str] | None, *states: str, **more: Any) -> Route:
        return Route(f"{namespace}:{name}", get, post, namespace, states, kind.read, **more)

    def step(word: str, who: list[str], state: str, needs: str, taker: str = "") -> Route:
        return at("step", who, who, state, needs=needs, kwargs={"step": word}, data={"reason": "Xem lại"}, taker=taker)

    enter, confirm, accept = f"{kind.kind}.enter", f"{kind.kind}.confirm", f"{kind.kind}.accept"
    staff = [role for role in STAFF if role in kind.read]
    seeing = [role for role in (*STAFF, "MB") if role in kind.read]
    return [
        Route(f"{namespace}:list", kind.read, None, sees=kind.read),
        Route(f"{namespace}:new", kind.enter, kind.enter, needs=enter, sees=ALL, data=NEW.get(namespace, {})),
        at("detail", kind.read, None, "draft", "approved"),
        at("edit", kind.enter, kind.enter, "draft", needs=enter),
        at("history", staff, None, "draft", "approved"),
        at("since", staff, None, "draft", "approved"),
        step("gui", kind.enter, "draft", enter),
        step("rut", kind.enter, "draft", enter),
        at("step", [], [], "draft", kwargs={"step": "bo-sung"}, taker="CO"),  # only where the period is closed
        step("xac-nhan", ["CC"], "waiting", confirm),
        step("lam-ro", ["CC"], "waiting", confirm),
        step("tiep-nhan", FRONT, "accepting", accept),
        step("lam-ro", FRONT, "accepting", accept),
        at("propose", kind.enter, kind.enter, "approved", needs=enter,
           data={"de_nghi-reason": "Ghi nhầm", "note": "Đã sửa"}),
        at("propose_withdrawal", kind.enter, kind.enter, "approved", needs=enter, data={"reason": "Ghi trùng"}),
        at("decide", ["FC"], ["FC"], "disputed", needs=f"{kind.kind}.decide", data={"quyet_dinh": "duyet"}),
        at("attach", None, kind.enter, "draft", needs=enter),
        at("attach", None, kind.enter, "approved", needs=enter),
        at("attachment", seeing, None, "draft", "approved"),
        at("thumbnail", seeing, None, "draft"),
        at("photos", seeing, None, "draft", "approved"),
        at("mark", kind.enter, kind.enter, "draft", needs=enter, data={"description": "Khác"}),
        at("mark", kind.enter, kind.enter, "approved", needs=enter, data={"description": "Khác"}),
        at("detach", kind.enter, kind.enter, "draft", needs=enter),
        at("detach", ["FC"], ["FC"], "approved", needs=f"{kind.kind}.decide", data={"reason": "Nhầm ảnh"}),
    ]  # fmt: skip


def _life() -> list[Route]:
    """Models' years after their acceptance: who runs, judges, decides; nobody takes a step that is not theirs."""
    kind, right = KINDS["model_years"], "model_year.enter"
    decision = {"level": "district", "decision": "31/QĐ", "date": "16/11/2025", "body": "Ban Chỉ đạo"}

    def at(name: str, who: list[str], state: str, needs: str, **more: Any) -> Route:
        return Route(f"model_years:{name}", who, who, "model_years", (state,), kind.read, needs, **more)

    def step(slug: str, who: list[str], state: str, needs: str, **data: Any) -> Route:
        return at("life_step", who, state, needs, kwargs={"step": slug}, data=data)

    return [
        Route("model_years:register", kind.enter, kind.enter, needs=right,
              data={"name": "Mô hình mới", "type": "collective", "year": "2022"}),
        Route("model_years:offers", kind.enter, None),
        Route("model_households", ["CO", "FO", "FC"], ["CO", "FO", "FC"], "model_years", ("approved",),
              ["CO", "CC", "FO", "FC"], right, data={"start_year": "2016"}),
        at("life_note", kind.enter, "approved", right, data={"date": "05/03/2016", "words": "Họp tổ"}),
        at("life_result", kind.enter, "approved", right,
           data={"date": "05/03/2016", "what": "Trồng dâu", "quantity": "1,5", "unit": "ha"}),
        step("ngung", kind.enter, "approved", right, reason="Hết vốn"),
        step("tu-danh-gia", kind.enter, "approved", right),
        step("tham-dinh", ["MB"], "assessed", "model_year.appraise", words="Đạt", proposed="co"),
        step("nhan-rong", [*kind.enter, "MB"], "assessed", right, date="16/11/2025"),
        step("cong-nhan", ["MB", "FC"], "appraised", "model_year.recognise", **decision),
        step("khong-cong-nhan", ["MB", "FC"], "appraised", "model_year.recognise", reason="Chưa đạt"),
        at("life_back", ["MB", "FC"], "assessed", "model_year.appraise", data={"reason": "Chấm nhầm"}),
    ]  # fmt: skip


def _evidence(name: str, readers: list[str], editors: list[str], right: str) -> list[Route]:
    """Of a campaign or a model: who may see evidence at all, and who changes the thing and sees it."""
    seeing = [*STAFF, "MB"]

    def at(part: str, get: list[str] | None, post: list[str] | None, **more: Any) -> Route:
        return Route(f"{name}:{part}", get, post, name, sees=readers, **more)

    return [
        at("photos", seeing, None),
        at("attach", None, editors, needs=right),
        at("attachment", seeing, None),
        at("thumbnail", seeing, None),
        at("mark", editors, editors, needs=right, data={"description": "Khác"}),
        at("detach", editors, editors, needs=right),
    ]


def _catalogue(name: str, thing: str, readers: list[str], editors: list[str], right: str) -> list[Route]:
    detail = (200,)
    return [
        Route(f"{name}:list", readers, None, sees=readers),
        Route(f"{name}:new", editors, editors, needs=right, data=NEW.get(name, {})),
        Route(f"{name}:detail", readers, None, thing, sees=readers, got=detail),
        Route(f"{name}:edit", editors, editors, thing, sees=readers, needs=right),
        Route(f"{name}:delete", editors, editors, DELETED.get(name, thing), sees=readers, needs=right),
    ]


# What a second thing of a catalogue must differ in from the first.
NEW: dict[str, dict[str, Any]] = {
    **{name: {"code": "moi-them"} for name in ("campaigns", "movements", "indicators", "areas", "organizations",
                                               "sources", "model_fields")},
    "households": {"go_on": "on"},
    "themes": {"year": "2018"}, "area_groups": {"name": "Nhóm mới"},
    "score_sheets": {"year": "2018"}, "model_plans": {"year": "2018"}, "loan_balances": {"date": "01/06/2023"},
    "area_successions": {"swap": "old"}, "organization_successions": {"swap": "old"},
    "reporting_periods": {"number": "2"}, "targets": {"year": "2015"},
    "routes": {"organization_kind": "party", "level": "district"},
}  # fmt: skip
DELETED = {"models": "spare_models", "campaigns": "spare_campaigns", "recommendations": "spare_recommendations",
           "tasks": "spare_tasks"}  # fmt: skip


def _households() -> list[Route]:
    read, enter = KINDS["households"].read, KINDS["households"].enter

    def at(name: str, get: list[str], post: list[str] | None, *states: str, **more: Any) -> Route:
        return Route(f"households:{name}", get, post, "households", states, read, **more)

    return [
        Route("households:find", read, None, sees=read, query="q=zq"),
        at("reveal", read, read, "approved", needs="personal.reveal", data={"reason": "Đối chiếu hồ sơ vay vốn"},
           done=(200,)),
        at("lineage", enter, enter, "approved", needs="household.enter"),
        at("unlink", enter, enter, "approved", needs="household.enter"),
        Route("left_out", read, None, sees=read, query="nam=2022"),
        Route("often", read, None, sees=read, query="nam=2022&lan=1"),
        Route("blank_hamlets", "CO CC FO FC LE".split(), None, sees="CO CC FO FC LE".split(), query="nam=2022"),
        Route("poverty", "CO CC FO FC MB LE".split(), None, sees="CO CC FO FC MB LE".split(), query="nam=2022"),
        Route("poverty_task", enter, enter, sees=enter, query="noi=phu-son&nam=2021", needs="poverty_review.enter"),
        Route("poverty_households", read, None, sees=read, query="nam=2022&ds=poor&dong=end"),
        Route("households:duplicates", read, None, sees=read),
        at("merge", enter, enter, "approved", needs="household.enter"),
        Route("households:merge_page", read, ["FC"], "merges", sees=read, needs="household.decide",
              data={"lam": "duyet"}),
    ]  # fmt: skip


def _batches() -> list[Route]:
    """A batch is its holder's alone (the officer of Phú Sơn's): for others it does not exist."""

    def at(name: str, **more: Any) -> Route:
        get, post = more.pop("get", ["CO"]), more.pop("post", ["CO"])
        thing = more.pop("thing", "batches")
        return Route(f"imports:{name}", get, post, thing, (), [*IMPORTERS, "AD"], holder="CO", **more)

    return [
        at("batch", data={"m-B2": "Phú Sơn"}, needs="import"),
        at("columns", needs="import"),
        at("store", get=None, needs="import", thing="ready_batches"),
        at("errors", post=None),
        at("hand_over", needs="import"),
        at("drop", needs="import"),
    ]


def _places() -> list[Route]:
    """Closed periods: of the places of the reach, by the front alone."""
    reason = {"reason": "Số liệu bổ sung"}
    return [
        Route("closings", FRONT, None, sees=FRONT),
        Route("close", FRONT, FRONT, needs="period.close",
              data={"area": "phu-son", "span": "year", "year": "2013", "chac": "1"}),
        Route("reopen", FRONT, FRONT, "closings", sees=FRONT, needs="period.close", data=reason),
        Route("exception", FRONT, FRONT, "closings", sees=FRONT, needs="period.close",
              data={**reason, "until": "31/12/2030"}),
        Route("exception_end", FRONT, FRONT, "closings", sees=FRONT, needs="period.close", data=reason),
    ]  # fmt: skip


def _reorganizations(name: str, editors: list[str], right: str, **lines: str) -> list[Route]:
    """Everybody reads what changed. `lines`: a renaming on 01/01/2025, posted past its preview."""
    head = {"day": "01/01/2025", "legal_basis": "NQ 1", "chac": "1", "units-TOTAL_FORMS": "1", "moves-TOTAL_FORMS": "1"}
    data = {**head, **{key.replace("__", "-0-"): value for key, value in lines.items()}}
    return [
        Route(name, ALL, None),
        Route(f"{name}_new", editors, editors, needs=right, data=data),
        Route(f"{name}_one", ALL, editors, name, needs=right),
    ]


def _single() -> list[Route]:
    return [
        Route("login", ALL, ALL, public=True, got=(302,), done=(302,)),
        Route("healthz", ALL, None, public=True),
        Route("readyz", ALL, None, public=True),
        Route("activities:calendar", READERS, None, sees=READERS, query="nam=2022&thang=5"),
        Route("solutions", READERS, None, sees=READERS, query="nam=2022"),
        Route("home", ALL, None, got=(302,)),
        Route("logout", None, ALL),
        Route("password_change", ALL, ALL, data={"old_password": "sai"}, done=(200,)),
        Route("password_change_done", ALL, None),
        Route("help", ALL, None),
        Route("dashboard", READERS, None),
        Route("poverty_said", "CO CC FO FC MB LE".split(), None, query="nam=2022"),
        Route("campaign_page", ALL, None, "campaigns"),
        Route("movement_page", ALL, None, "movements"),
        Route("area_page", ALL, None, "areas"),
        Route("body_page", ALL, None, "organizations"),
        Route("body_targets", READERS, None, "organizations", query="nam=2022"),
        Route("area_targets", READERS, None, "areas", query="nam=2022"),
        Route("read_back", ALL, None, query="t=60 triệu&loai=money"),
        Route("imports:index", [*IMPORTERS, "AD"], [*IMPORTERS, "AD"], needs="import"),
        Route("imports:template", IMPORTERS, None, kwargs={"kind": "ho-tro"}),
        Route("supports:hamlets", IMPORTERS, None, kwargs={"area": 0}, query="q=pre"),
        Route("supports:understood", None, IMPORTERS, done=(200,), writes=[]),
        Route("supports:quick", IMPORTERS, IMPORTERS, needs="support.enter"),
        Route("supports:quick_row", None, IMPORTERS, needs="support.enter", done=(200,)),
        Route("supports:quick_stored", IMPORTERS, IMPORTERS, "supports", ("draft",), IMPORTERS, "support.enter",
              done=(200,)),
        Route("supports:quick_send", None, IMPORTERS, needs="support.enter", done=(200,)),
        *(Route("supports:quick_find", IMPORTERS, None, kwargs={"what": what}, query="q=pre")
          for what in ("don-vi", "nguon", "dot", "noi", "hinh-thuc")),
        Route("supports:quick_source", IMPORTERS, None, query="dv=mttq&vay=0"),
        Route("target_grid", READERS, IMPORTERS, sees=READERS, needs="target.enter", query="ky=2012&noi=phu-son"),
        Route("target_box", None, IMPORTERS, sees=READERS, needs="target.enter", query="ky=2012&noi=phu-son",
              done=(200,)),
        Route("target_step", None, IMPORTERS, sees=READERS, needs="target.enter", query="ky=2017",
              data={"lam": "gui"}, taker="OO"),
        Route("target_compare", READERS, None, sees=READERS, query="ky=2022&chi-tieu=dau-tam"),
        Route("target_reported", READERS, None, sees=READERS, query="ky=2022"),
        Route("reports:index", READERS, None),
        Route("verify", ALL, ALL, public=True, data={"ma": "ABCD-EFGH-JKLM"}, done=(200,), writes=[]),
        Route("reports:editions", READERS, None, sees=READERS),
        Route("reports:edition", READERS, None, "editions", sees=READERS),
        Route("reports:edition_file", READERS, None, "editions", sees=READERS, kwargs={"extension": "json"}, logs=True),
        Route("reports:reissue", ["FC"], ["FC"], "editions", sees=["FC"], needs="report.sign",
              data={"reason": "Số liệu đã sửa"}),
        Route("reports:issue", ["FC"], ["FC"], "signed_reports", sees=["FC"], needs="report.sign"),
        Route("check_figures", READERS, READERS, data={"van_ban": "Có 14/14 xã."}, done=(200,), writes=[]),
        Route("reports:drafts", READERS, None, sees=READERS),
        Route("reports:draft_new", DRAFTERS, DRAFTERS, sees=DRAFTERS, needs="report.draft", taker="FO",
              query="dot=pretieng-2022&nam=2022", done=(302, 422), writes=["FO", "FC", "MB"]),
        Route("reports:draft", READERS, DRAFTERS, "reports", sees=READERS, needs="report.draft",
              data={"doan": "opening", "loi": "Kính báo cáo.", "ban": "2"}, taker="FO"),
        Route("reports:draft_comment", None, DRAFTERS, "reports", sees=READERS, needs="report.draft",
              data={"y-kien": "Nên gọn hơn."}, taker="FO"),
        Route("reports:draft_step", None, DRAFTERS, "reports", sees=READERS, needs="report.draft",
              kwargs={"step": "bo"}, data={"ly-do": "Trùng", "phien-ban": "1"}, taker="FO"),
        Route("reports:draft_step", None, ["FC"], "checked_reports", sees=READERS, needs="report.sign",
              kwargs={"step": "duyet-ky"}, data={"phien-ban": "1"}),
        Route("reports:draft_versions", READERS, DRAFTERS, "reports", sees=READERS, needs="report.draft",
              data={"ban": "1", "moi-nhat": "2"}, taker="FO"),
        Route("reports:page", READERS, None, query="dot=pretieng-2022&nam=2022"),
        Route("reports:compare", READERS, None, query="dot=pretieng-2022&nam=2022"),
        *(Route("reports:download", READERS, None, kwargs={"extension": extension}, logs=True,
                query="dot=pretieng-2022&nam=2022") for extension in ("json", "xlsx")),
        # A file in the making is for who asked for it (the officer of Phú Sơn): for others it does not exist.
        Route("reports:job", READERS, None, "render_jobs", sees=READERS, holder="CO"),
        Route("reports:job_file", READERS, None, "render_jobs", sees=READERS, holder="CO", logs=True),
        Route("model_survival", KINDS["model_years"].read, None, sees=KINDS["model_years"].read),
        Route("model_late", KINDS["model_years"].read, None, sees=KINDS["model_years"].read),
        Route("model_board", KINDS["model_years"].read, None, sees=KINDS["model_years"].read),
        Route("my_work", ALL, None),
        Route("submit_ready", None, ALL, writes=IMPORTERS),
        Route("inbox", "CC FO FC MB".split(), "CC FO FC MB".split(), needs="support.accept", taker="FO", writes=FRONT,
              done=(302, 200)),
        Route("late", "CC FO FC".split(), None, sees="CC FO FC".split()),
        Route("delegations", ALL, "CC FO FC MB".split(), needs="delegate", data={"ends": "31/12/2030"}),
        Route("delegation_end", ["FC", "AD"], ["FC", "AD"], "delegations", blind="CO CC OO FO MB LE NO".split()),
        Route("handover", "FO FC AD".split(), "FO FC AD".split(), "leavers", sees="FO FC AD".split(),
              needs="handover"),
        Route("admin_home", EDITORS, None),
        Route("journal", ["FC", "AD"], None),
        Route("settings", ["FC", "AD"], ["FC", "AD"], needs="settings", data={"repeat_needs_reason": "on"}),
        Route("level", ["FC", "AD"], ["FC", "AD"], needs="settings"),
        *_reorganizations("area_reorganizations", ["AD"], "catalog.places", moves__old="thon-thua",
                          units__name="Đủ", units__kind="thon", units__above="me-linh"),
        *_reorganizations("organization_reorganizations", EDITORS, "catalog.organizations", moves__old="hoi-thua",
                          units__name="Hội đủ", units__kind="mass_association", units__area="hiep-thanh"),
        Route("accounts", ["AD"], None),
        Route("account_new", ["AD"], ["AD"], needs="accounts", done=(200,),
              data={"username": "nguoi.moi", "full_name": "Người mới"}),
        Route("account", ["AD"], ["AD"], "accounts", sees=["AD"], needs="accounts"),
        Route("account_reset", ["AD"], ["AD"], "accounts", sees=["AD"], needs="accounts", done=(200,)),
    ]  # fmt: skip
