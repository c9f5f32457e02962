"""manage.py first_admin USERNAME --name "…": the one account that no administrator could make.

It stands on the portal's root, or on --area CODE. On a database without any place, --area with --area-name and
--area-kind makes that place and the portal's row too. All others are made in the browser (Tài khoản).
"""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from danvan.accounts.models import User
from danvan.audit.journal import journal
from danvan.records import data as plain
from movements.models import Area, Assignment, Portal

ROLE = "administrator"
LEVELS = {
    "tinh": "province", "thanh_pho": "province", "huyen": "district", "quan": "district", "thi_xa": "district",
    "xa": "commune", "thi_tran": "commune", "phuong": "commune", "dac_khu": "commune",
}  # fmt: skip


class Command(BaseCommand):
    help = "Tạo tài khoản quản trị đầu tiên."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
        parser.add_argument("--name", required=True, metavar="HỌ_TÊN", help="họ và tên")
        parser.add_argument("--area", metavar="MÃ", help="mã địa bàn; bỏ trống là địa bàn gốc của cổng")
        parser.add_argument("--area-name", metavar="TÊN", help="tên địa bàn, khi cơ sở dữ liệu chưa có địa bàn nào")
        parser.add_argument("--area-kind", choices=sorted(LEVELS), default="huyen", help="loại của địa bàn mới")
        parser.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu từ dòng đầu của stdin")

    def handle(self, *args: Any, **options: Any) -> None:
        real = Assignment.objects.active_on(timezone.localdate()).filter(
            role=ROLE, user__is_demo=False, user__is_active=True
        )
        if real.exists():
            raise CommandError("Đã có quản trị; tài khoản khác do quản trị tạo ở trang Tài khoản.")
        try:
            user = self.make(options)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        self.stdout.write(f"Đã tạo quản trị {user.username} ({user.full_name}).")

    def make(self, options: dict[str, Any]) -> User:
        user = User(username=options["username"].lower(), full_name=options["name"])
        user.full_clean(exclude=["password"])
        password = self.password(options["password_stdin"])
        validate_password(password, user)
        user.set_password(password)
        with transaction.atomic():
            user.save()
            with journal(user) as log:
                log.add("create", user, {"username": user.username, "full_name": user.full_name})
                area = self.area(options, log)
                assignment = Assignment(user=user, role=ROLE, area=area, starts=timezone.localdate())
                assignment.full_clean()
                assignment.save()
                log.add("create", assignment, plain.read(assignment))
        return user

    def area(self, options: dict[str, Any], log: Any) -> Area:
        """The named place, the portal's root, or on an empty database a new root."""
        code, portal = options["area"], Portal.current()
        if code is None:
            if portal is None:
                raise CommandError("Cổng chưa có địa bàn gốc: hãy thêm --area MÃ (và --area-name khi địa bàn chưa có).")
            return portal.root_area
        area = Area.objects.filter(code=code).first()
        if area is None:
            if not options["area_name"] or Area.objects.exists():
                raise CommandError(f"Không có địa bàn mã {code!r}.")
            kind = options["area_kind"]
            area = Area(code=code, name=options["area_name"], kind=kind, level=LEVELS[kind])
            area.full_clean()
            area.save()
            log.add("create", area, plain.read(area))
        if portal is None:
            Portal.objects.create(root_area=area)
        return area

    def password(self, from_stdin: bool) -> str:
        if from_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        first = getpass.getpass("Mật khẩu: ")
        if first != getpass.getpass("Nhập lại: "):
            raise CommandError("Hai lần nhập khác nhau.")
        return first
