"""A portal that is in use is upgraded: approved records stand while the tables change under them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., str]

FOUND = """
import gc
gc.disable()  # the models of every migration on the way are much garbage, and soon gone
from django.core.management import call_command
call_command("migrate", verbosity=0)
from beneficiaries.models import Household, Support
from danvan.imports.models import ImportBatch
from danvan.records import guards
support = Support.objects.get()
print(support.status, support.amount_vnd, support.contributions.get().amount_vnd, support.recipients.get().household)
print(Household.objects.get().keys)
batch = ImportBatch.objects.get(sha256="a" * 64)
print(batch.kind, batch.state, batch.rows, batch.user)
from movements.models import Indicator, Target
own = Indicator.objects.get(code="giam-sat")
print(own.name, own.unit, repr(own.computed), Indicator.objects.filter(group="L").exists())
first, second = Target.objects.order_by("pk")
print(first.actual, first.status, second.actual, second.status, first.slot == f"{second.slot}#{first.pk}")
first.save()
print(guards.standing() == {name for name, *_rest in guards.statements()})
"""


@pytest.fixture
def run(transactional_db: None, tmp_path: Path) -> Iterator[Run]:
    """Python on a database of its own, of the kind that is being tested."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    else:
        name = f"{connection.settings_dict['NAME']}_old"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    yield run
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def test_approved_records_of_the_first_version_survive_the_upgrade(run: Run) -> None:
    run("-m", "tests.core.first_version")
    found, keys, batch, own, values, guarded = run("manage.py", "shell", "-v0", "-c", FOUND).strip().splitlines()
    assert found == "approved 1000000 1000000 K’Lũ"
    assert "klu" in keys
    assert batch == "ho-tro stored 12 canbo", "the same file is recognised after the upgrade"
    assert own == "Giám sát của xã lần '' True", "an indicator of one's own stands; the catalogue comes beside"
    assert values == "1.0000 draft 2.0000 approved True", "both values stand; the accepted one has the slot"
    assert guarded == "True"
