"""The table of roles: who holds what, and that the code asks for nothing that is not in it."""

import ast
from pathlib import Path

import pytest

from danvan.accounts.roles import CATALOGS, RECORD_KINDS, ROLES, STANDS_FOR, Reach, roles_with

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("danvan", "movements", "models_programs", "beneficiaries", "reports")
HELD = frozenset().union(*(role.actions for role in ROLES.values()))
# Where an action is the argument at this index: `access(user).may("x")`, `require(user, "x")` …
ASKS = {"may": 0, "holding": 0, "roles_with": 0, "areas": 0, "require": 1, "organizations_q": 1, "require_place": 1}


def asked() -> list[tuple[str, str]]:
    """(file:line, action) of every action that the code names in a call."""
    found = []
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                index = ASKS.get(name)
                if index is None or len(node.args) <= index:
                    continue
                argument = node.args[index]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.append((f"{path.relative_to(ROOT)}:{node.lineno}", argument.value))
    return found


def test_every_action_that_the_code_asks_for_is_held_by_some_role():
    asks = asked()
    assert any(action == "period.close" for _, action in asks)  # the reading finds what is known to be there
    assert [(place, action) for place, action in asks if action not in HELD] == []


def test_an_action_that_no_role_holds_is_a_typing_error():
    with pytest.raises(KeyError):
        roles_with("support.aprove")


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        ("support.view", {"commune_officer", "commune_chair", "org_officer", "front_officer", "front_chair", "leader"}),
        ("support.enter", {"commune_officer", "org_officer", "front_officer", "front_chair"}),
        ("support.confirm", {"commune_chair"}),
        ("support.accept", {"front_officer", "front_chair"}),
        ("support.decide", {"front_chair"}),
        ("household.view", {"commune_officer", "commune_chair", "front_officer", "front_chair"}),
        ("personal.reveal", {"commune_officer", "commune_chair", "org_officer", "front_officer", "front_chair"}),
        ("model_year.appraise", {"mobilisation_board"}),
        ("period.close", {"front_officer", "front_chair"}),
        ("report.sign", {"front_chair"}),
        # Who writes a report's words and checks another's: those who work for the body that issues it.
        ("report.draft", {"front_officer", "front_chair", "mobilisation_board", "org_officer"}),
        ("journal.view", {"front_chair", "administrator"}),
        ("accounts", {"administrator"}),
        ("settings", {"administrator", "front_chair"}),  # whether a repeated support needs a reason
        ("catalog.places", {"administrator"}),
        ("catalog.routes", {"administrator"}),
        ("import", {"commune_officer", "org_officer", "front_officer", "front_chair", "administrator"}),
    ],
)
def test_who_holds_the_rights_that_matter(action, roles):
    assert roles_with(action) == roles


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_only_the_front_chair_decides_on_corrections(kind):
    assert roles_with(f"{kind}.decide") == {"front_chair"}


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_who_confirms_at_a_commune_never_enters(kind):
    assert not roles_with(f"{kind}.confirm") & roles_with(f"{kind}.enter")


@pytest.mark.parametrize("code", ["leader", "mobilisation_board", "administrator"])
def test_who_reads_or_administers_writes_no_record_of_support_and_sees_no_household(code):
    actions = ROLES[code].actions
    assert not {a for a in actions if a.endswith((".enter", ".accept", ".decide"))}
    assert not {a for a in actions if a.startswith(("household.", "poverty_review.", "personal."))}


def test_the_administrator_sees_no_record_at_all():
    assert not {a for a in ROLES["administrator"].actions if a.endswith(".view") and a != "journal.view"}


def test_every_catalogue_is_edited_by_somebody():
    assert [name for name in CATALOGS if f"catalog.{name}" not in HELD] == []


def test_the_table_is_whole():
    assert list(ROLES) == [
        "commune_officer", "commune_chair", "org_officer", "front_officer", "front_chair", "mobilisation_board",
        "leader", "administrator",
    ]  # fmt: skip
    assert all(role.code == code and role.may for code, role in ROLES.items())
    assert {code for code, role in ROLES.items() if role.reach is Reach.ORGANIZATION} == {"org_officer"}
    assert {code for code, role in ROLES.items() if role.approved_only} == {"leader"}
    assert set(STANDS_FOR) <= set(ROLES)
