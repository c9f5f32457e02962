"""manage.py rebuild_figures [--verify] [--user NAME]: bring the effect rows back to a recount of the records.

--verify changes nothing and exits 1 with every difference. Stored sums (a support's amount) are proved too; those are
never mended here, because an approved record changes only through a correction.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from danvan.accounts.models import User
from danvan.audit.journal import journal
from danvan.figures import effects


class Command(BaseCommand):
    help = "Đếm lại số liệu từ bản ghi và sửa các dòng tác động; --verify chỉ so và báo chênh lệch (mã thoát 1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--verify", action="store_true", help="chỉ so, không ghi gì")
        choice.add_argument("--user", metavar="TÊN", help="người chịu trách nhiệm việc sửa, ghi vào nhật ký")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["verify"]:
            self.mend(options["user"])
        found = effects.differences() + effects.unproved()
        for words in found:
            self.stderr.write(words)
        if found:
            raise CommandError(f"Số liệu có {len(found)} chỗ khác với đếm lại.", returncode=1)
        self.stdout.write("Số liệu khớp với đếm lại.")

    def mend(self, username: str) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"Không có tài khoản đang hoạt động nào tên {username!r}.", returncode=2)
        with journal(user) as log:
            mended = effects.rebuild(user)
            if mended:
                log.add("rebuild", None, {"records": mended})
        self.stdout.write(f"Đã sửa dòng tác động của {mended} bản ghi.")
