"""From the table of expectations to requests: addresses, what is posted, and the judgement of an answer."""

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from beneficiaries.imports.columns import LABELS
from models_programs.models import Criterion
from tests.access.expectations import ALL, FOREIGN, KINDS, OWN, REACH, STAFF, Route
from tests.access.visitors import JOURNAL, Answer, Visitors
from tests.access.world import LETTERS, World
from tests.evidence import pdf

NAMESPACES = {letters: name for name, letters in LETTERS.items()}
BESIDE = {"CO": ("psb",)}  # what a role reads and does not write: a body that sits elsewhere, in its own place
LOGIN = "/dang-nhap/?next="


def walk(patterns: Any = None, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of every address of the real URLconf."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, (*names, *filter(None, [one.namespace])))
        else:
            yield ":".join((*names, one.name or f"? {one.pattern}")), one


PATTERNS = dict(walk())


@dataclass(frozen=True)
class Case:
    """One request of the matrix before it is sent."""

    role: str
    route: Route
    place: str = ""
    state: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.role, self.route.id, self.place, self.state)))


def cases(world: World, route: Route, roles: list[str] = ALL) -> Iterator[Case]:
    for role in roles:
        # A leader's answer depends on the status; for the others the first one stands for all.
        for state in (route.states if role == "LE" else route.states[:1]) or ("",):
            for place in places(world, route, role, state):
                yield Case(role, route, place, state)


def places(world: World, route: Route, role: str, state: str) -> list[str]:
    """Own place, other places and what lies beside, where such an object stands; [""] when the route has no place."""
    if not placed(world, route):
        return [""]
    wanted = [OWN[role], *FOREIGN[role], *BESIDE.get(role, ())]
    if role == "OO" and target(world, route, state, OWN[role]) is None:
        wanted = ["psa"]  # a kind that no organisation has: refused as a kind
    return [place for place in wanted if target(world, route, state, place) is not None]


def placed(world: World, route: Route) -> bool:
    return route.thing in KINDS or (route.thing, "psa") in world.things


def target(world: World, route: Route, state: str, place: str) -> Any:
    if route.thing in KINDS:
        return world.records.get((route.thing, state, place))
    if route.thing == "accounts":
        return world.things["assignments", ""].user
    return world.things.get((route.thing, place))


def address(world: World, case: Case) -> str:
    """The case's URL. Every converter of the pattern must be known here."""
    found = target(world, case.route, case.state, case.place)
    key = (case.route.thing, case.state, case.place)
    known = {
        "pk": getattr(found, "pk", None), "correction": getattr(world.corrections.get((key[0], key[2])), "pk", None),
        "merge": getattr(world.things.get(("merges", case.place)), "pk", None),
        "file": getattr(world.files.get(key), "pk", None), "other": getattr(world.lineages.get(case.place), "pk", None),
        "exception": getattr(world.exceptions.get(case.place), "pk", None), "row": _step_of(case, found),
        **case.route.kwargs,
    }  # fmt: skip
    wanted = PATTERNS[case.route.name].pattern.converters
    url = reverse(case.route.name, kwargs={name: known[name] for name in wanted})
    return f"{url}?{case.route.query}" if case.route.query else url


def _step_of(case: Case, found: Any) -> int | None:
    """The step that a model's year was assessed by."""
    return found.life.get(action="self_assess").pk if found and case.route.name == "model_years:life_back" else None


def expected(world: World, case: Case, method: str) -> set[int]:
    """The statuses that the table allows for the case."""
    route, role = case.route, case.role
    who = route.get if method == "GET" else route.post
    if who is None:
        return {405} if role in route.sees and role in (route.get or route.post or ()) else {405, 403}
    if role not in route.sees:
        return {403}
    if route.holder and role != route.holder:
        return {404}
    if placed(world, route):
        hidden = role == "LE" and case.state in ("draft", "waiting", "accepting")
        if case.place not in REACH[role] or hidden:
            return {404}
        if case.place in BESIDE.get(role, ()) and route.needs:
            return {403}
    if role in route.blind:
        return {404}
    if role not in who:
        return {403}
    return set(route.got if method == "GET" else route.done)


def may_change(case: Case, method: str, allowed: set[int]) -> bool:
    if method != "POST" or allowed & {403, 404, 405}:
        return False
    return case.route.writes is None or case.role in case.route.writes


def stray(case: Case, method: str, answer: Answer) -> list[str]:
    """The canaries in an answer whose words this role may not read."""
    return sorted(word for word in answer.canaries if not _may_read(case, method, word))


def _may_read(case: Case, method: str, word: str) -> bool:
    role = case.role
    if not word.startswith("zq"):  # an identity number: on the answer to a reasoned POST alone
        return case.route.name == "households:reveal" and method == "POST" and answerable(case)
    place, namespace, stage, sort = word[2:5], NAMESPACES[word[5:7]], word[7:9], word[9:]
    if place not in REACH.get(role, ()):
        return False
    kind = KINDS["model_years" if namespace == "models" else namespace]
    if role not in kind.read or (role == "LE" and stage == "op" and namespace != "models"):
        return False
    return sort == "tx" or role in (KINDS["households"].read if sort == "hh" else STAFF)


def answerable(case: Case) -> bool:
    return case.role in (case.route.post or ()) and case.place in REACH[case.role]


def faults_of(world: World, case: Case, method: str, answer: Answer, statuses: set[int]) -> list[str]:
    """What is wrong with an answer, each as a sentence that names the case."""
    found = []
    if answer.status not in statuses:
        found.append(f"{answer.status}, not {'/'.join(map(str, sorted(statuses)))} {_why(answer)}")
    if strays := stray(case, method, answer):
        found.append(f"shows {' '.join(strays)}")
    if answer.changed - JOURNAL and method == "GET":
        found.append(f"a GET changed {sorted(answer.changed)}")
    elif answer.changed and method == "GET":
        if not (case.route.logs and answer.status == 200):
            found.append("a GET wrote into the journal")
    elif answer.changed and not may_change(case, method, statuses):
        found.append(f"a refused {method} changed {sorted(answer.changed)}")
    return [f"{method} {case}: {fault}" for fault in found]


def _why(answer: Answer) -> str:
    if answer.status == 500:
        return answer.text[:300]
    context = getattr(answer.response, "context", None)
    forms = [context[name] for name in ("form", "why") if context and name in context and context[name] is not None]
    return str([getattr(form, "errors", "") for form in forms if getattr(form, "errors", None)])[:400] if forms else ""


# ---- what is posted --------------------------------------------------------------------------------------------


def payload(visitors: Visitors, case: Case) -> dict[str, Any]:
    """A POST that succeeds for who may: the form's own values where there is a form, and the table's changes."""
    world, route = visitors.world, case.route
    takers = [role for role in route.post or () if not case.place or OWN[role] == case.place]
    taker = case.role if case.role in takers else (takers or route.post or [""])[0]
    found: dict[str, Any] = {}
    namespace, _, name = route.name.partition(":")
    if name == "new":
        found = form_values(visitors, taker, address(world, _edited(world, namespace, taker)))
        found.pop("version", None)
        if namespace in KINDS:
            found |= {"year": "2011"} if "year" in found else {}
    elif route.get is not None and taker:
        found = form_values(visitors, taker, address(world, case))
    data = dict(route.data)
    if data.pop("swap", None):
        found["old"], found["new"] = found["new"], found["old"]
    return {**found, **data, **_special(world, case, taker)}


def support_file(**cells: str) -> SimpleUploadedFile:
    """A file with one good row in Phú Sơn, with changes by key."""
    good = {
        "date": "05/03/2022", "commune": "Phú Sơn", "organizations": "MTTQ Phú Sơn", "kind": "Hỗ trợ",
        "form": "Nhà ở", "description": "Xây nhà", "quantity": "1", "unit": "căn", "households": "1",
        "sources": "Tổ chức tự vận động", "amount": "60 triệu", **cells,
    }  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows([list(LABELS.values()), [good.get(key, "") for key in LABELS]])
    return SimpleUploadedFile("ho-tro.csv", out.getvalue().encode())


def grid_row(organization: str) -> dict[str, str]:
    """The quick grid with one good row in Phú Sơn."""
    cells = {
        "organization": organization, "description": "Tặng quà", "form": "Quà", "quantity": "20", "unit": "phần",
        "sources": "Tổ chức tự vận động", "amount": "60 triệu", "version": "1",
    }  # fmt: skip
    return {
        "area": "Phú Sơn", "date": "05/03/2022", "dong": "0", "dong-TOTAL": "1",
        **{f"dong-0-{name}": value for name, value in cells.items()},
    }  # fmt: skip


def _edited(world: World, namespace: str, taker: str) -> Case:
    """The case whose form a new thing is copied from."""
    route = Route(f"{namespace}:edit", [], [], namespace, ("draft",))
    place = OWN[taker] if placed(world, route) else ""
    return Case(taker, route, place, "draft" if namespace in KINDS else "")


def form_values(visitors: Visitors, role: str, url: str) -> dict[str, Any]:
    """What the browser would send if somebody opened the page and pressed its button; asked once a role and page."""
    if (role, url) not in visitors.forms:
        visitors.forms[role, url] = _form_values(visitors, role, url)
    return dict(visitors.forms[role, url])


def _form_values(visitors: Visitors, role: str, url: str) -> dict[str, Any]:
    answer = visitors.try_out(role, "GET", url)
    context = answer.response.context if answer.response is not None else None
    found: dict[str, Any] = {}
    if context is None:
        return found
    for name in ("form", "why"):
        if name in context and hasattr(context[name], "visible_fields"):
            found |= _values(context[name])
    for formset in (context["formsets"] if "formsets" in context else {}).values():
        found |= _values(formset.management_form)
        for form in formset.forms:
            found |= _values(form)
    for name in ("version", "key"):
        if name in context and context[name]:
            found[name] = str(context[name])
    if "hidden" in context:
        found |= {name: str(value) for name, value in context["hidden"] or ()}
    return found


def _values(form: Any) -> dict[str, Any]:
    found = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False or value in ("", []) or bound.name == "DELETE":
            continue
        found[bound.html_name] = [_one(v) for v in value] if isinstance(value, list | tuple) else _one(value)
    return found


def _one(value: Any) -> str:
    if value is True:
        return "on"
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else str(getattr(value, "pk", value))


def _special(world: World, case: Case, taker: str) -> dict[str, Any]:
    """What only this address takes: files, keys, versions that stand in the template."""
    records, place = world.records, case.place
    match case.route.name:
        case "imports:index" if taker == "AD":
            return {"file": SimpleUploadedFile("dia-ban.csv", "Mã,Tên\nmoi,xã Mới\n".encode()), "kind": "dia-ban"}
        case "imports:index":
            body = "Hội Nông dân" if taker == "OO" else "MTTQ Phú Sơn"
            return {"file": support_file(organizations=body), "kind": "ho-tro"}
        case "supports:quick" | "supports:quick_row" | "supports:quick_stored":
            return grid_row("Hội Nông dân" if taker == "OO" else "MTTQ Phú Sơn")
        case "supports:quick_send":
            return {"pk": str(records["supports", "draft", OWN[case.role]].pk)}
        case "target_grid" | "target_box":
            box = f"o-{world.cast.dau_tam.pk}-{world.cast.phu_son.pk}"
            return {"o": box, box: "0.", f"{box}-actual": "5"}
        case "reports:draft_new":
            return {"issuer": str(world.things["reports", "psa"].issuer.pk)}
        case "level":
            return {"root_area": str(world.cast.lam_dong.pk)}
        case "imports:columns":
            return {f"c-0-{index}": key for index, key in enumerate(LABELS)}
        case "imports:hand_over":
            return {"user": world.cast.canbo_phuson_2.pk}
        case "submit_ready":
            return {"muc": f"support:{records['supports', 'draft', OWN[case.role]].pk}"}
        case "inbox":
            return {"muc": f"support:{records['supports', 'accepting', OWN[case.role]].pk}", "lam": "xong", "chac": "1"}
        case "delegations":
            return {"user": world.cast.canbo_phuson_2.pk}
        case "handover":
            return {"cho": world.cast.canbo_phuson.pk}
        case "exception":
            return {"user": world.cast.canbo_phuson.pk}
        case "account":
            user = world.things["assignments", ""].user
            return {"version": user.version, "full_name": "Đổi tên", "is_active": "on"}
        case "poverty_task":
            return {f"lop-{records['households', 'approved', 'psa'].pk}": "poor", "luu": "tat-ca"}
        case "households:lineage":
            return {"kind": "split", "other": records["households", "disputed", place].pk, "date": "01/02/2023"}
        case "households:merge":
            return {"voi": records["households", "disputed", place].pk, "reason": "Một hộ ghi hai lần"}
        case "model_years:register":
            body = world.cast.hoi_nong_dan if taker == "OO" else world.cast.mttq_phu_son
            return {"organization": body.pk, "area": world.cast.phu_son.pk, "field": world.cast.kinh_te.pk}
        case "model_households":
            home = "psa" if place == "psb" else place
            return {"ho": str(records["households", "approved", home].pk)}
        case "model_years:life_step":
            record = records["model_years", case.state, place]
            criterion = Criterion.objects.get(sheet__year=record.year)
            return {f"score-{criterion.pk}": "5", "area": world.cast.da_don.pk}
    if case.route.name.endswith(":attach"):
        return {"tep": SimpleUploadedFile("moi.pdf", pdf(b"/Moi true"))}
    return {}


def leads_to(answer: Answer) -> str:
    """Where an answer leads to."""
    return str(answer.response.headers.get("Location", ""))
