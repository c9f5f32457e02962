"""`manage.py demo`: again without a change, refused where it must be, taken away whole."""

import hashlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from danvan.records import guards
from danvan.records.models import Attachment
from movements.catalogue import ENTRIES
from movements.models import Area, Indicator
from reports.demo import removal

User = get_user_model()


def demo_command(*args: str) -> str:
    out = io.StringIO()
    call_command("demo", *args, stdout=out)
    return out.getvalue()


def everything() -> dict[str, str]:
    """A digest of every table."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
            found[model._meta.label] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


@pytest.mark.slow
def test_a_second_run_changes_no_row_and_is_quick(demo: None) -> None:
    before = everything()
    started = time.monotonic()
    assert "đã có, không đổi gì" in demo_command()
    print(f"second run: {time.monotonic() - started:.3f} s")
    assert everything() == before


@pytest.mark.slow
def test_remove_leaves_nothing_but_the_guards(demo: None, media_root: Path) -> None:
    officer = User.objects.get(username="mttq")
    evidence = media_root / "minh-chung" / "a.pdf"
    evidence.parent.mkdir(parents=True)
    evidence.write_bytes(b"%PDF")
    Attachment.objects.create(
        record_type="beneficiaries.support", record_id=1, file="minh-chung/a.pdf", name="a.pdf", size=4, sha256="",
        content_type="application/pdf", uploaded_by=officer,
    )  # fmt: skip
    standing = guards.standing()
    assert "Đã gỡ dữ liệu mẫu" in demo_command("--remove")
    for model in set(removal.tables()) - {Indicator}:
        assert not model._base_manager.exists(), model
    assert set(Indicator.objects.values_list("code", flat=True)) == {entry.code for entry in ENTRIES}
    assert guards.standing() == standing != set()
    assert not evidence.exists()
    assert "Không có dữ liệu mẫu" in demo_command("--remove")


@pytest.mark.slow
@pytest.mark.parametrize("args", [(), ("--remove",)])
def test_a_real_user_stops_it_and_loses_nothing(demo: None, args: tuple[str, ...]) -> None:
    User.objects.create_user("nguoi.that", "mat-khau-that-dai", full_name="Người Thật")
    before = everything()
    with pytest.raises(CommandError, match="người dùng thật"):
        demo_command(*args)
    assert everything() == before


@pytest.mark.django_db
def test_it_refuses_a_database_with_places_of_its_own(settings: object) -> None:
    settings.DEBUG = True  # type: ignore[attr-defined]
    Area.objects.create(code="noi-that", name="Nơi Thật", level="province", kind="tinh")
    with pytest.raises(CommandError, match="không thuộc dữ liệu mẫu"):
        demo_command()
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("args", [(), ("--remove",)])
def test_it_refuses_without_debug(settings: object, args: tuple[str, ...]) -> None:
    settings.DEBUG = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="DEBUG"):
        demo_command(*args)
    assert not User.objects.exists()


def test_logins_touch_no_database() -> None:
    said = demo_command("--logins")
    for login in ("canbo.phuson", "chutich.phuson", "canbo.melinh", "hoinongdan", "mttq", "mttq.truong", "bandanvan",
                  "lanhdao", "quantri"):  # fmt: skip
        assert f" {login} " in said
    assert "danvan-demo-2022" in said


@pytest.mark.parametrize(("debug", "says"), [("0", "DEBUG"), ("1", "migrate")])
def test_a_refusal_exits_with_1_and_says_why(tmp_path: Path, debug: str, says: str) -> None:
    """The command itself, as `make run` meets it: without DEBUG, and on a database that was never migrated."""
    root = Path(__file__).resolve().parents[2]
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "DEBUG": debug, "SECRET_KEY": "a-secret-of-this-test",
        "FIELD_KEYS": "v1:a-key-of-this-test",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "demo"], cwd=root, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert says in done.stderr and "Traceback" not in done.stderr
