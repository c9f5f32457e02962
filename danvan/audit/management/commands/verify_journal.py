"""manage.py verify_journal [--head SEQ:HASH]: walk the journal's chain; exit 1 with every fault named."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from danvan.audit.journal import current_head, verify


class Command(BaseCommand):
    help = "Kiểm tra chuỗi nhật ký; thoát mã 1 khi có mục bị đổi, bị xóa, đảo thứ tự hoặc cắt đuôi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", default="", metavar="SỐ:MÃ", help="đầu chuỗi đã in trên một báo cáo ban hành")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            faults = verify(options["head"])
        except ValueError:
            raise CommandError("--head phải có dạng SỐ:MÃ như in trên báo cáo.", returncode=2) from None
        for fault in faults:
            self.stderr.write(f"mục {fault.seq}: {fault.problem}")
        if faults:
            raise CommandError(f"Nhật ký có {len(faults)} lỗi.", returncode=1)
        head = current_head()
        self.stdout.write(f"Nhật ký nguyên vẹn: {head.partition(':')[0]} mục.\nĐầu chuỗi: {head}")
