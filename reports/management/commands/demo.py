"""manage.py demo [--remove] [--logins]: the Lâm Hà district with the Pretieng case (design.md §6)."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demo import build, people, removal


class Command(BaseCommand):
    help = "Tạo dữ liệu mẫu huyện Lâm Hà với đợt Pretieng 2022; chạy lại không đổi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--remove", action="store_true", help="gỡ toàn bộ dữ liệu mẫu")
        choice.add_argument("--logins", action="store_true", help="chỉ in bảng tài khoản mẫu")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["logins"]:
            self.print_logins()
            return
        started = time.monotonic()
        try:
            if options["remove"]:
                done = removal.remove()
                said = "Đã gỡ dữ liệu mẫu" if done else "Không có dữ liệu mẫu để gỡ"
            else:
                done = build.build()
                said = "Đã tạo dữ liệu mẫu" if done else "Dữ liệu mẫu đã có, không đổi gì"
        except build.DemoRefused as refusal:
            raise CommandError(str(refusal)) from None
        seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
        self.stdout.write(f"{said} ({seconds} giây)." if done else f"{said}.")

    def print_logins(self) -> None:
        """The demo's logins with their one password; reads and changes nothing."""
        rows = people.logins()
        login = max(len(row[0]) for row in rows)
        role = max(len(row[2]) for row in rows)
        self.stdout.write(f"Tài khoản mẫu, mật khẩu chung: {settings.DEMO_PASSWORD}")
        for name, who, what in rows:
            self.stdout.write(f"  {name:<{login}}  {what:<{role}}  {who}")
