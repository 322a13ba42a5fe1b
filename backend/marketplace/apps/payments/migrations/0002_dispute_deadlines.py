from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [
        migrations.AddField("dispute", "respond_by", models.DateTimeField(null=True)),
        migrations.AddField("dispute", "reminded_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "dispute",
            models.Index(
                fields=["respond_by"],
                condition=models.Q(("reminded_at", None), ("state", "open")),
                name="dispute_to_remind_of",
            ),
        ),
    ]
