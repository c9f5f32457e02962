"""Accepted years of models count in the effect rows from now on: the rows of those that are there already."""

from typing import Any

from django.db import migrations


def count(apps: Any, schema_editor: Any) -> None:
    ModelYear = apps.get_model("models_programs", "ModelYear")
    EffectRow = apps.get_model("figures", "EffectRow")
    rows = []
    found = ModelYear.objects.filter(status="approved").prefetch_related("recognitions", "awards", "replications")
    for record in found:
        recognitions = list(record.recognitions.all())
        reached = {
            "models": True, "models_recognised": bool(recognitions) or record.stage == "recognised",
            "models_exemplary": any(one.exemplary for one in recognitions),
            "models_awarded": bool(record.awards.all()), "models_replicated": bool(record.replications.all()),
        }  # fmt: skip
        rows += [
            EffectRow(
                actor_id=record.updated_by_id, reason="rebuild", record_type="models_programs.modelyear",
                record_id=record.pk, record_version=record.version, indicator=indicator, year=record.year,
                area_id=record.area_id, organization_id=record.organization_id, campaign_id=record.campaign_id, value=1,
            )
            for indicator, counted in reached.items()
            if counted
        ]  # fmt: skip
    EffectRow.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("models_programs", "0003_plans"), ("figures", "0001_initial")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
