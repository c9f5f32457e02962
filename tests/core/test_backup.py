"""Backup while others write, restore into an empty place: the same rows, files, journal and triggers, or a refusal."""

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from beneficiaries.models import Support
from danvan.audit.journal import current_head
from danvan.backups_database import file_name
from danvan.records import files
from tests.core.test_concurrency import at_once
from tests.evidence import picture, upload

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
PHOTO = b"\xff\xd8 a photo \xff\xd9"
Place = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def place(tmp_path) -> Any:
    """Run a command of manage.py at an empty place: another database and another media folder."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path}/elsewhere.sqlite3"
    else:
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE elsewhere")
        url = f"postgres:///{connection.settings_dict['HOST']}/elsewhere"
    environment = {**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": f"{tmp_path}/media", "DEBUG": "1"}

    def run(*command: object, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, command)], cwd=ROOT, env={**environment, **changes},
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    yield run
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE elsewhere WITH (FORCE)")


@pytest.fixture
def backed_up(cast, media_root, tmp_path) -> Path:
    """A ledger with an approved support, a household with an encrypted number, and a photo."""
    cast.approve(cast.make_support())
    cast.make_household(cccd="068177001234")
    (media_root / "minh-chung").mkdir()
    (media_root / "minh-chung" / "anh.jpg").write_bytes(PHOTO)
    call_command("backup", tmp_path / "copy.tar", verbosity=0, stdout=open(os.devnull, "w"))
    return tmp_path / "copy.tar"


def manifest_of(file: Path) -> dict[str, Any]:
    with tarfile.open(file) as archive:
        stream = archive.extractfile("manifest.json")
        assert stream is not None
        return json.load(stream)


def test_everything_comes_back_at_an_empty_place(backed_up, place, tmp_path):
    said = manifest_of(backed_up)
    assert said["tables"]["beneficiaries_support"] == 1
    assert said["tables"]["audit_entry"] == 5
    assert said["journal"] == current_head()
    assert len(said["files"]["media/minh-chung/anh.jpg"]["sha256"]) == 64
    assert backed_up.stat().st_mode & 0o077 == 0  # personal data: the owner's alone
    done = place("restore", backed_up)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "media" / "minh-chung" / "anh.jpg").read_bytes() == PHOTO
    checked = place("verify_journal", "--head", current_head())
    assert (checked.returncode, "5 mục" in checked.stdout) == (0, True), checked.stderr
    figures = place("rebuild_figures", "--verify")
    assert figures.returncode == 0, figures.stderr
    again = place("backup", tmp_path / "again.tar")
    assert again.returncode == 0, again.stderr
    assert manifest_of(tmp_path / "again.tar")["tables"] == said["tables"]


def test_a_photo_is_backed_up_with_its_thumbnail(cast, media_root, tmp_path):
    kept = files.attach(cast.canbo_phuson, cast.make_support(), upload(picture()))
    call_command("backup", tmp_path / "photo.tar", verbosity=0, stdout=open(os.devnull, "w"))
    packed = manifest_of(tmp_path / "photo.tar")["files"]
    assert packed[f"media/{kept.file.name}"]["sha256"] == kept.sha256
    assert packed[f"media/{kept.thumbnail.name}"]["size"] == kept.thumbnail.size


def test_a_restored_ledger_is_guarded(backed_up, place):
    done = place("restore", backed_up)
    assert done.returncode == 0, done.stderr
    done = place("shell", "-c", "from beneficiaries.models import Support; Support.objects.update(amount_vnd=1)")
    assert done.returncode != 0
    assert "changes only through an approved correction" in done.stderr


def test_nothing_is_restored_over_anything(backed_up, place, tmp_path):
    done = place("restore", backed_up)
    assert done.returncode == 0, done.stderr
    twice = place("restore", backed_up)
    assert twice.returncode == 1
    assert "chỉ khôi phục vào nơi trống" in twice.stderr
    other = place("restore", backed_up, DATABASE_URL=f"sqlite:///{tmp_path}/third.sqlite3")
    assert (other.returncode, "đã có tệp" in other.stderr) == (1, True)


@pytest.mark.parametrize("member", [file_name(), pytest.param("media/minh-chung/anh.jpg", marks=pytest.mark.once)])
def test_a_changed_member_is_found_and_nothing_is_restored(backed_up, place, tmp_path, member):
    folder, broken = tmp_path / "open", tmp_path / "broken.tar"
    with tarfile.open(backed_up) as archive:
        archive.extractall(folder, filter="data")
    content = (folder / member).read_bytes()
    (folder / member).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with tarfile.open(broken, "w") as archive:
        archive.add(folder, "")
    done = place("restore", broken)
    assert done.returncode == 1
    assert f"hỏng ở: {member}" in done.stderr
    assert not (tmp_path / "media").exists()
    done = place("restore", backed_up)  # the place is still empty
    assert done.returncode == 0, done.stderr


@pytest.mark.once  # refused before any database is looked at
def test_a_cut_file_and_a_strange_file_are_refused(backed_up, place, tmp_path):
    cut, strange = tmp_path / "cut.tar", tmp_path / "strange.tar"
    cut.write_bytes(backed_up.read_bytes()[:50_000])
    strange.write_text("not a backup")
    for file in (cut, strange, tmp_path / "none.tar"):
        done = place("restore", file)
        assert done.returncode == 1, file
        assert "không phải bản sao lưu đọc được" in done.stderr


def test_with_other_field_keys_the_restore_says_so(backed_up, place):
    done = place("restore", backed_up, FIELD_KEYS="v0:another-secret")
    assert done.returncode == 1
    assert "FIELD_KEYS" in done.stderr


def test_no_backup_is_written_over_another(backed_up):
    before = backed_up.read_bytes()
    with pytest.raises(CommandError):
        call_command("backup", backed_up)
    assert backed_up.read_bytes() == before


def test_a_backup_under_writes_is_whole(cast, place, media_root, tmp_path):
    """Five writers go on; what the copy holds is one moment: counts, journal and figures agree."""

    def write() -> None:
        me = cast.fresh(cast.canbo_phuson)
        for _ in range(10):
            cast.make_support(me)

    def copy() -> None:
        call_command("backup", tmp_path / "busy.tar", stdout=open(os.devnull, "w"))

    assert at_once([write, write, write, copy, write, write]) == [None] * 6
    assert Support.objects.count() == 50
    said = manifest_of(tmp_path / "busy.tar")
    assert said["tables"]["audit_entry"] == said["tables"]["beneficiaries_support"]  # each create has its entry
    done = place("restore", tmp_path / "busy.tar")
    assert done.returncode == 0, done.stderr
