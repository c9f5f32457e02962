"""The locked lists install what pyproject.toml asks for, by hash, from wherever the installer is told to look."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LISTS = {
    "base.txt": PROJECT["dependencies"],
    "test.txt": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"],
}
PIN = re.compile(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==(\S+)(.*(?:(?<=\\)\n.*)*)", re.MULTILINE)


def locked(name: str) -> dict[str, tuple[str, str]]:
    """Package → (version, the rest of its entry)."""
    text = (ROOT / "requirements" / name).read_text()
    return {canonicalize_name(match[1]): (match[2], match[3]) for match in PIN.finditer(text)}


@pytest.mark.parametrize("name", LISTS)
def test_each_dependency_is_locked_within_its_bounds(name):
    pins = locked(name)
    for line in LISTS[name]:
        asked = Requirement(line)
        assert canonicalize_name(asked.name) in pins, f"{line} is not in {name}: make lock"
        version = pins[canonicalize_name(asked.name)][0]
        assert asked.specifier.contains(version), f"{name} has {asked.name} {version}, asked is {line}: make lock"


@pytest.mark.parametrize("name", LISTS)
def test_each_locked_package_has_hashes(name):
    without = [package for package, (_, entry) in locked(name).items() if "--hash=sha256:" not in entry]
    assert without == []


HOST_OR_PATH = re.compile(r"://|file:|^\s*--(extra-)?index-url|^\s*--(find-links|trusted-host)|^\s*-[ief]\b")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_names_no_host_and_no_path(name):
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    assert [line for line in lines if HOST_OR_PATH.search(line)] == []


def test_the_tests_run_on_the_versions_that_serve():
    base, test = locked("base.txt"), locked("test.txt")
    assert {package: test[package][0] for package in base} == {package: base[package][0] for package in base}
