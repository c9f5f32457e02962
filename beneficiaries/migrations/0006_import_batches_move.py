"""The batches move to danvan.imports: files that were stored before are still recognised by their bytes."""

from django.conf import settings
from django.db import migrations


def move(apps, schema_editor):
    old = apps.get_model("beneficiaries", "ImportBatch")
    new = apps.get_model("imports", "ImportBatch")
    for batch in old.objects.order_by("pk"):
        made = new.objects.create(
            kind="ho-tro", name=batch.name, sha256=batch.sha256, state="stored", user_id=batch.user_id, rows=batch.rows,
            done=batch.rows,
        )
        new.objects.filter(pk=made.pk).update(at=batch.at, changed_at=batch.at)


class Migration(migrations.Migration):
    dependencies = [
        ("beneficiaries", "0005_household_keys"),
        ("imports", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel("ImportBatch"),
    ]
