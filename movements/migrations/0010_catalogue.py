"""The catalogue of indicators A–L: what is missing, by code; what is there stays as it is."""

from typing import Any

from django.db import migrations

from movements.catalogue import install


def add(apps: Any, editor: Any) -> None:
    install(apps.get_model("movements", "Indicator"))


class Migration(migrations.Migration):
    dependencies = [
        ("movements", "0009_reorganizations"),
    ]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
