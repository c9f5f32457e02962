"""manage.py restore FILE: a backup into an empty database and an empty media folder, then proved to be all there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from danvan import backups


class Command(BaseCommand):
    help = "Khôi phục một bản sao lưu vào nơi trống; kiểm tra số dòng, tệp, nhật ký và bẫy bảo vệ."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="TỆP", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backups.restore(options["file"].absolute())
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows, files = sum(manifest["tables"].values()), len(manifest["files"]) - 1
        self.stdout.write(f"Đã khôi phục {rows} dòng và {files} tệp, bản sao lưu lúc {manifest['made_at']}.")
        self.stdout.write(f"Đầu chuỗi nhật ký: {manifest['journal']}")
