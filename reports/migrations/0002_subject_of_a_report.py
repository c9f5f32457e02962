"""`scope` is the name of where a row stands; what a report is about is its `subject`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [
        migrations.RenameField("report", "scope", "subject"),
        migrations.AlterModelOptions("report", options={"ordering": ["-pk"], "verbose_name": "dự thảo báo cáo"}),
    ]
