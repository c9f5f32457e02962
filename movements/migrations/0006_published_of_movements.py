import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movements", "0005_work_joint_organizations")]

    operations = [
        migrations.AddField(
            model_name="publishedfigure",
            name="movement",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="published",
                to="movements.movement", verbose_name="phong trào",
            ),
        )
    ]
