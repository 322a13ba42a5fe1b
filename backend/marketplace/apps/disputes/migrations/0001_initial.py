from django.db import migrations, models

import marketplace.apps.disputes.types
import marketplace.foundation.tenancy.rows


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "tenant_id",
                    models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20),
                ),
                ("dispute_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("sending", "sending"), ("sent", "sent"), ("refused", "refused")],
                        default=marketplace.apps.disputes.types.EvidenceState["SENDING"],
                        max_length=10,
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("order_id", models.CharField(blank=True, default="", max_length=40)),
                ("path", models.CharField(blank=True, default="", max_length=300)),
                ("sha256", models.CharField(max_length=64)),
                ("said", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, default="", max_length=2000)),
                ("reason", models.CharField(blank=True, default="", max_length=100)),
                ("sent_by", models.CharField(max_length=40)),
                ("begun_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "dispute_evidence",
                "indexes": [
                    models.Index(condition=models.Q(("path", ""), _negated=True), fields=["order_id"], name="dispute_evidence_of_order")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", tuple(marketplace.apps.disputes.types.EvidenceState))),
                        name="dispute_evidence_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", marketplace.apps.disputes.types.EvidenceState["SENT"]), ("sent_at", None), _connector="XOR"
                        ),
                        name="dispute_evidence_sent_at",
                    ),
                ],
            },
        ),
    ]
