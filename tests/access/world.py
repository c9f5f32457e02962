"""One portal in which every kind of record stands in every status, in five places, each text with a canary of its own.

A canary is "zq" + place + kind + state + sort, for example `zqmelsuoptx`: written in Mê Linh, a support, open (not
accepted yet), plain text. It survives escaping, folding, sorting, CSV, XLSX and JSON, so that a pattern finds in any
response whose words it holds.
"""

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from beneficiaries.imports.columns import LABELS
from beneficiaries.models import (
    FundingSource,
    Household,
    HouseholdLineage,
    HouseholdMerge,
    LoanBalance,
    Support,
    UnitPrice,
)
from danvan.accounts.models import User
from danvan.imports import batches
from danvan.imports.kinds import kinds
from danvan.records import catalogs, corrections, files, periods, services
from danvan.records.kinds import record_models
from danvan.records.models import ConfirmationRoute, PeriodClosing, Status
from models_programs import life
from models_programs.models import MobilizationModel, ModelField, ModelPlan, ModelYear, ScoreSheet
from movements.models import (
    Activity,
    Area,
    AreaGroup,
    AreaStanding,
    AreaSuccession,
    Assignment,
    Campaign,
    CommunityWork,
    Indicator,
    Movement,
    Organization,
    OrganizationSuccession,
    PublishedFigure,
    Recommendation,
    Reorganization,
    ReportingPeriod,
    Target,
    WorkTask,
    WorkTheme,
)
from reports.asked import Asked
from reports.files import jobs
from reports.files.keeping import Stamp
from reports.models import Edition, EditionFile, Issuer, RenderJob, Report
from tests import cast as people
from tests.evidence import pdf, picture, upload

DAY = datetime.date(2022, 5, 30)
# Namespace → the two letters of its canaries. Models (mô hình) are no records but stand in a scope too.
LETTERS = {
    "supports": "su", "households": "ho", "poverty_reviews": "pr", "area_poverty": "ap", "targets": "ta",
    "activities": "ac", "works": "wo", "model_years": "my", "models": "mo",
}  # fmt: skip
PERSONAL = frozenset({"households", "poverty_reviews"})
BODIES = frozenset({"households", "poverty_reviews", "area_poverty"})  # kinds that an organisation does not enter
STATES = ("draft", "waiting", "accepting", "approved", "disputed")
CCCD = "0687"  # what every identity number here begins with

# code: (organisation, place, hamlet, who writes, who confirms, who accepts)
PLACES = {
    "psa": ("mttq_phu_son", "phu_son", "pretieng_1", "canbo_phuson_2", "chutich_phuson", "mttq_2"),
    "psb": ("hoi_nong_dan", "phu_son", "pretieng_1", "hoinongdan_2", "", "mttq_2"),
    "wom": ("hoi_phu_nu", "phu_son", "pretieng_1", "hoiphunu", "", "mttq_2"),
    "mel": ("mttq_me_linh", "me_linh", "me_linh_1", "canbo_melinh", "chutich_melinh", "mttq_2"),
    "dtr": ("mttq_duc_trong", "hiep_thanh", "hiep_thanh", "mttq_ductrong", "", "mttq_truong_ductrong"),
}
# Who acts for each role of the matrix; NO has no assignment.
ACTORS = {
    "CO": "canbo_phuson", "CC": "chutich_phuson", "OO": "hoinongdan", "FO": "mttq", "FC": "mttq_truong",
    "MB": "bandanvan", "LE": "lanhdao", "AD": "quantri", "NO": "nobody",
}  # fmt: skip


def canary(place: str, namespace: str, state: str, sort: str = "tx") -> str:
    """Sorts: tx words of the record, hh the head of a household, rc a recipient or a reason, cc a CCCD."""
    stage = "ap" if state in ("approved", "disputed") else "op"
    return f"zq{place}{LETTERS[namespace]}{stage}{sort}"


class World(SimpleNamespace):
    """`records[namespace, state, place]`, `things[namespace, place]`, `files[…]`, `corrections[…]`, and the cast."""

    cast: people.Cast
    records: dict[tuple[str, str, str], Any]
    things: dict[tuple[str, str], Any]
    files: dict[tuple[str, str, str], Any]
    corrections: dict[tuple[str, str], Any]
    lineages: dict[str, Any]
    exceptions: dict[str, Any]
    selfmade: dict[tuple[str, str], Any]

    def actor(self, role: str) -> User:
        return getattr(self.cast, ACTORS[role])

    def where(self, place: str) -> tuple[Organization, Area, Area]:
        organization, area, hamlet, *_ = PLACES[place]
        return getattr(self.cast, organization), getattr(self.cast, area), getattr(self.cast, hamlet)


def build() -> World:
    cast = people.assemble()
    cast.hoinongdan_2 = cast.make_user("hoinongdan2", "Trịnh Thị Ốc")
    cast.assign(cast.hoinongdan_2, "org_officer", cast.hoi_nong_dan)
    world = World(cast=cast, records={}, things={}, files={}, corrections={}, lineages={}, exceptions={}, selfmade={})
    _catalogues(world)
    for place in PLACES:
        for namespace in LETTERS:
            if namespace != "models" and not (place in ("psb", "wom") and namespace in BODIES):
                _states(world, namespace, place)
    _around(world)
    _drafts(world)
    _issued(world)
    _lives(world)
    return world


def data_of(world: World, namespace: str, place: str, state: str, number: int) -> tuple[Any, dict[str, Any]]:
    """(model, data) of a record whose every text is a canary; `number` keeps years apart where they must differ."""
    cast = world.cast
    organization, area, hamlet = world.where(place)
    text = canary(place, namespace, state)
    base = {"organization": organization, "area": area, "note": f"Ghi chú {text}"}
    match namespace:
        case "supports":
            return Support, {
                **cast.support_data(), **base, "hamlets": [hamlet] if hamlet != area else [], "campaign": cast.pretieng,
                "description": f"Xây nhà {text}", "households": 3,
                "recipients": [{"name": f"Bà {canary(place, namespace, state, 'rc')}", "kind": "person"}],
            }  # fmt: skip
        case "households":
            return Household, {
                **base, "area": hamlet, "head": f"K’Brôi {canary(place, namespace, state, 'hh')}", "people": 4,
                "ethnicity": "K’Ho", "cccd": f"{CCCD}{list(PLACES).index(place)}{number:07d}",
            }  # fmt: skip
        case "poverty_reviews":
            household = world.records["households", "approved", place]
            return world.models["poverty_review"], {
                **base, "area": household.area, "household": household, "year": 2016 + number, "poverty_class": "poor",
                "standard": "2022-2025", "reason": f"Lý do {text}",
            }  # fmt: skip
        case "area_poverty":
            return world.models["area_poverty"], {
                **base, "date": DAY, "standard": "2022-2025", "source": f"Nguồn {text}", "poor": 43, "near_poor": 38,
            }  # fmt: skip
        case "targets":
            return Target, {
                **base, "year": 2016 + number, "indicator": cast.dau_tam, "for_organization": organization,
                "planned_min": "5.6", "reason": f"Vì {text}",
            }  # fmt: skip
        case "activities":
            return Activity, {**base, "date": DAY, "kind_of_activity": "dialogue", "name": f"Đối thoại {text}"}
        case "works":
            return CommunityWork, {**base, "date": DAY, "name": f"Đường {text}", "road_km": "1.25"}
        case "model_years":
            return ModelYear, {
                **base, "model": world.things["models", place], "year": 2016 + number, "goals": f"Mục tiêu {text}",
            }  # fmt: skip
    raise KeyError(namespace)


def _states(world: World, namespace: str, place: str) -> None:
    *_, author_name, confirmer, accepter = PLACES[place]
    author = getattr(world.cast, author_name)
    order = ("approved", "draft", "waiting", "accepting", "disputed")
    for number, state in enumerate(order):
        if state == "waiting" and not confirmer:
            continue
        model, data = data_of(world, namespace, place, state, number)
        record = services.create(author, model, data)
        key = (namespace, state, place)
        if state in ("draft", "approved"):
            text = canary(place, namespace, state)
            # Of a draft a photo, whose comment is not kept; of an approved record a PDF, which is kept as it is.
            photo = picture(comment=text) if state == "draft" else pdf(f"/Title ({text})".encode())
            world.files[key] = files.attach(author, record, upload(photo, f"{text}.jpg"), description=f"Ảnh {text}")
        if state != "draft":
            record = services.submit(author, record)
        if state != "waiting" and record.pending_action == "confirm":
            record = services.confirm(getattr(world.cast, confirmer), record)
        if state in ("approved", "disputed"):
            record = services.accept(getattr(world.cast, accepter), record)
            assert record.status == Status.APPROVED
        if state == "disputed":
            world.corrections[namespace, place] = corrections.propose(
                author, record, reason=f"Vì {canary(place, namespace, state, 'rc')}",
                data={"note": f"Sửa {canary(place, namespace, state)}"}, expected_version=record.version,
            )  # fmt: skip
        world.records[key] = record


def _catalogues(world: World) -> None:
    """A thing of each catalogue that nothing uses, so that deleting it succeeds for who may."""
    cast, things = world.cast, world.things
    world.models = record_models()
    spare = cast.make_user("tam", "Người tạm giữ")
    made = {
        "campaigns": Campaign(code="dot-thua", name="Đợt thừa", organization=cast.mttq_huyen),
        "movements": Movement(code="phong-trao-thua", name="Phong trào thừa", kind="emulation"),
        "published": PublishedFigure(
            campaign=cast.pretieng,
            year=2022,
            key="support_vnd",
            value="2230000000",
            words="trên 2,2 tỷ",
            date=DAY,
            source="Báo cáo số 9",
        ),
        "themes": WorkTheme(year=2019, words="Chủ đề thừa", organization=cast.mttq_huyen),
        "indicators": Indicator(code="thua", name="Chỉ tiêu thừa", definition="Thừa.", unit="ha", kind="area"),
        "reporting_periods": ReportingPeriod(kind="quarter", year=2019, number=1),
        "areas": Area(code="thon-thua", name="Thôn thừa", level="hamlet", kind="thon", parent=cast.me_linh),
        "area_successions": AreaSuccession(old=cast.me_linh, new=cast.phu_son_lam_ha, date=people.REFORM, share="0.5"),
        "area_groups": AreaGroup(name="Nhóm thừa"),
        "area_standings": AreaStanding(area=cast.hiep_thanh, fact="size", date=DAY, households=9, people=40),
        "organizations": Organization(code="hoi-thua", name="Hội thừa", kind="socio_political", area=cast.duc_trong),
        "organization_successions": OrganizationSuccession(
            old=cast.mttq_me_linh, new=cast.mttq_da_don, date=people.REFORM
        ),
        "sources": FundingSource(code="nguon-thua", name="Nguồn thừa", kind="own"),
        "unit_prices": UnitPrice(what="labour", unit="ngày", price_vnd=300000, valid_from=DAY, authority="QĐ 1"),
        "score_sheets": ScoreSheet(name="Phiếu thừa", year=2019, pass_score=70),
        "model_plans": ModelPlan(year=2019, register_by=DAY),
        "model_fields": ModelField(code="thua", name="Lĩnh vực thừa"),
        "assignments": Assignment(user=spare, role="leader", area=cast.me_linh, starts=DAY, ends=DAY),
        "issuers": Issuer(
            name="Ban thừa", issuer="Ban thừa", symbol="BC-BT", place="Lâm Hà", post="Trưởng ban", area=cast.lam_ha
        ),
        "routes": ConfirmationRoute(organization_kind="enterprise", level="province", accept_role="front_chair"),
    }
    for namespace, thing in made.items():
        thing.save()
        if isinstance(thing, AreaGroup):
            thing.areas.set([cast.me_linh])
        things[namespace, ""] = thing
    # Not begun yet: it lends nobody a right here.
    things["delegations", ""] = Assignment.objects.create(
        user=cast.mttq_2, role="front_chair", area=cast.lam_ha, delegated_by=cast.mttq_truong,
        starts=datetime.date(2030, 1, 1), ends=datetime.date(2030, 1, 31),
    )  # fmt: skip
    things["leavers", ""] = cast.canbo_phuson_2
    for subject, name in (("places", "area_reorganizations"), ("organizations", "organization_reorganizations")):
        things[name, ""] = Reorganization.objects.create(
            subject=subject, day=people.REFORM, legal_basis="NQ 2", words="Đợt thử", made={"new": [], "ended": {}},
            done_by=cast.quantri,
        )  # fmt: skip
    things["spare_campaigns", ""] = Campaign.objects.create(code="dot-trong", name="Đợt trống")
    world.files["campaigns", "", ""] = files.attach(cast.mttq, things["campaigns", ""], upload(picture()))
    for place in PLACES:
        organization, area, _hamlet = world.where(place)
        for name in ("models", "spare_models"):  # the second follows the first
            things[name, place] = MobilizationModel.objects.create(
                name=f"Trồng dâu {canary(place, 'models', 'draft')}", type="collective", field=cast.kinh_te,
                organization=organization, area=area, replicated_from=things.get(("models", place)),
            )  # fmt: skip
        _followed(world, place)
        text = canary(place, "models", "draft")
        writer = cast.mttq_ductrong if place == "dtr" else cast.mttq
        world.files["models", "", place] = files.attach(
            writer, things["models", place], upload(picture()), description=f"Ảnh {text}"
        )


def _followed(world: World, place: str) -> None:
    """A recommendation and a task with evidence, which need no acceptance; a second of each may be deleted."""
    cast, text = world.cast, canary(place, "activities", "approved")
    organization, area, _hamlet = world.where(place)
    writer = cast.mttq_ductrong if place == "dtr" else cast.mttq
    theme = world.things.get(("the_theme", "")) or WorkTheme.objects.create(
        year=2022, words="Năm dân vận khéo", organization=cast.mttq_huyen
    )
    world.things["the_theme", ""] = theme
    day = {"date": DAY, "due": DAY + datetime.timedelta(days=9)}
    for name in ("recommendations", "spare_recommendations"):
        world.things[name, place] = catalogs.save(writer, Recommendation, {
            **day, "organization": organization, "area": area, "words": f"Đề nghị sửa đường {text}",
            "made_by": "cử tri", "to_words": f"Phòng Kinh tế {text}",
        })  # fmt: skip
    for name in ("tasks", "spare_tasks"):
        world.things[name, place] = catalogs.save(writer, WorkTask, {
            "theme": theme, "solution": "2", "title": f"Đối thoại với dân {text}", "organization": organization,
            "area": area, "due": day["due"],
        })  # fmt: skip
    for name in ("recommendations", "tasks"):
        world.files[name, "", place] = files.attach(
            writer, world.things[name, place], upload(picture()), description=f"Ảnh {text}"
        )


def _issued(world: World) -> None:
    """In each place a report that was issued, and one that waits to be; their titles are canaries."""
    cast = world.cast
    for number, place in enumerate(PLACES, 1):
        organization, area, _hamlet = world.where(place)
        title = f"Kết quả {canary(place, 'targets', 'approved')}"
        issuer = Issuer.objects.create(
            name=f"Ban Thường trực {number}", organization=organization, area=area, issuer="Ban Thường trực",
            symbol="BC", place="Lâm Hà", post="Chủ tịch",
        )  # fmt: skip
        for name, status in (("editions", "issued"), ("signed_reports", "signed")):
            world.things[name, place] = Report.objects.create(
                kind="tong-hop", subject="area", code=area.code, period="2022", title=title, issuer=issuer,
                status=status, created_by=cast.mttq_2, signed_by=cast.mttq_truong,
            )  # fmt: skip
        world.things["editions", place] = edition = Edition.objects.create(
            report=world.things["editions", place], issuer=issuer, year=2023, number=number, symbol=f"0{number}/BC",
            dated=DAY, signer="Hoàng Văn Ích", title=title, code=f"ABCDEFGHJKL{number + 1}", area=area,
            asked={"scope": "area", "code": area.code, "period": "2022"}, summary="{}", organization=organization,
            data_version=1, journal_head=f"1:{number:064d}", issued_by=cast.mttq_truong,
        )  # fmt: skip
        EditionFile.objects.create(edition=edition, extension="json", content=b"{}", sha256=f"{number:064d}")
        if place == "psa":  # whoever has its code is told its number and name: no secret
            issuer = Issuer.objects.create(name="Ban Thường trực", area=area, issuer="Ban Thường trực", symbol="BC")
            told = Edition.objects.get(pk=edition.pk)
            told.pk, told.issuer, told.title, told.code = None, issuer, "Kết quả năm 2022", "ABCDEFGHJKLM"
            told.save(force_insert=True)


def _around(world: World) -> None:
    """Loans with balances, split households, closed periods, the front's own records, a household helped by a body."""
    cast = world.cast
    for place in PLACES:
        organization, area, _hamlet = world.where(place)
        writer = cast.mttq_ductrong if place == "dtr" else cast.mttq
        text = canary(place, "supports", "approved")
        loan = services.create(writer, Support, {
            **cast.loan_data(organization=organization, area=area, campaign=None), "description": f"Vay vốn {text}",
        })  # fmt: skip
        loan = _through(world, loan, place)
        world.things["loans", place] = loan
        world.things["loan_balances", place] = catalogs.save(
            writer, LoanBalance, {"loan": loan, "date": DAY, "outstanding_vnd": 30_000_000}
        )
        if place in ("psa", "mel", "dtr"):
            world.lineages[place] = HouseholdLineage.objects.create(
                old=world.records["households", "approved", place], new=world.records["households", "draft", place],
                kind="split", date=DAY,
            )  # fmt: skip
            kept, away = (world.records["households", state, place] for state in ("approved", "draft"))
            world.things["merges", place] = HouseholdMerge.objects.create(
                away=away, kept=kept, standing=kept, proposed_by=writer,
                reason=f"Vì {canary(place, 'households', 'approved')}",
            )  # fmt: skip
            closer = cast.mttq_truong_ductrong if place == "dtr" else cast.mttq_truong
            periods.close(closer, area, datetime.date(2014, 1, 1), datetime.date(2014, 12, 31))
            world.things["closings", place] = closing = PeriodClosing.objects.get(area=area)
            world.exceptions[place] = periods.grant_exception(
                closer, closing, cast.canbo_phuson, timezone.now() + datetime.timedelta(days=9), reason="Thử"
            )
    for name, commune in (("batches", "Phú Sơnn"), ("ready_batches", "Phú Sơn")):
        content = ",".join(LABELS.values()) + f"\n2022,{commune},,MTTQ Phú Sơn,,Hỗ trợ,Quà,Tặng quà {name},1,phần,,,,\n"
        world.things[name, ""] = batches.open_file(
            cast.fresh(cast.canbo_phuson), kinds()["ho-tro"], f"{name}.csv", content.encode()
        )
    asked = Asked(scope="campaign", code="pretieng-2022", period="2022")
    world.things["render_jobs", ""] = job = jobs.ask(
        cast.fresh(cast.canbo_phuson), asked, "json", Stamp.now(), title="Báo cáo", file_name="bao-cao.json"
    )
    RenderJob.objects.filter(pk=job.pk).update(status="done", content=b"{}", finished_at=timezone.now())
    model, data = data_of(world, "supports", "psb", "approved", 9)
    helped = {"household": world.records["households", "approved", "psa"], "kind": "household"}
    given = services.create(cast.mttq, model, {**data, "recipients": [helped]})
    world.things["helped", "psb"] = _through(world, given, "psb")
    for role, author in (("FO", cast.mttq), ("FC", cast.mttq_truong)):
        for namespace in LETTERS.keys() - {"models"}:
            number = 7 if role == "FO" else 8
            model, data = data_of(world, namespace, "psa", "accepting", number)
            record = services.submit(author, services.create(author, model, data))
            world.selfmade[namespace, role] = services.confirm(cast.chutich_phuson, record)


def _drafts(world: World) -> None:
    """A draft of a report of each commune, in the name of the body there; one that was checked; a comment each."""
    cast = world.cast
    for place in ("psa", "mel", "dtr"):
        organization, area, _hamlet = world.where(place)
        writer = cast.mttq_ductrong if place == "dtr" else cast.mttq_2
        text = canary(place, "model_years", "approved")
        issuer = Issuer.objects.create(
            name=f"Ban Thường trực {area}", organization=organization, area=area, issuer="Ban Thường trực",
            symbol="BC", place="Lâm Hà", post="Chủ tịch",
        )  # fmt: skip
        asked = {"kind": "tong-hop", "subject": "area", "code": area.code, "period": "2022"}
        for name, status in (("reports", "draft"), ("checked_reports", "checking")):
            checked = {"checked_by": cast.bandanvan, "checked_at": timezone.now()} if status == "checking" else {}
            report = Report.objects.create(
                **asked, **checked, title=f"Báo cáo {text}", issuer=issuer, status=status, created_by=writer
            )
            report.comments.create(text=f"Ý kiến {text}", author=writer)
            for number, words in enumerate(({"opening": {"text": f"Kính gửi {text}", "base": ""}}, {}), 1):
                report.text = report.texts.create(number=number, words=words, note=f"Sửa lời {text}", author=writer)
            report.save()
            world.things[name, place] = report


def _lives(world: World) -> None:
    """A model's year in each place that was assessed, and one that another of the board appraised."""
    cast = world.cast
    judge = cast.make_user("bandanvan2", "Lê Văn Ấp")
    for area in (cast.lam_ha, cast.duc_trong):
        cast.assign(judge, "mobilisation_board", area)
    for year, number in ((2016, 0), (2025, 9), (2026, 10)):
        sheet = ScoreSheet.objects.create(name="Phiếu chung", year=year)
        criterion = sheet.criteria.create(name="Kết quả", maximum=10)
        scores = {criterion.pk: (Decimal(8), "")}
        for place in PLACES if number else ():
            author = getattr(cast, PLACES[place][3])
            model, data = data_of(world, "model_years", place, "approved", number)
            record = _through(world, services.create(author, model, data), place)
            life.self_assess(cast.fresh(author), record, sheet=sheet, scores=scores)
            if year == 2026:
                life.appraise(cast.fresh(judge), record, scores=scores, opinion="Đạt", proposed=True)
            record.refresh_from_db()
            world.records["model_years", "appraised" if year == 2026 else "assessed", place] = record


def _through(world: World, record: Any, place: str) -> Any:
    *_, confirmer, accepter = PLACES[place]
    record = services.submit(record.created_by, record)
    if record.pending_action == "confirm":
        record = services.confirm(getattr(world.cast, confirmer), record)
    return services.accept(getattr(world.cast, accepter), record)
