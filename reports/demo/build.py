"""Making the demo, in one transaction: all of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum

from django.conf import settings
from django.db import connection, transaction

from danvan.accounts.models import User
from movements.models import Area, Organization, Portal

from . import (
    activities,
    catalogue,
    closing,
    district,
    drafts,
    households,
    indicators,
    issued,
    issuers,
    mobilization,
    model_plans,
    organizations,
    people,
    places,
    poverty,
    pretieng,
    supports,
    targets,
    themes,
    together,
)
from .world import World

PARTS: tuple[Callable[[World], None], ...] = (
    people.bootstrap_administrator,
    places.bootstrap_root,
    people.assign_administrator,
    places.make,
    organizations.make,
    people.make,
    organizations.make_sources,
    catalogue.make_routes,
    catalogue.make,
    indicators.make,
    issuers.make,
    pretieng.make,
    poverty.publish,
    district.make,
    mobilization.make,
    model_plans.make,
    households.make,
    poverty.make,
    supports.make,
    activities.make,
    together.make,
    themes.make,
    targets.make,
    closing.make,
    issued.make,
    drafts.make,
)


class State(Enum):
    """What the database holds, as far as the demo is concerned."""

    EMPTY = "empty"
    DEMO = "demo"


class DemoRefused(Exception):
    """The demo may neither be made nor taken away here; the message says why, for a person."""


def require_debug() -> None:
    """Refuse where the portal serves in earnest: demo logins have a password that everybody knows."""
    if not settings.DEBUG:
        raise DemoRefused(
            "Dữ liệu mẫu chỉ dùng khi DEBUG bật: các tài khoản mẫu có mật khẩu ai cũng biết. "
            "(The demo needs DEBUG; this server runs without it.)"
        )


def state() -> State:
    """Whether the demo stands or the database is empty. Raises DemoRefused when anything real is in it."""
    if User._meta.db_table not in connection.introspection.table_names():
        raise DemoRefused("Cơ sở dữ liệu chưa có bảng: hãy chạy manage.py migrate trước. (Run migrate first.)")
    real = User.objects.filter(is_demo=False).order_by("pk").first()
    if real is not None:
        raise DemoRefused(
            f"Cơ sở dữ liệu đã có người dùng thật (“{real.username}”): không tạo và không gỡ dữ liệu mẫu ở đây. "
            "(The database holds real users.)"
        )
    if User.objects.exists():
        return State.DEMO
    if Area.objects.exists() or Organization.objects.exists() or Portal.objects.exists():
        raise DemoRefused(
            "Cơ sở dữ liệu đã có địa bàn hoặc tổ chức không thuộc dữ liệu mẫu: không tạo dữ liệu mẫu ở đây. "
            "(The database holds data of its own.)"
        )
    return State.EMPTY


def build() -> bool:
    """Make the demo where there is none; whether it was made now. Raises DemoRefused, storing nothing."""
    require_debug()
    if state() is State.DEMO:
        return False
    with _without_query_log(), transaction.atomic():
        if state() is State.DEMO:  # another process was quicker
            return False
        world = World()
        for part in PARTS:
            part(world)
    return True


@contextmanager
def _without_query_log() -> Iterator[None]:
    """Under DEBUG Django keeps the text of every query, and on SQLite asks the database for it: half of the time."""
    setattr(connection, "make_debug_cursor", connection.make_cursor)  # noqa: B010 - no assignment to a method
    try:
        yield
    finally:
        del connection.make_debug_cursor
