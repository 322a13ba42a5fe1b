import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_dispute_deadlines"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="capture",
            index=models.Index(fields=["reference"], name="capture_by_reference"),
        ),
        migrations.AddIndex(
            model_name="capture",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["captured_at"], name="capture_time"),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(fields=["provider_reference"], name="dispute_by_reference"),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(
                condition=models.Q(("provider_reference", ""), _negated=True), fields=["provider_reference"], name="refund_by_reference"
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["settled_at"], name="refund_settled"),
        ),
    ]
