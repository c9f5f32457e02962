"""The throw-away databases that everything is measured in: the demo, and the same with thousands of supports."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = ("SECRET_KEY", "FIELD_KEYS", "CSRF_TRUSTED_ORIGINS", "DEMO_PASSWORD", "TLS", "LOG_LEVEL")
LOGINS = {"leader": "lanhdao", "front": "mttq"}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: supports of the large database, rounds, writers, their saves, rows of the file."""

    quick: bool
    large: int
    rounds: int
    writers: int
    saves: int
    paced_seconds: int
    file_rows: int
    file_rounds: int
    reads: int
    bulk_rows: int


FULL = Sizes(False, 5000, 9, 20, 5, 3, 10_000, 3, 200, 10_000)
QUICK = Sizes(True, 60, 1, 3, 1, 0, 5, 1, 1, 20)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where it is measured: the folder that is thrown away, its two databases, and the demo's two clients."""

    folder: Path
    sizes: Sizes
    small: Path
    large: Path
    counts: dict[Path, int]
    clients: dict[str, Any]

    def name(self, database: Path) -> str:
        return f"{self.counts[database]:,} supports"


def set_up(folder: Path, url: str, *, migrations: bool = True) -> None:
    """Django on a database of this run's own, with nothing of the caller's settings.

    Without `migrations` the tables are made from today's models at once, which is quicker than their history.
    """
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="danvan.settings", DEBUG="1", DATABASE_URL=url, ALLOWED_HOSTS="testserver",
        MEDIA_ROOT=str(folder / "media"),
    )  # fmt: skip
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings

    if not migrations:
        settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    # As it serves: under DEBUG Django keeps the text of every query. DEBUG above only spares the secrets.
    settings.DEBUG = False
    settings.STATIC_ROOT = str(folder / "static")
    (folder / "static").mkdir(exist_ok=True)
    # Argon2 is slow on purpose, and logging in is not measured.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def use(database: Path) -> None:
    """From here on the default connection, and those of threads to come, are to this SQLite file."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(database)
    connection.ensure_connection()


def lay(*, whole: bool) -> None:
    """Migrate the connected database and make the demo; without `whole` up to the Pretieng case only."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import override_settings

    from reports.demo import build, pretieng
    from reports.demo.world import World

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    call_command("migrate", verbosity=0, run_syncdb=True)
    if whole:
        with override_settings(DEBUG=True):
            build.build()
    else:
        with transaction.atomic():
            world = World()
            for part in build.PARTS[: build.PARTS.index(pretieng.make) + 1]:
                part(world)
    connection.close()


def prepare(folder: Path, sizes: Sizes) -> Ground:
    """The demo in one SQLite file, grown in another; both know the sessions of the same clients."""
    from django.test import Client

    from beneficiaries.models import Support
    from danvan.accounts.models import User

    small, large = folder / "small.sqlite3", folder / "large.sqlite3"
    use(small)
    lay(whole=not sizes.quick)
    clients = {}
    for who, login in LOGINS.items():
        clients[who] = Client()
        clients[who].force_login(User.objects.get(username=login), "django.contrib.auth.backends.ModelBackend")
    counts = {small: Support.objects.count()}
    copy(small, large)
    use(large)
    grow(sizes.large)
    counts[large] = Support.objects.count()
    use(small)
    return Ground(folder, sizes, small, large, counts, clients)


def copy(source: Path, target: Path) -> Path:
    """Another database with the same content."""
    with closing(sqlite3.connect(source)) as have, closing(sqlite3.connect(target)) as made:
        have.backup(made)
    return target


def grow(total: int) -> None:
    """Copies of the approved supports with their lines until there are `total`, then their effect rows.

    Past the door, for it would take an hour: the triggers are taken away for as long as it lasts, and there are no
    steps and no journal entries behind the copies. Nothing that is measured reads those.
    """
    from beneficiaries.models import Contribution, Support, SupportItem
    from danvan.accounts.models import User
    from danvan.figures import effects
    from danvan.records import guards

    models = list(
        Support.objects.approved().select_related("organization", "area", "campaign")
        .prefetch_related("items", "contributions", "joint_organizations").order_by("pk")
    )  # fmt: skip
    origins = [models[n % len(models)] for n in range(max(0, total - Support.objects.count()))]
    guards.remove()
    made = Support.objects.bulk_create([_another(model, n) for n, model in enumerate(origins)], batch_size=500)
    pairs = list(zip(made, origins, strict=True))
    for kind, relation in ((SupportItem, "items"), (Contribution, "contributions")):
        kind.objects.bulk_create(
            (kind(**_values(row, "support_id"), support=support)
             for support, model in pairs for row in getattr(model, relation).all()), batch_size=500,
        )  # fmt: skip
    joined = Support.joint_organizations.through
    joined.objects.bulk_create(
        joined(support=support, organization=body)
        for support, model in pairs
        for body in model.joint_organizations.all()
    )
    guards.install()
    effects.rebuild(User.objects.get(username="mttq"))


def _values(row: Any, *left_out: str) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key
            and f.attname not in left_out}  # fmt: skip


def _another(model: Any, n: int) -> Any:
    """The support once more, on another day of its month where the day is known."""
    made = type(model)(**_values(model, "organization_id", "area_id", "campaign_id"))
    made.organization, made.area, made.campaign = model.organization, model.area, model.campaign
    made.description = f"{model.description} (lần {n + 2})"
    if made.date_precision == "day":
        made.date = made.date.replace(day=1 + n % 28)
    made.refresh_derived()
    return made
