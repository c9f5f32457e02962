"""The keys that households are searched by, filled for those that are there."""

from django.db import migrations

import beneficiaries.search_index
from danvan.lib import likeness


def fill(apps, schema_editor):
    households = apps.get_model("beneficiaries", "Household")
    rows = households.objects.select_related("area").only("head", "everyday_name", "code", "area__name")
    some = []
    for row in rows.iterator(chunk_size=1000):
        row.keys = likeness.stored_keys((row.head, row.everyday_name), (row.code, row.area.name))
        some.append(row)
        if len(some) == 1000:
            households.objects.bulk_update(some, ["keys"])
            some = []
    households.objects.bulk_update(some, ["keys"])


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0004_supplements")]

    operations = [
        migrations.AddField(
            model_name="household",
            name="keys",
            field=beneficiaries.search_index.SearchKeys(blank=True, default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
