"""Jobs say the state of the data that they tell of, and who asked; one job of a key at a time."""

import datetime

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_issue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("renderjob", "askers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField(
            "renderjob", "data_version", models.PositiveBigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            "renderjob", "day", models.DateField(default=datetime.date(2026, 11, 26)), preserve_default=False
        ),
        migrations.AddField(
            "renderjob", "title", models.CharField(default="", max_length=400), preserve_default=False
        ),
        migrations.AlterField(
            "renderjob", "beat", models.DateTimeField(default=django.utils.timezone.now), preserve_default=False
        ),
        migrations.AlterField("renderjob", "file_name", models.CharField(max_length=200)),
        migrations.AddConstraint(
            "renderjob",
            models.UniqueConstraint(
                condition=models.Q(("status", "failed"), _negated=True), fields=("key",), name="one_render_job_of_a_key"
            ),
        ),
    ]
