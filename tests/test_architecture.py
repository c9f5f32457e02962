"""The shape of the code: imports flow one way, the document knows no framework, nothing foreign is committed."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
# A package may import itself and what stands left of it (design.md §2).
ORDER = ["danvan", "movements", "models_programs", "beneficiaries", "reports"]
RENDERING = ["reports/building", "reports/renderers", "reports/document.py", "reports/summary.py"]


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0:
                yield node.lineno, node.module or ""
            else:
                package = path.relative_to(ROOT).parts[: -node.level]
                yield node.lineno, ".".join([*package, node.module or ""]).rstrip(".")


def modules(package: str) -> list[Path]:
    return [p for p in sorted((ROOT / package).rglob("*.py")) if "migrations" not in p.parts]


@pytest.mark.parametrize("package", ORDER)
def test_imports_flow_one_way(package: str) -> None:
    right = set(ORDER[ORDER.index(package) + 1 :])
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(package)
        for line, name in imports_of(path)
        if name.split(".")[0] in right
    ]
    assert wrong == []


def test_lib_is_pure() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules("danvan/lib")
        for line, name in imports_of(path)
        if name.split(".")[0] == "django" or (name.startswith("danvan") and not name.startswith("danvan.lib"))
    ]
    assert wrong == []


def test_renderers_touch_no_database() -> None:
    paths = [p for part in RENDERING for p in (modules(part) if (ROOT / part).is_dir() else [ROOT / part])]
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in paths
        for line, name in imports_of(path)
        if name.startswith("django.db") or name.endswith(".models") or name.split(".")[0] in ORDER[1:-1]
    ]
    assert wrong == []


def test_document_stands_on_the_standard_library() -> None:
    names = {name.split(".")[0] for _, name in imports_of(ROOT / "reports/document.py")}
    assert not names & {"django", "danvan", "weasyprint", *ORDER[1:-1]}


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_admin_site_is_not_installed() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_nothing_foreign_is_committed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    foreign = [f for f in tracked if f.endswith((".woff", ".woff2", ".ttf", ".otf", ".min.js", ".min.css"))]
    assert foreign == []


def test_markup_carries_no_inline_style_or_script() -> None:
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "paper" in path.parts:
            continue  # paper is drawn by WeasyPrint, no browser's CSP reads it
        text = path.read_text("utf-8")
        found += [f"{path.name}: {mark}" for mark in (" style=", " onclick=", "<style", "javascript:") if mark in text]
    assert found == []
