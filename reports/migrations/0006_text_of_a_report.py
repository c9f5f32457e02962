"""A draft knows the version of its words that stands."""

from django.db import migrations, models


def newest(apps, schema_editor):
    texts = apps.get_model("reports", "ReportText").objects
    for report in apps.get_model("reports", "Report").objects.order_by("pk"):
        report.text = texts.filter(report=report).order_by("-number").first()
        report.save(update_fields=["text"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_render_jobs")]
    operations = [
        migrations.AddField(
            "report",
            "text",
            models.ForeignKey(
                "reports.ReportText", models.PROTECT, verbose_name="lời đang dùng", related_name="+", null=True
            ),
        ),
        migrations.RunPython(newest, migrations.RunPython.noop),
    ]
