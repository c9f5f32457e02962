"""One file that holds everything: the database at one moment, the media, and a manifest with their SHA-256.

A tar of `manifest.json`, then `database.sqlite3` or `database.dump` (pg_dump's custom format), then `media/…`. The
database is copied first: what it names among the media was stored before. SECRET_KEY and FIELD_KEYS are not in it,
and without the same FIELD_KEYS its encrypted values do not open.
"""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from danvan import backups_database as database
from danvan.audit.journal import verify
from danvan.audit.models import PersonKey
from danvan.records import guards

FORMAT = 1
MANIFEST = "manifest.json"
Manifest = dict[str, Any]
BackupError = database.BackupError


def backup(target: Path) -> Manifest:
    """Write the backup to `target`, which must not exist; it appears there whole or not at all."""
    if target.exists():
        raise BackupError(f"{target} đã có; mỗi bản sao lưu là một tệp mới.")
    if not target.parent.is_dir():
        raise BackupError(f"Không có thư mục {target.parent}.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        copy = Path(scratch) / database.file_name()
        said = database.dump(copy)
        media = Path(settings.MEDIA_ROOT)
        sources = {copy.name: copy, **{f"media/{p.relative_to(media).as_posix()}": p for p in _files(media)}}
        manifest: Manifest = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "vendor": connection.vendor,
            **said,
            "files": {name: {"sha256": _digest(path), "size": path.stat().st_size} for name, path in sources.items()},
        }
        described = Path(scratch) / MANIFEST
        described.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        packed = Path(scratch) / "backup.tar"
        with tarfile.open(packed, "w", format=tarfile.PAX_FORMAT) as archive:
            archive.add(described, MANIFEST)
            for name, path in sources.items():
                archive.add(path, name)
        _unpack(packed, Path(scratch) / "read-back")  # a backup that cannot be read is none
        packed.chmod(0o600)
        _flush(packed)
        os.replace(packed, target)
        _flush(target.parent)
    return manifest


def restore(source: Path) -> Manifest:
    """Put a backup into an empty database and an empty media folder, then prove that all of it is there."""
    media = Path(settings.MEDIA_ROOT)
    if database.tables():
        raise BackupError("Cơ sở dữ liệu này đã có bảng; chỉ khôi phục vào nơi trống.")
    if any(_files(media)):
        raise BackupError(f"{media} đã có tệp; chỉ khôi phục vào nơi trống.")
    with tempfile.TemporaryDirectory(prefix="restore-") as scratch:
        manifest = _unpack(source, Path(scratch))
        if manifest["vendor"] != connection.vendor:
            raise BackupError(f"Bản sao lưu là của {manifest['vendor']}, cơ sở dữ liệu này là {connection.vendor}.")
        if (Path(scratch) / "media").is_dir():
            shutil.copytree(Path(scratch) / "media", media, dirs_exist_ok=True)
        database.load(Path(scratch) / database.file_name())
    _prove(manifest)
    return manifest


def _prove(manifest: Manifest) -> None:
    faults = []
    if database.counts() != manifest["tables"]:
        faults.append("số dòng của các bảng khác với bản sao lưu")
    faults += [f"nhật ký, mục {fault.seq}: {fault.problem}" for fault in verify(manifest["journal"])]
    faults += [str(error.msg) for error in guards.check_guards()]
    try:
        PersonKey.objects.first()
    except ValueError:
        faults.append("FIELD_KEYS không mở được dữ liệu mã hóa: hãy đặt lại FIELD_KEYS của nơi sao lưu")
    if faults:
        raise BackupError("Đã khôi phục nhưng chưa đúng: " + "; ".join(faults) + ".")


def _unpack(source: Path, folder: Path) -> Manifest:
    """Extract into `folder`; raises BackupError unless every file is there, whole, and none is besides."""
    try:
        with tarfile.open(source, "r:") as archive:
            archive.extractall(folder, filter="data")
        manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = manifest["files"]
        if manifest["format"] != FORMAT:
            raise BackupError(f"Bản sao lưu có định dạng {manifest['format']}, phần mềm này đọc định dạng {FORMAT}.")
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{source} không phải bản sao lưu đọc được ({error}).") from error
    found = {p.relative_to(folder).as_posix(): p for p in _files(folder)}
    found.pop(MANIFEST, None)
    wrong = sorted(set(found) ^ set(listed))
    wrong += [name for name, path in found.items() if name in listed and _digest(path) != listed[name]["sha256"]]
    if wrong:
        raise BackupError(f"Bản sao lưu hỏng ở: {', '.join(wrong[:5])}.")
    return manifest


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
