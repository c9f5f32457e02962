from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movements", "0004_activities_recommendations_themes")]

    operations = [
        migrations.AddField(
            model_name="communitywork",
            name="joint_organizations",
            field=models.ManyToManyField(
                blank=True, related_name="joint_works", to="movements.organization", verbose_name="phối hợp"
            ),
        )
    ]
