"""Import a file of supports: all of it, or nothing and every fault by its cell (design.md §6)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from danvan.accounts.models import User
from danvan.imports.kinds import kinds
from danvan.imports.run import Outcome, import_file
from danvan.lib.numbers import format_money
from danvan.resources import Fault


class Command(BaseCommand):
    help = "Nhập khoản hỗ trợ từ tệp .xlsx hoặc .csv: cả tệp, hoặc không dòng nào và nêu mọi lỗi theo ô."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="tệp .xlsx hoặc .csv, tiêu đề ở dòng 1")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không ghi gì")
        parser.add_argument(
            "--create-missing", action="store_true", help="thêm tổ chức, nguồn, đợt còn thiếu (không thêm địa bàn)"
        )
        parser.add_argument("--user", metavar="NAME", help="người ghi; bắt buộc, trừ khi chỉ kiểm tra")
        parser.add_argument(
            "--approve-by", metavar="NAME", action="append", default=[],
            help="người khác, đưa các khoản qua mọi bước; nêu nhiều lần khi các bước thuộc nhiều người",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        check = options["check"]
        if not options["user"] and not check:
            raise CommandError("Cần --user NAME (người ghi các khoản), hoặc --check để chỉ kiểm tra.")
        if options["approve_by"] and not options["user"]:
            raise CommandError("--approve-by cần có --user.")
        user = self._user(options["user"]) if options["user"] else None
        approvers = [self._user(name) for name in options["approve_by"]]
        if user in approvers:
            raise CommandError("Người ghi không tự xác nhận hay tiếp nhận được: --approve-by phải là người khác.")
        try:
            if path.stat().st_size > settings.IMPORT_MAX_BYTES:
                raise CommandError(f"Tệp lớn hơn {settings.IMPORT_MAX_BYTES // 1024 // 1024} MB.")
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
        try:
            outcome = import_file(
                kinds()["ho-tro"],
                path.name, content, user=user, check=check, create_missing=options["create_missing"],
                approvers=approvers,
            )  # fmt: skip
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        self._report(outcome, check)

    def _user(self, name: str) -> User:
        found = User.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise CommandError(f"Không có tài khoản đang dùng tên “{name}”.")
        return found

    def _report(self, outcome: Outcome, check: bool) -> None:
        if outcome.again is not None:
            at = timezone.localtime(outcome.again.at)
            self.stdout.write(
                f"Tệp này đã được {outcome.again.user} nhập lúc {at:%H:%M %d/%m/%Y} "
                f"({outcome.again.rows} dòng); không ghi thêm gì."
            )
            if not check:
                return
        for warning in outcome.warnings:
            self.stdout.write(f"Lưu ý\t{self._line(warning)}")
        for fault in outcome.faults:
            self.stdout.write(self._line(fault))
        if outcome.faults:
            raise CommandError(f"{len(outcome.faults)} lỗi, chưa ghi gì.")
        if check:
            self.stdout.write(f"Không có lỗi: {outcome.rows} dòng. Chỉ kiểm tra, chưa ghi gì.")
            return
        support = sum(s.amount_vnd or 0 for s in outcome.made if not s.is_loan)
        loans = sum(s.amount_vnd or 0 for s in outcome.made if s.is_loan)
        done = "đã tiếp nhận" if outcome.approved else "bản nháp"
        self.stdout.write(
            f"Đã ghi {len(outcome.made)} khoản ({done}): hỗ trợ {format_money(support)} đồng, "
            f"cho vay {format_money(loans)} đồng."
        )

    def _line(self, fault: Fault) -> str:
        return f"{fault.cell}\t{fault.value}\t{fault.message}"
