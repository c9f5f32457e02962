"""What an issue keeps: the exact text of its data, the records behind it, and who may read it.

No edition can have been stored before: the columns without a default meet an empty table.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movements", "0010_catalogue"), ("reports", "0003_issuer_deputy")]

    operations = [
        migrations.AddField("edition", "post", models.CharField("chức vụ người ký", blank=True, max_length=200)),
        migrations.AddField("edition", "records", models.JSONField("bản ghi lúc ban hành", default=list)),
        migrations.AddField(
            "edition", "audience",
            models.CharField(
                "lưu hành", choices=[("public", "công khai"), ("internal", "nội bộ")], default="public", max_length=8
            ),
        ),
        migrations.AddField(
            "edition", "area",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="movements.area",
                verbose_name="địa bàn",
            ),
        ),
        migrations.AddField(
            "edition", "organization",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="movements.organization",
                verbose_name="tổ chức",
            ),
        ),
        migrations.AlterField("edition", "summary", models.TextField("số liệu lúc ban hành")),
        migrations.AlterField("edition", "journal_head", models.CharField(max_length=90)),
    ]  # fmt: skip
