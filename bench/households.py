"""Finding a household among 300,000: the list page and the find box, in the whole district and in one commune.

deploy/with-postgres.sh env DEBUG=1 .venv/bin/python bench/households.py    the same on PostgreSQL
"""

import os
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

sys.path[0] = str(Path(__file__).resolve().parent.parent) if __name__ == "__main__" else sys.path[0]

from bench import base  # noqa: E402
from bench.table import Row, Table  # noqa: E402
from bench.timing import in_turns, rows  # noqa: E402

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Vũ Đỗ Bùi Đinh Trịnh Phan Lương Cao Hồ Mai Liêng Cil Kra Rơ Bon".split()
FAMILY_WEIGHTS = (38, 11, 9, 7, 5, 4, 3, 3, 2, 2, 4, 2, 2, 2, 1, 1, 1, 1, 1, 1)
MIDDLE = "Văn Thị Đình Hữu Quang Ngọc Minh Thanh Đức Xuân Ha Jăn Hót Mup Krong Ông Să".split()
MIDDLE_WEIGHTS = (30, 30, 5, 4, 3, 4, 4, 4, 3, 3, 3, 1, 1, 1, 1, 1, 1)
GIVEN = (
    "An Anh Ánh Ân Bảo Bằng Bích Bình Châu Chi Chính Cường Danh Diễm Dung Dũng Duy Dương Đào Đạt Điệp Đoan Đông "
    "Đức Gấm Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa Hoài Hoàng Hồng Huệ Hùng Huy Hương Khánh Khoa Kiên Kim Lan "
    "Lành Liên Linh Loan Long Lý Mai Minh My Nam Nga Ngân Nghĩa Ngọc Nguyên Nhàn Nhung Oanh Phong Phúc Phương "
    "Quân Quý Quyên Sáu Sơn Sửu Tâm Tấn Thái Thành Thảo Thắng Thắm Thịnh Thoa Thu Thủy Tiến Toàn Trang Trinh "
    "Trung Tú Tuấn Tuyết Út Vân Vinh Xuân Yến "
).split()
KHO = ("Lũ", "Brèm", "Brẻo", "Nhen", "Déo", "Ột", "Biếu", "Tiệp", "Sáu", "Ngoan", "Póh", "Vinh")
TERMS = {
    "exact": "Nguyễn Văn Lý", "partial": "ngu va", "misspelt": "nguien vna lí", "rare": "Trịnh Ngọc Gấm",
    "one letter": "n", "K’ form": "K` Lũ", "K’ misspelt": "k'breom", "with its place": "k lu pretieng 1",
}  # fmt: skip
FULL = 300_000
WHO = {"front": "mttq", "commune": "canbo.phuson"}


def measure(ground: base.Ground) -> list[Table]:
    from django.test import Client

    from danvan.accounts.models import User

    path = base.copy(ground.small, ground.folder / "households.sqlite3")
    base.use(path)
    total = 200 if ground.sizes.quick else FULL
    grow(total)
    client = Client()
    client.force_login(User.objects.get(username=WHO["commune"]), "django.contrib.auth.backends.ModelBackend")
    return [_table(total, ground.sizes.rounds, {"front": ground.clients["front"], "commune": client})]


def _table(total: int, rounds: int, clients: dict[str, Any]) -> Table:
    from danvan.lib import text

    table = Table(f"Finding a household among {total:,}")
    for what, term in TERMS.items():
        like = " AND ".join(f"search LIKE '%{word}%'" for word in text.fold(term).split())
        scan = f"SELECT count(*) FROM beneficiaries_household WHERE {like}"  # noqa: S608 (our own words)
        works: dict[str, Any] = {"scan": lambda scan=scan: rows(scan.replace("%", "%%"), None)}
        for who, client in clients.items():
            for where, address in {"list": f"/ho/?tim={quote(term)}", "box": f"/ho/tim/?q={quote(term)}"}.items():
                works[f"{where}, {who}"] = lambda c=client, a=address: get(c, a)
        spent = in_turns(works, rounds)
        peer = spent.pop("scan")
        table.rows += [
            Row(f"{what} “{term}”: {name}", took, "LIKE over all, count only", peer, rounds)
            for name, took in spent.items()
        ]
    return table


def get(client: Any, address: str) -> bytes:
    response = client.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answers {response.status_code}")
    return bytes(response.content)


def grow(total: int) -> None:
    """Invented approved households in the demo's hamlets, past the door, until there are `total`."""
    from beneficiaries.models import Household
    from danvan.accounts.models import User
    from danvan.records import guards
    from movements.models import Area, Organization

    dice = Random(300)  # noqa: S311 - the same households every time
    author, body = User.objects.get(username="mttq"), Organization.objects.order_by("pk")[0]
    same = {"status": "approved", "created_by": author, "updated_by": author, "organization": body}
    hamlets = list(Area.objects.filter(level="hamlet").order_by("pk")[:150])
    guards.remove()
    some = []
    for number in range(Household.objects.count(), total):
        household = Household(**same)
        household.head, household.area = _name(dice), dice.choice(hamlets)
        household.birth_year, household.people = dice.randint(1940, 2000), dice.randint(1, 9)
        household.code = f"H-{number:06d}"
        household.refresh_derived()
        some.append(household)
        if len(some) == 5000 or number == total - 1:
            Household.objects.bulk_create(some, batch_size=500)
            some = []
    guards.install()


def _name(dice: Random) -> str:
    if dice.random() < 0.2:
        return f"K’{dice.choice(KHO)}" if dice.random() < 0.3 else f"K’{dice.choice(GIVEN)} {dice.choice(GIVEN)}"
    family, middle = dice.choices(FAMILY, FAMILY_WEIGHTS)[0], dice.choices(MIDDLE, MIDDLE_WEIGHTS)[0]
    return f"{family} {middle} {dice.choice(GIVEN)}"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="danvan-bench-") as name:
        base.set_up(Path(name), os.environ["DATABASE_URL"])
        from django.db import connection
        from django.test import Client

        from danvan.accounts.models import User

        base.lay(whole=True)
        grow(FULL)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        clients = {}
        for who, login in WHO.items():
            clients[who] = Client()
            clients[who].force_login(User.objects.get(username=login), "django.contrib.auth.backends.ModelBackend")
        print(_table(FULL, 5, clients).text())


if __name__ == "__main__":
    main()
