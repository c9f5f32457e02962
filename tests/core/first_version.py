"""What version 0.1.0 leaves in a database: run as a program on an empty one (DATABASE_URL).

An approved support of a household, under the triggers that held it then, a file that was imported, and an indicator of
its own with two values for one place and year; the tables are those of the first migrations, so today's models cannot
write them.
"""

import datetime
import gc
import os

import django

FIRST = [
    ("sessions", "0001_initial"), ("accounts", "0001_initial"), ("audit", "0001_initial"),
    ("figures", "0001_initial"), ("records", "0001_initial"), ("movements", "0001_initial"),
    ("models_programs", "0001_initial"), ("beneficiaries", "0002_import_batch"),
]  # fmt: skip
GUARDED = ("beneficiaries_support", "beneficiaries_household", "beneficiaries_contribution", "beneficiaries_recipient",
           "movements_target")  # fmt: skip


def main() -> None:
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.settings")
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from danvan.records import guards

    first = MigrationExecutor(connection).migrate(FIRST).apps
    user = first.get_model("accounts", "User").objects.create(username="canbo")
    area = first.get_model("movements", "Area").objects.create(code="x", name="X", level="commune", kind="xa")
    body = first.get_model("movements", "Organization").objects.create(code="y", name="Y", kind="front", area=area)
    who = {"organization": body, "area": area, "created_by": user, "updated_by": user}
    households = first.get_model("beneficiaries", "Household").objects
    household = households.create(head="K’Lũ", **who)
    source = first.get_model("beneficiaries", "FundingSource").objects.create(code="z", name="Z", kind="own")
    supports = first.get_model("beneficiaries", "Support").objects
    support = supports.create(
        kind="grant", form="gift", date=datetime.date(2022, 3, 5), year=2022, description="Quà", amount_vnd=1_000_000,
        **who,
    )  # fmt: skip
    support.contributions.create(source=source, amount_vnd=1_000_000)
    support.recipients.create(kind="household", household=household)
    first.get_model("beneficiaries", "ImportBatch").objects.create(
        sha256="a" * 64, name="cũ.csv", rows=12, user=user, at=datetime.datetime(2022, 3, 5, tzinfo=datetime.UTC)
    )
    own = first.get_model("movements", "Indicator").objects.create(
        code="giam-sat", name="Giám sát của xã", definition="Như xã vẫn đếm.", unit="lần"
    )
    targets = first.get_model("movements", "Target").objects
    for actual in (1, 2):  # twice the same indicator, place and year: nothing forbade it
        targets.create(indicator=own, year=2022, actual=actual, **who)
    with connection.cursor() as cursor:
        for name, table, event, refused, says in guards.statements():
            if table in GUARDED:
                for sql in guards._sql(name, table, event, refused, says):
                    cursor.execute(sql)
    supports.update(status="approved")
    households.update(status="approved")
    targets.filter(actual=2).update(status="approved")


if __name__ == "__main__":
    main()
