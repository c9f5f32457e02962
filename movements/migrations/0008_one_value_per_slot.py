"""Every target takes its slot; of several for one slot from before there was one, the first accepted keeps it."""

from typing import Any

from django.db import migrations, models

SUBJECT = ("indicator_id", "area_id", "for_organization_id", "campaign_id", "year", "period_id")


def fill(apps: Any, editor: Any) -> None:
    targets = apps.get_model("movements", "Target").objects
    taken: set[str] = set()
    for target in sorted(targets.all(), key=lambda t: (t.status != "approved", t.pk)):
        target.slot = ".".join(str(getattr(target, name) or 0) for name in SUBJECT)
        if target.status != "withdrawn":
            if target.slot in taken:
                target.slot = f"{target.slot}#{target.pk}"
            taken.add(target.slot)
        targets.filter(pk=target.pk).update(slot=target.slot)


class Migration(migrations.Migration):
    dependencies = [
        ("movements", "0007_reporting_periods"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'withdrawn'), _negated=True), fields=('slot',), name='one_value_per_slot', violation_error_message='Chỉ tiêu này của nơi này đã có bản ghi trong kỳ: hãy mở bản ghi ấy ra sửa. Số riêng của một tổ chức thì chọn “giao cho tổ chức”.'),
        ),
    ]
