"""What surrounds every page: the rail, who I am, and the context (place and period) that lives in the URL."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from danvan.accounts.scoping import Access, Grant, access
from danvan.context import Bar


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    label: str
    current: bool
    main: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Me:
    name: str
    role: str
    may: str
    why_not: str
    delegated: tuple[str, ...] = ()  # "Được ủy quyền … đến …", a sentence each
    may_delegate: bool = False


# Eight words at most (ui.md): label, where it leads, the addresses below it, whether the phone's bar shows it,
# and the rights any of which shows it (none = everybody).
NAV: list[tuple[str, str, tuple[str, ...], bool, tuple[str, ...]]] = [
    ("Việc của tôi", "my_work", ("/viec-cua-toi/", "/tiep-nhan/"), True, ()),
    ("Tổng quan", "dashboard", ("/tong-quan/",), True, ("report.view",)),
    ("Đợt & phong trào", "campaigns:list", ("/dot/", "/phong-trao/", "/chi-tieu/", "/hoat-dong/", "/cong-trinh/",
                                            "/danh-muc-chi-tieu/", "/ky-bao-cao/", "/so-cong-bo/", "/kien-nghi/",
                                            "/chu-de/", "/nhiem-vu/"), False, ()),
    ("Mô hình", "model_years:list", ("/mo-hinh/", "/danh-muc-mo-hinh/", "/phieu-cham/", "/linh-vuc/",
                                     "/ke-hoach-mo-hinh/"), False, ("model_year.view",)),
    ("Hộ & khoản hỗ trợ", "supports:list", ("/ho-tro/", "/ho/", "/ra-soat/", "/so-ho-ngheo/", "/giam-ngheo/", "/nguon/",
                                           "/don-gia/", "/du-no/", "/nhap-excel/"), True, ("support.view",)),
    ("Báo cáo", "reports:index", ("/bao-cao/", "/kiem-tra-so-lieu/", "/xac-minh/",
                                            "/don-vi-ban-hanh/"), True, ("report.view",)),
    ("Địa bàn & tổ chức", "areas:list", ("/dia-ban/", "/to-chuc/", "/ke-thua-dia-ban/", "/ke-thua-to-chuc/",
                                        "/nhom-dia-ban/", "/du-kien-dia-ban/"), False, ()),
    ("Quản trị", "admin_home", ("/quan-tri/", "/tai-khoan/", "/tuyen-xac-nhan/", "/nhat-ky/", "/chot-so-lieu/",
                                "/phan-cong/", "/ban-giao/", "/thiet-lap/"), False,
     ("accounts", "journal.view", "period.close")),
]  # fmt: skip

IN_BAR = 4
"""Entries for which a phone's bar has room beside "Tất cả mục"."""


class Shell:
    """Made once a request; each part is computed when the template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def _access(self) -> Access | None:
        user = getattr(self.request, "user", None)
        return access(user) if user is not None and user.is_authenticated else None

    @cached_property
    def nav(self) -> list[Entry]:
        mine = self._access
        if mine is None:
            return []
        path = self.request.path
        carried = urlencode({k: v for k in ("noi", "nam") if (v := self.request.GET.get(k))})
        rows = [row for row in NAV if not row[4] or any(mine.may(right) for right in row[4])]
        # Who has few entries finds them all in the phone's bar, without opening it.
        few = len(rows) <= IN_BAR
        return [
            Entry(reverse(name) + (f"?{carried}" if carried else ""), label, path.startswith(below), main or few)
            for label, name, below, main, _rights in rows
        ]

    @cached_property
    def me(self) -> Me | None:
        mine = self._access
        if mine is None:
            return None
        own = [grant for grant in mine.grants if not grant.giver]
        roles = [f"{grant.role.label}, {grant.label}" if grant.label else grant.role.label for grant in own]
        first = own[0].role if own else None
        return Me(
            name=str(mine.user),
            role="; ".join(roles) or "Chưa được phân công",
            may=first.may if first else "Chưa được phân công việc nào.",
            why_not=first.why_not if first else "Hãy liên hệ quản trị để được phân công.",
            delegated=tuple(_delegated(grant) for grant in mine.grants if grant.giver),
            may_delegate=bool(mine.grants) and mine.may("delegate"),
        )

    @property
    def bar(self) -> Bar | None:
        """Pages without a context of their own say where the user works; the pages of figures give their own bar."""
        mine = self._access
        if mine is None:
            return None
        places = list(dict.fromkeys(grant.label for grant in mine.grants if grant.label))
        return Bar(parts=[place[:1].upper() + place[1:] for place in places] or [self.root_name or "Cổng dân vận"])

    @cached_property
    def portal(self) -> Any:
        return self._access.portal if self._access else apps.get_model("movements", "Portal").current()

    @cached_property
    def root_name(self) -> str:
        return str(self.portal) if self.portal else ""


def _delegated(grant: Grant) -> str:
    until = f" đến {grant.until:%d/%m/%Y}" if grant.until else ""
    return f"Được ủy quyền {grant.role.label}, {grant.label}, thay {grant.giver_name}{until}."


def shell_of(request: HttpRequest) -> Shell:
    """The request's one shell, so that a view which asks for the portal and the frame around it read it once."""
    made: Shell | None = getattr(request, "shell", None)
    if made is None:
        made = request.shell = Shell(request)  # type: ignore[attr-defined]
    return made


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for templates/base.html. A view adds `bar` to its context when it has a context."""
    return {"shell": shell_of(request)}
