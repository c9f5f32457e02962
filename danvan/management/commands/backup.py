"""manage.py backup FILE: database and media of one moment in one file; others go on writing meanwhile."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from danvan import backups


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và tệp minh chứng vào một tệp mới (không gồm SECRET_KEY, FIELD_KEYS)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="TỆP", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backups.backup(options["file"].absolute())
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows, files = sum(manifest["tables"].values()), len(manifest["files"]) - 1
        self.stdout.write(f"Đã sao lưu {rows} dòng và {files} tệp vào {options['file']}.")
        self.stdout.write(f"Đầu chuỗi nhật ký: {manifest['journal']}")
        self.stdout.write("Hãy giữ FIELD_KEYS và SECRET_KEY ở nơi khác: không có chúng, dữ liệu mã hóa không đọc được.")
